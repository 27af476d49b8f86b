// One small network that has every way to die, over learning rates and what is said to help: two rings, three hidden
// layers of 16, squared error, batches of 20, 600 steps.
// @ts-check
import { estimate, holds, percent } from './rows.mjs';

/** @typedef {import('./rows.mjs').Lab} Lab */
/** @typedef {import('./rows.mjs').Row} Row */
/** @typedef {import('./rows.mjs').Scenario} Scenario */

/**
 * @typedef {object} Setting what is not said is as in the reference
 * @property {number} [rate]
 * @property {number} [batchSize]
 * @property {number} [bias]
 * @property {number} [shift]
 * @property {Scenario['network']} [network]
 * @property {Scenario['training']} [training]
 * @property {Record<string, unknown>} [optimizer]
 */

/** Rings with targets 1 and −1, drawn by the seed. @param {Lab} lab @param {number} seed */
const rings = (lab, seed) => {
  const run = lab.simulate({ seed, data: { name: 'circle', samples: 200, noise: 0, testFraction: 0 } });
  const { inputs, targets } = run.data();
  run.dispose();
  return {
    name: 'custom',
    inputs: Array.from(targets, (_, s) => [...inputs.slice(2 * s, 2 * s + 2)]),
    targets: Array.from(targets, (target) => 2 * target - 1),
    testFraction: 0,
  };
};

/** The reference with a setting. @param {Lab} lab @param {number} seed @param {Setting} setting @returns {Scenario} */
const reference = (lab, seed, setting) => ({
  seed,
  data: { ...rings(lab, seed), shift: setting.shift ?? 0 },
  network: { hidden: [16, 16, 16], bias: { name: 'constant', value: setting.bias ?? 0 }, ...setting.network },
  training: {
    loss: 'mse',
    batchSize: setting.batchSize ?? 20,
    ...setting.training,
    optimizer: { name: 'sgd', learningRate: setting.rate ?? 0.3, ...setting.optimizer },
  },
});

/**
 * What became of the seeds' runs after 600 steps. Shares are of the runs that did not diverge.
 *
 * @param {Lab} lab @param {number} seeds @param {Setting} setting
 */
const measure = (lab, seeds, setting) => {
  /** @type {number[]} */
  const dead = [];
  /** @type {number[]} */
  const born = [];
  const deaths = [0, 0, 0];
  const revivals = [0, 0, 0];
  let diverged = 0;
  for (let seed = 1; seed <= seeds; ++seed) {
    const run = lab.simulate(reference(lab, seed, setting));
    const sharesOf = () => {
      const { layers } = run.health();
      const units = layers.reduce((sum, layer) => sum + layer.units, 0);
      return layers.reduce((sum, layer) => sum + layer.dead, 0) / units;
    };
    born.push(sharesOf());
    if (run.step(600).status === 'diverged') diverged += 1;
    else dead.push(sharesOf());
    for (const { kind, layer } of run.events()) {
      if (kind === 'died') deaths[layer] = (deaths[layer] ?? 0) + 1;
      if (kind === 'revived') revivals[layer] = (revivals[layer] ?? 0) + 1;
    }
    run.dispose();
  }
  const spread = (/** @type {number[]} */ shares) => {
    const { mean, error } = estimate(shares);
    return { mean, error: Math.max(error, 1 / (48 * shares.length)) }; // where all agree, one neuron of all
  };
  return { dead: spread(dead), born: spread(born), deaths, revivals, diverged };
};

/**
 * A row: the same experiment by another program has about the same error as ours, scaled by its number of seeds.
 *
 * @param {Lab} lab @param {number} seeds @param {string} claim @param {number} expected @param {Setting} setting
 */
const row = (lab, seeds, claim, expected, setting, seedsThere = 40) => {
  const { dead, diverged } = measure(lab, seeds, setting);
  const error = 100 * dead.error * Math.sqrt(seeds / seedsThere);
  return percent(claim, expected, dead, { error, note: diverged > 0 ? `, ${diverged} diverged` : '' });
};

const source = 'another program in double precision, other data and draws';
const seedsOf = (/** @type {boolean} */ quick) => (quick ? 8 : 40);

/** @type {import('./rows.mjs').Experiment} */
export const rates = {
  name: 'dead at the end, over learning rates',
  source,
  exact: false,
  run: (lab, quick) => {
    const seeds = seedsOf(quick);
    const batchNorm = { network: { batchNorm: true } };
    /** @type {[rate: number, plain: number, normed: number | null][]} */
    const table = [
      [0.003, 4.2, 0],
      [0.01, 4.3, 0],
      [0.03, 4.3, 0],
      [0.1, 3.5, 0],
      [0.3, 35.1, 3.8],
      [0.5, 75.7, 34.1],
      [1, 93.3, null],
    ];
    return [
      percent('born dead', 6.9, measure(lab, seeds, { rate: 0.001 }).born, { error: 0.7 }),
      ...table.map(([rate, plain]) => row(lab, seeds, `rate ${rate}`, plain, { rate })),
      ...table.flatMap(([rate, , normed]) =>
        normed === null ? [] : [row(lab, seeds, `rate ${rate}, batch norm`, normed, { rate, ...batchNorm })],
      ),
    ];
  },
};

