// The arithmetic of one step, factor by factor, from the core's numbers. How it is shown is steps.ts.
import type { Choice, Data, Frame, Inspection } from '../../../wasm/src/types.js';
import { DEAD } from '../../drawing/glyphs.js';

/** A state of the run, with what the core says of every point there. */
export interface Moment {
  frame: Frame;
  inspection: Inspection;
  /** The points that the next step takes. */
  rows: Uint32Array;
  /** In force at the next step. */
  rate: number;
  activation: Choice;
}

/** The five numbers that learn, in the order in which the core keeps them. */
export const PARAMETERS = ['w1', 'w2', 'b', 'v', 'c'] as const;

export type Parameter = (typeof PARAMETERS)[number];

/** What one point adds to a gradient: the product of these. */
export interface Term {
  row: number;
  /** dL/da for the neuron's own parameters, dL/dy for the output's; NaN where an output weight of 0 hides it. */
  error: number;
  /** f'(z); null for the output, which has no bend. */
  slope: number | null;
  /** What the parameter multiplies; 1 for a bias. */
  input: number;
}

/** One line of the update rule: next = old - rate x the mean of the terms' products. */
export interface Update {
  name: Parameter;
  old: number;
  rate: number;
  terms: readonly Term[];
  gradient: number;
  next: number;
}

/**
 * The lines of the step that leads on from `moment`.
 *
 * @param after the parameters that the core came to; without them the step has not been made, and is foretold
 */
export function updatesOf({ frame, inspection, rows, rate }: Moment, after: Float32Array | null): Update[] {
  const { inputs, values, slopes, upstream } = inspection;
  const points = upstream.length; // upstream is of the mean over all of them
  const outputWeight = frame.parameters[PARAMETERS.indexOf('v')] ?? 0;
  const termOf = (name: Parameter, row: number): Term => {
    const error = points * (upstream[row] ?? 0);
    const slope = slopes[row] ?? 0;
    switch (name) {
      case 'w1':
        return { row, error, slope, input: inputs[2 * row] ?? 0 };
      case 'w2':
        return { row, error, slope, input: inputs[2 * row + 1] ?? 0 };
      case 'b':
        return { row, error, slope, input: 1 };
      case 'v':
        return { row, error: error / outputWeight, slope: null, input: values[row] ?? 0 };
      case 'c':
        return { row, error: error / outputWeight, slope: null, input: 1 };
    }
  };
  return PARAMETERS.map((name, index) => {
    const old = frame.parameters[index] ?? 0;
    const terms = Array.from(rows, (row) => termOf(name, row));
    const gradient =
      terms.reduce((sum, { error, slope, input }) => sum + error * (slope ?? 1) * input, 0) / rows.length;
    return { name, old, rate, terms, gradient, next: after?.[index] ?? Math.fround(old - rate * gradient) };
  });
}

/** Learning rates of the next step, from the first to beyond the last, at which no point fires afterwards. */
export interface Killing {
  from: number;
  /** Above it the step is so large that another point fires; Infinity where there is none. */
  to: number;
}

/**
 * The rates that kill the neuron in the next step: it lives while some point has z - rate x d > 0, where d is how much
 * a unit of rate takes from that point's sum. Null where that is not what its death hangs on: only of ReLU, and of what
 * has its flat side.
 */
export function killingRates(moment: Moment, data: Data): Killing | null {
  if (!fallsFlatAtZero(moment.activation)) return null;
  const [w1 = 0, w2 = 0, b = 0] = updatesOf(moment, null).map(({ gradient }) => gradient);
  let from = 0;
  let to = Infinity;
  for (let row = 0; row < data.trainCount; ++row) {
    const sum = moment.inspection.sums[row] ?? 0;
    const taken = w1 * (data.inputs[2 * row] ?? 0) + w2 * (data.inputs[2 * row + 1] ?? 0) + b;
    if (sum > 0) from = Math.max(from, taken > 0 ? sum / taken : Infinity);
    else if (taken < 0) to = Math.min(to, sum / taken);
  }
  return from < to ? { from, to } : { from: Infinity, to: Infinity };
}

/** Whether the activation is 0 with slope 0 for every sum up to 0, and only there. */
const fallsFlatAtZero = ({ name, slope }: Choice): boolean => name === 'relu' || slope === 0;

export const isDead = ({ frame }: Moment): boolean => frame.states[0] === DEAD;

/** Points with a positive sum. */
export const firing = ({ inspection }: Moment): number =>
  inspection.sums.reduce((count, z) => count + Number(z > 0), 0);
