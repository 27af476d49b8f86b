// A run: training, time travel, what it measures, how it refuses. How a lab loads is lab.test.mjs; the same
// calls as promises are client.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LabLostError, loadLab, ScenarioError } from '../../dist/index.node.js';

/** @typedef {import('../../dist/index.js').Scenario} Scenario */

const lab = await loadLab();
const scenarioNamed = (/** @type {string} */ name) => JSON.parse(readFileSync(`tests/scenarios/${name}.json`, 'utf8'));

/** The number at an index, NaN beyond the end. */
const numbers = (/** @type {Float32Array} */ array) => (/** @type {number} */ index) => array[index] ?? NaN;

/** @type {Scenario} Neurons die, come back and die again in it. */
const lively = {
  data: { name: 'xor', samples: 120 },
  training: { optimizer: { name: 'sgd', learningRate: 1 }, batchSize: 4 },
};

test('a report has exactly the fields of the interface', () => {
  const run = lab.simulate(lively);
  const fields = [
    'step',
    'epoch',
    'trainLoss',
    'testLoss',
    'trainAccuracy',
    'testAccuracy',
    'regularizedLoss',
    'gradientNorm',
    'status',
  ];
  assert.deepEqual(Object.keys(run.report).sort(), [...fields].sort());
  assert.equal(run.report.gradientNorm, null);
  const report = run.step(7);
  assert.deepEqual(report, run.report);
  assert.equal(report.step, 7);
  assert.ok(/** @type {number} */ (report.gradientNorm) > 0);
  assert.equal(report.regularizedLoss, report.trainLoss);
  assert.equal(report.status, 'running');
});

test('the rows of the next step are those that it takes', () => {
  // Each row has an input of its own, so that the weights that move tell which rows the step took.
  const inputs = Array.from({ length: 5 }, (_, row) => Array.from({ length: 5 }, (_, f) => (f === row ? 1 : 0)));
  const data = { name: 'custom', inputs, targets: [0.5, 1.5, 2.5, 3.5, 4.5], testFraction: 0 };
  const run = lab.simulate({ data, network: { hidden: [] }, training: { batchSize: 2 } });
  for (let step = 1; step <= 9; ++step) {
    const rows = run.nextRows();
    assert.equal(rows.length, step % 3 === 0 ? 1 : 2);
    const before = run.parameters();
    run.step(1);
    const moved = [...run.parameters()].flatMap((value, k) => (k < 5 && value !== before[k] ? [k] : []));
    assert.deepEqual([...rows].sort(), moved, `step ${step}`);
  }
  run.seek(3);
  const rows = run.nextRows();
  run.seek(7);
  run.seek(3);
  assert.deepEqual(run.nextRows(), rows);
});

test('epochs count completed passes and the last short batch is used', () => {
  const run = lab.simulate({ data: { name: 'moons', samples: 100, testFraction: 0.25 }, training: { batchSize: 32 } });
  assert.deepEqual(
    [1, 1, 1, 1].map((n) => run.step(n).epoch),
    [0, 0, 1, 1],
  );
});

test('step 0 reports without training', () => {
  const run = lab.simulate(lively);
  const before = run.fingerprint();
  assert.deepEqual(run.step(0), run.report);
  assert.equal(run.fingerprint(), before);
});

test('test values are null without test rows and accuracies for a regression loss are what the core says', () => {
  const { testLoss, testAccuracy, trainAccuracy } = lab.simulate({ data: { name: 'xor', testFraction: 0 } }).report;
  assert.deepEqual([testLoss, testAccuracy], [null, null]);
  assert.equal(typeof trainAccuracy, 'number');
});

test('runFor trains one step at least and never more than asked for', () => {
  const run = lab.simulate(lively);
  assert.ok(run.runFor(Number.MIN_VALUE).step >= 1);
  const { step } = run.report;
  assert.equal(run.runFor(1000, 5).step, step + 5);
  assert.equal(run.runFor(1000, 0).step, step + 5);
  assert.ok(run.runFor(5).step > step + 5);
});

test('where runFor pauses changes no bit', () => {
  const [sliced, whole] = [lab.simulate(lively), lab.simulate(lively)];
  while (sliced.report.step < 500) sliced.runFor(0.3, 500 - sliced.report.step);
  whole.step(500);
  assert.equal(sliced.fingerprint(), whole.fingerprint());
  assert.deepEqual(sliced.events(), whole.events());
});

