// The run on one axis of steps: dead share and loss, below them a line a neuron, all painted by tracks.ts. The moment is
// stage.ts.
import type { Catalogue } from '../../../wasm/src/types.js';
import { stepFromX, xFromStep, type Steps } from '../../drawing/axis.js';
import type { Theme } from '../../drawing/palette.js';
import { LifeRaster } from '../../drawing/raster.js';
import type { Strings } from '../../shell/strings/index.js';
import { clearedCanvas } from '../canvas.js';
import { lastStep, type Record } from '../record.js';
import { lastOfBoth, type Branch } from './branch.js';
import { paintBranch } from './otherwise.js';
import type { Experiment } from './store.js';
import { BRANCH, paintCurves, paintTracks, planned, stepsShown, type Plan } from '../tracks.js';

export class Timeline {
  readonly #host: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #raster = new LifeRaster();
  readonly #branchRaster = new LifeRaster();
  #theme: Theme | null = null;
  #record: Record | null = null;
  #branch: Branch | null = null;
  #key = '';
  #steps: Steps = { from: 0, to: 1 };
  #plan: Plan | null = null;

  /** @param host the curves' place, which has no height where they are not shown @param canvas the whole of the tracks */
  constructor(host: HTMLElement, canvas: HTMLCanvasElement) {
    this.#host = host;
    this.#canvas = canvas;
  }

  /**
   * Paints the run when it, its branch, the place or the theme has changed.
   *
   * @param aside height of the line of words above the branch; null where it is not to be seen
   */
  paint(experiment: Experiment, aside: number | null, catalogue: Catalogue, theme: Theme, words: Strings): void {
    const { record, frame, scenario } = experiment;
    const branch = aside === null ? null : experiment.branch;
    const { clientWidth, clientHeight } = this.#canvas;
    const step = frame.report.step;
    const key = [clientWidth, clientHeight, devicePixelRatio, step, scenario.interventions.length, aside].join(' ');
    const same = record === this.#record && branch === this.#branch && theme === this.#theme && key === this.#key;
    if (same) return;
    this.#record = record;
    this.#branch = branch;
    this.#key = key;
    const surface = clearedCanvas(this.#canvas);
    if (!surface) return;
    this.#steps = stepsShown(branch ? lastOfBoth(experiment) : lastStep(record));
    const withCurves = this.#host.clientHeight > 0;
    const plan = planned(surface.width, surface.height, withCurves, aside);
    this.#plan = plan;
    this.#theme = theme;
    if (withCurves) paintCurves(surface.ctx, plan.curves, record, this.#steps, theme);
    paintTracks(surface.ctx, plan, this.#steps, experiment, catalogue, theme, words, this.#raster);
    if (branch) paintBranch(surface.ctx, plan, this.#steps, branch, step, theme, this.#branchRaster);
  }

  /** The step at `x`, in CSS pixels from the left of the tracks, within what is known; null before the first painting. */
  stepAt(x: number): number | null {
    if (!this.#plan || !this.#record) return null;
    return Math.min(stepFromX(x, this.#steps, this.#plan.whole), lastStep(this.#record));
  }

  /** Where the words above the branch begin, in CSS pixels from the upper left of the tracks; null without one. */
  get aside(): { x: number; y: number } | null {
    const { branch, lives } = this.#plan ?? {};
    return branch && lives && this.#branch
      ? { x: this.xOf(this.#branch.from), y: lives.y + lives.height + BRANCH.above }
      : null;
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
