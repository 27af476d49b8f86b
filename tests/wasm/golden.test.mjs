// The pinned Scenarios and their fingerprints: all are there, nothing of the catalogue is forgotten, the bits hold. The
// same table natively is core/simulation_test.cpp, in browsers web/fingerprints.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';

/** @typedef {import('../../dist/index.js').Scenario} Scenario */

const lab = await loadLab();
/** @type {Record<string, { steps: number, fingerprint: string }>} */
const golden = JSON.parse(readFileSync('tests/golden/fingerprints.json', 'utf8')).scenarios;
/** @type {[name: string, scenario: Scenario][]} */
const scenarios = readdirSync('tests/scenarios').map((file) => [
  basename(file, '.json'),
  JSON.parse(readFileSync(`tests/scenarios/${file}`, 'utf8')),
]);

test('64 scenarios are pinned and every file is one of them', () => {
  assert.deepEqual(scenarios.map(([name]) => name).sort(), Object.keys(golden).sort());
  assert.ok(scenarios.length >= 64, `${scenarios.length}`);
  assert.ok(Object.values(golden).every(({ steps }) => steps === 2000));
});

test('every scenario has its golden fingerprint with SIMD and without', async () => {
  for (const simd of /** @type {const} */ (['on', 'off'])) {
    const one = await loadLab({ simd });
    for (const [name, scenario] of scenarios) {
      const run = one.simulate(scenario);
      run.step(golden[name]?.steps);
      assert.equal(run.fingerprint(), golden[name]?.fingerprint, `${name} with simd ${simd}`);
      run.dispose();
    }
  }
});

test('every name and parameter and field of the catalogue is in a pinned scenario and so is every intervention', () => {
  /** @type {Set<string>} */
  const seen = new Set();
  JSON.stringify(scenarios, (key, value) => {
    seen.add(key);
    if (typeof value === 'string') seen.add(value);
    return value;
  });
  // These are what a Scenario has that names nothing.
  for (const name of ['he-normal', 'constant']) seen.add(name);
  const { activations, initializers, biases, optimizers, losses, datasets, schedules, fields } = lab.catalogue;
  for (const { name, parameters } of [
    activations,
    initializers,
    biases,
    optimizers,
    losses,
    datasets,
    schedules,
  ].flat()) {
    assert.ok(seen.has(name), `${name} is in no scenario`);
    for (const parameter of parameters) assert.ok(seen.has(parameter.name), `no scenario gives ${parameter.name}`);
  }
  for (const { path, midRun } of fields) {
    assert.ok(seen.has(path.split('.').at(-1) ?? ''), `${path} is in no scenario`);
    const isRate = path === 'training.optimizer.weightDecay' || path === 'training.optimizer.decayBias';
    if (midRun && !isRate && path !== 'training.schedule.warmUp') {
      assert.ok(
        [...seen].some((key) => key.startsWith(path)),
        `no intervention sets ${path}`,
      );
    }
  }
  for (const key of ['parameters', 'neuron', 'bias', 'biasBy', 'reset']) assert.ok(seen.has(key), key);
});
