// What an experiment hands back, and when what was found agrees with what was expected. The experiments are in the
// files beside it, the command is run.mjs.
// @ts-check

/** @typedef {Awaited<ReturnType<typeof import('../../dist/index.node.js').loadLab>>} Lab */
/** @typedef {import('../../dist/index.js').Scenario} Scenario */
/** @typedef {{ mean: number, error: number }} Estimate a mean with its standard error */
/**
 * @typedef {object} Row
 * @property {string} claim
 * @property {string} expected
 * @property {string} found
 * @property {boolean} agrees
 */
/**
 * @typedef {object} Experiment
 * @property {string} name
 * @property {string} source    where the expectation comes from
 * @property {string} [remark]  what is to be known of the expectation
 * @property {boolean} exact    no share of random runs: it is a test too
 * @property {(lab: Lab, quick: boolean) => Row[]} run
 */

/** Mean and standard error of independent values. @param {readonly number[]} values @returns {Estimate} */
export const estimate = (values) => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
};

/** A share of independent trials; a share of none or all has the error of one trial. @returns {Estimate} */
export const share = (/** @type {number} */ count, /** @type {number} */ trials) => {
  const mean = count / trials;
  return { mean, error: Math.max(Math.sqrt((mean * (1 - mean)) / trials), 1 / trials) };
};

/** A number that has to come out to within a tolerance. @returns {Row} */
export const exactly = (
  /** @type {string} */ claim,
  /** @type {number} */ expected,
  /** @type {number} */ found,
  tolerance = 0,
) => ({
  claim,
  expected: `${expected}`,
  found: `${Number(found.toPrecision(6))}`,
  agrees: Math.abs(found - expected) <= tolerance,
});

/** Something that has to be so. @returns {Row} */
export const holds = (
  /** @type {string} */ claim,
  /** @type {string} */ expected,
  /** @type {string | number} */ found,
  /** @type {boolean} */ agrees,
) => ({ claim, expected, found: `${found}`, agrees });

/**
 * A measured share against another measurement or a proved value: they agree within three standard errors of their
 * difference and half a unit of the last digit that was written down.
 *
 * @param {string} claim @param {number} expected percent @param {Estimate} found a share
 * @param {{ error?: number, note?: string }} [known] standard error of the expectation, percent; what to add in words
 * @returns {Row}
 */
export const percent = (claim, expected, found, { error = 0, note = '' } = {}) => {
  const [mean, own] = [100 * found.mean, 100 * found.error];
  return {
    claim,
    expected: `${expected} %`,
    found: `${mean.toFixed(1)} ± ${own.toFixed(1)} %${note}`,
    agrees: Math.abs(mean - expected) <= 3 * Math.hypot(own, error) + 0.05,
  };
};
