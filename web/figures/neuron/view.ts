// The figure's elements, from its state: questions, buttons, caption, and the parts that diagram.ts, curve.ts, plane.ts
// and steps.ts draw. What the buttons do is element.ts.
import { html, nothing, type TemplateResult } from 'lit';
import type { Choice, Mistake } from '../../../wasm/src/types.js';
import type { Theme } from '../../drawing/palette.js';
import { pauseIcon, playIcon, redoIcon, resetIcon, undoIcon } from '../../shell/icons.js';
import type { NeuronSituation } from '../../shell/strings/en.js';
import type { Strings } from '../../shell/strings/index.js';
import { failureView } from '../failure.js';
import { firing, isDead, killingRates } from './arithmetic.js';
import { curveView } from './curve.js';
import { diagramView } from './diagram.js';
import { planeView } from './plane.js';
import { QUESTIONS, type Question } from './presets.js';
import { killedNow, stepsView } from './steps.js';
import type { Experiment, NeuronState } from './store.js';

export interface Actions {
  playOrPause(): void;
  step(): void;
  reset(): void;
  undo(): void;
  redo(): void;
  ask(question: Question): void;
  /** Gives parameter number `index` a value. While it is dragged, `done` is false. */
  set(index: number, value: number, done: boolean): void;
  setRate(rate: number, done: boolean): void;
  activate(activation: Choice): void;
  /** Points a step; 0 is all. */
  learnFrom(points: number): void;
  choose(row: number): void;
  move(row: number, to: { x1?: number; x2?: number; target?: number }, done: boolean): void;
  /** What was dragged is let go. */
  release(): void;
  add(at: { x1: number; x2: number }): void;
  remove(row: number): void;
}

export interface Shown {
  state: NeuronState;
  words: Strings;
  theme: Theme;
  /** Whether the reader may change the setting of this name. */
  offers: (control: string) => boolean;
  /** Whether the figure's own questions are offered. */
  questions: boolean;
  actions: Actions;
  /** Tries again to run, where nothing could. */
  retry: () => void;
}

/** The whole figure. */
export function neuronView(shown: Shown): TemplateResult {
  const { state, words } = shown;
  if (state.failure !== null) return failureView(words.neuron.figure, state.failure, words, shown.retry);
  return html`<section class="figure" part="figure" tabindex="-1" aria-label=${words.neuron.figure}>
    <div class="titles"><h2>${words.neuron.title}</h2><p>${words.neuron.hint}</p></div>
    ${buttonsView(shown)}
    ${shown.questions ? questionsView(shown) : nothing}
    ${mistakesView(state.refused, words.neuron.refused)} ${mistakesView(state.objections, '')}
    ${captionView(shown)}
    <div class="stage">${diagramView(shown)} ${curveView(shown)} ${planeView(shown)}</div>
    ${stepsView(shown)}
    <p class="spoken" aria-live="polite"></p>
  </section>`;
}

function buttonsView({ state, words, actions }: Shown): TemplateResult {
  const { experiment, playing, past, future } = state;
  const step = experiment?.now.frame.report.step ?? 0;
  const ended = experiment?.now.frame.report.status === 'diverged';
  const play = playing ? words.pause : words.play;
  return html`<div class="buttons">
    <p class="clock">${words.neuron.stepNumber(step)}</p>
    <button type="button" class="undo" aria-label=${words.neuron.undo} title=${words.neuron.undo} ?disabled=${past.length === 0} @click=${actions.undo}>${undoIcon}</button>
    <button type="button" class="redo" aria-label=${words.neuron.redo} title=${words.neuron.redo} ?disabled=${future.length === 0} @click=${actions.redo}>${redoIcon}</button>
    <button type="button" class="again" aria-label=${words.neuron.reset} title=${words.neuron.reset} ?disabled=${!experiment} @click=${actions.reset}>${resetIcon}</button>
    <button type="button" class="play" part="play" aria-label=${play} title=${play} ?disabled=${!experiment || ended} @click=${actions.playOrPause}>${playing ? pauseIcon : playIcon}</button>
    <button type="button" class="one" ?disabled=${!experiment || ended} @click=${actions.step}>${words.neuron.step}</button>
  </div>`;
}

function questionsView({ state, words, actions }: Shown): TemplateResult {
  return html`<div class="questions" part="questions" role="group" aria-label=${words.neuron.questions}>
    ${QUESTIONS.map(
      (
        question,
      ) => html`<button type="button" aria-pressed=${state.experiment?.question === question} ?disabled=${!state.experiment}
      @click=${() => actions.ask(question)}>${words.neuron.question[question]}</button>`,
    )}
  </div>`;
}

/** What is to be seen, and at the start of a question what to do. */
function captionView({ state: { experiment }, words }: Shown): TemplateResult {
  if (!experiment) return html`<p class="caption">${words.starting}</p>`;
  const { question, now } = experiment;
  const pieces = words.neuron.caption(situation(experiment));
  return html`<p class="caption">
    ${question && now.frame.report.step === 0 ? html`<span class="invitation">${words.neuron.invitation[question]}</span>` : nothing}
    ${pieces.map(({ text, strong }) => (strong ? html`<strong>${text}</strong>` : text))}
  </p>`;
}

/** What the caption can speak of. */
export function situation(experiment: Experiment): NeuronSituation {
  const { now, before, data } = experiment;
  const slopes = Array.from(now.rows, (row) => now.inspection.slopes[row] ?? 0);
  const justDied = killedNow(experiment);
  const judged = justDied && before ? before : now;
  const { report } = now.frame;
  return {
    firing: firing(now),
    points: data.trainCount,
    dead: isDead(now),
    justDied,
    justWoke: before !== null && firing(before) === 0 && firing(now) > 0,
    untaught: slopes.every((slope) => slope === 0),
    slope: slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length,
    rate: judged.rate,
    critical: killingRates(judged, data)?.from ?? null,
    divergence: report.status === 'diverged' ? (report.divergence ?? null) : null,
  };
}

/** The point whose way through the neuron is shown: the one that the next step takes, or of many the chosen one. */
export const shownRow = ({ now: { rows } }: Pick<Experiment, 'now'>, chosen: number): number =>
  rows.length === 1 ? (rows[0] ?? chosen) : chosen;

/** The numbers of that point, as the core has them. */
export function shownPoint({ now, data }: Experiment, chosen: number) {
  const row = shownRow({ now }, chosen);
  const { inspection, frame } = now;
  return {
    x1: data.inputs[2 * row] ?? 0,
    x2: data.inputs[2 * row + 1] ?? 0,
    z: inspection.sums[row] ?? 0,
    a: inspection.values[row] ?? 0,
    slope: inspection.slopes[row] ?? 0,
    y: frame.predictions[row] ?? 0,
    target: data.targets[row] ?? 0,
    /** y is a probability, of one of two classes. */
    probable: frame.report.trainAccuracy !== null,
  };
}

function mistakesView(mistakes: readonly Mistake[], lead: string): TemplateResult | typeof nothing {
  if (mistakes.length === 0) return nothing;
  return html`<div class="mistakes" role="alert">${lead}<ul>${mistakes.map(({ path, message }) => html`<li>${path === '' ? message : `${path}: ${message}`}</li>`)}</ul></div>`;
}
