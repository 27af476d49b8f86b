// The data as points: filled where they train, hollow where they test, ringed where the network is wrong.
// What lies under them is surface.ts and curve.ts.
import type { Data } from '../../wasm/src/types.js';
import { circleText, outline } from './outline.js';
import { CLASSES, heatColour, type Theme } from './palette.js';
import { classOf, isWrong, type Task } from './task.js';

/** Corners of a regular polygon on the unit circle, from `start` quarter turns on; `inner` draws every second one in. */
const polygon = (corners: number, start: number, size: number, inner = 1): [number, number][] =>
  Array.from({ length: corners }, (_, k) => {
    const angle = (start * Math.PI) / 2 + (2 * Math.PI * k) / corners;
    const radius = size * (k % 2 ? inner : 1);
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });

/** Shapes of classes where there are more than two, of about one size. */
const SHAPES = [
  polygon(24, 0, 1),
  polygon(4, -1, 1.28),
  polygon(3, -1, 1.45),
  polygon(4, 0.5, 1.25),
  polygon(3, 1, 1.45),
  polygon(10, -1, 1.6, 0.45),
  polygon(6, 0, 1.2),
  polygon(8, 0, 1.6, 0.4),
];

/** The sign of class `index` of several as SVG path data round the origin. Shapes and colours come again after eight. */
export function classSign(index: number, radius: number): { path: string; colour: string } {
  const shape = SHAPES[(index + Math.floor(index / SHAPES.length)) % SHAPES.length] ?? [];
  const corners = shape.map(([x, y]) => `${(radius * x).toFixed(2)} ${(radius * y).toFixed(2)}`);
  return { path: `M${corners.join('L')}Z`, colour: CLASSES[index % CLASSES.length] ?? '' };
}

/** How the points of a picture look. */
export interface PointStyle {
  task: Task;
  /** [rows x outputs] */
  predictions: Float32Array;
  radius: number;
  theme: Theme;
  /** The heat, in [-1, 1], that a row's target has; only of values on a plane. */
  heat?: (row: number) => number;
}

/** Paints every row of `data` at its `place` on the canvas. */
export function paintPoints(
  ctx: CanvasRenderingContext2D,
  data: Data,
  place: (row: number) => readonly [number, number],
  { task, predictions, radius, theme, heat }: PointStyle,
): void {
  const signs = new Map<number, { colour: string; whole: Path2D; middle: Path2D }>();
  const signOf = (index: number) => {
    const { path, colour } = classSign(index, radius);
    const sign = { colour, whole: outline(path), middle: outline(classSign(index, MIDDLE * radius).path) };
    signs.set(index, sign);
    return sign;
  };
  const whole = disc(radius);
  const middle = disc(MIDDLE * radius);
  const diamond = outline(classSign(1, radius).path);
  const ring = disc(radius + 2.6);
  ctx.save();
  ctx.lineJoin = 'miter';
  const rows = data.trainCount + data.testCount;
  for (let row = 0; row < rows; ++row) {
    const [x, y] = place(row);
    ctx.save();
    ctx.translate(x, y);
    if (isWrong(task, data, predictions, row)) paintRing(ctx, ring, theme);
    const hollow = row >= data.trainCount;
    const index = classOf(data, row);
    if (task === 'classes') paintOutlined(ctx, signs.get(index) ?? signOf(index), hollow, theme);
    else if (heat) paintOutlined(ctx, { colour: heatColour(theme, heat(row)), whole, middle }, hollow, theme);
    else if (task === 'values' || index > 0.5) paintPlain(ctx, whole, theme.pointA, hollow, theme);
    else paintPlain(ctx, diamond, theme.pointB, hollow, theme);
    ctx.restore();
  }
  ctx.restore();
}

/** How much of a hollow point its colour keeps in the middle. */
const MIDDLE = 0.45;

const disc = (radius: number): Path2D => outline(circleText(0, 0, radius));

function paintRing(ctx: CanvasRenderingContext2D, ring: Path2D, theme: Theme): void {
  ctx.strokeStyle = theme.ink;
  ctx.fillStyle = theme.pointEdge;
  ctx.globalAlpha = 0.55;
  ctx.fill(ring);
  ctx.globalAlpha = 1;
  ctx.lineWidth = 1.5;
  ctx.stroke(ring);
}

/** A colour that the ground never has: an edge of the ground's lightness is enough. */
function paintPlain(ctx: CanvasRenderingContext2D, sign: Path2D, colour: string, hollow: boolean, theme: Theme): void {
  ctx.lineWidth = 1.4;
  ctx.strokeStyle = hollow ? colour : theme.pointEdge;
  ctx.fillStyle = hollow ? theme.pointEdge : colour;
  if (hollow) ctx.fill(sign);
  ctx.stroke(sign);
  if (!hollow) ctx.fill(sign);
}

/** A colour that the ground may have too: ink stands round it, and a hollow one keeps it in its middle. */
function paintOutlined(
  ctx: CanvasRenderingContext2D,
  { colour, whole, middle }: { colour: string; whole: Path2D; middle: Path2D },
  hollow: boolean,
  theme: Theme,
): void {
  ctx.lineWidth = 1.2;
  ctx.strokeStyle = theme.ink;
  ctx.fillStyle = hollow ? theme.pointEdge : colour;
  ctx.fill(whole);
  ctx.stroke(whole);
  ctx.fillStyle = colour;
  if (hollow) ctx.fill(middle);
}
