// Two runs under one clock, and every command to the core, one after the other: both always stand at the same step. What came
// of it goes to store.ts.
import type { SimulationClient } from '../../../wasm/src/client.js';
import type { CompleteScenario, Frame, LifeEvent, StepReport } from '../../../wasm/src/types.js';
import { changedFromStart, type Change } from '../change.js';
import { connectedLab } from '../core.js';
import { mistakesOf } from '../mistakes.js';
import { HOLD, storyPace } from '../pace.js';
import { viewOf } from '../pictured.js';
import { lastStep } from '../record.js';
import { NO_PICTURES, Session } from '../session.js';
import { differencesOf, sharedBy, twinOf, TwinRefused, usualTwin, withTwin } from './pair.js';
import { ended, stepOf, type Both, type Store } from './store.js';

/** The core trains the first run so long, and then the second as many steps: together most of a frame of 60 a second. */
const SLICE = 6;
/** A gap between two ticks counts as this much at most: no jump after a pause of the browser. */
const LONGEST_GAP = 100;
const PLENTY_OF_STEPS = 1_000_000;
/** Rows of the record that a leap into what is not known yet leaves behind, so that its lifelines are drawn too. */
const LEAP_ROWS = 48;

/** Two simulations that are opened and ended together. */
class Pair {
  constructor(readonly runs: Both<SimulationClient>) {}

  async dispose(): Promise<void> {
    await this.each((run) => run.dispose());
  }

  /** The same of both. */
  each<Result>(work: (run: SimulationClient) => Promise<Result>): Promise<Both<Result>> {
    return Promise.all([work(this.runs[0]), work(this.runs[1])]);
  }
}

