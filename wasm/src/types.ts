// What crosses a border: Scenario, reports, Frame and the Remote interface. No code.
// The synchronous owner of these is simulation.ts; the same calls as promises are client.ts.

/** A name with its parameters, as every choice in a Scenario is written. */
export interface Choice {
  name: string;
  [parameter: string]: unknown;
}

/** One change to a run: applied to the state after `step` optimiser steps. Keys are dotted Scenario paths. */
export interface Intervention {
  step: number;
  set: Record<string, unknown>;
}

/** One experiment, complete and reproducible to the bit. Every field is optional; defaults belong to `version` 1. */
export interface Scenario {
  version?: 1;
  seed?: number;
  data?: Choice;
  network?: {
    hidden?: number[];
    activation?: Choice | Choice[];
    weights?: Choice;
    bias?: Choice;
    batchNorm?: boolean;
    dropout?: number;
  };
  training?: {
    loss?: string;
    optimizer?: Choice;
    schedule?: Choice;
    batchSize?: number;
    inputNoise?: number;
    l1?: number;
    l2?: number;
    clipNorm?: number;
  };
  interventions?: Intervention[];
}

/** A Scenario with nothing left out: what `sim.scenario` returns. */
export interface CompleteScenario {
  version: 1;
  seed: number;
  data: Choice;
  network: {
    hidden: number[];
    activation: Choice | Choice[];
    weights: Choice;
    bias: Choice;
    batchNorm: boolean;
    dropout: number;
  };
  training: {
    loss: string;
    optimizer: Choice;
    schedule: Choice;
    batchSize: number;
    inputNoise: number;
    l1: number;
    l2: number;
    clipNorm: number;
  };
  interventions: Intervention[];
}

/** One thing wrong with a Scenario: `path: message` is how a person reads it. */
export interface Mistake {
  path: string;
  message: string;
}

/** Whether a Scenario can run, and every mistake in it. */
export interface Validation {
  ok: boolean;
  errors: Mistake[];
}

/** Where a run stopped being finite: the update that could not be made, the layer, and what was not finite there. */
export interface Divergence {
  step: number;
  layer: number;
  what: string;
}

/** Losses and accuracies over the whole set, in evaluation mode, at the step reached. */
export interface StepReport {
  step: number;
  epoch: number;
  trainLoss: number;
  testLoss: number | null;
  trainAccuracy: number | null;
  testAccuracy: number | null;
  regularizedLoss: number;
  /** Of the last batch, before clipping; null at step 0. */
  gradientNorm: number | null;
  status: 'running' | 'diverged';
  divergence?: Divergence;
}

/** What befell a neuron; one that is born dead has had no life to lose. */
export type LifeEventKind = 'born-dead' | 'died' | 'revived';
/** Why it did. Of a death: the first weights, its own update, the inputs from below, either alone, both together. */
export type LifeEventCause = 'initialization' | 'own-update' | 'upstream' | 'either' | 'both-together' | 'intervention';

/** A neuron that died or came back, at the step after which it was so. */
export interface LifeEvent {
  step: number;
  /** Hidden layers count from 0. */
  layer: number;
  unit: number;
  kind: LifeEventKind;
  cause: LifeEventCause;
}

/** What befell one hidden layer's neurons. A neuron counts once for each death and revival. */
export interface LedgerEntry {
  bornDead: number;
  deaths: number;
  revivals: number;
  stillDead: number;
}

/** How many of a hidden layer's neurons are in each state, and its outputs and gradient over the rows looked at. */
export interface LayerHealth {
  units: number;
  alive: number;
  alwaysOn: number;
  dormant: number;
  inactive: number;
  saturated: number;
  cutOff: number;
  dead: number;
  outputMean: number;
  outputVariance: number;
  /** Null when it is not finite, as at the end of a diverged run. */
  gradientNorm: number | null;
}

/** One entry a hidden unit, in layer order. A state's number is its index in `catalogue.states`. */
export interface HealthReport {
  step: number;
  layers: LayerHealth[];
  states: Uint8Array;
  activeFraction: Float32Array;
  meanOutput: Float32Array;
  /** NaN where it is not finite. */
  gradientNorm: Float32Array;
  margin: Float32Array;
}

/** Over which rows health is taken (`train`), and the share of mean output below which a neuron is dormant (0.025). */
export interface HealthOptions {
  set?: 'train' | 'test' | 'batch' | Float32Array;
  tau?: number;
}

/** A hidden unit by its place: both count from 0. */
export interface UnitPlace {
  layer: number;
  unit: number;
}

