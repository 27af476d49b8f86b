// The settings of a figure: which there are, in which order, and how each is drawn. What they offer is the catalogue's.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Catalogue, CatalogueField, Choice, CompleteScenario } from '../../../wasm/src/types.js';
import type { Strings } from '../../shell/strings/index.js';
import { otherData, valueAt, type Change } from './edit.js';

/** One control: `name` is what the attribute `controls` calls it. */
interface Control {
  name: string;
  path: string;
  draw: (context: Context, path: string) => TemplateResult | typeof nothing;
}

interface Context {
  catalogue: Catalogue;
  /** As they are at the step shown. */
  settings: CompleteScenario;
  words: Strings;
  change: (change: Change) => void;
}

type Described = Pick<CatalogueField, 'label' | 'sentence' | 'min' | 'max' | 'exclusiveMin'>;

/** The table of the catalogue in which the choice at a path is listed. */
const tables = {
  data: 'datasets',
  'network.activation': 'activations',
  'network.bias': 'biases',
  'training.optimizer': 'optimizers',
} as const;

const isChoicePath = (path: string): path is keyof typeof tables => path in tables;

/** Data that only a Scenario can bring: they are on the list while they are there. */
const OWN_ROWS = 'custom';

/** Values worth a try, offered beside the present one and within the catalogue's range. */
const stops: Readonly<Record<string, readonly number[]>> = {
  'data.noise': [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5],
  'training.optimizer.learningRate': [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 1.4, 3, 10],
  'network.bias.value': [-1, -0.5, -0.1, 0, 0.1, 0.5, 1],
  'training.batchSize': [1, 2, 4, 8, 16, 32, 64, 0],
};

const controls: readonly Control[] = [
  { name: 'data', path: 'data', draw: choice },
  { name: 'activation', path: 'network.activation', draw: choice },
  { name: 'learning-rate', path: 'training.optimizer.learningRate', draw: amount },
  { name: 'bias', path: 'network.bias.value', draw: amount },
  { name: 'hidden', path: 'network.hidden', draw: layers },
  { name: 'batch-size', path: 'training.batchSize', draw: amount },
  { name: 'noise', path: 'data.noise', draw: amount },
  { name: 'seed', path: 'seed', draw: whole },
];

/** The controls that `wanted` names (separated by spaces), in the figure's own order. */
export function drawControls(wanted: string, context: Context): TemplateResult[] {
  const names = new Set(wanted.split(/\s+/));
  return controls
    .filter(({ name }) => names.has(name))
    .map(({ name, path, draw }) => html`<div class="control" data-control=${name}>${draw(context, path)}</div>`);
}

/** What the catalogue says of the setting at `path`: of a field, or of a parameter of the choice that holds it. */
function described({ catalogue, settings }: Context, path: string): Described | null {
  const field = catalogue.fields.find((candidate) => candidate.path === path);
  if (field) return field;
  const holder = path.slice(0, path.lastIndexOf('.'));
  const chosen = valueAt(settings, holder);
  if (!isChoicePath(holder) || !isChoice(chosen)) return null;
  const entry = catalogue[tables[holder]].find((candidate) => candidate.name === chosen.name);
  return entry?.parameters.find((parameter) => `${holder}.${parameter.name}` === path) ?? null;
}

function isChoice(value: unknown): value is Choice {
  return typeof value === 'object' && value !== null && 'name' in value;
}

/** A list of the catalogue's entries. */
function choice(context: Context, path: string): TemplateResult | typeof nothing {
  const { catalogue, settings, words, change } = context;
  const field = described(context, path);
  const present = valueAt(settings, path);
  if (!field || !isChoicePath(path)) return nothing;
  const name = isChoice(present) ? present.name : '';
  const chosen = (event: Event): void => {
    const wanted = (event.target as HTMLSelectElement).value;
    change(path === 'data' ? otherData(catalogue, settings, wanted) : { [path]: { name: wanted } });
  };
  const entries = catalogue[tables[path]].filter((entry) => entry.name !== OWN_ROWS || entry.name === name);
  const options = entries.map((entry) => ({
    value: entry.name,
    label:
      entry.name === name && isChoice(present)
        ? [entry.label, ...unusual(entry.parameters, present, words, path)].join(' ')
        : entry.label,
    hint: entry.description,
  }));
  if (name === '') options.unshift({ value: '', label: words.mixed, hint: '' });
  return labelled(
    field,
    html`<select @change=${chosen}>${options.map(
      ({ value, label, hint }) =>
        html`<option value=${value} title=${hint} .selected=${live(value === name)}>${label}</option>`,
    )}</select>`,
  );
}

