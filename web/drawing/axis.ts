// Axes: the steps under the lifelines, and round numbers for any. The lifelines are lifelines.ts, a curve's is curve.ts.
import { type Theme } from './palette.js';

/** The part of a run that a picture shows: steps [from, to]. */
export interface Steps {
  from: number;
  to: number;
}

/** A rectangle on the canvas, in CSS pixels. */
export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a step stands in an area. */
export const xFromStep = (step: number, { from, to }: Steps, { x, width }: Area): number =>
  x + ((step - from) / Math.max(1, to - from)) * width;

/** The step at a place of an area, rounded, within what is shown. */
export const stepFromX = (px: number, { from, to }: Steps, { x, width }: Area): number =>
  Math.min(to, Math.max(from, Math.round(from + ((px - x) / Math.max(1, width)) * (to - from))));

/** Round steps at most so close that their labels stay apart. */
export function stepTicks({ from, to }: Steps, width: number): number[] {
  const least = Math.max(1, ((to - from) * 64) / Math.max(64, width));
  return multiples(from, to, roundAbove(least));
}

/** Round numbers between `from` and `to`, `most` at most. */
export function roundTicks({ from, to }: Steps, most: number): number[] {
  return multiples(from, to, roundAbove((to - from) / Math.max(1, most)));
}

/** Powers of ten between `from` and `to`, both positive, `most` at most; round numbers where there are fewer than two. */
export function decadeTicks({ from, to }: Steps, most: number): number[] {
  const [low, high] = [Math.ceil(Math.log10(from)), Math.floor(Math.log10(to))];
  if (high <= low) return roundTicks({ from, to }, most);
  const every = Math.ceil((high - low + 1) / most);
  return Array.from({ length: Math.floor((high - low) / every) + 1 }, (_, k) => 10 ** (low + k * every));
}

/** The least of 1, 2 and 5 times a power of ten that is not below `least`. */
function roundAbove(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least) ?? least;
}

function multiples(from: number, to: number, every: number): number[] {
  const first = Math.ceil(from / every);
  const count = Math.max(0, Math.floor(to / every) - first + 1);
  return Array.from({ length: count }, (_, k) => (first + k) * every);
}

/** Paints the labels of the steps; `format` writes a number in the reader's language. */
export function paintSteps(
  ctx: CanvasRenderingContext2D,
  area: Area,
  steps: Steps,
  theme: Theme,
  format: (step: number) => string,
): void {
  ctx.save();
  ctx.font = `400 13px ${theme.font}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.ink3;
  for (const step of stepTicks(steps, area.width))
    ctx.fillText(format(step), xFromStep(step, steps, area), area.y + area.height / 2);
  ctx.restore();
}
