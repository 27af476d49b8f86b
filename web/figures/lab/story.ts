// The story in words: how many are dead, who, what brings them back, and how to read a picture. The pictures are stage.ts.
import { html, nothing, svg, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { Catalogue, CompleteScenario, Frame } from '../../../wasm/src/types.js';
import { DEAD, DORMANT, GLYPH_BOX, GLYPHS, glyphStroke, INACTIVE } from '../../drawing/glyphs.js';
import { CURVE_BOX, rescueCurve } from '../../drawing/mark.js';
import type { Piece, Situation, Strings } from '../../shell/strings/index.js';
import { inOrder } from '../change.js';
import { openerView } from './aside.js';
import { factsOf, questionOf } from './questions.js';
import { activationOf, hasFlatSide, RELAPSE, RESCUE, RESCUE_SLOPE, rescueOf, valueName } from './rescue.js';
import { countOf, hiddenLayers } from '../neurons.js';
import type { Experiment, LabState } from './store.js';
import type { Actions, Shown } from './view.js';

/** Beyond this many neurons a tally of glyphs says less than the number. */
const MOST_GLYPHS = 64;
/** Beyond this many layers their rows are small ones. */
const MOST_LARGE = 3;

/** Deaths after which the rescue asks for attention. */
const BECKONS_AT = 3;

/** The wish and the state of things: count, tally, rescue, words, how to read. */
export function storyView(shown: Shown): TemplateResult {
  const { state, words, actions } = shown;
  const { experiment } = state;
  const units = experiment?.frame.states.length ?? 0;
  const dead = experiment ? countOf(experiment.frame, DEAD) : 0;
  const [of, are] = words.deadCount(units, dead);
  return html`
    <div class="count" part="count" ?data-dead=${dead > 0}>
      ${keyed(dead, html`<span class="number">${experiment ? words.whole(dead) : ''}</span>`)}
      <span class="of">${experiment ? html`${of}<br />${are}` : words.starting}</span>
    </div>
    ${tallyView(experiment, state.catalogue)}
    <div class="help">
      ${rescueView(state, dead, words, actions)} ${openerView(shown)}
      <p class="caption">
        ${experiment ? captionOf(state, experiment, words).map(({ text, strong }) => (strong ? html`<strong>${text}</strong>` : text)) : nothing}
      </p>
    </div>
    ${howToRead(words)}
  `;
}

/** One glyph a neuron, one row a layer; of very many neurons a number a state. */
function tallyView(experiment: Experiment | null, catalogue: Catalogue | null): TemplateResult {
  const frame = experiment?.frame;
  if (!frame || !catalogue) return html`<div class="tally"></div>`;
  if (frame.states.length > MOST_GLYPHS) return countsView(frame, catalogue);
  const layers = hiddenLayers(frame);
  const small = layers.length > MOST_LARGE;
  return html`<div class="tally" ?data-small=${small} aria-hidden="true">
    ${layers.map(({ from, to }) => html`<div class="row">${[...frame.states.slice(from, to)].map((state) => glyph(state, small ? 13 : 18))}</div>`)}
  </div>`;
}

/** How many neurons are in each state, the well first; states that nobody is in are left out. */
function countsView(frame: Frame, { states }: Catalogue): TemplateResult {
  const counts = states.map(({ label }, state) => ({ label, state, count: countOf(frame, state) })).reverse();
  return html`<div class="tally"><dl>
    ${counts.map(({ label, state, count }) => (count === 0 ? nothing : html`<div class="state">${glyph(state, 15)}<dt>${label}</dt><dd>${count}</dd></div>`))}
  </dl></div>`;
}

/** The sign of a state, as a picture beside its name or number. */
export function glyph(state: number, size: number): TemplateResult {
  return html`<svg class="glyph" data-state=${state} viewBox="0 0 ${GLYPH_BOX} ${GLYPH_BOX}" width=${size} height=${size} aria-hidden="true">
    ${(GLYPHS[state] ?? []).map(({ path, width }) =>
      width === 0
        ? svg`<path d=${path} fill="currentColor" fill-rule="evenodd" />`
        : svg`<path d=${path} fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width=${width * glyphStroke(size)} />`,
    )}
  </svg>`;
}

/** The one obvious control: gives the flat side a slope, or takes it back. */
function rescueView(state: LabState, dead: number, words: Strings, actions: Actions): TemplateResult | typeof nothing {
  const { catalogue, experiment } = state;
  const change = catalogue && experiment && rescueOf(catalogue, experiment);
  if (!catalogue || !experiment || !change) return nothing;
  const labelOf = (name: string | undefined): string =>
    catalogue.activations.find((entry) => entry.name === name)?.label ?? '';
  if (change === RELAPSE)
    return html`<button type="button" class="flat" @click=${actions.rescue}>${words.flatAgain(labelOf(valueName(RELAPSE)))}</button>`;
  const deaths = experiment.record.events.filter(
    (event) => event.kind !== 'revived' && event.step <= experiment.frame.report.step,
  ).length;
  const curve = rescueCurve(RESCUE_SLOPE);
  return html`<button type="button" class="rescue" part="rescue" ?data-due=${dead > 0} ?data-beckons=${deaths >= BECKONS_AT && dead > 0}
    @click=${actions.rescue}>
    <span class="wish">${words.bringBack}</span>
    <span class="means">${words.bringBackMeans(labelOf(activationOf(experiment)?.name))}</span>
    <svg class="curve" viewBox="0 0 ${CURVE_BOX.width} ${CURVE_BOX.height}" width=${CURVE_BOX.width} height=${CURVE_BOX.height} aria-hidden="true">
      <path class="axes" d=${curve.axes} /><path class="flatSide" d=${curve.flat} /><path class="line" d=${curve.curve} />
      <circle cx=${curve.handle.x} cy=${curve.handle.y} r="5.5" />
    </svg>
  </button>`;
}

function howToRead(words: Strings): TemplateResult {
  return html`<div class="how" role="group" aria-label=${words.howToRead}>
    <svg viewBox="0 0 84 64" width="84" height="64" aria-hidden="true">
      <circle class="disc" cx="31" cy="32" r="23" />
      <path class="lit" d="M9.4 39.8A23 23 0 0 0 53.8 29.2Z" />
      <path class="zero" d="M9.4 39.8L53.8 29.2" />
      <circle class="track" cx="31" cy="32" r="26.5" />
      <path class="arc" d="M31 5.5A26.5 26.5 0 1 1 24 57.6" />
      <path class="pointer" d="M47 38L63 11H82M58 32H82" />
    </svg>
    <ul>
      <li>${words.lit}</li>
      <li>${words.ring}</li>
      <li>${glyph(DEAD, 14)}${words.neverLit}</li>
    </ul>
  </div>`;
}

/** The answer to the question that was asked, else what is to be seen. */
function captionOf(state: LabState, experiment: Experiment, words: Strings): Piece[] {
  const question = questionOf(experiment);
  if (!question) return words.caption(situation(state, experiment));
  const { question: asked, before, after } = words.questions[question.name];
  const facts = factsOf(experiment);
  const sentence = facts.step < question.answeredAt ? before(facts) : after(facts);
  return [{ text: asked, strong: true }, { text: ` ${sentence}` }];
}

/** What the caption can speak of. */
function situation(state: LabState, experiment: Experiment): Situation {
  const { frame, record, scenario } = experiment;
  const { step, status, divergence } = frame.report;
  const activation = activationOf(experiment);
  const entry = state.catalogue?.activations.find((candidate) => candidate.name === activation?.name);
  const slope = activation?.name === valueName(RESCUE) ? activation['slope'] : null;
  const layers = hiddenLayers(frame);
  return {
    step,
    units: frame.states.length,
    pictured: experiment.view.unitResolution > 0,
    dead: countOf(frame, DEAD),
    silent: countOf(frame, INACTIVE) + countOf(frame, DORMANT),
    collapsed: layers.some(({ from, to }) => countOf(frame, DEAD, from, to) === to - from),
    canDie: !entry || !activation || hasFlatSide(entry, activation),
    saturates: entry?.saturates ?? false,
    activation: entry?.label ?? '',
    slope: typeof slope === 'number' ? slope : null,
    mourned: record.events.some((event) => event.kind !== 'revived' && event.step <= step),
    slowedAt: slowedAt(scenario, step),
    divergence: status === 'diverged' ? (divergence ?? null) : null,
  };
}

/** Where the learning rate last came down; null where it did not. */
function slowedAt(scenario: CompleteScenario, step: number): number | null {
  const path = 'training.optimizer.learningRate';
  let rate = Number(scenario.training.optimizer['learningRate']);
  let slowed: number | null = null;
  for (const intervention of inOrder(scenario)) {
    const next = intervention.set[path];
    if (intervention.step > step || typeof next !== 'number') continue;
    if (next < rate) slowed = intervention.step;
    rate = next;
  }
  return slowed;
}
