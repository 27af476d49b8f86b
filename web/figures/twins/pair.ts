// Two Scenarios that differ in what a twin changes: how the second is made of the first, and what tells them apart. They are
// run by run.ts and named by names.ts.
import { entriesOf } from '../../../wasm/src/tables.js';
import type {
  Catalogue,
  CatalogueField,
  CompleteScenario,
  Data,
  Frame,
  Intervention,
  Mistake,
  Scenario,
} from '../../../wasm/src/types.js';
import { valueAt, type Change } from '../change.js';
import { Refused } from '../mistakes.js';

/**
 * The pair that the figure opens with: of ReLU's 16 neurons seven are dead at step 240 and all points of a class are wrong,
 * of its leaky twin none and three. Not every seed is so: on 54 of the first 150 the leaky twin has more wrong at step 480,
 * on 68 fewer.
 */
export const FIRST: Scenario = {
  version: 1,
  seed: 80,
  data: { name: 'xor', samples: 200, noise: 0.02, testFraction: 0 },
  network: { hidden: [8, 8] },
  training: { optimizer: { name: 'sgd', learningRate: 1 }, batchSize: 4 },
};

/** What a twin differs in where nobody has said it: a slope on the flat side; where that is there already, none. */
const LEAK = { name: 'leaky-relu', slope: 0.2 };
const FLAT = { name: 'relu' };

/** The twin's change where none was given. */
export function usualTwin({ network }: CompleteScenario): Change {
  const leaks = JSON.stringify(network.activation) === JSON.stringify(LEAK);
  return { 'network.activation': leaks ? FLAT : LEAK };
}

/** A twin that is refused, by mistakes of its own and not of the first Scenario. */
export class TwinRefused extends Refused {}

/** What was given as a twin, read: an object of paths and values, or JSON text of one; null where nothing was. */
export function readTwin(given: unknown): Change | null {
  if (given === null || given === undefined || given === '') return null;
  let twin: unknown = given;
  try {
    if (typeof given === 'string') twin = JSON.parse(given) as unknown;
  } catch (error) {
    throw new TwinRefused([{ path: 'twin', message: error instanceof Error ? error.message : String(error) }]);
  }
  if (typeof twin !== 'object' || twin === null || Array.isArray(twin))
    throw new TwinRefused([{ path: 'twin', message: `expected an object of paths and values, found ${shown(twin)}` }]);
  return twin as Change;
}

/** Paths that are no settings: they happen at a moment, for a twin at step 0. */
const HAPPENINGS = ['parameters', 'neuron'];

/**
 * `scenario` with `twin` made of it from the start; its interventions stay, for they happen in both. Throws the mistakes of
 * paths that lead nowhere; what is wrong with a value the core says.
 */
export function withTwin(scenario: CompleteScenario, twin: Change): CompleteScenario {
  const mistakes: Mistake[] = [];
  const happenings: Intervention[] = [];
  let second: unknown = scenario;
  for (const [path, value] of Object.entries(twin)) {
    if (HAPPENINGS.includes(path)) happenings.push({ step: 0, set: { [path]: value } });
    else second = placed(second, path.split('.'), value, () => mistakes.push(nowhere(path)));
  }
  if (mistakes.length > 0) throw new TwinRefused(mistakes);
  const made = second as CompleteScenario;
  return happenings.length > 0 ? { ...made, interventions: [...happenings, ...made.interventions] } : made;
}

/** A copy of `part` with `value` at the place that `keys` lead to. */
function placed(part: unknown, [key = '', ...rest]: string[], value: unknown, miss: () => void): unknown {
  const leads = isObject(part) && (rest.length === 0 || Object.hasOwn(part, key));
  if (!leads || key === '') {
    miss();
    return part;
  }
  return { ...part, [key]: rest.length === 0 ? value : placed(part[key], rest, value, miss) };
}

