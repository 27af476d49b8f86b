// What runs along the steps, painted from a record: lifelines with their names, flags, axis and playhead. A moment is
// stage.ts.
import type { Catalogue, Choice, CompleteScenario } from '../../wasm/src/types.js';
import { paintSteps, xFromStep, type Area, type Steps } from '../drawing/axis.js';
import {
  FLAG_HEIGHT,
  LEAST_ROW,
  paintFlags,
  paintLifelines,
  paintPlayhead,
  placeRows,
  type Flag,
  type Lives,
} from '../drawing/lifelines.js';
import { mixed, type Theme } from '../drawing/palette.js';
import type { LifeRaster } from '../drawing/raster.js';
import type { Strings } from '../shell/strings/index.js';
import { inOrder, settingsAt, valueAt } from './change.js';
import { hiddenLayers } from './neurons.js';
import { lastStep, type Record } from './record.js';
import type { Watched } from './watched.js';

/** Steps that the axis shows at least, and by how much it grows. */
const LEAST_STEPS = 160;
const GROWTH = 1.25;

const CURVES = { top: 26, height: 52, besideBranch: 34 };
/** What a branch has of the height that it shares, and what it keeps free above and below the words before it. */
export const BRANCH = { share: 0.32, above: 7, below: 7 };
const AXIS_HEIGHT = 24;
const NAMES_WIDTH = 84;
const NAME_HEIGHT = 14;
const MARGIN = 16;

/** The tracks' parts on their canvas. */
export interface Plan {
  curves: Area;
  lives: Area;
  axis: Area;
  whole: Area;
  /** The branch's lifelines; null without one. */
  branch: Area | null;
}

/** Paints everything along the steps but the curves. @param raster kept from one painting to the next */
export function paintTracks(
  ctx: CanvasRenderingContext2D,
  plan: Plan,
  steps: Steps,
  { record, frame, scenario }: Watched,
  catalogue: Catalogue,
  theme: Theme,
  words: Strings,
  raster: LifeRaster,
): void {
  const known = lastStep(record);
  const layers = hiddenLayers(frame).map(({ from, to }) => to - from);
  paintLives(ctx, plan.lives, record, layers, steps, theme, raster);
  paintSteps(ctx, plan.axis, steps, theme, words.whole);
  if (plan.lives.x > NAMES_WIDTH / 2) paintNames(ctx, plan, layers, theme, words);
  paintFlags(ctx, plan.whole, flagsOf(scenario, known, catalogue, words), steps, theme);
  paintPlayhead(ctx, plan.whole, frame.report.step, steps, theme);
}

/** Paints dead share and loss over their grid. */
export function paintCurves(
  ctx: CanvasRenderingContext2D,
  area: Area,
  { rows }: Record,
  steps: Steps,
  theme: Theme,
): void {
  const top = lossTop(rows);
  const bottom = area.y + area.height;
  const yOf = (share: number): number => bottom - Math.min(1, share) * area.height;
  ctx.save();
  ctx.fillStyle = theme.line;
  for (const share of [0, 0.5, 1]) ctx.fillRect(area.x, Math.round(yOf(share)), area.width, 1);
  ctx.beginPath();
  rows.forEach(({ step, deadShare }, index) => {
    const x = xFromStep(step, steps, area);
    if (index > 0) ctx.lineTo(x, yOf(rows[index - 1]?.deadShare ?? 0));
    if (index === 0) ctx.moveTo(x, yOf(deadShare));
    else ctx.lineTo(x, yOf(deadShare));
  });
  ctx.strokeStyle = theme.death;
  ctx.lineWidth = 2;
  ctx.stroke();
  ctx.lineTo(xFromStep(rows.at(-1)?.step ?? 0, steps, area), bottom);
  ctx.lineTo(area.x, bottom);
  ctx.fillStyle = mixed(theme.panel, theme.death, 0.16);
  ctx.globalAlpha = 0.6;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.beginPath();
  rows.forEach(({ step, loss }, index) => {
    const x = xFromStep(step, steps, area);
    if (index === 0) ctx.moveTo(x, yOf(loss / top));
    else ctx.lineTo(x, yOf(loss / top));
  });
  ctx.strokeStyle = theme.ink;
  ctx.setLineDash([5, 3]);
  ctx.stroke();
  ctx.restore();
}

/** The loss at the upper end of the curves. */
function lossTop(rows: Record['rows']): number {
  const first = rows[0]?.loss ?? 1;
  const highest = rows.reduce((most, { loss }) => (loss > most ? loss : most), 0);
  return Math.min(Math.max(1.9 * first, 1.05 * highest), 8 * first) || 1;
}

/** The steps that are shown when `known` are known: they grow in leaps, so that lines stand still between them. */
export function stepsShown(known: number): Steps {
  let end = LEAST_STEPS;
  while (known > 0.97 * end) end = Math.ceil((end * GROWTH) / 40) * 40;
  return { from: 0, to: end };
}

/**
 * The parts of the tracks in a box of `width` by `height`.
 *
 * @param aside height of the line of words between the run and its branch; null without a branch
 */
