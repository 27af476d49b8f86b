// The figure's elements, from its state: what is said in words, shapes and buttons. The canvases are filled by
// stage.ts and timeline.ts; what the buttons do is element.ts.
import { html, nothing, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { keyed } from 'lit/directives/keyed.js';
import type {
  Catalogue,
  CatalogueActivation,
  CatalogueEntry,
  Choice,
  CompleteScenario,
} from '../../../wasm/src/types.js';
import { DEAD, DORMANT, GLYPH_BOX, GLYPHS, glyphStroke, INACTIVE } from '../../drawing/glyphs.js';
import { CURVE_BOX, rescueCurve } from '../../drawing/mark.js';
import { diceIcon, pauseIcon, playIcon, resetIcon, stepIcon } from '../../shell/icons.js';
import type { Situation, Strings } from '../../shell/strings/index.js';
import { drawControls } from './controls.js';
import { inOrder, settingsAt, type Change } from './edit.js';
import { located } from './locate.js';
import { SPEEDS, storyPace } from './pace.js';
import { surfaceView } from './says.js';
import { countOf, hiddenLayers, type Experiment, type LabState, type Refusal } from './store.js';

/** The rescue: what the obvious control does to a run whose neurons die. */
const RESCUE: Change = { 'network.activation': { name: 'leaky-relu', slope: 0.2 } };
/** Takes the rescue back. */
const RELAPSE: Change = { 'network.activation': { name: 'relu' } };

const RESCUE_SLOPE = 0.2;
/** Beyond this many neurons a tally of glyphs says less than the number. */
const MOST_GLYPHS = 64;
/** Beyond this many layers their headings are numbers alone. */
const MOST_NAMED = { wide: 7, medium: 4 };
/** Deaths after which the rescue asks for attention. */
const BECKONS_AT = 3;

/** How wide the figure stands: which of its forms the style sheet draws. */
export type Form = 'wide' | 'medium' | 'small' | 'phone';

export interface Actions {
  playOrPause(): void;
  step(): void;
  reset(): void;
  newSeed(): void;
  pace(speed: number): void;
  change(change: Change): void;
  /** Gives the flat side a slope, or takes it back. */
  rescue(): void;
  drag(event: PointerEvent): void;
  press(event: KeyboardEvent): void;
  openSettings(): void;
  closeSettings(): void;
  dismiss(): void;
  copy(text: string): void;
  toggleTable(open: boolean): void;
}

export interface Shown {
  state: LabState;
  words: Strings;
  form: Form;
  /** Names of the controls to show, separated by spaces. */
  controls: string;
  tableOpen: boolean;
  copied: boolean;
  actions: Actions;
}

/** The whole figure. */
export function labView(shown: Shown): TemplateResult {
  const { state, words, form, actions } = shown;
  if (state.failure !== null) return failureView(state.failure, words);
  const sheet = form === 'phone' && shown.controls !== '';
  const settings = shown.controls === '' ? nothing : settingsView(shown);
  return html`
    <section class="figure" tabindex="-1" data-form=${form} aria-label=${words.figure}>
      ${state.refusal ? refusalView(state.refusal, shown) : nothing}
      ${
        sheet
          ? html`<dialog class="sheet" aria-label=${words.settings}>
            ${settings}<button type="button" class="close" @click=${actions.closeSettings}>${words.close}</button>
          </dialog>`
          : html`<div class="settings" ?hidden=${shown.controls === ''}>${settings}</div>`
      }
      ${state.objections.length > 0 ? html`<p class="objection" role="alert">${words.refusedChange(state.objections)}</p>` : nothing}
      ${storyView(shown)}
      <div class="network">
        <canvas id="network" role="img"></canvas>
        ${headings(shown)}
        <p class="leftOut"></p>
      </div>
      ${surfaceView(shown)} ${timelineView(shown, sheet)}
      <p class="spoken" aria-live="polite"></p>
      ${tableView(shown)}
    </section>
  `;
}

/** The wish and the state of things: count, tally, rescue, words, how to read. */
function storyView({ state, words, actions }: Shown): TemplateResult {
  const { experiment } = state;
  const units = experiment?.frame.states.length ?? 0;
  const dead = experiment ? countOf(experiment.frame, DEAD) : 0;
  const [of, are] = words.deadCount(units, dead);
  return html`
    <div class="count" ?data-dead=${dead > 0}>
      ${keyed(dead, html`<span class="number">${experiment ? words.whole(dead) : ''}</span>`)}
      <span class="of">${experiment ? html`${of}<br />${are}` : words.starting}</span>
    </div>
    ${tallyView(experiment)}
    <div class="help">
      ${rescueView(state, dead, words, actions)}
      <p class="caption">
        ${experiment ? words.caption(situation(state, experiment)).map(({ text, strong }) => (strong ? html`<strong>${text}</strong>` : text)) : nothing}
      </p>
    </div>
    ${howToRead(words)}
  `;
}

/** One glyph a neuron, one row a layer. */
function tallyView(experiment: Experiment | null): TemplateResult {
  const frame = experiment?.frame;
  if (!frame || frame.states.length > MOST_GLYPHS) return html`<div class="tally"></div>`;
  return html`<div class="tally" aria-hidden="true">
    ${hiddenLayers(frame).map(({ from, to }) => html`<div class="row">${[...frame.states.slice(from, to)].map((state) => glyph(state, 18))}</div>`)}
  </div>`;
}

/** The sign of a state, as a picture beside its name or number. */
function glyph(state: number, size: number): TemplateResult {
  return html`<svg class="glyph" data-state=${state} viewBox="0 0 ${GLYPH_BOX} ${GLYPH_BOX}" width=${size} height=${size} aria-hidden="true">
    ${(GLYPHS[state] ?? []).map(({ path, width }) =>
      width === 0
        ? svg`<path d=${path} fill="currentColor" fill-rule="evenodd" />`
        : svg`<path d=${path} fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round" stroke-width=${width * glyphStroke(size)} />`,
    )}
  </svg>`;
}

/** What the obvious control changes: the rescue where neurons can die, else what takes it back; null where neither does. */
export function rescueOf(catalogue: Catalogue, experiment: Experiment): Change | null {
  const activation = activationOf(experiment);
  const entry = catalogue.activations.find(({ name }) => name === activation?.name);
  if (!activation || !entry || experiment.frame.states.length === 0) return null;
  if (hasFlatSide(entry, activation)) return RESCUE;
  return entry.name === valueName(RESCUE) ? RELAPSE : null;
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
  return html`<button type="button" class="rescue" ?data-due=${dead > 0} ?data-beckons=${deaths >= BECKONS_AT && dead > 0}
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