/** A rule of recovery (core/MODEL.md) that holds for a death, with its numbers. */
export interface AutopsyReason {
  /** 'R0' to 'R10'. */
  rule: string;
  sentence: string;
  numbers: Record<string, number>;
}

/** What would bring a unit back. */
export interface Prescription {
  /** Can be given to `apply` as it is. */
  change: Record<string, unknown>;
  effect: {
    sentence: string;
    /** Share of the training rows for which it has a slope right after the change. */
    activeFraction: number;
    /** Mean slope over the training rows right after the change. */
    meanSlope: number;
    /** Of leaky activations: steps until a sum is positive again, made in whole batches without noise and dropout. */
    steps?: number;
  };
}

/**
 * The chain rule for one row and one unit: gradient of a weight = upstream x slope x its input. Under batch norm `sum` is
 * the one after it, and its own derivative stands between slope and input.
 */
export interface ChainRule {
  /** The training row. */
  row: number;
  inputs: number[];
  sum: number;
  /** dL/da. */
  upstream: number;
  /** f'(z). */
  slope: number;
}

/** Why and how a unit died, and what would revive it. */
export interface Autopsy {
  layer: number;
  unit: number;
  /** The death's step. */
  step: number;
  cause: LifeEventCause;
  /** The largest sum over the training rows along its life, at most 256 points. */
  margins: { steps: number[]; values: number[] };
  /**
   * Part of the last step's fall that is its own update's, the rest being its inputs'; beyond 0 to 1 where the two pull
   * against each other. Null for birth and intervention.
   */
  ownShare: number | null;
  /** Part of the fall from the largest of `margins` that is the last step's; null for birth. */
  stepShare: number | null;
  /**
   * Of its own update's fall, the parts of the weights and of the bias (under batch norm of its shift): together 1.
   * Null for birth and intervention, and where its own update did not lower the margin.
   */
  weightsShare: number | null;
  biasShare: number | null;
  /** In force at the last step; null for birth and intervention. */
  learningRate: number | null;
  /**
   * The rate of this one step, all else as it was, from which on the unit does not survive it, found by making the step
   * again. In deeper layers and under batch norm deadly and harmless rates can alternate: it is then the nearest such
   * border below the rate in force. Null for birth and intervention.
   */
  criticalLearningRate: number | null;
  /** Training rows that last gave it a slope. */
  lastRows: number[];
  /** For the last of them that it let go: at the step before, and at the death; null for birth. */
  chain: { before: ChainRule; after: ChainRule } | null;
  permanent: boolean;
  reasons: AutopsyReason[];
  prescriptions: Prescription[];
}

/** Whom a death took along; gradient norms before and after the step. */
export interface Cascade {
  layer: number;
  unit: number;
  step: number;
  /** Units below that had a path to an output before the step and have none after it. */
  cutOff: CascadeUnit[];
  /** Units with a path through the dead one before: they learn still, but with a smaller gradient. */
  starved: CascadeUnit[];
}

export interface CascadeUnit extends UnitPlace {
  gradientNorm: { before: number; after: number };
}

/** Losses and accuracies with some units' outputs held at 0. */
export interface Ablation {
  trainLoss: number;
  testLoss: number | null;
  trainAccuracy: number | null;
  testAccuracy: number | null;
}

/** Columns of the known run at steps 0, every, 2 every, ... The same length each. */
export interface RunHistory {
  every: number;
  step: number[];
  epoch: number[];
  trainLoss: number[];
  testLoss: (number | null)[];
  trainAccuracy: (number | null)[];
  testAccuracy: (number | null)[];
  regularizedLoss: number[];
  gradientNorm: (number | null)[];
  /** Share of the hidden units that are dead. */
  deadShare: number[];
  /** The same by hidden layer. */
  layers: { deadShare: number[]; gradientNorm: (number | null)[]; outputMean: number[]; outputVariance: number[] }[];
}

/**
 * States of every hidden unit over the known run, run-length coded: those of unit u (in layer order) begin at `steps[i]`
 * with `states[i]`, for i from `offsets[u]` to `offsets[u + 1]`, and hold until the next.
 */
export interface Raster {
  units: number;
  /** The last step. */
  to: number;
  /** Steps between two looks; deaths and revivals are exact whatever it is. */
  every: number;
  offsets: Uint32Array;
  steps: Uint32Array;
  states: Uint8Array;
}

/** One hidden unit over the training rows, as in evaluation. */
export interface Inspection {
  /** [rows x its inputs] */
  inputs: Float32Array;
  /** [rows] each: z, f(z), f'(z), and the mean loss's gradient by f(z). */
  sums: Float32Array;
  values: Float32Array;
  slopes: Float32Array;
  upstream: Float32Array;
}

