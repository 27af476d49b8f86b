// What `npm pack` would pack: what package.json promises, and nothing else. How it behaves is tests/wasm.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** @returns {string[]} every path in a map of exports, however deep */
const paths = (/** @type {string | Record<string, any>} */ entry) =>
  typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(paths);

test('every file that package.json names is there', () => {
  for (const path of [...paths(manifest.exports), ...paths(manifest.bin)]) assert.ok(existsSync(path), path);
});

test('publint finds nothing', async () => {
  const { messages } = await publint({ pack: 'npm' });
  assert.deepEqual(
    messages.map((message) => formatMessage(message, manifest)),
    [],
  );
});

test('the package holds the library the types the modules and the papers and no page', () => {
  const { status, stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  /** @type {string[]} */
  const files = JSON.parse(stdout)[0].files.map((/** @type {{ path: string }} */ { path }) => path);
  for (const path of ['dist/index.d.ts', 'dist/core.simd.wasm', 'LICENSE', 'THIRD_PARTY.md', 'CITATION.cff']) {
    assert.ok(files.includes(path), path);
  }
  assert.deepEqual(
    files.filter((path) => !/^(dist\/[^/]+|[^/]+)$/.test(path) && !/^dist\/.*\.d\.ts$/.test(path)),
    [],
  );
});
