// All that is known of the chosen activation: parameters to turn, formulas, properties, what is said of it and what is
// so. Its facts are the catalogue's; the corrections of popular claims are the language file's.
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import type { CatalogueActivation, CatalogueParameter } from '../../../wasm/src/types.js';
import type { Strings } from '../../shell/strings/index.js';
import { fateSign } from './cards.js';
import type { Traits } from './curves.js';
import { formula } from './formula.js';
import { entryOf, parameterOf } from './store.js';
import type { Shown } from './view.js';

/** From this ratio of its ends on a range is turned by its logarithm. */
const WIDE = 1000;
/** Steps of a slider that turns a logarithm. */
const STEPS = 600;

/** The panel of the chosen activation. */
export function aboutView(shown: Shown): TemplateResult | typeof nothing {
  const { state, words } = shown;
  const entry = entryOf(state, state.chosen);
  const curve = state.curves[state.chosen];
  if (!entry || !curve) return nothing;
  const { fate } = curve.traits;
  return html`<div class="about" part="about">
    <h3 tabindex="-1">${entry.label}</h3>
    <p>${entry.description}</p>
    <p class="formulas">${formula(entry.formula)}<br />${formula(entry.slopeFormula)}</p>
    ${guard([entry, state.settings[entry.name], state.objections, shown.controls, words], () => parametersView(entry, shown))}
    <p class="fateMeans"><b>${fateSign(fate, 15)} ${words.explorer.fates[fate]}</b> ${words.explorer.fateMeans[fate]}</p>
    ${meetingView(entry, shown)}
    ${claimsView(entry, words)}
    <div class="facts">${propertiesView(entry, curve.traits, words)} ${costsView(entry, shown)}</div>
    ${(['history', 'advantages', 'drawbacks'] as const).map(
      (each) => html`<h4>${words.explorer[each]}</h4><p>${entry[each]}</p>`,
    )}
  </div>`;
}

/** The parameters that move the curve, as far as the figure offers them. Drawn anew only when they change: what is being typed stays. */
function parametersView(entry: CatalogueActivation, shown: Shown): TemplateResult | typeof nothing {
  const { state, words, controls, actions } = shown;
  const offered = entry.parameters.filter(
    ({ type, name }) => type !== 'boolean' && (controls?.has(kebab(name)) ?? true),
  );
  if (offered.length === 0) return nothing;
  const turned = offered.some(({ name, default: usual }) => parameterOf(state, entry, name) !== usual);
  return html`<fieldset class="parameters">
    <legend>${words.explorer.parameters}</legend>
    ${offered.map((parameter) => (parameter.type === 'option' ? choice : amount)(entry, parameter, shown))}
    ${
      state.objections.length > 0
        ? html`<p class="objection" role="alert">${words.refusedChange(state.objections)}</p>`
        : nothing
    }
    <button type="button" class="plain" ?disabled=${!turned} @click=${() => actions.set(entry.name, {})}>${words.explorer.defaults}</button>
  </fieldset>`;
}

/** A number to slide and to type. */
function amount(
  entry: CatalogueActivation,
  parameter: CatalogueParameter,
  { state, words, actions }: Shown,
): TemplateResult {
  const { name, label, sentence, min = 0, max = 1 } = parameter;
  const value = Number(parameterOf(state, entry, name));
  const wide = max / min >= WIDE && min > 0;
  const set = (wanted: number): void => actions.set(entry.name, { ...state.settings[entry.name], [name]: wanted });
  const place = wide ? (STEPS * Math.log(value / min)) / Math.log(max / min) : value;
  const valueAt = (slid: number): number =>
    wide ? Number((min * (max / min) ** (slid / STEPS)).toPrecision(3)) : slid;
  return html`<div class="parameter" data-parameter=${name}>
    <label for="slide-${name}">${label}</label>
    <input id="slide-${name}" type="range" min=${wide ? 0 : min} max=${wide ? STEPS : max} step=${wide ? 1 : (max - min) / 200}
      .value=${live(String(place))} aria-valuetext=${words.number(value)} aria-describedby="says-${name}"
      @input=${(event: Event) => set(valueAt((event.target as HTMLInputElement).valueAsNumber))} />
    <input type="number" inputmode="decimal" step="any" min=${min} max=${max} .value=${live(String(Number(value.toPrecision(6))))}
      aria-label=${label} aria-describedby="says-${name}" @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        if (input.value === '') input.value = String(value);
        else set(input.valueAsNumber);
      }} />
    <p id="says-${name}">${sentence}</p>
  </div>`;
}

