// What the reader does to an experiment by hand, and how to take it back. What a change is, edit.ts says; run.ts makes it.
import type { Change } from '../change.js';
import { rescueOf } from './rescue.js';
import type { Run } from './run.js';
import { isChanged, type Edit, type LabState, type Store } from './store.js';

export class Edits {
  readonly #store: Store;
  readonly #run: Run;
  readonly #tell: () => void;

  /** @param tell called after every edit that changed the Scenario */
  constructor(store: Store, run: Run, tell: () => void) {
    this.#store = store;
    this.#run = run;
    this.#tell = tell;
  }

  /** Makes `change`; one that is wrong is told to the store and changes nothing. */
  async make(change: Change): Promise<void> {
    const from = editOf(this.#store.state);
    if (await this.#run.change(change)) this.#made(from);
  }

  /** Opens another Scenario at step 0. Rejects with a ScenarioError when it is wrong; the run before goes on. */
  async open(scenario: unknown, question: string | null = null): Promise<void> {
    const from = editOf(this.#store.state);
    await this.#run.open(scenario, { question });
    this.#made(from);
  }

  /** Back to step 0; what was changed during the run is gone. */
  async reset(): Promise<void> {
    const from = editOf(this.#store.state);
    const changes = from !== null && isChanged(from);
    await this.#run.reset();
    if (changes) this.#made(from);
  }

  /** Gives the flat side a slope where there is one, or takes the rescue back; nothing to other activations. */
  async rescue(): Promise<void> {
    const { experiment, catalogue } = this.#store.state;
    const change = experiment && catalogue && rescueOf(catalogue, experiment);
    if (change) await this.make(change);
  }

  /** Goes on with the branch, and leaves the run shown as the branch. */
  async exchange(): Promise<void> {
    const from = editOf(this.#store.state);
    if (!this.#store.state.experiment?.branch) return;
    await this.#run.exchange();
    this.#made(from);
  }

  /** Takes the latest edit back: the Scenario, and the step at which it was left. */
  async undo(): Promise<void> {
    await this.#goTo(this.#store.state.undoable.at(-1), 'undone');
  }

  /** Makes the edit again that was taken back last. */
  async redo(): Promise<void> {
    await this.#goTo(this.#store.state.redoable.at(-1), 'redone');
  }

  async #goTo(edit: Edit | undefined, type: 'undone' | 'redone'): Promise<void> {
    const from = editOf(this.#store.state);
    if (!edit || !from) return;
    this.#store.send({ type, from });
    await this.#run.open(edit.scenario, edit);
    this.#tell();
  }

  #made(from: Edit | null): void {
    if (from) this.#store.send({ type: 'edited', from });
    this.#tell();
  }
}

/** What leads back to the present state. */
function editOf({ experiment }: LabState): Edit | null {
  if (!experiment) return null;
  const { scenario, base, frame, question } = experiment;
  return { scenario, base, step: frame.report.step, question };
}
