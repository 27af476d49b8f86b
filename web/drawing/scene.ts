// What of a network's frames is kept to be drawn: pictures, zero lines, edges. network.ts paints it; which weights are edges
// is weights.ts.
import type { Frame, View } from '../../wasm/src/types.js';
import { contours, fromLitSide, smoothed } from './contour.js';
import { Bitmap, inPlane, paintHatching, tracePoints, type Bounds, type UnitLine } from './field.js';
import { DEAD } from './glyphs.js';
import { heatColour, type Theme } from './palette.js';
import { edgesOf, edgesOfUnit, type Edge, type Edges } from './weights.js';

/** Units whose zero lines all are drawn over the input plane: of more only that of the one looked at. */
const MOST_LINES = 64;

/** Beads are for networks that a reader can follow; among more edges than this they are dust. */
const MOST_WITH_BEADS = 320;

/** A network's picture, kept between two frames. One for every network on a page. */
export class NetworkScene {
  readonly #bitmap = new Bitmap();
  #painted: Theme | undefined;
  #round = false;
  #frame: Frame | undefined;
  #values: Float32Array = new Float32Array(0);
  #largest = new Float32Array(0);
  #scales: number[] = [];
  #size = 0;
  #bounds: Bounds = [-1, 1, -1, 1];
  #lines: (Float32Array[] | null)[] = [];
  #layerOf: number[] = [];
  #edges: Edges = { edges: [], each: null, leftOut: 0 };
  #near: { unit: number; edges: readonly Edge[] } | null = null;
  #states: Uint8Array = new Uint8Array(0);
  #shares = new Float32Array(0);
  #inputs = 0;

  /** Takes a frame to be painted from now on. A dead unit keeps its last light, which its death drains. */
  show(frame: Frame, view: View): void {
    const units = frame.states.length;
    const hidden = frame.layers.slice(0, -1);
    this.#states = frame.states;
    this.#inputs = frame.layers[0]?.inputs ?? 0;
    this.#layerOf = hidden.flatMap((layer, l) => Array<number>(layer.units).fill(l));
    this.#bounds = view.unitBounds;
    this.#size = view.unitResolution;
    this.#keepPictures(frame, units);
    this.#scales = hidden.map((_, l) => this.#scale(l));
    this.#painted = undefined;
    this.#edges = edgesOf(frame);
    this.#near = null;
    this.#frame = frame;
  }

  #keepPictures({ unitFields, activeFraction }: Frame, units: number): void {
    const area = this.#size ** 2;
    const fields = this.#inputs === 1 ? striped(unitFields, this.#size) : unitFields;
    if (this.#values.length !== units * area || this.#largest.length !== units) {
      this.#values = new Float32Array(units * area);
      this.#largest = new Float32Array(units);
      this.#shares = new Float32Array(units);
      this.#lines = Array<null>(units).fill(null);
    }
    for (let u = 0; u < units; ++u) {
      if (this.#states[u] === DEAD) continue;
      this.#shares[u] = activeFraction[u] ?? 0;
      let largest = 0;
      for (let k = u * area; k < (u + 1) * area; ++k) {
        const value = fields[k] ?? 0;
        this.#values[k] = value;
        if (Math.abs(value) > largest) largest = Math.abs(value);
      }
      this.#largest[u] = largest;
      this.#lines[u] = null;
    }
  }

  /** The 60th percentile of the layer's largest outputs, so that one loud unit does not darken the rest. */
  #scale(l: number): number {
    const maxima = [...this.#largest].filter((value, u) => this.#layerOf[u] === l && value > 0).sort((a, b) => a - b);
    return maxima[Math.floor(0.6 * (maxima.length - 1))] ?? 1;
  }

  get states(): Uint8Array {
    return this.#states;
  }

  /** The share of points that fire a unit; a dead unit keeps its last. */
  share(unit: number): number {
    return this.#shares[unit] ?? 0;
  }

  /** Weakest first. */
  get edges(): readonly Edge[] {
    return this.#edges.edges;
  }

  /** How many edges lead to each neuron where only the strongest are drawn; null where all are. */
  get edgesEach(): number | null {
    return this.#edges.each;
  }

  /** Weights too weak to be drawn, where there are very many: the page says so. */
  get edgesLeftOut(): number {
    return this.#edges.leftOut;
  }

  /** Whether beads of gradient run along the edges. */
  get flows(): boolean {
    return this.#edges.each === null && this.#edges.edges.length <= MOST_WITH_BEADS;
  }

