// The branch in words, above its lifelines: what it is, what it has come to, and two buttons. Its picture is otherwise.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { outcomeOf } from './branch.js';
import type { Form, Shown } from './view.js';

/** Where the branch stands: its words in a line of the tracks, below them, or shut. */
type Standing = 'line' | 'below' | 'shut';

/** Where the branch of the figure stands; null without one. Narrow tracks open it on request. */
export function standingOf({ state, form, parts }: Shown): Standing | null {
  if (!state.experiment?.branch) return null;
  if (!isNarrow(form)) return 'line';
  return parts.branch ? 'below' : 'shut';
}

/** The branch above its lifelines, or below the tracks. */
export function asideView(shown: Shown): TemplateResult | typeof nothing {
  const { state, words, form, actions } = shown;
  const outcome = state.experiment && outcomeOf(state.experiment);
  const standing = standingOf(shown);
  if (!outcome || standing === null || standing === 'shut') return nothing;
  const title = words.branch.title(outcome.changed);
  return html`<div class="aside" role="group" aria-label=${title} @pointerdown=${leaveTracks}>
    <p><span><b>${form === 'medium' ? words.branch.briefly(outcome.changed) : title}</b>
      ${form === 'medium' ? nothing : words.branch.where(outcome)} ${words.branch.outcome(outcome)}</span></p>
    <button type="button" class="exchange" @click=${actions.exchange}>${words.branch.exchange}</button>
    <button type="button" class="forget" @click=${actions.forget}>${words.branch.forget}</button>
  </div>`;
}

/** What narrow tracks have instead until it is asked for: a button that says what the branch has come to. */
export function openerView({ state, words, form, parts, actions }: Shown): TemplateResult | typeof nothing {
  const outcome = state.experiment && outcomeOf(state.experiment);
  if (!outcome || !isNarrow(form)) return nothing;
  return html`<button type="button" class="opener" aria-expanded=${parts.branch} @click=${() => {
    actions.show('branch', !parts.branch);
  }}><b>${words.branch.briefly(outcome.changed)}</b> ${words.branch.outcome(outcome)}</button>`;
}

const isNarrow = (form: Form): boolean => form === 'small' || form === 'phone';

/** A press on a button is none on the tracks, which would drag the playhead. */
const leaveTracks = (event: Event): void => event.stopPropagation();
