// <reluctant-lab>: attributes, methods, events and life of the figure. What it shows is view.ts, what it knows store.ts,
// what it commands run.ts.
import { LitElement, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import type { LifeEvent, Scenario, StepReport, CompleteScenario } from '../../../wasm/src/types.js';
import { keyAction } from '../../shell/keys.js';
import { stringsOf, type Strings } from '../../shell/strings/index.js';
import { appearance, reducedMotion } from '../../shell/theme.js';
import { fillSheet, themeOf } from '../sheets.js';
import chartStyles from './charts.css?inline';
import { Edits } from './edits.js';
import { makeActions } from './actions.js';
import boardStyles from './board.css?inline';
import { Examiner } from './examiner.js';
import { Files } from './files.js';
import styles from './figure.css?inline';
import { Measurer } from './measurer.js';
import { openingScenario, refusalOf, scenarioOf, type Wanted } from './opening.js';
import microscopeStyles from './microscope/microscope.css?inline';
import { OwnData } from './own.js';
import { Pictures } from './pictures.js';
import { Playhead } from './playhead.js';
import { Pointer } from './pointer.js';
import { questionOf } from './questions.js';
import { Run } from './run.js';
import { Speaker, spokenOf } from './speech.js';
import { Store, type LabState, type Message } from './store.js';
import { watchSurroundings } from './surroundings.js';
import { labView, type Form, type Parts } from './view.js';

/** Least width of each form, in CSS pixels. */
const FORMS: readonly (readonly [Form, number])[] = [
  ['wide', 1100],
  ['medium', 700],
  ['small', 500],
  ['phone', 0],
];

/**
 * A network in training whose neurons live and die.
 *
 * Attributes (and properties): `scenario` (JSON, or an object; without it the opening experiment), `controls` (names of
 * settings to offer, separated by spaces; `all` is the board of all of them with undo and redo, `question` the list of
 * questions), `autoplay` (plays by itself, unless the reader wants less motion), `lang`, `theme` ("light" or "dark"; else
 * the system's). Children are shown where the figure cannot run.
 *
 * @fires reluctant-ready     once, when the first picture stands
 * @fires reluctant-step      a StepReport, once a frame
 * @fires reluctant-death     a LifeEvent; also for a neuron that is born dead
 * @fires reluctant-revival   a LifeEvent
 * @fires reluctant-diverged  a StepReport
 * @fires reluctant-change    the complete Scenario, after a change that the reader made
 */
export class ReluctantLab extends LitElement {
  static override readonly properties = {
    scenario: { noAccessor: true },
    controls: {},
    autoplay: { type: Boolean },
    lang: {},
    theme: {},
  };

  static override readonly styles = [
    unsafeCSS(uPlotStyles),
    unsafeCSS(styles),
    unsafeCSS(boardStyles),
    unsafeCSS(chartStyles),
    unsafeCSS(microscopeStyles),
  ];

  declare controls: string;
  declare autoplay: boolean;
  declare theme: string;

  /** Settles when the first picture stands; rejects where nothing can run. */
  readonly ready: Promise<void>;

  #wanted: Wanted = { scenario: null };
  #form: Form = 'wide';
  #parts: Parts = { table: false, board: false, curves: false, log: true };
  #copied = false;
  #connected = false;
  #started = false;
  #seen = true;
  #frameHandle = 0;
  #theme = themeOf({ dark: false, forced: false });
  #settleReady!: { resolve: () => void; reject: (reason: unknown) => void };
  #stopWatching = (): void => undefined;
  readonly #colours = new CSSStyleSheet();
  readonly #store = new Store((state, message) => this.#changed(state, message));
  readonly #run = new Run(this.#store);
  readonly #edits = new Edits(this.#store, this.#run, () => this.#tellChange());
  readonly #pictures = new Pictures(this, () => this.#wake());
  readonly #playhead = new Playhead(
    this.#store,
    this.#run,
    (x) => this.#pictures.stepAt(x),
    (name, x) => this.#pictures.stepInPlot(name, x),
  );
  readonly #pointer = new Pointer(this.#store, (x, y) => this.#pictures.unitAt(x, y));
  readonly #own = new OwnData(this, this.#store, this.#edits, () => this.requestUpdate());
  readonly #files = new Files(this.#store, this.#run, this.#edits, () => ({ theme: this.#theme, words: this.#words }));
  readonly #measurer = new Measurer(this.#run, (error) => this.#fail(error));
  readonly #examiner = new Examiner(this.#run, (error) => this.#fail(error));
  readonly #speaker = new Speaker((sentence) => {
    const region = this.renderRoot.querySelector('.spoken');
    if (region) region.textContent = sentence;
  });
  readonly #actions = makeActions({
    store: this.#store,
    run: this.#run,
    edits: this.#edits,
    playhead: this.#playhead,
    pointer: this.#pointer,
    files: this.#files,
    own: this.#own,
    figure: this,
    settle: (work) => this.#settle(work),
    show: (part, on) => {
      this.#parts = { ...this.#parts, [part]: on };
      this.requestUpdate();
    },
    sheet: () => this.renderRoot.querySelector<HTMLDialogElement>('dialog.sheet'),
    copy: (text) => this.#copy(text),
    attend: () => this.#attend(true),
  });

  constructor() {
    super();
    this.controls = '';
    this.autoplay = false;
    this.theme = '';
    this.ready = new Promise((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    this.ready.catch(() => undefined); // the figure itself says why; nobody has to listen
  }

  /** The complete Scenario of the run, interventions and all; before one is open, what was given. */
  get scenario(): Scenario | string | null {
    return this.#store.state.experiment?.scenario ?? (this.#wanted.scenario as Scenario | string | null);
  }

  set scenario(scenario: Scenario | string | null) {
    void this.load({ scenario: scenario ?? null });
  }

  /** Trains on, at the pace chosen. */
  async play(): Promise<void> {
    await this.ready;
    if (this.#store.state.experiment?.frame.report.status === 'running') this.#run.play();
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

  /** Back to step 0 of the same run; what the reader changed during the run is gone. */
  async reset(): Promise<StepReport> {
    await this.ready;
    return this.#run.reset();
  }

  /** Goes to the state after `step` steps, backwards or forwards, exact to the bit. */
  async seek(step: number): Promise<StepReport> {
    await this.ready;
    return this.#run.seek(step);
  }

  /** What `reset` goes back to; null before an experiment is open. */
  get base(): CompleteScenario | null {
    return this.#store.state.experiment?.base ?? null;
  }

  /** The step shown. */
  get at(): number {
    return this.#store.state.experiment?.frame.report.step ?? 0;
  }

  /**
   * Opens a Scenario, or keeps it until the figure is connected. One that is wrong is shown with its mistakes, and the
   * opening experiment instead of it.
   */
  async load(wanted: Wanted): Promise<void> {
    this.#wanted = wanted;
    this.#store.send({ type: 'loaded' });
    if (this.#connected) await this.#openWanted();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connected = true;
    this.#stopWatching = watchSurroundings(this, {
      resized: (width) => {
        this.#form = FORMS.find(([, least]) => width >= least)?.[0] ?? 'phone';
        this.requestUpdate();
      },
      seen: (visible) => {
        this.#seen = visible;
        this.#wake();
      },
      wishesChanged: () => this.#dress(),
      fontsLoaded: () => {
        this.#pictures.forget();
        this.#wake();
      },
      pressed: (event) => this.#pressed(event),
    });
    this.#dress();
    // A figure that was moved in its document goes on where it was.
    const { experiment } = this.#store.state;
    if (experiment) this.#settle(this.#run.open(experiment.scenario, { step: this.at, base: experiment.base }));
    else void this.#openWanted();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connected = false;
    this.#stopWatching();
    cancelAnimationFrame(this.#frameHandle);
    this.#frameHandle = 0;
    this.#speaker.end();
    this.#pictures.end();
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
    return labView({
      state: this.#store.state,
      words: this.#words,
      form: this.#form,
      controls: this.controls,
      parts: this.#parts,
      copied: this.#copied,
      own: this.#own.view(this.#words),
      actions: this.#actions,
    });
  }

  protected override updated(): void {
    this.#pictures.adopt();
    this.#pictures.fit(this.#store.state, this.clientWidth);
    this.#wake();
  }

  get #words(): Strings {
    return stringsOf(this.lang || document.documentElement.lang);
  }

  /** Opens what is wanted, and plays when nothing speaks against it. */
  async #openWanted(): Promise<void> {
    const wanted = this.#wanted;
    try {
      await this.#openOrRefuse(wanted);
    } catch (error) {
      this.#fail(error);
      this.#settleReady.reject(error);
      return;
    }
    if (this.#started) return;
    this.#started = true;
    this.#settleReady.resolve();
    this.#emit('reluctant-ready', null);
    if (this.autoplay && !reducedMotion()) this.#run.play();
  }

  async #openOrRefuse(wanted: Wanted): Promise<void> {
    const { step = 0, base = null } = wanted;
    try {
      await this.#run.open(scenarioOf(wanted), { step, base });
      this.#store.send({ type: 'refused', refusal: null });
    } catch (error) {
      this.#store.send({ type: 'refused', refusal: refusalOf(wanted, error) });
      await this.#run.open(openingScenario);
    }
  }

  /** Shows in the figure why `work` failed, where nobody else waits for it. */
  #settle(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#fail(error));
  }

  #fail(error: unknown): void {
    this.#store.send({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
  }

  #changed(state: LabState, message: Message): void {
    this.#announce(state, message);
    const sentence = spokenOf(state, message, this.#words);
    if (sentence !== null) this.#speaker.speak(sentence);
    this.requestUpdate();
    if (message.type === 'chosen') void this.updateComplete.then(() => this.#attend(state.chosen !== null));
  }

  /** The focus goes to the neuron looked at, and back to where it was chosen. */
  #attend(closely: boolean): void {
    const place = this.renderRoot.querySelector<HTMLElement>(closely ? '.microscope h2' : '.neurons');
    place?.focus({ preventScroll: true });
    const shown = closely ? place?.closest('.microscope') : this.renderRoot.querySelector('.network');
    shown?.scrollIntoView({ block: 'nearest', behavior: reducedMotion() ? 'instant' : 'smooth' });
  }

  #announce(state: LabState, message: Message): void {
    if (message.type === 'opened') this.#announceLives(message.events);
    if (message.type === 'advanced') this.#announceLives(message.frame.events);
    if (message.type === 'intervened') {
      const { step } = message.frame.report;
      this.#announceLives(message.events.filter((event) => event.step === step && event.cause === 'intervention'));
    }
    if (!('frame' in message)) return;
    const { report } = message.frame;
    this.#emit('reluctant-step', report);
    if (report.status === 'diverged' && state.experiment) this.#emit('reluctant-diverged', report);
  }

  #announceLives(events: readonly LifeEvent[]): void {
    for (const event of events) this.#emit(event.kind === 'revived' ? 'reluctant-revival' : 'reluctant-death', event);
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #tellChange(): void {
    this.#store.send({ type: 'refused', refusal: null });
    this.#emit('reluctant-change', this.scenario);
  }

  async #copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.#copied = true;
    } catch {
      getSelection()?.selectAllChildren(this.renderRoot.querySelector('.refusal pre') ?? this); // refused: copy by hand
    }
    this.requestUpdate();
  }

  #pressed(event: KeyboardEvent): void {
    const action = keyAction(event);
    if (!action || !this.#store.state.experiment) return;
    event.preventDefault();
    const { playOrPause, step, reset, newSeed, rescue, undo, redo } = this.#actions;
    ({ 'play-or-pause': playOrPause, step, reset, 'new-seed': newSeed, rescue, undo, redo })[action]();
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
    const { state } = this.#store;
    const moves = this.#pictures.paint(state, this.#form, this.#theme, this.#words, now);
    const { curves, log } = this.#parts;
    const { experiment } = state;
    const wanted = experiment && (curves || questionOf(experiment)?.measured);
    const waits = wanted ? this.#measurer.look(experiment, now) : false;
    const looks = this.#examiner.look(state, now);
    this.#own.paint(this.#theme);
    this.#pictures.paintCurves(state, log, this.#theme, this.#words);
    this.#pictures.describe(state, this.#words, now);
    const films = this.#files.tick(now);
    if (state.playing || moves || waits || looks || films) this.#wake();
  };
}

/** Makes the tag known, unless another copy of this file has done so. */
export function defineLab(): void {
  if (!customElements.get('reluctant-lab')) customElements.define('reluctant-lab', ReluctantLab);
}

declare global {
  interface HTMLElementTagNameMap {
    'reluctant-lab': ReluctantLab;
  }
}
