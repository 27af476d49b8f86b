// A race of two that do the same work. What is raced is in the *.bench.mjs beside it.
// @ts-check

/** @returns {number} the value below which a share of the sorted values lies */
const quantile = (/** @type {number[]} */ sorted, /** @type {number} */ share) =>
  sorted[Math.round(share * (sorted.length - 1))] ?? NaN;

const time = (/** @type {() => unknown} */ work) => {
  const start = performance.now();
  const own = work();
  return typeof own === 'number' ? own : performance.now() - start;
};

/**
 * Runs both in rounds that alternate who goes first, after a warm-up. Both must be known to do the same work.
 *
 * @param {() => unknown} ours  one piece of work, 1 ms or longer; a number that it returns is its own time, ms
 * @param {() => unknown} theirs
 * @returns how many times longer theirs took: the median of the rounds' ratios and its middle half; and our time, ms
 */
export const race = (ours, theirs, rounds = 41) => {
  for (let warm = 0; warm < 5; ++warm) [ours, theirs].forEach((work) => work());
  /** @type {number[]} */
  const ratios = [];
  /** @type {number[]} */
  const times = [];
  for (let round = 0; round < rounds; ++round) {
    const first = round % 2 === 0 ? time(ours) : 0;
    const other = time(theirs);
    const mine = round % 2 === 0 ? first : time(ours);
    ratios.push(other / mine);
    times.push(mine);
  }
  ratios.sort((a, b) => a - b);
  times.sort((a, b) => a - b);
  return {
    ratio: quantile(ratios, 0.5),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
    milliseconds: quantile(times, 0.5),
    rounds,
  };
};
