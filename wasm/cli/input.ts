// What the subcommands take: their options, checked, and a Scenario from a file or standard input.
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { Lab } from '../src/index.node.js';

/** Wrong input: its message is shown, and the exit status is 2. */
export class Refusal extends Error {}

/** What a subcommand gets: the words after its name, its options as they were typed, and the lab. */
export interface Call {
  operands: string[];
  options: { steps?: string; format?: string; every?: string };
  lab: Lab;
}

/** `found` when it is one of `allowed`. */
export function oneOf<T extends string>(option: string, found: string, allowed: readonly T[]): T {
  const known = allowed.find((one) => one === found);
  if (known === undefined) throw new Refusal(`${option}: expected one of ${allowed.join(', ')}, found "${found}"`);
  return known;
}

/** The number that `found` is written as, when it is an integer from `from` on. */
export function count(option: string, found: string, from: number): number {
  const number = Number(found);
  if (!/^\d+$/.test(found) || number < from || number >= 2 ** 32) {
    throw new Refusal(`${option}: expected an integer from ${from} to ${2 ** 32 - 1}, found "${found}"`);
  }
  return number;
}

/** The one operand of a subcommand. */
export function operand(operands: string[], what: string): string {
  const [only, ...more] = operands;
  if (only === undefined) throw new Refusal(`expected ${what}, found nothing`);
  if (more.length > 0) throw new Refusal(`expected ${what} alone, found "${more.join('", "')}" too`);
  return only;
}

/** The JSON value in a file, or on standard input when the file is `-`. */
export async function readJson(file: string): Promise<unknown> {
  const name = file === '-' ? 'standard input' : file;
  let json: string;
  try {
    json = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new Refusal(`${name}: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(json.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    throw new Refusal(`${name}: expected JSON: ${(error as Error).message}`);
  }
}
