// The simulation that a figure runs, and its commands in a row. How the one lab of the page starts is core.ts; what is
// asked of the simulation is each figure's run.ts.
import type { SimulationClient } from '../../wasm/src/client.js';
import type { View } from '../../wasm/src/types.js';

/** The view of a run that needs no picture of the plane, or whose data are not known yet. */
export const NO_PICTURES: View = {
  unitResolution: 0,
  unitBounds: [-1, 1, -1, 1],
  surfaceResolution: 0,
  surfaceBounds: [-1, 1, -1, 1],
};

/** What is open: one simulation, or several that go together. */
interface Open {
  dispose(): Promise<void>;
}

export class Session<Simulated extends Open = SimulationClient> {
  #simulation: Simulated | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  #pending = 0;

  /** Whether an answer is awaited. */
  get busy(): boolean {
    return this.#pending > 0;
  }

  /** What is open; throws where nothing is. */
  get simulation(): Simulated {
    if (!this.#simulation) throw new Error('reluctant: no experiment is open');
    return this.#simulation;
  }

  /** Does `job` after those asked for before. One that fails holds up none. */
  serially<T>(job: () => Promise<T>): Promise<T> {
    this.#pending += 1;
    const done = this.#queue.then(job).finally(() => {
      this.#pending -= 1;
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  /** Puts `simulation` in the place of the one before, which ends. */
  async replace(simulation: Simulated): Promise<void> {
    await this.#simulation?.dispose();
    this.#simulation = simulation;
  }

  /** Puts `simulation` in the place of the one before, which goes on elsewhere. */
  show(simulation: Simulated): void {
    this.#simulation = simulation;
  }

  /** Ends what is open, after what was asked for before. */
  close(): Promise<void> {
    return this.serially(async () => {
      const simulation = this.#simulation;
      this.#simulation = null;
      await simulation?.dispose();
    });
  }
}
