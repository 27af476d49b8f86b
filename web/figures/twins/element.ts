// <reluctant-twins>: attributes, methods, events and life of the figure. What it shows is view.ts, what it knows store.ts,
// what it commands run.ts, what tells its runs apart pair.ts.
import { unsafeCSS, type TemplateResult } from 'lit';
import type { CompleteScenario, StepReport } from '../../../wasm/src/types.js';
import { keyAction } from '../../shell/keys.js';
import boardStyles from '../board.css?inline';
import type { Change } from '../change.js';
import controlStyles from '../controls.css?inline';
import { FigureElement } from '../element.js';
import { mistakesOf } from '../mistakes.js';
import { refusalOf, scenarioOf, type Wanted } from '../opening.js';
import { Playhead } from '../playhead.js';
import { lastStep } from '../record.js';
import styles from './figure.css?inline';
import { FIRST, readTwin, twinOf, TwinRefused } from './pair.js';
import { Pictures } from './pictures.js';
import { Run } from './run.js';
import { spokenOf } from './speech.js';
import { stepOf, Store, type Message, type TwinsState } from './store.js';
import { twinsView, type Actions } from './view.js';

/** Seeds of the dice lie below this: short enough to be read aloud in a classroom. */
const DICE = 100_000;

/**
 * The same run under a second setting beside the first: same data, weights and batches, and what comes of it. Its
 * events are those of the first run; both end where one of them diverges.
 *
 * @tag reluctant-twins
 * @attr {string} scenario - the experiment of the first run as JSON; without it the figure's own
 * @attr {string} controls - settings to offer for both runs, by the last part of their names, separated by spaces; `twin` is the
 * choice of what differs
 * @csspart settings - what differs, and the settings of both
 * @csspart network - the network of each run
 * @csspart surface - what each network says over the plane
 * @csspart tracks - the lifelines of each run
 * @csspart between - how many neurons differ
 */
export class ReluctantTwins extends FigureElement {
  static override readonly properties = { ...super.properties, twin: { noAccessor: true } };

  static override readonly styles = [super.styles, unsafeCSS(controlStyles), unsafeCSS(boardStyles), unsafeCSS(styles)];

