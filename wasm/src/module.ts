// Finds, chooses and loads the WebAssembly module: the only file that knows Emscripten. What the module
// offers is bindings/*.cpp; who holds its objects is lab.ts and simulation.ts.
import { simd as machineHasSimd } from 'wasm-feature-detect';
import createCore from '../../build/wasm-simd/wasm/core.js';
import { LabLostError, LoadError } from './errors.js';

/** A module's address, or its bytes. */
export type WasmFile = string | URL | BufferSource;

/** Both modules of one build: the same bits, with and without 128-bit SIMD. */
export interface WasmFiles {
  scalar: WasmFile;
  simd: WasmFile;
}

/** 'auto' takes SIMD where the machine has it. */
export type SimdChoice = 'auto' | 'on' | 'off';

/** How bytes are got from an address: fetch in a browser, a file under Node. */
export type Read = (address: string | URL) => Promise<BufferSource>;

/** What `report` copies out: NaN where there is no number. */
export interface CoreReport {
  step: number;
  epoch: number;
  trainLoss: number;
  testLoss: number;
  trainAccuracy: number;
  testAccuracy: number;
  regularizedLoss: number;
  gradientNorm: number;
  diverged: boolean;
  divergenceStep: number;
  divergenceLayer: number;
  divergenceWhat: string;
}

/** A run of the core. Arrays are views, valid until the next call; `delete` frees it. */
export interface CoreRun {
  scenario(): string;
  layers(): string;
  events(since: number): string;
  step(count: number): void;
  seek(step: number): void;
  /** Empty, or mistakes. */
  apply(set: string): string;
  report(): CoreReport;
  diverged(): boolean;
  /** Empty, or mistakes. */
  setParameters(values: Float32Array): string;
  gradients(): Float32Array;
  nextRows(): Uint32Array;
  parameters(): Float32Array;
  inputs(): Float32Array;
  targets(): Float32Array;
  features(): number;
  outputs(): number;
  trainCount(): number;
  testCount(): number;
  predict(rows: Float32Array): Float32Array;
  field(layer: number, unit: number, resolution: number, bounds: readonly number[]): Float32Array;
  hiddenFields(resolution: number, bounds: readonly number[]): Float32Array;
  /** Whether the set has rows. */
  takeHealth(set: string, tau: number): boolean;
  takeHealthOf(rows: Float32Array, tau: number): boolean;
  /** A second run, equal in all. */
  fork(): CoreRun;
  healthLayers(): string;
  states(): Uint8Array;
  activeFraction(): Float32Array;
  meanOutput(): Float32Array;
  margin(): Float32Array;
  unitGradientNorm(): Float32Array;
  fingerprint(): string;
  delete(): void;
}

/** Opens runs that share one memory for checkpoints. */
export interface CoreOpener {
  /** Null when the Scenario is wrong: `told.errors` has the mistakes then. */
  open(scenario: string, told: { errors: string }): CoreRun | null;
}

/** States of all units over the known run, in parts; `delete` frees them. */
export interface CoreRaster {
  units: number;
  to: number;
  offsets(): Uint32Array;
  steps(): Uint32Array;
  states(): Uint8Array;
  delete(): void;
}

/** An activation over an array, or mistakes; `delete` frees it. */
export interface CoreEvaluation {
  errors(): string;
  value(): Float32Array;
  slope(): Float32Array;
  delete(): void;
}

/** One unit over the training rows: views, valid until the next call; `delete` frees it. */
export interface CoreUnitView {
  inputs(): Float32Array;
  sums(): Float32Array;
  values(): Float32Array;
  slopes(): Float32Array;
  upstream(): Float32Array;
  delete(): void;
}

/** Arrays in the core through which an activation, by its place in the catalogue, is swept; `delete` frees them. */
export interface CoreTrial {
  value(activation: number, times: number): void;
  both(activation: number, times: number): void;
  backward(activation: number, times: number): void;
  delete(): void;
}

/** What the module offers, by Embind's names. */
export interface Core {
  version(): string;
  simd(): boolean;
  catalogue(): string;
  validate(scenario: string): string;
  estimate(scenario: string): string;
  parseCsv(text: string, target: string, standardize: boolean): string;
  evaluate(name: string, parameters: string, z: Float32Array): CoreEvaluation;
  ActivationTrial: new (length: number) => CoreTrial;
  /** JSON, "null" where there was no death. */
  autopsy(run: CoreRun, layer: number, unit: number): string;
  autopsyAt(run: CoreRun, layer: number, unit: number, step: number): string;
  cascade(run: CoreRun, layer: number, unit: number): string;
  /** JSON. `places`: layer and unit of each, one after another. */
  ablate(run: CoreRun, places: readonly number[]): string;
  inspect(run: CoreRun, layer: number, unit: number): CoreUnitView;
  Opener: new () => CoreOpener;
  /** Rows of nine numbers of the whole network and four of each hidden layer; NaN where there is none. */
  history(run: CoreRun, every: number): Float64Array;
  raster(run: CoreRun, every: number): CoreRaster;
}