/** @type {import('./rows.mjs').Experiment} */
export const remedies = {
  name: 'dead at the end at rate .3, under what is said to help',
  source: `${source}; * tests/reference/rings.py, 400 runs`,
  remark:
    'The former had 40 runs, and four rows of it are replaced by more. For them it gave 35.1 %, 37.7 % with dropout .2, ' +
    '67.3 % with dropout .5 and 56.7 % with first biases of .1. Over 400 runs dropout of .2 does not kill more than none ' +
    'does, and biases of .1 kill less than was said.',
  exact: false,
  run: (lab, quick) => {
    const seeds = seedsOf(quick);
    /** @type {[claim: string, expected: number, setting: Setting, runs?: number][]} */
    const table = [
      ['as it is *', 31.3, {}, 400],
      ['clipped to norm 1', 4.6, { training: { clipNorm: 1 } }],
      ['clipped to norm .1', 4.1, { training: { clipNorm: 0.1 } }],
      ['warm-up over 300 steps', 5.7, { training: { schedule: { name: 'constant', warmUp: 300 } } }],
      ['dropout .2 *', 28.8, { network: { dropout: 0.2 } }, 400],
      ['dropout .5 *', 67.8, { network: { dropout: 0.5 } }, 400],
      ['first biases .1 *', 45.9, { bias: 0.1 }, 400],
      ['first biases 1', 96.8, { bias: 1 }],
      ['inputs shifted by 3', 99.9, { shift: 3 }],
      ['inputs shifted by 3, rate .1', 98.2, { shift: 3, rate: 0.1 }],
    ];
    return table.map(([claim, expected, setting, runs = 40]) => row(lab, seeds, claim, expected, setting, runs));
  },
};

/** @type {import('./rows.mjs').Experiment} */
export const batches = {
  name: 'dead at the end at rate .3, over batch sizes',
  source,
  exact: false,
  run: (lab, quick) => {
    const seeds = quick ? 8 : 20;
    /** @type {[size: number, expected: number][]} */
    const table = [
      [1, 77],
      [2, 71],
      [5, 61],
      [10, 52],
      [20, 30],
      [50, 29],
      [200, 27],
    ];
    return table.map(([batchSize, expected]) =>
      row(lab, seeds, `batches of ${batchSize}`, expected, { batchSize }, 20),
    );
  },
};

/** @type {import('./rows.mjs').Experiment} */
export const firstBiases = {
  name: 'one hidden layer of 32 at rate .05, over first biases',
  source,
  exact: false,
  run: (lab, quick) => {
    const seeds = seedsOf(quick);
    const of = (/** @type {number} */ bias) => measure(lab, seeds, { rate: 0.05, bias, network: layerOf(bias) });
    return [
      .../** @type {const} */ ([
        [-0.5, 13],
        [-1, 41],
        [-2, 88],
        [-3, 99],
      ]).map(([bias, expected]) => percent(`born dead with bias ${bias}`, expected, of(bias).born, { error: 1.5 })),
      percent('born dead with bias 1', 0, of(1).born),
      percent('dead after 600 steps with bias 1', 43, of(1).dead, { error: 5 }),
    ];
  },
};

const layerOf = (/** @type {number} */ value) => ({
  hidden: [32],
  bias: { name: 'constant', value },
});

/** @type {import('./rows.mjs').Experiment} */
export const permanence = {
  name: 'who comes back: first layer and deeper',
  source: 'proved for the first layer (R1, R5, R8 of core/MODEL.md); what revives it is measured',
  exact: false,
  run: (lab, quick) => {
    const seeds = seedsOf(quick);
    /** @type {Row[]} */
    const rows = [];
    let [deaths, revivals, deepDeaths, deepRevivals] = [0, 0, 0, 0];
    for (const rate of [0.1, 0.3, 0.5]) {
      for (const setting of [{}, { network: { dropout: 0.2 } }, { training: { clipNorm: 0.5, l2: 0 } }]) {
        const found = measure(lab, seeds, { rate, ...setting });
        deaths += found.deaths[0] ?? 0;
        revivals += found.revivals[0] ?? 0;
        deepDeaths += found.deaths.slice(1).reduce((sum, n) => sum + n, 0);
        deepRevivals += found.revivals.slice(1).reduce((sum, n) => sum + n, 0);
      }
    }
    rows.push(
      holds('first layer, plain SGD, dropout, clipping', 'no revival', `${revivals} of ${deaths}`, revivals === 0),
    );
    rows.push(holds('deeper layers, the same runs', 'many', `${deepRevivals} of ${deepDeaths}`, deepRevivals > 0));
    /** @type {[claim: string, comesBack: boolean, setting: Setting][]} */
    const table = [
      ['weight decay on weights and biases', false, { optimizer: { weightDecay: 0.01 } }],
      ['decay inside Adam', true, { rate: 0.03, optimizer: { name: 'adam', weightDecay: 0.1 } }],
      ['noise on the inputs', true, { training: { inputNoise: 0.2 } }],
      ['batch norm at rate .5', true, { rate: 0.5, network: { batchNorm: true } }],
    ];
    for (const [claim, comesBack, setting] of table) {
      const { deaths: died, revivals: back } = measure(lab, 40, setting);
      const expected = comesBack ? 'some revivals' : 'no revival';
      rows.push(holds(`first layer, ${claim}`, expected, `${back[0]} of ${died[0]}`, (back[0] ?? 0) > 0 === comesBack));
    }
    return rows;
  },
};