  #twin: unknown = null;
  protected override readonly store = new Store((state, message) => this.#changed(state, message));
  protected override readonly run = new Run(this.store);
  readonly #pictures = new Pictures(this);
  readonly #playhead = new Playhead({
    place: () => {
      const { twins } = this.store.state;
      return twins && { at: stepOf(twins), known: lastStep(twins.runs[0].record) };
    },
    pause: () => {
      if (this.store.state.playing) this.run.pause();
    },
    seek: (step) => this.run.seek(step),
    hover: () => undefined,
    stepAt: (tracks, x) => this.#pictures.stepAt(tracks, x),
  });
  readonly #actions = this.#makeActions();

  /**
   * What the second run differs in, as an object or JSON: dotted paths of the Scenario and their values, as `apply` takes
   * them; without it a leaky slope. Read back: everything that differs.
   */
  get twin(): Change | string | null {
    const { twins } = this.store.state;
    return twins ? twinOf(twins.differences) : (this.#twin as Change | string | null);
  }

  set twin(twin: unknown) {
    void this.load(this.wanted, twin ?? null);
  }

  /** Back to step 0 of both. */
  override async reset(): Promise<StepReport> {
    await this.ready;
    return this.run.seek(0);
  }

  /**
   * Opens a Scenario beside its twin, or keeps both until the figure is connected. What is wrong with either is shown: of a
   * wrong Scenario with the figure's own pair instead, of a wrong twin with two equal runs.
   */
  override async load(wanted: Wanted, twin: unknown = this.#twin): Promise<void> {
    this.#twin = twin;
    await super.load(wanted);
  }

  protected override render(): TemplateResult {
    return twinsView({
      state: this.store.state,
      words: this.words,
      controls: this.controls,
      copied: this.copied,
      actions: this.#actions,
      retry: this.retry,
    });
  }

  protected override updated(): void {
    this.#pictures.adopt();
    this.wake();
  }

  protected override get shown(): { scenario: CompleteScenario; report: StepReport } | null {
    const { twins } = this.store.state;
    return twins && { scenario: twins.runs[0].scenario, report: twins.runs[0].frame.report };
  }

  protected override async open(): Promise<void> {
    const { wanted } = this;
    this.store.send({ type: 'picked', path: null });
    try {
      const scenario = wanted.scenario === null && !wanted.mistakes ? FIRST : scenarioOf(wanted);
      await this.run.open(scenario, readTwin(this.#twin), wanted.step);
      this.store.send({ type: 'refused', refusal: null });
    } catch (error) {
      await this.#openInstead(wanted, error);
    }
  }

  protected override resume(): Promise<void> {
    const { twins } = this.store.state;
    return twins ? this.run.open(twins.runs[0].scenario, twinOf(twins.differences), stepOf(twins)) : this.open();
  }

  protected override staled(): void {
    this.#pictures.forget();
    this.wake();
  }

  protected override pressed(event: KeyboardEvent): void {
    const { playOrPause, step, reset, newSeed } = this.#actions;
    const acts: Partial<Record<string, () => void>> = {
      'play-or-pause': playOrPause,
      step,
      reset,
      'new-seed': newSeed,
    };
    const act = acts[keyAction(event) ?? ''];
    if (!act || !this.store.state.twins) return;
    event.preventDefault();
    act();
  }

  protected override paint(now: number): boolean {
    const { state } = this.store;
    const moves = this.#pictures.paint(state, this.palette, this.words, now);
    this.#pictures.describe(state, this.words, now);
    return state.playing || moves;
  }

  /** Opens what can be opened in the place of what was refused with `error`. */
  async #openInstead(wanted: Wanted, error: unknown): Promise<void> {
    const ofTwin = error instanceof TwinRefused;
    const refusal = ofTwin
      ? { text: textOf(this.#twin), link: null, mistakes: mistakesOf(error) }
      : refusalOf(wanted, error);
    this.store.send({ type: 'refused', refusal: { ...refusal, ofTwin } });
    const scenario = wanted.scenario === null ? FIRST : scenarioOf(wanted);
    if (ofTwin) await this.run.open(scenario, {}, wanted.step);
    else await this.run.open(FIRST, null);
  }

  #changed(state: TwinsState, message: Message): void {
    if (message.type === 'opened') this.announceLives(message.events[0]);
    if (message.type === 'advanced') this.announceLives(message.frames[0].events);
    if (message.type === 'opened' || message.type === 'advanced' || message.type === 'sought')
      this.#announceStep(state);
    this.say(spokenOf(state, message, this.words));
    this.requestUpdate();
  }

  /** The first run's report; where the second alone has ended, that it has. */
  #announceStep({ twins }: TwinsState): void {
    if (!twins) return;
    const [first, second] = twins.runs.map(({ frame }) => frame.report);
    if (first) this.announceStep(first);
    if (first?.status === 'running' && second?.status === 'diverged') this.emit('reluctant-diverged', second);
  }

  #makeActions(): Actions {
    const settle = (work: Promise<unknown>): void => this.settle(work);
    const edit = (change: Promise<boolean>): void => settle(change.then((right) => right && this.#tellChange()));
    return {
      playOrPause: () => settle(this.store.state.playing ? this.pause() : this.play()),
      step: () => settle(this.step()),
      reset: () => settle(this.reset()),
      newSeed: () => edit(this.run.changeBoth({ seed: Math.floor(Math.random() * DICE) })),
      pace: (speed) => this.store.send({ type: 'paced', speed }),
      changeBoth: (change) => edit(this.run.changeBoth(change)),
      changeSecond: (change) => edit(this.run.changeSecond(change)),
      pick: (path) => {
        this.store.send({ type: 'picked', path });
        edit(this.run.changeTwin({}));
      },
      equalise: (path) => {
        const left = this.store.state.twins?.differences.filter((difference) => difference.path !== path) ?? [];
        edit(this.run.changeTwin(twinOf(left)));
      },
      showBoard: (open) => this.store.send({ type: 'boarded', open }),
      drag: (event) => settle(this.#playhead.drag(event)),
      press: (event) => settle(this.#playhead.press(event)),
      copy: (text) => settle(this.copy(text)),
      dismiss: () => this.store.send({ type: 'refused', refusal: null }),
    };
  }

  #tellChange(): void {
    this.#twin = this.twin;
    this.store.send({ type: 'refused', refusal: null });
    this.emit('reluctant-change', this.scenario);
  }
}

const textOf = (twin: unknown): string => (typeof twin === 'string' ? twin : JSON.stringify(twin, null, 2));

/** Makes the tag known, unless another copy of this file has done so. */
export function defineTwins(): void {
  if (!customElements.get('reluctant-twins')) customElements.define('reluctant-twins', ReluctantTwins);
}

declare global {
  interface HTMLElementTagNameMap {
    'reluctant-twins': ReluctantTwins;
  }
}
