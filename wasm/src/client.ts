// A lab in a worker, as promises: starts the worker, falls back to the main thread, and after a crash
// rebuilds every run at its step. What answers is remote.ts, in worker.ts; the synchronous calls are simulation.ts.
import { wrap } from 'comlink';
import { carryErrors, LabLostError } from './errors.js';
import { marked } from './marked.js';
import type { SimdChoice, WasmFile, WasmFiles } from './module.js';
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
import type { Host } from './worker.js';

/** How a lab is started. */
export interface Connection {
  /** Both WebAssembly modules: an address each, or their bytes. */
  wasm: WasmFiles;
  /** Default 'auto': SIMD where the machine has it. The bits are the same. */
  simd?: SimdChoice;
  /** Ways to start worker.ts, tried in order; when none starts, the lab runs on the main thread. */
  workers?: readonly (() => Worker)[];
}

/** Where a lab trains: the page stays free in a worker; on the main thread it works in slices of 8 ms. */
export type Place = 'worker' | 'main-thread';

/** A worker from its address, which the page's own origin must serve. `new Worker` needs no other door under Trusted Types. */
export function workerFromUrl(url: string, type: WorkerType = 'module'): () => Worker {
  return () => new Worker(trusted(url), { type });
}

/** A classic worker from its source: it starts in a sandboxed frame and from `file://` too. */
export function workerFromSource(source: string): () => Worker {
  return () => {
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    // Revoked when the worker must have read it: a refusal is reported later than the constructor returns.
    setTimeout(() => URL.revokeObjectURL(url), PATIENCE_MS);
    return new Worker(trusted(url));
  };
}

/** Starts a lab. Rejects with a LoadError when WebAssembly or its file is missing or refused everywhere. */
export async function connect(connection: Connection): Promise<LabClient> {
  carryErrors();
  const link = new Link(connection);
  const [info, catalogue] = await link.call((remote) => Promise.all([remote.info(), remote.catalogue()]));
  return new LabClient(link, info, catalogue);
}

/** A lab that answers with promises. One serves every figure of a page. */
export class LabClient {
  readonly #link: Link;

  /** Made by `connect`. */
  constructor(
    link: Link,
    /** The module's version, and whether it is the SIMD one. */
    readonly info: Info,
    /** The core's one table of everything that a Scenario can name. */
    readonly catalogue: Catalogue,
  ) {
    this.#link = link;
  }

  /** Where the runs train now; a crash may move them. */
  get place(): Place {
    return this.#link.place;
  }

  /** Every mistake of a Scenario, or none. */
  validate(scenario: unknown): Promise<Validation> {
    const sent = plain(scenario);
    return this.#link.call((remote) => remote.validate(sent));
  }

  /** An activation and its slope over `z`. Rejects with a ScenarioError for a wrong name or parameter. */
  evaluate(name: string, z: Float32Array, parameters: Record<string, unknown> = {}): Promise<Evaluation> {
    const sent = plain(parameters) as Record<string, unknown>;
    return this.#link.call((remote) => remote.evaluate(name, z, sent));
  }

  /**
   * What activations cost here and now on arrays of these lengths: all, or the one called `name`. Every other call waits
   * meanwhile, for one activation and one length some 30 ms.
   */
  benchmarkActivations(wanted: { lengths: number[]; name?: string }): Promise<ActivationTiming[]> {
    return this.#link.call((remote) => remote.benchmarkActivations(wanted));
  }

  /** A table of text as rows for the data `custom`, or what is wrong with it. */
  parseCsv(text: string, wanted: CsvWanted = {}): Promise<CsvTable> {
    return this.#link.call((remote) => remote.parseCsv(text, wanted));
  }

  /** Opens a run, drawn as `view` asks. Rejects with a ScenarioError that lists every mistake. */
  async simulate(scenario: unknown, view: View): Promise<SimulationClient> {
    const sent = plain(scenario);
    const run = this.#link.number();
    const { scenario: complete, data, frame } = await this.#link.call((remote) => remote.open(run, sent, view));
    return new SimulationClient(this.#link, run, data, { scenario: complete, view, frame });
  }

  /** Ends the worker and every run. */
  dispose(): void {
    this.#link.dispose();
  }
}

/** What must be known of a run to make it again, and its newest frame. */
interface Standing {
  scenario: CompleteScenario;
  view: View;
  frame: Frame;
}

/** One run of a lab. A failed call rejects and leaves the run as it was. */
export class SimulationClient {
  readonly #link: Link;
  readonly #run: number;
  readonly #standing: Standing;

