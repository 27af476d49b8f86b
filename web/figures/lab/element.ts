// <reluctant-lab>: attributes, methods, events and life of the figure. What it shows is view.ts, what it knows store.ts,
// what it commands run.ts.
import { nothing, unsafeCSS, type TemplateResult } from 'lit';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import type { CompleteScenario, StepReport } from '../../../wasm/src/types.js';
import { keyAction } from '../../shell/keys.js';
import { reducedMotion } from '../../shell/theme.js';
import { FigureElement } from '../element.js';
import { openingScenario, refusalOf, scenarioOf, type Wanted } from '../opening.js';
import chartStyles from './charts.css?inline';
import controlStyles from '../controls.css?inline';
import { Edits } from './edits.js';
import { makeActions } from './actions.js';
import boardStyles from '../board.css?inline';
import { isAstray } from './branch.js';
import { Examiner } from './examiner.js';
import { Files } from './files.js';
import { Gauge } from './gauge.js';
import styles from './figure.css?inline';
import { Later } from './later.js';
import { Measurer } from './measurer.js';
import microscopeStyles from './microscope/microscope.css?inline';
import { Pictures } from './pictures.js';
import { Playhead } from '../playhead.js';
import { Pointer } from './pointer.js';
import { lastStep } from '../record.js';
import { questionOf } from './questions.js';
import { Run } from './run.js';
import { spokenOf } from './speech.js';
import { Store, type LabState, type Message } from './store.js';
import { labView, type Form, type Parts } from './view.js';
import { Zoomer } from './zoomer.js';

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
 * @tag reluctant-lab
 * @attr {string} scenario - the experiment as JSON; without it the opening experiment
 * @attr {string} controls - settings to offer, by the last part of their names, separated by spaces; `all` is the board of
 * all of them with undo and files, `question` the list of questions
 * @csspart settings - the settings above the network
 * @csspart count - the number of the dead
 * @csspart rescue - the button that brings them back
 * @csspart network - the network
 * @csspart surface - what the network says over the plane
 * @csspart timeline - clock, buttons and tracks
 * @csspart table - the neurons as a table
 */
export class ReluctantLab extends FigureElement {
  static override readonly styles = [
    super.styles,
    unsafeCSS(uPlotStyles),
    unsafeCSS(controlStyles),
    unsafeCSS(styles),
    unsafeCSS(boardStyles),
    unsafeCSS(chartStyles),
    unsafeCSS(microscopeStyles),
  ];

