// A run as it is watched: the moment shown, what is remembered of it, and what the eye is being shown. A figure's store
// keeps one, or two; stage.ts and tracks.ts paint it.
import type { CompleteScenario, Data, Frame, LifeEvent, View } from '../../wasm/src/types.js';
import { DEAD, INACTIVE } from '../drawing/glyphs.js';
import { changesFromEvents, moving, type Change } from '../drawing/motion.js';
import { hiddenLayers } from './neurons.js';
import { before, emptyRecord, rowAt, rowOf, withEvents, withRow, type Record, type Row } from './record.js';

export interface Watched {
  scenario: CompleteScenario;
  data: Data;
  /** The squares of input plane that `frame` has pictures of. */
  view: View;
  frame: Frame;
  record: Record;
  /** Deaths and revivals that the reader is being shown. */
  changes: readonly Change[];
}

/** What a run is before its first step. */
export type Beginning = Pick<Watched, 'scenario' | 'data' | 'view' | 'frame'>;

/** A run of which nothing but its beginning has been seen. */
export function watched({ scenario, data, view, frame }: Beginning, events: readonly LifeEvent[]): Watched {
  const record = withEvents(withRow(emptyRecord, rowOf(frame, data.trainCount)), events);
  return { scenario, data, view, frame, record, changes: [] };
}

/** `run` at a later frame. @param brief the run goes too fast for more than crosses */
export function advanced<Run extends Watched>(run: Run, frame: Frame, now: number, brief: boolean): Run {
  return { ...shown(run, frame, frame.events), changes: changed(run, frame, frame.events, now, brief) };
}

/** `run` at a step that it was sent to. */
export function sought<Run extends Watched>(run: Run, frame: Frame, events: readonly LifeEvent[]): Run {
  return { ...shown(run, frame, events), changes: [] };
}

/** `run` after an intervention that made it another from this step on. */
export function intervened<Run extends Watched>(
  run: Run,
  scenario: CompleteScenario,
  frame: Frame,
  events: readonly LifeEvent[],
  now: number,
): Run {
  const { step } = frame.report;
  const caused = events.filter((event) => event.step === step && event.cause === 'intervention');
  const known = { ...run, scenario, record: before(run.record, step) };
  return { ...shown(known, frame, events), changes: changed(run, frame, caused, now, false) };
}

/** The row of the step shown. */
export function presentRow({ record, frame }: Watched): Row | null {
  return rowAt(record, frame.report.step);
}

function shown<Run extends Watched>(run: Run, frame: Frame, events: readonly LifeEvent[]): Run {
  return { ...run, frame, record: withEvents(withRow(run.record, rowOf(frame, run.data.trainCount)), events) };
}

/** The changes still moving, and those that `events` and first firings add. */
function changed(run: Watched, frame: Frame, events: readonly LifeEvent[], now: number, brief: boolean): Change[] {
  const firstUnits = hiddenLayers(frame).map(({ from }) => from);
  const former = run.frame.states;
  const lit: Change[] = [];
  frame.states.forEach((state, unit) => {
    if (former[unit] === INACTIVE && state !== INACTIVE && state !== DEAD)
      lit.push({ unit, kind: 'lit', at: now, brief });
  });
  return [
    ...run.changes.filter((change) => moving([change], now)),
    ...changesFromEvents(events, firstUnits, now, brief),
    ...lit,
  ];
}
