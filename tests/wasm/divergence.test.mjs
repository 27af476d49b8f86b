// Runs that are driven to their end: each says so, with layer, step and what, or goes on with numbers. The same in the page
// is tests/web/divergence.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { loadLab } from '../../dist/index.node.js';
import { hostileScenarios } from './hostile-scenarios.mjs';

const numRuns = process.env['RELUCTANT_LONG'] ? 10_000 : 400;

/** @type {Awaited<ReturnType<typeof loadLab>>} */
let lab;

before(async () => {
  lab = await loadLab();
});

/** Every number in `value`, with its path, that is none. @param {unknown} value @param {string} path @returns {string[]} */
function nonNumbers(value, path = '') {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [`${path} is ${value}`];
  if (ArrayBuffer.isView(value)) return nonNumbers(Array.from(/** @type {any} */ (value)), path);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => nonNumbers(inner, `${path}.${key}`));
}

test('every hostile Scenario ends as running or as diverged with step and layer and what', (t) => {
  const ends = { running: 0, diverged: 0 };
  /** @type {Set<string>} */
  const causes = new Set();
  fc.assert(
    fc.property(hostileScenarios(lab.catalogue), (scenario) => {
      const run = lab.simulate(scenario);
      const report = run.step(60);
      const { status, divergence } = report;
      ends[status] += 1;
      assert.deepEqual(nonNumbers(report), []);
      assert.deepEqual(nonNumbers(run.parameters()), []);
      if (status === 'running') {
        // Sums of a unit that saturates, and gradients that no step has met yet, may be too large for a float.
        for (const { outputMean, outputVariance } of run.health().layers)
          assert.deepEqual(nonNumbers({ outputMean, outputVariance }), []);
        assert.deepEqual([report.step, divergence], [60, undefined]);
      } else {
        assert.equal(divergence?.step, report.step + 1);
        assert.ok(Number.isInteger(divergence.layer) && divergence.layer >= 0 && divergence.layer < run.layers.length);
        assert.match(divergence.what, /^(gradient|parameter|statistic|loss|output|sum)$/);
        causes.add(divergence.what);
        assert.deepEqual(run.step(5), report);
      }
      run.dispose();
    }),
    { numRuns, seed: 20261121 },
  );
  t.diagnostic(`${ends.running} ran on and ${ends.diverged} diverged by ${[...causes].join(', ')}`);
  assert.ok(Math.min(ends.running, ends.diverged) > numRuns / 20, `the draw says too little: ${JSON.stringify(ends)}`);
});
