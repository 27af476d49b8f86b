// When the gradients that reach the layers are asked for: of a large network, whose picture shows them, and not more often
// than an eye can follow. The whole run's history is measurer.ts.
import { isLarge } from '../../drawing/places.js';
import { layerSizes } from '../neurons.js';
import type { Run } from './run.js';
import type { LabState } from './store.js';

/** Least time between two askings while the run goes on, in milliseconds. */
const PAUSE = 400;

export class Gauge {
  readonly #run: Run;
  readonly #fail: (error: unknown) => void;
  #asking = false;
  #asked = -Infinity;
  #seen: unknown = null;

  /** @param fail told of an asking that failed */
  constructor(run: Run, fail: (error: unknown) => void) {
    this.#run = run;
    this.#fail = fail;
  }

  /** Asks where what stands is of another moment. @returns whether it waits */
  look({ experiment, playing }: LabState, now: number): boolean {
    if (!experiment || this.#asking || !isLarge(layerSizes(experiment.frame))) return false;
    if (experiment.frame === this.#seen) return false;
    if (playing && now - this.#asked < PAUSE) return true;
    this.#asking = true;
    this.#asked = now;
    this.#seen = experiment.frame;
    this.#run
      .gauge()
      .catch(this.#fail)
      .finally(() => {
        this.#asking = false;
      });
    return false;
  }
}
