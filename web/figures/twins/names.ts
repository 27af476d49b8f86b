// What the two runs are called: by the settings in which they differ, in the catalogue's words. The settings themselves are
// pair.ts.
import { entriesOf } from '../../../wasm/src/tables.js';
import type { Catalogue, Choice, Intervention } from '../../../wasm/src/types.js';
import { settingsOf } from '../settings.js';
import type { Strings } from '../../shell/strings/index.js';
import { INTERVENTIONS, type Difference } from './pair.js';
import type { Both, Twins } from './store.js';

/** A run's name: what it is first of all, and what else. */
export interface Name {
  title: string;
  /** Parameters of what the title names, and further differences. */
  more: readonly string[];
}

/** The names of both. */
export function namesOf(catalogue: Catalogue, { runs, differences }: Twins, words: Strings): Both<Name> {
  const nameOf = (side: 'first' | 'second', index: 0 | 1): Name => {
    const parts = differences.flatMap((difference) => {
      const label = labelOf(catalogue, difference, runs, words);
      return partsOf(catalogue, difference.path, label, difference[side], words);
    });
    const [title, ...more] = parts;
    return { title: title ?? words.twins.sides[index], more };
  };
  return [nameOf('first', 0), nameOf('second', 1)];
}

/** A name in one line. */
export const inOneLine = ({ title, more }: Name): string => [title, ...more].join(', ');

/** What a setting is called that differs. */
export function labelOf(catalogue: Catalogue, { path }: Difference, runs: Twins['runs'], words: Strings): string {
  if (path === INTERVENTIONS) return words.twins.interventions;
  const all = runs.flatMap(({ scenario }) => settingsOf(catalogue, scenario));
  return all.find((setting) => setting.path === path)?.label ?? path;
}

/** A value in words: of a choice its name and what is not usual about it, of others the setting's name too. */
function partsOf(catalogue: Catalogue, path: string, label: string, value: unknown, words: Strings): string[] {
  const entries = entriesOf(catalogue, path);
  if (entries.length === 0) return [words.twins.setting(label, valueInWords(catalogue, path, value, words))];
  const choices = (Array.isArray(value) ? value : [value]) as Choice[];
  return choices.flatMap((choice) => {
    const entry = entries.find(({ name }) => name === choice.name);
    const unusual = (entry?.parameters ?? []).filter(
      ({ name, default: usual }) => typeof choice[name] === 'number' && choice[name] !== usual,
    );
    return [
      entry?.label ?? choice.name,
      ...unusual.map((parameter) =>
        words.twins.setting(parameter.label.toLowerCase(), words.number(choice[parameter.name] as number)),
      ),
    ];
  });
}

/** A plain value in words. */
function valueInWords(catalogue: Catalogue, path: string, value: unknown, words: Strings): string {
  if (path === INTERVENTIONS) return words.twins.atSteps((value as Intervention[]).map(({ step }) => step));
  if (value === undefined || value === null) return words.notSet;
  if (typeof value === 'boolean') return words.twins.onOrOff(value);
  if (typeof value === 'number') return words.number(value);
  if (Array.isArray(value)) return words.list(value.map((one) => valueInWords(catalogue, '', one, words)));
  const entry = catalogue.losses.find(({ name }) => path === 'training.loss' && name === value);
  return entry?.label ?? (typeof value === 'string' ? value : JSON.stringify(value));
}
