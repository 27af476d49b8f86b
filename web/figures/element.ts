// What every figure's element has in common: attributes, methods, colours, words, voice, frames, and its life in the
// document. What a figure adds is the element.ts of its folder.
import { LitElement, unsafeCSS, type CSSResultGroup, type PropertyDeclaration, type PropertyValues } from 'lit';
import type { CompleteScenario, LifeEvent, Scenario, StepReport } from '../../wasm/src/types.js';
import { stringsOf, type Strings } from '../shell/strings/index.js';
import { appearance, reducedMotion } from '../shell/theme.js';
import baseStyles from './base.css?inline';
import type { Wanted } from './opening.js';
import { fillSheet, themeForHost, themeOf } from './sheets.js';
import { Speaker } from './speaker.js';
import { watchSurroundings } from './surroundings.js';

/** What every figure's store can be asked and told. */
interface Store {
  readonly state: { readonly playing: boolean };
  send(message: { type: 'failed'; why: unknown }): void;
}

/** What every figure's run can be told. */
interface Run {
  play(): void;
  pause(): void;
  step(count: number): Promise<StepReport>;
  seek(step: number): Promise<StepReport>;
  tick(now: number): void;
  close(): Promise<void>;
}

/** The attribute `controls`, which is `usual` while the host says nothing. */
export const controlsWith = (usual: string): PropertyDeclaration => ({
  converter: (value: string | null) => value ?? usual,
});

/**
 * What every figure's element offers to the page around it. dist/custom-elements.json is made of these lines and of those
 * of the figures (tools/manifest.mjs).
 *
 * @attr {boolean} autoplay - plays by itself, unless the reader wants less motion
 * @attr {string} lang - the language of its words, else the page's; there is English so far
 * @attr {string} theme - `light` or `dark`; else what the reader's system asks for
 * @slot - what stands in the figure's place where it cannot run
 * @cssprop {<color>} --reluctant-ground - the ground of the figure; a dark one goes with `theme="dark"`
 * @cssprop {<color>} --reluctant-ink - its words, lines and buttons
 * @cssprop {<color>} --reluctant-accent - what has the focus, and what is compared
 * @cssprop {<family-name>} --reluctant-font - its type, as in `font-family`
 * @cssprop {<length>} [--reluctant-radius=14px] - the corners of its cards; those of buttons are a little less round
 * @csspart figure - all of it
 * @csspart play - the button that plays and pauses
 * @fires {CustomEvent<null>} reluctant-ready - once, when the first picture stands
 * @fires {CustomEvent<StepReport>} reluctant-step - where the run has come to, once a frame
 * @fires {CustomEvent<LifeEvent>} reluctant-death - a neuron has died, or was born dead
 * @fires {CustomEvent<LifeEvent>} reluctant-revival - a dead neuron fires again
 * @fires {CustomEvent<StepReport>} reluctant-diverged - the run has left the numbers that there are
 * @fires {CustomEvent<Scenario>} reluctant-change - the complete Scenario, after a change that the reader made
 */
export abstract class FigureElement extends LitElement {
  static override readonly properties = {
    scenario: { noAccessor: true },
    controls: controlsWith(''),
    autoplay: { type: Boolean },
    lang: {},
    theme: {},
  };

  static override readonly styles: CSSResultGroup = unsafeCSS(baseStyles);

  declare controls: string;
  declare autoplay: boolean;
  declare theme: string;

  /** Settles when the first picture stands; rejects where nothing can run. */
  readonly ready: Promise<void>;

  protected abstract readonly store: Store;
  protected abstract readonly run: Run;
  /** What was given to be opened last. */
  protected wanted: Wanted = { scenario: null };
  protected palette = themeOf({ dark: false, forced: false });

  /** Whether `copy` reached the clipboard. */
  protected copied = false;

