// What the figure asks of the core beside its run: curves, what the network's sums would meet, costs. The run is run.ts;
// what came of the answers goes to store.ts.
import type { LabClient } from '../../../wasm/src/client.js';
import type { ActivationTiming, CatalogueActivation } from '../../../wasm/src/types.js';
import { connectedLab } from '../core.js';
import { mistakesOf } from '../mistakes.js';
import { curveOf, sumsToAsk, type Curve, type Settings } from './curves.js';
import { entryOf, type Store } from './store.js';

/** Elements of the arrays that are timed: a batch of 64 through a layer of 64, which a processor keeps at hand. */
const TIMED_LENGTH = 4096;
/** Times that every activation is timed; the median counts. */
const ROUNDS = 3;

export class Enquiry {
  readonly #store: Store;
  /** Counts questions, so that an answer that was overtaken is not heard. */
  #asked = 0;
  #met = 0;
  #ended = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Asks for the catalogue and every curve. */
  async begin(): Promise<void> {
    this.#ended = false;
    const { catalogue } = await connectedLab();
    this.#store.send({ type: 'catalogue', catalogue });
    await this.look(this.#store.state.reach);
  }

  /** Draws every curve up to `reach`. */
  async look(reach: number): Promise<void> {
    const lab = await connectedLab();
    const turn = ++this.#asked;
    const { settings } = this.#store.state;
    const curves = await Promise.all(
      lab.catalogue.activations.map(
        async (entry) => [entry.name, await this.#curve(lab, entry, settings[entry.name] ?? {}, reach)] as const,
      ),
    );
    if (turn === this.#asked) this.#store.send({ type: 'evaluated', reach, curves: Object.fromEntries(curves) });
  }

  /** Gives an activation other parameters. Wrong ones are told, and those before stay. */
  async set(name: string, settings: Settings): Promise<void> {
    const entry = entryOf(this.#store.state, name);
    if (!entry) return;
    this.#store.send({ type: 'set', name, settings });
    const { reach } = this.#store.state;
    const turn = ++this.#asked;
    try {
      const curve = await this.#curve(await connectedLab(), entry, settings, reach);
      if (turn === this.#asked) this.#store.send({ type: 'evaluated', reach, curves: { [name]: curve } });
    } catch (error) {
      if (turn === this.#asked) this.#store.send({ type: 'objected', name, mistakes: mistakesOf(error) });
    }
  }

  /** Asks what slopes the network's sums would meet under the chosen activation. */
  async meet(): Promise<void> {
    const { chosen, curves, experiment } = this.#store.state;
    const curve = curves[chosen];
    const turn = ++this.#met;
    if (!curve || !experiment || experiment.sums.length === 0) {
      this.#store.send({ type: 'met', meeting: null });
      return;
    }
    const { sums } = experiment;
    const { slope } = await (await connectedLab()).evaluate(chosen, sums, curve.settings);
    if (turn !== this.#met) return;
    let flat = 0;
    let total = 0;
    for (const each of slope) {
      if (each === 0) ++flat;
      total += Math.abs(each);
    }
    const meeting = { sums: sums.length, flat: flat / sums.length, slope: total / sums.length };
    this.#store.send({ type: 'met', meeting });
  }

  /** Times every activation here and now, one after the other, so that others are heard in between. */
  async measure(): Promise<void> {
    const { measuring } = this.#store.state;
    if (measuring !== null) return;
    this.#store.send({ type: 'measuring', done: 0 });
    try {
      const rows = await this.#timeAll(await connectedLab());
      if (rows) this.#store.send({ type: 'measured', costs: { rows, at: new Date() } });
    } finally {
      this.#store.send({ type: 'measuring', done: null });
    }
  }

  /** Stops asking; `begin` asks again. */
  end(): void {
    this.#ended = true;
    ++this.#asked;
    ++this.#met;
  }

  /** Null when the figure has gone meanwhile. */
  async #timeAll(lab: LabClient): Promise<Record<string, ActivationTiming> | null> {
    const names = lab.catalogue.activations.map(({ name }) => name);
    const timed = new Map<string, ActivationTiming[]>(names.map((name) => [name, []]));
    for (let round = 0; round < ROUNDS; ++round) {
      for (const [index, name] of names.entries()) {
        if (this.#ended) return null;
        timed.get(name)?.push(...(await lab.benchmarkActivations({ lengths: [TIMED_LENGTH], name })));
        const done = (round * names.length + index + 1) / (ROUNDS * names.length);
        this.#store.send({ type: 'measuring', done });
      }
    }
    return Object.fromEntries(names.map((name) => [name, middle(name, timed.get(name) ?? [])]));
  }

  async #curve(lab: LabClient, entry: CatalogueActivation, settings: Settings, reach: number): Promise<Curve> {
    return curveOf(entry, settings, await lab.evaluate(entry.name, sumsToAsk(reach), settings));
  }
}

/** The medians of an activation's timings. */
function middle(name: string, timings: readonly ActivationTiming[]): ActivationTiming {
  const median = (key: 'value' | 'both' | 'backward'): number =>
    timings.map((timing) => timing[key]).sort((a, b) => a - b)[timings.length >> 1] ?? NaN;
  return { name, length: TIMED_LENGTH, value: median('value'), both: median('both'), backward: median('backward') };
}
