// Who is dead before the first step: units of a first layer by the angle of their data, networks by width and depth.
// @ts-check
import { exactly, holds, percent, share } from './rows.mjs';

/** @typedef {import('./rows.mjs').Lab} Lab */
/** @typedef {import('./rows.mjs').Scenario} Scenario */

/** Rows of one's own without noise; the targets do not matter before the first step. @param {number[][]} inputs */
const rowsOf = (inputs) => ({
  name: 'custom',
  inputs,
  targets: inputs.map((_, s) => s / 2),
  testFraction: 0,
});

/** Share of dead units in one first layer of many. @param {Lab} lab @param {Scenario} scenario */
const deadAtBirth = (lab, scenario, runs = 1) => {
  let dead = 0;
  let units = 0;
  for (let seed = 1; seed <= runs; ++seed) {
    const run = lab.simulate({ ...scenario, seed });
    for (const layer of run.health().layers) {
      dead += layer.dead;
      units += layer.units;
    }
    run.dispose();
  }
  return share(dead, units);
};

/** @type {import('./rows.mjs').Experiment} */
export const firstLayer = {
  name: 'units of a first layer that are born dead',
  source: 'proved: a half-plane through the origin, or through a corner, has to miss the data',
  exact: true,
  run: (lab, quick) => {
    const runs = quick ? 12 : 60;
    const cone = (/** @type {number} */ angle) => [
      [1, 0],
      [Math.cos(angle), Math.sin(angle)],
    ];
    const corners = (/** @type {number} */ low) => [
      [low, low],
      [low, 1],
      [1, low],
      [1, 1],
    ];
    const born = (/** @type {number[][]} */ inputs, /** @type {Scenario['network']} */ network = {}) =>
      deadAtBirth(lab, { data: rowsOf(inputs), network: { hidden: [1000], ...network } }, runs);
    /** PyTorch's linear layer: weights and biases uniform on ±1/√2. @type {Scenario['network']} */
    const linear = {
      weights: { name: 'linear-default' },
      bias: { name: 'uniform', bound: Math.SQRT1_2 },
    };
    const axes = [0, 1, 2, 3].map((f) => [0, 1, 2, 3].map((i) => (i === f ? 1 : 0)));
    return [
      percent('data in a cone of 45°', 37.5, born(cone(Math.PI / 4))),
      percent('data in a cone of 90°', 25, born(cone(Math.PI / 2))),
      percent('data in a cone of 135°', 12.5, born(cone((3 * Math.PI) / 4))),
      exactly('data all round the origin', 0, born([...cone(Math.PI / 2), [-1, -1]]).mean),
      percent('data with four inputs, none negative: 2⁻⁴', 6.25, born(axes)),
      percent("PyTorch's linear layer, data in [−1, 1]²: 1/12", 100 / 12, born(corners(-1), linear)),
      percent("PyTorch's linear layer, data in [0, 1]²: 13/48", 1300 / 48, born(corners(0), linear)),
    ].map((row) => ({ ...row, expected: row.expected.replace(/(\.\d\d)\d+/, '$1') }));
  },
};

/** Whether a whole layer of the run is dead. @param {ReturnType<Lab['simulate']>} run */
export const hasDeadLayer = (run) => run.health().layers.some(({ dead, units }) => dead === units);

/** Seeds from 1 on are used everywhere else; why not here says the remark of `narrow`. */
const FIRST_SEED = 100_000;

/** Share of networks born dead. @param {Lab} lab @param {Scenario} scenario @param {number} trials */
const networksBornDead = (lab, scenario, trials) => {
  let dead = 0;
  for (let trial = 0; trial < trials; ++trial) {
    const run = lab.simulate({ ...scenario, seed: FIRST_SEED + trial });
    dead += hasDeadLayer(run) ? 1 : 0;
    run.dispose();
  }
  return share(dead, trials);
};