/** A name and a number above each layer; pictures.ts moves them to where the layers stand. */
function headings({ state: { experiment }, words, form }: Shown): TemplateResult {
  const layers = experiment ? hiddenLayers(experiment.frame) : [];
  const tight = layers.length > (form === 'wide' ? MOST_NAMED.wide : MOST_NAMED.medium);
  return html`<div class="headings" aria-hidden="true">
    ${layers.map(({ from, to }, index) => {
      const dead = experiment ? countOf(experiment.frame, DEAD, from, to) : 0;
      const [name, count] = tight
        ? [words.whole(index + 1), words.whole(dead)]
        : [words.layer(index), words.deadInLayer(dead, to - from)];
      return html`<div class="heading" ?data-dead=${dead > 0}><b>${name}</b><span>${count}</span></div>`;
    })}
  </div>`;
}

/** The clock and what it has passed. */
function timelineView({ state, words, actions }: Shown, sheet: boolean): TemplateResult {
  const { experiment, playing } = state;
  const step = experiment?.frame.report.step ?? 0;
  const speed = state.speed ?? storyPace(step, experiment?.handled ?? null);
  const idle = !experiment;
  const name = playing ? words.pause : words.play;
  return html`<div class="timeline">
    <div class="transport">
      <button type="button" class="play" ?disabled=${idle} aria-label=${name} title=${name} @click=${actions.playOrPause}>${playing ? pauseIcon : playIcon}</button>
      <p class="clock"><b>${words.whole(step)}</b> <span>${words.stepWord}</span></p>
      <div class="buttons">
        <button type="button" class="one" ?disabled=${idle} aria-label=${words.step} title=${words.step} @click=${actions.step}>${stepIcon}</button>
        <button type="button" class="again" ?disabled=${idle} aria-label=${words.reset} title=${words.reset} @click=${actions.reset}>${resetIcon}</button>
        <button type="button" class="dice" ?disabled=${idle} aria-label=${words.newSeed} title=${words.newSeed} @click=${actions.newSeed}>${diceIcon}</button>
      </div>
      <label class="speed">
        <span>${words.speed} <b>${words.speedOf(speed)}</b></span>
        <input type="range" min="0" max=${SPEEDS.length - 1} step="1" .value=${String(nearestSpeed(speed))} ?disabled=${idle}
          aria-label=${words.speed} aria-valuetext=${words.speedOf(speed)}
          @input=${(event: Event) => {
            actions.pace(SPEEDS[(event.target as HTMLInputElement).valueAsNumber] ?? Infinity);
          }} />
      </label>
      ${sheet ? html`<button type="button" class="more" @click=${actions.openSettings}>${words.settings}</button>` : nothing}
    </div>
    <div class="tracks" @pointerdown=${actions.drag} @pointermove=${actions.drag}>
      <div class="names" aria-hidden="true"><span class="loss">${words.loss}</span><span class="share">${words.deadShare}</span></div>
      <div class="curves" aria-hidden="true"></div>
      <canvas id="lifelines" role="img"></canvas>
      <div id="playhead" class="playhead" role="slider" tabindex="0" aria-label=${words.playhead} aria-valuemin="0"
        aria-valuemax=${experiment?.record.rows.at(-1)?.step ?? 0} aria-valuenow=${step} @keydown=${actions.press}></div>
    </div>
  </div>`;
}

