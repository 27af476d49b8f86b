// Brackets round neurons that are to be found at once, as those that differ from their twin's. network.ts paints the network.
import type { Theme } from './palette.js';
import type { Places } from './places.js';

/** How far a bracket stands off its disc, and how long its ends are, by the radius and in pixels at most. */
const BESIDE = { share: 0.58, most: 9 };
const ABOVE = { share: 0.36, most: 5.5 };
const END = { share: 0.42, most: 6 };

/** What two brackets keep free between them. */
const GAP = 3;

const reach = ({ share, most }: { share: number; most: number }, radius: number): number =>
  Math.min(most, share * radius);

/** Paints a pair of brackets round each of `units`, by their numbers in the frame's order. */
export function paintBrackets(
  ctx: CanvasRenderingContext2D,
  { units: centres, radius }: Places,
  units: readonly number[],
  theme: Theme,
): void {
  if (units.length === 0) return;
  const width = Math.min(radius + reach(BESIDE, radius), (leastDistance(centres.map(({ x }) => x)) - GAP) / 2);
  const height = Math.min(radius + reach(ABOVE, radius), (leastDistance(centres.map(({ y }) => y)) - GAP) / 2);
  const end = reach(END, radius);
  ctx.beginPath();
  for (const unit of units) {
    const centre = centres[unit];
    if (!centre) continue;
    for (const side of [-1, 1]) {
      const x = centre.x + side * width;
      ctx.moveTo(x - side * end, centre.y - height);
      ctx.lineTo(x, centre.y - height);
      ctx.lineTo(x, centre.y + height);
      ctx.lineTo(x - side * end, centre.y + height);
    }
  }
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = radius < 12 ? 1.5 : 2;
  ctx.lineJoin = 'miter';
  ctx.stroke();
}

/** The distance of the two nearest lines of neurons, of which each has one value. */
function leastDistance(values: readonly number[]): number {
  const lines = [...values].sort((a, b) => a - b);
  const apart = lines.slice(1).map((value, index) => value - (lines[index] ?? 0));
  return Math.min(...apart.filter((distance) => distance > 1));
}
