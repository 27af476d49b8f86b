// The few settings that stand above the network: which there are, in which order, and how each is drawn. What they offer is
// the catalogue's; all settings are on the board (board.ts).
import { html, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { entriesOf } from '../../wasm/src/tables.js';
import type { Choice } from '../../wasm/src/types.js';
import { settingInput, sizes, type Context } from './inputs.js';
import { changeOf, settingsOf, valueOf, type Setting } from './settings.js';

/** How the settings with a place of their own are drawn, by what the attribute `controls` calls them, in their order. */
const drawn: Readonly<Record<string, { path: string; draw: (setting: Setting, context: Context) => TemplateResult }>> =
  {
    data: { path: 'data', draw: choice },
    activation: { path: 'network.activation', draw: choice },
    'learning-rate': { path: 'training.optimizer.learningRate', draw: amount },
    bias: { path: 'network.bias.value', draw: amount },
    hidden: { path: 'network.hidden', draw: layers },
    'batch-size': { path: 'training.batchSize', draw: amount },
    noise: { path: 'data.noise', draw: amount },
    seed: { path: 'seed', draw: plain },
  };

/** Values worth a try, offered beside the present one and within the catalogue's range. */
const stops: Readonly<Record<string, readonly number[]>> = {
  'data.noise': [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5],
  'training.optimizer.learningRate': [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 1.4, 3, 10],
  'network.bias.value': [-1, -0.5, -0.1, 0, 0.1, 0.5, 1],
  'training.batchSize': [1, 2, 4, 8, 16, 32, 64, 0],
};

/** Data that only a Scenario can bring: they are on the list while they are there. */
const OWN_ROWS = 'custom';

/**
 * The controls that `wanted` names (separated by spaces): those with a place of their own first, then any other setting by
 * the last segment of its path, as `dropout` or `clip-norm`.
 */
export function drawControls(wanted: string, context: Context): TemplateResult[] {
  const names = new Set(wanted.split(/\s+/));
  const all = settingsOf(context.catalogue, context.settings);
  const placed = Object.entries(drawn).flatMap(([name, { path, draw }]) => {
    const setting = names.has(name) ? all.find((one) => one.path === path) : undefined;
    if (!setting) return [];
    return control(name, draw(setting, context));
  });
  const others = all.flatMap((setting) => {
    const name = controlOf(setting);
    const isPlaced = name !== null && Object.hasOwn(drawn, name);
    if (name === null || isPlaced || !names.has(name) || (setting.layer ?? 0) > 0) return [];
    return control(name, plain(setting, context));
  });
  return [...placed, ...others];
}

/** One setting as it stands in the row, with a place of its own or without. */
export function drawSetting(setting: Setting, context: Context): TemplateResult {
  const placed = Object.values(drawn).find(({ path }) => path === setting.path);
  return control(controlOf(setting) ?? setting.path, placed ? placed.draw(setting, context) : plain(setting, context));
}

const control = (name: string, content: TemplateResult): TemplateResult =>
  html`<div class="control" data-control=${name}>${content}</div>`;

/** What the attribute `controls` calls a setting; null where its name is that of another with a place of its own. */
export function controlOf({ path }: { path: string }): string | null {
  const placed = Object.keys(drawn).find((name) => drawn[name]?.path === path);
  if (placed !== undefined) return placed;
  // The last segment of the path, in kebab-case.
  const name = path.slice(path.lastIndexOf('.') + 1).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return Object.hasOwn(drawn, name) ? null : name;
}

/** A list of the catalogue's entries; what is not usual about the present one stands beside its name. */
function choice(setting: Setting, context: Context): TemplateResult {
  const { catalogue, settings, words, change } = context;
  const { path, layer } = setting;
  const present = valueOf(settings, setting) as Choice;
  const name = layer === null ? present.name : '';
  const chosen = (event: Event): void => {
    const wanted = (event.target as HTMLSelectElement).value;
    change(changeOf(catalogue, settings, { ...setting, layer: null }, wanted));
  };
  const options = entriesOf(catalogue, path)
    .filter((entry) => entry.name !== OWN_ROWS || entry.name === name)
    .map((entry) => ({
      value: entry.name,
      label: entry.name === name ? [entry.label, ...unusual(setting, context)].join(' ') : entry.label,
      hint: entry.description,
    }));
  if (name === '') options.unshift({ value: '', label: words.mixed, hint: '' });
  return labelled(
    setting,
    html`<select @change=${chosen}>${options.map(
      ({ value, label, hint }) =>
        html`<option value=${value} title=${hint} .selected=${live(value === name)}>${label}</option>`,
    )}</select>`,
  );
}

/** The parameters of the present activation that are not at their defaults, in words. */
function unusual(setting: Setting, { catalogue, settings, words }: Context): string[] {
  if (setting.path !== 'network.activation') return [];
  const present = valueOf(settings, setting) as Choice;
  const entry = entriesOf(catalogue, setting.path).find(({ name }) => name === present.name);
  return (entry?.parameters ?? []).flatMap(({ name, default: usual }) => {
    const value = present[name];
    return typeof value === 'number' && value !== usual ? [words.number(value)] : [];
  });
}

/** A list of amounts. */
function amount(setting: Setting, context: Context): TemplateResult {
  const { catalogue, settings, words, change } = context;
  const { path, min = -Infinity, max = Infinity, exclusiveMin = false } = setting;
  const present = valueOf(settings, setting) as number;
  const inRange = (value: number): boolean => value <= max && (exclusiveMin ? value > min : value >= min);
  const offered = [...new Set([...(stops[path] ?? []), present])].filter(
    (value) => value === present || inRange(value),
  );
  const all = (value: number): number => (path === 'training.batchSize' && value === 0 ? Infinity : value);
  const chosen = (event: Event): void => {
    change(changeOf(catalogue, settings, setting, Number((event.target as HTMLSelectElement).value)));
  };
  return labelled(
    setting,
    html`<select @change=${chosen}>${offered
      .sort((a, b) => all(a) - all(b))
      .map(
        (value) => html`<option value=${String(value)} .selected=${live(value === present)}>
      ${Number.isFinite(all(value)) ? words.number(value) : words.wholeSet}
    </option>`,
      )}</select>`,
  );
}

/** The hidden layers: a button that says them and opens a small board of their sizes. */
function layers(setting: Setting, context: Context): TemplateResult {
  const { settings, words } = context;
  const { label, sentence } = setting;
  const { hidden } = settings.network;
  const id = `${context.scope ?? ''}layers`;
  const said = hidden.length === 0 ? words.noLayers : words.list(hidden.map(words.whole));
  return html`<button class="value" type="button" popovertarget=${id} title=${sentence} aria-label="${label}: ${said}">
      <span class="name">${label}</span>
      <span class="chosen">${said}</span>
    </button>
    <div id=${id} class="board" popover>
      <p>${sentence}</p>
      ${sizes(setting, context)}
    </div>`;
}

/** As the board draws it. */
function plain(setting: Setting, context: Context): TemplateResult {
  return labelled(setting, settingInput(setting, context));
}

function labelled({ label, sentence }: Setting, input: TemplateResult): TemplateResult {
  return html`<label title=${sentence}><span class="name">${label}</span>${input}</label>`;
}