  #connected = false;
  #started = false;
  #seen = true;
  #printing = false;
  #frameHandle = 0;
  #settleReady!: { resolve: () => void; reject: (reason: unknown) => void };
  #stopWatching = (): void => undefined;
  readonly #colours = new CSSStyleSheet();
  readonly #speaker = new Speaker((sentence) => {
    const region = this.renderRoot.querySelector('.spoken');
    if (region) region.textContent = sentence;
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
    return this.shown?.scenario ?? (this.wanted.scenario as Scenario | string | null);
  }

  set scenario(scenario: unknown) {
    void this.load({ scenario: scenario ?? null });
  }

  /** The step shown. */
  get at(): number {
    return this.shown?.report.step ?? 0;
  }

  /** Trains on, at the figure's pace. */
  async play(): Promise<void> {
    await this.ready;
    if (this.shown?.report.status === 'running') this.run.play();
  }

  /** Stands still. */
  async pause(): Promise<void> {
    await this.ready;
    if (this.store.state.playing) this.run.pause();
  }

  /** Stands still and trains `count` steps. */
  async step(count = 1): Promise<StepReport> {
    await this.pause();
    return this.run.step(count);
  }

  /** Goes to the state after `step` steps, backwards or forwards, exact to the bit. */
  async seek(step: number): Promise<StepReport> {
    await this.ready;
    return this.run.seek(step);
  }

  /** Back to step 0. */
  abstract reset(): Promise<StepReport>;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#connected = true;
    this.#stopWatching = watchSurroundings(this, {
      resized: (width) => this.resized(width),
      seen: (visible) => {
        this.#seen = visible;
        if (visible) this.wake();
        else this.#sleep();
      },
      wishesChanged: () => this.#dress(),
      staled: () => this.staled(),
      printing: (on) => this.#print(on),
      pressed: (event) => this.pressed(event),
    });
    this.#dress();
    void this.#begin(this.resume());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#connected = false;
    this.#stopWatching();
    this.#sleep();
    this.#speaker.end();
    this.run.close().catch(() => undefined); // a lab that is lost has no run left to close
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot();
    (root as ShadowRoot).adoptedStyleSheets.push(this.#colours);
    return root;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('theme')) this.#dress();
  }

  /** The run that is shown; null before one is open. */
  protected abstract get shown(): { scenario: CompleteScenario; report: StepReport } | null;

  /** Opens what is wanted; what is wrong with it is shown, and the figure's own experiment instead. */
  protected abstract open(): Promise<void>;

  /** Opens a run when the figure is connected: one that was moved in its document goes on where it was. */
  protected abstract resume(): Promise<unknown>;

  /** Paints what is no element. @returns whether the next frame is wanted too */
  protected abstract paint(now: number): boolean;

  protected resized(_width: number): void {
    this.requestUpdate();
  }

  /** Draws anew what is painted: a font came, or a canvas was lost. */
  protected staled(): void {
    this.requestUpdate();
  }

  protected pressed(_event: KeyboardEvent): void {
    // Controls have their own keys; a figure with more of them says so.
  }

  /** Opens `wanted`, or keeps it until the figure is connected. */
  protected async load(wanted: Wanted): Promise<void> {
    this.wanted = wanted;
    if (this.#connected) await this.#begin(this.open());
  }

  protected get words(): Strings {
    return stringsOf(this.lang || document.documentElement.lang);
  }

  /** Whether the first picture stands. */
  protected get started(): boolean {
    return this.#started;
  }

  /** Asks for a frame, where somebody sees it. */
  protected wake(): void {
    if (this.#frameHandle === 0 && this.#connected && this.#seen)
      this.#frameHandle = requestAnimationFrame(this.#frame);
  }

  /** Goes on where it was, after nothing could run: the lab may start now. */
  protected readonly retry = (): void => {
    void this.#begin(this.resume());
  };

  /** Shows in the figure why `work` failed, where nobody else waits for it. */
  protected settle(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.fail(error));
  }

  /** Shows in the place of the figure that nothing can run. */
  protected fail(error: unknown): void {
    this.store.send({ type: 'failed', why: error });
  }

  /** Says `sentence` to those who hear the figure, if there is one. */
  protected say(sentence: string | null): void {
    if (sentence !== null) this.#speaker.speak(sentence);
  }

  /** Puts `text` on the clipboard; where that is refused, selects the text shown of what is wrong. */
  protected async copy(text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.copied = true;
    } catch {
      getSelection()?.selectAllChildren(this.renderRoot.querySelector('.refusal pre') ?? this); // refused: copy by hand
    }
    this.requestUpdate();
  }

  protected emit(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** Tells the host of neurons that died or came back. */
  protected announceLives(events: readonly LifeEvent[]): void {
    for (const event of events) this.emit(event.kind === 'revived' ? 'reluctant-revival' : 'reluctant-death', event);
  }

  /** Tells the host where the run has come to. */
  protected announceStep(report: StepReport): void {
    this.emit('reluctant-step', report);
    if (report.status === 'diverged') this.emit('reluctant-diverged', report);
  }

  /** Asks for no more frames. */
  #sleep(): void {
    cancelAnimationFrame(this.#frameHandle);
    this.#frameHandle = 0;
  }

  /** The first run that opens makes the figure ready, and plays when nothing speaks against it. */
  async #begin(opening: Promise<unknown>): Promise<void> {
    try {
      await opening;
    } catch (error) {
      this.fail(error);
      this.#settleReady.reject(error);
      return;
    }
    if (this.#started) return;
    this.#started = true;
    this.#settleReady.resolve();
    this.emit('reluctant-ready', null);
    if (this.autoplay && !reducedMotion()) this.run.play();
    this.wake();
  }

  /** Puts on what the reader's system and `theme` ask for, and the page around; the reader's own few colours win. */
  #dress(): void {
    const look = appearance(this.#printing ? 'light' : this.theme);
    this.palette = look.forced ? themeOf(look) : themeForHost(themeOf(look), this);
    fillSheet(this.#colours, ':host', this.palette);
    this.requestUpdate();
  }

  /** Paper is light and shows one moment: there is no frame between this and the printer. */
  #print(on: boolean): void {
    this.#printing = on;
    if (on && this.store.state.playing) this.run.pause();
    this.#dress();
    this.performUpdate();
    this.paint(performance.now());
  }

  readonly #frame = (now: number): void => {
    this.#frameHandle = 0;
    this.run.tick(now);
    if (this.paint(now)) this.wake();
  };
}
