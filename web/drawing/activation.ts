// An activation over its sums as SVG path data: its line, its slope as a band, where it is exactly flat, and the sums
// themselves as a histogram. The round numbers of its axes are axis.ts.

/** Where a curve of equally spaced samples stands: z from -`reach` to `reach`, in CSS pixels. */
export interface Plot {
  reach: number;
  /** Left and right edge. */
  left: number;
  right: number;
  /** Height of 0, and how far up 1 stands from there. */
  zero: number;
  unit: number;
}

/** Samples [from, to] of a stretch. */
export type Stretch = readonly [from: number, to: number];

/** Pixels beyond every picture: what is further out only leaves it. */
const FAR = 5000;

/** Fewer samples in a row than this with a slope of 0 are a turning point, not a stretch. */
const LEAST = 3;

/** Where `z` stands. */
export const xOfSum = (z: number, { reach, left, right }: Plot): number =>
  left + ((z + reach) / (2 * reach)) * (right - left);

/** Where a value stands. */
export const yOfValue = (value: number, { zero, unit }: Plot): number =>
  Math.min(FAR, Math.max(-FAR, zero - value * unit));

/** Where sample `index` of `count` stands. */
export const xOfSample = (index: number, count: number, { left, right }: Plot): number =>
  left + (index / (count - 1)) * (right - left);

/** The sample of `count` that is nearest to `x`. */
export const sampleAt = (x: number, count: number, { left, right }: Plot): number =>
  Math.min(count - 1, Math.max(0, Math.round(((x - left) / (right - left)) * (count - 1))));

const place = (x: number, y: number): string => `${x.toFixed(2)} ${y.toFixed(2)}`;

/** The curve through `values`. */
export function linePath(values: Float32Array, plot: Plot): string {
  const points = Array.from(values, (value, index) =>
    place(xOfSample(index, values.length, plot), yOfValue(value, plot)),
  );
  return `M${points.join('L')}`;
}

/** What lies between `slopes` and 0: above it, or below it. */
export function bandPath(slopes: Float32Array, side: 'above' | 'below', plot: Plot): string {
  const cut = side === 'above' ? Math.max : Math.min;
  const band = slopes.map((slope) => cut(0, slope));
  return `M${place(plot.left, plot.zero)}L${linePath(band, plot).slice(1)}L${place(plot.right, plot.zero)}Z`;
}

/** Where `slopes` are exactly 0. */
export function flatStretches(slopes: Float32Array): Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (let index = 0; index <= slopes.length; ++index) {
    if (slopes[index] === 0) continue;
    if (index - from >= LEAST) stretches.push([from, index - 1]);
    from = index + 1;
  }
  return stretches;
}

/** How many of `sums` fall into each of `bins` equal parts of [-reach, reach]; what lies outside is in none. */
export function histogram(sums: Float32Array, reach: number, bins: number): Uint32Array {
  const counts = new Uint32Array(bins);
  for (const sum of sums) {
    const bin = sum === reach ? bins - 1 : Math.floor(((sum + reach) / (2 * reach)) * bins);
    if (bin >= 0 && bin < bins) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** `counts` as bars that stand on `bottom`, the largest `height` high. */
export function barsPath(counts: Uint32Array, plot: Plot, bottom: number, height: number): string {
  const most = Math.max(1, ...counts);
  const pitch = (plot.right - plot.left) / counts.length;
  const bars = Array.from(counts, (count, bin) => {
    if (count === 0) return '';
    const tall = Math.max(1, (count / most) * height);
    const [left, right] = [plot.left + (bin + 0.06) * pitch, plot.left + (bin + 0.94) * pitch];
    return `M${place(left, bottom)}L${place(left, bottom - tall)}L${place(right, bottom - tall)}L${place(right, bottom)}Z`;
  });
  return bars.join('');
}
