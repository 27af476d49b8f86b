// A lab as promises, wherever it trains: keeper.ts starts it and builds it again after a crash. What answers is remote.ts, in
// worker.ts; the synchronous calls are simulation.ts.
import { carryErrors } from './errors.js';
import { Keeper, type Connection, type Place, type Standing } from './keeper.js';
import { marked } from './marked.js';
import type {
  Ablation,
  ActivationTiming,
  Autopsy,
  Cascade,
  Catalogue,
  CompleteScenario,
  CsvTable,
  CsvWanted,
  Data,
  Evaluation,
  Frame,
  HealthReport,
  Info,
  Inspection,
  LifeEvent,
  Raster,
  Remote,
  RunHistory,
  UnitPlace,
  Validation,
  View,
} from './types.js';

export type { Connection, Place } from './keeper.js';
export { workerFromSource, workerFromUrl } from './workers.js';

/** Starts a lab. Rejects with a LoadError when WebAssembly or its file is missing or refused everywhere. */
export async function connect(connection: Connection): Promise<LabClient> {
  carryErrors();
  const keeper = new Keeper(connection);
  const [info, catalogue] = await keeper.call((remote) => Promise.all([remote.info(), remote.catalogue()]));
  return new LabClient(keeper, info, catalogue);
}

/** A lab that answers with promises. One serves every figure of a page. */
export class LabClient {
  readonly #keeper: Keeper;

  /** Made by `connect`. */
  constructor(
    keeper: Keeper,
    /** The module's version, and whether it is the SIMD one. */
    readonly info: Info,
    /** The core's one table of everything that a Scenario can name. */
    readonly catalogue: Catalogue,
  ) {
    this.#keeper = keeper;
  }

  /** Where the runs train now; a crash may move them. */
  get place(): Place {
    return this.#keeper.place;
  }

  /** Every mistake of a Scenario, or none. */
  validate(scenario: unknown): Promise<Validation> {
    const sent = plain(scenario);
    return this.#keeper.call((remote) => remote.validate(sent));
  }

  /** An activation and its slope over `z`. Rejects with a ScenarioError for a wrong name or parameter. */
  evaluate(name: string, z: Float32Array, parameters: Record<string, unknown> = {}): Promise<Evaluation> {
    const sent = plain(parameters) as Record<string, unknown>;
    return this.#keeper.call((remote) => remote.evaluate(name, z, sent));
  }

  /**
   * What activations cost here and now on arrays of these lengths: all, or the one called `name`. Every other call waits
   * meanwhile, for one activation and one length some 30 ms.
   */
  benchmarkActivations(wanted: { lengths: number[]; name?: string }): Promise<ActivationTiming[]> {
    return this.#keeper.call((remote) => remote.benchmarkActivations(wanted));
  }

  /** A table of text as rows for the data `custom`, or what is wrong with it. */
  parseCsv(text: string, wanted: CsvWanted = {}): Promise<CsvTable> {
    return this.#keeper.call((remote) => remote.parseCsv(text, wanted));
  }

  /** Opens a run, drawn as `view` asks. Rejects with a ScenarioError that lists every mistake. */
  async simulate(scenario: unknown, view: View): Promise<SimulationClient> {
    const sent = plain(scenario);
    const run = this.#keeper.number();
    const { scenario: complete, data, frame } = await this.#keeper.call((remote) => remote.open(run, sent, view));
    return new SimulationClient(this.#keeper, run, data, { scenario: complete, view, frame, known: 0 });
  }

  /** Ends the worker and every run. */
  dispose(): void {
    this.#keeper.dispose();
  }
}

/** One run of a lab. A failed call rejects and leaves the run as it was. */
export class SimulationClient {
  readonly #keeper: Keeper;
  readonly #run: number;
  readonly #standing: Standing;

  /** Made by `LabClient.simulate`. */
  constructor(
    keeper: Keeper,
    run: number,
    /** Inputs and targets, training rows first. */
    readonly data: Data,
    standing: Standing,
  ) {
    this.#keeper = keeper;
    this.#run = run;
    this.#standing = standing;
    keeper.standings.set(run, standing);
  }

  /** Complete: defaults filled in, interventions recorded. */
  get scenario(): CompleteScenario {
    return this.#standing.scenario;
  }

  /** The newest frame that came back. */
  get frame(): Frame {
    return this.#standing.frame;
  }

