// What is recorded along a run, and forks: synchronous, and as the worker's promises. The core's own tests are
// core/records_test.cpp and core/time_travel_test.cpp.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ledger, loadLab } from '../../dist/index.node.js';

const lab = await loadLab();
const DEAD = lab.catalogue.states.findIndex(({ name }) => name === 'dead');

/** @type {import('../../dist/index.js').Scenario} Neurons die and come back in it. */
const lively = { training: { optimizer: { name: 'sgd', learningRate: 0.9 } } };

/** The state of a unit at a step, as a raster tells it. */
const stateAt = (
  /** @type {import('../../dist/index.js').Raster} */ raster,
  /** @type {number} */ unit,
  /** @type {number} */ step,
) => {
  let i = raster.offsets[unit] ?? NaN;
  const end = raster.offsets[unit + 1] ?? NaN;
  while (i + 1 < end && (raster.steps[i + 1] ?? NaN) <= step) ++i;
  return raster.states[i];
};

test('a history has the columns of the interface and the numbers of reports', () => {
  const run = lab.simulate(lively);
  run.step(100);
  const history = run.history({ every: 20 });
  assert.deepEqual(Object.keys(history), [
    'every',
    'step',
    'epoch',
    'trainLoss',
    'testLoss',
    'trainAccuracy',
    'testAccuracy',
    'regularizedLoss',
    'gradientNorm',
    'deadShare',
    'layers',
  ]);
  assert.deepEqual(history.step, [0, 20, 40, 60, 80, 100]);
  assert.equal(history.layers.length, 2);
  const other = lab.simulate(lively);
  history.step.forEach((step, i) => {
    const report = other.seek(step);
    for (const key of /** @type {const} */ ([
      'epoch',
      'trainLoss',
      'testLoss',
      'trainAccuracy',
      'testAccuracy',
      'regularizedLoss',
      'gradientNorm',
    ])) {
      assert.equal(history[key][i], report[key], `${key} at ${step}`);
    }
    const health = other.health();
    const dead = health.layers.map((layer) => layer.dead);
    assert.equal(history.deadShare[i], dead.reduce((a, b) => a + b) / 16);
    health.layers.forEach((layer, l) => {
      assert.deepEqual(
        [
          history.layers[l]?.deadShare[i],
          history.layers[l]?.gradientNorm[i],
          history.layers[l]?.outputMean[i],
          history.layers[l]?.outputVariance[i],
        ],
        [layer.dead / 8, layer.gradientNorm, layer.outputMean, layer.outputVariance],
      );
    });
  });
});

test('a history has null where there is no number', () => {
  const run = lab.simulate({ data: { name: 'sine', samples: 40, testFraction: 0 }, network: { hidden: [4] } });
  run.step(2);
  const { testLoss, trainAccuracy, testAccuracy, gradientNorm, trainLoss } = run.history();
  assert.deepEqual([testLoss, trainAccuracy, testAccuracy], Array(3).fill([null, null, null]));
  assert.equal(gradientNorm[0], null);
  assert.ok(Number(gradientNorm[1]) > 0);
  assert.ok(trainLoss.every(Number.isFinite));
});

test('records cover the known run also after seeking back and are the same however it was stepped', () => {
  const run = lab.simulate(lively);
  run.step(150);
  const [history, raster] = [run.history({ every: 10 }), run.raster({ every: 3 })];
  run.seek(20);
  assert.deepEqual(run.history({ every: 10 }), history);
  assert.deepEqual(run.raster({ every: 3 }), raster);
  const sliced = lab.simulate(lively);
  for (let i = 0; i < 30; ++i) {
    sliced.step(5);
    sliced.history({ every: 10 });
    sliced.raster({ every: 3 });
  }
  assert.deepEqual(sliced.history({ every: 10 }), history);
  assert.deepEqual(sliced.raster({ every: 3 }), raster);
});

