// What of a network's frames is kept to be drawn: pictures, zero lines, edges by strength. network.ts paints it.
import type { Frame, View } from '../../wasm/src/types.js';
import { contours, fromLitSide, smoothed } from './contour.js';
import { Bitmap, inPlane, paintHatching, tracePoints, type Bounds, type UnitLine } from './field.js';
import { DEAD } from './glyphs.js';
import { heatColour, type Theme } from './palette.js';

/** One weight between two nodes: inputs are numbered from 0, hidden units after them, outputs after those. */
export interface Edge {
  source: number;
  target: number;
  positive: boolean;
  /** Size against the largest of its layer, in [0, 1]. */
  strength: number;
}

/** Edges drawn at most, strongest first: beyond this a canvas without a graphics card drops under 60 frames a second. */
const MOST_EDGES = 1200;

/** A network's picture, kept between two frames. One for every network on a page. */
export class NetworkScene {
  readonly #bitmap = new Bitmap();
  #painted: Theme | undefined;
  #values: Float32Array = new Float32Array(0);
  #largest = new Float32Array(0);
  #scales: number[] = [];
  #size = 0;
  #bounds: Bounds = [-1, 1, -1, 1];
  #lines: Float32Array[][] = [];
  #layerOf: number[] = [];
  #edges: Edge[] = [];
  #leftOut = 0;
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
    this.#edges = this.#readEdges(frame);
  }

  #keepPictures({ unitFields, activeFraction }: Frame, units: number): void {
    const area = this.#size ** 2;
    const fields = this.#inputs === 1 ? striped(unitFields, this.#size) : unitFields;
    if (this.#values.length !== units * area || this.#largest.length !== units) {
      this.#values = new Float32Array(units * area);
      this.#largest = new Float32Array(units);
      this.#shares = new Float32Array(units);
      this.#lines = Array.from({ length: units }, () => []);
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
      if (area)
        this.#lines[u] = contours(fields, u * area, this.#size, 0, fromLitSide).map((line) =>
          inPlane(smoothed(line), this.#size, this.#bounds),
        );
    }
  }

  /** The 60th percentile of the layer's largest outputs, so that one loud unit does not darken the rest. */
  #scale(l: number): number {
    const maxima = [...this.#largest].filter((value, u) => this.#layerOf[u] === l && value > 0).sort((a, b) => a - b);
    return maxima[Math.floor(0.6 * (maxima.length - 1))] ?? 1;
  }

  #readEdges(frame: Frame): Edge[] {
    const edges: Edge[] = [];
    let source = 0;
    this.#leftOut = 0;
    const share = MOST_EDGES / frame.layers.length;
    for (const layer of frame.layers) {
      const [from, to] = layer.parameters.weights;
      const target = source + layer.inputs;
      let largest = 0;
      for (let k = from; k < to; ++k) largest = Math.max(largest, Math.abs(frame.parameters[k] ?? 0));
      const least = this.#leastStrength(frame.parameters, from, to, largest, share);
      for (let k = from; k < to; ++k) {
        const weight = frame.parameters[k] ?? 0;
        const strength = Math.abs(weight) / largest;
        if (!(strength >= least)) continue;
        const unit = Math.floor((k - from) / layer.inputs);
        edges.push({
          source: source + ((k - from) % layer.inputs),
          target: target + unit,
          positive: weight > 0,
          strength,
        });
      }
      source = target;
    }
    return edges.sort((a, b) => a.strength - b.strength);
  }

  /** The strength from which on at most `most` of a layer's weights are left. */
  #leastStrength(parameters: Float32Array, from: number, to: number, largest: number, most: number): number {
    if (to - from <= most) return 0;
    const counts = new Uint32Array(257);
    for (let k = from; k < to; ++k) {
      const step = Math.floor((256 * Math.abs(parameters[k] ?? 0)) / largest);
      counts[step] = (counts[step] ?? 0) + 1;
    }
    let kept = 0;
    let step = 257;
    while (step > 0 && kept + (counts[step - 1] ?? 0) <= most) kept += counts[--step] ?? 0;
    this.#leftOut += to - from - kept;
    return step / 256;
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
    return this.#edges;
  }

  /** Weights too weak to be drawn, where there are very many: the page says so. */
  get edgesLeftOut(): number {
    return this.#leftOut;
  }

  get inputs(): number {
    return this.#inputs;
  }

  /** The zero lines of all units that are not dead, for the surface; the strongest layer is the last. */
  get unitLines(): UnitLine[] {
    const last = this.#layerOf.at(-1);
    return this.#lines.flatMap((lines, u) =>
      this.#states[u] === DEAD ? [] : lines.map((points) => ({ points, last: this.#layerOf[u] === last })),
    );
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

  /** Brings the pictures into the colours of `theme`; once a frame and theme. */
  colour(theme: Theme): void {
    if (!this.#size || this.#painted === theme) return;
    this.#painted = theme;
    const scales = this.#layerOf.map((l) => 1 / (this.#scales[l] ?? 1));
    this.#bitmap.fill(this.#values, this.#states.length, this.#size, (value, unit) => {
      const size = Math.min(1, Math.abs(value) * (scales[unit] ?? 1));
      return theme.heat[256 + Math.sign(value) * (TONE[Math.round(size * (TONE.length - 1))] ?? 0)] ?? 0;
    });
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
    const lines = this.#lines[unit];
    if (!lines?.length) return;
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
