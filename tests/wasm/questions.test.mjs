// @ts-check
// The page's questions (web/figures/lab/questions.ts) show what they ask: each experiment is held to the claim that its
// answer makes, at the step at which it makes it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';

const lab = await loadLab();
const scenarioNamed = (/** @type {string} */ name) => JSON.parse(readFileSync(`tests/scenarios/${name}.json`, 'utf8'));

/** The run at `step`: report, dead in all and by layer, revivals. @param {any} scenario @param {number} step */
function at(scenario, step) {
  const simulation = lab.simulate(scenario);
  const report = simulation.seek(step);
  const { layers } = simulation.health();
  const events = simulation.events();
  const rows = simulation.data().inputs;
  const said = simulation.predict(rows);
  simulation.dispose();
  const dead = layers.map((layer) => layer.dead);
  return { ...report, layers, dead, events, said, count: dead.reduce((sum, n) => sum + n, 0) };
}
const accuracy = (/** @type {any} */ run) => /** @type {number} */ (run.trainAccuracy);

test('too fast: many die while steps are large and nobody comes back once they are small', () => {
  const scenario = scenarioNamed('opening');
  const [soon, later] = [at(scenario, 120), at(scenario, 240)];
  assert.equal(at(scenario, 0).count, 0);
  assert.ok(soon.count >= 5, `${soon.count} dead`);
  assert.ok(later.count >= soon.count);
  assert.equal(later.events.filter(({ kind, step }) => kind === 'revived' && step > 120).length, 0);
});

test('a very negative bias: most are born dead and stay so while the same seed without it learns', () => {
  const scenario = scenarioNamed('negative-bias');
  const [born, later] = [at(scenario, 0), at(scenario, 300)];
  assert.ok(born.count >= 12 && later.count >= born.count);
  assert.equal(later.events.filter(({ kind }) => kind === 'revived').length, 0);
  assert.ok(accuracy(later) < 0.6);
  const without = structuredClone(scenario);
  delete without.network.bias;
  assert.equal(at(without, 0).count, 0);
  assert.ok(accuracy(at(without, 300)) > 0.95);
});

test('born dead: whole layers are dead before the first step and the network says the same everywhere', () => {
  const [born, later] = [0, 300].map((step) => at(scenarioNamed('deep-and-narrow'), step));
  for (const run of [born, later]) {
    assert.ok(/** @type {any} */ (run).dead.filter((/** @type {number} */ dead) => dead === 2).length >= 5);
    assert.equal(new Set(/** @type {any} */ (run).said).size, 1);
  }
});

test('rescued by a leak: the dead fire again and the network learns what it could not', () => {
  const scenario = scenarioNamed('leak');
  const [before, after] = [at(scenario, 239), at(scenario, 320)];
  assert.ok(before.count >= 5 && accuracy(before) < 0.8);
  assert.ok(after.count === 0 && accuracy(after) > 0.97);
});

test('does depth kill: deep down a whole layer dies while two layers of the same seed learn', () => {
  const scenario = scenarioNamed('deep');
  const deep = at(scenario, 100);
  assert.equal(deep.dead[0], 0);
  assert.equal(deep.dead.at(-1), 8);
  assert.equal(new Set(deep.said).size, 1);
  const shallow = at({ ...scenario, network: { hidden: [8, 8] } }, 100);
  assert.ok(shallow.count <= 2 && accuracy(shallow) > 0.95);
});

test('SELU keeps mean near 0 and variance near 1 in all layers where ReLU lets the variance go', () => {
  const scenario = scenarioNamed('balance');
  for (const step of [0, 100]) {
    const { layers, count } = at(scenario, step);
    assert.equal(count, 0);
    for (const { outputMean, outputVariance } of layers) {
      assert.ok(Math.abs(outputMean) < 0.2, `mean ${outputMean} at ${step}`);
      assert.ok(outputVariance > 0.5 && outputVariance < 1.7, `variance ${outputVariance} at ${step}`);
    }
  }
  const relu = at({ ...scenario, network: { ...scenario.network, activation: { name: 'relu' } } }, 0);
  assert.ok((relu.layers.at(-1)?.outputVariance ?? 1) < 0.01);
});

test('batch norm is no vaccine: some die with it and many more without', () => {
  const scenario = scenarioNamed('batch-norm');
  const [vaccinated, not] = [true, false].map((batchNorm) =>
    at({ ...scenario, network: { ...scenario.network, batchNorm } }, 100),
  );
  assert.ok((vaccinated?.count ?? 0) >= 4, `${vaccinated?.count} dead with batch norm`);
  assert.ok((not?.count ?? 0) >= 3 * (vaccinated?.count ?? 0), `${not?.count} dead without`);
});

test('a dead neuron need not matter: a third of a wide layer is dead and the task is learnt', () => {
  const run = at(scenarioNamed('spare'), 200);
  assert.ok(run.count >= 10 && accuracy(run) > 0.98);
});
