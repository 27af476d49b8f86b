// The neuron under the microscope: what the core knows of it, asked anew when the step changes, not more often than an
// eye can follow. What is shown of it is microscope/view.ts.
import type { Ablation, Autopsy, Cascade, Inspection } from '../../../wasm/src/types.js';
import { Asker } from './asker.js';
import { Later } from './later.js';
import type { Run } from './run.js';
import type { LabState } from './store.js';

/** What shows an examination. */
export const parts = new Later(() => import('./microscope/parts.js'));

/** Least time between two askings while the run goes on, in milliseconds. */
const PAUSE = 400;

/** An activation and its slope over equally spaced sums. */
export interface ZCurve {
  from: number;
  to: number;
  value: Float32Array;
  slope: Float32Array;
}

/** What the core says of one neuron at one step. */
export interface Examination {
  /** Its number in the frame's order. */
  unit: number;
  step: number;
  inspection: Inspection;
  curve: ZCurve;
  /** Of the latest death; null where it has never died. */
  autopsy: Autopsy | null;
  cascade: Cascade | null;
  /** The network without it. */
  ablation: Ablation;
  /** The losses of the network with it. */
  trainLoss: number;
}

export class Examiner {
  readonly #run: Run;
  readonly #asker: Asker;
  #seen: unknown = null;

  /** @param fail told of an asking that failed */
  constructor(run: Run, fail: (error: unknown) => void) {
    this.#run = run;
    this.#asker = new Asker(PAUSE, fail);
  }

  /** Asks for the chosen neuron where what stands is of another, or of another moment. @returns whether it waits */
  look({ experiment, chosen, examined, playing }: LabState, now: number): boolean {
    if (!experiment || chosen === null) return false;
    const known = examined?.unit === chosen;
    if (known && experiment.frame === this.#seen) return false;
    return this.#asker.ask(now, () => this.#examine(chosen), !known || !playing);
  }

  async #examine(unit: number): Promise<void> {
    if (await parts.ask().catch(() => null)) this.#seen = await this.#run.examine(unit);
  }
}
