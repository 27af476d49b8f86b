// Brackets round neurons that are to be found at once, as those that differ from their twin's. network.ts paints the network.
import type { Theme } from './palette.js';
import type { Places } from './places.js';

/** How far a bracket stands off its disc, and how long its ends are, by the radius and in pixels at most. */
const BESIDE = { share: 0.58, most: 9 };
const ABOVE = { share: 0.36, most: 5.5 };
const END = { share: 0.42, most: 6 };

const reach = ({ share, most }: { share: number; most: number }, radius: number): number =>
  Math.min(most, share * radius);

/** Paints a pair of brackets round each of `units`, by their numbers in the frame's order. */
export function paintBrackets(
  ctx: CanvasRenderingContext2D,
  { units: centres, radius }: Places,
  units: readonly number[],
  theme: Theme,
): void {
  const width = radius + reach(BESIDE, radius);
  const height = radius + reach(ABOVE, radius);
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
  ctx.lineWidth = radius < 6 ? 1.5 : 2;
  ctx.lineJoin = 'miter';
  ctx.stroke();
}
