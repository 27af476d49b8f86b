// How signals pass through layers before any training: their variance under He and Glorot, SELU's fixed point.
// @ts-check
import { estimate, exactly, holds } from './rows.mjs';

/** @typedef {import('./rows.mjs').Lab} Lab */
/** @typedef {import('./rows.mjs').Scenario} Scenario */

/** Mean square of every hidden layer's outputs in a network just drawn. @param {Lab} lab @param {Scenario} scenario */
const meanSquares = (lab, scenario) => {
  const run = lab.simulate(scenario);
  const squares = run.health().layers.map(({ outputMean, outputVariance }) => outputVariance + outputMean ** 2);
  run.dispose();
  return squares;
};

/** @type {import('./rows.mjs').Experiment} */
export const variance = {
  name: 'how the mean square of outputs changes through ReLU layers, as a power of two',
  source: 'derived: mean L·log₂(n·Var w/2) − 5L/(2n·ln 2), deviation √(5L/n)/ln 2',
  exact: false,
  run: (lab, quick) => {
    const nets = quick ? 4 : 20;
    // A network of 256 and 30 layers has more parameters than a Scenario may have; half of it has not.
    return [
      ...[128, 256].flatMap((width) =>
        /** @type {const} */ ([
          ['he-normal', 'He', 2],
          ['glorot-normal', 'Glorot', 1],
        ]).map(([name, label, scaled]) => {
          const depth = width === 128 ? 30 : 14;
          const logs = Array.from({ length: nets }, (_, i) => {
            const squares = meanSquares(lab, {
              seed: i + 1,
              // One row: the ratio of one row's lengths is what the formula is about.
              data: { name: 'custom', inputs: [[1, -1]], targets: [0.5], testFraction: 0 },
              network: { hidden: Array(depth + 1).fill(width), weights: { name } },
            });
            return Math.log2((squares.at(-1) ?? NaN) / (squares[0] ?? NaN));
          });
          const found = estimate(logs);
          const expected = depth * Math.log2(scaled / 2) - (5 * depth) / (2 * width * Math.LN2);
          const error = Math.sqrt((5 * depth) / width) / Math.LN2 / Math.sqrt(nets);
          return holds(
            `${label}, width ${width}, ${depth} layers`,
            `${expected.toFixed(2)} ± ${error.toFixed(2)}`,
            found.mean.toFixed(2),
            Math.abs(found.mean - expected) <= 3 * error,
          );
        }),
      ),
    ];
  },
};

/** Mean and variance of SELU over a normal sum, by the midpoint rule over its quantiles. @param {Lab} lab */
const seluMap = (lab, /** @type {number} */ deviation) => {
  const points = 20000;
  // Sums from −8 to 8 deviations, weighed by their density.
  const z = Float32Array.from({ length: points }, (_, i) => deviation * (((i + 0.5) / points) * 16 - 8));
  const { value } = lab.evaluate('selu', z);
  let [weights, sum, squares] = [0, 0, 0];
  value.forEach((h, i) => {
    const weight = Math.exp(-((Number(z[i]) / deviation) ** 2 / 2));
    weights += weight;
    sum += weight * h;
    squares += weight * h * h;
  });
  const mean = sum / weights;
  return { mean, variance: squares / weights - mean ** 2 };
};

/** @type {import('./rows.mjs').Experiment} */
export const selu = {
  name: "SELU's fixed point and the way to it",
  source: 'Klambauer et al. 2017; simulation in double precision',
  exact: true,
  run: (lab) => {
    const fixed = seluMap(lab, 1);
    const step = 1e-2;
    const slope =
      (seluMap(lab, Math.sqrt(1 + step)).variance - seluMap(lab, Math.sqrt(1 - step)).variance) / (2 * step);
    /** Variance after so many layers, whose weights turn a mean square into the variance of the sums. */
    const after = (/** @type {number} */ square, /** @type {number} */ layers) => {
      let moments = { mean: 0, variance: square };
      for (let l = 0; l < layers; ++l) moments = seluMap(lab, Math.sqrt(moments.variance + moments.mean ** 2));
      return moments.variance;
    };
    const rows = [
      exactly('mean at a normal sum of variance 1', 0, fixed.mean, 1e-5),
      exactly('variance there', 1, fixed.variance, 1e-5),
      exactly('slope of the map of variances', 0.782648, slope, 1e-3),
      ...[1, 2, 5, 10, 20].map((layers, i) => {
        const expected = [1.372, 1.281, 1.126, 1.036, 1.003][i] ?? NaN;
        return exactly(`variance from a mean square of 1.5 after ${layers}`, expected, after(1.5, layers), 1e-3);
      }),
      ...[1, 2, 5, 10, 20].map((layers, i) => {
        const expected = [0.839, 0.872, 0.936, 0.981, 0.998][i] ?? NaN;
        return exactly(`variance from a mean square of .8 after ${layers}`, expected, after(0.8, layers), 1e-3);
      }),
    ];
    const squares = meanSquares(lab, {
      data: { name: 'plane', samples: 200, noise: 0, testFraction: 0 },
      network: { hidden: Array(30).fill(160), activation: { name: 'selu' }, weights: { name: 'lecun-normal' } },
    });
    const last = squares.at(-1) ?? NaN;
    return [...rows, holds('mean square after 30 layers of 160', '1 ± .2', last.toFixed(3), Math.abs(last - 1) <= 0.2)];
  },
};
