// Lives of very many neurons as one picture: a column a pixel, coloured by state, as strong as the neurons fire, blank where
// they are dead. Rows with room for a line of their own are lifelines.ts.
import { xFromStep, type Area, type Steps } from './axis.js';
import { bytesOf } from './eye.js';
import { DEAD } from './glyphs.js';
import { placeRows } from './lifelines.js';
import type { Theme } from './palette.js';

/** What is known of all neurons at one step. */
export interface LifeRow {
  step: number;
  /** [units] state's number, and share of training rows that fire the unit. */
  states: Uint8Array;
  shares: Float32Array;
}

/** Where neurons share a pixel it shows their mean. Painted on from where it stood as long as only rows are added. */
export class LifeRaster {
  readonly #canvas = new OffscreenCanvas(1, 1);
  #image = new ImageData(1, 1);
  #key = '';
  #theme: Theme | null = null;
  #rgb: readonly Uint8ClampedArray[] = [];
  #last: LifeRow | null = null;
  #drawn = 0;

  /**
   * Paints the rows into the area.
   *
   * @param rows   ascending in step
   * @param layers units of each hidden layer
   * @param until  the last step that is shown
   */
  paint(
    ctx: CanvasRenderingContext2D,
    area: Area,
    rows: readonly LifeRow[],
    layers: readonly number[],
    steps: Steps,
    until: number,
    theme: Theme,
  ): void {
    const [width, height] = [Math.ceil(area.width), Math.ceil(area.height)];
    const key = [width, height, area.height, steps.from, steps.to, ...layers].join(' ');
    const same = key === this.#key && theme === this.#theme;
    const known = same && this.#last ? rows.lastIndexOf(this.#last) : -1;
    if (known < 0) this.#clear(width, height);
    if (theme !== this.#theme) this.#rgb = theme.states.map(bytesOf);
    const bands = bandsOf(layers, area, height);
    const drawn = this.#drawn;
    for (let k = Math.max(0, known); k < rows.length; ++k) {
      const row = rows[k];
      if (!row || row.step > until) break;
      const next = rows[k + 1]?.step ?? until;
      const start = Math.max(0, Math.round(xFromStep(row.step, steps, area) - area.x));
      const end = Math.round(xFromStep(Math.min(next, until, steps.to), steps, area) - area.x);
      if (end > start) this.#column(row, start, Math.min(end, width), bands);
      this.#last = row;
      this.#drawn = Math.max(this.#drawn, Math.min(end, width));
    }
    this.#key = key;
    this.#theme = theme;
    const first = Math.max(0, Math.min(drawn, this.#drawn) - 1);
    this.#canvas.getContext('2d')?.putImageData(this.#image, 0, 0, first, 0, width - first, height);
    if (this.#drawn > 0) ctx.drawImage(this.#canvas, 0, 0, this.#drawn, height, area.x, area.y, this.#drawn, height);
  }

  #clear(width: number, height: number): void {
    this.#canvas.width = width;
    this.#canvas.height = height;
    this.#image = new ImageData(width, height);
    this.#last = null;
    this.#drawn = 0;
  }

  /** Fills the columns [start, end) with one row's look. */
  #column({ states, shares }: LifeRow, start: number, end: number, { from, to }: Bands): void {
    const { data, width, height } = this.#image;
    const sums = new Float32Array(5 * height); // red, green, blue, strength, neurons of each pixel
    for (let u = 0; u < states.length; ++u) {
      const state = states[u] ?? DEAD;
      const colour = this.#rgb[state];
      const strength = state === DEAD ? 0 : 0.25 + 0.75 * (shares[u] ?? 0);
      for (let y = from[u] ?? 0; y < (to[u] ?? 0); ++y) {
        const at = 5 * y;
        for (let part = 0; part < 3; ++part)
          sums[at + part] = (sums[at + part] ?? 0) + strength * (colour?.[part] ?? 0);
        sums[at + 3] = (sums[at + 3] ?? 0) + strength;
        sums[at + 4] = (sums[at + 4] ?? 0) + 1;
      }
    }
    for (let y = 0; y < height; ++y) {
      const at = 5 * y;
      const strength = sums[at + 3] ?? 0;
      if (strength === 0) {
        for (let x = start; x < end; ++x) data[4 * (y * width + x) + 3] = 0;
        continue;
      }
      const alpha = (255 * strength) / (sums[at + 4] ?? 1);
      for (let x = start; x < end; ++x) {
        const pixel = 4 * (y * width + x);
        for (let part = 0; part < 3; ++part) data[pixel + part] = (sums[at + part] ?? 0) / strength;
        data[pixel + 3] = alpha;
      }
    }
  }
}

/** [units] each unit's rows of pixels [from, to): one at least. */
interface Bands {
  from: Int32Array;
  to: Int32Array;
}

function bandsOf(layers: readonly number[], area: Area, height: number): Bands {
  const { middles, row } = placeRows(layers, { ...area, y: 0 });
  const from = Int32Array.from(middles, (middle) => Math.max(0, Math.min(height - 1, Math.round(middle - row / 2))));
  const to = Int32Array.from(middles, (middle, unit) =>
    Math.min(height, Math.max((from[unit] ?? 0) + 1, Math.round(middle + row / 2))),
  );
  return { from, to };
}
