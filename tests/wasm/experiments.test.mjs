// The experiments that are exact hold in the package, one test each. All of them, with their tables: npm run experiments.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { experiments } from '../experiments/experiments.mjs';

const lab = await loadLab();

for (const { name, exact, run } of experiments) {
  if (!exact) continue;
  test(name.replaceAll(/[,;]/g, ''), () => {
    const rows = run(lab, true);
    assert.ok(rows.length > 0);
    for (const row of rows) assert.ok(row.agrees, `${row.claim}: expected ${row.expected}, found ${row.found}`);
  });
}
