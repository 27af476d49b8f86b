// The figure's elements, from its state: what is said in words, shapes and buttons. The canvases are filled by
// stage.ts and timeline.ts; what the buttons do is element.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { DEAD } from '../../drawing/glyphs.js';
import { isLarge } from '../../drawing/places.js';
import { isClosest } from '../../drawing/zoom.js';
import { closerIcon, furtherIcon, wholeIcon } from '../../shell/icons.js';
import type { Strings } from '../../shell/strings/index.js';
import { failureView } from '../failure.js';
import { asideView, standingOf } from './aside.js';
import { barView, objectionView, sheetView } from './bar.js';
import { chartsView } from './charts.js';
import type { Change } from '../change.js';
import { transportView, type Transport } from '../transport.js';
import type { FileKind } from './files.js';
import { microscopeView } from './microscope/view.js';
import { refusalView } from '../notices.js';
import { storyPace } from '../pace.js';
import type { Question } from './questions.js';
import { surfaceView } from './says.js';
import { neuronSentence } from './speech.js';
import { countOf, hiddenLayers } from '../neurons.js';
import type { LabState } from './store.js';
import { storyView } from './story.js';
import { tableView } from './table.js';
import type { ZoomStep } from './zoomer.js';

/** Beyond this many layers their headings are numbers alone. */
const MOST_NAMED = { wide: 7, medium: 4 };

/** How wide the figure stands: which of its forms the style sheet draws. */
export type Form = 'wide' | 'medium' | 'small' | 'phone';

export interface Actions extends Transport {
  change(change: Change): void;
  /** Gives the flat side a slope, or takes it back. */
  rescue(): void;
  point(event: PointerEvent): void;
  /** A pointer goes down on the network, or up, and fingers move over it. */
  grab(event: PointerEvent): void;
  hold(event: MouseEvent): void;
  pinch(event: TouchEvent): void;
  wheel(event: WheelEvent): void;
  zoom(step: ZoomStep): void;
  choose(event: MouseEvent): void;
  focusNeuron(event: FocusEvent): void;
  pressNeuron(event: KeyboardEvent): void;
  /** Keys where a neuron is looked at closely. */
  walk(event: KeyboardEvent): void;
  leaveNeuron(): void;
  pickRow(row: number): void;
  /** Makes what was prescribed for the neuron looked at. */
  treat(change: Change): void;
  drag(event: PointerEvent): void;
  press(event: KeyboardEvent): void;
  openSettings(): void;
  closeSettings(): void;
  dismiss(): void;
  copy(text: string): void;
  show(part: keyof Parts, on: boolean): void;
  ask(question: Question): void;
  hover(event: PointerEvent): void;
  seekInPlot(event: PointerEvent): void;
  save(kind: FileKind): void;
  open(file: Blob): void;
  openOwn(): void;
  /** Goes on with the branch; the run shown is the branch then. */
  exchange(): void;
  /** Ends the branch. */
  forget(): void;
  undo(): void;
  redo(): void;
}

/** What of the figure the reader has opened. */
export interface Parts {
  table: boolean;
  /** The board of all settings. */
  board: boolean;
  curves: boolean;
  /** The branch, where the tracks are too narrow to show it unasked. */
  branch: boolean;
  /** Curves on a logarithmic scale, where they can be. */
  log: boolean;
}

export interface Shown {
  state: LabState;
  words: Strings;
  form: Form;
  /** Names of the controls to show, separated by spaces. */
  controls: string;
  parts: Parts;
  copied: boolean;
  /** The dialog of own data, once it was asked for. */
  own: TemplateResult | typeof nothing;
  actions: Actions;
  /** Tries again to run, where nothing could. */
  retry: () => void;
}

/** The whole figure. */
export function labView(shown: Shown): TemplateResult {
  const { state, words, form } = shown;
  if (state.failure !== null) return failureView(words.figure, state.failure, words, shown.retry);
  const sheet = form === 'phone' && shown.controls !== '';
  return html`
    <section class="figure" part="figure" tabindex="-1" data-form=${form} aria-label=${words.figure}>
      ${state.refusal ? refusalView(state.refusal, shown) : nothing}
      ${sheet ? sheetView(shown) : barView(shown)} ${objectionView(shown)}
      ${storyView(shown)}
      ${networkView(shown)}
      ${surfaceView(shown)} ${timelineView(shown, sheet)}
      <p class="spoken" aria-live="polite"></p>
      ${microscopeView(shown)} ${chartsView(shown)} ${tableView(shown)} ${shown.own}
    </section>
  `;
}

