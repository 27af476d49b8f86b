// When the gradients that reach the layers are asked for: of a large network, whose picture shows them, and not more often
// than an eye can follow. The whole run's history is measurer.ts.
import { isLarge } from '../../drawing/places.js';
import { layerSizes } from '../neurons.js';
import { Asker } from './asker.js';
import type { Run } from './run.js';
import type { LabState } from './store.js';

/** Least time between two askings while the run goes on, in milliseconds. */
const PAUSE = 400;

export class Gauge {
  readonly #run: Run;
  readonly #asker: Asker;
  #seen: unknown = null;

  /** @param fail told of an asking that failed */
  constructor(run: Run, fail: (error: unknown) => void) {
    this.#run = run;
    this.#asker = new Asker(PAUSE, fail);
  }

  /** Asks where what stands is of another moment. @returns whether it waits */
  look({ experiment, playing }: LabState, now: number): boolean {
    if (!experiment || !isLarge(layerSizes(experiment.frame)) || experiment.frame === this.#seen) return false;
    return this.#asker.ask(
      now,
      () => {
        this.#seen = experiment.frame;
        return this.#run.gauge();
      },
      !playing,
    );
  }
}