/** Where a layer's parameters lie in `parameters()`: [from, to). */
export interface Layer {
  inputs: number;
  units: number;
  activation: string;
  parameters: {
    weights: [number, number];
    bias: [number, number];
    slope?: [number, number];
    gamma?: [number, number];
    beta?: [number, number];
  };
}

/** Training rows first. Targets: a class index a row, or rows x outputs for regression. */
export interface Data {
  inputs: Float32Array;
  targets: Float32Array;
  features: number;
  outputs: number;
  trainCount: number;
  testCount: number;
}

/** How fine a field is, in points a side (32), and over which part of the plane. */
export interface FieldOptions {
  resolution?: number;
  /** [x1min, x1max, x2min, x2max]; default the data's box and a tenth. */
  bounds?: [number, number, number, number];
}

/** An activation and its slope, one entry an entry of what was given. */
export interface Evaluation {
  value: Float32Array;
  slope: Float32Array;
}

/** How a table of text is read: the column to learn, by name, else the last; every feature to mean 0 and deviation 1. */
export interface CsvWanted {
  target?: string;
  standardize?: boolean;
}

/** A table of text as rows for the data set `custom`. With errors there is nothing else. */
export interface CsvTable {
  inputs: number[][];
  targets: number[];
  /** Names of the input columns. */
  features: string[];
  /** Words of the target column, in the order of their class indices; none when it holds numbers. */
  classes: string[];
  /** Lines and columns count from 1; 0 is all of them. */
  errors: { line: number; column: number; message: string }[];
}

/** What a Scenario takes, known before any of it is taken. */
export interface Estimate {
  bytes: number;
  parameters: number;
  multiplyAddsPerStep: number;
}

/** What one activation costs on this machine, in nanoseconds an element. */
export interface ActivationTiming {
  name: string;
  /** Elements of the array that was swept. */
  length: number;
  value: number;
  /** Value and slope at once, as a training step takes them. */
  both: number;
  /** The slope anew, times the gradient from above. */
  backward: number;
}

/** The version of the package, and whether the module in use is the one with SIMD. */
export interface Info {
  version: string;
  simd: boolean;
}

/** A parameter of a choice: what it is called, what it means, what it may be. */
export interface CatalogueParameter {
  name: string;
  label: string;
  sentence: string;
  /** 'numbers' is a row as long as its default. */
  type: 'number' | 'integer' | 'boolean' | 'option' | 'numbers';
  default: number | boolean | string | number[];
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
  options?: string[];
  unit?: string;
}

/** A name that a Scenario may choose: an activation, an initialiser, a data set, … */
export interface CatalogueEntry {
  name: string;
  label: string;
  description: string;
  parameters: CatalogueParameter[];
}

/** An activation, with what there is to say of it. Properties are those of its default parameters. */
export interface CatalogueActivation extends CatalogueEntry {
  /** TeX. */
  formula: string;
  slopeFormula: string;
  slopeAtZero: number;
  canDie: boolean;
  saturates: boolean;
  smooth: boolean;
  monotonic: boolean;
  zeroCentred: boolean;
  /** A sentence with its source; likewise what the literature says for it and against it. */
  history: string;
  advantages: string;
  drawbacks: string;
}

/** One plain field of the Scenario: a control, a line of help and a schema property are made from it. */
export interface CatalogueField {
  path: string;
  type: 'number' | 'integer' | 'boolean' | 'option' | 'choice' | 'integers';
  default: unknown;
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
  options?: string[];
  unit?: string;
  label: string;
  sentence: string;
  /** Whether an intervention may change it during a run. */
  midRun: boolean;
}

/** The core's one table of everything a Scenario can name. */
export interface Catalogue {
  activations: CatalogueActivation[];
  initializers: CatalogueEntry[];
  biases: CatalogueEntry[];
  optimizers: CatalogueEntry[];
  losses: CatalogueEntry[];
  datasets: CatalogueEntry[];
  schedules: CatalogueEntry[];
  states: CatalogueEntry[];
  fields: CatalogueField[];
}

/** What a figure wants drawn: the squares of input plane and how finely. */
export interface View {
  /** Side of each hidden unit's picture, in samples. 0: no pictures. */
  unitResolution: number;
  unitBounds: [number, number, number, number];
  /** Side of the picture of each output. 0: none. */
  surfaceResolution: number;
  surfaceBounds: [number, number, number, number];
}