/** The network, in which a neuron can be pointed at and chosen. */
function networkView(shown: Shown): TemplateResult {
  const { actions, state } = shown;
  return html`<div class="network" part="network" ?data-pointing=${state.pointed !== null} ?data-close=${state.zoom.scale > 1}
    @pointerdown=${actions.grab} @pointerup=${actions.grab} @pointercancel=${actions.grab}
    @pointermove=${actions.point} @pointerleave=${actions.point} @click=${actions.choose} @keydown=${actions.pressNeuron}
    @mousedown=${actions.hold} @wheel=${actions.wheel} @touchmove=${actions.pinch}>
    <canvas id="network" role="img"></canvas>
    ${headings(shown)} ${neuronsView(shown)}
    <p class="footing"><span class="gradients"></span><span class="leftOut"></span></p>
    ${zoomView(shown)}
  </div>`;
}

/** The neurons for those who use keys: the one pointed at is an option of a list, and a sentence. */
function neuronsView({ state, words, actions }: Shown): TemplateResult | typeof nothing {
  const { experiment, catalogue, pointed, chosen } = state;
  const unit = pointed ?? chosen;
  const units = experiment?.frame.states.length ?? 0;
  if (!experiment || !catalogue || units === 0) return nothing;
  const sentence = unit === null ? '' : neuronSentence(experiment, catalogue, unit, words);
  return html`<div class="neurons" role="listbox" tabindex="0" aria-label=${words.neuronList} aria-activedescendant="neuron"
      @focus=${actions.focusNeuron} @blur=${actions.focusNeuron}>
      <div id="neuron" class="unseen" role="option" aria-selected=${unit !== null && unit === chosen} aria-posinset=${(unit ?? 0) + 1} aria-setsize=${units}>
        ${sentence === '' ? words.neuronList : sentence}</div>
    </div>
    <p class="pointed" aria-hidden="true">${sentence}</p>`;
}

/** Buttons to look closer, and back. */
function zoomView({ state, words, actions }: Shown): TemplateResult {
  const button = (step: ZoomStep, name: string, key: string, icon: TemplateResult, idle: boolean): TemplateResult =>
    html`<button type="button" data-zoom=${step} aria-disabled=${idle} aria-label=${name} aria-keyshortcuts=${key} title="${name} (${key})"
      @click=${() => {
        actions.zoom(step);
      }}>${icon}</button>`;
  const whole = state.zoom.scale === 1;
  return html`<div class="zoom" role="group" aria-label=${words.zoom}>
    ${button('in', words.zoomIn, '+', closerIcon, isClosest(state.zoom))}
    ${button('out', words.zoomOut, '-', furtherIcon, whole)}
    ${button('whole', words.zoomWhole, '0', wholeIcon, whole)}
  </div>`;
}

/** A name and a number above each layer; pictures.ts moves them to where the layers stand. */
function headings({ state: { experiment }, words, form }: Shown): TemplateResult {
  const layers = experiment ? hiddenLayers(experiment.frame) : [];
  const tight = layers.length > (form === 'wide' ? MOST_NAMED.wide : MOST_NAMED.medium);
  const large = isLarge(layers.map(({ from, to }) => to - from));
  return html`<div class="headings" ?data-large=${large} aria-hidden="true">
    ${layers.map(({ from, to }, index) => {
      const dead = experiment ? countOf(experiment.frame, DEAD, from, to) : 0;
      const [name, count] = tight
        ? [words.whole(index + 1), form === 'wide' ? words.deadShort(dead) : words.whole(dead)]
        : [words.layer(index), words.deadInLayer(dead, to - from)];
      return html`<div class="heading" ?data-dead=${dead > 0}><b>${name}</b><span>${count}</span></div>`;
    })}
  </div>`;
}

/** The clock and what it has passed. */
function timelineView(shown: Shown, sheet: boolean): TemplateResult {
  const { state, words, actions } = shown;
  const { experiment, playing } = state;
  const step = experiment?.frame.report.step ?? 0;
  const speed = state.speed ?? storyPace(step, experiment?.handled ?? null);
  const more = sheet
    ? html`<button type="button" class="more" @click=${actions.openSettings}>${words.settings}</button>`
    : nothing;
  return html`<div class="timeline" part="timeline">
    ${transportView({ step, speed, playing, idle: !experiment, words, actions }, more)}
    <div class="tracks" data-branch=${standingOf(shown) ?? nothing} @pointerdown=${actions.drag} @pointermove=${actions.drag} @pointerleave=${actions.drag}>
      <div class="names" aria-hidden="true"><span class="loss">${words.loss}</span><span class="share">${words.deadShare}</span></div>
      <div class="curves" aria-hidden="true"></div>
      <canvas id="lifelines" role="img"></canvas>
      <div class="at hovered"></div>
      <div id="playhead" class="playhead" role="slider" tabindex="0" aria-label=${words.playhead} aria-valuemin="0"
        aria-valuemax=${experiment?.record.rows.at(-1)?.step ?? 0} aria-valuenow=${step} @keydown=${actions.press}></div>
      ${asideView(shown)}
    </div>
  </div>`;
}
