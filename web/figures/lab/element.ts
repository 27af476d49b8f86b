// <reluctant-lab>: attributes, methods, events and life of the figure. What it shows is view.ts, what it knows store.ts,
// what it commands run.ts.
import { LitElement, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import openingScenario from '../../../tests/scenarios/opening.json';
import type { CompleteScenario, LifeEvent, Mistake, Scenario, StepReport } from '../../../wasm/src/types.js';
import type { Theme } from '../../drawing/palette.js';
import { keyAction } from '../../shell/keys.js';
import { stringsOf, type Strings } from '../../shell/strings/index.js';
import { appearance, reducedMotion, watchPreferences } from '../../shell/theme.js';
import { fillSheet, themeOf } from '../sheets.js';
import type { Change } from './edit.js';
import styles from './figure.css?inline';
import { lastStep } from './record.js';
import { mistakesOf, Run } from './run.js';
import { pictureSentences, Speaker, spokenOf } from './speech.js';
import { Stage } from './stage.js';
import { Store, type LabState, type Message } from './store.js';
import { Timeline } from './timeline.js';
import { labView, RELAPSE, RESCUE, activationOf, type Actions, type Form } from './view.js';

/** Least width of each form, in CSS pixels. */
const FORMS: readonly (readonly [Form, number])[] = [
  ['wide', 1100],
  ['medium', 700],
  ['small', 500],
  ['phone', 0],
];

/** Seeds of the dice lie below this: short enough to be read aloud in a classroom. */
const DICE = 100_000;

/** Time between two descriptions of the pictures while they move, in milliseconds. */
const DESCRIBED_EVERY = 1000;

/** How to open a Scenario, beyond the Scenario itself. */
export interface Loading {
  /** The step to open at. */
  step?: number;
  /** What `reset` goes back to, where that is another Scenario. */
  base?: CompleteScenario | null;
  /** The link by which it came. */
  link?: string | null;
  /** Why it is no Scenario, where that is known already. */
  mistakes?: readonly Mistake[];
}

/**
 * A network in training whose neurons live and die.
 *
 * Attributes (and properties): `scenario` (JSON, or an object; without it the opening experiment), `controls` (names of
 * settings to offer, separated by spaces), `autoplay` (plays by itself, unless the reader wants less motion), `lang`,
 * `theme` ("light" or "dark"; else the system's). Children are shown where the figure cannot run.
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

  static override readonly styles = [unsafeCSS(uPlotStyles), unsafeCSS(styles)];

  declare controls: string;
  declare autoplay: boolean;
  declare theme: string;

  /** Settles when the first picture stands; rejects where nothing can run. */
  readonly ready: Promise<void>;

  #wanted: Loading & { scenario: unknown } = { scenario: null };
  #form: Form = 'wide';
  #tableOpen = false;
  #copied = false;
  #live = false;
  #started = false;
  #onScreen = true;
  #frameHandle = 0;
  #described = 0;
  #scrubbing: number | null = null;
  #theme: Theme = themeOf({ dark: false, forced: false });
  readonly #colours = new CSSStyleSheet();
  readonly #store = new Store((state, message) => { this.#changed(state, message); });
  readonly #run = new Run(this.#store);
  readonly #speaker = new Speaker((sentence) => {
    const region = this.renderRoot.querySelector('.spoken');
    if (region) region.textContent = sentence;
  });
  readonly #actions = this.#makeActions();
  #stage: Stage | null = null;
  #timeline: Timeline | null = null;
  #settleReady!: { resolve: () => void; reject: (reason: unknown) => void };
  #ends: (() => void)[] = [];

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
    void this.load(scenario);
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
   *
   * @param scenario an object, or JSON text; null: the opening experiment
   */
  async load(scenario: unknown, loading: Loading = {}): Promise<void> {
    this.#wanted = { scenario, ...loading };
    if (this.#live) await this.#openWanted();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#live = true;
    this.#watch();
    this.#dress();
    // A figure that was moved in its document goes on where it was.
    const { experiment } = this.#store.state;
    if (experiment) void this.#guarded(this.#run.open(experiment.scenario, { step: this.at, base: experiment.base }));
    else void this.#openWanted();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#live = false;
    for (const end of this.#ends.splice(0)) end();
    cancelAnimationFrame(this.#frameHandle);
    this.#frameHandle = 0;
    this.#speaker.end();
    void this.#run.close().catch(() => undefined); // a lab that is lost has no run left to close
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
      tableOpen: this.#tableOpen,
      copied: this.#copied,
      actions: this.#actions,
    });
  }

  protected override updated(): void {
    this.#adoptCanvases();
    this.#wake();
  }

  get #words(): Strings {
    return stringsOf(this.lang || document.documentElement.lang);
  }

  /** Opens what is wanted, and plays when nothing speaks against it. */
  async #openWanted(): Promise<void> {
    await this.#guarded(this.#openOrRefuse());
    if (!this.#started && this.#store.state.experiment) {
      this.#started = true;
      this.#settleReady.resolve();
      this.#emit('reluctant-ready', null);
      if (this.autoplay && !reducedMotion()) this.#run.play();
    }
  }

  async #openOrRefuse(): Promise<void> {
    const { scenario, step = 0, base = null, link = null, mistakes } = this.#wanted;
    try {
      if (mistakes) throw new Refused(mistakes);
      const wanted = scenario === null ? openingScenario : typeof scenario === 'string' ? parsed(scenario) : scenario;
      await this.#run.open(wanted, { step, base });
      this.#store.send({ type: 'refused', refusal: null });
    } catch (error) {
      if (!hasMistakes(error)) throw error;
      const text = typeof scenario === 'string' ? scenario : scenario === null ? '' : (JSON.stringify(scenario, null, 2) ?? String(scenario));
      this.#store.send({ type: 'refused', refusal: { text, link, mistakes: mistakesOf(error) } });
      await this.#run.open(openingScenario);
    }
  }

  async #guarded(opening: Promise<void>): Promise<void> {
    try {
      await opening;
    } catch (error) {
      this.#store.send({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
      this.#settleReady.reject(error);
    }
  }

  #changed(state: LabState, message: Message): void {
    this.#announce(state, message);
    const sentence = spokenOf(state, message, this.#words);
    if (sentence !== null) this.#speaker.speak(sentence);
    this.requestUpdate();
  }

  #announce(state: LabState, message: Message): void {
    if (message.type === 'opened' || message.type === 'advanced') this.#announceLives(message.frame.events);
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

  async #make(change: Change): Promise<void> {
    if (await this.#run.change(change)) this.#tellChange();
  }

  #tellChange(): void {
    this.#store.send({ type: 'refused', refusal: null });
    this.#emit('reluctant-change', this.scenario);
  }

  #makeActions(): Actions {
    const settled = (work: Promise<unknown>): void => {
      work.catch((error: unknown) => {
        this.#store.send({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
      });
    };
    return {
      playOrPause: () => { settled(this.#store.state.playing ? this.pause() : this.play()); },
      step: () => { settled(this.step()); },
      reset: () => {
        const changes = this.#store.state.experiment?.handled != null;
        settled(this.reset().then(() => { if (changes) this.#tellChange(); }));
      },
      newSeed: () => { settled(this.#make({ seed: Math.floor(Math.random() * DICE) })); },
      pace: (speed) => { this.#store.send({ type: 'paced', speed }); },
      change: (change) => { settled(this.#make(change)); },
      rescue: () => {
        const { experiment, catalogue } = this.#store.state;
        const activation = experiment && activationOf(experiment);
        const canDie = catalogue?.activations.find(({ name }) => name === activation?.name)?.canDie;
        if (canDie !== undefined) settled(this.#make(canDie ? RESCUE : RELAPSE));
      },
      scrub: (event) => { this.#scrub(event); },
      nudge: (event) => { this.#nudge(event); },
      openSettings: () => { this.renderRoot.querySelector('dialog')?.showModal(); },
      closeSettings: () => { this.renderRoot.querySelector('dialog')?.close(); },
      dismiss: () => { this.#store.send({ type: 'refused', refusal: null }); },
      copy: (text) => { void this.#copy(text); },
      toggleTable: (open) => {
        this.#tableOpen = open;
        this.requestUpdate();
      },
    };
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

  /** The playhead follows the pointer through what is known of the run. */
  #scrub(event: PointerEvent): void {
    const tracks = event.currentTarget as HTMLElement;
    if (event.type === 'pointerdown') {
      if (event.button !== 0) return;
      tracks.setPointerCapture(event.pointerId);
    } else if (!tracks.hasPointerCapture(event.pointerId)) return;
    const box = tracks.getBoundingClientRect();
    const zoom = tracks.clientWidth > 0 ? box.width / tracks.clientWidth : 1;
    const step = this.#timeline?.stepAt((event.clientX - box.left) / zoom);
    if (step != null) this.#seekSoon(step);
  }

  #nudge(event: KeyboardEvent): void {
    const { experiment } = this.#store.state;
    if (!experiment) return;
    const last = lastStep(experiment.record);
    const to: Readonly<Record<string, number>> = {
      ArrowLeft: this.at - 1,
      ArrowDown: this.at - 1,
      ArrowRight: this.at + 1,
      ArrowUp: this.at + 1,
      PageDown: this.at - 10,
      PageUp: this.at + 10,
      Home: 0,
      End: last,
    };
    const step = to[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#seekSoon(Math.max(0, step));
  }

  /** Seeks to the latest step asked for, one seek at a time. */
  #seekSoon(step: number): void {
    const busy = this.#scrubbing !== null;
    this.#scrubbing = step;
    if (this.#store.state.playing) this.#run.pause();
    if (busy) return;
    const next = async (): Promise<void> => {
      while (this.#scrubbing !== null && this.#scrubbing !== this.at) await this.#run.seek(this.#scrubbing);
    };
    void this.#guarded(next().finally(() => { this.#scrubbing = null; }));
  }

  /** Watches what a figure depends on outside itself, until it is disconnected. */
  #watch(): void {
    const sizes = new ResizeObserver(() => {
      const width = this.clientWidth;
      this.#form = FORMS.find(([, least]) => width >= least)?.[0] ?? 'phone';
      this.requestUpdate();
    });
    sizes.observe(this);
    const seen = new IntersectionObserver((entries) => {
      this.#onScreen = entries.at(-1)?.isIntersecting ?? true;
      this.#wake();
    });
    seen.observe(this);
    const woken = (): void => { this.#wake(); };
    const pressed = (event: KeyboardEvent): void => { this.#pressed(event); };
    document.addEventListener('visibilitychange', woken);
    this.addEventListener('keydown', pressed);
    const stopPreferences = watchPreferences(() => { this.#dress(); });
    void document.fonts.ready.then(() => {
      this.#timeline?.forget();
      this.#wake();
    });
    this.#ends.push(
      () => { sizes.disconnect(); },
      () => { seen.disconnect(); },
      () => { document.removeEventListener('visibilitychange', woken); },
      () => { this.removeEventListener('keydown', pressed); },
      stopPreferences,
      () => { this.#timeline?.end(); },
    );
  }

  #pressed(event: KeyboardEvent): void {
    const action = keyAction(event);
    if (!action || !this.#store.state.experiment) return;
    event.preventDefault();
    const { playOrPause, step, reset, newSeed, rescue } = this.#actions;
    ({ 'play-or-pause': playOrPause, step, reset, 'new-seed': newSeed, rescue })[action]();
  }

  /** Puts on the colours that the reader's system and `theme` ask for. */
  #dress(): void {
    this.#theme = themeOf(appearance(this.theme));
    fillSheet(this.#colours, ':host', this.#theme);
    this.requestUpdate();
  }

  /** Finds the canvases of the elements drawn, which are others after a failure or a move. */
  #adoptCanvases(): void {
    const root = this.renderRoot;
    const network = root.querySelector<HTMLCanvasElement>('#network');
    const surface = root.querySelector<HTMLCanvasElement>('#surface');
    const lifelines = root.querySelector<HTMLCanvasElement>('#lifelines');
    const curves = root.querySelector<HTMLElement>('.curves');
    if (!network || !surface || !lifelines || !curves) {
      this.#timeline?.end();
      this.#stage = this.#timeline = null;
      return;
    }
    if (this.#stage) return;
    this.#stage = new Stage(network, surface);
    this.#timeline = new Timeline(curves, lifelines);
    for (const canvas of [network, surface, lifelines]) {
      canvas.addEventListener('contextrestored', () => {
        this.#stage?.forget();
        this.#timeline?.forget();
        this.#wake();
      });
    }
  }

  get #awake(): boolean {
    return this.#live && this.#onScreen && !document.hidden;
  }

  #wake(): void {
    if (this.#frameHandle === 0 && this.#awake) this.#frameHandle = requestAnimationFrame(this.#frame);
  }

  readonly #frame = (now: number): void => {
    this.#frameHandle = 0;
    this.#run.tick(now);
    const moves = this.#paint(now);
    if (this.#store.state.playing || moves) this.#wake();
  };

  /** Paints what has changed. @returns whether something moves by itself */
  #paint(now: number): boolean {
    const { experiment, catalogue, playing } = this.#store.state;
    if (!experiment || !catalogue || !this.#stage || !this.#timeline) return false;
    const headed = this.#form === 'wide' || this.#form === 'medium';
    const moves = this.#stage.paint(experiment, this.#theme, now, playing, reducedMotion(), headed);
    this.#timeline.paint(experiment, catalogue, this.#theme, this.#words);
    this.#place();
    if (!playing || now - this.#described > DESCRIBED_EVERY) this.#describe(now);
    return moves;
  }

  /** Puts the layers' headings and the playhead's handle where the pictures have them. */
  #place(): void {
    const places = this.#stage?.places;
    this.renderRoot.querySelectorAll<HTMLElement>('.heading').forEach((heading, index) => {
      const layer = places?.layers[index];
      heading.style.left = `${layer?.middle.x ?? 0}px`;
    });
    this.renderRoot.querySelector<HTMLElement>('.network')?.style.setProperty('--lines', String(this.#lines));
    const playhead = this.renderRoot.querySelector<HTMLElement>('#playhead');
    if (playhead) playhead.style.left = `${this.#timeline?.xOf(this.at) ?? 0}px`;
  }

  /** Lines of neurons when the network flows downwards: as many in one as fingers can tell apart. */
  get #lines(): number {
    const inLine = Math.max(1, Math.floor((this.clientWidth - 16) / 44));
    const layers = this.#store.state.experiment?.frame.layers.slice(0, -1) ?? [];
    return layers.reduce((lines, { units }) => lines + Math.ceil(units / inLine), 0);
  }

  #describe(now: number): void {
    this.#described = now;
    const sentences = pictureSentences(this.#store.state, this.#words);
    const name = (id: string, sentence: string): void => {
      const picture = this.renderRoot.querySelector(id);
      if (picture?.getAttribute('aria-label') !== sentence) picture?.setAttribute('aria-label', sentence);
    };
    name('#network', sentences.network);
    name('#surface', sentences.surface);
    name('#lifelines', sentences.timeline);
  }
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

/** Thrown for what is no Scenario before the core has seen it; reads like the core's own ScenarioError. */
class Refused extends Error {
  readonly errors: readonly Mistake[];

  constructor(errors: readonly Mistake[]) {
    super('not a Scenario');
    this.errors = errors;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refused([{ path: '', message: error instanceof Error ? error.message : String(error) }]);
  }
}

function hasMistakes(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'errors' in error;
}
