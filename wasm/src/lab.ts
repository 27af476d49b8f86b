// A lab: the core's tables, its judgement of Scenarios, and the simulations made in it. How the module is
// loaded is module.ts.
import { boolean, floats, integers, options, refusal, string } from './check.js';
import { ScenarioError } from './errors.js';
import { marked } from './marked.js';
import { loadInstance, type CoreOpener, type Instance, type Read } from './module.js';
import type { SimdChoice, WasmFile, WasmFiles } from './module.js';
import { Simulation } from './simulation.js';
import { nanoseconds } from './stopwatch.js';
import type {
  ActivationTiming,
  Catalogue,
  CsvTable,
  Estimate,
  Evaluation,
  Info,
  Mistake,
  Scenario,
  Validation,
} from './types.js';

/** What `loadLab` can be told. */
export interface LoadOptions {
  /** Default 'auto': the SIMD module where the machine has it. The bits are the same. */
  simd?: SimdChoice;
  /** The module's bytes; without them they are read from beside the library. */
  wasmBinary?: BufferSource;
  /** The module's address, when it does not lie beside the library. */
  wasmUrl?: string | URL;
}

/** Loads a lab. Each call makes an instance of its own, with its own memory. Rejects with a LoadError. */
export type LoadLab = (options?: LoadOptions) => Promise<Lab>;

/** `loadLab` for a place: where its modules lie, and how bytes are got there. */
export function labLoader(files: WasmFiles, read: Read): LoadLab {
  return async (wanted) => {
    const { simd = 'auto', wasmBinary, wasmUrl } = options('options', wanted, ['simd', 'wasmBinary', 'wasmUrl']);
    if (!['auto', 'on', 'off'].includes(simd)) throw new RangeError(refusal('simd', "'auto', 'on' or 'off'", simd));
    const given: WasmFile | undefined = wasmBinary ?? wasmUrl;
    const chosen = given === undefined ? files : { scalar: given, simd: given };
    return new Lab(await loadInstance(chosen, read, simd));
  };
}

/** The core, loaded. */
export class Lab {
  readonly #instance: Instance;
  readonly #opener: CoreOpener;

  /** The version, and whether this is the SIMD module. */
  readonly info: Readonly<Info>;

  /** The core's one table of everything that a Scenario can name. Frozen. */
  readonly catalogue: Catalogue;

  /** Made by `loadLab`. */
  constructor(instance: Instance) {
    this.#instance = instance;
    this.#opener = instance.call((core) => new core.Opener());
    this.info = Object.freeze(instance.call((core) => ({ version: core.version(), simd: core.simd() })));
    this.catalogue = frozen(JSON.parse(instance.call((core) => core.catalogue())) as Catalogue);
  }

  /**
   * An activation and its slope over an array, by the kernels that train.
   *
   * @param name as in `catalogue.activations`. @param z any floats; NaN gives NaN.
   * @param parameters of the activation; what is left out has its default. @throws ScenarioError
   */
  evaluate(name: string, z: Float32Array, parameters: Record<string, unknown> = {}): Evaluation {
    string('name', name);
    floats('z', z);
    const text = marked(parameters);
    const { errors, ...evaluation } = this.#instance.call((core) => {
      const result = core.evaluate(name, text, z);
      try {
        return { errors: result.errors(), value: result.value().slice(), slope: result.slope().slice() };
      } finally {
        result.delete();
      }
    });
    const mistakes = JSON.parse(errors) as Mistake[];
    if (mistakes.length > 0) throw new ScenarioError(mistakes);
    return evaluation;
  }

  /**
   * What every activation costs here and now, with its default parameters: one row for each and each length, in the
   * order of the catalogue. Takes about a second and a half, in which nothing else happens.
   *
   * @param wanted `lengths`: elements of the arrays, 1 to 1,000,000; by default 1,000 and 100,000. `name`: one
   * activation alone, as in `catalogue.activations`.
   */
  benchmarkActivations(wanted?: { lengths?: readonly number[]; name?: string }): ActivationTiming[] {
    const { lengths = [1_000, 100_000], name } = options('options', wanted, ['lengths', 'name']);
    if (name !== undefined && !this.catalogue.activations.some((activation) => activation.name === name))
      throw new RangeError(refusal('name', 'an activation of the catalogue', name));
    return integers('lengths', lengths, 1, 1_000_000).flatMap((length) => this.#timings(length, name));
  }

  #timings(length: number, wanted: string | undefined): ActivationTiming[] {
    return this.#instance.call((core) => {
      const trial = new core.ActivationTrial(length);
      const time = (sweep: (times: number) => void) => nanoseconds(sweep) / length;
      try {
        return this.catalogue.activations.flatMap(({ name }, activation) =>
          wanted === undefined || wanted === name
            ? {
                name,
                length,
                value: time((times) => trial.value(activation, times)),
                both: time((times) => trial.both(activation, times)),
                backward: time((times) => trial.backward(activation, times)),
              }
            : [],
        );
      } finally {
        trial.delete();
      }
    });
  }

  /** Every mistake of a Scenario by its path, or none. Takes any value and never throws for it. */
  validate(scenario: unknown = {}): Validation {
    const text = marked(scenario);
    const { ok, errors } = JSON.parse(this.#instance.call((core) => core.validate(text))) as Validation;
    return { ok, errors };
  }

  /** What a Scenario will take, before any of it is taken. @throws ScenarioError */
  estimate(scenario: unknown = {}): Estimate {
    const text = marked(scenario);
    const { ok, errors } = this.validate(scenario);
    if (!ok) throw new ScenarioError(errors);
    return JSON.parse(this.#instance.call((core) => core.estimate(text))) as Estimate;
  }

  /**
   * Reads a table of text with a header (comma, semicolon or tab) into rows for `data: { name: 'custom', inputs, targets }`.
   *
   * @param wanted `target`: the column to learn, by name, else the last; `standardize`: every feature to mean 0 and
   * deviation 1. Mistakes in the table are in `errors`; nothing is thrown for them.
   */
  parseCsv(text: string, wanted: { target?: string; standardize?: boolean } = {}): CsvTable {
    string('text', text);
    const { target = '', standardize = false } = options('options', wanted, ['target', 'standardize']);
    string('target', target);
    boolean('standardize', standardize);
    return JSON.parse(this.#instance.call((core) => core.parseCsv(text, target, standardize))) as CsvTable;
  }

  /** A run of a Scenario, at step 0. @throws ScenarioError with every mistake, before anything is allocated. */
  simulate(scenario: Scenario = {}): Simulation {
    const text = marked(scenario);
    const told = { errors: '[]' };
    const run = this.#instance.call(() => this.#opener.open(text, told));
    if (!run) throw new ScenarioError(JSON.parse(told.errors) as Mistake[]);
    return new Simulation(this.#instance, run);
  }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
