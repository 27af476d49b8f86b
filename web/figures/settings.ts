// Which settings an experiment has, in groups, with all that the catalogue says of each. They are drawn by inputs.ts.
import { entriesOf, isPerLayer } from '../../wasm/src/tables.js';
import type { Catalogue, CatalogueField, CatalogueParameter, Choice, CompleteScenario } from '../../wasm/src/types.js';
import { otherData, valueAt, type Change } from './change.js';

/** A setting as it can be drawn and changed. */
export type Setting = Omit<CatalogueField, 'type'> & {
  type: CatalogueField['type'] | CatalogueParameter['type'];
  /** The hidden layer, where each layer has its own choice. */
  layer: number | null;
};

/** The groups, in their order, each with the paths that it holds: the longest that fits decides. */
const GROUPS = [
  { name: 'data', paths: ['data'] },
  { name: 'network', paths: ['network'] },
  { name: 'training', paths: ['training'] },
  {
    name: 'brakes',
    paths: ['network.dropout', 'training.inputNoise', 'training.l1', 'training.l2', 'training.clipNorm'],
  },
  { name: 'chance', paths: ['seed', 'data.seed'] },
] as const;

export type GroupName = (typeof GROUPS)[number]['name'];

export interface Group {
  name: GroupName;
  settings: readonly Setting[];
}

/** Every setting that `scenario` has, in groups; parameters follow the choice that has them. */
export function groupsOf(catalogue: Catalogue, scenario: CompleteScenario): Group[] {
  const all = settingsOf(catalogue, scenario);
  return GROUPS.map(({ name }) => ({ name, settings: all.filter(({ path }) => groupOf(path) === name) }));
}

/** Every setting that `scenario` has. */
export function settingsOf(catalogue: Catalogue, scenario: CompleteScenario): Setting[] {
  return catalogue.fields.flatMap((field) => {
    if (field.path === 'version' || isParameter(catalogue, field)) return [];
    if (field.type !== 'choice') return [{ ...field, layer: null }];
    const present = valueAt(scenario, field.path) as Choice | Choice[];
    return Array.isArray(present)
      ? present.flatMap((choice, layer) => ofChoice(catalogue, field, choice, layer))
      : ofChoice(catalogue, field, present, null);
  });
}

/** What `setting` is in `scenario`; undefined where an optional one is not set. */
export function valueOf(scenario: CompleteScenario, { path, layer }: Setting): unknown {
  if (layer === null) return valueAt(scenario, path);
  const [holder, parameter] = perLayer(path);
  const choice = (valueAt(scenario, holder) as readonly Choice[])[layer];
  return parameter === null ? choice : choice?.[parameter];
}

/** The change that gives `setting` the value `value`; undefined takes an optional one away. */
export function changeOf(
  catalogue: Catalogue,
  scenario: CompleteScenario,
  { path, type, layer }: Setting,
  value: unknown,
): Change {
  const chosen = type === 'choice' ? { name: value as string } : value;
  if (layer !== null) {
    const [holder, parameter] = perLayer(path);
    const choices = valueAt(scenario, holder) as readonly Choice[];
    const changed = parameter === null ? (chosen as Choice) : { ...(choices[layer] as Choice), [parameter]: value };
    return { [holder]: choices.with(layer, changed) };
  }
  if (path === 'data') return otherData(catalogue, scenario, value as string);
  if (path === 'network.hidden') return otherLayers(scenario, value as readonly number[]);
  const holder = path.slice(0, path.lastIndexOf('.'));
  const key = path.slice(holder.length + 1);
  const present = valueAt(scenario, holder);
  if (typeof present !== 'object' || present === null || (value !== undefined && Object.hasOwn(present, key)))
    return { [path]: chosen };
  const { [key]: _, ...others } = present as Record<string, unknown>;
  return { [holder]: value === undefined ? others : { ...others, [key]: value } };
}

/** One activation for all layers, or one for each: the same at first. */
export function otherSharing({ network }: CompleteScenario, each: boolean): Change {
  const { activation, hidden } = network;
  const first = Array.isArray(activation) ? (activation[0] ?? { name: 'relu' }) : activation;
  return { 'network.activation': each ? hidden.map(() => ({ ...first })) : first };
}

/** What is typed for a number: the number, or the text itself, for the core to say what is wrong with it. */
export function typed(text: string): number | string {
  const plain = text.trim().replaceAll('\u2212', '-');
  const number = Number(plain);
  return plain === '' || Number.isNaN(number) ? text : number;
}

/** Whether `setting` is as it is where nobody has touched it. */
export function isUsual(scenario: CompleteScenario, setting: Setting): boolean {
  const value = valueOf(scenario, setting);
  const named = setting.type === 'choice' ? (value as Choice | undefined)?.name : (value ?? null);
  return JSON.stringify(named) === JSON.stringify(setting.default);
}

function groupOf(path: string): GroupName | null {
  let best: { name: GroupName | null; length: number } = { name: null, length: -1 };
  for (const { name, paths } of GROUPS)
    for (const start of paths)
      if ((path === start || path.startsWith(`${start}.`)) && start.length > best.length)
        best = { name, length: start.length };
  return best.name;
}

/** Whether `field` is listed by some choice as its parameter. */
function isParameter(catalogue: Catalogue, { path }: CatalogueField): boolean {
  const holder = path.slice(0, path.lastIndexOf('.'));
  return entriesOf(catalogue, holder).some(({ parameters }) =>
    parameters.some(({ name }) => `${holder}.${name}` === path),
  );
}

function ofChoice(catalogue: Catalogue, field: CatalogueField, present: Choice, layer: number | null): Setting[] {
  const entry = entriesOf(catalogue, field.path).find(({ name }) => name === present.name);
  const parameters = (entry?.parameters ?? []).map((parameter) => ({
    ...parameter,
    path: `${field.path}.${parameter.name}`,
    midRun: field.midRun,
    layer,
  }));
  return [{ ...field, layer }, ...parameters];
}

/** The path of a choice that layers have of their own, and the parameter's name below it. */
function perLayer(path: string): [holder: string, parameter: string | null] {
  if (isPerLayer(path)) return [path, null];
  const at = path.lastIndexOf('.');
  return [path.slice(0, at), path.slice(at + 1)];
}

function otherLayers({ network }: CompleteScenario, hidden: readonly number[]): Change {
  const { activation } = network;
  if (!Array.isArray(activation)) return { 'network.hidden': [...hidden] };
  const last = activation.at(-1) ?? { name: 'relu' };
  return {
    'network.hidden': [...hidden],
    'network.activation': hidden.map((_, layer) => activation[layer] ?? { ...last }),
  };
}
