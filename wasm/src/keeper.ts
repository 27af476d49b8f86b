// Keeps one lab alive behind every client of it: starts it in a worker or on the main thread, and when it is lost builds
// it again with every run at its step. Ways to start a worker are workers.ts; what clients ask is client.ts.
import { wrap } from 'comlink';
import { LabLostError } from './errors.js';
import type { SimdChoice, WasmFile, WasmFiles } from './module.js';
import type { CompleteScenario, Frame, Remote, View } from './types.js';
import { PATIENCE_MS, type WorkerMaker } from './workers.js';
import type { Host } from './worker.js';

/** How a lab is started. */
export interface Connection {
  /** Both WebAssembly modules: an address each, or their bytes. */
  wasm: WasmFiles;
  /** Default 'auto': SIMD where the machine has it. The bits are the same. */
  simd?: SimdChoice;
  /** Ways to start worker.ts, tried in order; when none starts, the lab runs on the main thread. */
  workers?: readonly WorkerMaker[];
}

/** Where a lab trains: the page stays free in a worker; on the main thread it works in slices of 8 ms. */
export type Place = 'worker' | 'main-thread';

/** What must be known of a run to make it again, and its newest frame. */
export interface Standing {
  scenario: CompleteScenario;
  view: View;
  frame: Frame;
  /** The last step of the known run: beyond the frame's where somebody went back. */
  known: number;
}

/** Workers that may die one after the other before an answer comes: the lab after them is on the main thread. */
const MOST_DEATHS = 3;

/** A lab that has been started, until it is lost. */
interface Started {
  remote: Remote;
  place: Place;
  calls: Calls;
  end(): void;
}

/** The lab was lost with its worker. What the core itself gave up, another worker would give up too. */
class WorkerDied extends LabLostError {}

/** The calls under way: a worker that died answers none of them, so that they are rejected here. */
class Calls {
  readonly #rejections = new Set<(reason: WorkerDied) => void>();
  #lost: WorkerDied | undefined;

  /** Rejects every call under way, and all that come. */
  fail(reason: unknown): void {
    this.#lost ??= new WorkerDied(reason);
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

export class Keeper {
  readonly standings = new Map<number, Standing>();
  readonly #connection: Connection;
  #started: Promise<Started> | undefined;
  #place: Place = 'worker';
  /** Workers that died since the last answer. */
  #deaths = 0;
  #numbers = 0;
  #disposed = false;

  constructor(connection: Connection) {
    const { scalar, simd } = connection.wasm;
    this.#connection = { ...connection, wasm: { scalar: absolute(scalar), simd: absolute(simd) } };
  }

  get place(): Place {
    return this.#place;
  }

  /** A number that no run has had. */
  number(): number {
    return ++this.#numbers;
  }

  /** Makes a call, and makes it again on a rebuilt lab when the first was lost: runs are exact, so nobody can tell. */
  async call<T>(make: (remote: Remote) => Promise<T>): Promise<T> {
    for (let tried = 1; ; ++tried) {
      const lab = this.#lab();
      try {
        const answered = await answer(await lab, make);
        this.#deaths = 0;
        return answered;
      } catch (error) {
        if (!(error instanceof LabLostError) || this.#disposed) throw error;
        this.#leave(lab, error);
        if (tried > (error instanceof WorkerDied ? MOST_DEATHS : 1)) throw error;
      }
    }
  }

  /** Ends the lab and every run. */
  dispose(): void {
    this.#disposed = true;
    this.standings.clear();
    if (this.#started) end(this.#started);
  }

  #lab(): Promise<Started> {
    if (this.#disposed) throw new Error('the lab was disposed of');
    if (this.#started) return this.#started;
    const lab = this.#start();
    this.#started = lab;
    // A start that fails is tried again by the next call.
    lab.catch((error: unknown) => this.#leave(lab, error));
    return lab;
  }

  /** Gives up a lab, once, however many calls find it lost. */
  #leave(lab: Promise<Started>, error: unknown): void {
    if (this.#started !== lab) return;
    this.#started = undefined;
    if (error instanceof WorkerDied) this.#deaths += 1;
    end(lab);
  }

  async #start(): Promise<Started> {
    const started = await this.#climb();
    try {
      for (const [run, { scenario, view, frame, known }] of this.standings) {
        await answer(started, (remote) => remote.open(run, scenario, view));
        for (const step of new Set([known, frame.report.step]))
          await answer(started, (remote) => remote.seek(run, step));
      }
    } catch (error) {
      started.end();
      throw error;
    }
    this.#place = started.place;
    return started;
  }

  async #climb(): Promise<Started> {
    const { wasm, simd = 'auto', workers = [] } = this.#connection;
    for (const make of this.#deaths < MOST_DEATHS ? workers : []) {
      try {
        return await startWorker(await make(), wasm, simd);
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

/** Ends a lab when it has started; one that did not start has ended by itself. */
function end(lab: Promise<Started>): void {
  lab.then(
    (started) => started.end(),
    () => undefined,
  );
}

function absolute(file: WasmFile): WasmFile {
  return typeof file === 'string' || file instanceof URL ? new URL(file, document.baseURI).href : file;
}