export function planned(width: number, height: number, withCurves: boolean, aside: number | null = null): Plan {
  const x = withCurves ? NAMES_WIDTH : MARGIN;
  const across = { x, width: Math.max(1, width - x - MARGIN - 12) };
  const top = withCurves ? CURVES.top : FLAG_HEIGHT + 2;
  const curves = aside === null ? CURVES.height : CURVES.besideBranch;
  const lifeTop = withCurves ? CURVES.top + curves + (aside === null ? 10 : 6) : top;
  const foot = height - AXIS_HEIGHT;
  const shared = foot - lifeTop - (aside ?? 0) - BRANCH.above - BRANCH.below;
  const branch = aside === null ? null : { ...across, height: BRANCH.share * shared, y: foot - BRANCH.share * shared };
  const bottom = branch ? branch.y - BRANCH.above - BRANCH.below - (aside ?? 0) : foot;
  return {
    curves: { ...across, y: CURVES.top, height: curves },
    lives: { ...across, y: lifeTop, height: Math.max(1, bottom - lifeTop) },
    axis: { ...across, y: foot + 2, height: AXIS_HEIGHT - 2 },
    whole: { ...across, y: top - 4, height: bottom - top + 6 },
    branch,
  };
}

function paintNames(
  ctx: CanvasRenderingContext2D,
  { lives, axis }: Plan,
  layers: readonly number[],
  theme: Theme,
  words: Strings,
): void {
  const { middles } = placeRows(layers, lives);
  ctx.save();
  ctx.font = `500 13px ${theme.font}`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.ink2;
  let from = 0;
  let bottom = -Infinity; // of the name before: where layers are low, some have none
  layers.forEach((count, index) => {
    const middle = ((middles[from] ?? 0) + (middles[from + count - 1] ?? 0)) / 2;
    from += count;
    if (middle - NAME_HEIGHT / 2 < bottom) return;
    ctx.fillText(words.layerSmall(index), lives.x - 10, middle);
    bottom = middle + NAME_HEIGHT / 2;
  });
  ctx.fillStyle = theme.ink3;
  ctx.fillText(words.stepWord, axis.x - 10, axis.y + axis.height / 2);
  ctx.restore();
}

/** Paints the lives of a record into `area`: a line a neuron, or where there is no room for lines a raster. */
export function paintLives(
  ctx: CanvasRenderingContext2D,
  area: Area,
  record: Record,
  layers: readonly number[],
  steps: Steps,
  theme: Theme,
  raster: LifeRaster,
): void {
  const known = lastStep(record);
  if (placeRows(layers, area).row < LEAST_ROW) raster.paint(ctx, area, record.rows, layers, steps, known, theme);
  else paintLifelines(ctx, area, livesOf(record, layers), steps, known, theme);
}

/** The rows side by side, as the painter reads them. */
function livesOf({ rows, events }: Record, layers: readonly number[]): Lives {
  const units = layers.reduce((sum, count) => sum + count, 0);
  const steps = new Float64Array(rows.length);
  const shares = new Float32Array(rows.length * units);
  const states = new Uint8Array(rows.length * units);
  rows.forEach((row, index) => {
    steps[index] = row.step;
    shares.set(row.shares, index * units);
    states.set(row.states, index * units);
  });
  return { count: rows.length, steps, shares, states, layers, events };
}

/** A flag for every intervention up to `known`: what it changed, from what to what. */
function flagsOf(scenario: CompleteScenario, known: number, catalogue: Catalogue, words: Strings): Flag[] {
  const met = inOrder(scenario).filter(({ step }) => step <= known);
  return met.flatMap(({ step, set }, index) => {
    const former = settingsAt({ ...scenario, interventions: met.slice(0, index) }, step);
    return Object.entries(set).map(([path, to]) => ({
      step,
      ...flagOf(path, valueAt(former, path), to, catalogue, words),
    }));
  });
}

function flagOf(path: string, from: unknown, to: unknown, catalogue: Catalogue, words: Strings): Omit<Flag, 'step'> {
  if (path === 'network.activation') {
    const entryOf = (value: unknown) =>
      catalogue.activations.find((entry) => entry.name === (value as Choice | undefined)?.name);
    const slopeOf = (value: unknown): number | null => {
      const entry = entryOf(value);
      if (entry?.name === 'relu') return 0;
      if (entry?.name !== 'leaky-relu') return null; // others differ from ReLU by more than a slope
      const usual = entry.parameters.find(({ name }) => name === 'slope')?.default;
      return Number((value as Choice)['slope'] ?? usual);
    };
    const [before, after] = [slopeOf(from), slopeOf(to)];
    const rescue = entryOf(to)?.canDie === false;
    if (before !== null && after !== null)
      return { label: words.flagSlope(words.number(before), words.number(after)), rescue };
    return { label: words.flagChoice(entryOf(to)?.label ?? ''), rescue };
  }
  const text = (value: unknown): string =>
    typeof value === 'number' ? words.number(value) : ((value as Choice | null)?.name ?? String(value));
  if (path.endsWith('.learningRate')) return { label: words.flagRate(text(from), text(to)), rescue: false };
  const label = catalogue.fields.find((field) => field.path === path)?.label ?? path;
  return { label: words.flagField(label, text(to)), rescue: false };
}
