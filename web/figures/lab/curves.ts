// The curves of a run, each plot drawn by uPlot, with the playhead and the reader's cursor at one step in all of them. What
// is drawn is columns.ts; the frame round it is charts.ts.
import uPlot from 'uplot';
import type { RunHistory } from '../../../wasm/src/types.js';
import { decadeTicks, roundTicks } from '../../drawing/axis.js';
import { mixed, type Theme } from '../../drawing/palette.js';
import type { Strings } from '../../shell/strings/index.js';
import { plotsOf, type Line, type Plot } from './columns.js';

const HEIGHT = 168;
const AXIS = 48;
/** Numbers beside a plot, at most. */
const MOST_TICKS = 4;
/** The smallest value that a logarithmic scale shows, and, with its inverse, where such a scale ends. */
const SMALLEST = 1e-300;
/** uPlot's number of the logarithmic scale. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment -- the names of its numbers are types alone
const LOGARITHMIC: uPlot.Scale.Distr = 3;

/** One plot on its place. */
interface Drawn {
  plot: uPlot;
  /** What it must be made anew for. */
  key: string;
}

export class Curves {
  readonly #drawn = new Map<string, Drawn>();
  #theme: Theme | null = null;
  #painted: { history: RunHistory; theme: Theme; key: string } | null = null;

  /**
   * Paints what has changed.
   *
   * @param hosts the places of the plots: elements whose `data-plot` names one
   */
  paint(hosts: readonly HTMLElement[], history: RunHistory, log: boolean, theme: Theme, words: Strings): void {
    const key = `${log} ${hosts.map(({ clientWidth }) => clientWidth).join(' ')}`;
    const last = this.#painted;
    if (last?.history === history && last.theme === theme && last.key === key) return;
    const recoloured = this.#theme !== theme;
    this.#theme = theme;
    this.#painted = { history, theme, key };
    const plots = plotsOf(history, words);
    for (const [name, { plot }] of this.#drawn)
      if (!hosts.some((host) => plot.root.parentElement === host)) this.#drop(name);
    for (const host of hosts) {
      const plot = plots.find(({ name }) => name === host.dataset['plot']);
      if (plot && host.clientWidth > 0) this.#paintPlot(host, plot, history, log && plot.positive, recoloured, words);
    }
  }

  /** Where `step` stands in a plot, in CSS pixels from the left of its place; null where it is not drawn. */
  xOf(name: string, step: number): number | null {
    const plot = this.#drawn.get(name)?.plot;
    return plot ? plot.over.offsetLeft + plot.valToPos(step, 'x') : null;
  }

  /** The step at `x`, in CSS pixels from the left of the plot's place; null where it is not drawn. */
  stepAt(name: string, x: number): number | null {
    const plot = this.#drawn.get(name)?.plot;
    if (!plot) return null;
    const to = plot.scales['x']?.max ?? 0;
    return Math.max(0, Math.min(to, Math.round(plot.posToVal(x - plot.over.offsetLeft, 'x'))));
  }

  /** Paints everything anew at the next call. */
  forget(): void {
    this.#painted = null;
  }

  /** Frees what the plots hold. */
  end(): void {
    for (const name of [...this.#drawn.keys()]) this.#drop(name);
    this.#painted = null;
  }

  #drop(name: string): void {
    this.#drawn.get(name)?.plot.destroy();
    this.#drawn.delete(name);
  }

  #paintPlot(
    host: HTMLElement,
    plot: Plot,
    history: RunHistory,
    log: boolean,
    recoloured: boolean,
    words: Strings,
  ): void {
    const key = `${log} ${plot.lines.length}`;
    const data = [history.step, ...plot.lines.map(({ values }) => (log ? values.map(positive) : values))];
    if (this.#drawn.get(plot.name)?.key !== key) this.#drop(plot.name);
    const known = this.#drawn.get(plot.name);
    const size = { width: host.clientWidth, height: HEIGHT };
    if (!known) {
      const made = new uPlot(this.#options(plot, size, log, words), data as uPlot.AlignedData, host);
      this.#drawn.set(plot.name, { plot: made, key });
      return;
    }
    if (known.plot.width !== size.width) known.plot.setSize(size);
    known.plot.setData(data as uPlot.AlignedData);
    if (recoloured) known.plot.redraw(false);
  }

  #options(
    { lines, range }: Plot,
    size: { width: number; height: number },
    log: boolean,
    words: Strings,
  ): uPlot.Options {
    const ink = (): string => this.#theme?.ink3 ?? '';
    const axis = {
      stroke: ink,
      font: `12px ${this.#theme?.font ?? 'sans-serif'}`,
      grid: { stroke: () => this.#theme?.line ?? '', width: 1 },
      ticks: { show: false },
    };
    return {
      ...size,
      padding: [8, 12, 0, 0],
      cursor: { show: false },
      legend: { show: false },
      scales: {
        x: { time: false },
        y: {
          ...(log ? { distr: LOGARITHMIC } : {}),
          range: (_, low, high) => (range ? [range[0] - 0.02, range[1] + 0.02] : log ? decades(low, high) : padded(low, high)), // prettier-ignore
        },
      },
      axes: [
        { ...axis, size: 26, space: 56, values: (_, values) => values.map((value) => words.whole(value)) },
        { ...axis, ...ticked(log), size: AXIS, space: 30, values: (_, values) => values.map((value: number | null) => (value === null ? '' : words.short(value))) }, // prettier-ignore
      ],
      series: [
        {},
        ...lines.map(({ of }) => ({
          stroke: () => (this.#theme ? lineColour(of, this.#theme) : ''),
          width: 1.75,
          ...(of.kind === 'train' ? { dash: [5, 3] } : {}),
          points: { show: false },
        })),
      ],
    };
  }
}

/** Sets of data by ink and accent, layers from pale at the input to full at the output. */
export function lineColour(of: Line['of'], theme: Theme): string {
  if (of.kind === 'train') return theme.ink;
  if (of.kind === 'test') return theme.accent;
  return mixed(theme.line2, theme.accent, of.layers < 2 ? 1 : of.layer / (of.layers - 1));
}

/** A logarithm has no place for what is not positive. */
const positive = (value: number | null): number | null => (value !== null && value > SMALLEST ? value : null);

/**
 * The numbers beside a plot by our own reckoning: uPlot adds steps up from the least, and where the least is so large that
 * a step is lost in rounding, it never ends.
 */
const ticked = (log: boolean): Pick<uPlot.Axis, 'splits' | 'incrs' | 'filter'> => ({
  splits: (_, __, from, to) => (log ? decadeTicks : roundTicks)({ from, to }, MOST_TICKS),
  incrs: (_, __, from, to) => [(to - from) / MOST_TICKS],
  filter: (_, splits) => splits,
});

/** Whole powers of ten about all values; what is not known yet is null. */
function decades(low: number | null, high: number | null): uPlot.Range.MinMax {
  const from = Math.floor(Math.log10(low ?? 1));
  const to = Math.max(from + 1, Math.ceil(Math.log10(high ?? 1)));
  return [Math.max(SMALLEST, 10 ** from), Math.min(1 / SMALLEST, 10 ** to)];
}

/** All values and a tenth more on both sides; never so little of large ones that rounding would show. */
function padded(low: number | null, high: number | null): uPlot.Range.MinMax {
  const [from, to] = [low ?? 0, high ?? 1];
  const size = Math.max(Math.abs(from), Math.abs(to));
  const pad = Math.max(0.1 * (to - from), 1e-6 * size) || 1;
  return [from - pad, to + pad];
}
