// How long a piece of work takes. Who asks is lab.ts.

/**
 * What one time of `work` takes, in nanoseconds: the median of five rounds of at least a millisecond each, so that
 * neither a coarse clock nor a busy moment decides.
 */
export function nanoseconds(work: (times: number) => void): number {
  let times = 1;
  while (milliseconds(work, times) < ROUND) times *= 2;
  const rounds = Array.from({ length: 5 }, () => milliseconds(work, times)).sort((a, b) => a - b);
  return ((rounds[2] ?? 0) * 1e6) / times;
}

/** Shorter, and the clocks of browsers, which are rounded on purpose, would show. */
const ROUND = 1;

function milliseconds(work: (times: number) => void, times: number): number {
  const start = performance.now();
  work(times);
  return performance.now() - start;
}
