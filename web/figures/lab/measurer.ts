// When the run's history is asked for: while somebody looks at it, and not more often than an eye can follow.
import { Asker } from './asker.js';
import { distance } from './columns.js';
import { lastStep } from '../record.js';
import type { Run } from './run.js';
import type { Experiment } from './store.js';

/** Least time between two askings, in milliseconds. */
const PAUSE = 500;

export class Measurer {
  readonly #run: Run;
  readonly #asker: Asker;
  #of: Experiment['scenario'] | null = null;

  /** @param fail told of an asking that failed */
  constructor(run: Run, fail: (error: unknown) => void) {
    this.#run = run;
    this.#asker = new Asker(PAUSE, fail);
  }

  /** Asks for the history of `experiment` where the one that stands is another's, or an old one. @returns whether it waits */
  look(experiment: Experiment, now: number): boolean {
    if (this.#isNew(experiment)) return false;
    return this.#asker.ask(now, () => {
      this.#of = experiment.scenario;
      return this.#run.measure();
    });
  }

  #isNew({ history, record, scenario }: Experiment): boolean {
    const known = lastStep(record);
    const measured = history?.step.at(-1) ?? -1;
    return history?.every === distance(known) && scenario === this.#of && measured <= known && known - measured < history.every; // prettier-ignore
  }
}
