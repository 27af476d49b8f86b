// One version everywhere: package.json, CITATION.cff, CMakeLists.txt; a lock file that any registry can serve; and a
// table of third parties that forgets none. What the package holds is tests/wasm.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const read = (/** @type {string} */ path) => readFileSync(path, 'utf8');
const { version, devDependencies, dependencies = {} } = JSON.parse(read('package.json'));

test('CITATION.cff and CMakeLists.txt name the version of package.json', () => {
  assert.equal(read('CITATION.cff').match(/^version: (.+)$/m)?.[1], version);
  assert.equal(read('CMakeLists.txt').match(/^project\(reluctant VERSION (\S+)/m)?.[1], version);
});

test('the lock file names no registry and has a sum for every package', () => {
  const { packages } = JSON.parse(read('package-lock.json'));
  for (const [name, entry] of Object.entries(packages)) {
    if (name === '') continue;
    assert.equal(entry.resolved, undefined, name);
    assert.match(entry.integrity ?? '', /^sha512-/, name);
  }
});

test('every dependency is pinned to one version', () => {
  for (const [name, range] of Object.entries({ ...devDependencies, ...dependencies })) {
    assert.match(range, /^\d+\.\d+\.\d+$/, name);
  }
});

test('THIRD_PARTY.md names what is shipped with its version', () => {
  const table = read('THIRD_PARTY.md');
  const shipped = {
    Lit: 'lit',
    uPlot: 'uplot',
    Comlink: 'comlink',
    'wasm-feature-detect': 'wasm-feature-detect',
    Valibot: 'valibot',
  };
  for (const [name, key] of Object.entries(shipped)) assert.ok(table.includes(`${name} ${devDependencies[key]}`), name);
  const inter = '@fontsource-variable/inter';
  assert.ok(table.includes(`${inter}\` ${devDependencies[inter]}`), inter);
  for (const name of ['Eigen', 'Highway', 'RapidJSON', 'doctest']) assert.ok(table.includes(`| ${name}`), name);
});
