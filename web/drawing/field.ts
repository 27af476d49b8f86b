// Pictures over the input plane: heat bitmaps, and the surface with its lines and points. The network is network.ts.
import type { Data, Frame, View } from '../../wasm/src/types.js';
import { contours, inLogit } from './contour.js';
import { heatStep, type Theme } from './palette.js';

/** A square on the canvas, in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  size: number;
}

/** [x1min, x1max, x2min, x2max] of the input plane. */
export type Bounds = View['unitBounds'];

/** Where a hidden unit's sum is zero, for the surface. */
export interface UnitLine {
  /** Points one after another in the input plane: [x1, x2, x1, x2, ...]. */
  points: Float32Array;
  /** Whether the unit is of the last hidden layer. */
  last: boolean;
}

/** Pictures a row of a bitmap that holds many: browsers bound a canvas's height. */
const ROW = 16;

/** Square pictures in heat colours, kept on one canvas that is made once and grows when it must. */
export class HeatBitmap {
  readonly #canvas = new OffscreenCanvas(1, 1);
  #size = 0;
  #kept: { data: Uint32Array; image: ImageData } | undefined;

  /**
   * Fills the bitmap with `count` pictures of size² values each, row-major, first row the smallest x₂.
   *
   * @param step the heat map's step of a value, and which picture it is of
   */
  fill(
    values: Float32Array,
    count: number,
    size: number,
    theme: Theme,
    step: (value: number, picture: number) => number,
  ): void {
    const width = size * Math.min(ROW, count);
    const height = size * Math.ceil(count / ROW);
    const { data, image } = this.#image(width, height);
    for (let picture = 0, index = 0; picture < count; ++picture) {
      const corner = Math.floor(picture / ROW) * size * width + (picture % ROW) * size;
      for (let y = size - 1; y >= 0; --y)
        for (let x = 0; x < size; ++x, ++index)
          data[corner + y * width + x] = theme.heat[step(values[index] ?? 0, picture)] ?? 0;
    }
    this.#size = size;
    this.#canvas.getContext('2d')?.putImageData(image, 0, 0);
  }

