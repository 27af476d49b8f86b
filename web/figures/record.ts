// What is remembered of a run to draw its timeline: one row a frame, thinned when it grows long. Drawn by tracks.ts.
import type { Frame, LifeEvent } from '../../wasm/src/types.js';
import { DEAD } from '../drawing/glyphs.js';

/** Rows kept at most; every second one goes when there are more. */
const MOST_ROWS = 2048;

export interface Row {
  step: number;
  loss: number;
  /** [hidden units] index into `catalogue.states`. */
  states: Uint8Array;
  /** [hidden units] share of training rows with a positive sum. */
  shares: Float32Array;
  /** Share of dead among the hidden units; 0 without any. */
  deadShare: number;
  /** Training rows on the wrong side; null where there are no classes. */
  wrong: number | null;
}

/** The known run. Rows ascend in step; `rows` changes identity whenever it changes. */
export interface Record {
  rows: readonly Row[];
  events: readonly LifeEvent[];
}

export const emptyRecord: Record = { rows: [], events: [] };

/** The row of `frame`. @param trainCount training rows */
export function rowOf(frame: Frame, trainCount: number): Row {
  let count = 0;
  for (const state of frame.states) if (state === DEAD) ++count;
  const { step, trainLoss, trainAccuracy } = frame.report;
  return {
    step,
    loss: trainLoss,
    states: frame.states,
    shares: frame.activeFraction,
    deadShare: frame.states.length === 0 ? 0 : count / frame.states.length,
    wrong: trainAccuracy === null ? null : Math.round((1 - trainAccuracy) * trainCount),
  };
}

/** `record` with `row` in its place: after the rows before it, instead of one of the same step. */
export function withRow(record: Record, row: Row): Record {
  const at = firstFrom(record.rows, row.step);
  const same = record.rows[at]?.step === row.step;
  const rows = [...record.rows.slice(0, at), row, ...record.rows.slice(same ? at + 1 : at)];
  return {
    ...record,
    rows: rows.length > MOST_ROWS ? rows.filter((_, index) => index % 2 === 0 || index === rows.length - 1) : rows,
  };
}

/** `record` with `events` added, those already known once only. */
export function withEvents(record: Record, events: readonly LifeEvent[]): Record {
  if (events.length === 0) return record;
  const first = events.reduce((least, { step }) => Math.min(least, step), Infinity);
  const known = new Set(record.events.filter(({ step }) => step >= first).map(keyOf)); // of many, few can be the same
  const fresh = events.filter((event) => !known.has(keyOf(event)));
  if (fresh.length === 0) return record;
  return { ...record, events: [...record.events, ...fresh].sort((a, b) => a.step - b.step) };
}

/** What is left of `record` when the run is another one from `step` on. */
export function before(record: Record, step: number): Record {
  return {
    rows: record.rows.slice(0, firstFrom(record.rows, step)),
    events: record.events.filter((event) => event.step < step),
  };
}

/** The row of `step`, or the nearest before it; null before the first. */
export function rowAt({ rows }: Record, step: number): Row | null {
  return rows[firstFrom(rows, step + 1) - 1] ?? null;
}

/** What `record` holds from `step` on, with the row that stood there. */
export function since(record: Record, step: number): Record {
  return {
    rows: record.rows.slice(Math.max(0, firstFrom(record.rows, step + 1) - 1)),
    events: record.events.filter((event) => event.step >= step),
  };
}

/** The last step known; 0 for an empty record. */
export function lastStep(record: Record): number {
  return record.rows.at(-1)?.step ?? 0;
}

/** The fewest wrong rows up to `step`; null where none is known. */
export function bestUpTo(record: Record, step: number): number | null {
  let best: number | null = null;
  for (const row of record.rows) {
    if (row.step > step) break;
    if (row.wrong !== null && (best === null || row.wrong < best)) best = row.wrong;
  }
  return best;
}

/** Index of the first row at or after `step`. */
function firstFrom(rows: readonly Row[], step: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle]?.step ?? Infinity) < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keyOf({ step, layer, unit, kind }: LifeEvent): string {
  return `${step} ${layer} ${unit} ${kind}`;
}
