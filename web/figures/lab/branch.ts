// What would have happened: the run as it was before the reader changed it goes on beside the one shown. Who commands it
// is run.ts; its picture is otherwise.ts, its words aside.ts.
import type { SimulationClient } from '../../../wasm/src/client.js';
import type { Frame, LifeEvent } from '../../../wasm/src/types.js';
import { DEAD } from '../../drawing/glyphs.js';
import type { BranchFacts } from '../../shell/strings/index.js';
import { countOf } from '../neurons.js';
import { lastStep, rowAt, rowOf, withEvents, withRow } from '../record.js';
import { NO_PICTURES, type Session } from '../session.js';
import type { Experiment, LabState } from './store.js';

/** What two runs of one experiment have each for itself. */
type Course = Pick<Experiment, 'scenario' | 'frame' | 'record' | 'handled' | 'question'>;

/** A second run of the same data that was one with the run shown up to a step. */
export interface Branch extends Course {
  /** The step at which they part; the records of both hold what was before it too. */
  from: number;
  /** The reader's change is in this one; else in the run shown. */
  changed: boolean;
}

/**
 * The branch beside `experiment` once the reader changes it: the run as it is. What is changed at one step is one change,
 * so that a branch of that step stays; at another the newer takes its place, for it answers the question at hand.
 */
export function branchOff(experiment: Experiment): Branch {
  const { branch, frame } = experiment;
  const from = frame.report.step;
  return branch?.from === from && !branch.changed ? branch : { ...courseOf(experiment), from, changed: false };
}

/** The runs of `experiment` with their parts exchanged. @param rest the frame of the run that was shown */
export function exchanged(experiment: Experiment, rest: Frame): Experiment {
  const { branch } = experiment;
  if (!branch) return experiment;
  const { from, changed, ...course } = branch;
  const other = { ...courseOf(experiment), frame: rest, from, changed: !changed };
  return { ...experiment, ...course, branch: other, changes: [], history: null, gradients: null };
}

/** The last step that is known of either run. */
export function lastOfBoth({ record, branch }: Experiment): number {
  return Math.max(lastStep(record), branch ? lastStep(branch.record) : 0);
}

/** Whether the branch of `state` is not where the run shown is, and can get there. */
export function isAstray({ experiment, failure }: LabState): boolean {
  if (!experiment?.branch || failure !== null) return false;
  const { step, status } = experiment.branch.frame.report;
  const goal = goalOf(experiment);
  return step > goal || (step < goal && status === 'running');
}

/** What the branch of `experiment` has come to; null without one. */
export function outcomeOf({ branch, frame, data }: Experiment): BranchFacts | null {
  if (!branch) return null;
  const { from, changed, record } = branch;
  const { step, trainLoss, status } = branch.frame.report;
  const { states } = branch.frame;
  const former = rowAt(record, from)?.states ?? states;
  const dead = countOf(branch.frame, DEAD);
  return {
    from,
    step,
    ahead: frame.report.step < from,
    changed,
    dead,
    units: states.length,
    stayed: former.includes(DEAD) && former.every((state, unit) => state !== DEAD || states[unit] === DEAD),
    wrong: rowOf(branch.frame, data.trainCount).wrong,
    rows: data.trainCount,
    loss: trainLoss,
    diverged: status === 'diverged',
  };
}

/** The frame of the run that was the branch, its events, and the frame of the other. */
interface Exchange {
  frame: Frame;
  events: readonly LifeEvent[];
  rest: Frame;
}

/** The simulation of a branch, which trains no picture and never ahead of the run shown. */
export class Follower {
  #simulation: SimulationClient | null = null;

  /** Puts `simulation` in the place of the one before, which ends. */
  async replace(simulation: SimulationClient | null): Promise<void> {
    const former = this.#simulation;
    this.#simulation = simulation;
    await Promise.all([former?.dispose(), simulation?.look(NO_PICTURES)]);
  }

  /**
   * Goes towards the step that `experiment` shows, for `milliseconds` at most where it has to train.
   *
   * @returns the branch as it is there; null without one
   */
  async follow(experiment: Experiment, milliseconds: number): Promise<Branch | null> {
    const { branch, data } = experiment;
    const simulation = this.#simulation;
    if (!simulation || !branch) return null;
    const { step } = branch.frame.report;
    const goal = goalOf(experiment);
    const frame = await (step > goal ? simulation.seek(goal) : simulation.advance(goal - step, milliseconds));
    const record = withEvents(withRow(branch.record, rowOf(frame, data.trainCount)), frame.events);
    return { ...branch, frame, record };
  }

  /** Puts its simulation, at the same step, in the place of the one that `session` shows, which follows from here on. */
  async exchange(session: Session, { frame: { report }, view }: Experiment): Promise<Exchange | null> {
    const simulation = this.#simulation;
    if (!simulation) return null;
    const former = session.simulation;
    await simulation.seek(report.step);
    const [frame, rest] = await Promise.all([simulation.look(view), former.look(NO_PICTURES)]);
    const events = await simulation.events(0);
    this.#simulation = former;
    session.show(simulation);
    return { frame, events, rest };
  }
}

/** Where a branch belongs: at the step shown, or where the runs part. */
function goalOf({ branch, frame }: Experiment): number {
  return Math.max(frame.report.step, branch?.from ?? 0);
}

function courseOf({ scenario, frame, record, handled, question }: Experiment): Course {
  return { scenario, frame, record, handled, question };
}
