// Single steps and single units, in closed form: the smallest kill, what momentum and decay do to the dead, how long
// the way back is.
// @ts-check
import { exactly, holds } from './rows.mjs';

/** @typedef {import('./rows.mjs').Lab} Lab */
/** @typedef {import('./rows.mjs').Row} Row */
/** @typedef {import('./rows.mjs').Scenario} Scenario */

/**
 * One ReLU unit that the output passes on: w, b, then weight 1 and bias 0. Inputs 1, 2, 3 and targets half of them make
 * the gradient (14/3, 2) at w = 1, b = 0.
 *
 * @param {Lab} lab @param {Scenario['training']} training
 */
const oneUnit = (lab, training, [w, b] = [1, 0], inputs = [[1], [2], [3]], targets = [0.5, 1, 1.5]) =>
  lab.simulate({
    data: { name: 'custom', inputs, targets, testFraction: 0 },
    network: { hidden: [1] },
    training: { loss: 'mse', batchSize: 0, ...training },
    interventions: [{ step: 0, set: { parameters: [w, b, 1, 0] } }],
  });

const sgd = (/** @type {number} */ learningRate, rest = {}) => ({
  optimizer: { name: 'sgd', learningRate, ...rest },
});

/** @param {ReturnType<Lab['simulate']>} run */
const weightAndBias = (run) => [...run.parameters().slice(0, 2)].map(Number);

/** @type {import('./rows.mjs').Experiment} */
export const smallestKill = {
  name: 'one step kills from a learning rate of 3/16 on',
  source: 'derived',
  exact: true,
  run: (lab) => {
    const after = (/** @type {number} */ rate, /** @type {number} */ steps) => {
      const run = oneUnit(lab, sgd(rate));
      run.step(steps);
      const result = { dead: run.health().layers[0]?.dead, values: weightAndBias(run), fingerprint: run.fingerprint() };
      run.dispose();
      return result;
    };
    const [w = NaN, b = NaN] = after(0.1876, 1).values;
    const [wLater = NaN, bLater = NaN] = after(0.1876, 5000).values;
    return [
      exactly('dead after one step at rate .1874', 0, after(0.1874, 1).dead ?? NaN),
      exactly('dead after one step at rate .1876', 1, after(0.1876, 1).dead ?? NaN),
      exactly('its weight then', 0.12453, w, 5e-6),
      exactly('its bias then', -0.3752, b, 5e-6),
      holds('5,000 steps later', 'the same bits', `${wLater}, ${bLater}`, wLater === w && bLater === b),
    ];
  },
};

/** @type {import('./rows.mjs').Experiment} */
export const carriedOn = {
  name: 'how far a dead unit still travels',
  source: 'derived: R4 of core/MODEL.md',
  exact: true,
  run: (lab) => {
    const [rate, momentum] = [0.3, 0.9];
    const run = oneUnit(lab, sgd(rate, { momentum }));
    run.step(1);
    const killed = run.health().layers[0]?.dead;
    run.step(2000);
    const [w = NaN] = weightAndBias(run);
    run.dispose();
    // At the first step the velocity is the gradient; dead, it shrinks by the momentum a step.
    const rest = 1 - rate * (14 / 3) - ((rate * momentum) / (1 - momentum)) * (14 / 3);
    const adam = oneUnit(lab, { optimizer: { name: 'adam', learningRate: 0.8 } });
    adam.step(1);
    const [before = NaN] = weightAndBias(adam);
    const dead = adam.health().layers[0]?.dead;
    adam.step(20000);
    const [later = NaN] = weightAndBias(adam);
    adam.dispose();
    return [
      exactly('momentum .9: dead after a step at rate .3', 1, killed ?? NaN),
      exactly('its weight comes to rest at', Number(rest.toFixed(4)), w, 2e-4),
      exactly('Adam: dead after a step at rate .8', 1, dead ?? NaN),
      exactly('it goes on by so many rates', 5.0055, (before - later) / 0.8, 2e-3),
    ];
  },
};