test('seek is exact backwards and forwards', () => {
  const run = lab.simulate(scenarioNamed('opening'));
  const steps = [0, 1, 63, 64, 65, 119, 120, 121, 300];
  const seen = new Map(steps.map((step) => [step, (run.seek(step), run.fingerprint())]));
  const events = run.events();
  for (const step of [300, 65, 0, 120, 64, 121, 1, 119, 63]) {
    assert.equal(run.seek(step).step, step);
    assert.equal(run.fingerprint(), seen.get(step), `step ${step}`);
    assert.deepEqual(run.events(), events);
  }
});

test('layers tell where every parameter lies', () => {
  const run = lab.simulate({ network: { hidden: [3, 2], activation: { name: 'tanh' } } });
  assert.deepEqual(run.layers, [
    { inputs: 2, units: 3, activation: 'tanh', parameters: { weights: [0, 6], bias: [6, 9] } },
    { inputs: 3, units: 2, activation: 'tanh', parameters: { weights: [9, 15], bias: [15, 17] } },
    { inputs: 2, units: 1, activation: 'identity', parameters: { weights: [17, 19], bias: [19, 20] } },
  ]);
  assert.equal(run.parameters().length, 20);
  assert.deepEqual(
    lab.simulate({ network: { hidden: [] } }).layers.map(({ units }) => units),
    [1],
  );
});

test('the fingerprint is FNV-1a 64 of the bytes of parameters', () => {
  const run = lab.simulate(lively);
  run.step(20);
  let hash = 0xcbf29ce484222325n;
  for (const byte of new Uint8Array(run.parameters().buffer))
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & (2n ** 64n - 1n);
  assert.equal(run.fingerprint(), hash.toString(16).padStart(16, '0'));
});

test('predict is what a forward pass by hand gives', () => {
  const run = lab.simulate({ network: { hidden: [4] } });
  run.step(50);
  const p = numbers(run.parameters());
  const rows = [
    [0.3, -0.8],
    [1.2, 0.4],
  ];
  const expected = rows.map(([x, y]) => {
    const hidden = [0, 1, 2, 3].map((u) => Math.max(0, p(8 + u) + p(2 * u) * Number(x) + p(2 * u + 1) * Number(y)));
    const logit = hidden.reduce((sum, value, u) => sum + p(12 + u) * value, p(16));
    return 1 / (1 + Math.exp(-logit));
  });
  const predicted = run.predict(Float32Array.from(rows.flat()));
  expected.forEach((probability, row) => assert.ok(Math.abs(probability - numbers(predicted)(row)) < 1e-6));
});

test('data are rows in the order that predict and health use', () => {
  const run = lab.simulate({ data: { name: 'spiral', samples: 50, testFraction: 0.3 } });
  const { inputs, targets, features, outputs, trainCount, testCount } = run.data();
  assert.deepEqual([features, outputs, trainCount, testCount], [2, 1, 35, 15]);
  assert.deepEqual([inputs.length, targets.length], [100, 50]);
  assert.ok(targets.every((target) => target === 0 || target === 1));
  const right = run.predict(inputs.subarray(0, 70)).filter((p, row) => p > 0.5 === (targets[row] === 1)).length;
  assert.equal(run.report.trainAccuracy, right / 35);
});

test('a field is the output at the centres of its cells with the smallest second input first', () => {
  const run = lab.simulate(lively);
  run.step(30);
  const bounds = /** @type {[number, number, number, number]} */ ([-1, 1, -2, 2]);
  const centres = [-0.5, 0.5].flatMap((y) => [-0.5, 0.5].map((x) => [x, 2 * y])).flat();
  const output = run.layers.length - 1;
  assert.deepEqual(run.field(output, 0, { resolution: 2, bounds }), run.predict(Float32Array.from(centres)));
  const [p, c] = [numbers(run.parameters()), numbers(Float32Array.from(centres))];
  run.field(0, 0, { resolution: 2, bounds }).forEach((value, at) => {
    assert.ok(Math.abs(value - Math.max(0, p(16) + p(0) * c(2 * at) + p(1) * c(2 * at + 1))) < 1e-5);
  });
});

