// What becomes of whole networks in training: deep narrow ones that end as a constant, and small targets.
// @ts-check
import { hasDeadLayer } from './birth.mjs';
import { estimate, holds, percent, share } from './rows.mjs';

/** @typedef {import('./rows.mjs').Lab} Lab */
/** @typedef {import('./rows.mjs').Scenario} Scenario */

/**
 * Share of runs that end as a constant. Who is born with a dead layer stays so and need not be trained: no gradient
 * passes it (R3 of core/MODEL.md).
 *
 * @param {Lab} lab @param {Scenario} scenario @param {number} steps @param {number} runs
 */
const collapsed = (lab, scenario, steps, runs) => {
  let [born, constant] = [0, 0];
  for (let seed = 1; seed <= runs; ++seed) {
    const run = lab.simulate({ ...scenario, seed });
    if (hasDeadLayer(run)) {
      born += 1;
      constant += 1;
    } else {
      run.step(steps);
      const { inputs, outputs } = run.data();
      const said = run.predict(inputs);
      const ranges = Array.from({ length: outputs }, (_, o) => {
        const values = said.filter((_value, i) => i % outputs === o);
        return Math.max(...values) - Math.min(...values);
      });
      constant += ranges.every((range) => range < 1e-6) ? 1 : 0;
    }
    run.dispose();
  }
  return { born: share(born, runs), constant: share(constant, runs) };
};

/** @type {import('./rows.mjs').Experiment} */
export const deepNarrow = {
  name: 'deep narrow networks that end as a constant (Adam .001, batches of 64, 3,000 points, 200 epochs)',
  source: 'Lu et al. 2020 (1,000 runs), and another program in double precision; * the latter alone',
  remark:
    'Of randomised asymmetric networks Lu et al. report 29.2 and 32.6 % for x-sin-5x and step-sin-5x; numpy finds 47, 44 and ' +
    '45 % for the three (tests/reference/collapse.py, each ± 5). It depends on how long and how one trains; the gap is sure.',
  exact: false,
  run: (lab, quick) => {
    const epoch = Math.ceil(3000 / 64);
    const [he, asymmetric] = quick ? [40, 10] : [200, 40];
    /** @returns {Scenario} */
    const of = (/** @type {string} */ name, /** @type {number[]} */ hidden, /** @type {string} */ weights) => ({
      data: { name, samples: 3000, noise: 0, testFraction: 0 },
      network: { hidden, weights: { name: weights } },
      training: { loss: 'mse', batchSize: 64, optimizer: { name: 'adam' } },
    });
    const two = Array(9).fill(2);
    /** @type {[name: string, he: number, asymmetric: number][]} */
    const table = [
      ['abs', 92.4, 41],
      ['x-sin-5x', 91.9, 41.8],
      ['step-sin-5x', 93.8, 38.6],
    ];
    const rows = table.slice(0, quick ? 1 : 3).flatMap(([name, heThere, asymmetricThere]) => {
      const normal = collapsed(lab, of(name, two, 'he-normal'), 200 * epoch, he);
      const other = collapsed(lab, of(name, two, 'randomized-asymmetric'), 200 * epoch, asymmetric);
      const gap = 100 * (normal.constant.mean - other.constant.mean);
      const error = 100 * Math.hypot(normal.constant.error, other.constant.error);
      return [
        percent(`${name}: He`, heThere, normal.constant, { error: 0.9 }),
        percent(`${name}: He, born dead`, 87.1, normal.born, { error: 1.1 }),
        percent(`${name}: randomised asymmetric *`, asymmetricThere, other.constant, { error: 1.6 }),
        holds(
          `${name}: He less randomised asymmetric`,
          '40 points or more',
          `${gap.toFixed(1)} ± ${error.toFixed(1)}`,
          gap >= 40 - 3 * error,
        ),
      ];
    });
    const runs = quick ? 10 : 60;
    const plane = collapsed(lab, of('abs-sum-difference', Array(19).fill(4), 'he-normal'), 30 * epoch, runs);
    return [
      ...rows,
      percent('abs-sum-difference, 19 layers of 4, 30 epochs: He', 71, plane.constant, { error: 2.6 }),
      percent('abs-sum-difference: He, born dead', 54.3, plane.born, { error: 2.9 }),
    ];
  },
};

/** @type {import('./rows.mjs').Experiment} */
export const smallTargets = {
  name: 'dead after 60 epochs, over the size of the targets (2 → 16³ → 1, γ(sin 2x₁ + x₂/2))',
  source: 'Arnekvist et al. 2020 for the direction',
  exact: false,
  run: (lab, quick) => {
    const seeds = quick ? 16 : 80;
    /** @param {number} size @param {import('../../dist/index.js').Choice} optimizer */
    const dead = (size, optimizer) => {
      const shares = Array.from({ length: seeds }, (_, i) => {
        const points = lab.simulate({ seed: i + 1, data: { name: 'plane', samples: 200, noise: 0, testFraction: 0 } });
        const flat = points.data().inputs;
        points.dispose();
        const inputs = Array.from({ length: 200 }, (_row, s) => [...flat.slice(2 * s, 2 * s + 2)]);
        const targets = inputs.map(([x1 = 0, x2 = 0]) => size * (Math.sin(2 * x1) + x2 / 2));
        const run = lab.simulate({
          seed: i + 1,
          data: { name: 'custom', inputs, targets, testFraction: 0 },
          network: { hidden: [16, 16, 16] },
          training: { loss: 'mse', batchSize: 20, optimizer },
        });
        run.step(600);
        const count = run.health().layers.reduce((sum, layer) => sum + layer.dead, 0);
        run.dispose();
        return count / 48;
      });
      return estimate(shares);
    };
    const sizes = [1, 0.1, 0.01, 0.001];
    /** @param {string} label @param {import('../../dist/index.js').Choice} optimizer @param {boolean} rises */
    const rowOf = (label, optimizer, rises) => {
      const found = sizes.map((size) => dead(size, optimizer));
      const [first = { mean: NaN, error: NaN }, last = { mean: NaN, error: NaN }] = [found[0], found.at(-1)];
      const [rise, error] = [last.mean - first.mean, Math.hypot(first.error, last.error)];
      const words = found.map(({ mean }) => (100 * mean).toFixed(1)).join(', ');
      return holds(
        `${label}, γ = 1, .1, .01, .001`,
        rises ? 'more with smaller targets' : 'about the same',
        `${words} % (± ${(100 * error).toFixed(1)})`,
        rises ? rise > 2 * error : Math.abs(rise) < 0.05,
      );
    };
    return [
      rowOf('Adam, rate .01', { name: 'adam', learningRate: 0.01 }, true),
      rowOf('SGD, rate .05', { name: 'sgd', learningRate: 0.05 }, false),
      rowOf('momentum .9, rate .005', { name: 'sgd', learningRate: 0.005, momentum: 0.9 }, false),
    ];
  },
};
