// One line a neuron over the steps of a run: thick as it fires, dotted where it is dead. Their axis is axis.ts, very many of
// them raster.ts.
import type { LifeEvent } from '../../wasm/src/types.js';
import { xFromStep, type Area, type Steps } from './axis.js';
import { DEAD, INACTIVE } from './glyphs.js';
import { type Theme } from './palette.js';

/** What is known of a run, record by record; arrays may be longer than what is filled. */
export interface Lives {
  /** Records filled. */
  count: number;
  /** [records] the step of each, ascending. */
  steps: ArrayLike<number>;
  /** [records x units] share of training rows that fire the unit. */
  shares: ArrayLike<number>;
  /** [records x units] state's number. */
  states: ArrayLike<number>;
  /** Units of each hidden layer. */
  layers: readonly number[];
  events: readonly LifeEvent[];
}

/** A flag where the reader, or the Scenario, changed the run. */
export interface Flag {
  step: number;
  label: string;
  /** Green: the change that brings neurons back. */
  rescue: boolean;
}

/** Rows under this height become a raster: a line in it would be no line. */
export const LEAST_ROW = 3;

/** Vertical places of the rows in an area: [units] middles, in layer order, with a row's gap between layers. */
export function placeRows(layers: readonly number[], { y, height }: Area): { middles: number[]; row: number } {
  const units = layers.reduce((sum, count) => sum + count, 0);
  const gap = 1.1; // in rows
  const row = height / Math.max(1, units + gap * (layers.length - 1));
  let top = y;
  const middles = layers.flatMap((count) => {
    const layer = Array.from({ length: count }, (_, u) => top + (u + 0.5) * row);
    top += (count + gap) * row;
    return layer;
  });
  return { middles, row };
}

/**
 * Paints the lifelines of a run's records: rows, deaths and revivals. Flags and playhead are painted over them.
 *
 * @param step the step reached; records after it are another time's and not shown
 */
export function paintLifelines(
  ctx: CanvasRenderingContext2D,
  area: Area,
  lives: Lives,
  steps: Steps,
  step: number,
  theme: Theme,
): void {
  const { middles, row } = placeRows(lives.layers, area);
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.x - 8, area.y - 8, area.width + 16, area.height + 16);
  ctx.clip();
  middles.forEach((middle, unit) => paintRow(ctx, lives, unit, middles.length, middle, row, area, steps, step, theme));
  paintMarks(ctx, lives, middles, row, area, steps, step, theme);
  ctx.restore();
}

/** One row, as runs of one state and one thickness: what looks alike is painted once. */
function paintRow(
  ctx: CanvasRenderingContext2D,
  { count, steps: at, shares, states }: Lives,
  unit: number,
  units: number,
  middle: number,
  row: number,
  area: Area,
  steps: Steps,
  step: number,
  theme: Theme,
): void {
  const end = xFromStep(Math.min(step, steps.to), steps, area);
  let runState = -1;
  let runLevel = -1;
  let runStart = area.x;
  const close = (x: number): void => {
    if (runState < 0 || x <= runStart) return;
    if (runState === DEAD) paintDead(ctx, runStart, x, middle, row, theme);
    else paintLiving(ctx, runStart, x, middle, row, runState, runLevel, theme);
  };
  for (let record = 0; record < count; ++record) {
    const recordStep = at[record] ?? 0;
    if (recordStep > step || recordStep > steps.to) break;
    const state = states[record * units + unit] ?? DEAD;
    const share = shares[record * units + unit] ?? 0;
    const level = state === DEAD ? 0 : levelOf(share, row);
    if (state === runState && level === runLevel) continue;
    const x = Math.max(area.x, xFromStep(recordStep, steps, area));
    if (runState >= 0 && x - runStart < 1 && state === runState) {
      runLevel = Math.max(runLevel, level); // within a pixel records are one to the eye
      continue;
    }
    close(x);
    runState = state;
    runLevel = level;
    runStart = x;
  }
  close(end);
}

/** A share as thickness in half pixels: few steps, that runs of one look are long. */
const levelOf = (share: number, row: number): number => Math.max(2, Math.round(2 * (0.1 + 0.76 * share) * row));

function paintLiving(
  ctx: CanvasRenderingContext2D,
  from: number,
  to: number,
  middle: number,
  row: number,
  state: number,
  level: number,
  theme: Theme,
): void {
  ctx.fillStyle = theme.states[state] ?? theme.life;
  ctx.globalAlpha = 0.94;
  ctx.fillRect(from, middle - level / 4, to - from, level / 2);
  if (state === INACTIVE && row >= 4) paintCrawl(ctx, from, to, middle, Math.min(4, row / 2));
  ctx.globalAlpha = 1;
}