  /** Draws one of the pictures into a box. */
  draw(ctx: CanvasRenderingContext2D, picture: number, { x, y, size }: Box): void {
    const left = (picture % ROW) * this.#size;
    const top = Math.floor(picture / ROW) * this.#size;
    ctx.drawImage(this.#canvas, left, top, this.#size, this.#size, x, y, size, size);
  }

  #image(width: number, height: number): { data: Uint32Array; image: ImageData } {
    if (this.#kept?.image.width === width && this.#kept.image.height === height) return this.#kept;
    this.#canvas.width = width;
    this.#canvas.height = height;
    const image = new ImageData(width, height);
    return (this.#kept = { image, data: new Uint32Array(image.data.buffer) });
  }
}

/** Adds a line over the input plane to the path; `bounds` is what `box` shows of the plane. */
export function tracePoints(
  ctx: CanvasRenderingContext2D,
  points: Float32Array,
  bounds: Bounds,
  { x, y, size }: Box,
): void {
  const [left, right, bottom, top] = bounds;
  const across = size / (right - left);
  const up = size / (top - bottom);
  for (let k = 0; k + 1 < points.length; k += 2) {
    const px = x + ((points[k] ?? 0) - left) * across;
    const py = y + size - ((points[k + 1] ?? 0) - bottom) * up;
    if (k) ctx.lineTo(px, py);
    else ctx.moveTo(px, py);
  }
}

/** A contour, which counts in cells of its picture, as a line over the input plane. */
export function inPlane(line: Float32Array, size: number, [left, right, bottom, top]: Bounds): Float32Array {
  return line.map((cell, k) =>
    k % 2 ? bottom + (cell * (top - bottom)) / size : left + (cell * (right - left)) / size,
  );
}

/** What the network says over the input plane, kept between two frames. One for every surface on a page. */
export class SurfaceScene {
  readonly #bitmap = new HeatBitmap();
  #painted: Theme | undefined;
  #values: Float32Array = new Float32Array(0);
  #size = 0;
  #bounds: Bounds = [-1, 1, -1, 1];
  #decision: Float32Array[] = [];
  #predictions: Float32Array = new Float32Array(0);

  /** Takes a frame to be painted from now on. */
  show(frame: Frame, view: View): void {
    this.#values = frame.surface;
    this.#size = view.surfaceResolution;
    this.#bounds = view.surfaceBounds;
    this.#predictions = frame.predictions;
    this.#painted = undefined;
    this.#decision = contours(frame.surface, 0, this.#size, 0.5, inLogit).map((line) =>
      inPlane(line, this.#size, this.#bounds),
    );
  }

  get bounds(): Bounds {
    return this.#bounds;
  }

  /** Lines where the network says neither, over the input plane. */
  get decision(): readonly Float32Array[] {
    return this.#decision;
  }

  get predictions(): Float32Array {
    return this.#predictions;
  }

  /** Draws the heat, hatched where the theme asks for it. */
  drawHeat(ctx: CanvasRenderingContext2D, box: Box, theme: Theme): void {
    if (!this.#size) return;
    if (this.#painted !== theme) {
      this.#bitmap.fill(this.#values, 1, this.#size, theme, (value) => heatStep(0.8 * (2 * value - 1)));
      this.#painted = theme;
    }
    this.#bitmap.draw(ctx, 0, box);
    if (theme.hatched) paintHatching(ctx, box, this.#values, 0, this.#size, 0.5, theme);
  }
}

/** Whether the network has a row on the wrong side of one half. */
export const isWrong = (prediction: number, target: number): boolean => prediction > 0.5 !== target > 0.5;

/** Pixels between two lines of the hatching. */
const HATCH = 6;

/** Hatches where values are below `level`: 45 degrees, 1 px every 6. */
export function paintHatching(
  ctx: CanvasRenderingContext2D,
  { x, y, size }: Box,
  values: Float32Array,
  from: number,
  resolution: number,
  level: number,
  theme: Theme,
): void {
  const cell = size / resolution;
  const below = (px: number, py: number): boolean => {
    const column = Math.min(resolution - 1, Math.floor(px / cell));
    const row = Math.min(resolution - 1, Math.floor((size - py) / cell));
    return (values[from + row * resolution + column] ?? level) < level;
  };
  ctx.beginPath();
  for (let offset = HATCH; offset < 2 * size; offset += HATCH) {
    const end = Math.min(offset, size);
    for (let px = Math.max(0, offset - size); px < end; px += 2)
      if (below(px, offset - px)) {
        ctx.moveTo(x + px, y + offset - px);
        ctx.lineTo(x + Math.min(px + 2, end), y + offset - Math.min(px + 2, end));
      }
  }
  ctx.strokeStyle = theme.ink;
  ctx.lineWidth = 1;
  ctx.stroke();
}

/** What a surface shows besides heat, decision and points. */
export interface SurfaceOptions {
  /** Lines of hidden units; none by default. */
  lines?: readonly UnitLine[];
  /** Radius of the corners. */
  corner?: number;
}

/**
 * Paints what the network says: heat, units' lines, decision line, points, and rings round the wrong ones.
 * Class A (target 1) is a disc, class B (target 0) a diamond; rows of the test set are hollow.
 *
 * @param data a binary target a row, two features
 */
export function paintSurface(
  ctx: CanvasRenderingContext2D,
  box: Box,
  scene: SurfaceScene,
  data: Data,
  theme: Theme,
  { lines = [], corner = 12 }: SurfaceOptions = {},
): void {
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(box.x, box.y, box.size, box.size, corner);
  ctx.clip();
  ctx.fillStyle = theme.sunk;
  ctx.fillRect(box.x, box.y, box.size, box.size);
  scene.drawHeat(ctx, box, theme);
  ctx.lineJoin = ctx.lineCap = 'round';
  ctx.strokeStyle = theme.ink;
  const thin = Math.min(1, 24 / lines.length); // a crowd of lines must not hide the points
  for (const { points, last } of lines) {
    ctx.globalAlpha = thin * (last ? 0.34 : 0.16);
    ctx.lineWidth = last ? 1.1 : 0.8;
    ctx.setLineDash(last ? [] : [5, 4]);
    ctx.beginPath();
    tracePoints(ctx, points, scene.bounds, box);
    ctx.stroke();
  }
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
  ctx.lineWidth = 2.4;
  ctx.beginPath();
  for (const line of scene.decision) tracePoints(ctx, line, scene.bounds, box);
  ctx.stroke();
  paintPoints(ctx, box, scene, data, theme);
  ctx.restore();

  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(box.x + 0.5, box.y + 0.5, box.size - 1, box.size - 1, corner - 0.5);
  ctx.stroke();
}

function paintPoints(ctx: CanvasRenderingContext2D, box: Box, scene: SurfaceScene, data: Data, theme: Theme): void {
  const [left, right, bottom, top] = scene.bounds;
  const radius = 3.1 * Math.min(1, Math.max(0.8, box.size / 300)); // smaller in small surfaces, that points stay apart
  const rows = data.inputs.length / data.features;
  ctx.lineJoin = 'miter';
  for (let s = 0; s < rows; ++s) {
    const x = box.x + (((data.inputs[s * data.features] ?? 0) - left) / (right - left)) * box.size;
    const y = box.y + box.size - (((data.inputs[s * data.features + 1] ?? 0) - bottom) / (top - bottom)) * box.size;
    const target = data.targets[s * data.outputs] ?? 0;
    const colour = target > 0.5 ? theme.pointA : theme.pointB;
    const hollow = s >= data.trainCount;
    if (isWrong(scene.predictions[s * data.outputs] ?? 0, target)) {
      ctx.beginPath();
      ctx.arc(x, y, radius + 2.6, 0, 2 * Math.PI);
      ctx.strokeStyle = theme.ink;
      ctx.fillStyle = theme.pointEdge;
      ctx.globalAlpha = 0.55;
      ctx.fill();
      ctx.globalAlpha = 1;
      ctx.lineWidth = 1.5;
      ctx.stroke();
    }
    ctx.beginPath();
    if (target > 0.5) ctx.arc(x, y, radius, 0, 2 * Math.PI);
    else diamond(ctx, x, y, radius * 1.28);
    ctx.lineWidth = 1.4;
    ctx.strokeStyle = hollow ? colour : theme.pointEdge;
    ctx.fillStyle = hollow ? theme.pointEdge : colour;
    if (hollow) ctx.fill();
    ctx.stroke();
    if (!hollow) ctx.fill();
  }
}

function diamond(ctx: CanvasRenderingContext2D, x: number, y: number, reach: number): void {
  ctx.moveTo(x, y - reach);
  ctx.lineTo(x + reach, y);
  ctx.lineTo(x, y + reach);
  ctx.lineTo(x - reach, y);
  ctx.closePath();
}