export class Run {
  readonly #store: Store;
  readonly #session = new Session<Pair>();
  /** Steps that are due, negative while the picture is held. */
  #due = 0;
  #ticked: number | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Ends the runs before and opens `scenario` beside its twin. Rejects with mistakes, a TwinRefused where they are the twin's;
   * the runs before go on.
   *
   * @param twin what the second differs in; null: the usual
   */
  open(scenario: unknown, twin: Change | null, step = 0): Promise<void> {
    return this.#session.serially(async () => {
      await this.#open(scenario, (first) => withTwin(first, twin ?? usualTwin(first)));
      if (step > 0) await this.#leap(step);
    });
  }

  /** Ends the runs; `open` begins others. */
  close(): Promise<void> {
    return this.#session.close();
  }

  play(): void {
    this.#ticked = null;
    this.#store.send({ type: 'played', playing: true });
  }

  pause(): void {
    this.#store.send({ type: 'played', playing: false });
  }

  /** Trains both `count` steps. */
  step(count: number): Promise<StepReport> {
    return this.#session.serially(() => this.#leap(count));
  }

  /** Takes both to the state after `step` steps, backwards or forwards. */
  seek(step: number): Promise<StepReport> {
    return this.#session.serially(() => this.#seek(step));
  }

  /** Makes `change` in both from the start; the twin differs in the same as before. @returns whether it was right */
  changeBoth(change: Change): Promise<boolean> {
    return this.#try((first) => {
      const twin = twinOf(this.#store.state.twins?.differences ?? []);
      return this.#open(changedFromStart(first, change), (changed) => withTwin(changed, twin));
    });
  }

  /** Makes `change` in the second alone from the start. @returns whether it was right */
  changeSecond(change: Change): Promise<boolean> {
    return this.#try((first, second) => this.#open(first, () => withTwin(second, change)));
  }

  /** Makes the second the first's equal but for `twin`. */
  changeTwin(twin: Change): Promise<boolean> {
    return this.#try((first) => this.#open(first, (same) => withTwin(same, twin)));
  }

  /** Trains what has come due since the tick before. Called once a frame; does nothing while an answer is awaited. */
  tick(now: number): void {
    const { twins, playing, speed } = this.#store.state;
    if (!playing || !twins || this.#session.busy) return;
    const gap = Math.min(now - (this.#ticked ?? now), LONGEST_GAP);
    this.#ticked = now;
    const pace = speed ?? storyPace(stepOf(twins), null);
    this.#due = pace === Infinity ? PLENTY_OF_STEPS : this.#due + (gap / 1000) * pace;
    const steps = Math.floor(this.#due);
    if (steps < 1) return;
    this.#due = pace === Infinity ? 0 : this.#due - steps;
    this.#session
      .serially(() => this.#advance(steps, SLICE))
      .catch((error: unknown) => this.#store.send({ type: 'failed', why: error }));
  }

  /** Opens what a change led to; a wrong one is kept out and told to the store. */
  async #try(open: (first: CompleteScenario, second: CompleteScenario) => Promise<void>): Promise<boolean> {
    try {
      await this.#session.serially(async () => {
        const { twins } = this.#store.state;
        if (twins) await open(twins.runs[0].scenario, twins.runs[1].scenario);
      });
      return true;
    } catch (error) {
      this.#store.send({ type: 'objected', mistakes: mistakesOf(error) });
      return false;
    }
  }

  async #open(scenario: unknown, makeSecond: (first: CompleteScenario) => unknown): Promise<void> {
    const lab = await connectedLab();
    const first = await lab.simulate(scenario, NO_PICTURES);
    const pair = new Pair([first, await twinBeside(first, makeSecond)]);
    await this.#session.replace(pair);
    const starts = await pair.each(async (run) => ({
      scenario: run.scenario,
      data: run.data,
      frame: run.frame,
      rows: await run.nextRows(),
    }));
    const beginnings = await pair.each(async (run) => {
      const view = viewOf(run.data, run.frame);
      return { scenario: run.scenario, data: run.data, view, frame: await run.look(view) };
    });
    this.#store.send({
      type: 'opened',
      catalogue: lab.catalogue,
      beginnings,
      events: await pair.each((run) => run.events(0)),
      differences: differencesOf(lab.catalogue, starts[0].scenario, starts[1].scenario),
      shared: sharedBy(...starts),
    });
    this.#hold(0);
  }

  async #seek(step: number): Promise<StepReport> {
    const { twins } = this.#store.state;
    const known = twins ? lastStep(twins.runs[0].record) : 0;
    const report = await this.#goTo(Math.min(step, known));
    this.#hold(report.step);
    return step > known ? this.#leap(step - known) : report;
  }

  /** Takes both to a step that is known. */
  async #goTo(step: number): Promise<StepReport> {
    const pair = this.#session.simulation;
    const frames = await pair.each((run) => run.seek(step));
    const events = await pair.each((run) => run.events(0));
    return this.#show(frames, events);
  }

  /** Trains `count` steps in strides, each a row of the record. */
  async #leap(count: number): Promise<StepReport> {
    const stride = Math.max(1, Math.ceil(count / LEAP_ROWS));
    let report = await this.#advance(Math.min(stride, count));
    for (let done = stride; done < count && !this.#ended; done += stride)
      report = await this.#advance(Math.min(stride, count - done));
    return report;
  }

  /** Trains both as many steps as the first comes within `milliseconds`; where one ends, the other stands still beside it. */
  async #advance(steps: number, milliseconds?: number): Promise<StepReport> {
    const [first, second] = this.#session.simulation.runs;
    const from = first.frame.report.step;
    const frame = await first.advance(steps, milliseconds);
    const beside = await second.advance(frame.report.step - from);
    if (beside.report.step < frame.report.step) return this.#goTo(beside.report.step);
    return this.#show([frame, beside], null);
  }

  /** Shows both; what leads on from a moment brings its own events. */
  #show(frames: Both<Frame>, events: Both<readonly LifeEvent[]> | null): StepReport {
    if (events) this.#store.send({ type: 'sought', frames, events });
    else this.#store.send({ type: 'advanced', frames, now: performance.now() });
    if (this.#ended && this.#store.state.playing) this.pause();
    return frames[0].report;
  }

  get #ended(): boolean {
    const { twins } = this.#store.state;
    return twins !== null && ended(twins);
  }

  /** Lets the picture of step 0 stand a moment before the first step. */
  #hold(step: number): void {
    const pace = this.#store.state.speed ?? storyPace(0, null);
    this.#due = step === 0 && Number.isFinite(pace) ? (-HOLD / 1000) * pace : 0;
  }
}

/** The second run; where it is refused the first ends too. */
async function twinBeside(
  first: SimulationClient,
  makeSecond: (first: CompleteScenario) => unknown,
): Promise<SimulationClient> {
  try {
    return await (await connectedLab()).simulate(makeSecond(first.scenario), NO_PICTURES);
  } catch (error) {
    await first.dispose();
    if (typeof error === 'object' && error !== null && 'errors' in error) throw new TwinRefused(mistakesOf(error));
    throw error;
  }
}
