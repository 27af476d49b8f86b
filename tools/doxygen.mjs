// Runs Doxygen over the doors of the core (core/Doxyfile) and says which public names have no sentence. The pages of the
// package are made by TypeDoc; reference.mjs calls both.
// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';

/** Why there are no pages of the core, or ''. */
export const noDoxygen =
  spawnSync('doxygen', ['--version']).status === 0 ? '' : 'there is no doxygen (Debian: apt-get install doxygen)';

/**
 * What needs no sentence where its name says it: members that are values, functions without arguments that answer one,
 * and operators.
 */
const PLAIN = /\((variable|enumvalue)\)|\(\)( const)? \(function\)|Member operator/;

/** Writes the pages into build/reference/core. @returns what Doxygen found wrong */
export function readDoors() {
  mkdirSync('build/reference', { recursive: true });
  const { status, stderr } = spawnSync('doxygen', ['core/Doxyfile'], { encoding: 'utf8' });
  const found = readFileSync('build/reference/core.log', 'utf8').split('\n').filter(Boolean);
  if (status !== 0) found.push(stderr);
  return found.filter((line) => !PLAIN.test(line));
}