  /** Trains `steps` optimiser steps, fewer when `milliseconds` run out (one at least). @returns the frame after the last. */
  advance(steps: number, milliseconds?: number): Promise<Frame> {
    return this.#framed((remote) => remote.advance(this.#run, steps, milliseconds));
  }

  /** Goes to the state after `step` optimiser steps, backwards or forwards, exact to the bit. */
  seek(step: number): Promise<Frame> {
    return this.#framed((remote) => remote.seek(this.#run, step));
  }

  /** An intervention now: dotted Scenario paths with their values. Rejects with a ScenarioError. */
  async apply(set: Record<string, unknown>): Promise<Frame> {
    const sent = plain(set) as Record<string, unknown>;
    const { scenario, frame } = await this.#keeper.call((remote) => remote.apply(this.#run, sent));
    this.#standing.scenario = scenario;
    this.#standing.known = frame.report.step; // what was known beyond belongs to the run before
    return this.#keep(frame);
  }

  /** The frame of now under another view, which holds from here on. */
  async look(view: View): Promise<Frame> {
    const frame = await this.#framed((remote) => remote.look(this.#run, view));
    this.#standing.view = view;
    return frame;
  }

  /** Births, deaths and revivals of the known run from step `since` on. */
  events(since = 0): Promise<LifeEvent[]> {
    return this.#keeper.call((remote) => remote.events(this.#run, since));
  }

  /** Why a hidden unit died at `step`, or at the latest at or before now; null where it did not. */
  autopsy(layer: number, unit: number, step?: number): Promise<Autopsy | null> {
    return this.#keeper.call((remote) => remote.autopsy(this.#run, layer, unit, step));
  }

  /** The state of every hidden unit over the training rows, and the gradient that reaches it. */
  health(): Promise<HealthReport> {
    return this.#keeper.call((remote) => remote.health(this.#run));
  }

  /** Whom the latest death of a hidden unit took along; null where it did not die. */
  cascade(layer: number, unit: number): Promise<Cascade | null> {
    return this.#keeper.call((remote) => remote.cascade(this.#run, layer, unit));
  }

  /** Losses and accuracies of now with the outputs of some hidden units held at 0. */
  ablate(units: readonly UnitPlace[]): Promise<Ablation> {
    return this.#keeper.call((remote) => remote.ablate(this.#run, units));
  }

  /** One hidden unit of now over the training rows. */
  inspect(layer: number, unit: number): Promise<Inspection> {
    return this.#keeper.call((remote) => remote.inspect(this.#run, layer, unit));
  }

  /** The training rows, by their places in `data`, that the next step will take. */
  nextRows(): Promise<Uint32Array> {
    return this.#keeper.call((remote) => remote.nextRows(this.#run));
  }

  /**
   * A second run, equal to this one: at this step, with the same Scenario and the same known run. What `apply` changes in
   * one stays as it was in the other.
   */
  async fork(): Promise<SimulationClient> {
    const as = this.#keeper.number();
    const { scenario, frame } = await this.#keeper.call((remote) => remote.fork(this.#run, as));
    return new SimulationClient(this.#keeper, as, this.data, { ...this.#standing, scenario, frame });
  }

  /** The known run, measured at steps 0, every, 2 every, … */
  history(every = 1): Promise<RunHistory> {
    return this.#keeper.call((remote) => remote.history(this.#run, every));
  }

  /** The states of every hidden unit over the known run; deaths and revivals are exact whatever `every` is. */
  raster(every = 1): Promise<Raster> {
    return this.#keeper.call((remote) => remote.raster(this.#run, every));
  }

  /** 16 hexadecimal digits over the bits of all parameters. */
  fingerprint(): Promise<string> {
    return this.#keeper.call((remote) => remote.fingerprint(this.#run));
  }

  /** Ends the run and frees its memory. Calls under way reject. */
  async dispose(): Promise<void> {
    if (!this.#keeper.standings.delete(this.#run)) return;
    await this.#keeper.call((remote) => remote.close(this.#run));
  }

  async #framed(call: (remote: Remote) => Promise<Frame>): Promise<Frame> {
    return this.#keep(await this.#keeper.call(call));
  }

  #keep(frame: Frame): Frame {
    this.#standing.frame = frame;
    this.#standing.known = Math.max(this.#standing.known, frame.report.step);
    return frame;
  }
}

/** Only plain JSON crosses: what has no JSON crosses as a mark, which the core names in its refusal. */
function plain(value: unknown): unknown {
  return JSON.parse(marked(value));
}