test('a raster tells the states of health and the steps of events', () => {
  const run = lab.simulate(lively);
  run.step(120);
  const raster = run.raster();
  assert.deepEqual([raster.units, raster.to, raster.every], [16, 120, 1]);
  assert.ok(
    raster.offsets instanceof Uint32Array && raster.steps instanceof Uint32Array && raster.states instanceof Uint8Array,
  );
  for (const step of [0, 1, 17, 64, 120]) {
    run.seek(step);
    assert.deepEqual(
      Array.from({ length: 16 }, (_, unit) => stateAt(raster, unit, step)),
      Array.from(run.health().states),
    );
  }
  const coarse = run.raster({ every: 50 });
  const events = run.events();
  assert.ok(events.length > 5);
  for (const { step, layer, unit, kind } of events) {
    assert.equal(stateAt(coarse, layer * 8 + unit, step) === DEAD, kind !== 'revived', `${layer}.${unit} at ${step}`);
  }
});

test('a fork keeps what the original drops and the other way round', () => {
  const run = lab.simulate({ ...lively, interventions: [{ step: 90, set: { 'training.batchSize': 8 } }] });
  run.step(120);
  const end = run.fingerprint();
  run.seek(60);
  const fork = run.fork();
  assert.deepEqual(fork.scenario, run.scenario);
  assert.deepEqual(fork.events(), run.events());
  assert.deepEqual(fork.report, run.report);
  run.apply({ 'training.optimizer.learningRate': 0.01 });
  assert.equal(run.scenario.interventions.length, 1);
  assert.equal(run.raster().to, 60);
  assert.equal(fork.scenario.interventions[0]?.step, 90);
  assert.equal(fork.raster().to, 120);
  run.dispose();
  fork.seek(120);
  assert.equal(fork.fingerprint(), end);
  fork.dispose();
  assert.throws(() => fork.fork(), /disposed/);
});

test('a ledger tells by layer who was born dead, died, came back and is dead still', () => {
  const run = lab.simulate({ ...lively, network: { hidden: [8, 8], bias: { name: 'constant', value: -0.4 } } });
  run.step(200);
  const events = run.events();
  for (const step of [0, 3, 50, 200]) {
    run.seek(step);
    const entries = ledger(events, 2, step);
    run.health().layers.forEach(({ dead }, layer) => {
      const { bornDead, deaths, revivals, stillDead } = /** @type {NonNullable<typeof entries[0]>} */ (entries[layer]);
      assert.equal(stillDead, dead, `layer ${layer} at ${step}`);
      assert.equal(stillDead, bornDead + deaths - revivals);
    });
  }
  const { bornDead, deaths, revivals } = ledger(events, 2).reduce((a, b) => ({
    bornDead: a.bornDead + b.bornDead,
    deaths: a.deaths + b.deaths,
    revivals: a.revivals + b.revivals,
    stillDead: 0,
  }));
  assert.ok(bornDead > 0 && deaths > 0 && revivals > 0);
  assert.equal(bornDead + deaths + revivals, events.length);
  assert.deepEqual(ledger([], 1), [{ bornDead: 0, deaths: 0, revivals: 0, stillDead: 0 }]);
});

test('wrong distances are refused', () => {
  const run = lab.simulate({});
  for (const every of [0, -1, 1.5, NaN, '2', 2 ** 32]) {
    assert.throws(() => run.history({ every: /** @type {number} */ (every) }), /every: expected an integer from 1 on/);
    assert.throws(() => run.raster({ every: /** @type {number} */ (every) }), /every: expected an integer from 1 on/);
  }
  assert.throws(() => run.raster(/** @type {object} */ ({ step: 1 })), /expected an object with every, found step/);
});

test('gradient norms are those of the state though frames are drawn in between', () => {
  const view = {
    unitResolution: 4,
    unitBounds: /** @type {const} */ ([-1, 1, -1, 1]),
    surfaceResolution: 4,
    surfaceBounds: /** @type {const} */ ([-1, 1, -1, 1]),
  };
  const [drawn, plain] = [lab.simulate(lively), lab.simulate(lively)];
  for (let i = 0; i < 5; ++i) {
    drawn.step(3);
    plain.step(3);
    drawn.frame(/** @type {any} */ (view), 0);
    drawn.health({ set: 'test' });
    assert.deepEqual(drawn.health(), plain.health());
  }
  drawn.apply({ 'training.l2': 0.1 });
  plain.apply({ 'training.l2': 0.1 });
  assert.deepEqual(drawn.health(), plain.health());
  drawn.seek(3);
  plain.seek(3);
  assert.deepEqual(drawn.health(), plain.health());
});
