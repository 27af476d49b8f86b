// <reluctant-activations>: attributes, methods, events and life of the figure. What it shows is view.ts, what it knows
// store.ts, what it asks of the core enquiry.ts and run.ts.
import { LitElement, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import type { Frame, Scenario, StepReport } from '../../../wasm/src/types.js';
import { histogram } from '../../drawing/activation.js';
import { stringsOf, type Strings } from '../../shell/strings/index.js';
import { appearance, reducedMotion } from '../../shell/theme.js';
import { openingScenario, refusalOf, scenarioOf } from '../lab/opening.js';
import { Speaker } from '../lab/speech.js';
import { watchSurroundings } from '../lab/surroundings.js';
import { fillSheet, themeOf } from '../sheets.js';
import { Enquiry } from './enquiry.js';
import styles from './figure.css?inline';
import { Run } from './run.js';
import { entryOf, Store, type ExplorerState, type Message } from './store.js';
import { explorerView, firstActivation, type Actions } from './view.js';

/** Where the opening experiment is shown: its neurons have died, and nobody has saved them. */
const OPENING_STEP = 240;
/** From this width on the large plot stands beside the cards, in CSS pixels. */
const WIDE = 1000;
/** Bars of the histogram. */
const BINS = 56;

/**
 * Every activation with its slope, side by side over the sums of a real network.
 *
 * Attributes (and properties): `scenario` (JSON, or an object; the network whose sums are shown, and whose activation is
 * chosen; without it the opening experiment after its deaths), `controls` (names of parameters to offer, separated by
 * spaces; without it all), `autoplay` (the network trains by itself, unless the reader wants less motion), `lang`,
 * `theme` ("light" or "dark"; else the system's). Children are shown where the figure cannot run.
 *
 * @fires reluctant-ready     once, when the first picture stands
 * @fires reluctant-step      a StepReport, once a frame
 * @fires reluctant-death     a LifeEvent; also for a neuron that is born dead
 * @fires reluctant-revival   a LifeEvent
 * @fires reluctant-diverged  a StepReport
 * @fires reluctant-change    the complete Scenario, after the reader gave the network another activation
 */
export class ReluctantActivations extends LitElement {
  static override readonly properties = {
    scenario: { noAccessor: true },
    controls: {},
    autoplay: { type: Boolean },
    lang: {},
    theme: {},
  };

  static override readonly styles = [unsafeCSS(styles)];

  declare controls: string;
  declare autoplay: boolean;
  declare theme: string;

  /** Settles when the first picture stands; rejects where nothing can run. */
  readonly ready: Promise<void>;

  #wanted: unknown = null;
  #connected = false;
  #started = false;
  #seen = true;
  #offered: ReadonlySet<string> | null = null;
  #wide = true;
  #width = 0;
  #tableOpen = false;
  #frameHandle = 0;
  #counted: { of: ExplorerState['experiment']; reach: number; counts: Uint32Array | null } | null = null;
  #settleReady!: { resolve: () => void; reject: (reason: unknown) => void };
  #stopWatching = (): void => undefined;
  readonly #colours = new CSSStyleSheet();
  readonly #store = new Store((state, message) => this.#changed(state, message));
  readonly #enquiry = new Enquiry(this.#store);
  readonly #run = new Run(this.#store, (frame) => this.#announce(frame));
  readonly #speaker = new Speaker((sentence) => {
    const region = this.renderRoot.querySelector('.spoken');
    if (region) region.textContent = sentence;
  });
  readonly #actions = this.#makeActions();

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

  /** The complete Scenario of the run; before one is open, what was given. */
  get scenario(): Scenario | string | null {
    return this.#store.state.experiment?.scenario ?? (this.#wanted as Scenario | string | null);
  }

  set scenario(scenario: Scenario | string | null) {
    this.#wanted = scenario ?? null;
    if (this.#connected) this.#settle(this.#openWanted());
  }

  /** Trains on. */
  async play(): Promise<void> {
    await this.ready;
    if (this.#store.state.experiment?.diverged === false) this.#run.play();
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

  /** Back to step 0 of the same run. */
  async reset(): Promise<StepReport> {
    return this.seek(0);
  }

  /** Goes to the state after `step` steps, backwards or forwards, exact to the bit. */
  async seek(step: number): Promise<StepReport> {
    await this.ready;
    return this.#run.seek(step);
  }

  /** The step shown. */
  get at(): number {
    return this.#store.state.experiment?.step ?? 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connected = true;
    this.#stopWatching = watchSurroundings(this, {
      resized: (width) => {
        this.#wide = width >= WIDE;
        this.requestUpdate();
      },
      seen: (visible) => {
        this.#seen = visible;
        this.#wake();
      },
      wishesChanged: () => this.#dress(),
      fontsLoaded: () => undefined, // a browser sets text in SVG anew by itself
      pressed: () => undefined, // every control has its own keys
    });
    this.#dress();
    const { experiment } = this.#store.state;
    // A figure that was moved in its document goes on where it was.
    if (experiment) this.#settle(this.#run.open(experiment.scenario, experiment.step));
    this.#settle(this.#begin(experiment === null));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connected = false;
    this.#stopWatching();
    cancelAnimationFrame(this.#frameHandle);
    this.#frameHandle = 0;
    this.#speaker.end();
    this.#enquiry.end();
    this.#run.close().catch(() => undefined); // a lab that is lost has no run left to close
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    (root as ShadowRoot).adoptedStyleSheets.push(this.#colours);
    return root;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.hasUpdated) this.#wide = this.clientWidth >= WIDE; // later changes are watched
    if (changed.has('theme')) this.#dress();
    if (changed.has('controls')) this.#offered = namesIn(this.controls);
  }

  protected override render(): TemplateResult {
    return explorerView({
      state: this.#store.state,
      words: this.#words,
      wide: this.#wide,
      width: this.#width,
      counts: this.#counts(),
      controls: this.#offered,
      tableOpen: this.#tableOpen,
      actions: this.#actions,
    });
  }

  protected override updated(): void {
    const width = this.renderRoot.querySelector('.large')?.clientWidth ?? 0;
    if (width !== this.#width) {
      this.#width = width;
      this.requestUpdate();
    }
  }

  get #words(): Strings {
    return stringsOf(this.lang || document.documentElement.lang);
  }

  /** Asks for the curves and, the first time, for the run that is wanted. */
  async #begin(first: boolean): Promise<void> {
    try {
      await this.#enquiry.begin();
      if (first) await this.#openWanted();
      await this.updateComplete;
    } catch (error) {
      this.#settleReady.reject(error);
      throw error;
    }
    if (this.#started) return;
    this.#started = true;
    this.#settleReady.resolve();
    this.#emit('reluctant-ready', null);
    if (this.autoplay && !reducedMotion()) this.#run.play();
    else this.#measureWhenSeen();
  }

  /** Opens what is wanted, or says what is wrong with it and opens the opening experiment; chooses its activation. */
  async #openWanted(): Promise<void> {
    const wanted = { scenario: this.#wanted };
    try {
      await this.#run.open(scenarioOf(wanted), wanted.scenario === null ? OPENING_STEP : 0);
      this.#store.send({ type: 'refused', refusal: null });
    } catch (error) {
      const { text, mistakes } = refusalOf(wanted, error);
      this.#store.send({ type: 'refused', refusal: { text, mistakes } });
      await this.#run.open(openingScenario, OPENING_STEP);
    }
    const chosen = firstActivation(this.#store.state.experiment?.scenario.network.activation);
    if (!chosen) return;
    const { name, ...settings } = chosen;
    this.#store.send({ type: 'chosen', name });
    await this.#enquiry.set(name, settings);
  }

  /** Costs are measured once by themselves, when the figure comes to sight and the network is at rest. */
  #measureWhenSeen(): void {
    const { costs, playing } = this.#store.state;
    if (this.#started && this.#seen && !costs && !playing) this.#settle(this.#enquiry.measure());
  }

  /** The sums as bars, counted when they or the axis have changed. */
  #counts(): Uint32Array | null {
    const { experiment, reach } = this.#store.state;
    if (this.#counted?.of !== experiment || this.#counted.reach !== reach) {
      const some = experiment !== null && experiment.sums.length > 0;
      this.#counted = { of: experiment, reach, counts: some ? histogram(experiment.sums, reach, BINS) : null };
    }
    return this.#counted.counts;
  }

  /** Shows in the figure why `work` failed, where nobody else waits for it. */
  #settle(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      this.#store.send({ type: 'failed', why: error instanceof Error ? error.message : String(error) });
    });
  }

  #changed(state: ExplorerState, message: Message): void {
    if (message.type === 'ran' || message.type === 'chosen' || message.type === 'evaluated')
      this.#settle(this.#enquiry.meet());
    if (message.type === 'played') this.#wake();
    const sentence = this.#sentence(state, message);
    if (sentence !== null && this.#started) this.#speaker.speak(sentence);
    this.requestUpdate();
  }

  /** What is worth saying of `message`; null when it is not. */
  #sentence(state: ExplorerState, message: Message): string | null {
    const { explorer } = this.#words;
    const labelOf = (name: string): string => entryOf(state, name)?.label ?? '';
    if (message.type === 'chosen') return explorer.spokenChosen(labelOf(message.name));
    if (message.type === 'pinned')
      return explorer.spokenPinned([state.chosen, ...state.pins.map(({ name }) => name)].map(labelOf));
    if (message.type === 'measured') return explorer.measured(message.costs.at);
    return null;
  }

  #announce({ report, events }: Frame): void {
    for (const event of events) this.#emit(event.kind === 'revived' ? 'reluctant-revival' : 'reluctant-death', event);
    this.#emit('reluctant-step', report);
    if (report.status === 'diverged') this.#emit('reluctant-diverged', report);
  }

  #emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #makeActions(): Actions {
    const settle = (work: Promise<unknown>): void => this.#settle(work);
    return {
      choose: (name) => this.#store.send({ type: 'chosen', name }),
      pin: (name) => this.#store.send({ type: 'pinned', name }),
      point: (cursor) => {
        if (cursor !== this.#store.state.cursor) this.#store.send({ type: 'pointed', cursor });
      },
      set: (name, settings) => settle(this.#enquiry.set(name, settings)),
      look: (reach) => settle(this.#enquiry.look(reach)),
      adopt: () => settle(this.#adopt()),
      measure: () => settle(this.#enquiry.measure()),
      playOrPause: () => settle(this.#store.state.playing ? this.pause() : this.play()),
      step: () => settle(this.step()),
      reset: () => settle(this.reset()),
      goToAbout: () => {
        const heading = this.renderRoot.querySelector<HTMLElement>('.about h3');
        heading?.scrollIntoView();
        heading?.focus({ preventScroll: true });
      },
      dismiss: () => this.#store.send({ type: 'refused', refusal: null }),
      toggleTable: (open) => {
        this.#tableOpen = open;
        this.requestUpdate();
      },
    };
  }

  async #adopt(): Promise<void> {
    const { chosen, settings } = this.#store.state;
    await this.#run.adopt({ ...settings[chosen], name: chosen });
    this.#emit('reluctant-change', this.scenario);
  }

  /** Puts on the colours that the reader's system and `theme` ask for. */
  #dress(): void {
    fillSheet(this.#colours, ':host', themeOf(appearance(this.theme)));
    this.requestUpdate();
  }

  #wake(): void {
    if (!this.#connected || !this.#seen) return;
    this.#measureWhenSeen();
    if (this.#frameHandle === 0 && this.#store.state.playing) this.#frameHandle = requestAnimationFrame(this.#frame);
  }

  readonly #frame = (now: number): void => {
    this.#frameHandle = 0;
    this.#run.tick(now);
    if (this.#store.state.playing) this.#wake();
  };
}

/** The names in `list`, separated by spaces; null for none, which stands for all. */
function namesIn(list: string): ReadonlySet<string> | null {
  const names = list.split(/\s+/).filter(Boolean);
  return names.length > 0 ? new Set(names) : null;
}

/** Makes the tag known, unless another copy of this file has done so. */
export function defineActivations(): void {
  if (!customElements.get('reluctant-activations'))
    customElements.define('reluctant-activations', ReluctantActivations);
}

declare global {
  interface HTMLElementTagNameMap {
    'reluctant-activations': ReluctantActivations;
  }
}
