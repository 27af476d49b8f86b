// One run's lifelines on their canvas, on the same steps as its twin's. They are painted by ../tracks.ts.
import type { Catalogue } from '../../../wasm/src/types.js';
import { stepFromX, xFromStep, type Steps } from '../../drawing/axis.js';
import type { Theme } from '../../drawing/palette.js';
import { LifeRaster } from '../../drawing/raster.js';
import type { Strings } from '../../shell/strings/index.js';
import { clearedCanvas } from '../canvas.js';
import { lastStep } from '../record.js';
import { paintTracks, planned, stepsShown, type Plan } from '../tracks.js';
import type { Watched } from '../watched.js';

export class Lifelines {
  readonly #canvas: HTMLCanvasElement;
  readonly #raster = new LifeRaster();
  #run: Watched | null = null;
  #theme: Theme | null = null;
  #size = '';
  #plan: Plan | null = null;
  #steps: Steps = { from: 0, to: 1 };

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
  }

  /** Paints the run where it, its place or the theme has changed. */
  paint(run: Watched, catalogue: Catalogue, theme: Theme, words: Strings): void {
    const { clientWidth, clientHeight } = this.#canvas;
    const size = [clientWidth, clientHeight, devicePixelRatio].join(' ');
    if (run === this.#run && theme === this.#theme && size === this.#size) return;
    const surface = clearedCanvas(this.#canvas);
    if (!surface) return;
    this.#run = run;
    this.#theme = theme;
    this.#size = size;
    this.#steps = stepsShown(lastStep(run.record));
    this.#plan = planned(surface.width, surface.height, false);
    paintTracks(surface.ctx, this.#plan, this.#steps, run, catalogue, theme, words, this.#raster);
  }

  /** The step at `x`, in CSS pixels from the left, within what is known; null before the first painting. */
  stepAt(x: number): number | null {
    if (!this.#plan || !this.#run) return null;
    return Math.min(stepFromX(x, this.#steps, this.#plan.whole), lastStep(this.#run.record));
  }

  /** Where `step` stands, in CSS pixels from the left. */
  xOf(step: number): number {
    return this.#plan ? xFromStep(step, this.#steps, this.#plan.whole) : 0;
  }

  /** Paints everything anew at the next call. */
  forget(): void {
    this.#run = null;
  }
}