const nowhere = (path: string): Mistake => ({
  path: `twin[${JSON.stringify(path)}]`,
  message: 'expected the path of a setting, found one that leads nowhere',
});

/** A setting that two Scenarios do not share. */
export interface Difference {
  /** As `apply` takes it. */
  path: string;
  first: unknown;
  second: unknown;
}

/** The path under which differing interventions stand. */
export const INTERVENTIONS = 'interventions';

/** Everything in which two complete Scenarios differ, in the catalogue's order. */
export function differencesOf(catalogue: Catalogue, first: CompleteScenario, second: CompleteScenario): Difference[] {
  const settings = catalogue.fields.filter((field) => !isPartOfChoice(catalogue, field)).map(({ path }) => path);
  return [...settings, INTERVENTIONS].flatMap((path) => {
    const [one, other] = [valueAt(first, path), valueAt(second, path)];
    if (same(one, other)) return [];
    return entriesOf(catalogue, path).length > 0 ? ofChoice(path, one, other) : [{ path, first: one, second: other }];
  });
}

/** The change that makes the second Scenario of the first. */
export const twinOf = (differences: readonly Difference[]): Change =>
  Object.fromEntries(differences.map(({ path, second }) => [path, second]));

/** What two choices differ in: of the same name in single parameters, else as a whole. */
function ofChoice(path: string, one: unknown, other: unknown): Difference[] {
  const whole = [{ path, first: one, second: other }];
  if (!isObject(one) || !isObject(other) || one['name'] !== other['name']) return whole;
  const keys = Object.keys({ ...one, ...other }).filter((key) => !same(one[key], other[key]));
  if (keys.some((key) => !Object.hasOwn(other, key))) return whole; // no value says that one is left out
  return keys.map((key) => ({ path: `${path}.${key}`, first: one[key], second: other[key] }));
}

/** Whether a field stands below a choice, and is compared with it. */
const isPartOfChoice = (catalogue: Catalogue, { path }: CatalogueField): boolean =>
  entriesOf(catalogue, path.slice(0, path.lastIndexOf('.'))).length > 0;

/** What two runs share at step 0, as the core has it. */
export interface Shared {
  data: boolean;
  weights: boolean;
  batches: boolean;
}

/** A run at step 0, with what its first step will take. */
export interface Start {
  scenario: CompleteScenario;
  data: Data;
  frame: Frame;
  rows: Uint32Array;
}

/** What two runs share: measured, not promised. */
export function sharedBy(first: Start, second: Start): Shared {
  const data =
    sameNumbers(first.data.inputs, second.data.inputs) &&
    sameNumbers(first.data.targets, second.data.targets) &&
    first.data.trainCount === second.data.trainCount;
  const drawn = ({ scenario }: Start): unknown => [scenario.seed, scenario.training.batchSize];
  return {
    data,
    weights: sameNumbers(weightsOf(first.frame), weightsOf(second.frame)),
    batches: data && same(drawn(first), drawn(second)) && sameNumbers(first.rows, second.rows),
  };
}

/** Weights and biases, without what an activation or batch norm learns beside them. */
function weightsOf({ layers, parameters }: Frame): number[] {
  return layers.flatMap(({ inputs, parameters: { weights, bias } }) => [
    inputs, // of the same numbers in another form, no neuron has the same
    ...parameters.subarray(...weights),
    ...parameters.subarray(...bias),
  ]);
}

/** Hidden units, in the frames' order, whose states differ; null where the networks have not the same layers. */
export function differing(first: Frame, second: Frame): readonly number[] | null {
  const sizes = ({ layers }: Frame): number[] => layers.slice(0, -1).map(({ units }) => units);
  if (!same(sizes(first), sizes(second))) return null;
  return Array.from(first.states.keys()).filter((unit) => first.states[unit] !== second.states[unit]);
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const sameNumbers = (one: ArrayLike<number>, other: ArrayLike<number>): boolean =>
  one.length === other.length && Array.from(one).every((value, index) => value === other[index]);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 40);
