// <reluctant-neuron>: attributes, methods, events and life of the figure. What it shows is view.ts, what it knows store.ts,
// what it commands run.ts, what can be undone hand.ts.
import { LitElement, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import type { CompleteScenario, LifeEvent, Mistake, Scenario, StepReport } from '../../../wasm/src/types.js';
import { keyAction } from '../../shell/keys.js';
import { stringsOf, type Strings } from '../../shell/strings/index.js';
import { appearance, reducedMotion } from '../../shell/theme.js';
import { mistakesOf } from '../lab/run.js';
import { Speaker } from '../lab/speech.js';
import { watchSurroundings } from '../lab/surroundings.js';
import { fillSheet, themeOf } from '../sheets.js';
import { pointsOf, withChange, withPoints, type Point } from './edit.js';
import styles from './figure.css?inline';
import { Grounds } from './ground.js';
import { Hand } from './hand.js';
import { PRESETS } from './presets.js';
import { Run } from './run.js';
import { spokenOf } from './speech.js';
import { placeOf, Store, type Experiment, type Message, type NeuronState, type Place } from './store.js';
import { neuronView, type Actions } from './view.js';

/** What the reader may choose, where the host names nothing; the questions too, unless a Scenario is given. */
const ALL_CONTROLS = 'activation learning-rate batch-size';

/** The question that the figure opens with. */
const FIRST: Place = { scenario: PRESETS.tooBig, step: 0, view: null, question: 'tooBig' };

/**
 * A single neuron with two inputs, and the arithmetic of each of its steps.
 *
 * Attributes (and properties): `scenario` (JSON, or an object: one hidden unit, two inputs, one output, plain SGD; without
 * it the figure's own questions), `controls` (of question, activation, learning-rate, batch-size what the reader may
 * choose; without it all), `autoplay` (plays by itself, unless the reader wants less motion), `lang`, `theme` ("light" or "dark";
 * else the system's). Children are shown where the figure cannot run.
 *
 * @fires reluctant-ready     once, when the first picture stands
 * @fires reluctant-step      a StepReport, once a frame
 * @fires reluctant-death     a LifeEvent; also when the neuron is born dead, or pushed over the edge by hand
 * @fires reluctant-revival   a LifeEvent
 * @fires reluctant-diverged  a StepReport
 * @fires reluctant-change    the complete Scenario, after a change that the reader made
 */
export class ReluctantNeuron extends LitElement {
  static override readonly properties = {
    scenario: { noAccessor: true },
    controls: {},
    autoplay: { type: Boolean },
    lang: {},
    theme: {},
  };

  static override readonly styles = unsafeCSS(styles);

  declare controls: string;
  declare autoplay: boolean;
  declare theme: string;

  /** Settles when the first picture stands; rejects where nothing can run. */
  readonly ready: Promise<void>;

  #wanted: unknown = null;
  #connected = false;
  #started = false;
  #seen = true;
  #frameHandle = 0;
  #theme = themeOf({ dark: false, forced: false });
  #settleReady!: { resolve: () => void; reject: (reason: unknown) => void };
  #stopWatching = (): void => undefined;
  readonly #colours = new CSSStyleSheet();
  readonly #store = new Store((state, message, former) => this.#changed(state, message, former));
  readonly #run = new Run(this.#store, (allowed, found) => this.#words.neuron.expected(allowed, found));
  readonly #hand = new Hand(this.#store, this.#run, () => this.#emit('reluctant-change', this.scenario));
  readonly #grounds = new Grounds();
  readonly #speaker = new Speaker((sentence) => {
    const region = this.renderRoot.querySelector('.spoken');
    if (region) region.textContent = sentence;
  });
  readonly #actions = this.#makeActions();

  constructor() {
    super();
    this.controls = ALL_CONTROLS;
    this.autoplay = false;
    this.theme = '';
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    this.ready.catch(() => undefined); // the figure itself says why; nobody has to listen
  }

  /** The complete Scenario of the run, interventions and all; before one is open, what was given. */
  get scenario(): Scenario | string | null {
    return this.#store.state.experiment?.scenario ?? (this.#wanted as Scenario | string | null);
  }

  set scenario(scenario: Scenario | string | null) {
    this.#wanted = scenario ?? null;
    if (this.#connected) void this.#openWanted();
  }

  /** Trains on, a step at a time. */
  async play(): Promise<void> {
    await this.ready;
    if (this.#report?.status === 'running') this.#run.play();
  }

  /** Stands still. */
  async pause(): Promise<void> {
    await this.ready;
    if (this.#store.state.playing) this.#run.pause();
  }

  /** Stands still and trains `count` steps. */
  async step(count = 1): Promise<StepReport> {
    await this.pause();
    return this.#run.step(count);
  }

  /** Back to step 0 of what was opened; what the reader changed since is gone. */
  async reset(): Promise<StepReport> {
    await this.pause();
    const { base } = this.#store.state;
    if (base) await this.#run.open(base);
    return this.#run.seek(0);
  }

  /** Goes to the state after `step` steps, backwards or forwards, exact to the bit. */
  async seek(step: number): Promise<StepReport> {
    await this.ready;
    return this.#run.seek(step);
  }

  /** The step shown. */
  get at(): number {
    return this.#report?.step ?? 0;
  }

  get #report(): StepReport | undefined {
    return this.#store.state.experiment?.now.frame.report;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connected = true;
    this.#stopWatching = watchSurroundings(this, {
      resized: () => this.requestUpdate(),
      seen: (visible) => {
        this.#seen = visible;
        this.#wake();
      },
      wishesChanged: () => this.#dress(),
      fontsLoaded: () => this.requestUpdate(),
      pressed: (event) => this.#pressed(event),
    });
    this.#dress();
    // A figure that was moved in its document goes on where it was.
    const { experiment } = this.#store.state;
    if (experiment) this.#settle(this.#run.open(placeOf(experiment)));
    else void this.#openWanted();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connected = false;
    this.#stopWatching();
    cancelAnimationFrame(this.#frameHandle);
    this.#frameHandle = 0;
    this.#speaker.end();
    this.#run.close().catch(() => undefined); // a lab that is lost has no run left to close
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    (root as ShadowRoot).adoptedStyleSheets.push(this.#colours);
    return root;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('theme')) this.#dress();
  }

  protected override render(): TemplateResult {
    const offered = new Set(this.controls.split(/\s+/));
    return neuronView({
      state: this.#store.state,
      words: this.#words,
      theme: this.#theme,
      offers: (control) => offered.has(control),
      questions: offered.has('question') || this.#wanted === null || this.#store.state.refused.length > 0,
      actions: this.#actions,
    });
  }

  protected override updated(): void {
    for (const placed of this.renderRoot.querySelectorAll<HTMLElement>('[data-at]')) {
      placed.style.setProperty('--at', placed.dataset['at'] ?? '0');
      placed.style.setProperty('--to', placed.dataset['to'] ?? placed.dataset['at'] ?? '0');
    }
    this.#wake();
  }

  get #words(): Strings {
    return stringsOf(this.lang || document.documentElement.lang);
  }

  /** Opens what is wanted, or says what is wrong with it and opens the first question; plays when it may. */
  async #openWanted(): Promise<void> {
    const wanted = this.#wanted;
    try {
      await this.#openOrRefuse(wanted);
    } catch (error) {
      this.#fail(error);
      this.#settleReady.reject(error);
      return;
    }
    this.#store.send({ type: 'travelled', past: [], future: [] });
    if (this.#started) return;
    this.#started = true;
    this.#settleReady.resolve();
    this.#emit('reluctant-ready', null);
    if (this.autoplay && !reducedMotion()) this.#run.play();
  }

  async #openOrRefuse(wanted: unknown): Promise<void> {
    let mistakes: readonly Mistake[] = [];
    let place = FIRST;
    try {
      if (wanted !== null) {
        const scenario: unknown = typeof wanted === 'string' ? JSON.parse(wanted) : wanted;
        place = { scenario, step: 0, view: null, question: null };
      }
      await this.#run.open(place);
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof Error && 'errors' in error)) throw error;
      mistakes = mistakesOf(error);
      place = FIRST;
      await this.#run.open(place);
    }
    this.#store.send({ type: 'based', base: place });
    this.#store.send({ type: 'refused', mistakes });
  }

  /** Shows in the figure why `work` failed, where nobody else waits for it. */
  #settle(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.#store.send({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
  }

  #changed(state: NeuronState, message: Message, former: NeuronState): void {
    if (message.type === 'moved' || message.type === 'opened') {
      const report = this.#report;
      this.#announceLives(message.lives);
      this.#emit('reluctant-step', report);
      if (report?.status === 'diverged') this.#emit('reluctant-diverged', report);
    }
    const sentence = spokenOf(former, state, message, this.#words);
    if (sentence !== null) this.#speaker.speak(sentence);
    this.requestUpdate();
  }

  #announceLives(lives: readonly LifeEvent[]): void {
    for (const life of lives) this.#emit(life.kind === 'revived' ? 'reluctant-revival' : 'reluctant-death', life);
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #makeActions(): Actions {
    const settle = (work: Promise<unknown>): void => this.#settle(work);
    const change = (name: string, done: boolean, set: (experiment: Experiment) => Record<string, unknown>): void =>
      settle(
        this.#hand.edit(name, done, (experiment) => {
          const place = placeOf(experiment);
          return { ...place, scenario: withChange(experiment.scenario, place.step, set(experiment)) };
        }),
      );
    const replace = (name: string, done: boolean, make: (points: Point[]) => Point[]): void =>
      settle(this.#hand.edit(name, done, (experiment) => placeWith(experiment, make(pointsOf(experiment.data)))));
    return {
      playOrPause: () => {
        if (this.#store.state.playing) this.#run.pause();
        else settle(this.#hand.act(() => this.play()));
      },
      step: () => settle(this.#hand.act(() => this.step())),
      reset: () => settle(this.#hand.act(() => this.reset()).then(() => this.#emit('reluctant-change', this.scenario))),
      undo: () => settle(this.#hand.undo()),
      redo: () => settle(this.#hand.redo()),
      ask: (question) => {
        const place: Place = { scenario: PRESETS[question], step: 0, view: null, question };
        this.#store.send({ type: 'based', base: place });
        settle(this.#hand.edit('question', true, () => place));
      },
      set: (index, value, done) =>
        change(`parameter ${index}`, done, ({ now }) => ({ parameters: [...now.frame.parameters.with(index, value)] })),
      setRate: (rate, done) => change('rate', done, () => ({ 'training.optimizer.learningRate': rate })),
      activate: (activation) => change('activation', true, () => ({ 'network.activation': activation })),
      learnFrom: (points) => change('batch', true, () => ({ 'training.batchSize': points })),
      choose: (row) => this.#store.send({ type: 'chosen', row }),
      move: (row, to, done) =>
        replace(`point ${row}`, done, (points) => points.map((point, k) => (k === row ? { ...point, ...to } : point))),
      release: () => this.#hand.release(),
      add: (at) => {
        const { chosen, experiment } = this.#store.state;
        const target = experiment?.data.targets[chosen] ?? 0;
        replace('add', true, (points) => [...points, { ...at, target }]);
        this.#store.send({ type: 'chosen', row: experiment?.data.trainCount ?? 0 });
      },
      remove: (row) => {
        if ((this.#store.state.experiment?.data.trainCount ?? 0) > 1)
          replace('remove', true, (points) => points.filter((_, k) => k !== row));
      },
    };
  }

  #pressed(event: KeyboardEvent): void {
    const { undo, redo, playOrPause, step, reset } = this.#actions;
    const acts: Partial<Record<string, () => void>> = { 'play-or-pause': playOrPause, step, reset, undo, redo };
    const act = acts[chordOf(event) ?? keyAction(event) ?? ''];
    if (!act || !this.#store.state.experiment) return;
    event.preventDefault();
    act();
  }

  /** Puts on the colours that the reader's system and `theme` ask for. */
  #dress(): void {
    this.#theme = themeOf(appearance(this.theme));
    fillSheet(this.#colours, ':host', this.#theme);
    this.requestUpdate();
  }

  #wake(): void {
    if (this.#frameHandle === 0 && this.#connected && this.#seen)
      this.#frameHandle = requestAnimationFrame(this.#frame);
  }

  readonly #frame = (now: number): void => {
    this.#frameHandle = 0;
    this.#run.tick(now);
    const { experiment, playing } = this.#store.state;
    if (experiment) this.#grounds.paint(this.renderRoot, experiment, this.#theme);
    if (playing) this.#wake();
  };
}

/** Undo and redo by Ctrl or Command; a field in which something is typed keeps its own. */
function chordOf(event: KeyboardEvent): 'undo' | 'redo' | null {
  const target = event.composedPath()[0];
  if (!(event.ctrlKey || event.metaKey) || (target instanceof HTMLInputElement && target.type === 'number'))
    return null;
  const key = event.key.toLowerCase();
  if (key === 'y' || (key === 'z' && event.shiftKey)) return 'redo';
  return key === 'z' ? 'undo' : null;
}

/** The present with other points. */
function placeWith(experiment: Experiment, points: readonly Point[]): Place {
  const { scenario, now } = experiment;
  const { parameters, report } = now.frame;
  const loss = report.trainAccuracy === null ? regressionLoss(scenario) : 'binary-cross-entropy';
  const next = withPoints(scenario, report.step, [...parameters], points, loss);
  return { ...placeOf(experiment), scenario: next, step: 0 };
}

const regressionLoss = ({ training }: CompleteScenario): string => (training.loss === 'mae' ? 'mae' : 'mse');

/** Makes the tag known, unless another copy of this file has done so. */
export function defineNeuron(): void {
  if (!customElements.get('reluctant-neuron')) customElements.define('reluctant-neuron', ReluctantNeuron);
}

declare global {
  interface HTMLElementTagNameMap {
    'reluctant-neuron': ReluctantNeuron;
  }
}
