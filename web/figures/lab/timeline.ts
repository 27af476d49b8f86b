// The run on one axis of steps: dead share and loss (uPlot), below them a line a neuron (tracks.ts). The moment is stage.ts.
import uPlot from 'uplot';
import type { Catalogue } from '../../../wasm/src/types.js';
import { stepFromX, xFromStep, type Area, type Steps } from '../../drawing/axis.js';
import { mixed, type Theme } from '../../drawing/palette.js';
import type { Strings } from '../../shell/strings/index.js';
import { clearedCanvas } from '../canvas.js';
import { lastStep, type Record } from './record.js';
import type { Experiment } from './store.js';
import { lossTop, paintTracks, planned, stepsShown, type Plan } from './tracks.js';

export class Timeline {
  readonly #host: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  #plot: uPlot | null = null;
  #theme: Theme | null = null;
  #record: Record | null = null;
  #key = '';
  #steps: Steps = { from: 0, to: 1 };
  #plan: Plan | null = null;
  /** The loss at the upper end of the curves. */
  #top = 1;

  /** @param host the curves' place @param canvas the whole of the tracks */
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
    const plan = planned(surface.width, surface.height, this.#host.clientHeight > 0);
    this.#plan = plan;
    this.#theme = theme;
    if (this.#host.clientHeight > 0) this.#paintCurves(record, plan.curves);

    paintTracks(surface.ctx, plan, this.#steps, experiment, catalogue, theme, words);
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

  /** Frees what the curves hold. */
  end(): void {
    this.#plot?.destroy();
    this.#plot = null;
    this.forget();
  }

  #paintCurves({ rows }: Record, area: Area): void {
    this.#top = lossTop(rows);
    this.#plot ??= new uPlot(this.#options(area), [[0], [0], [0]], this.#host);
    if (this.#plot.width !== area.width || this.#plot.height !== area.height) this.#plot.setSize(area);
    this.#plot.setData([
      rows.map(({ step }) => step),
      rows.map(({ deadShare }) => deadShare),
      rows.map(({ loss }) => loss),
    ]);
  }

  #options({ width, height }: Area): uPlot.Options {
    const ink = (): string => this.#theme?.ink ?? '';
    const death = (): string => this.#theme?.death ?? '';
    const points = { show: false };
    return {
      width,
      height,
      padding: [1, 0, 1, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false, range: () => [this.#steps.from, this.#steps.to] },
        share: { range: () => [0, 1] },
        loss: { range: () => [0, this.#top] },
      },
      axes: [
        { show: false },
        {
          scale: 'share',
          size: 0,
          splits: () => [0, 0.5, 1],
          values: () => [],
          ticks: { show: false },
          grid: { stroke: () => this.#theme?.line ?? '', width: 1 },
        },
      ],
      series: [
        {},
        {
          scale: 'share',
          stroke: death,
          fill: () => (this.#theme ? mixed(this.#theme.panel, this.#theme.death, 0.16) : ''),
          width: 2,
          points,
          ...(uPlot.paths.stepped ? { paths: uPlot.paths.stepped({ align: 1 }) } : {}),
        },
        { scale: 'loss', stroke: ink, width: 2, dash: [5, 3], points },
      ],
    };
  }
}