/** One moment of a run, ready to draw: flat arrays, every one a copy. May be dropped; nothing depends on it. */
export interface Frame {
  report: StepReport;
  /** [hidden units] in layer order: index into `catalogue.states`. */
  states: Uint8Array;
  /** [hidden units] share of training rows with a positive sum. */
  activeFraction: Float32Array;
  /** [hidden units] the largest sum over the training rows; at most 0 for a dead ReLU. */
  margin: Float32Array;
  /** As `parameters()`; `layers` says where what lies. */
  parameters: Float32Array;
  /** As `sim.layers`: changes only when an activation does. */
  layers: Layer[];
  /** [hidden units x unitResolution²] outputs over unitBounds, row-major, first row the smallest x₂; of one input a row. */
  unitFields: Float32Array;
  /** [outputs x surfaceResolution²] probabilities, or values, over surfaceBounds; of one input a row an output. */
  surface: Float32Array;
  /** [rows x outputs] what the network says of every row, training rows first. */
  predictions: Float32Array;
  /** Births, deaths and revivals since the frame before; after `seek` and `apply`, from the step reached. */
  events: LifeEvent[];
}

/** What `open` answers: everything about a run that does not move with its steps. */
export interface Opened {
  scenario: CompleteScenario;
  data: Data;
  frame: Frame;
}

/**
 * What a worker offers, by number of the run (many figures share one worker). The same object runs on the
 * main thread where workers are refused. A failed call rejects; the run stays as it was.
 * A wrong Scenario rejects with a ScenarioError, whose `errors` survive the border.
 */
export interface Remote {
  /** Which module runs. */
  info(): Promise<Info>;
  /** All that a Scenario can name. */
  catalogue(): Promise<Catalogue>;
  /** Every mistake of a Scenario; none when it can run. */
  validate(scenario: unknown): Promise<Validation>;
  /** An activation and its slope over `z`. A wrong name or parameter rejects with a ScenarioError. */
  evaluate(name: string, z: Float32Array, parameters: Record<string, unknown>): Promise<Evaluation>;
  /** What activations cost here and now: all, or the one called `name`. Nothing else is answered meanwhile. */
  benchmarkActivations(wanted: { lengths: number[]; name?: string }): Promise<ActivationTiming[]>;
  /** Reads a table of text; its mistakes are in the answer. */
  parseCsv(text: string, wanted: CsvWanted): Promise<CsvTable>;
  /** Makes run number `run`; a number in use is an error. */
  open(run: number, scenario: unknown, view: View): Promise<Opened>;
  /** Trains `steps` optimiser steps, in slices, and stops early when `milliseconds` have gone. */
  advance(run: number, steps: number, milliseconds?: number): Promise<Frame>;
  /** Goes to the state after `step` steps, backwards or forwards, exact to the bit. */
  seek(run: number, step: number): Promise<Frame>;
  /** An intervention now; the complete Scenario that has it recorded comes back with the frame. */
  apply(run: number, set: Record<string, unknown>): Promise<{ scenario: CompleteScenario; frame: Frame }>;
  /** The known run's events from step `since` on. */
  events(run: number, since: number): Promise<LifeEvent[]>;
  /** The state of every hidden unit over the training rows, and the gradient that reaches it. */
  health(run: number): Promise<HealthReport>;
  /** Of the death at `step`, or of the latest at or before now; null where there is none. */
  autopsy(run: number, layer: number, unit: number, step?: number): Promise<Autopsy | null>;
  /** Whom the latest death of a unit took along; null where it did not die. */
  cascade(run: number, layer: number, unit: number): Promise<Cascade | null>;
  /** Losses and accuracies without these units. */
  ablate(run: number, units: readonly UnitPlace[]): Promise<Ablation>;
  /** A unit over every row of the data. */
  inspect(run: number, layer: number, unit: number): Promise<Inspection>;
  /** The training rows that the next step will take. */
  nextRows(run: number): Promise<Uint32Array>;
  /** The frame of now under another view. */
  look(run: number, view: View): Promise<Frame>;
  /** A second run under the number `as`, equal to `run` in all. */
  fork(run: number, as: number): Promise<Opened>;
  /** The known run, measured at steps 0, every, 2 every, … */
  history(run: number, every: number): Promise<RunHistory>;
  /** The states of every hidden unit over the known run. */
  raster(run: number, every: number): Promise<Raster>;
  /** The digest of all parameters, 16 hexadecimal digits. */
  fingerprint(run: number): Promise<string>;
  /** Ends a run and frees its memory. */
  close(run: number): Promise<void>;
}