/** One input, zero biases: what happens at 1 and −1 happens everywhere, for ReLU is positively homogeneous. */
const twoPoints = (/** @type {number} */ width, /** @type {number} */ depth) => ({
  data: rowsOf([[-1], [1]]),
  network: { hidden: Array(depth).fill(width) },
});

/** @type {import('./rows.mjs').Experiment} */
export const narrow = {
  name: 'networks that are born dead, by width and depth (He normal, biases 0, one input)',
  source: 'simulation in double precision, 400,000 networks each; bounds 1 − Π(1 − 2⁻ᴺ) above and Lu et al. 2020 below',
  remark:
    'Of the seeds 1 to 3,000 more are born dead than should be: 90.3 % at width 2 and 9 layers, four standard errors. ' +
    'That is chance: Philox in numpy finds the same ones, other streams of theirs have the share expected, and so have ' +
    'later seeds: 87.8 ± .1 % of 12,001 to 72,000. The table begins at 100,000.',
  exact: false,
  run: (lab, quick) => {
    const trials = quick ? 3000 : 30000;
    /** @type {[width: number, depth: number, percent: number][]} */
    const table = [
      [2, 4, 49.71],
      [2, 9, 87.97],
      [2, 19, 99.34],
      [3, 9, 57.98],
      [3, 10, 63.17],
      [4, 9, 29.5],
      [5, 9, 12.8],
      [10, 9, 0.13],
    ];
    const rows = table.flatMap(([width, depth, expected]) => {
      const found = networksBornDead(lab, twoPoints(width, depth), trials);
      const error = 100 * Math.sqrt(((expected / 100) * (1 - expected / 100)) / 4e5);
      const [above, below] = bounds(width, depth);
      const slack = 3 * found.error;
      return [
        percent(`width ${width}, ${depth} hidden layers`, expected, found, { error }),
        holds(
          '  between the bounds',
          `${(100 * below).toFixed(2)} to ${(100 * above).toFixed(2)} %`,
          `${(100 * found.mean).toFixed(1)} %`,
          found.mean >= below - slack && found.mean <= above + slack,
        ),
      ];
    });
    const one = networksBornDead(lab, { data: rowsOf([[1]]), network: { hidden: Array(9).fill(2) } }, trials);
    const points = Array.from({ length: 41 }, (_, i) => [Math.sqrt(3) * (i / 20 - 1)]);
    /** @param {number} width @param {Scenario['network']} network */
    const over = (width, network) =>
      networksBornDead(
        lab,
        { data: rowsOf(points), network: { hidden: Array(9).fill(width), ...network } },
        Math.ceil(trials / 3),
      );
    const asymmetric = { weights: { name: 'randomized-asymmetric' } };
    const biased = (/** @type {number} */ value) => ({ bias: { name: 'constant', value } });
    return [
      ...rows,
      percent('one point alone, width 2, 9 layers: the bound above is exact', 92.49, one),
      percent('randomised asymmetric weights, width 2, 9 layers', 23.5, over(2, asymmetric), { error: 0.5 }),
      percent('randomised asymmetric weights, width 3, 9 layers', 6.2, over(3, asymmetric), { error: 0.3 }),
      percent('biases .1, width 2, 9 layers', 42.9, over(2, biased(0.1)), { error: 0.5 }),
      percent('biases −.1, width 2, 9 layers', 96.8, over(2, biased(-0.1)), { error: 0.3 }),
    ];
  },
};

/** What a born-dead share cannot leave. @returns {[above: number, below: number]} */
const bounds = (/** @type {number} */ width, /** @type {number} */ depth) => {
  const q = 2 ** -width;
  const a1 = 1 - q;
  const a2 = 1 - 2 * q - (width - 1) * q * q;
  const below =
    1 - a1 ** (depth - 1) + (((1 - 2 * q) * (1 - q)) / (1 + (width - 1) * q)) * (a2 ** (depth - 1) - a1 ** (depth - 1));
  return [1 - (1 - q) ** depth, below];
};
