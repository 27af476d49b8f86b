// One run, synchronous, over the core's Simulation: owns its WASM memory, and every array leaves as a copy.
// Who makes it is lab.ts; the same calls as promises are client.ts.
/// <reference lib="esnext.disposable" preserve="true" />
import { floats, fraction, integer, options, positive, refusal, rows } from './check.js';
import { ScenarioError } from './errors.js';
import { marked } from './marked.js';
import type { Core, CoreReport, CoreRun, Instance } from './module.js';
import type {
  Ablation,
  Autopsy,
  Cascade,
  CompleteScenario,
  Data,
  FieldOptions,
  Frame,
  HealthOptions,
  HealthReport,
  Inspection,
  Layer,
  LayerHealth,
  LifeEvent,
  Mistake,
  Raster,
  RunHistory,
  StepReport,
  UnitPlace,
  View,
} from './types.js';

/** Sides of a field beyond this are refused: 2048² values are 16 MiB. */
const FINEST = 2048;

/** A unit is dormant at this share of its layer's mean output, and below. */
const DORMANCY = 0.025;

/** A training run. Every array that it returns is a copy and stays valid; `dispose` frees its memory. */
export class Simulation {
  readonly #instance: Instance;
  #core: CoreRun | undefined;
  /** Of the state of now, made when it is first asked for. */
  #report: StepReport | undefined;
  /** Steps a millisecond, never more than was seen: the first guess of runFor. */
  #pace = 1;

  /** Made by `lab.simulate`. */
  constructor(instance: Instance, core: CoreRun) {
    this.#instance = instance;
    this.#core = core;
  }

