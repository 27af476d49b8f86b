// Which controls each figure can offer its readers, by the names that the attribute `controls` has for them. What they
// are called and what they do is the catalogue's; the checkboxes are form.ts.
import type { Catalogue, CompleteScenario } from '../../../wasm/src/types.js';
import { controlOf } from '../../figures/controls.js';
import { groupsOf, type Group, type GroupName } from '../../figures/settings.js';
import { ALL_CONTROLS } from '../../figures/neuron/element.js';
import type { Strings } from '../../shell/strings/index.js';

/** A control, and what it lets a reader set: more than one thing where settings share a name. */
export interface Offer {
  name: string;
  labels: readonly string[];
  sentence: string;
}

/** Controls that stand together; those of no group concern the whole figure. */
export interface OfferGroup {
  name: GroupName | null;
  offers: readonly Offer[];
}

/** Shows none, where an absent attribute would show some. */
const NONE = 'none';

/** What a figure can offer, and what it is offered with at first; `usual` is what it shows by itself. */
interface Repertoire {
  groups: readonly OfferGroup[];
  first: readonly string[];
  usual: readonly string[];
}

/** The controls of `figure` over `scenario`. */
export function repertoireOf(
  figure: string,
  catalogue: Catalogue,
  scenario: CompleteScenario,
  words: Strings,
): Repertoire {
  const question = { name: 'question', labels: [words.question], sentence: '' };
  switch (figure) {
    case 'neuron': {
      const usual = ALL_CONTROLS.split(' ');
      const offers = merged(catalogue.fields.filter((field) => usual.includes(controlOf(field) ?? '')));
      return { groups: [{ name: null, offers: [question, ...offers] }], first: usual, usual };
    }
    case 'activations': {
      const parameters = catalogue.activations.flatMap((entry) => entry.parameters);
      const offers = merged(
        parameters.filter(({ type }) => type !== 'boolean').map((one) => ({ ...one, path: one.name })),
      );
      const usual = offers.map(({ name }) => name);
      return { groups: [{ name: null, offers }], first: usual, usual };
    }
    default: {
      const all = { name: 'all', labels: [words.allSettings], sentence: '' };
      const twin = { name: 'twin', labels: [words.twins.differs], sentence: '' };
      const whole = figure === 'twins' ? [twin] : [question, all];
      const groups = groupsOf(catalogue, scenario);
      const offers = merged(groups.flatMap(({ settings }) => settings.filter(({ layer }) => (layer ?? 0) === 0)));
      const held = (group: Group): OfferGroup => ({
        name: group.name,
        offers: offers.filter(({ path }) => group.settings.some((setting) => setting.path === path)),
      });
      return {
        groups: [{ name: null, offers: whole }, ...groups.map(held)],
        first: figure === 'twins' ? ['twin'] : ['activation', 'learning-rate'],
        usual: [],
      };
    }
  }
}

/** The attribute that shows `chosen`; null where the figure shows just these by itself. */
export function controlsAttribute({ usual }: Pick<Repertoire, 'usual'>, chosen: readonly string[]): string | null {
  if (chosen.length === usual.length && usual.every((name) => chosen.includes(name))) return null;
  return chosen.length === 0 ? NONE : chosen.join(' ');
}

/** One offer a name, at the path of the first setting that has it. */
function merged(settings: readonly { path: string; label: string; sentence: string }[]): (Offer & { path: string })[] {
  const offers = new Map<string, Offer & { path: string }>();
  for (const { path, label, sentence } of settings) {
    const name = controlOf({ path });
    if (name === null) continue;
    const first = offers.get(name) ?? { name, path, labels: [], sentence };
    offers.set(name, { ...first, labels: [...new Set([...first.labels, label])] });
  }
  return [...offers.values()];
}
