// The network on its stage, and the door to its painting: inputs here, edges.ts, neuron.ts, brackets.ts; places are places.ts.
import { paintBrackets } from './brackets.js';
import { paintBeads, paintEdges } from './edges.js';
import { DEAD } from './glyphs.js';
import { lookAt, type Change } from './motion.js';
import { paintEvent, paintFocus, paintUnit } from './neuron.js';
import { heatColour, type Theme } from './palette.js';
import type { Places, Point } from './places.js';
import type { NetworkScene } from './scene.js';

export { NetworkScene } from './scene.js';

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
}

/** Paints the network on a stage that is clear. `now` is the clock of the changes, in milliseconds. */
export function paintNetwork(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  places: Places,
  theme: Theme,
  now: number,
  { changes = [], reduced = false, flow, selected = -1, bracketed = [] }: NetworkOptions = {},
): void {
  scene.colour(theme);
  const looks = Array.from(scene.states, (state, unit) => {
    const own = changes.filter((change) => change.unit === unit);
    return lookAt(state === DEAD, own, now, reduced);
  });
  ctx.save();
  ctx.lineCap = 'butt';
  ctx.lineJoin = 'round';
  paintEdges(ctx, scene, places, looks, theme, selected);
  if (flow !== undefined && !reduced) paintBeads(ctx, scene, places, looks, theme, flow);
  places.inputs.forEach((place, f) => paintInput(ctx, place, places.tile, f, scene.inputs, theme));
  places.units.forEach((place, unit) => {
    const look = looks[unit];
    if (look) paintUnit(ctx, scene, unit, place, places.radius, look, theme, reduced);
  });
  places.units.forEach((place, unit) => {
    const look = looks[unit];
    if (look) paintEvent(ctx, scene, unit, place, places.radius, look, theme);
  });
  paintBrackets(ctx, places, bracketed, theme);
  const place = places.units[selected];
  if (place) paintFocus(ctx, place, places.radius, theme);
  ctx.restore();
}

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
