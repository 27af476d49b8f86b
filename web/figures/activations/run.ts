// The run whose sums the figure shows: its clock, and every command to it, one after the other. What came of them goes
// to store.ts; what else is asked of the core is enquiry.ts.
import type { Choice, Frame, StepReport } from '../../../wasm/src/types.js';
import { changedFromStart } from '../change.js';
import { connectedLab } from '../core.js';
import { NO_PICTURES, Session } from '../session.js';
import type { Store } from './store.js';

/** Steps a second, and the most that a gap between two ticks counts for, in milliseconds. */
const PACE = 40;
const LONGEST_GAP = 100;
/** Hidden units that are asked for their sums at most: more would make the same picture. */
const MOST_ASKED = 48;

export class Run {
  readonly #store: Store;
  /** Told of every frame, beside the store. */
  readonly #framed: (frame: Frame) => void;
  readonly #session = new Session();
  #due = 0;
  #ticked: number | null = null;

  constructor(store: Store, framed: (frame: Frame) => void) {
    this.#store = store;
    this.#framed = framed;
  }

  /** Ends the run before and opens `scenario` at `step`. Rejects with a ScenarioError when it is wrong. */
  open(scenario: unknown, step = 0): Promise<void> {
    return this.#session.serially(() => this.#open(scenario, step));
  }

  play(): void {
    this.#ticked = null;
    this.#store.send({ type: 'played', playing: true });
  }

  pause(): void {
    this.#store.send({ type: 'played', playing: false });
  }

  /** Trains `count` steps. */
  step(count: number): Promise<StepReport> {
    return this.#session.serially(() => this.#show(this.#session.simulation.advance(count)));
  }

  /** Goes to the state after `step` steps, backwards or forwards. */
  seek(step: number): Promise<StepReport> {
    return this.#session.serially(() => this.#show(this.#session.simulation.seek(step)));
  }

  /** Opens the same experiment with another activation in every hidden layer, at the same step. */
  adopt(activation: Choice): Promise<void> {
    return this.#session.serially(async () => {
      const { scenario, frame } = this.#session.simulation;
      await this.#open(changedFromStart(scenario, { 'network.activation': activation }), frame.report.step);
    });
  }

  /** Trains what has come due since the tick before. Called once a frame; does nothing while an answer is awaited. */
  tick(now: number): void {
    if (!this.#store.state.playing || this.#session.busy) return;
    this.#due += (Math.min(now - (this.#ticked ?? now), LONGEST_GAP) / 1000) * PACE;
    this.#ticked = now;
    const steps = Math.floor(this.#due);
    if (steps < 1) return;
    this.#due -= steps;
    this.step(steps).catch((error: unknown) => {
      this.#store.send({ type: 'failed', why: error });
    });
  }

  /** Ends the run; `open` begins another. */
  close(): Promise<void> {
    return this.#session.close();
  }

  async #open(scenario: unknown, step: number): Promise<void> {
    const simulation = await (await connectedLab()).simulate(scenario, NO_PICTURES);
    await this.#session.replace(simulation);
    await this.#show(step > 0 ? simulation.seek(step) : Promise.resolve(simulation.frame));
  }

  /** Asks for the sums of the frame to come, and hands on both. */
  async #show(coming: Promise<Frame>): Promise<StepReport> {
    const frame = await coming;
    const simulation = this.#session.simulation;
    const places = frame.layers
      .slice(0, -1)
      .flatMap(({ units }, layer) => Array.from({ length: units }, (_, unit) => ({ layer, unit })));
    const asked = spread(places, MOST_ASKED);
    const inspections = await Promise.all(asked.map(({ layer, unit }) => simulation.inspect(layer, unit)));
    this.#store.send({
      type: 'ran',
      experiment: {
        scenario: simulation.scenario,
        report: frame.report,
        sums: joined(inspections.map(({ sums }) => sums)),
        shown: asked.length,
        units: places.length,
      },
    });
    if (frame.report.status === 'diverged') this.pause();
    this.#framed(frame);
    return frame.report;
  }
}

/** `most` of `items`, evenly spread, or all of few. */
function spread<T>(items: readonly T[], most: number): T[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}

function joined(arrays: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(arrays.reduce((length, array) => length + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