test('a field without bounds covers the box of the data and a tenth', () => {
  const run = lab.simulate(lively);
  const { inputs } = run.data();
  const side = (/** @type {number} */ f) => {
    const values = [...inputs].filter((_, at) => at % 2 === f);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return [low - (high - low) / 10, high + (high - low) / 10];
  };
  const bounds = /** @type {[number, number, number, number]} */ ([...side(0), ...side(1)]);
  assert.deepEqual(run.field(1, 2, { resolution: 5 }), run.field(1, 2, { resolution: 5, bounds }));
});

test('health counts every hidden unit once and agrees with its own arrays', () => {
  const run = lab.simulate({
    ...lively,
    training: { ...lively.training, optimizer: { name: 'sgd', learningRate: 3 } },
  });
  run.step(200);
  const health = run.health();
  const names = lab.catalogue.states.map(({ name }) => /** @type {'dead'} */ (name));
  let at = 0;
  for (const layer of health.layers) {
    const states = health.states.subarray(at, (at += layer.units));
    names.forEach((name, state) => assert.equal(layer[name], states.filter((s) => s === state).length, name));
  }
  assert.equal(health.step, 200);
  assert.equal(at, 16);
  for (const array of [health.states, health.activeFraction, health.meanOutput, health.gradientNorm, health.margin]) {
    assert.equal(array.length, 16);
  }
  assert.ok(health.layers.some(({ dead }) => dead > 0));
  health.states.forEach((state, unit) => {
    assert.equal(state === 0, numbers(health.margin)(unit) <= 0);
    if (state === 0) assert.deepEqual([health.activeFraction[unit], health.gradientNorm[unit]], [0, 0]);
  });
});

test('health over own rows is health over the set of the same rows', () => {
  const run = lab.simulate(lively);
  run.step(10);
  const { inputs, trainCount } = run.data();
  const ofRows = run.health({ set: inputs.slice(0, 2 * trainCount) });
  const ofSet = run.health({ set: 'train' });
  assert.deepEqual(ofRows.states, ofSet.states);
  assert.deepEqual(ofRows.margin, ofSet.margin);
  assert.equal(run.health({ set: 'test', tau: 0.1 }).states.length, 16);
  assert.equal(run.health({ set: 'batch' }).states.length, 16);
});

test('events tell of exactly the dead at every step', () => {
  const run = lab.simulate(lively);
  run.step(150);
  const events = run.events();
  assert.ok(events.some(({ kind }) => kind === 'died') && events.some(({ kind }) => kind === 'revived'));
  const dead = new Set();
  for (const step of [0, 1, 2, 5, 20, 80, 150]) {
    run.seek(step);
    dead.clear();
    for (const { layer, unit, kind } of events.filter((event) => event.step <= step)) {
      if (kind === 'revived') dead.delete(8 * layer + unit);
      else dead.add(8 * layer + unit);
    }
    const { states } = run.health();
    states.forEach((state, unit) => assert.equal(state === 0, dead.has(unit), `unit ${unit} at step ${step}`));
  }
  assert.deepEqual(
    run.events({ since: 20 }),
    events.filter(({ step }) => step >= 20),
  );
});

test('apply changes the run from now and is recorded', () => {
  const run = lab.simulate(lively);
  run.step(20);
  run.apply({ 'training.optimizer.learningRate': 0.5, 'network.activation': { name: 'leaky-relu', slope: 0.2 } });
  assert.deepEqual(
    run.layers.map(({ activation }) => activation),
    ['leaky-relu', 'leaky-relu', 'identity'],
  );
  assert.equal(
    run.health().layers.reduce((sum, { dead }) => sum + dead, 0),
    0,
  );
  run.step(30);
  const again = lab.simulate(run.scenario);
  again.step(50);
  assert.equal(again.fingerprint(), run.fingerprint());
  assert.deepEqual(again.events(), run.events());
  assert.deepEqual(
    run.scenario.interventions.map(({ step }) => step),
    [20],
  );
});

test('apply after seek back drops what was recorded later', () => {
  const run = lab.simulate(lively);
  run.step(40);
  run.apply({ 'training.batchSize': 8 });
  run.step(10);
  run.seek(30);
  assert.equal(run.scenario.interventions.length, 1);
  run.apply({ 'training.batchSize': 16 });
  assert.deepEqual(run.scenario.interventions, [{ step: 30, set: { 'training.batchSize': 16 } }]);
  assert.ok(run.events().every(({ step }) => step <= 30));
});

