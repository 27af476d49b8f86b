// One input for each type of setting, whatever the setting: the quick bar (controls.ts) and the board (board.ts) use them.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { entriesOf } from '../../wasm/src/tables.js';
import type { Catalogue, Choice, CompleteScenario, Mistake } from '../../wasm/src/types.js';
import type { Strings } from '../shell/strings/index.js';
import type { Change } from './change.js';
import { changeOf, typed, valueOf, type Setting } from './settings.js';

/** What settings are drawn from, and where a change goes. */
export interface Context {
  catalogue: Catalogue;
  /** As they are at the step shown. */
  settings: CompleteScenario;
  /** What was wrong with the change asked for last. */
  objections: readonly Mistake[];
  words: Strings;
  change: (change: Change) => void;
  /** What ids begin with, where a figure draws a setting twice. */
  scope?: string;
}

/** Data that only a Scenario can bring: they are on the list while they are there. */
const OWN_ROWS = 'custom';

/** The input of `setting`. @param about id of the sentence that explains it, where there is one */
export function settingInput(setting: Setting, context: Context, about?: string): TemplateResult {
  const { type } = setting;
  if (type === 'boolean') return tick(setting, context, about);
  if (type === 'choice' || type === 'option') return list(setting, context, about);
  if (type === 'integers') return sizes(setting, context);
  return type === 'numbers' ? row(setting, context) : number(setting, context, about);
}

/** What is wrong with the value asked for `setting`; null when nothing is. */
export function objectionTo(setting: Setting, { objections }: Context): Mistake | null {
  const at = setting.layer === null ? setting.path : layered(setting.path, setting.layer);
  return objections.find(({ path }) => path === at || path.startsWith(`${at}[`)) ?? null;
}

/** The hidden layers as a small table of their sizes, with buttons to add and remove one. */
export function sizes(setting: Setting, context: Context): TemplateResult {
  const { settings, words } = context;
  const units = settings.network.hidden;
  const set = (hidden: readonly (number | string)[]): void => {
    give(setting, context, hidden);
  };
  return html`<div class="sizes">
    ${units.map(
      (count, layer) => html`<label><span>${words.neuronsInLayer(layer)}</span>
        <input type="text" inputmode="numeric" .value=${live(String(count))}
          @change=${(event: Event) => {
            set((units as readonly (number | string)[]).with(layer, typed(textOf(event))));
          }} /></label>`,
    )}
    <div class="row">
      <button type="button" @click=${() => {
        set([...units, units.at(-1) ?? 8]);
      }}>${words.addLayer}</button>
      <button type="button" ?disabled=${units.length === 0} @click=${() => {
        set(units.slice(0, -1));
      }}>${words.removeLayer}</button>
    </div>
  </div>`;
}

function tick(setting: Setting, context: Context, about?: string): TemplateResult {
  const present = valueOf(context.settings, setting) === true;
  return html`<input type="checkbox" aria-describedby=${about ?? nothing} .checked=${live(present)}
    @change=${(event: Event) => {
      give(setting, context, (event.target as HTMLInputElement).checked);
    }} />`;
}

/** A number to type: what is none goes to the core, which says why. */
function number(setting: Setting, context: Context, about?: string): TemplateResult {
  const present = valueOf(context.settings, setting) as number | undefined;
  const optional = setting.default === null;
  return html`<input type="text" inputmode=${setting.type === 'integer' ? 'numeric' : 'decimal'} autocomplete="off"
    aria-describedby=${about ?? nothing} aria-invalid=${objectionTo(setting, context) ? 'true' : nothing}
    placeholder=${optional ? context.words.notSet : nothing} .value=${live(present === undefined ? '' : String(present))}
    @change=${(event: Event) => {
      const text = textOf(event);
      give(setting, context, optional && text.trim() === '' ? undefined : typed(text));
    }} />`;
}

/** A short row of numbers, as the betas of Adam. */
function row(setting: Setting, context: Context): TemplateResult {
  const present = valueOf(context.settings, setting) as readonly (number | string)[];
  return html`<span class="numbers">${present.map(
    (value, index) => html`<input type="text" inputmode="decimal" autocomplete="off"
      aria-label=${context.words.numberOf(setting.label, index)} .value=${live(String(value))}
      @change=${(event: Event) => {
        give(setting, context, present.with(index, typed(textOf(event))));
      }} />`,
  )}</span>`;
}

/** A list of what the catalogue, or the setting itself, offers. */
function list(setting: Setting, context: Context, about?: string): TemplateResult {
  const present = valueOf(context.settings, setting);
  const name = setting.type === 'choice' ? (present as Choice).name : present;
  return html`<select aria-describedby=${about ?? nothing}
    @change=${(event: Event) => {
      give(setting, context, (event.target as HTMLSelectElement).value);
    }}>${optionsOf(setting, context)
      .filter((option) => option.value !== OWN_ROWS || name === OWN_ROWS)
      .map(
        ({ value, label, hint }) =>
          html`<option value=${value} title=${hint} .selected=${live(value === name)}>${label}</option>`,
      )}</select>`;
}

function optionsOf(
  { type, path, options }: Setting,
  { catalogue }: Context,
): { value: string; label: string; hint: string }[] {
  const entries = type === 'choice' ? entriesOf(catalogue, path) : path === 'training.loss' ? catalogue.losses : [];
  const entryOf = (name: string) => entries.find((entry) => entry.name === name);
  return (options ?? []).map((value) => ({
    value,
    label: entryOf(value)?.label ?? value,
    hint: entryOf(value)?.description ?? '',
  }));
}

function give(setting: Setting, { catalogue, settings, change }: Context, value: unknown): void {
  change(changeOf(catalogue, settings, setting, value));
}

const textOf = (event: Event): string => (event.target as HTMLInputElement).value;

/** The path of one layer's activation, or of its parameter, as the core writes it. */
function layered(path: string, layer: number): string {
  const [first = '', second = '', ...parameter] = path.split('.');
  return [`${first}.${second}[${layer}]`, ...parameter].join('.');
}
