// Changes of a Scenario as values: what a control, the dice or a link asks for. What happens with them is each figure's run.ts.
import type { Catalogue, CompleteScenario, Intervention } from '../../wasm/src/types.js';

/** A change by dotted Scenario paths, as an intervention writes it. */
export type Change = Readonly<Record<string, unknown>>;

/** What stands at the dotted `path` of `scenario`; undefined when nothing does. */
export function valueAt(scenario: unknown, path: string): unknown {
  let value: unknown = scenario;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

/** The path of a change to one neuron alone: it happens at a moment and is no setting. */
const NEURON = 'neuron';

/** Whether `change` is one to a single neuron, which can be made at step 0 too. */
export const isOfNeuron = (change: Change): boolean => Object.keys(change).every((path) => path === NEURON);

/** A copy of `scenario` with `change` made from the start; interventions on the same paths go, they would undo it. */
export function changedFromStart(scenario: CompleteScenario, change: Change): CompleteScenario {
  const copy = structuredClone(scenario);
  for (const [path, value] of Object.entries(change)) setAt(copy as unknown as Record<string, unknown>, path, value);
  copy.interventions = untouched(copy.interventions, change);
  return copy;
}

/** The interventions of `scenario` in the order in which a run meets them. */
export function inOrder({ interventions }: CompleteScenario): Intervention[] {
  return interventions.toSorted((a, b) => a.step - b.step); // stable: those of one step keep the list's order
}

/**
 * `scenario` with `change` made at `step`, where an intervention that is still to come would undo it: that one goes.
 * Null where none would.
 */
export function overruled(scenario: CompleteScenario, step: number, change: Change): CompleteScenario | null {
  const past = scenario.interventions.filter((intervention) => intervention.step <= step);
  const future = scenario.interventions.filter((intervention) => intervention.step > step);
  if (!future.some(({ set }) => Object.keys(set).some((path) => touches(change, path)))) return null;
  return { ...scenario, interventions: [...past, { step, set: { ...change } }, ...untouched(future, change)] };
}

/** Whether every path of `change` may change during a run. */
export function isMidRun(catalogue: Catalogue, change: Change): boolean {
  return Object.keys(change).every((path) =>
    catalogue.fields.some((field) => field.midRun && (path === field.path || path.startsWith(`${field.path}.`))),
  );
}

/** The settings of `scenario` after the interventions up to `step`. */
export function settingsAt(scenario: CompleteScenario, step: number): CompleteScenario {
  const copy = structuredClone(scenario);
  for (const intervention of inOrder(scenario)) {
    if (intervention.step > step) break;
    for (const [path, value] of Object.entries(intervention.set))
      setAt(copy as unknown as Record<string, unknown>, path, value);
  }
  return copy;
}

/** `name` as the data in the place of `former`: parameters that both have stay, and a loss for other data goes. */
export function otherData(catalogue: Catalogue, { data, training }: CompleteScenario, name: string): Change {
  const entry = catalogue.datasets.find((candidate) => candidate.name === name);
  const names = [...(entry?.parameters ?? []).map((parameter) => parameter.name), 'seed'];
  const kept = Object.fromEntries(names.filter((key) => key in data).map((key) => [key, data[key]]));
  const fixed = training.loss.endsWith('cross-entropy'); // mse and mae serve all data
  return { data: { name, ...kept }, ...(fixed ? { 'training.loss': 'auto' } : {}) };
}

function setAt(target: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop();
  let place = target;
  for (const key of keys) {
    const next = place[key];
    if (typeof next !== 'object' || next === null) return; // a path that holds nothing here, as a neuron's
    place = next as Record<string, unknown>;
  }
  if (last !== undefined && Object.hasOwn(place, last)) place[last] = value;
}

function untouched(interventions: readonly Intervention[], change: Change): Intervention[] {
  return interventions
    .map(({ step, set }) => ({
      step,
      set: Object.fromEntries(Object.entries(set).filter(([path]) => !touches(change, path))),
    }))
    .filter(({ set }) => Object.keys(set).length > 0);
}

function touches(change: Change, path: string): boolean {
  if (path === NEURON) return false; // a later push of a neuron undoes no earlier one
  return Object.keys(change).some(
    (other) => other === path || path.startsWith(`${other}.`) || other.startsWith(`${path}.`),
  );
}