test('a refused intervention changes nothing and names every mistake', () => {
  const run = lab.simulate(lively);
  run.step(5);
  const before = [run.fingerprint(), JSON.stringify(run.scenario)];
  const bad = { 'training.optimizer.learningRate': 'fast', 'network.hidden': [2], 'training.batchSize': 2.5 };
  assert.throws(
    () => run.apply(bad),
    (error) => {
      assert.ok(error instanceof ScenarioError);
      assert.equal(error.errors.length, 3);
      return true;
    },
  );
  for (const wrong of [null, 3, 'x', [], {}, undefined])
    assert.throws(() => run.apply(/** @type {any} */ (wrong)), ScenarioError);
  assert.deepEqual([run.fingerprint(), JSON.stringify(run.scenario)], before);
});

test('an experiment that is complete gives the same bits as what was written', () => {
  const run = lab.simulate(scenarioNamed('example'));
  const again = lab.simulate(run.scenario);
  assert.deepEqual(again.scenario, run.scenario);
  assert.equal(again.fingerprint(), run.fingerprint());
});

test('a diverged run keeps its last finite state and never throws', () => {
  const run = lab.simulate(scenarioNamed('diverging'));
  const report = run.step(1000);
  assert.equal(report.status, 'diverged');
  const { step, layer, what } = /** @type {import('../../dist/index.js').Divergence} */ (report.divergence);
  assert.equal(step, report.step + 1);
  assert.equal(typeof layer, 'number');
  assert.ok(what.length > 0);
  assert.ok(run.parameters().every(Number.isFinite));
  assert.ok(Number.isFinite(report.trainLoss));
  for (const same of [run.step(5), run.runFor(5), run.seek(10_000), run.report]) assert.deepEqual(same, report);
  assert.equal(run.seek(1).status, 'running');
});

test('arrays that were handed out survive training and the growth of memory', () => {
  const run = lab.simulate(lively);
  const handed = [
    run.parameters(),
    run.data().inputs,
    run.health().margin,
    run.field(0, 0),
    run.predict(run.data().inputs),
  ];
  const copies = handed.map((array) => array.slice());
  const large = Array.from({ length: 6 }, () =>
    lab.simulate({ network: { hidden: [1000, 900] }, data: { name: 'moons', samples: 2 } }),
  );
  run.step(50);
  handed.forEach((array, at) => assert.deepEqual(array, copies[at]));
  large.forEach((simulation) => simulation.dispose());
  assert.equal(run.report.step, 50);
});

test('what is handed out can be written to without touching the run', () => {
  const run = lab.simulate(lively);
  const before = run.fingerprint();
  run.parameters().fill(NaN);
  run.data().inputs.fill(NaN);
  run.layers.forEach((layer) => (layer.units = 99));
  run.report.step = 99;
  run.scenario.seed = 99;
  assert.equal(run.fingerprint(), before);
  assert.deepEqual([run.layers.at(0)?.units, run.report.step, run.scenario.seed], [8, 0, 7]);
  assert.equal(run.step(1).status, 'running');
});

