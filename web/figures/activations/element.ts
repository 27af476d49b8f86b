// <reluctant-activations>: attributes, methods, events and life of the figure. What it shows is view.ts, what it knows
// store.ts, what it asks of the core enquiry.ts and run.ts.
import { unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import type { Frame, StepReport } from '../../../wasm/src/types.js';
import { histogram } from '../../drawing/activation.js';
import { FigureElement } from '../element.js';
import { openingScenario, refusalOf, scenarioOf } from '../opening.js';
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
 * @tag reluctant-activations
 * @attr {string} scenario - the network whose sums are shown, and whose activation is chosen, as JSON; without it the
 * opening experiment after its deaths
 * @attr {string} controls - parameters of activations to offer, by name, separated by spaces; without it all
 * @csspart settings - the network's clock and the tools
 * @csspart cards - the activations
 * @csspart card - one of them
 * @csspart plot - the large plot
 * @csspart about - what there is to say of the chosen one
 * @csspart table - the activations as a table
 */
export class ReluctantActivations extends FigureElement {
  static override readonly styles = [super.styles, unsafeCSS(styles)];

  #offered: ReadonlySet<string> | null = null;
  #wide = true;
  #width = 0;
  #tableOpen = false;
  #curves: Promise<void> = Promise.resolve();
  #counted: { of: ExplorerState['experiment']; reach: number; counts: Uint32Array | null } | null = null;
  protected override readonly store = new Store((state, message) => this.#changed(state, message));
  readonly #enquiry = new Enquiry(this.store);
  protected override readonly run = new Run(this.store, (frame) => this.#announce(frame));
  readonly #actions = this.#makeActions();

  /** Back to step 0 of the same run. */
  override async reset(): Promise<StepReport> {
    return this.seek(0);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#enquiry.end();
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!this.hasUpdated) this.#wide = this.clientWidth >= WIDE; // later changes are watched
    if (changed.has('controls')) this.#offered = namesIn(this.controls);
  }

  protected override render(): TemplateResult {
    return explorerView({
      state: this.store.state,
      words: this.words,
      wide: this.#wide,
      width: this.#width,
      counts: this.#counts(),
      controls: this.#offered,
      tableOpen: this.#tableOpen,
      actions: this.#actions,
      retry: this.retry,
    });
  }

  protected override updated(): void {
    const width = this.renderRoot.querySelector('.large')?.clientWidth ?? 0;
    if (width !== this.#width) {
      this.#width = width;
      this.requestUpdate();
    }
  }

  protected override get shown(): ExplorerState['experiment'] {
    return this.store.state.experiment;
  }

  protected override async open(): Promise<void> {
    await Promise.all([this.#openOrRefuse(), this.#curves]);
    const chosen = firstActivation(this.shown?.scenario.network.activation);
    if (chosen) {
      const { name, ...settings } = chosen;
      this.store.send({ type: 'chosen', name });
      await this.#enquiry.set(name, settings);
    }
    await this.updateComplete;
  }

  protected override resume(): Promise<unknown> {
    this.#curves = this.#enquiry.begin();
    const { shown } = this;
    return shown ? Promise.all([this.run.open(shown.scenario, this.at), this.#curves]) : this.open();
  }

  protected override resized(width: number): void {
    this.#wide = width >= WIDE;
    super.resized(width);
  }

  protected override paint(): boolean {
    const { costs, playing } = this.store.state;
    // Costs are measured once by themselves, when the figure is in sight and the network at rest.
    if (this.started && !costs && !playing) this.settle(this.#enquiry.measure());
    return playing;
  }

  async #openOrRefuse(): Promise<void> {
    const { wanted } = this;
    try {
      await this.run.open(scenarioOf(wanted), wanted.scenario === null ? OPENING_STEP : 0);
      this.store.send({ type: 'refused', refusal: null });
    } catch (error) {
      this.store.send({ type: 'refused', refusal: refusalOf(wanted, error) });
      await this.run.open(openingScenario, OPENING_STEP);
    }
  }

  /** The sums as bars, counted when they or the axis have changed. */
  #counts(): Uint32Array | null {
    const { experiment, reach } = this.store.state;
    if (this.#counted?.of !== experiment || this.#counted.reach !== reach) {
      const some = experiment !== null && experiment.sums.length > 0;
      this.#counted = { of: experiment, reach, counts: some ? histogram(experiment.sums, reach, BINS) : null };
    }
    return this.#counted.counts;
  }

  #changed(state: ExplorerState, message: Message): void {
    if (message.type === 'ran' || message.type === 'chosen' || message.type === 'evaluated')
      this.settle(this.#enquiry.meet());
    if (message.type === 'played') this.wake();
    if (this.started) this.say(this.#sentence(state, message));
    this.requestUpdate();
  }

  /** What is worth saying of `message`; null when it is not. */
  #sentence(state: ExplorerState, message: Message): string | null {
    const { explorer } = this.words;
    const labelOf = (name: string): string => entryOf(state, name)?.label ?? '';
    if (message.type === 'chosen') return explorer.spokenChosen(labelOf(message.name));
    if (message.type === 'pinned')
      return explorer.spokenPinned([state.chosen, ...state.pins.map(({ name }) => name)].map(labelOf));
    if (message.type === 'measured') return explorer.measured(message.costs.at);
    return null;
  }

  #announce({ report, events }: Frame): void {
    this.announceLives(events);
    this.announceStep(report);
  }

  #makeActions(): Actions {
    const settle = (work: Promise<unknown>): void => this.settle(work);
    return {
      choose: (name) => this.store.send({ type: 'chosen', name }),
      pin: (name) => this.store.send({ type: 'pinned', name }),
      point: (cursor) => {
        if (cursor !== this.store.state.cursor) this.store.send({ type: 'pointed', cursor });
      },
      set: (name, settings) => settle(this.#enquiry.set(name, settings)),
      look: (reach) => settle(this.#enquiry.look(reach)),
      adopt: () => settle(this.#adopt()),
      measure: () => settle(this.#enquiry.measure()),
      playOrPause: () => settle(this.store.state.playing ? this.pause() : this.play()),
      step: () => settle(this.step()),
      reset: () => settle(this.reset()),
      goToAbout: () => {
        const heading = this.renderRoot.querySelector<HTMLElement>('.about h3');
        heading?.scrollIntoView();
        heading?.focus({ preventScroll: true });
      },
      dismiss: () => this.store.send({ type: 'refused', refusal: null }),
      toggleTable: (open) => {
        this.#tableOpen = open;
        this.requestUpdate();
      },
    };
  }

  async #adopt(): Promise<void> {
    const { chosen, settings } = this.store.state;
    await this.run.adopt({ ...settings[chosen], name: chosen });
    this.emit('reluctant-change', this.scenario);
  }
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
