// The figure's run: its clock, and every command to the core, one after the other. What came of them goes to store.ts.
import type { LabClient } from '../../../wasm/src/client.js';
import type { Data, LifeEvent, StepReport, View } from '../../../wasm/src/types.js';
import { settingsAt } from '../change.js';
import { connectedLab } from '../core.js';
import { Refused } from '../mistakes.js';
import { NO_PICTURES, Session } from '../session.js';
import { isDead, type Moment } from './arithmetic.js';
import { activationOf, mistakesFor, movedByHand } from './edit.js';
import { aliveBefore, type Curve, type Place, type Store } from './store.js';

/** Time between two steps while it plays, in milliseconds: time enough to read one number. */
const PACE = 600;
/** Samples of the activation's curve, and the sums that it reaches at least. */
const CURVE = { samples: 161, reach: 2 };
/** Side of the picture of the neuron's output, in samples. */
const RESOLUTION = 96;

export class Run {
  readonly #store: Store;
  readonly #expected: (allowed: string, found: string) => string;
  readonly #session = new Session();
  #nextAt = 0;

  /** @param expected words for a mistake: what is expected, and what was found */
  constructor(store: Store, expected: (allowed: string, found: string) => string) {
    this.#store = store;
    this.#expected = expected;
  }

  /** Ends the run before and goes to `place`. Rejects when its Scenario is wrong or not of one neuron. */
  open(place: Place): Promise<void> {
    return this.#session.serially(() => this.#open(place));
  }

  /** Ends the run; `open` begins another. */
  close(): Promise<void> {
    return this.#session.close();
  }

  play(): void {
    this.#nextAt = 0;
    this.#store.send({ type: 'played', playing: true });
  }

  pause(): void {
    this.#store.send({ type: 'played', playing: false });
  }

  /** Trains `count` steps. */
  step(count: number): Promise<StepReport> {
    return this.#session.serially(async () => {
      const { report } = this.#session.simulation.frame;
      return count === 0 ? report : this.#goTo(report.step + count);
    });
  }

  /** Goes to the state after `step` steps, backwards or forwards. */
  seek(step: number): Promise<StepReport> {
    return this.#session.serially(() => this.#goTo(step));
  }

  /** Makes the step that has come due. Called once a frame; does nothing while an answer is awaited. */
  tick(now: number): void {
    if (!this.#store.state.playing || this.#session.busy || now < this.#nextAt) return;
    this.#nextAt = now + PACE;
    this.step(1).catch((error: unknown) => {
      this.#store.send({ type: 'failed', why: error });
    });
  }

  async #open({ scenario, step, view: wanted, question }: Place): Promise<void> {
    const lab = await connectedLab();
    const simulation = await lab.simulate(scenario, wanted ?? NO_PICTURES);
    const { data } = simulation;
    const mistakes = mistakesFor(simulation.scenario, data, this.#expected);
    if (mistakes.length > 0) {
      await simulation.dispose();
      throw new Refused(mistakes, 'not a Scenario of a single neuron');
    }
    const view = wanted ?? viewOf(data);
    if (!wanted) await simulation.look(view);
    await this.#session.replace(simulation);
    const { now, before } = await this.#momentsAt(step);
    const curve = await this.#curveOf(lab, now);
    const lastAlive = aliveBefore(now, before);
    const experiment = { scenario: simulation.scenario, data, view, question, now, before, lastAlive, curve };
    const shown = this.#store.state.experiment;
    const changed = isDead(now) !== (shown !== null && isDead(shown.now));
    const lives = changed ? (await this.#livesSince(0)).slice(-1) : [];
    this.#store.send({ type: 'opened', catalogue: lab.catalogue, experiment, lives });
  }

  async #goTo(step: number): Promise<StepReport> {
    const from = this.#session.simulation.frame.report.step;
    const { now, before } = await this.#momentsAt(step);
    const curve = await this.#curveOf(await connectedLab(), now);
    const lives = step > from ? await this.#livesSince(from + 1) : [];
    this.#store.send({ type: 'moved', now, before, curve, lives });
    if (now.frame.report.status === 'diverged' && this.#store.state.playing) this.pause();
    return now.frame.report;
  }

  /** The state after `step` steps, and the one before it where an update led from there to here. */
  async #momentsAt(step: number): Promise<{ now: Moment; before: Moment | null }> {
    const simulation = this.#session.simulation;
    const here = simulation.frame.report.step;
    if (step === 0) {
      if (here > 0) await simulation.seek(0);
      return { now: await this.#moment(), before: null };
    }
    if (step - 1 !== here) await simulation.seek(step - 1);
    const before = await this.#moment();
    await simulation.advance(1);
    const now = await this.#moment();
    const reached = now.frame.report.step;
    if (reached < step) return this.#momentsAt(reached); // the run ended before
    return { now, before: movedByHand(simulation.scenario, step) ? null : before };
  }

  async #moment(): Promise<Moment> {
    const simulation = this.#session.simulation;
    const { frame, scenario } = simulation;
    const settings = settingsAt(scenario, frame.report.step);
    const [inspection, rows] = await Promise.all([simulation.inspect(0, 0), simulation.nextRows()]);
    const rate = Number(settings.training.optimizer['learningRate']);
    return { frame, inspection, rows, rate, activation: activationOf(settings) };
  }

  /** The curve of the activation in force, as far as the points' sums reach; the one shown where that is it. */
  async #curveOf(lab: LabClient, { activation, inspection }: Moment): Promise<Curve> {
    const { name, ...parameters } = activation;
    const reach = Math.min(
      100,
      inspection.sums.reduce((most, z) => Math.max(most, Math.ceil(Math.abs(z))), CURVE.reach),
    );
    const shown = this.#store.state.experiment;
    if (shown?.curve.reach === reach && JSON.stringify(shown.now.activation) === JSON.stringify(activation))
      return shown.curve;
    const sums = Float32Array.from({ length: CURVE.samples }, (_, k) => reach * ((2 * k) / (CURVE.samples - 1) - 1));
    return { reach, ...(await lab.evaluate(name, sums, parameters)) };
  }

  /** Births, deaths and revivals from a step up to now. */
  async #livesSince(step: number): Promise<LifeEvent[]> {
    const simulation = this.#session.simulation;
    const events = await simulation.events(step);
    return events.filter((event) => event.step <= simulation.frame.report.step);
  }
}

/** A square round 0 that holds the data with room to move, its half a multiple of one half. */
function viewOf({ inputs }: Data): View {
  const far = inputs.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const half = Math.max(0.5, Math.ceil(2 * 1.1 * far) / 2);
  return { ...NO_PICTURES, unitResolution: RESOLUTION, unitBounds: [-half, half, -half, half] };
}
