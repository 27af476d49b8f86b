// What the data ask of a network: values, one of two classes, or one of several. Their points are points.ts.
import type { Data, Frame } from '../../wasm/src/types.js';

export type Task = 'values' | 'two classes' | 'classes';

/** The task of a run: only of classes there is an accuracy. */
export function taskOf({ report }: Frame, { outputs }: Data): Task {
  if (report.trainAccuracy === null) return 'values';
  return outputs === 1 ? 'two classes' : 'classes';
}

/** The class that the data give a row. */
export const classOf = ({ targets }: Data, row: number): number => targets[row] ?? 0;

/** The most probable of `outputs` classes, the first of equals; value number k of them stands at `from + k * stride`. */
export function likeliest(values: Float32Array, from: number, outputs: number, stride = 1): number {
  let best = 0;
  for (let k = 1; k < outputs; ++k)
    if ((values[from + k * stride] ?? 0) > (values[from + best * stride] ?? 0)) best = k;
  return best;
}

/** Whether the network gives a row another class than the data. @param predictions [rows x outputs] */
export function isWrong(task: Task, data: Data, predictions: Float32Array, row: number): boolean {
  if (task === 'values') return false;
  const target = classOf(data, row);
  return task === 'classes'
    ? likeliest(predictions, row * data.outputs, data.outputs) !== target
    : (predictions[row] ?? 0) > 0.5 !== target > 0.5;
}

/** Least and largest target of the first output, a unit apart at least where all are the same. */
export function targetRange({ targets, outputs }: Data, task: Task): { low: number; high: number } {
  if (task !== 'values') return { low: 0, high: 1 };
  let low = Infinity;
  let high = -Infinity;
  for (let k = 0; k < targets.length; k += outputs) {
    low = Math.min(low, targets[k] ?? low);
    high = Math.max(high, targets[k] ?? high);
  }
  return high > low ? { low, high } : { low: low - 0.5, high: high + 0.5 };
}
