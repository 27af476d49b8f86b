// The board of all settings: in groups that fold, each with its sentence, its range and when it takes effect. Its inputs
// are inputs.ts, the few that stand above the network controls.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { entriesOf, isPerLayer } from '../../wasm/src/tables.js';
import type { Choice } from '../../wasm/src/types.js';
import { objectionTo, settingInput, type Context } from './inputs.js';
import { groupsOf, isUsual, otherSharing, valueOf, type Group, type Setting } from './settings.js';

/** All settings, one group open. */
export function drawBoard(context: Context): TemplateResult {
  const { catalogue, settings, objections, words } = context;
  const groups = groupsOf(catalogue, settings);
  const placed = new Set(groups.flatMap((group) => group.settings.map((setting) => objectionTo(setting, context))));
  const homeless = objections.filter((mistake) => !placed.has(mistake));
  return html`<div class="groups">
    ${homeless.length > 0 ? html`<p class="wrong" role="alert">${words.refusedChange(homeless)}</p>` : nothing}
    ${groups.map((group, index) => groupView(group, context, index === 0))}
  </div>`;
}

function groupView({ name, settings: all }: Group, context: Context, open: boolean): TemplateResult {
  const { settings, words } = context;
  const changed = all.filter((setting) => !isUsual(settings, setting)).length;
  return html`<details class="group" ?open=${open}>
    <summary>${words.groups[name]}<span class="changed">${changed > 0 ? words.changedSettings(changed) : ''}</span></summary>
    ${all.map((setting) => settingView(setting, context))}
  </details>`;
}

function settingView(setting: Setting, context: Context): TemplateResult {
  const { words } = context;
  const { path, label, layer, type } = setting;
  const about = `about-${path.replaceAll('.', '-')}${layer === null ? '' : `-${layer}`}`;
  const name = layer === null ? label : words.ofLayer(label, layer);
  const wrong = objectionTo(setting, context);
  const input = settingInput(setting, context, about);
  const whole = type === 'integers' || type === 'numbers';
  return html`<div class="setting" data-path=${path}>
    ${sharingView(setting, context)}
    ${
      whole
        ? html`<div class="labelled" role="group" aria-label=${name} aria-describedby=${about}><span class="name">${name}</span>${input}</div>`
        : html`<label class="labelled"><span class="name">${name}</span>${input}</label>`
    }
    ${wrong ? html`<p class="wrong" role="alert">${wrong.message}</p>` : nothing}
    <p class="about" id=${about}>${sentenceOf(setting, context)} <span>${words.limits(setting)}</span></p>
  </div>`;
}

/** What a setting does; of a choice also what is chosen. */
function sentenceOf(setting: Setting, { catalogue, settings }: Context): string {
  if (setting.type !== 'choice') return setting.sentence;
  const { name } = valueOf(settings, setting) as Choice;
  const entry = entriesOf(catalogue, setting.path).find((one) => one.name === name);
  return `${setting.sentence} ${entry ? `${entry.label}: ${entry.description}` : ''}`;
}

/** Whether each layer has its own choice: asked once, above the first. */
function sharingView({ path, layer }: Setting, { settings, words, change }: Context): TemplateResult | typeof nothing {
  if (!isPerLayer(path) || (layer ?? 0) > 0 || settings.network.hidden.length < 2) return nothing;
  return html`<label class="labelled"><span class="name">${words.eachLayer}</span>
    <input type="checkbox" .checked=${live(layer !== null)}
      @change=${(event: Event) => {
        change(otherSharing(settings, (event.target as HTMLInputElement).checked));
      }} /></label>`;
}
