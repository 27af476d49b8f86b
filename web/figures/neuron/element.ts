// <reluctant-neuron>: attributes, methods, events and life of the figure. What it shows is view.ts, what it knows store.ts,
// what it commands run.ts, what can be undone hand.ts.
import { unsafeCSS, type TemplateResult } from 'lit';
import type { CompleteScenario, Mistake, StepReport } from '../../../wasm/src/types.js';
import { keyAction } from '../../shell/keys.js';
import { controlsWith, FigureElement } from '../element.js';
import { refusalOf, scenarioOf } from '../opening.js';
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
export const ALL_CONTROLS = 'activation learning-rate batch-size';

/** The question that the figure opens with. */
const FIRST: Place = { scenario: PRESETS.tooBig, step: 0, view: null, question: 'tooBig' };

/**
 * A single neuron with two inputs, and the arithmetic of each of its steps.
 *
 * @tag reluctant-neuron
 * @attr {string} scenario - the experiment as JSON: one hidden unit, two inputs, one output, plain SGD; without it the
 * figure's own questions
 * @attr {string} controls - of `question`, `activation`, `learning-rate` and `batch-size` what the reader may choose, separated
 * by spaces; without it all
 * @csspart questions - the figure's own questions
 * @csspart diagram - the neuron with its weights
 * @csspart curve - its activation
 * @csspart plane - its points and its line
 * @csspart steps - the arithmetic of the steps
 */
export class ReluctantNeuron extends FigureElement {
  static override readonly properties = { ...FigureElement.properties, controls: controlsWith(ALL_CONTROLS) };

  static override readonly styles = [super.styles, unsafeCSS(styles)];

  protected override readonly store = new Store((state, message, former) => this.#changed(state, message, former));
  protected override readonly run = new Run(this.store, (allowed, found) => this.words.neuron.expected(allowed, found));
  readonly #hand = new Hand(this.store, this.run, () => this.emit('reluctant-change', this.scenario));
  readonly #grounds = new Grounds();
  readonly #actions = this.#makeActions();

  constructor() {
    super();
    this.controls = ALL_CONTROLS;
  }

  /** Back to step 0 of what was opened; what the reader changed since is gone. */
  override async reset(): Promise<StepReport> {
    await this.pause();
    const { base } = this.store.state;
    if (base) await this.run.open(base);
    return this.run.seek(0);
  }

  protected override render(): TemplateResult {
    const offered = new Set(this.controls.split(/\s+/));
    return neuronView({
      state: this.store.state,
      words: this.words,
      theme: this.palette,
      offers: (control) => offered.has(control),
      questions: offered.has('question') || this.wanted.scenario === null || this.store.state.refused.length > 0,
      actions: this.#actions,
      retry: this.retry,
    });
  }

  protected override updated(): void {
    for (const placed of this.renderRoot.querySelectorAll<HTMLElement>('[data-at]')) {
      placed.style.setProperty('--at', placed.dataset['at'] ?? '0');
      placed.style.setProperty('--to', placed.dataset['to'] ?? placed.dataset['at'] ?? '0');
    }
    this.wake();
  }

  protected override staled(): void {
    this.#grounds.forget();
    super.staled();
  }

  protected override get shown(): { scenario: CompleteScenario; report: StepReport } | null {
    const { experiment } = this.store.state;
    return experiment && { scenario: experiment.scenario, report: experiment.now.frame.report };
  }

  protected override async open(): Promise<void> {
    const { wanted } = this;
    let base = FIRST;
    let mistakes: readonly Mistake[] = [];
    try {
      if (wanted.scenario !== null) base = { scenario: scenarioOf(wanted), step: 0, view: null, question: null };
      await this.run.open(base);
    } catch (error) {
      ({ mistakes } = refusalOf(wanted, error));
      base = FIRST;
      await this.run.open(base);
    }
    this.store.send({ type: 'based', base });
    this.store.send({ type: 'refused', mistakes });
    this.store.send({ type: 'travelled', past: [], future: [] });
  }

  protected override resume(): Promise<void> {
    const { experiment } = this.store.state;
    return experiment ? this.run.open(placeOf(experiment)) : this.open();
  }

  #changed(state: NeuronState, message: Message, former: NeuronState): void {
    if (message.type === 'moved' || message.type === 'opened') {
      this.announceLives(message.lives);
      const report = this.shown?.report;
      if (report) this.announceStep(report);
    }
    this.say(spokenOf(former, state, message, this.words));
    this.requestUpdate();
  }

  #makeActions(): Actions {
    const settle = (work: Promise<unknown>): void => this.settle(work);
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
        if (this.store.state.playing) this.run.pause();
        else settle(this.#hand.act(() => this.play()));
      },
      step: () => settle(this.#hand.act(() => this.step())),
      reset: () => settle(this.#hand.act(() => this.reset()).then(() => this.emit('reluctant-change', this.scenario))),
      undo: () => settle(this.#hand.undo()),
      redo: () => settle(this.#hand.redo()),
      ask: (question) => {
        const place: Place = { scenario: PRESETS[question], step: 0, view: null, question };
        this.store.send({ type: 'based', base: place });
        settle(this.#hand.edit('question', true, () => place));
      },
      set: (index, value, done) =>
        change(`parameter ${index}`, done, ({ now }) => ({ parameters: [...now.frame.parameters.with(index, value)] })),
      setRate: (rate, done) => change('rate', done, () => ({ 'training.optimizer.learningRate': rate })),
      activate: (activation) => change('activation', true, () => ({ 'network.activation': activation })),
      learnFrom: (points) => change('batch', true, () => ({ 'training.batchSize': points })),
      choose: (row) => this.store.send({ type: 'chosen', row }),
      move: (row, to, done) =>
        replace(`point ${row}`, done, (points) => points.map((point, k) => (k === row ? { ...point, ...to } : point))),
      release: () => this.#hand.release(),
      add: (at) => {
        const { chosen, experiment } = this.store.state;
        const target = experiment?.data.targets[chosen] ?? 0;
        replace('add', true, (points) => [...points, { ...at, target }]);
        this.store.send({ type: 'chosen', row: experiment?.data.trainCount ?? 0 });
      },
      remove: (row) => {
        if ((this.store.state.experiment?.data.trainCount ?? 0) > 1)
          replace('remove', true, (points) => points.filter((_, k) => k !== row));
      },
    };
  }

  protected override pressed(event: KeyboardEvent): void {
    const { undo, redo, playOrPause, step, reset } = this.#actions;
    const acts: Partial<Record<string, () => void>> = { 'play-or-pause': playOrPause, step, reset, undo, redo };
    const act = acts[chordOf(event) ?? keyAction(event) ?? ''];
    if (!act || !this.store.state.experiment) return;
    event.preventDefault();
    act();
  }

  protected override paint(): boolean {
    const { experiment, playing } = this.store.state;
    if (experiment) this.#grounds.paint(this.renderRoot, experiment, this.palette);
    return playing;
  }
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
