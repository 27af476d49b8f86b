// A run questioned through the package: autopsy, cascade, ablation and single units. That the answers are right is
// tests/core/inquest_test.cpp; what a run does otherwise is simulation.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';

const lab = await loadLab();

/** @type {import('../../dist/index.js').Scenario} Neurons die, come back and die again in it. */
const lively = {
  data: { name: 'xor', samples: 120 },
  training: { optimizer: { name: 'sgd', learningRate: 1.4 }, batchSize: 4 },
};

/** @param {number} steps */
function livelyRun(steps) {
  const run = lab.simulate(lively);
  run.step(steps);
  return run;
}

/** @param {{ step: number, layer: number, unit: number }} place */
const placeOf = ({ step, layer, unit }) => ({ step, layer, unit });

test('an autopsy has exactly the fields of the interface', () => {
  const run = livelyRun(400);
  const deaths = run.events().filter(({ kind, cause }) => kind === 'died' && cause !== 'intervention');
  assert.ok(deaths.length > 5, `only ${deaths.length} deaths`);
  const fields =
    'biasShare cause chain criticalLearningRate lastRows layer learningRate margins ownShare permanent prescriptions ' +
    'reasons step stepShare unit weightsShare';
  for (const death of deaths) {
    const found = run.autopsy(death.layer, death.unit, { step: death.step });
    assert.ok(found);
    assert.deepEqual(Object.keys(found).sort(), fields.split(' '));
    assert.deepEqual(placeOf(found), placeOf(death));
    assert.equal(found.cause, death.cause);
    const { steps, values } = found.margins;
    assert.equal(steps.length, values.length);
    assert.ok(steps.length <= 256);
    assert.equal(steps.at(-1), death.step);
    assert.ok(steps.every((step, i) => i === 0 || step > /** @type {number} */ (steps[i - 1])));
    assert.ok(/** @type {number} */ (values.at(-1)) <= 0);
    assert.equal(found.learningRate, 1.4);
    assert.ok(/** @type {number} */ (found.criticalLearningRate) <= 1.4);
    assert.ok(found.lastRows.length > 0);
    assert.ok(found.chain);
    assert.ok(found.lastRows.includes(found.chain.before.row));
    assert.equal(found.chain.after.slope, 0);
    assert.equal(found.reasons[0]?.rule, 'R0');
  }
});

test('without a step it is the latest death at or before now and null for a neuron that never died', () => {
  const run = livelyRun(400);
  const last = run.events().findLast(({ kind }) => kind === 'died');
  assert.ok(last);
  assert.equal(run.autopsy(last.layer, last.unit)?.step, last.step);
  assert.equal(run.autopsy(last.layer, last.unit, { step: last.step + 1 }), null);
  const died = new Set(run.events().map(({ layer, unit }) => `${layer} ${unit}`));
  const unit = [0, 1, 2, 3, 4, 5, 6, 7].find((one) => !died.has(`0 ${one}`));
  assert.ok(unit !== undefined);
  assert.equal(run.autopsy(0, unit), null);
  assert.equal(run.cascade(0, unit), null);
  run.seek(0);
  const first = run.events().find(({ kind, step }) => kind === 'died' && step > 0);
  assert.ok(first);
  assert.equal(run.autopsy(first.layer, first.unit), null);
  assert.equal(run.autopsy(first.layer, first.unit, { step: first.step })?.step, first.step);
});

test('questions change nothing of the run', () => {
  const [asked, left] = [livelyRun(300), livelyRun(300)];
  const death = asked.events().findLast(({ kind }) => kind === 'died');
  assert.ok(death);
  asked.autopsy(death.layer, death.unit);
  asked.cascade(death.layer, death.unit);
  asked.ablate([death]);
  asked.inspect(death.layer, death.unit);
  assert.deepEqual([asked.report, asked.scenario, asked.events()], [left.report, left.scenario, left.events()]);
  asked.step(200);
  left.step(200);
  assert.equal(asked.fingerprint(), left.fingerprint());
});

test('every prescription can be applied and is recorded', () => {
  const run = livelyRun(400);
  const { states } = run.health();
  const dead = states.indexOf(0);
  assert.ok(dead >= 0);
  const [layer, unit] = [Math.floor(dead / 8), dead % 8];
  const prescriptions = run.autopsy(layer, unit)?.prescriptions ?? [];
  const named = prescriptions.map(({ change }) => Object.keys(change)[0]);
  assert.equal(named.filter((name) => name === 'neuron').length, 3);
  assert.equal(named.filter((name) => name === 'network.activation').length, lab.catalogue.activations.length - 1);
  for (const { change, effect } of prescriptions) {
    const patient = livelyRun(400);
    patient.apply(change);
    assert.deepEqual(patient.scenario.interventions.at(-1)?.step, 400);
    assert.deepEqual(
      Object.keys(patient.scenario.interventions.at(-1)?.set ?? {}),
      Object.keys(change),
      'recorded as it was given',
    );
    const { slopes } = patient.inspect(layer, unit);
    assert.equal(slopes.filter((slope) => slope !== 0).length / slopes.length, effect.activeFraction);
    const mean = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
    assert.ok(Math.abs(mean - effect.meanSlope) < 1e-6, JSON.stringify(change));
    patient.dispose();
  }
});

