// Pictures over the input plane: bitmaps, lines, hatching. The network is network.ts, what it says surface.ts.
import type { View } from '../../wasm/src/types.js';
import type { Theme } from './palette.js';

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

/** Square pictures of values in colours, kept on one canvas that is made once and grows when it must. */
export class Bitmap {
  readonly #canvas = new OffscreenCanvas(1, 1);
  #size = 0;
  #kept: { data: Uint32Array; image: ImageData } | undefined;

  /**
   * Fills the bitmap with `count` pictures of size² values each, row-major, first row the smallest x₂.
   *
   * @param colour RGBA, as ImageData stores it, of a value; which picture it is of, and its place among all values
   */
  fill(
    values: Float32Array,
    count: number,
    size: number,
    colour: (value: number, picture: number, index: number) => number,
  ): void {
    if (count * size === 0) return;
    const width = size * Math.min(ROW, count);
    const height = size * Math.ceil(count / ROW);
    const { data, image } = this.#image(width, height);
    for (let picture = 0, index = 0; picture < count; ++picture) {
      const corner = Math.floor(picture / ROW) * size * width + (picture % ROW) * size;
      for (let y = size - 1; y >= 0; --y)
        for (let x = 0; x < size; ++x, ++index)
          data[corner + y * width + x] = colour(values[index] ?? 0, picture, index);
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
