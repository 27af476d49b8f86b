// The run on one axis of steps: dead share and loss (uPlot), below them a line a neuron. The moment is stage.ts.
import uPlot from 'uplot';
import type { Catalogue, Choice, CompleteScenario } from '../../../wasm/src/types.js';
import { paintSteps, stepFromX, xFromStep, type Area, type Steps } from '../../drawing/axis.js';
import {
  FLAG_HEIGHT,
  paintFlags,
  paintLifelines,
  paintPlayhead,
  type Flag,
  type Lives,
} from '../../drawing/lifelines.js';
import { FONT, mixed, type Theme } from '../../drawing/palette.js';
import type { Strings } from '../../shell/strings/index.js';
import { clearedCanvas } from './canvas.js';
import { inOrder, settingsAt, valueAt } from './edit.js';
import { lastStep, type Record } from './record.js';
import { hiddenLayers, type Experiment } from './store.js';

/** Steps that the axis shows at least, and by how much it grows. */
const LEAST_STEPS = 160;
const GROWTH = 1.25;

const CURVES = { top: 26, height: 52 };
const AXIS_HEIGHT = 24;
const NAMES_WIDTH = 84;
const MARGIN = 16;

/** The tracks' parts on their canvas. */
interface Plan {
  curves: Area;
  lives: Area;
  axis: Area;
  whole: Area;
}

export class Timeline {
  readonly #host: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  #plot: uPlot | null = null;
  #theme: Theme | null = null;
  #record: Record | null = null;
  #key = '';
  #steps: Steps = { from: 0, to: LEAST_STEPS };
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
    const known = lastStep(record);
    this.#steps = { from: 0, to: axisEnd(known) };
    const plan = planned(surface.width, surface.height, this.#host.clientHeight > 0);
    this.#plan = plan;
    this.#theme = theme;
    if (this.#host.clientHeight > 0) this.#paintCurves(record, plan.curves);

    const { ctx } = surface;
    const layers = hiddenLayers(frame).map(({ from, to }) => to - from);
    paintLifelines(ctx, plan.lives, livesOf(record, layers), this.#steps, known, theme);
    paintSteps(ctx, plan.axis, this.#steps, theme, words.whole);
    if (plan.lives.x > NAMES_WIDTH / 2) paintNames(ctx, plan, layers, theme, words);
    paintFlags(ctx, plan.whole, flagsOf(scenario, known, catalogue, words), this.#steps, theme);
    paintPlayhead(ctx, plan.whole, step, this.#steps, theme);
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
    const first = rows[0]?.loss ?? 1;
    const highest = rows.reduce((most, { loss }) => (loss > most ? loss : most), 0);
    this.#top = Math.min(Math.max(1.9 * first, 1.05 * highest), 8 * first) || 1;
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

/** Where the axis ends when `known` steps are known: it grows in leaps, so that lines stand still between them. */
function axisEnd(known: number): number {
  let end = LEAST_STEPS;
  while (known > 0.97 * end) end = Math.ceil((end * GROWTH) / 40) * 40;
  return end;
}

function planned(width: number, height: number, withCurves: boolean): Plan {
  const x = withCurves ? NAMES_WIDTH : MARGIN;
  const across = { x, width: Math.max(1, width - x - MARGIN - 12) };
  const top = withCurves ? CURVES.top : FLAG_HEIGHT + 2;
  const lifeTop = withCurves ? CURVES.top + CURVES.height + 10 : top;
  const bottom = height - AXIS_HEIGHT;
  return {
    curves: { ...across, y: CURVES.top, height: CURVES.height },
    lives: { ...across, y: lifeTop, height: Math.max(1, bottom - lifeTop) },
    axis: { ...across, y: bottom + 2, height: AXIS_HEIGHT - 2 },
    whole: { ...across, y: top - 4, height: bottom - top + 6 },
  };
}

function paintNames(
  ctx: CanvasRenderingContext2D,
  { lives, axis }: Plan,
  layers: readonly number[],
  theme: Theme,
  words: Strings,
): void {
  const units = layers.reduce((sum, count) => sum + count, 0);
  const row = lives.height / Math.max(1, units + 1.1 * (layers.length - 1));
  ctx.save();
  ctx.font = `500 13px ${FONT}`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  ctx.fillStyle = theme.ink2;
  let top = lives.y;
  layers.forEach((count, index) => {
    if (count * row >= 14) ctx.fillText(words.layerSmall(index), lives.x - 10, top + (count * row) / 2);
    top += (count + 1.1) * row;
  });
  ctx.fillStyle = theme.ink3;
  ctx.fillText(words.stepWord, axis.x - 10, axis.y + axis.height / 2);
  ctx.restore();
}

/** The rows side by side, as the painter reads them. */
function livesOf({ rows, events }: Record, layers: readonly number[]): Lives {
  const units = layers.reduce((sum, count) => sum + count, 0);
  const steps = new Float64Array(rows.length);
  const shares = new Float32Array(rows.length * units);
  const states = new Uint8Array(rows.length * units);
  rows.forEach((row, index) => {
    steps[index] = row.step;
    shares.set(row.shares, index * units);
    states.set(row.states, index * units);
  });
  return { count: rows.length, steps, shares, states, layers, events };
}

/** A flag for every intervention up to `known`: what it changed, from what to what. */
function flagsOf(scenario: CompleteScenario, known: number, catalogue: Catalogue, words: Strings): Flag[] {
  const met = inOrder(scenario).filter(({ step }) => step <= known);
  return met.flatMap(({ step, set }, index) => {
    const former = settingsAt({ ...scenario, interventions: met.slice(0, index) }, step);
    return Object.entries(set).map(([path, to]) => ({
      step,
      ...flagOf(path, valueAt(former, path), to, catalogue, words),
    }));
  });
}

function flagOf(path: string, from: unknown, to: unknown, catalogue: Catalogue, words: Strings): Omit<Flag, 'step'> {
  if (path === 'network.activation') {
    const entryOf = (value: unknown) =>
      catalogue.activations.find((entry) => entry.name === (value as Choice | undefined)?.name);
    const slopeOf = (value: unknown): number | null => {
      const entry = entryOf(value);
      if (entry?.name === 'relu') return 0;
      if (entry?.name !== 'leaky-relu') return null; // others differ from ReLU by more than a slope
      const usual = entry.parameters.find(({ name }) => name === 'slope')?.default;
      return Number((value as Choice)['slope'] ?? usual);
    };
    const [before, after] = [slopeOf(from), slopeOf(to)];
    const rescue = entryOf(to)?.canDie === false;
    if (before !== null && after !== null)
      return { label: words.flagSlope(words.number(before), words.number(after)), rescue };
    return { label: words.flagChoice(entryOf(to)?.label ?? ''), rescue };
  }
  const text = (value: unknown): string =>
    typeof value === 'number' ? words.number(value) : ((value as Choice | null)?.name ?? String(value));
  if (path.endsWith('.learningRate')) return { label: words.flagRate(text(from), text(to)), rescue: false };
  const label = catalogue.fields.find((field) => field.path === path)?.label ?? path;
  return { label: words.flagField(label, text(to)), rescue: false };
}