  /** Made by `LabClient.simulate`. */
  constructor(
    link: Link,
    run: number,
    /** Inputs and targets, training rows first. */
    readonly data: Data,
    standing: Standing,
  ) {
    this.#link = link;
    this.#run = run;
    this.#standing = standing;
    link.standings.set(run, standing);
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
    const { scenario, frame } = await this.#link.call((remote) => remote.apply(this.#run, sent));
    this.#standing.scenario = scenario;
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
    return this.#link.call((remote) => remote.events(this.#run, since));
  }

  /** Why a hidden unit died at `step`, or at the latest at or before now; null where it did not. */
  autopsy(layer: number, unit: number, step?: number): Promise<Autopsy | null> {
    return this.#link.call((remote) => remote.autopsy(this.#run, layer, unit, step));
  }

  /** The state of every hidden unit over the training rows, and the gradient that reaches it. */
  health(): Promise<HealthReport> {
    return this.#link.call((remote) => remote.health(this.#run));
  }

  /** Whom the latest death of a hidden unit took along; null where it did not die. */
  cascade(layer: number, unit: number): Promise<Cascade | null> {
    return this.#link.call((remote) => remote.cascade(this.#run, layer, unit));
  }

  /** Losses and accuracies of now with the outputs of some hidden units held at 0. */
  ablate(units: readonly UnitPlace[]): Promise<Ablation> {
    return this.#link.call((remote) => remote.ablate(this.#run, units));
  }

  /** One hidden unit of now over the training rows. */
  inspect(layer: number, unit: number): Promise<Inspection> {
    return this.#link.call((remote) => remote.inspect(this.#run, layer, unit));
  }

  /** The training rows, by their places in `data`, that the next step will take. */
  nextRows(): Promise<Uint32Array> {
    return this.#link.call((remote) => remote.nextRows(this.#run));
  }

  /**
   * A second run, equal to this one: at this step, with the same Scenario and the same known run. What `apply` changes in
   * one stays as it was in the other.
   */
  async fork(): Promise<SimulationClient> {
    const as = this.#link.number();
    const { scenario, frame } = await this.#link.call((remote) => remote.fork(this.#run, as));
    return new SimulationClient(this.#link, as, this.data, { scenario, view: this.#standing.view, frame });
  }

  /** The known run, measured at steps 0, every, 2 every, … */
  history(every = 1): Promise<RunHistory> {
    return this.#link.call((remote) => remote.history(this.#run, every));
  }

  /** The states of every hidden unit over the known run; deaths and revivals are exact whatever `every` is. */
  raster(every = 1): Promise<Raster> {
    return this.#link.call((remote) => remote.raster(this.#run, every));
  }

  /** 16 hexadecimal digits over the bits of all parameters. */
  fingerprint(): Promise<string> {
    return this.#link.call((remote) => remote.fingerprint(this.#run));
  }

  /** Ends the run and frees its memory. Calls under way reject. */
  async dispose(): Promise<void> {
    if (!this.#link.standings.delete(this.#run)) return;
    await this.#link.call((remote) => remote.close(this.#run));
  }

  async #framed(call: (remote: Remote) => Promise<Frame>): Promise<Frame> {
    return this.#keep(await this.#link.call(call));
  }

  #keep(frame: Frame): Frame {
    this.#standing.frame = frame;
    return frame;
  }
}

/** How long a worker may take to answer for the first time. A refused one reports within milliseconds. */
const PATIENCE_MS = 20_000;

/** A lab that has been started, until it is lost. */
interface Started {
  remote: Remote;
  place: Place;
  calls: Calls;
  end(): void;
}

/** The calls under way: a worker that died answers none of them, so that they are rejected here. */
class Calls {
  readonly #rejections = new Set<(reason: LabLostError) => void>();
  #lost: LabLostError | undefined;

