// The network on its stage, and the door to its painting: inputs here, edges.ts, neuron.ts, brackets.ts, of large ones
// small.ts and bars.ts; places are places.ts.
import { paintDeadBars, paintGradientBars } from './bars.js';
import { paintBrackets } from './brackets.js';
import { paintBeads, paintEdges, type EdgeGround } from './edges.js';
import { DEAD, type GlyphSheet } from './glyphs.js';
import { lookAt, type Change, type Look } from './motion.js';
import { paintEvent, paintFocus, paintUnit } from './neuron.js';
import { heatColour, type Theme } from './palette.js';
import type { Places, Point } from './places.js';
import type { NetworkScene } from './scene.js';
import { glyphSize, paintLens, paintSmallUnit, type Label } from './small.js';

export { EdgeGround } from './edges.js';
export { NetworkScene } from './scene.js';
export type { Label } from './small.js';

/** What moves, and what is pointed at. */
export interface NetworkOptions {
  changes?: readonly Change[];
  /** The reader wants no motion. */
  reduced?: boolean;
  /** Clock of the gradient's beads in milliseconds; it stands still while the run does. Absent: no beads. */
  flow?: number;
  /** The unit that is pointed at or has the focus: it is ringed, and edges of others step back. */
  selected?: number;
  /** Units that stand between brackets. */
  bracketed?: readonly number[];
  /** What a lens over the selected one says where discs are small. */
  label?: Label;
  /** Pictures kept from one painting of a large network to the next, and pixels of the screen in a CSS pixel. */
  kept?: { glyphs: GlyphSheet; ground: EdgeGround; density: number };
  /** Bars above and below each layer, with the gradients' norms by layer where they are known. */
  bars?: { gradients: readonly (number | null)[] | null };
}

/** Paints the network on a stage that is clear. `now` is the clock of the changes, in milliseconds. */
export function paintNetwork(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  places: Places,
  theme: Theme,
  now: number,
  { changes = [], reduced = false, flow, selected = -1, bracketed = [], label, kept, bars }: NetworkOptions = {},
): void {
  scene.colour(theme, places.small);
  const looks = looksOf(scene.states, changes, now, reduced);
  ctx.save();
  if (places.close) clipToBand(ctx, places);
  ctx.lineCap = 'butt';
  ctx.lineJoin = 'round';
  const ground = kept && { picture: kept.ground, density: kept.density, now };
  paintEdges(ctx, scene, places, looks, theme, selected, ground);
  if (flow !== undefined && !reduced) paintBeads(ctx, scene, places, looks, theme, flow);
  places.inputs.forEach((place, f) => paintInput(ctx, place, places.tile, f, scene.inputs, theme));
  if (places.small) kept?.glyphs.prepare(glyphSize(places.radius), kept.density, theme);
  places.units.forEach((place, unit) => {
    const look = looks[unit];
    if (!look || !isOnStage(place, places)) return;
    if (places.small) paintSmallUnit(ctx, scene, unit, place, places.radius, look, theme, kept?.glyphs);
    else paintUnit(ctx, scene, unit, place, places.radius, look, theme, reduced);
  });
  places.units.forEach((place, unit) => {
    const look = looks[unit];
    if (look) paintEvent(ctx, scene, unit, place, places.radius, look, theme);
  });
  paintBrackets(ctx, places, bracketed, theme);
  const place = places.units[selected];
  const look = looks[selected];
  if (place) paintFocus(ctx, place, places.radius, theme);
  ctx.restore();
  if (bars) paintDeadBars(ctx, places, scene.states, looks, theme);
  if (bars?.gradients) paintGradientBars(ctx, places, bars.gradients, theme);
  if (look && label && places.small) paintLens(ctx, scene, selected, places, look, theme, label);
}

/** How each unit looks: those that change are few, and one look serves all the others of its kind. */
function looksOf(states: Uint8Array, changes: readonly Change[], now: number, reduced: boolean): Look[] {
  const [alive, dead] = [lookAt(false, [], now, reduced), lookAt(true, [], now, reduced)];
  const looks = Array.from(states, (state) => (state === DEAD ? dead : alive));
  for (const unit of new Set(changes.map((change) => change.unit))) {
    const own = changes.filter((change) => change.unit === unit);
    if (unit < looks.length) looks[unit] = lookAt(states[unit] === DEAD, own, now, reduced);
  }
  return looks;
}

/** Closer by, nothing is painted over the layers' names and bars, nor up to the surface beside. */
function clipToBand(ctx: CanvasRenderingContext2D, { band, width, height, vertical }: Places): void {
  ctx.beginPath();
  if (vertical) ctx.rect(0, 0, width, height);
  else ctx.rect(0, band[0], width - HEM, band[1] - band[0]);
  ctx.clip();
}

const HEM = 16;

const isOnStage = ({ x, y }: Point, { width, height, radius }: Places): boolean =>
  x > -2 * radius && x < width + 2 * radius && y > -2 * radius && y < height + 2 * radius;

/** An input is a picture of itself: the first grows to the right, the second upwards. More than two have no plane. */
function paintInput(
  ctx: CanvasRenderingContext2D,
  { x, y }: Point,
  tile: number,
  feature: number,
  inputs: number,
  theme: Theme,
): void {
  const half = tile / 2;
  const gradient =
    feature === 1
      ? ctx.createLinearGradient(0, y + half, 0, y - half)
      : ctx.createLinearGradient(x - half, 0, x + half, 0);
  for (const step of [0, 0.25, 0.5, 0.75, 1]) gradient.addColorStop(step, heatColour(theme, 0.85 * (2 * step - 1)));
  ctx.fillStyle = inputs <= 2 ? gradient : theme.sunk;
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(x - half + 0.5, y - half + 0.5, Math.max(1, tile - 1), Math.max(1, tile - 1), 0.12 * tile);
  ctx.fill();
  ctx.stroke();
  if (tile < LABELLED) return;

  const size = Math.max(9, 0.31 * tile);
  ctx.fillStyle = theme.ink;
  ctx.textBaseline = 'alphabetic';
  ctx.textAlign = inputs === 1 ? 'center' : 'right';
  ctx.font = `700 ${size}px ${theme.font}`;
  ctx.fillText('x', inputs === 1 ? x : x + 0.12 * size, y + 0.3 * size);
  if (inputs === 1) return;
  ctx.textAlign = 'left';
  ctx.font = `700 ${0.66 * size}px ${theme.font}`;
  ctx.fillText(String(feature + 1), x + 0.16 * size, y + 0.44 * size);
}

/** Side of an input's picture from which on its name has room. */
const LABELLED = 18;