  /** The Scenario, complete: defaults filled in, interventions recorded. */
  get scenario(): CompleteScenario {
    return JSON.parse(this.#call((core) => core.scenario())) as CompleteScenario;
  }

  /** The step reached, and losses and accuracies there. */
  get report(): StepReport {
    this.#report ??= this.#call((core) => reportOf(core.report()));
    return { ...this.#report };
  }

  /** Every layer with the places of its parameters in `parameters()`, the output layer last. */
  get layers(): Layer[] {
    return JSON.parse(this.#call((core) => core.layers())) as Layer[];
  }

  /**
   * Trains.
   *
   * @param count optimiser steps, 0 or more. @returns the report after the last. A diverged run stays where it stopped.
   */
  step(count = 1): StepReport {
    integer('count', count, 0);
    return this.#changed((core) => core.step(count));
  }

  /**
   * Trains as many steps as fit into a time, one at least. Where it stops depends on the machine; what the
   * state is at a step does not.
   *
   * @param milliseconds greater than 0. @param most steps at most, 0 or more; without it no limit.
   */
  runFor(milliseconds: number, most = Infinity): StepReport {
    positive('milliseconds', milliseconds);
    let left = most === Infinity ? Infinity : integer('most', most, 0);
    const end = performance.now() + milliseconds;
    let rest = milliseconds;
    while (left > 0 && rest > 0) {
      // A little less than should fit: what is left over tells how good the guess was.
      const count = Math.min(left, Math.max(1, Math.floor(rest * this.#pace * 0.8)));
      const start = performance.now();
      const { status } = this.#changed((core) => core.step(count));
      if (status === 'diverged') break;
      const now = performance.now();
      // Clocks of browsers are coarse: a short time says only that the pace is at least this.
      const spent = now - start;
      this.#pace = spent >= SURE_MS ? count / spent : Math.max(this.#pace, count / SURE_MS);
      left -= count;
      rest = end - now;
    }
    return this.report;
  }

  /** Goes to the state after `step` optimiser steps, backwards or forwards, exact to the bit. */
  seek(step: number): StepReport {
    integer('step', step, 0);
    return this.#changed((core) => core.seek(step));
  }

  /** All parameters: layer by layer W [units x inputs], b, the activation's slopes, gamma, beta. `layers` has the places. */
  parameters(): Float32Array {
    return this.#call((core) => core.parameters().slice());
  }

  /**
   * Replaces all parameters, as an intervention now, recorded in `scenario`. The optimiser's memory stays.
   *
   * @param values as `parameters()`; a wrong length or a value that is not finite throws, and the run stays as it was.
   */
  setParameters(values: Float32Array): void {
    floats('values', values);
    const count = this.#call((core) => core.parameters().length);
    if (values.length !== count) {
      throw new RangeError(refusal('values', `${count} numbers`, `${values.length} of them`));
    }
    const wrong = values.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) throw new RangeError(refusal(`values[${wrong}]`, 'a finite number', values[wrong]));
    this.#intervene((core) => core.setParameters(values));
  }

  /**
   * The gradient of `report.regularizedLoss` by every parameter, laid out as `parameters()`: over the whole training set,
   * without dropout, noise, decay and clipping. Nothing is updated. Under batch norm mean and variance are the training
   * set's, as in a step over all of it; the loss in the report has the running ones.
   */
  gradients(): Float32Array {
    return this.#call((core) => core.gradients().slice());
  }

  /** The training rows, by their places in `data()`, that the next step will take. */
  nextRows(): Uint32Array {
    return this.#call((core) => core.nextRows().slice());
  }

  /** The data set as the network sees it, training rows first. */
  data(): Data {
    return this.#call((core) => ({
      inputs: core.inputs().slice(),
      targets: core.targets().slice(),
      features: core.features(),
      outputs: core.outputs(),
      trainCount: core.trainCount(),
      testCount: core.testCount(),
    }));
  }

  /**
   * What the network says of rows of inputs, in evaluation mode.
   *
   * @param inputs [rows x features]. @returns probabilities, or values for regression, [rows x outputs].
   */
  predict(inputs: Float32Array): Float32Array {
    rows(
      'inputs',
      inputs,
      this.#call((core) => core.features()),
    );
    return this.#call((core) => core.predict(inputs).slice());
  }

  /**
   * A unit's output over the input plane: row-major, first row the smallest x₂, at the centres of the cells.
   * The output layer gives the values of `predict`. Of one input: `resolution` values.
   *
   * @param layer from 0; the last is the output. @param unit from 0.
   */
  field(layer: number, unit: number, wanted: FieldOptions = {}): Float32Array {
    const { resolution = 32, bounds } = options('options', wanted, ['resolution', 'bounds']);
    const layers = this.layers;
    integer('layer', layer, 0, layers.length - 1);
    integer('unit', unit, 0, (layers[layer] as Layer).units - 1);
    integer('resolution', resolution, 1, FINEST);
    const features = this.#call((core) => core.features());
    if (features > 2) throw new RangeError(refusal('field', 'a network of one or two inputs', `${features} inputs`));
    const box = bounds === undefined ? this.#dataBounds() : checkedBounds(bounds);
    return this.#call((core) => core.field(layer, unit, resolution, box).slice());
  }

  /**
   * The state of every hidden unit over a set: the training rows, the test rows, the last batch, or rows of
   * inputs of your own.
   */
  health(wanted: HealthOptions = {}): HealthReport {
    const { set = 'train', tau = DORMANCY } = options('options', wanted, ['set', 'tau']);
    fraction('tau', tau);
    if (typeof set === 'string') {
      if (!['train', 'test', 'batch'].includes(set)) {
        throw new RangeError(refusal('set', "'train', 'test', 'batch' or a Float32Array of rows", set));
      }
      if (!this.#call((core) => core.takeHealth(set, tau))) {
        throw new RangeError(refusal('set', 'a set with rows', `'${set}', which has none`));
      }
    } else {
      rows(
        'set',
        set,
        this.#call((core) => core.features()),
      );
      this.#call((core) => core.takeHealthOf(set, tau));
    }
    return this.#call((core) => ({
      step: this.report.step,
      layers: JSON.parse(core.healthLayers()) as LayerHealth[],
      states: core.states().slice(),
      activeFraction: core.activeFraction().slice(),
      meanOutput: core.meanOutput().slice(),
      gradientNorm: core.unitGradientNorm().slice(),
      margin: core.margin().slice(),
    }));
  }

  /** Births, deaths and revivals of the known run from step `since` on, also of steps that lie ahead after `seek`. */
  events(wanted: { since?: number } = {}): LifeEvent[] {
    const { since = 0 } = options('options', wanted, ['since']);
    integer('since', since, 0);
    return JSON.parse(this.#call((core) => core.events(since))) as LifeEvent[];
  }

  /**
   * Why a hidden unit died and what would bring it back: the death made again, and every claim tried on it. Takes as long
   * as the steps up to it.
   *
   * @param wanted `step`, the death's; without it the latest at or before now. @returns null where it did not die.
   */
  autopsy(layer: number, unit: number, wanted: { step?: number } = {}): Autopsy | null {
    const { step } = options('options', wanted, ['step']);
    this.#checkUnit({ layer, unit });
    if (step === undefined)
      return JSON.parse(this.#call((run, core) => core.autopsy(run, layer, unit))) as Autopsy | null;
    integer('step', step, 0);
    return JSON.parse(this.#call((run, core) => core.autopsyAt(run, layer, unit, step))) as Autopsy | null;
  }

  /** Whom the latest death of a hidden unit, at or before now, took along; null where it did not die. */
  cascade(layer: number, unit: number): Cascade | null {
    this.#checkUnit({ layer, unit });
    return JSON.parse(this.#call((run, core) => core.cascade(run, layer, unit))) as Cascade | null;
  }

  /** Losses and accuracies of now, with the outputs of some hidden units held at 0. Nothing of the run changes. */
  ablate(units: readonly UnitPlace[]): Ablation {
    if (!Array.isArray(units)) throw new TypeError(refusal('units', 'a list of { layer, unit }', units));
    units.forEach((place: UnitPlace, i) => {
      // More properties are welcome: events and cascades name units too.
      if (typeof place !== 'object' || (place as unknown) === null) {
        throw new TypeError(refusal(`units[${i}]`, 'an object with layer and unit', place));
      }
      this.#checkUnit(place, `units[${i}].`);
    });
    const places = (units as readonly UnitPlace[]).flatMap(({ layer, unit }) => [layer, unit]);
    return JSON.parse(this.#call((run, core) => core.ablate(run, places))) as Ablation;
  }

  /** One hidden unit over the training rows, from below and from above. */
  inspect(layer: number, unit: number): Inspection {
    this.#checkUnit({ layer, unit });
    return this.#call((run, core) => {
      const view = core.inspect(run, layer, unit);
      try {
        return {
          inputs: view.inputs().slice(),
          sums: view.sums().slice(),
          values: view.values().slice(),
          slopes: view.slopes().slice(),
          upstream: view.upstream().slice(),
        };
      } finally {
        view.delete();
      }
    });
  }

  /**
   * An intervention, now, recorded in `scenario`; what had been recorded for later steps is dropped.
   *
   * @param set dotted Scenario paths with their values. @throws ScenarioError, and the run stays as it was.
   */
  apply(set: Record<string, unknown>): void {
    const text = marked(set);
    this.#intervene((core) => core.apply(text));
  }

  /**
   * A second run, equal to this one: at this step, with the same Scenario and the same known run, what lies ahead after
   * `seek` included. What `apply` then changes in one, and drops from its future, stays as it was in the other.
   */
  fork(): Simulation {
    return new Simulation(
      this.#instance,
      this.#call((core) => core.fork()),
    );
  }

  /**
   * The known run, measured at steps 0, every, 2 every, …, also of steps that lie ahead after `seek`. A function of the
   * Scenario alone, made by replay; asked again with the same distance it goes on from where it stood.
   *
   * @param wanted `every`: steps from one look to the next, 1 or more.
   */
  history(wanted: { every?: number } = {}): RunHistory {
    const { every = 1 } = options('options', wanted, ['every']);
    integer('every', every, 1);
    const layers = this.layers.length - 1;
    return historyOf(
      this.#call((run, core) => core.history(run, every).slice()),
      layers,
      every,
    );
  }

  /**
   * The state of every hidden unit over the known run, run-length coded, also of steps that lie ahead after `seek`.
   *
   * @param wanted `every`: steps from one look to the next, 1 or more; deaths and revivals are exact whatever it is.
   */
  raster(wanted: { every?: number } = {}): Raster {
    const { every = 1 } = options('options', wanted, ['every']);
    integer('every', every, 1);
    return this.#call((run, core) => {
      const raster = core.raster(run, every);
      try {
        return {
          units: raster.units,
          to: raster.to,
          every,
          offsets: raster.offsets().slice(),
          steps: raster.steps().slice(),
          states: raster.states().slice(),
        };
      } finally {
        raster.delete();
      }
    });
  }

  /** One moment, ready to draw. `events` are those from step `since` to now. */
  frame(view: View, since: number): Frame {
    const report = this.report;
    const health = this.#call((core) => {
      core.takeHealth('train', DORMANCY);
      return {
        states: core.states().slice(),
        activeFraction: core.activeFraction().slice(),
        margin: core.margin().slice(),
      };
    });
    const data = this.data();
    const layers = this.layers;
    const output = layers.length - 1;
    const { unitResolution, unitBounds, surfaceResolution, surfaceBounds } = checkedView(view);
    const onPlane = data.features <= 2;
    const nothing = new Float32Array();
    return {
      report,
      ...health,
      parameters: this.parameters(),
      layers,
      unitFields:
        onPlane && unitResolution > 0
          ? this.#call((core) => core.hiddenFields(unitResolution, unitBounds).slice())
          : nothing,
      surface:
        onPlane && surfaceResolution > 0
          ? this.#fields(output, data.outputs, { resolution: surfaceResolution, bounds: surfaceBounds })
          : nothing,
      predictions: this.predict(data.inputs),
      events: this.events({ since }).filter(({ step }) => step <= report.step),
    };
  }

  /** FNV-1a 64 over the bytes of `parameters()`: 16 lower-case hexadecimal digits. */
  fingerprint(): string {
    return this.#call((core) => core.fingerprint());
  }

  /** Frees the run's memory. Any other use afterwards throws; a second `dispose` does nothing. */
  dispose(): void {
    const core = this.#core;
    this.#core = undefined;
    if (core && !this.#instance.isLost) this.#instance.call(() => core.delete());
  }

  /** The same, at the end of a block that begins with `using`. */
  [Symbol.dispose](): void {
    this.dispose();
  }

  /** The fields of the first `units` of a layer, one after another. */
  #fields(layer: number, units: number, wanted: FieldOptions): Float32Array {
    const fields = Array.from({ length: units }, (_, unit) => this.field(layer, unit, wanted));
    const all = new Float32Array(fields.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const field of fields) {
      all.set(field, at);
      at += field.length;
    }
    return all;
  }

  /** The data's box and a tenth of its sides around it; a side of no length has one of 1. */
  #dataBounds(): Bounds {
    const { inputs, features } = this.data();
    const side = (feature: number): [number, number] => {
      const values = inputs.filter((_, index) => index % features === feature % features);
      const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
      const margin = high > low ? (high - low) / 10 : 0.5;
      return [low - margin, high + margin];
    };
    return [...side(0), ...side(1)];
  }

  /** The report after a call that changes the state. */
  #changed(change: (core: CoreRun) => void): StepReport {
    this.#call(change);
    this.#report = undefined;
    return this.report;
  }

  #intervene(use: (core: CoreRun) => string): void {
    const errors = this.#call(use);
    this.#report = undefined;
    if (errors !== '') throw new ScenarioError(JSON.parse(errors) as Mistake[]);
  }

  /** Refuses what is no hidden unit; `path` goes before the name of what is wrong. */
  #checkUnit({ layer, unit }: UnitPlace, path = ''): void {
    const { hidden } = this.scenario.network;
    if (hidden.length === 0) {
      throw new RangeError(refusal(`${path}layer`, 'a network with a hidden layer', 'one without'));
    }
    integer(`${path}layer`, layer, 0, hidden.length - 1);
    integer(`${path}unit`, unit, 0, (hidden[layer] as number) - 1);
  }

  #call<T>(use: (run: CoreRun, core: Core) => T): T {
    const run = this.#core;
    if (!run) throw new Error('simulation: it was disposed of, make another by lab.simulate');
    return this.#instance.call((core) => use(run, core));
  }
}

