// Two bars a layer of a large network: above it how many are dead, below it how much gradient reaches it. The neurons between
// are small.ts.
import { DEAD } from './glyphs.js';
import type { Look } from './motion.js';
import type { Theme } from './palette.js';
import type { Places } from './places.js';

const WIDEST = 64;
const NARROWEST = 18;
const HEIGHT = 6;

/** Tops of the bars: under the layers' names, and below the neurons. */
const DEAD_TOP = 23;
const GRADIENT_GAP = 8;

/** Powers of ten that a bar of gradient spans. */
export const DECADES = 3;

/** The ends of the scale that gradients of this size are shown on: powers of ten; null where there is none. */
export function gradientScale(norms: readonly (number | null)[]): readonly [number, number] | null {
  const largest = Math.max(0, ...norms.map((norm) => norm ?? 0));
  if (!(largest > 0) || !Number.isFinite(largest)) return null;
  const top = Math.ceil(Math.log10(largest));
  return [10 ** (top - DECADES), 10 ** top];
}

/** How much of its bar a gradient fills. */
export const gradientShare = (norm: number | null, [from, to]: readonly [number, number]): number =>
  norm !== null && norm > from ? Math.min(1, Math.log10(norm / from) / Math.log10(to / from)) : 0;

/** Of each layer the living, the dead, and those who died just now. */
export function paintDeadBars(
  ctx: CanvasRenderingContext2D,
  places: Places,
  states: Uint8Array,
  looks: readonly Look[],
  theme: Theme,
): void {
  const width = barWidth(places);
  for (const { from, to, middle } of places.layers) {
    if (!hasRoom(middle.x, places)) continue;
    let dead = 0;
    let hot = 0;
    for (let unit = from; unit < to; ++unit) {
      if (states[unit] !== DEAD) continue;
      dead += 1;
      hot += looks[unit]?.hot ?? 0;
    }
    const left = middle.x - width / 2;
    const part = (start: number, end: number, colour: string): void => {
      const [a, b] = [(width * start) / (to - from), (width * end) / (to - from)];
      ctx.fillStyle = colour;
      if (b > a) ctx.fillRect(left + a, DEAD_TOP, b - a, HEIGHT);
    };
    const alive = to - from - dead;
    part(0, alive, theme.life);
    ctx.strokeStyle = theme.states[DEAD] ?? theme.ink;
    ctx.lineWidth = 1;
    const start = left + (width * alive) / (to - from);
    if (dead > 0) {
      ctx.beginPath();
      ctx.rect(start + 0.5, DEAD_TOP + 0.5, Math.max(0.5, left + width - start - 1), HEIGHT - 1);
      ctx.stroke();
    }
    part(alive, alive + hot, theme.death);
  }
}

/** The gradient that reaches each layer, on a scale of powers of ten. */
export function paintGradientBars(
  ctx: CanvasRenderingContext2D,
  places: Places,
  norms: readonly (number | null)[],
  theme: Theme,
): void {
  const scale = gradientScale(norms);
  const width = barWidth(places);
  const top = places.band[1] + GRADIENT_GAP;
  places.layers.forEach(({ middle }, layer) => {
    if (!hasRoom(middle.x, places)) return;
    const left = middle.x - width / 2;
    ctx.fillStyle = theme.line;
    ctx.fillRect(left, top, width, HEIGHT);
    ctx.fillStyle = theme.ink2;
    if (scale) ctx.fillRect(left, top, width * gradientShare(norms[layer] ?? null, scale), HEIGHT);
    ctx.fillStyle = theme.page;
    for (let decade = 1; decade < DECADES; ++decade)
      ctx.fillRect(left + (width * decade) / DECADES - 0.5, top, 1, HEIGHT);
  });
}

/** Whether a layer at `x` has a heading and bars: closer by, many lie beside the stage. */
export const hasRoom = (x: number, { width }: Places): boolean => x >= WIDEST / 2 && x <= width - WIDEST / 2;

function barWidth({ layers }: Places): number {
  const apart = (layers[1]?.middle.x ?? Infinity) - (layers[0]?.middle.x ?? 0);
  return Math.max(NARROWEST, Math.min(WIDEST, 0.7 * apart));
}