test('wrong arguments are refused with their name and what is allowed', () => {
  const run = /** @type {any} */ (lab.simulate(lively));
  const rows = new Float32Array(4);
  /** @type {[() => unknown, string, string][]} */
  const cases = [
    [() => run.step(-1), 'RangeError', 'count: expected an integer from 0 on, found -1'],
    [() => run.step(1.5), 'RangeError', 'count: expected an integer from 0 on, found 1.5'],
    [() => run.step(NaN), 'RangeError', 'count: expected an integer from 0 on, found NaN'],
    [() => run.step(Infinity), 'RangeError', 'count: expected an integer from 0 on, found Infinity'],
    [() => run.step(2 ** 32), 'RangeError', 'count: expected an integer from 0 on, found 4294967296'],
    [() => run.step('3'), 'TypeError', 'count: expected an integer from 0 on, found 3'],
    [() => run.step(null), 'TypeError', 'count: expected an integer from 0 on, found null'],
    [() => run.seek(), 'TypeError', 'step: expected an integer from 0 on, found undefined'],
    [() => run.seek(-3), 'RangeError', 'step: expected an integer from 0 on, found -3'],
    [() => run.seek(10n), 'TypeError', 'step: expected an integer from 0 on, found 10'],
    [() => run.runFor(0), 'RangeError', 'milliseconds: expected a number greater than 0, found 0'],
    [() => run.runFor(NaN), 'RangeError', 'milliseconds: expected a number greater than 0, found NaN'],
    [() => run.runFor('8'), 'TypeError', 'milliseconds: expected a number greater than 0, found 8'],
    [() => run.runFor(8, -1), 'RangeError', 'most: expected an integer from 0 on, found -1'],
    [() => run.predict([1, 2]), 'TypeError', 'inputs: expected a Float32Array, found a list of 2'],
    [() => run.predict(new Float32Array(3)), 'RangeError', 'inputs: expected rows of 2 numbers, found 3 numbers'],
    [() => run.predict(new Float32Array()), 'RangeError', 'inputs: expected rows of 2 numbers, found 0 numbers'],
    [() => run.field(3, 0), 'RangeError', 'layer: expected an integer from 0 to 2, found 3'],
    [() => run.field(-1, 0), 'RangeError', 'layer: expected an integer from 0 to 2, found -1'],
    [() => run.field(0, 8), 'RangeError', 'unit: expected an integer from 0 to 7, found 8'],
    [() => run.field(2, 1), 'RangeError', 'unit: expected an integer from 0 to 0, found 1'],
    [() => run.field(0, 0, { resolution: 0 }), 'RangeError', 'resolution: expected an integer from 1 to 2048, found 0'],
    [
      () => run.field(0, 0, { resolution: 1e9 }),
      'RangeError',
      'resolution: expected an integer from 1 to 2048, found 1000000000',
    ],
    [
      () => run.field(0, 0, { bounds: [0, 1] }),
      'RangeError',
      'bounds: expected [x1min, x1max, x2min, x2max], each minimum below its maximum, found [0, 1]',
    ],
    [
      () => run.field(0, 0, { bounds: [0, NaN, 0, 1] }),
      'RangeError',
      'bounds: expected [x1min, x1max, x2min, x2max], each minimum below its maximum, found [0, NaN, 0, 1]',
    ],
    [
      () => run.field(0, 0, { bounds: [1, 0, 0, 1] }),
      'RangeError',
      'bounds: expected [x1min, x1max, x2min, x2max], each minimum below its maximum, found [1, 0, 0, 1]',
    ],
    [
      () => run.field(0, 0, { bounds: 'all' }),
      'TypeError',
      'bounds: expected [x1min, x1max, x2min, x2max], each minimum below its maximum, found all',
    ],
    [
      () => run.field(0, 0, { size: 3 }),
      'TypeError',
      'options: expected an object with resolution, bounds, found size',
    ],
    [() => run.field(0, 0, 3), 'TypeError', 'options: expected an object, found 3'],
    [
      () => run.health({ set: 'all' }),
      'RangeError',
      "set: expected 'train', 'test', 'batch' or a Float32Array of rows, found all",
    ],
    [() => run.health({ set: 'batch' }), 'RangeError', "set: expected a set with rows, found 'batch', which has none"],
    [() => run.health({ set: [1, 2] }), 'TypeError', 'set: expected a Float32Array, found a list of 2'],
    [() => run.health({ set: rows.subarray(1) }), 'RangeError', 'set: expected rows of 2 numbers, found 3 numbers'],
    [() => run.health({ tau: -1 }), 'RangeError', 'tau: expected a number in [0, 1], found -1'],
    [() => run.health({ tau: NaN }), 'RangeError', 'tau: expected a number in [0, 1], found NaN'],
    [() => run.events({ since: -1 }), 'RangeError', 'since: expected an integer from 0 on, found -1'],
    [() => run.events({ from: 1 }), 'TypeError', 'options: expected an object with since, found from'],
    [() => run.events(null), 'TypeError', 'options: expected an object, found null'],
  ];
  for (const [call, name, message] of cases) assert.throws(call, { name, message });
  assert.equal(run.step(1).step, 1);
});

test('a wrong Scenario throws every mistake and makes no run', () => {
  assert.throws(
    () => lab.simulate({ seed: -1, network: { hidden: [0] } }),
    (error) => {
      assert.ok(error instanceof ScenarioError && error instanceof Error);
      assert.deepEqual(
        error.errors.map(({ path }) => path),
        ['seed', 'network.hidden[0]'],
      );
      assert.equal(error.message, error.errors.map(({ path, message }) => `${path}: ${message}`).join('\n'));
      return true;
    },
  );
});