  /** The strongest edges into a unit and out of it, weakest first. */
  edgesOf(unit: number): readonly Edge[] {
    if (this.#near?.unit !== unit) this.#near = { unit, edges: this.#frame ? edgesOfUnit(this.#frame, unit) : [] };
    return this.#near.edges;
  }

  get inputs(): number {
    return this.#inputs;
  }

  /** The zero lines over the input plane of units that are not dead: of all, or among very many of the one looked at. */
  unitLines(selected = -1): UnitLine[] {
    const last = this.#layerOf.at(-1);
    const many = this.#states.length > MOST_LINES;
    return this.#layerOf.flatMap((layer, u) =>
      this.#states[u] === DEAD || (many && u !== selected)
        ? []
        : this.#linesOf(u).map((points) => ({ points, last: many || layer === last })),
    );
  }

  #linesOf(unit: number): readonly Float32Array[] {
    const size = this.#size;
    if (!size) return [];
    return (this.#lines[unit] ??= contours(this.#values, unit * size ** 2, size, 0, fromLitSide).map((line) =>
      inPlane(smoothed(line), size, this.#bounds),
    ));
  }

  /** The direction, in the canvas's angle, in which a unit's light lies. */
  lightAngle(unit: number): number {
    let x = 0;
    let y = 0;
    const middle = (this.#size - 1) / 2;
    for (let row = 0, k = unit * this.#size ** 2; row < this.#size; ++row)
      for (let column = 0; column < this.#size; ++column, ++k) {
        const light = Math.max(0, this.#values[k] ?? 0);
        x += light * (column - middle);
        y += light * (row - middle);
      }
    return Math.atan2(-y, x);
  }

  /** Brings the pictures into the colours of `theme`, cut to discs where `round`; once a frame, theme and cut. */
  colour(theme: Theme, round: boolean): void {
    if (!this.#size || (this.#painted === theme && this.#round === round)) return;
    this.#painted = theme;
    this.#round = round;
    const scales = this.#layerOf.map((l) => 1 / (this.#scales[l] ?? 1));
    const area = this.#size ** 2;
    const mask = round ? roundMask(this.#size) : new Uint32Array(area).fill(0xffffffff);
    this.#bitmap.fill(this.#values, this.#states.length, this.#size, (value, unit, index) => {
      const size = Math.min(1, Math.abs(value) * (scales[unit] ?? 1));
      const step = Math.sign(value) * (TONE[Math.round(size * (TONE.length - 1))] ?? 0);
      return (theme.heat[256 + step] ?? 0) & (mask[index % area] ?? 0);
    });
  }

  /** Draws a unit's picture as a small disc round the origin, without its zero line: `colour` has cut it round. */
  drawSmall(ctx: CanvasRenderingContext2D, unit: number, x: number, y: number, radius: number): void {
    if (this.#size) this.#bitmap.draw(ctx, unit, { x: x - radius, y: y - radius, size: 2 * radius });
  }

  /** Whether units have pictures of their inputs. */
  get pictured(): boolean {
    return this.#size > 0;
  }

  /**
   * Draws a unit's picture with its zero line into the square round the origin. Where there is no picture, of more
   * than two inputs, it is lit evenly by its share.
   */
  drawLight(ctx: CanvasRenderingContext2D, unit: number, radius: number, theme: Theme): void {
    const box = { x: -radius, y: -radius, size: 2 * radius };
    if (!this.#size) {
      ctx.fillStyle = heatColour(theme, 0.85 * this.share(unit));
      ctx.fillRect(box.x, box.y, box.size, box.size);
      return;
    }
    this.#bitmap.draw(ctx, unit, box);
    if (theme.hatched) paintHatching(ctx, box, this.#values, unit * this.#size ** 2, this.#size, 0, theme);
    const lines = this.#linesOf(unit);
    if (lines.length === 0) return;
    ctx.beginPath();
    for (const line of lines) tracePoints(ctx, line, this.#bounds, box);
    ctx.strokeStyle = theme.ink;
    ctx.lineWidth = Math.max(1, 0.035 * radius);
    ctx.globalAlpha *= 0.55;
    ctx.stroke();
  }
}

/** Pictures of one input: each row of values again and again, so that they stand as stripes. */
function striped(rows: Float32Array, size: number): Float32Array {
  const pictures = new Float32Array(rows.length * size);
  for (let at = 0; at < rows.length; at += size)
    for (let y = 0; y < size; ++y) pictures.set(rows.subarray(at, at + size), (at + y) * size);
  return pictures;
}

/** Steps of the heat map by output: weak outputs are lifted by the power 0.6. */
const TONE = Int16Array.from({ length: 4097 }, (_, k) => Math.round(256 * (k / 4096) ** 0.6));

/** Which bytes of a picture's colours lie in its disc: all of them, none beyond, and on the rim as much as is covered. */
function roundMask(size: number): Uint32Array {
  return Uint32Array.from({ length: size ** 2 }, (_, k) => {
    const middle = (size - 1) / 2;
    const beyond = Math.hypot((k % size) - middle, Math.floor(k / size) - middle) - size / 2;
    const alpha = Math.round(255 * Math.min(1, Math.max(0, 0.5 - beyond)));
    return ((alpha << 24) | 0xffffff) >>> 0;
  });
}
