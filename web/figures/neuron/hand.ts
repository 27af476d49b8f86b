// What the reader does, so that it can be undone: edits, steps, questions. The core is commanded through run.ts.
import { mistakesOf } from '../mistakes.js';
import type { Run } from './run.js';
import { placeOf, type Experiment, type Place, type Store } from './store.js';

interface Edit {
  name: string;
  done: boolean;
  make: (experiment: Experiment) => Place;
}

export class Hand {
  readonly #store: Store;
  readonly #run: Run;
  readonly #changed: () => void;
  #gesture: string | null = null;
  #asked: readonly Edit[] = [];
  #busy = false;

  /** @param changed called after a change of the Scenario that stands */
  constructor(store: Store, run: Run, changed: () => void) {
    this.#store = store;
    this.#run = run;
    this.#changed = changed;
  }

  /**
   * Goes to the place that `make` makes of the present, after the edits asked for before; under one name the latest
   * stands for those that still wait. What follows under the same name until `done` is one gesture, and one thing to undo.
   */
  async edit(name: string, done: boolean, make: Edit['make']): Promise<void> {
    if (this.#store.state.playing) this.#run.pause();
    this.#asked = [...this.#asked.filter((edit) => edit.done || edit.name !== name), { name, done, make }];
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.#editAll();
      if (this.#gesture === null) this.#changed();
    } catch (error) {
      this.#asked = [];
      this.#store.send({ type: 'objected', mistakes: mistakesOf(error) });
    } finally {
      this.#busy = false;
    }
  }

  /** Ends the gesture under way, if there is one: what comes next can be undone apart. */
  release(): void {
    this.#asked = this.#asked.map((edit) => ({ ...edit, done: true }));
    if (this.#gesture === null) return;
    this.#gesture = null;
    if (!this.#busy) this.#changed();
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

  async #editAll(): Promise<void> {
    for (let [next, ...rest] = this.#asked; next; [next, ...rest] = this.#asked) {
      this.#asked = rest;
      const { experiment } = this.#store.state;
      if (!experiment) return;
      if (this.#gesture !== next.name) this.#store.send({ type: 'remembered', place: placeOf(experiment) });
      this.#gesture = next.done ? null : next.name;
      await this.#run.open(next.make(experiment));
    }
  }

  async #travel(place: Place, past: readonly Place[], future: readonly Place[]): Promise<void> {
    if (this.#store.state.playing) this.#run.pause();
    this.#gesture = null;
    this.#asked = [];
    await this.#run.open(place);
    this.#store.send({ type: 'travelled', past, future });
    this.#changed();
  }
}