function choice(entry: CatalogueActivation, parameter: CatalogueParameter, { state, actions }: Shown): TemplateResult {
  const { name, label, sentence, options = [] } = parameter;
  const present = parameterOf(state, entry, name);
  return html`<div class="parameter" data-parameter=${name}>
    <label for="choose-${name}">${label}</label>
    <select id="choose-${name}" aria-describedby="says-${name}" @change=${(event: Event) => {
      actions.set(entry.name, { ...state.settings[entry.name], [name]: (event.target as HTMLSelectElement).value });
    }}>${options.map((option) => html`<option value=${option} .selected=${live(option === present)}>${option}</option>`)}</select>
    <p id="says-${name}">${sentence}</p>
  </div>`;
}

/** What it would do with the network's sums, and the way to try. */
function meetingView(entry: CatalogueActivation, { state, words, actions }: Shown): TemplateResult {
  const { meeting, experiment } = state;
  const present = experiment?.scenario.network.activation;
  const hasIt =
    present !== undefined &&
    !Array.isArray(present) &&
    present.name === entry.name &&
    entry.parameters.every(({ name }) => present[name] === parameterOf(state, entry, name));
  return html`<div class="meeting">
    <p>${meeting ? words.explorer.meets(meeting.sums, meeting.flat, meeting.slope).map(({ text, strong }) => (strong ? html`<strong>${text}</strong>` : text)) : nothing}</p>
    <button type="button" class="plain" ?disabled=${!experiment || hasIt} @click=${actions.adopt}>${words.explorer.adopt(entry.label)}</button>
  </div>`;
}

function claimsView({ name }: CatalogueActivation, words: Strings): TemplateResult | typeof nothing {
  const claims = words.explorer.claimsOf[name] ?? [];
  if (claims.length === 0) return nothing;
  return html`<h4>${words.explorer.claims}</h4>
    <dl class="claims">${claims.map(({ claim, truth }) => html`<div><dt><q>${claim}</q></dt><dd>${truth}</dd></div>`)}</dl>`;
}

/** What is true of it with its parameters as they are, where they matter; else what the catalogue says. */
function propertiesView(entry: CatalogueActivation, traits: Traits, words: Strings): TemplateResult {
  const { property } = words.explorer;
  const held = { ...entry, canDie: traits.fate === 'dies', smooth: traits.smooth };
  return html`<div>
    <h4>${words.explorer.properties}</h4>
    <dl class="properties">
      ${(['canDie', 'saturates', 'smooth', 'monotonic', 'zeroCentred'] as const).map(
        (each) =>
          html`<div><dt>${property[each]}</dt><dd>${held[each] ? words.explorer.yes : words.explorer.no}</dd></div>`,
      )}
      <div><dt>${property.slopeAtZero}</dt><dd>${words.explorer.readout(traits.slopeAtZero)}</dd></div>
    </dl>
  </div>`;
}

function costsView({ name }: CatalogueActivation, { state, words }: Shown): TemplateResult {
  const timing = state.costs?.rows[name];
  return html`<div>
    <h4>${words.explorer.costs}</h4>
    <dl class="properties">
      ${(['value', 'both', 'backward'] as const).map(
        (each) =>
          html`<div><dt>${words.explorer.costOf[each]}</dt><dd>${timing ? words.explorer.cost(timing[each]) : words.explorer.noCost}</dd></div>`,
      )}
    </dl>
    <p class="unit">${words.explorer.costUnit}</p>
  </div>`;
}

/** A parameter's name as the attribute `controls` has it. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