function settingsView({ state, words, controls, actions }: Shown): TemplateResult | typeof nothing {
  const { catalogue, experiment } = state;
  if (!catalogue || !experiment) return nothing;
  const at = settingsKey(experiment);
  return html`${guard([catalogue, experiment.scenario, at, controls, words, state.objections], () =>
    drawControls(controls, {
      catalogue,
      settings: settingsAt(experiment.scenario, experiment.frame.report.step),
      words,
      change: actions.change,
    }),
  )}`;
}

/** All states as text, for readers of text. Drawn only while it is open. */
function tableView({ state, words, tableOpen, actions }: Shown): TemplateResult {
  const { catalogue, experiment } = state;
  return html`<details class="table" .open=${tableOpen} @toggle=${(event: Event) => {
    actions.toggleTable((event.target as HTMLDetailsElement).open);
  }}>
    <summary>${words.table}</summary>
    ${tableOpen && catalogue && experiment ? neuronTable(catalogue.states, experiment, words) : nothing}
  </details>`;
}

function neuronTable(states: readonly CatalogueEntry[], { frame }: Experiment, words: Strings): TemplateResult {
  return html`<div class="scroller" tabindex="0" role="group" aria-label=${words.table}><table>
    <thead><tr>${[words.tableLayer, words.tableNeuron, words.tableState, words.tableShare, words.tableMargin].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${hiddenLayers(frame).flatMap(({ from, to }, layer) =>
      Array.from({ length: to - from }, (_, index) => {
        const unit = from + index;
        const entry = states[frame.states[unit] ?? -1];
        return html`<tr title=${entry?.description ?? ''}><td>${words.whole(layer + 1)}</td><td>${words.whole(index + 1)}</td>
          <td>${glyph(frame.states[unit] ?? DEAD, 14)} ${entry?.label}</td><td>${words.percent(frame.activeFraction[unit] ?? 0)}</td>
          <td>${words.number(frame.margin[unit] ?? 0)}</td></tr>`;
      }),
    )}</tbody>
  </table></div>`;
}

/** A Scenario that was refused: what is wrong, where, and its text as it came. */
function refusalView({ text, link, mistakes }: Refusal, { words, actions, copied }: Shown): TemplateResult {
  return html`<div class="refusal" role="alert">
    <h2>${link === null ? words.refusedScenario : words.refused}</h2>
    <ul>${mistakes.map((mistake) => {
      const place = located(text, mistake.path);
      return html`<li>${words.mistake(mistake)}${place ? html`<span class="place"> · ${words.at(place.line, place.column)}: <mark>${place.excerpt}</mark></span>` : nothing}</li>`;
    })}</ul>
    <p>${words.refusedInstead}</p>
    ${[text, link].map((kept) => (kept ? html`<pre tabindex="0">${kept}</pre>` : nothing))}
    <div class="row">
      <button type="button" @click=${() => {
        actions.copy(link ?? text);
      }}>${copied ? words.copied : words.copy}</button>
      <button type="button" @click=${actions.dismiss}>${words.close}</button>
    </div>
  </div>`;
}

function failureView(why: string, words: Strings): TemplateResult {
  return html`<section class="figure failure" role="alert" aria-label=${words.figure}>
    <h2>${words.failed}</h2>
    <p>${why}</p>
    <p>${words.failedHelp}</p>
    <slot></slot>
  </section>`;
}

/** What the caption can speak of. */
export function situation(state: LabState, experiment: Experiment): Situation {
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

/** Whether `chosen` is flat somewhere, so that neurons can die of it: by its nature, or because its slope is 0. */
function hasFlatSide({ canDie }: CatalogueActivation, chosen: Choice): boolean {
  return canDie || chosen['slope'] === 0 || chosen['upper'] === 0;
}

/** The present activation of all hidden layers; null where they differ. */
export function activationOf({ scenario, frame }: Experiment): Choice | null {
  const { activation } = settingsAt(scenario, frame.report.step).network;
  return Array.isArray(activation) ? null : activation;
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

/** Changes whenever the settings at the step shown do. */
function settingsKey({ scenario, frame }: Experiment): number {
  return scenario.interventions.filter(({ step }) => step <= frame.report.step).length;
}

function nearestSpeed(speed: number): number {
  const above = SPEEDS.findIndex((candidate) => candidate >= speed);
  return above < 0 ? SPEEDS.length - 1 : above;
}

function valueName(change: Change): string {
  return (change['network.activation'] as Choice).name;
}
