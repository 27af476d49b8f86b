// What the reader does, so that it can be undone: edits, steps, questions. The core is commanded through run.ts.
import { mistakesOf } from '../mistakes.js';
import type { Run } from './run.js';
import { placeOf, type Experiment, type Place, type Store } from './store.js';

export class Hand {
  readonly #store: Store;
  readonly #run: Run;
  readonly #changed: () => void;
  #gesture: string | null = null;
  #wanted: Place | null = null;

  /** @param changed called after a change of the Scenario that stands */
  constructor(store: Store, run: Run, changed: () => void) {
    this.#store = store;
    this.#run = run;
    this.#changed = changed;
  }

  /**
   * Goes to the place that `make` makes of the present: the latest asked for, one at a time. What follows under the same
   * name until `done` is one gesture, and one thing to undo.
   */
  async edit(name: string, done: boolean, make: (experiment: Experiment) => Place): Promise<void> {
    const { experiment, playing } = this.#store.state;
    if (!experiment) return;
    if (playing) this.#run.pause();
    if (this.#gesture !== name) this.#store.send({ type: 'remembered', place: placeOf(experiment) });
    this.#gesture = done ? null : name;
    const busy = this.#wanted !== null;
    this.#wanted = make(experiment);
    if (busy) return;
    try {
      for (let next: Place | null = this.#wanted; next; next = this.#wanted === next ? null : this.#wanted)
        await this.#run.open(next);
      if (this.#gesture === null) this.#changed();
    } catch (error) {
      this.#store.send({ type: 'objected', mistakes: mistakesOf(error) });
    } finally {
      this.#wanted = null;
    }
  }

  /** Ends the gesture under way, if there is one: what comes next can be undone apart. */
  release(): void {
    if (this.#gesture === null) return;
    this.#gesture = null;
    if (this.#wanted === null) this.#changed();
  }

  /** Does `work` as one thing to undo. */
  async act(work: () => unknown): Promise<void> {
    const { experiment } = this.#store.state;
    if (experiment) this.#store.send({ type: 'remembered', place: placeOf(experiment) });
    this.#gesture = null;
    await work();
  }

  /** Takes back what was done last. */
  async undo(): Promise<void> {
    const { experiment, past, future } = this.#store.state;
    const place = past.at(-1);
    if (!place || !experiment) return;
    await this.#travel(place, past.slice(0, -1), [placeOf(experiment), ...future]);
  }

  /** Does again what was taken back last. */
  async redo(): Promise<void> {
    const { experiment, past, future } = this.#store.state;
    const [place, ...rest] = future;
    if (!place || !experiment) return;
    await this.#travel(place, [...past, placeOf(experiment)], rest);
  }

  async #travel(place: Place, past: readonly Place[], future: readonly Place[]): Promise<void> {
    if (this.#store.state.playing) this.#run.pause();
    this.#gesture = null;
    await this.#run.open(place);
    this.#store.send({ type: 'travelled', past, future });
    this.#changed();
  }
}