test('without the dead the network says the same', () => {
  const run = livelyRun(400);
  const { states } = run.health();
  const all = [...states].map((state, at) => ({ state, layer: Math.floor(at / 8), unit: at % 8 }));
  const { trainLoss, testLoss, trainAccuracy, testAccuracy } = run.report;
  assert.deepEqual(run.ablate([]), { trainLoss, testLoss, trainAccuracy, testAccuracy });
  assert.equal(run.ablate(all.filter(({ state }) => state === 0)).trainLoss, trainLoss);
  const { layer, unit } = all.find(({ state }) => state === 6) ?? { layer: 0, unit: 0 };
  assert.notEqual(run.ablate([{ layer, unit }]).trainLoss, trainLoss);
});

test('a layer held at 0 leaves one answer for all rows', () => {
  const run = lab.simulate({ data: { name: 'sine', testFraction: 0 }, network: { hidden: [4, 3] } });
  run.step(50);
  const ablation = run.ablate([0, 1, 2].map((unit) => ({ layer: 1, unit })));
  const { targets } = run.data();
  const bias = /** @type {number} */ (run.parameters().at(-1));
  const loss = targets.reduce((sum, target) => sum + (bias - target) ** 2, 0) / targets.length;
  assert.ok(Math.abs(ablation.trainLoss - loss) < 1e-6 * loss);
  assert.deepEqual([ablation.testLoss, ablation.trainAccuracy, ablation.testAccuracy], [null, null, null]);
});

test('a unit seen from below and above gives its gradients', () => {
  for (const activation of ['relu', 'tanh']) {
    const run = lab.simulate({ ...lively, network: { hidden: [5, 4, 3], activation: { name: activation } } });
    run.step(100);
    const gradients = run.gradients();
    run.layers.slice(0, -1).forEach(({ inputs, units, parameters: { weights, bias } }, layer) => {
      for (let unit = 0; unit < units; ++unit) {
        const seen = run.inspect(layer, unit);
        const rows = seen.sums.length;
        assert.equal(rows, run.data().trainCount);
        assert.equal(seen.inputs.length, rows * inputs);
        /** @param {(row: number) => number} factor */
        const sum = (factor) =>
          seen.sums.reduce(
            (total, _, row) =>
              total +
              /** @type {number} */ (seen.upstream[row]) * /** @type {number} */ (seen.slopes[row]) * factor(row),
            0,
          );
        const near = (/** @type {number} */ found, /** @type {number | undefined} */ expected) => {
          assert.ok(Math.abs(found - /** @type {number} */ (expected)) < 1e-6, `${found} for ${expected}`);
        };
        near(
          sum(() => 1),
          gradients[bias[0] + unit],
        );
        for (let input = 0; input < inputs; ++input) {
          near(
            sum((row) => /** @type {number} */ (seen.inputs[row * inputs + input])),
            gradients[weights[0] + unit * inputs + input],
          );
        }
      }
    });
  }
});

test('what is no hidden unit is refused by its path', () => {
  const run = lab.simulate({});
  assert.throws(() => run.autopsy(2, 0), {
    name: 'RangeError',
    message: /^layer: expected an integer from 0 to 1, found 2/,
  });
  assert.throws(() => run.cascade(0, 8), {
    name: 'RangeError',
    message: /^unit: expected an integer from 0 to 7, found 8/,
  });
  // @ts-expect-error a wrong type is meant
  assert.throws(() => run.inspect('0', 1), { name: 'TypeError', message: /^layer: / });
  // @ts-expect-error a wrong option is meant
  assert.throws(() => run.autopsy(0, 0, { at: 3 }), { name: 'TypeError', message: /^options: / });
  assert.throws(() => run.autopsy(0, 0, { step: -1 }), { name: 'RangeError', message: /^step: / });
  assert.throws(
    () =>
      run.ablate([
        { layer: 0, unit: 0 },
        { layer: 1, unit: 9 },
      ]),
    {
      name: 'RangeError',
      message: /^units\[1\]\.unit: expected an integer from 0 to 7, found 9/,
    },
  );
  // @ts-expect-error a wrong type is meant
  assert.throws(() => run.ablate({ layer: 0, unit: 0 }), { name: 'TypeError', message: /^units: expected a list/ });
  // @ts-expect-error a wrong type is meant
  assert.throws(() => run.ablate([3]), { name: 'TypeError', message: /^units\[0\]: / });
  const linear = lab.simulate({ network: { hidden: [] } });
  assert.throws(() => linear.inspect(0, 0), { name: 'RangeError', message: /without/ });
});