  #form: Form = 'wide';
  #parts: Parts = { table: false, board: false, curves: false, branch: false, log: true };
  protected override readonly store = new Store((state, message) => this.#changed(state, message));
  protected override readonly run = new Run(this.store);
  readonly #edits = new Edits(this.store, this.run, () => this.#tellChange());
  readonly #pictures = new Pictures(this, () => this.wake());
  readonly #playhead = new Playhead({
    place: () => {
      const { experiment } = this.store.state;
      return experiment && { at: this.at, known: lastStep(experiment.record) };
    },
    pause: () => {
      if (this.store.state.playing) this.run.pause();
    },
    seek: (step) => this.run.seek(step),
    hover: (step) => {
      if (step !== this.store.state.hovered) this.store.send({ type: 'hovered', step });
    },
    stepAt: ({ dataset: { plot } }, x) =>
      plot === undefined ? this.#pictures.stepAt(x) : this.#pictures.stepInPlot(plot, x),
  });
  readonly #zoomer = new Zoomer(this.store, () => this.#pictures.stage);
  readonly #pointer = new Pointer(this.store, this.#zoomer, (x, y) => this.#pictures.unitAt(x, y));
  readonly #own = new Later(() =>
    import('./own.js').then(({ OwnData }) => new OwnData(this, this.store, this.#edits, () => this.requestUpdate())),
  );
  readonly #files = new Files(this.store, this.run, this.#edits, () => ({ theme: this.palette, words: this.words }));
  readonly #measurer = new Measurer(this.run, (error) => this.fail(error));
  readonly #gauge = new Gauge(this.run, (error) => this.fail(error));
  readonly #examiner = new Examiner(this.run, (error) => this.fail(error));
  readonly #actions = makeActions({
    store: this.store,
    run: this.run,
    edits: this.#edits,
    playhead: this.#playhead,
    pointer: this.#pointer,
    zoomer: this.#zoomer,
    files: this.#files,
    own: this.#own,
    figure: this,
    settle: (work) => this.settle(work),
    show: (part, on) => {
      this.#parts = { ...this.#parts, [part]: on };
      this.requestUpdate();
    },
    sheet: () => this.renderRoot.querySelector<HTMLDialogElement>('dialog.sheet'),
    copy: (text) => this.copy(text),
    attend: () => this.#attend(true),
  });

  /** Back to step 0 of the same run; what the reader changed during the run is gone. */
  override async reset(): Promise<StepReport> {
    await this.ready;
    return this.run.reset();
  }

  /** What `reset` goes back to; null before an experiment is open. */
  get base(): CompleteScenario | null {
    return this.store.state.experiment?.base ?? null;
  }

  /**
   * Opens a Scenario, or keeps it until the figure is connected. One that is wrong is shown with its mistakes, and the
   * opening experiment instead of it.
   */
  override async load(wanted: Wanted): Promise<void> {
    this.store.send({ type: 'loaded' });
    await super.load(wanted);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pictures.end();
  }

  protected override render(): TemplateResult {
    return labView({
      state: this.store.state,
      words: this.words,
      form: this.#form,
      controls: this.controls,
      parts: this.#parts,
      copied: this.copied,
      own: this.#own.here?.view(this.words) ?? nothing,
      actions: this.#actions,
      retry: this.retry,
    });
  }

  protected override updated(): void {
    this.#pictures.adopt();
    this.#pictures.fit(this.store.state, this.clientWidth);
    this.wake();
  }

  protected override get shown(): { scenario: CompleteScenario; report: StepReport } | null {
    const { experiment } = this.store.state;
    return experiment && { scenario: experiment.scenario, report: experiment.frame.report };
  }

  protected override async open(): Promise<void> {
    const { wanted } = this;
    const { step = 0, base = null } = wanted;
    try {
      await this.run.open(scenarioOf(wanted), { step, base });
      this.store.send({ type: 'refused', refusal: null });
    } catch (error) {
      this.store.send({ type: 'refused', refusal: refusalOf(wanted, error) });
      await this.run.open(openingScenario);
    }
  }

  protected override resume(): Promise<void> {
    const { experiment } = this.store.state;
    return experiment ? this.run.open(experiment.scenario, { step: this.at, base: experiment.base }) : this.open();
  }

  protected override resized(width: number): void {
    this.#form = FORMS.find(([, least]) => width >= least)?.[0] ?? 'phone';
    super.resized(width);
  }

  protected override staled(): void {
    this.#pictures.forget();
    this.wake();
  }

  #changed(state: LabState, message: Message): void {
    this.#announce(message);
    this.say(spokenOf(state, message, this.words));
    this.requestUpdate();
    if (message.type === 'chosen') void this.updateComplete.then(() => this.#attend(state.chosen !== null));
    if (message.type === 'forgotten') this.renderRoot.querySelector<HTMLElement>('#playhead')?.focus();
  }

  /** The focus goes to the neuron looked at, and back to where it was chosen. */
  #attend(closely: boolean): void {
    const place = this.renderRoot.querySelector<HTMLElement>(closely ? '.microscope h2' : '.neurons');
    place?.focus({ preventScroll: true });
    const shown = closely ? place?.closest('.microscope') : this.renderRoot.querySelector('.network');
    shown?.scrollIntoView({ block: 'nearest', behavior: reducedMotion() ? 'instant' : 'smooth' });
  }

  #announce(message: Message): void {
    if (message.type === 'opened') this.announceLives(message.events);
    if (message.type === 'advanced') this.announceLives(message.frame.events);
    if (message.type === 'intervened') {
      const { step } = message.frame.report;
      this.announceLives(message.events.filter((event) => event.step === step && event.cause === 'intervention'));
    }
    if ('frame' in message) this.announceStep(message.frame.report);
  }

  #tellChange(): void {
    this.store.send({ type: 'refused', refusal: null });
    this.emit('reluctant-change', this.scenario);
  }

  protected override pressed(event: KeyboardEvent): void {
    const action = keyAction(event);
    if (!action || !this.store.state.experiment) return;
    event.preventDefault();
    const { playOrPause, step, reset, newSeed, rescue, undo, redo } = this.#actions;
    ({ 'play-or-pause': playOrPause, step, reset, 'new-seed': newSeed, rescue, undo, redo })[action]();
  }

  protected override paint(now: number): boolean {
    const { state } = this.store;
    const moves = this.#pictures.paint(state, this.#form, this.palette, this.words, now);
    const { curves, log } = this.#parts;
    const { experiment } = state;
    const wanted = experiment && (curves || questionOf(experiment)?.measured);
    const waits = wanted ? this.#measurer.look(experiment, now) : false;
    const looks = [this.#examiner.look(state, now), this.#gauge.look(state, now)].includes(true);
    this.#own.here?.paint(this.palette);
    this.#pictures.paintCurves(state, log, this.palette, this.words);
    this.#pictures.describe(state, this.words, now);
    const films = this.#files.tick(now);
    return state.playing || moves || waits || looks || films || isAstray(state);
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