/** The parameters of an activation that are not at their defaults, in words. */
function unusual(
  parameters: Catalogue['activations'][number]['parameters'],
  present: Choice,
  words: Strings,
  path: string,
): string[] {
  if (path !== 'network.activation') return [];
  return parameters.flatMap(({ name, default: usual }) => {
    const value = present[name];
    return typeof value === 'number' && value !== usual ? [words.number(value)] : [];
  });
}

/** A list of amounts. */
function amount(context: Context, path: string): TemplateResult | typeof nothing {
  const { settings, words, change } = context;
  const field = described(context, path);
  const present = valueAt(settings, path);
  if (!field || typeof present !== 'number') return nothing;
  const holder = path.slice(0, path.lastIndexOf('.'));
  const inRange = (value: number): boolean =>
    value <= (field.max ?? Infinity) &&
    (field.exclusiveMin ? value > (field.min ?? -Infinity) : value >= (field.min ?? -Infinity));
  const offered = [...new Set([...(stops[path] ?? []), present])].filter(
    (value) => value === present || inRange(value),
  );
  const all = (value: number): number => (path === 'training.batchSize' && value === 0 ? Infinity : value);
  const chosen = (event: Event): void => {
    const value = Number((event.target as HTMLSelectElement).value);
    change(holder === 'network.bias' ? { [holder]: { ...settings.network.bias, value } } : { [path]: value });
  };
  return labelled(
    field,
    html`<select @change=${chosen}>${offered
      .sort((a, b) => all(a) - all(b))
      .map(
        (value) => html`<option value=${String(value)} .selected=${live(value === present)}>
      ${Number.isFinite(all(value)) ? words.number(value) : words.wholeSet}
    </option>`,
      )}</select>`,
  );
}

/** A whole number to type. */
function whole(context: Context, path: string): TemplateResult | typeof nothing {
  const field = described(context, path);
  const present = valueAt(context.settings, path);
  if (!field || typeof present !== 'number') return nothing;
  const chosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    if (input.value !== '' && input.validity.valid) context.change({ [path]: input.valueAsNumber });
    else input.value = String(present);
  };
  return labelled(
    field,
    html`<input type="number" inputmode="numeric" step="1" min=${field.min ?? nothing} max=${field.max ?? nothing}
    .value=${live(String(present))} @change=${chosen} />`,
  );
}

/** The hidden layers: a button that says them and opens a small board of their sizes. */
function layers(context: Context, path: string): TemplateResult | typeof nothing {
  const { settings, words, change } = context;
  const field = described(context, path);
  if (!field) return nothing;
  const sizes = settings.network.hidden;
  const set = (hidden: readonly number[]): void => {
    change({ [path]: [...hidden] });
  };
  const resized = (index: number, event: Event): void => {
    const input = event.target as HTMLInputElement;
    if (input.value !== '' && input.validity.valid) set(sizes.with(index, input.valueAsNumber));
    else input.value = String(sizes[index]);
  };
  return html`<button class="value" type="button" popovertarget="layers" title=${field.sentence} aria-label="${field.label}: ${words.list(sizes.map(words.whole))}">
      <span class="name">${field.label}</span>
      <span class="chosen">${sizes.length === 0 ? words.noLayers : words.list(sizes.map(words.whole))}</span>
    </button>
    <div id="layers" class="board" popover>
      <p>${field.sentence}</p>
      ${sizes.map(
        (units, index) => html`<label><span>${words.neuronsInLayer(index)}</span>
        <input type="number" inputmode="numeric" step="1" min=${field.min ?? 1} max=${field.max ?? nothing} .value=${live(String(units))}
          @change=${(event: Event) => {
            resized(index, event);
          }} /></label>`,
      )}
      <div class="row">
        <button type="button" @click=${() => {
          set([...sizes, sizes.at(-1) ?? 8]);
        }}>${words.addLayer}</button>
        <button type="button" ?disabled=${sizes.length === 0} @click=${() => {
          set(sizes.slice(0, -1));
        }}>${words.removeLayer}</button>
      </div>
    </div>`;
}

function labelled({ label, sentence }: Described, input: TemplateResult): TemplateResult {
  return html`<label title=${sentence}><span class="name">${label}</span>${input}</label>`;
}
