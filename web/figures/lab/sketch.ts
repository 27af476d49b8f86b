// Points that the reader paints: two classes on a square of the input plane. The dialog round it is own.ts.
import { paintPoints } from '../../drawing/points.js';
import type { Theme } from '../../drawing/palette.js';
import type { Data } from '../../../wasm/src/types.js';
import { clearedCanvas } from '../canvas.js';

/** What a stroke does: adds points of a class, or takes points away. */
export type Brush = 'a' | 'b' | 'eraser';

/** The square of input plane that is painted on. */
const SIDE = 1.2;
/** Least distance between two points of a stroke, and the eraser's reach, in units of the plane. */
const APART = 0.07;
const REACH = 0.12;
/** How far a key moves the brush. */
const STRIDE = 0.1;

interface Point {
  x: number;
  y: number;
  target: 0 | 1;
}

export class Sketch {
  brush: Brush = 'a';
  #points: Point[] = [];
  #at = { x: 0, y: 0 };
  #keyed = false;
  readonly #changed: () => void;

  /** @param changed called after every change, to have it painted */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Points of class A and of class B. */
  get counts(): { a: number; b: number } {
    const a = this.#points.filter(({ target }) => target === 1).length;
    return { a, b: this.#points.length - a };
  }

  /** The points as data of a Scenario. */
  get data(): { name: 'custom'; inputs: number[][]; targets: number[]; testFraction: 0 } {
    return {
      name: 'custom',
      inputs: this.#points.map(({ x, y }) => [x, y].map((value) => Math.round(1000 * value) / 1000)),
      targets: this.#points.map(({ target }) => target),
      testFraction: 0,
    };
  }

  /** Begins with the points of `data` where they are two classes on a plane. */
  begin(data: Data): void {
    this.#points = [];
    const rows = data.trainCount + data.testCount;
    const classes =
      data.features === 2 && data.outputs === 1 && data.targets.every((value) => value === 0 || value === 1);
    for (let row = 0; classes && row < Math.min(rows, 1000); ++row) {
      const [x = 0, y = 0] = data.inputs.subarray(2 * row, 2 * row + 2);
      if (Math.max(Math.abs(x), Math.abs(y)) <= 1.5 * SIDE)
        this.#points.push({ x, y, target: data.targets[row] === 1 ? 1 : 0 });
    }
    this.#changed();
  }

  clear(): void {
    this.#points = [];
    this.#changed();
  }

  /** Paints along a pointer that is down. */
  stroke(event: PointerEvent): void {
    const canvas = event.currentTarget as HTMLCanvasElement;
    if (event.type === 'pointerdown') canvas.setPointerCapture(event.pointerId);
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const box = canvas.getBoundingClientRect();
    this.#keyed = false;
    this.#at = {
      x: SIDE * ((2 * (event.clientX - box.left)) / box.width - 1),
      y: SIDE * (1 - (2 * (event.clientY - box.top)) / box.height),
    };
    this.#apply();
  }

  /** Moves the brush by arrows and applies it by Enter or Space. */
  press(event: KeyboardEvent): void {
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-STRIDE, 0],
      ArrowRight: [STRIDE, 0],
      ArrowUp: [0, STRIDE],
      ArrowDown: [0, -STRIDE],
    };
    const way = ways[event.key];
    if (!way && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    this.#keyed = true;
    const inside = (value: number): number => Math.max(-SIDE, Math.min(SIDE, value));
    if (way) this.#at = { x: inside(this.#at.x + way[0]), y: inside(this.#at.y + way[1]) };
    else this.#apply();
    this.#changed();
  }

  /** Paints the points, and the brush where keys move it. */
  paint(canvas: HTMLCanvasElement, theme: Theme): void {
    const surface = clearedCanvas(canvas);
    if (!surface) return;
    const { ctx, width, height } = surface;
    const place = ({ x, y }: { x: number; y: number }): [number, number] => [
      (width * (x / SIDE + 1)) / 2,
      (height * (1 - y / SIDE)) / 2,
    ];
    ctx.fillStyle = theme.sunk;
    ctx.fillRect(0, 0, width, height);
    ctx.strokeStyle = theme.line;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.moveTo(width / 2, 0);
    ctx.lineTo(width / 2, height);
    ctx.moveTo(0, height / 2);
    ctx.lineTo(width, height / 2);
    ctx.stroke();
    const targets = Float32Array.from(this.#points, ({ target }) => target);
    const data = { inputs: targets, targets, features: 2, outputs: 1, trainCount: targets.length, testCount: 0 };
    const style = { task: 'two classes', predictions: targets, radius: 3.6, theme } as const;
    paintPoints(ctx, data, (row) => place(this.#points[row] ?? this.#at), style);
    if (!this.#keyed) return;
    const [x, y] = place(this.#at);
    ctx.strokeStyle = theme.accent;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.arc(x, y, 9, 0, 2 * Math.PI);
    ctx.stroke();
  }

  #apply(): void {
    const { x, y } = this.#at;
    const near =
      (reach: number) =>
      (point: Point): boolean =>
        Math.hypot(point.x - x, point.y - y) < reach;
    if (this.brush === 'eraser') this.#points = this.#points.filter((point) => !near(REACH)(point));
    else if (!this.#points.some(near(APART))) this.#points.push({ x, y, target: this.brush === 'a' ? 1 : 0 });
    this.#changed();
  }
}