/** @type {import('./rows.mjs').Experiment} */
export const decay = {
  name: 'what weight decay does to a dead unit of the first layer',
  source: 'derived: R5 of core/MODEL.md',
  exact: true,
  run: (lab) => {
    /** The step of the first revival, or none. @param {[w: number, b: number]} start @param {boolean} decayBias */
    const revival = (start, decayBias) => {
      // Inputs from 1 on: the largest of w x is w.
      const run = oneUnit(lab, sgd(0.1, { weightDecay: 0.1, decayBias }), start);
      run.step(3000);
      const step = run.events().find(({ kind }) => kind === 'revived')?.step;
      run.dispose();
      return step;
    };
    return [
      exactly('weights alone, b = .5, w x = −2 at most: revived at step', 138, revival([-2, 0.5], false) ?? NaN),
      holds('weights alone, b = −.5', 'never', revival([-2, -0.5], false) ?? 'never', !revival([-2, -0.5], false)),
      holds('weights and bias alike, b = .5', 'never', revival([-2, 0.5], true) ?? 'never', !revival([-2, 0.5], true)),
    ];
  },
};

/** @type {import('./rows.mjs').Experiment} */
export const batchNormBounds = {
  name: 'batch norm decides by its shift alone who can be dead',
  source: 'derived: R6 of core/MODEL.md',
  exact: true,
  run: (lab) => {
    const rows = 33;
    /** @param {number} beta */
    const dead = (beta) => {
      const run = lab.simulate({
        data: { name: 'circle', samples: rows, testFraction: 0 },
        network: { hidden: [32], batchNorm: true, weights: { name: 'normal', std: 10 } },
      });
      const values = run.parameters();
      const [from = NaN, to = NaN] = run.layers[0]?.parameters.beta ?? [];
      run.setParameters(values.fill(beta, from, to));
      const count = run.health().layers[0]?.dead;
      run.dispose();
      return count ?? NaN;
    };
    return [
      exactly('dead of 32 with a shift of 0', 0, dead(0)),
      exactly('dead of 32 with a shift of −√(m − 1)', 32, dead(-Math.sqrt(rows - 1))),
    ];
  },
};

/**
 * Steps until a unit below 0 comes above it: x = 1, squared error to 1, rate .1, weight and bias both learn.
 *
 * @param {Lab} lab @param {string} name @param {Record<string, unknown>} parameters @param {number[]} starts
 */
const wayBack = (lab, name, parameters, starts, limit = 20000) => {
  const steps = starts.map(() => Infinity);
  const z = Float32Array.from(starts);
  for (let step = 1; step <= limit && steps.includes(Infinity); ++step) {
    const { value, slope } = lab.evaluate(name, z, parameters);
    z.forEach((old, i) => {
      if (steps[i] !== Infinity) return;
      const gradient = 2 * (Number(value[i]) - 1) * Number(slope[i]);
      z[i] = old - 2 * 0.1 * gradient;
      if (z[i] > 0) steps[i] = step;
    });
  }
  return steps;
};

/** @type {import('./rows.mjs').Experiment} */
export const recovery = {
  name: 'steps until a unit at z comes above 0',
  source: 'simulation in double precision; R10 of core/MODEL.md',
  exact: true,
  run: (lab) => {
    const starts = [-0.5, -2, -5];
    const never = Infinity;
    /** @type {[label: string, name: string, parameters: Record<string, unknown>, steps: number[]][]} */
    const table = [
      ['ReLU', 'relu', {}, [never, never, never]],
      ['leaky .001', 'leaky-relu', { slope: 0.001 }, [1250, 4996, 12469]],
      ['leaky .01', 'leaky-relu', {}, [125, 496, 1220]],
      ['leaky .1', 'leaky-relu', { slope: 0.1 }, [13, 46, 102]],
      ['PReLU .25, held', 'leaky-relu', { slope: 0.25 }, [5, 17, 33]],
      ['RReLU at its mean', 'rrelu', {}, [6, 18, 36]],
      ['ELU', 'elu', {}, [2, 11, 190]],
      ['SELU', 'selu', {}, [1, 5, 80]],
      ['softplus', 'softplus', {}, [7, 32, 401]],
      ['sigmoid', 'sigmoid', {}, [10, 39, 417]],
      ['tanh', 'tanh', {}, [2, 12, 3451]],
      ['GELU', 'gelu', {}, [5, never, never]],
      ['SiLU', 'silu', {}, [4, never, never]],
      ['Mish', 'mish', {}, [3, never, never]],
    ];
    const words = (/** @type {number[]} */ steps) => steps.map((step) => (step === never ? 'never' : step)).join(', ');
    return table.map(([label, name, parameters, expected]) => {
      const found = wayBack(lab, name, parameters, starts);
      // A step more or less over thousands is float32's rounding of z.
      const agrees = found.every((step, i) => step === expected[i] || Math.abs(step / Number(expected[i]) - 1) < 1e-3);
      return holds(`${label} from −.5, −2, −5`, words(expected), words(found), agrees);
    });
  },
};
