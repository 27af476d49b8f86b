// What is to differ, and what both have: settings of the catalogue, drawn as every figure draws them. What comes of a choice
// is element.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { live } from 'lit/directives/live.js';
import { closeIcon } from '../../shell/icons.js';
import { drawBoard } from '../board.js';
import { drawControls, drawSetting } from '../controls.js';
import type { Context } from '../inputs.js';
import { groupsOf, settingsOf } from '../settings.js';
import { labelOf } from './names.js';
import type { Twins } from './store.js';
import type { Shown } from './view.js';

/** What the attribute `controls` calls the choice of what differs; the other names are of settings that both have. */
const TWIN = 'twin';

/** What differs where nothing does yet: the first that a reader will want to change. */
const USUAL = 'network.activation';

/** The settings in a row: what differs, then what both have; empty where there are none. */
export function choosingView(shown: Shown): TemplateResult | typeof nothing {
  const { controls, state, words, actions } = shown;
  const { catalogue, twins, objections, picked } = state;
  if (controls.trim() === '') return nothing;
  if (!catalogue || !twins) return html`<div class="settings" part="settings"></div>`;
  const context = { catalogue, objections, words };
  const [first, second] = twins.runs;
  return html`<div class="settings" part="settings">
    ${guard([catalogue, first.scenario, second.scenario, objections, words, picked, state.board, controls], () => {
      const own = { ...context, settings: second.scenario, change: actions.changeSecond, scope: 'twin-' };
      const both = { ...context, settings: first.scenario, change: actions.changeBoth };
      const names = controls.split(/\s+/);
      return html`
        ${names.includes(TWIN) ? differenceView(twins, own, shown) : nothing}
        <div class="quick both" role="group" aria-label=${words.twins.both}>${drawControls(controls, both)}</div>`;
    })}
  </div>`;
}

/** Which setting differs, what it is in the second run, and the board of all for those who want more. */
function differenceView(twins: Twins, context: Context, { words, state, actions }: Shown): TemplateResult {
  const { catalogue, settings } = context;
  const all = settingsOf(catalogue, settings);
  const path = state.picked ?? twins.differences[0]?.path ?? USUAL;
  const inHand = all.filter((setting) => setting.path === path || setting.path.startsWith(`${path}.`));
  const [setting] = inHand;
  const choose = (event: Event): void => {
    actions.pick((event.target as HTMLSelectElement).value);
  };
  return html`<div class="difference" role="group" aria-label=${words.twins.differs}>
    <div class="control"><label><span class="name">${words.twins.differs}</span>
      <select @change=${choose}>
        ${setting ? nothing : html`<option value=${path} selected>${twins.differences[0] ? labelOf(catalogue, twins.differences[0], twins.runs, words) : path}</option>`}
        ${groupsOf(catalogue, settings).map(
          ({ name, settings: ofGroup }) =>
            html`<optgroup label=${words.groups[name]}>${ofGroup
              .filter(({ layer }) => (layer ?? 0) === 0)
              .map(
                (one) => html`<option value=${one.path} .selected=${live(one.path === path)}>${one.label}</option>`,
              )}</optgroup>`,
        )}
      </select></label></div>
    ${inHand.map((one) => drawSetting({ ...one, label: words.twins.ofSecond(one.label) }, context))}
    <button type="button" class="everything" popovertarget="everything" aria-expanded=${state.board}>${words.twins.more}</button>
    ${drawerView(twins, context, state.board, actions)}
  </div>`;
}

/** Every setting of the second run, beside the picture; above them what differs, each with a way back. */
function drawerView(twins: Twins, context: Context, open: boolean, actions: Shown['actions']): TemplateResult {
  const { words, catalogue } = context;
  const toggled = (event: Event): void => {
    const opened = (event as ToggleEvent).newState === 'open';
    actions.showBoard(opened);
    const drawer = event.currentTarget as HTMLElement;
    if (!opened) drawer.parentElement?.querySelector<HTMLElement>('.everything')?.focus();
  };
  const escaped = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') (event.currentTarget as HTMLElement).hidePopover();
  };
  return html`<div id="everything" class="drawer" popover="manual" role="dialog" aria-label=${words.twins.second}
    @keydown=${escaped} @toggle=${toggled}>
    <div class="drawerHead"><h2>${words.twins.second}</h2>
      <button type="button" class="tool" popovertarget="everything" popovertargetaction="hide" aria-label=${words.close} title=${words.close}>${closeIcon}</button></div>
    ${
      open
        ? html`<ul class="differences">${twins.differences.map((difference) => {
            const label = labelOf(catalogue, difference, twins.runs, words);
            return html`<li><span>${label}</span><button type="button" aria-label=${words.twins.equalise(label)}
              @click=${(event: Event) => {
                drawerOf(event)?.querySelector<HTMLElement>('.tool')?.focus(); // this button goes
                actions.equalise(difference.path);
              }}>${words.twins.sameAgain}</button></li>`;
          })}</ul>${drawBoard(context)}`
        : nothing
    }
  </div>`;
}

const drawerOf = (event: Event): HTMLElement | null => (event.currentTarget as HTMLElement).closest('.drawer');
