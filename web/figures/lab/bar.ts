// The settings of a figure: the few above the network, the tools beside them, and the board of all; on a phone a sheet of
// the same. Single inputs are inputs.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { closeIcon, redoIcon, undoIcon } from '../../shell/icons.js';
import { drawBoard } from '../board.js';
import { drawControls } from '../controls.js';
import { settingsAt } from '../change.js';
import type { Context } from '../inputs.js';
import { filesView } from './menu.js';
import { questionOf, QUESTIONS, type Question } from './questions.js';
import type { Experiment } from './store.js';
import type { Shown } from './view.js';

/** What the attribute `controls` calls the board of all settings, with undo and redo, and the list of questions. */
const ALL = 'all';
const QUESTION = 'question';

const names = (controls: string, name: string): boolean => controls.split(/\s+/).includes(name);

/** The settings in a row; empty where there are none. */
export function barView(shown: Shown): TemplateResult {
  const { controls, state, words, parts } = shown;
  const { catalogue, experiment } = state;
  const ready = catalogue && experiment && controls !== '';
  return html`<div class="settings" part="settings" ?hidden=${controls === ''}>
    <div class="quick">${ready ? quickView(shown, experiment) : nothing}</div>
    ${
      names(controls, ALL)
        ? html`<div class="tools">${toolsView(shown)}
            <button type="button" class="everything" popovertarget="everything" aria-expanded=${parts.board}>${words.allSettings}</button>
          </div>
          ${drawerView(shown)}`
        : nothing
    }
  </div>`;
}

/** The settings as a sheet that rises from below. */
export function sheetView(shown: Shown): TemplateResult {
  const { state, words, controls, actions } = shown;
  const { catalogue, experiment } = state;
  return html`<dialog class="sheet" aria-label=${words.settings}>
    ${names(controls, ALL) ? html`<div class="tools">${toolsView(shown)}</div>` : nothing}
    ${catalogue && experiment ? quickView(shown, experiment) : nothing}
    ${names(controls, ALL) && catalogue && experiment ? html`<h2>${words.allSettings}</h2>${boardView(shown, experiment)}` : nothing}
    <button type="button" class="close" @click=${actions.closeSettings}>${words.close}</button>
  </dialog>`;
}

/** What was wrong with the change asked for last, where the board does not say it beside the setting. */
export function objectionView({ state, words, parts, form }: Shown): TemplateResult | typeof nothing {
  if (state.objections.length === 0 || parts.board || form === 'phone') return nothing;
  return html`<p class="objection" role="alert">${words.refusedChange(state.objections)}</p>`;
}

function quickView(shown: Shown, experiment: Experiment): unknown {
  const { controls } = shown;
  return html`${names(controls, QUESTION) ? questionsView(shown, experiment) : nothing}
  ${guarded(shown, experiment, (context) => drawControls(controls, context), controls)}`;
}

/** The questions, each a run that answers it. */
function questionsView({ words, actions }: Shown, experiment: Experiment): TemplateResult {
  const asked = questionOf(experiment);
  const said = asked ? words.questions[asked.name].question : words.noQuestion;
  const ask = (question: Question, event: Event): void => {
    (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
    actions.closeSettings();
    actions.ask(question);
  };
  return html`<div class="control" data-control=${QUESTION}>
    <button class="value" type="button" popovertarget="questions" aria-label="${words.question}: ${said}">
      <span class="name">${words.question}</span><span class="chosen">${said}</span>
    </button>
    <div id="questions" class="board questions" popover>
      ${QUESTIONS.map(
        (question) => html`<button type="button" aria-current=${question === asked ? 'true' : nothing}
          @click=${(event: Event) => {
            ask(question, event);
          }}>${words.questions[question.name].question}</button>`,
      )}
    </div>
  </div>`;
}

function boardView(shown: Shown, experiment: Experiment): unknown {
  return guarded(shown, experiment, drawBoard, null);
}

function toolsView(shown: Shown): TemplateResult {
  const { state, words, actions } = shown;
  const { undoable, redoable } = state;
  return html`<button type="button" class="tool" ?disabled=${undoable.length === 0} aria-label=${words.undo} title=${words.undo}
      @click=${actions.undo}>${undoIcon}</button>
    <button type="button" class="tool" ?disabled=${redoable.length === 0} aria-label=${words.redo} title=${words.redo}
      @click=${actions.redo}>${redoIcon}</button>
    ${filesView(shown)}`;
}

/** The board beside the picture: it stays while the run goes on. */
function drawerView(shown: Shown): TemplateResult {
  const { state, words, parts, actions } = shown;
  const { experiment } = state;
  const escaped = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') (event.currentTarget as HTMLElement).hidePopover();
  };
  const toggled = (event: Event): void => {
    const open = (event as ToggleEvent).newState === 'open';
    actions.show('board', open);
    const drawer = event.currentTarget as HTMLElement;
    if (!open) drawer.parentElement?.querySelector<HTMLElement>('.everything')?.focus();
  };
  return html`<div id="everything" class="drawer" popover="manual" role="dialog" aria-label=${words.allSettings}
    @keydown=${escaped}
    @toggle=${toggled}>
    <div class="drawerHead"><h2>${words.allSettings}</h2>
      <button type="button" class="tool" popovertarget="everything" popovertargetaction="hide" aria-label=${words.close} title=${words.close}>${closeIcon}</button></div>
    ${parts.board && experiment ? boardView(shown, experiment) : nothing}
  </div>`;
}

/** Draws anew only when what settings depend on has changed, not with every step. */
function guarded(
  { state, words, actions }: Shown,
  experiment: Experiment,
  draw: (context: Context) => unknown,
  key: unknown,
): unknown {
  const { catalogue, objections } = state;
  if (!catalogue) return nothing;
  const { scenario, frame } = experiment;
  const { step } = frame.report;
  const met = scenario.interventions.filter((intervention) => intervention.step <= step).length;
  return guard([catalogue, scenario, met, objections, words, key], () =>
    draw({ catalogue, objections, words, settings: settingsAt(scenario, step), change: actions.change }),
  );
}
