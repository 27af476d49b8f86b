// The run on one axis of steps: dead share and loss, below them a line a neuron, all painted by tracks.ts. The moment is
// stage.ts.
import type { Catalogue } from '../../../wasm/src/types.js';
import { stepFromX, xFromStep, type Steps } from '../../drawing/axis.js';
import type { Theme } from '../../drawing/palette.js';
import { LifeRaster } from '../../drawing/raster.js';
import type { Strings } from '../../shell/strings/index.js';
import { clearedCanvas } from '../canvas.js';
import { lastStep, type Record } from '../record.js';
import type { Experiment } from './store.js';
import { paintCurves, paintTracks, planned, stepsShown, type Plan } from '../tracks.js';

export class Timeline {
  readonly #host: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #raster = new LifeRaster();
  #theme: Theme | null = null;
  #record: Record | null = null;
  #key = '';
  #steps: Steps = { from: 0, to: 1 };
  #plan: Plan | null = null;

  /** @param host the curves' place, which has no height where they are not shown @param canvas the whole of the tracks */
  constructor(host: HTMLElement, canvas: HTMLCanvasElement) {
    this.#host = host;
    this.#canvas = canvas;
  }

  /** Paints the run when it, the place or the theme has changed. */
  paint(experiment: Experiment, catalogue: Catalogue, theme: Theme, words: Strings): void {
    const { record, frame, scenario } = experiment;
    const { clientWidth, clientHeight } = this.#canvas;
    const step = frame.report.step;
    const key = [clientWidth, clientHeight, devicePixelRatio, step, scenario.interventions.length].join(' ');
    if (record === this.#record && theme === this.#theme && key === this.#key) return;
    this.#record = record;
    this.#key = key;
    const surface = clearedCanvas(this.#canvas);
    if (!surface) return;
    this.#steps = stepsShown(lastStep(record));
    const withCurves = this.#host.clientHeight > 0;
    const plan = planned(surface.width, surface.height, withCurves);
    this.#plan = plan;
    this.#theme = theme;
    if (withCurves) paintCurves(surface.ctx, plan.curves, record, this.#steps, theme);
    paintTracks(surface.ctx, plan, this.#steps, experiment, catalogue, theme, words, this.#raster);
  }

  /** The step at `x`, in CSS pixels from the left of the tracks, within what is known; null before the first painting. */
  stepAt(x: number): number | null {
    if (!this.#plan || !this.#record) return null;
    return Math.min(stepFromX(x, this.#steps, this.#plan.whole), lastStep(this.#record));
  }

  /** Where `step` stands, in CSS pixels from the left of the tracks. */
  xOf(step: number): number {
    return this.#plan ? xFromStep(step, this.#steps, this.#plan.whole) : 0;
  }

  /** Paints everything anew at the next call. */
  forget(): void {
    this.#record = null;
  }
}
