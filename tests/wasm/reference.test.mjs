// docs/REFERENCE.md against the catalogue and the manifest of the elements that it is made from.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { MANIFEST, PAGE, referenceOf } from '../../tools/reference.mjs';

const { catalogue } = await loadLab();
const manifest = JSON.parse(readFileSync(MANIFEST, 'utf8'));
const page = readFileSync(PAGE, 'utf8');

test('the reference is what npm run reference writes', () => {
  assert.equal(page, referenceOf(catalogue, manifest));
});

test('the reference names every field and every name of the catalogue', () => {
  const { fields, ...tables } = catalogue;
  for (const { path } of fields) assert.ok(page.includes(`| \`${path}\` |`), path);
  for (const { name } of Object.values(tables).flat()) assert.ok(page.includes(`\n\`${name}\`. `), name);
});

test('every activation in the reference has its measured errors', () => {
  const found = page.match(/Largest error measured\.\*\* (?=value|\()/g) ?? [];
  assert.equal(found.length, catalogue.activations.length);
});

test('a changed sentence makes the reference out of date', () => {
  const [first, ...rest] = catalogue.activations;
  assert.ok(first);
  const changed = { ...catalogue, activations: [{ ...first, history: 'Another story, of 1999.' }, ...rest] };
  assert.notEqual(page, referenceOf(changed, manifest));
});