/** Small heads on the line of a silent unit that a slope pulls back. */
function paintCrawl(ctx: CanvasRenderingContext2D, from: number, to: number, middle: number, size: number): void {
  ctx.beginPath();
  for (let x = Math.ceil(from / 18) * 18; x + size < to; x += 18) {
    ctx.moveTo(x - size, middle);
    ctx.lineTo(x, middle - size);
    ctx.lineTo(x + size, middle);
  }
  ctx.fill();
}

function paintDead(
  ctx: CanvasRenderingContext2D,
  from: number,
  to: number,
  middle: number,
  row: number,
  theme: Theme,
): void {
  const band = 0.7 * row;
  ctx.globalAlpha = 0.08;
  ctx.fillStyle = theme.ink;
  ctx.fillRect(from, middle - band / 2, to - from, band);
  ctx.globalAlpha = 1;
  ctx.fillStyle = theme.line2;
  const first = Math.ceil(from / 5) * 5; // on a grid of the canvas, that dots do not wander
  for (let x = first; x + 1.4 <= to; x += 5) ctx.fillRect(x, middle - 0.7, 1.4, 1.4);
}

/** A cross at every death, a triangle at every revival, each with a halo that lifts it off its row. */
function paintMarks(
  ctx: CanvasRenderingContext2D,
  lives: Lives,
  middles: readonly number[],
  row: number,
  area: Area,
  steps: Steps,
  step: number,
  theme: Theme,
): void {
  const size = Math.min(5, Math.max(2.6, 0.24 * row));
  let firstUnit = 0;
  const firstUnits = lives.layers.map((count) => (firstUnit += count) - count);
  ctx.lineJoin = 'round';
  for (const event of lives.events) {
    if (event.kind === 'born-dead' || event.step > step || event.step < steps.from || event.step > steps.to) continue;
    const y = middles[(firstUnits[event.layer] ?? 0) + event.unit];
    if (y === undefined) continue;
    const x = xFromStep(event.step, steps, area);
    ctx.beginPath();
    if (event.kind === 'died') {
      ctx.lineCap = 'round';
      ctx.moveTo(x - size, y - size);
      ctx.lineTo(x + size, y + size);
      ctx.moveTo(x + size, y - size);
      ctx.lineTo(x - size, y + size);
      haloed(ctx, theme.panel, theme.death, 0.9 + 0.22 * size);
    } else {
      ctx.moveTo(x, y - size);
      ctx.lineTo(x + size, y + 0.8 * size);
      ctx.lineTo(x - size, y + 0.8 * size);
      ctx.closePath();
      haloed(ctx, theme.panel, theme.life, 0);
    }
  }
}

/** Strokes the path over its halo; width 0 fills it instead. */
function haloed(ctx: CanvasRenderingContext2D, halo: string, colour: string, width: number): void {
  ctx.strokeStyle = halo;
  ctx.lineWidth = width + 2.5;
  ctx.stroke();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = width;
  if (width) ctx.stroke();
  else ctx.fill();
}

/** Height of a flag's label. */
export const FLAG_HEIGHT = 20;

/** Paints flags: a line over `area`, and above it the label; a label that would run out stands to the left. */
export function paintFlags(
  ctx: CanvasRenderingContext2D,
  area: Area,
  flags: readonly Flag[],
  steps: Steps,
  theme: Theme,
): void {
  ctx.save();
  ctx.font = `600 12px ${theme.font}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  for (const { step, label, rescue } of flags) {
    if (step < steps.from || step > steps.to) continue;
    const x = Math.round(xFromStep(step, steps, area));
    const width = ctx.measureText(label).width + 14;
    const flips = x + width > area.x + area.width && x - width >= area.x;
    const left = flips ? x - width : x - 1;
    ctx.fillStyle = rescue ? theme.life : theme.ink;
    ctx.fillRect(x - 0.75, area.y, 1.5, area.height);
    ctx.beginPath();
    ctx.roundRect(left, area.y - FLAG_HEIGHT + 2, width, FLAG_HEIGHT, 4);
    ctx.fill();
    ctx.fillStyle = rescue ? theme.onLife : theme.page;
    ctx.fillText(label, left + 7, area.y - FLAG_HEIGHT / 2 + 2.5);
  }
  ctx.restore();
}

/** Paints the playhead at a step: a line over `area`, with a knob of 7 pixels round its upper end. */
export function paintPlayhead(
  ctx: CanvasRenderingContext2D,
  area: Area,
  step: number,
  steps: Steps,
  theme: Theme,
): void {
  const x = xFromStep(step, steps, area);
  ctx.save();
  ctx.fillStyle = theme.accent;
  ctx.strokeStyle = theme.panel;
  ctx.lineWidth = 2;
  ctx.fillRect(x - 1, area.y, 2, area.height);
  ctx.beginPath();
  ctx.arc(x, area.y, 6, 0, 2 * Math.PI);
  ctx.stroke();
  ctx.fill();
  ctx.restore();
}
