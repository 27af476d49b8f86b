// What the network says over the input plane: heat of one output or regions of classes, lines, points. Of one input it
// is curve.ts.
import type { Data, Frame, View } from '../../wasm/src/types.js';
import { contours, inLogit, type Crossing } from './contour.js';
import { Bitmap, inPlane, paintHatching, tracePoints, type Bounds, type Box, type UnitLine } from './field.js';
import { heatStep, shadeOf, type Theme } from './palette.js';
import { paintPoints } from './points.js';
import { likeliest, targetRange, taskOf, type Task } from './task.js';

/** How strong the end of an output's range is in the heat map: the points in it must be told from it. */
const STRONGEST = 0.8;

const straight: Crossing = (upper, lower) => upper / (upper - lower);

/** What the network says, kept between two frames. One for every surface on a page. */
export class SurfaceScene {
  readonly #bitmap = new Bitmap();
  #painted: Theme | undefined;
  #task: Task = 'two classes';
  #values: Float32Array = new Float32Array(0);
  #outputs = 1;
  #size = 0;
  #bounds: Bounds = [-1, 1, -1, 1];
  #range = { low: 0, high: 1 };
  #decision: Float32Array[] = [];
  #predictions: Float32Array = new Float32Array(0);

  /** Takes a frame to be painted from now on, and the data that it was trained with. */
  show(frame: Frame, view: View, data: Data): void {
    this.#task = taskOf(frame, data);
    this.#range = targetRange(data, this.#task);
    this.#outputs = data.outputs;
    this.#values = frame.surface;
    this.#size = view.surfaceResolution;
    this.#bounds = view.surfaceBounds;
    this.#predictions = frame.predictions;
    this.#painted = undefined;
    this.#decision = data.features === 2 ? this.#borders() : [];
  }

  get task(): Task {
    return this.#task;
  }

  get bounds(): Bounds {
    return this.#bounds;
  }

  /** [outputs x size²], of one input [outputs x size]. */
  get values(): Float32Array {
    return this.#values;
  }

  /** Values along a side of the picture; 0: there is none. */
  get size(): number {
    return this.#size;
  }

  /** Lines between what the network calls one class and another, over the input plane. */
  get decision(): readonly Float32Array[] {
    return this.#decision;
  }

  get predictions(): Float32Array {
    return this.#predictions;
  }

  /** The heat of a value of the first output: the targets' range reaches from end to end. */
  heatOf(value: number): number {
    const { low, high } = this.#range;
    return STRONGEST * Math.max(-1, Math.min(1, (2 * (value - low)) / (high - low) - 1));
  }

  /** Draws the heat, hatched where the theme asks for it, or the regions of the classes. */
  drawGround(ctx: CanvasRenderingContext2D, box: Box, theme: Theme): void {
    if (this.#painted !== theme) {
      const regions = (_: number, __: number, cell: number): number => this.#shade(cell, theme);
      const heat = (value: number): number => theme.heat[heatStep(this.heatOf(value))] ?? 0;
      this.#bitmap.fill(this.#values, 1, this.#size, this.#task === 'classes' ? regions : heat);
      this.#painted = theme;
    }
    this.#bitmap.draw(ctx, 0, box);
    const middle = (this.#range.low + this.#range.high) / 2;
    if (theme.hatched && this.#task !== 'classes') paintHatching(ctx, box, this.#values, 0, this.#size, middle, theme);
  }

  /** The colour of a cell: its class, the fuller the surer the network is. */
  #shade(cell: number, theme: Theme): number {
    const area = this.#size ** 2;
    const best = likeliest(this.#values, cell, this.#outputs, area);
    const even = 1 / this.#outputs;
    const certainty = ((this.#values[best * area + cell] ?? 0) - even) / (1 - even);
    return shadeOf(theme, best, Math.max(0, Math.min(1, certainty)));
  }

  #borders(): Float32Array[] {
    if (this.#task === 'values') return [];
    if (this.#task === 'two classes')
      return contours(this.#values, 0, this.#size, 0.5, inLogit).map((line) => this.#inPlane(line));
    return Array.from({ length: this.#outputs }, (_, k) =>
      contours(this.#lead(k), 0, this.#size, 0, straight).map((line) => this.#inPlane(line)),
    ).flat();
  }

  /** [size²] by how much class `k` is ahead of the likeliest other, in logarithms: straight where the network is. */
  #lead(k: number): Float32Array {
    const area = this.#size ** 2;
    const log = (output: number, cell: number): number =>
      Math.log(Math.max(1e-9, this.#values[output * area + cell] ?? 0));
    return Float32Array.from({ length: area }, (_, cell) => {
      let other = -Infinity;
      for (let output = 0; output < this.#outputs; ++output)
        if (output !== k) other = Math.max(other, log(output, cell));
      return log(k, cell) - other;
    });
  }

  #inPlane(line: Float32Array): Float32Array {
    return inPlane(line, this.#size, this.#bounds);
  }
}

/** What a surface shows besides its ground, decision and points. */
export interface SurfaceOptions {
  /** Lines of hidden units; none by default. */
  lines?: readonly UnitLine[];
  /** Radius of the corners. */
  corner?: number;
}

/** Points are smaller in small surfaces, so that they stay apart. */
export const pointRadius = ({ size }: Box): number => 3.1 * Math.min(1, Math.max(0.8, size / 300));

/** Paints what the network says over two inputs: ground, units' lines, decision line, points, rings round the wrong. */
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
  scene.drawGround(ctx, box, theme);
  ctx.lineJoin = ctx.lineCap = 'round';
  ctx.strokeStyle = theme.ink;
  const thin = Math.min(1, 24 / lines.length); // a crowd of lines must not hide the points
  for (const { points, last } of lines) {
    styleUnitLine(ctx, last, thin);
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
  const [left, right, bottom, top] = scene.bounds;
  const heat = (row: number): number => scene.heatOf(data.targets[row * data.outputs] ?? 0);
  paintPoints(
    ctx,
    data,
    (row) => [
      box.x + (((data.inputs[2 * row] ?? 0) - left) / (right - left)) * box.size,
      box.y + box.size - (((data.inputs[2 * row + 1] ?? 0) - bottom) / (top - bottom)) * box.size,
    ],
    {
      task: scene.task,
      predictions: scene.predictions,
      radius: pointRadius(box),
      theme,
      ...(scene.task === 'values' ? { heat } : {}),
    },
  );
  ctx.restore();
  paintFrame(ctx, box, theme, corner);
}

/** How the line of a hidden unit is drawn: of the last layer solid, of earlier ones dashed and fainter. */
export function styleUnitLine(ctx: CanvasRenderingContext2D, last: boolean, thin: number): void {
  ctx.globalAlpha = thin * (last ? 0.34 : 0.16);
  ctx.lineWidth = last ? 1.1 : 0.8;
  ctx.setLineDash(last ? [] : [5, 4]);
}

/** The hairline round a surface. */
export function paintFrame(ctx: CanvasRenderingContext2D, box: Box, theme: Theme, corner: number): void {
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(box.x + 0.5, box.y + 0.5, box.size - 1, box.size - 1, corner - 0.5);
  ctx.stroke();
}