/** One loaded module. Everything goes through `call`, because a core that failed once answers on with nonsense. */
export class Instance {
  readonly #core: Core;
  readonly #refused: () => number;
  #lost: LabLostError | undefined;

  /** @param refused the size in bytes to which memory could not grow the last time that it had to */
  constructor(core: Core, refused: () => number) {
    this.#core = core;
    this.#refused = refused;
  }

  /** Whether the core has failed: there is nothing left to free. */
  get isLost(): boolean {
    return this.#lost !== undefined;
  }

  /** What `use` makes of the core. The core throws nothing itself: what does come out ends this instance. */
  call<T>(use: (core: Core) => T): T {
    if (this.#lost) throw this.#lost;
    try {
      return use(this.#core);
    } catch (error) {
      throw (this.#lost = new LabLostError(error, isOutOfMemory(error) ? this.#refused() : null));
    }
  }
}

/** Emscripten's word for memory that it did not get. */
const isOutOfMemory = (error: unknown): boolean => error instanceof Error && error.message.includes('OOM');

/** Loads the module that fits `simd`. Rejects with a LoadError that says what to do. */
export async function loadInstance(files: WasmFiles, read: Read, choice: SimdChoice): Promise<Instance> {
  if (typeof WebAssembly !== 'object') {
    throw new LoadError(
      'no-webassembly',
      'this browser has no WebAssembly (or it is switched off), and nothing can be computed without it',
    );
  }
  const able = await machineHasSimd();
  if (choice === 'on' && !able) {
    throw new LoadError('no-simd', "simd: expected 'auto' or 'off', found 'on': this machine has no WebAssembly SIMD");
  }
  const file = files[able && choice !== 'off' ? 'simd' : 'scalar'];
  const bytes = typeof file === 'string' || file instanceof URL ? await readOrRefuse(read, file) : file;
  const { core, refused } = await start(await compile(bytes));
  if (choice !== 'auto' && core.simd() !== (choice === 'on')) {
    throw new LoadError(
      'damaged',
      `simd: the module given is the ${core.simd() ? 'SIMD' : 'scalar'} one, but '${choice}' was asked for`,
    );
  }
  return new Instance(core, refused);
}

/** Reads by fetch, as a whole: a streaming compiler refuses a file that a server sends with a wrong type. */
export const readByFetch: Read = async (address) => {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.arrayBuffer();
};

async function readOrRefuse(read: Read, address: string | URL): Promise<BufferSource> {
  try {
    return await read(address);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LoadError('unreachable', `could not read ${String(address)}: ${why}`, error);
  }
}

async function compile(bytes: BufferSource): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/content security|\bCSP\b|unsafe-eval|disallowed by embedder/i.test(message)) {
      throw new LoadError(
        'refused',
        "the page's content security policy refuses WebAssembly: add 'wasm-unsafe-eval' to its script-src",
        error,
      );
    }
    throw new LoadError(
      'damaged',
      `these bytes are not a WebAssembly module that this browser can run: ${message}`,
      error,
    );
  }
}

function start(module: WebAssembly.Module): Promise<{ core: Core; refused: () => number }> {
  return new Promise((resolve, reject) => {
    let refused = (): number => TOO_MUCH;
    const refuse = (error: unknown): void => {
      const why = error instanceof Error ? error.message : String(error);
      reject(
        error instanceof RangeError
          ? new LoadError('no-memory', `the browser gave the module no memory: ${why}`, error)
          : new LoadError('damaged', `these bytes are not a module of this version: ${why}`, error),
      );
    };
    const options = {
      instantiateWasm(imports: WebAssembly.Imports, receive: (instance: WebAssembly.Instance) => void) {
        WebAssembly.instantiate(module, imports)
          .then((instance) => {
            refused = refusals(instance);
            receive(instance);
          })
          .catch(refuse);
        return {};
      },
      // Emscripten's own lines would reach the console; the error that is thrown says the same.
      print: () => undefined,
      printErr: () => undefined,
    };
    createCore(options).then((core: Core) => resolve({ core, refused }), refuse);
  });
}

const PAGE = 65_536;

/** A page more than a module may have (-sMAXIMUM_MEMORY of wasm/CMakeLists.txt): nobody asks the browser for that. */
const TOO_MUCH = 2 ** 30 + PAGE;

/** Hears what the memory of `instance` is asked to grow to. @returns the size in bytes that it did not get the last time */
function refusals({ exports }: WebAssembly.Instance): () => number {
  let refused = TOO_MUCH;
  for (const memory of Object.values(exports)) {
    if (!(memory instanceof WebAssembly.Memory)) continue;
    const grow = memory.grow.bind(memory);
    memory.grow = (pages) => {
      refused = memory.buffer.byteLength + pages * PAGE;
      const before = grow(pages);
      refused = TOO_MUCH;
      return before;
    };
  }
  return () => refused;
}