  /** Rejects every call under way, and all that come. */
  fail(reason: unknown): void {
    this.#lost ??= new LabLostError(reason);
    for (const reject of this.#rejections) reject(this.#lost);
  }

  /** What the call answers. Not by Promise.race, which would keep every call's memory as long as the worker lives. */
  answer<T>(make: () => Promise<T>): Promise<T> {
    if (this.#lost) return Promise.reject(this.#lost);
    return new Promise<T>((resolve, reject) => {
      this.#rejections.add(reject);
      make()
        .then(resolve, reject)
        .finally(() => this.#rejections.delete(reject));
    });
  }
}

/** Keeps one lab alive behind every client of it. */
class Link {
  readonly standings = new Map<number, Standing>();
  readonly #connection: Connection;
  #started: Promise<Started> | undefined;
  #place: Place = 'worker';
  #numbers = 0;
  #disposed = false;

  constructor(connection: Connection) {
    const { scalar, simd } = connection.wasm;
    this.#connection = { ...connection, wasm: { scalar: absolute(scalar), simd: absolute(simd) } };
  }

  get place(): Place {
    return this.#place;
  }

  number(): number {
    return ++this.#numbers;
  }

  /** Makes a call, and makes it again on a rebuilt lab when the first was lost: runs are exact, so nobody can tell. */
  async call<T>(make: (remote: Remote) => Promise<T>): Promise<T> {
    const first = this.#lab();
    try {
      return await answer(await first, make);
    } catch (error) {
      if (!(error instanceof LabLostError) || this.#disposed) throw error;
      if (this.#started === first) {
        this.#started = undefined;
        void first.then((started) => started.end());
      }
      return await answer(await this.#lab(), make);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.standings.clear();
    void this.#started?.then((started) => started.end());
  }

  #lab(): Promise<Started> {
    if (this.#disposed) throw new Error('the lab was disposed of');
    if (this.#started) return this.#started;
    const started = this.#start();
    this.#started = started;
    // A start that fails is tried again by the next call.
    started.catch(() => {
      if (this.#started === started) this.#started = undefined;
    });
    return started;
  }

  async #start(): Promise<Started> {
    const started = await this.#climb();
    this.#place = started.place;
    for (const [run, { scenario, view, frame }] of this.standings) {
      await answer(started, (remote) => remote.open(run, scenario, view));
      await answer(started, (remote) => remote.seek(run, frame.report.step));
    }
    return started;
  }

  async #climb(): Promise<Started> {
    const { wasm, simd = 'auto', workers = [] } = this.#connection;
    for (const make of workers) {
      try {
        return await startWorker(make(), wasm, simd);
      } catch {
        // Refused here: the next way may do, and the last one says why not.
      }
    }
    const { openRemote } = await import('./remote.js');
    return { remote: await openRemote(wasm, simd), place: 'main-thread', calls: new Calls(), end: () => undefined };
  }
}

async function startWorker(worker: Worker, wasm: WasmFiles, simd: SimdChoice): Promise<Started> {
  const calls = new Calls();
  worker.addEventListener('error', (event) => {
    calls.fail((event as Partial<ErrorEvent>).message || 'the worker failed');
  });
  worker.addEventListener('messageerror', () => {
    calls.fail('a message of the worker could not be read');
  });
  const impatience = setTimeout(() => {
    calls.fail('the worker does not answer');
  }, PATIENCE_MS);
  try {
    const host = wrap<Host>(worker);
    // Comlink's proxy has Remote's methods, and all of them answer with promises as it is.
    const remote = (await calls.answer(() => host.start(wasm, simd))) as unknown as Remote;
    return { remote, place: 'worker', calls, end: () => worker.terminate() };
  } catch (error) {
    worker.terminate();
    throw error;
  } finally {
    clearTimeout(impatience);
  }
}

function answer<T>({ remote, calls }: Started, make: (remote: Remote) => Promise<T>): Promise<T> {
  return calls.answer(() => make(remote));
}

/** Only plain JSON crosses: what has no JSON crosses as a mark, which the core names in its refusal. */
function plain(value: unknown): unknown {
  return JSON.parse(marked(value));
}

function absolute(file: WasmFile): WasmFile {
  return typeof file === 'string' || file instanceof URL ? new URL(file, document.baseURI).href : file;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** Lets an address of this origin, or a blob that this page made, pass as a worker under Trusted Types. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('reluctant', {
    createScriptURL(address) {
      const { protocol, origin } = new URL(address, document.baseURI);
      if (protocol === 'blob:' || origin === location.origin) return address;
      throw new TypeError(`worker: expected an address of ${location.origin}, found ${address}`);
    },
  });
  return policy.createScriptURL(url);
}
