// Which columns of a run's history are drawn as which curves, and their values at a step. They are drawn by curves.ts.
import type { RunHistory } from '../../../wasm/src/types.js';
import type { Strings } from '../../shell/strings/index.js';

export type Column = readonly (number | null)[];

/** One line of a plot. */
export interface Line {
  label: string;
  values: Column;
  /** Which of the lines of its kind: a set of data, or a layer of so many. */
  of: { kind: 'train' } | { kind: 'test' } | { kind: 'layer'; layer: number; layers: number };
}

export type PlotName = 'loss' | 'accuracy' | 'deadShare' | 'gradientNorm' | 'outputMean' | 'outputVariance';

export interface Plot {
  name: PlotName;
  lines: readonly Line[];
  /** Whether it can be read on a logarithmic scale. */
  positive: boolean;
  /** Ends of its scale, where they are known. */
  range: readonly [number, number] | null;
}

/** Points that a history holds at most. */
const MOST_POINTS = 512;

/** The distance between two looks at a run of `steps` steps: a power of two, so that a longer run seldom asks for another. */
export function distance(steps: number): number {
  let every = 1;
  while (steps / every > MOST_POINTS) every *= 2;
  return every;
}

/** The plots of a history; those without a value are left out. */
export function plotsOf(history: RunHistory, words: Strings): Plot[] {
  const both = (train: Column, test: Column): Line[] => [
    { label: words.train, values: train, of: { kind: 'train' } },
    ...(test.some((value) => value !== null)
      ? [{ label: words.test, values: test, of: { kind: 'test' } } as const]
      : []),
  ];
  const layers = (column: (layer: RunHistory['layers'][number]) => Column): Line[] =>
    history.layers.map((layer, index) => ({
      label: words.whole(index + 1),
      values: column(layer),
      of: { kind: 'layer', layer: index, layers: history.layers.length },
    }));
  const plots: Plot[] = [
    { name: 'loss', lines: both(history.trainLoss, history.testLoss), positive: true, range: null },
    { name: 'accuracy', lines: both(history.trainAccuracy, history.testAccuracy), positive: false, range: [0, 1] },
    { name: 'deadShare', lines: layers(({ deadShare }) => deadShare), positive: false, range: [0, 1] },
    { name: 'gradientNorm', lines: layers(({ gradientNorm }) => gradientNorm), positive: true, range: null },
    { name: 'outputMean', lines: layers(({ outputMean }) => outputMean), positive: false, range: null },
    { name: 'outputVariance', lines: layers(({ outputVariance }) => outputVariance), positive: true, range: null },
  ];
  return plots.filter(({ lines }) => lines.some(({ values }) => values.some((value) => value !== null)));
}

/** The row of `history` at `step`, or the last before it. */
export function rowAt(history: RunHistory, step: number): number {
  return Math.max(0, Math.min(history.step.length - 1, Math.floor(step / history.every)));
}