test('a simulation that was disposed of says so at every use', () => {
  const run = lab.simulate(lively);
  run.dispose();
  run.dispose();
  run[Symbol.dispose]();
  /** @type {(() => unknown)[]} */
  const uses = [
    () => run.scenario,
    () => run.report,
    () => run.layers,
    () => run.step(1),
    () => run.runFor(1),
    () => run.seek(1),
    () => run.parameters(),
    () => run.data(),
    () => run.predict(new Float32Array(2)),
    () => run.field(0, 0),
    () => run.health(),
    () => run.events(),
    () => run.apply({}),
    () => run.fingerprint(),
  ];
  for (const use of uses) assert.throws(use, /simulation: it was disposed of/);
  assert.equal(lab.simulate().report.step, 0);
});

test('memory is given back by dispose', async () => {
  const one = await loadLab();
  for (let i = 0; i < 35; i += 1) {
    const run = one.simulate({ network: { hidden: [1000, 900] }, data: { name: 'moons', samples: 2 } });
    run.dispose();
  }
  assert.equal(one.simulate().step(1).step, 1);
});

test('a lab whose core stopped answers nothing more and says what to do', async () => {
  const one = await loadLab();
  const run = one.simulate();
  /** @type {unknown} */
  let reason;
  // Runs that are each allowed and together more than the memory of a module.
  assert.throws(
    () => {
      const runs = [];
      for (let i = 0; i < 1000; i += 1)
        runs.push(one.simulate({ network: { hidden: [990, 990] }, data: { name: 'moons', samples: 2 } }));
    },
    (error) => ((reason = error), error instanceof LabLostError),
  );
  for (const use of [() => run.report, () => run.step(1), () => one.simulate(), () => one.validate({})]) {
    assert.throws(
      use,
      (error) =>
        error === reason && /load another: there are no \d+ MiB of memory/.test(/** @type {Error} */ (error).message),
    );
  }
  run.dispose();
  assert.equal(lab.simulate().step(1).step, 1);
});

test('parameters can be replaced, and gradients are those of the loss that they have', () => {
  const sim = lab.simulate({ network: { activation: { name: 'tanh' } }, training: { l2: 0.01 } });
  sim.step(20);
  const parameters = sim.parameters();
  const gradients = sim.gradients();
  assert.equal(gradients.length, parameters.length);
  const index = 3;
  const lossAt = (/** @type {number} */ by) => {
    const moved = parameters.slice();
    moved[index] = /** @type {number} */ (parameters[index]) + by;
    sim.setParameters(moved);
    return sim.report.regularizedLoss;
  };
  const slope = (lossAt(0.01) - lossAt(-0.01)) / 0.02;
  assert.ok(Math.abs(slope - /** @type {number} */ (gradients[index])) < 1e-3);
  assert.equal(sim.scenario.interventions.length, 2);
  assert.equal(lab.simulate(sim.scenario).step(20).regularizedLoss, sim.report.regularizedLoss);
  assert.throws(() => sim.setParameters(new Float32Array(3)), /values: expected 105 numbers, found 3 of them/);
  assert.throws(() => sim.setParameters(parameters.fill(NaN)), /values\[0\]: expected a finite number, found NaN/);
  assert.throws(() => sim.setParameters(/** @type {any} */ ([1])), /values: expected a Float32Array/);
  sim.dispose();
});

test('a learnt slope and batch norm have their places among the parameters', () => {
  const sim = lab.simulate({ network: { hidden: [3], batchNorm: true, activation: { name: 'prelu', perUnit: true } } });
  assert.deepEqual(sim.layers[0]?.parameters, {
    weights: [0, 6],
    bias: [6, 9],
    slope: [9, 12],
    gamma: [12, 15],
    beta: [15, 18],
  });
  sim.dispose();
});

test('a neuron is given a bias, or begins anew, as an intervention', () => {
  const sim = lab.simulate({ network: { hidden: [4], bias: { name: 'constant', value: -50 } } });
  assert.equal(sim.events().length, 4);
  sim.apply({ neuron: { layer: 0, unit: 1, bias: 1 } });
  assert.deepEqual(sim.events().at(-1), { step: 0, layer: 0, unit: 1, kind: 'revived', cause: 'intervention' });
  assert.throws(
    () => sim.apply({ neuron: { layer: 0, unit: 4, reset: true } }),
    /neuron.unit: expected an integer in \[0, 3\]/,
  );
  sim.dispose();
});