/** How long a time must be for a browser's clock to measure it. */
const SURE_MS = 0.5;

type Bounds = [number, number, number, number];

function checkedBounds(bounds: unknown): Bounds {
  const allowed = '[x1min, x1max, x2min, x2max], each minimum below its maximum';
  if (!Array.isArray(bounds)) throw new TypeError(refusal('bounds', allowed, bounds));
  const [x1min, x1max, x2min, x2max] = bounds as Bounds;
  const finite = bounds.length === 4 && bounds.every(Number.isFinite);
  if (!finite || x1min >= x1max || x2min >= x2max)
    throw new RangeError(refusal('bounds', allowed, `[${bounds.join(', ')}]`));
  return [x1min, x1max, x2min, x2max];
}

function checkedView(view: View): View {
  const { unitResolution, unitBounds, surfaceResolution, surfaceBounds } = view;
  integer('view.unitResolution', unitResolution, 0, FINEST);
  integer('view.surfaceResolution', surfaceResolution, 0, FINEST);
  checkedBounds(unitBounds);
  checkedBounds(surfaceBounds);
  return view;
}

function reportOf({ diverged, divergenceStep, divergenceLayer, divergenceWhat, ...numbers }: CoreReport): StepReport {
  const divergence = { step: divergenceStep, layer: divergenceLayer, what: divergenceWhat };
  return {
    ...numbers,
    testLoss: numberOrNull(numbers.testLoss),
    trainAccuracy: numberOrNull(numbers.trainAccuracy),
    testAccuracy: numberOrNull(numbers.testAccuracy),
    gradientNorm: numberOrNull(numbers.gradientNorm),
    ...(diverged ? { status: 'diverged', divergence } : { status: 'running' }),
  };
}

/** The columns of rows of nine numbers and four a hidden layer. */
function historyOf(rows: Float64Array, layers: number, every: number): RunHistory {
  const width = 9 + 4 * layers;
  const column = (place: number): number[] =>
    Array.from({ length: rows.length / width }, (_, row) => rows[row * width + place] ?? NaN);
  const gaps = (place: number): (number | null)[] => column(place).map(numberOrNull);
  return {
    every,
    step: column(0),
    epoch: column(1),
    trainLoss: column(2),
    testLoss: gaps(3),
    trainAccuracy: gaps(4),
    testAccuracy: gaps(5),
    regularizedLoss: column(6),
    gradientNorm: gaps(7),
    deadShare: column(8),
    layers: Array.from({ length: layers }, (_, layer) => {
      const first = 9 + 4 * layer;
      return {
        deadShare: column(first),
        gradientNorm: gaps(first + 1),
        outputMean: column(first + 2),
        outputVariance: column(first + 3),
      };
    }),
  };
}

/** The core's NaN stands for a number that is not there. */
function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
