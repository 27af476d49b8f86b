// One figure's run: its clock, and every command to the core, one after the other. What came of them goes to store.ts.
import type {
  CompleteScenario,
  Frame,
  Inspection,
  Mistake,
  Raster,
  RunHistory,
  StepReport,
  View,
} from '../../../wasm/src/types.js';
import { changedFromStart, isMidRun, isOfNeuron, overruled, settingsAt, type Change } from '../change.js';
import { connectedLab } from '../core.js';
import { mistakesOf } from '../mistakes.js';
import { placeOf } from '../neurons.js';
import { NO_PICTURES, Session } from '../session.js';
import { branchOff, Follower, isAstray } from './branch.js';
import { distance } from './columns.js';
import { HOLD, storyPace } from '../pace.js';
import { viewOf } from '../pictured.js';
import { lastStep } from '../record.js';
import { isChanged, type Store } from './store.js';

/** The core stops after this long, so that a picture follows: most of a frame of 60 a second. */
const SLICE = 12;
/** A gap between two ticks counts as this much at most: no jump after a pause of the browser. */
const LONGEST_GAP = 100;
const PLENTY_OF_STEPS = 1_000_000;
/** Samples of an activation over a neuron's sums. */
const SAMPLES = 161;
/** The largest sum that is drawn: with the margin of its axis still a float. */
const LARGEST = 1e38;
/** Rows of the record that a leap into what is not known yet leaves behind, so that its lifelines are drawn too. */
const LEAP_ROWS = 48;

/** How to open a Scenario: at which step, with what `reset` goes back to, and which question it answers. */
export interface Opening {
  step?: number;
  base?: CompleteScenario | null;
  question?: string | null;
}

export class Run {
  readonly #store: Store;
  readonly #session = new Session();
  readonly #follower = new Follower();
  /** Steps that are due, negative while the picture is held. */
  #due = 0;
  #ticked: number | null = null;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Ends the run before and opens `scenario`. Rejects with a ScenarioError when it is wrong; the run before goes on. */
  open(scenario: unknown, opening: Opening = {}): Promise<void> {
    return this.#session.serially(() => this.#open(scenario, opening));
  }

  /** Ends the run; `open` begins another. */
  async close(): Promise<void> {
    await this.#session.serially(() => this.#follower.replace(null));
    await this.#session.close();
  }

  play(): void {
    this.#ticked = null;
    this.#store.send({ type: 'played', playing: true });
  }

  pause(): void {
    this.#store.send({ type: 'played', playing: false });
  }

  /** Trains `count` steps. */
  step(count: number): Promise<StepReport> {
    return this.#session.serially(() => this.#leap(count));
  }

  /** Goes to the state after `step` steps, backwards or forwards. */
  seek(step: number): Promise<StepReport> {
    return this.#session.serially(() => this.#seek(step));
  }

  /** Back to step 0 of the same run; interventions made by hand are gone. */
  reset(): Promise<StepReport> {
    const { experiment } = this.#store.state;
    if (!experiment || !(isChanged(experiment) || experiment.branch)) return this.seek(0);
    return this.#session.serially(async () => {
      const { base } = experiment;
      await this.#open(base);
      return this.#report();
    });
  }

  /**
   * Makes `change`: an intervention where the run is under way and the core allows it, else a new run of the changed
   * Scenario with the same seed. A wrong change is kept out and told to the store.
   */
  async change(change: Change): Promise<boolean> {
    try {
      await this.#session.serially(() => this.#change(change));
      return true;
    } catch (error) {
      this.#store.send({ type: 'objected', mistakes: mistakesOf(error).map(asAsked) });
      return false;
    }
  }

  /** Goes on with the branch; the run that was shown is the branch from here on. */
  exchange(): Promise<void> {
    return this.#session.serially(async () => {
      const { experiment } = this.#store.state;
      const both = experiment && (await this.#follower.exchange(this.#session, experiment));
      if (both) this.#store.send({ type: 'exchanged', ...both });
    });
  }

  /** Ends the branch. */
  forget(): Promise<void> {
    return this.#session.serially(async () => {
      await this.#follower.replace(null);
      this.#store.send({ type: 'forgotten' });
    });
  }

  /** Measures the known run at equal distances, for the curves. */
  measure(): Promise<void> {
    return this.#session.serially(async () => {
      const { experiment } = this.#store.state;
      if (!experiment) return;
      const history = await this.#session.simulation.history(distance(lastStep(experiment.record)));
      this.#store.send({ type: 'measured', history });
    });
  }

  /** Measures how much gradient reaches each layer now. */
  gauge(): Promise<void> {
    return this.#session.serially(async () => {
      const { layers } = await this.#session.simulation.health();
      this.#store.send({ type: 'gauged', gradients: layers.map(({ gradientNorm }) => gradientNorm) });
    });
  }

  /** The known run, measured every so many steps. */
  history(every: number): Promise<RunHistory> {
    return this.#session.serially(() => this.#session.simulation.history(every));
  }

  /** The states of every hidden unit over the known run. */
  raster(every: number): Promise<Raster> {
    return this.#session.serially(() => this.#session.simulation.raster(every));
  }

  /** Looks closely at hidden unit number `unit` of the frame's order. @returns the frame that it was looked at in */
  examine(unit: number): Promise<Frame | null> {
    return this.#session.serially(async () => {
      const { experiment, chosen } = this.#store.state;
      if (!experiment || unit !== chosen) return null;
      const { frame, scenario } = experiment;
      const place = placeOf(frame, unit);
      const simulation = this.#session.simulation;
      const [inspection, autopsy, cascade, ablation] = await Promise.all([
        simulation.inspect(place.layer, place.unit).then(drawable),
        simulation.autopsy(place.layer, place.unit),
        simulation.cascade(place.layer, place.unit),
        simulation.ablate([place]),
      ]);
      const { from, to } = rangeOfSums(inspection.sums);
      const z = Float32Array.from({ length: SAMPLES }, (_, index) => from + ((to - from) * index) / (SAMPLES - 1));
      const { activation } = settingsAt(scenario, frame.report.step).network;
      const { name, ...parameters } = (Array.isArray(activation) ? activation[place.layer] : activation) ?? {
        name: 'relu',
      };
      const [slopeAt] = frame.layers[place.layer]?.parameters.slope ?? [];
      const learned = slopeAt === undefined ? {} : { slope: frame.parameters[slopeAt] };
      const curve = await (await connectedLab()).evaluate(name, z, { ...parameters, ...learned });
      const { step, trainLoss } = frame.report;
      const examination = {
        unit,
        step,
        inspection,
        autopsy,
        cascade,
        ablation,
        trainLoss,
        curve: { from, to, ...curve },
      };
      this.#store.send({ type: 'examined', examination });
      return frame;
    });
  }

  /** Trains what has come due since the tick before. Called once a frame; does nothing while an answer is awaited. */
  tick(now: number): void {
    const { experiment, playing, speed } = this.#store.state;
    if (!experiment || this.#session.busy) return;
    const waits = isAstray(this.#store.state); // the run shown, for its branch
    if (waits) void this.#session.serially(() => this.#follow(SLICE)).catch(this.#fail);
    if (waits || !playing) return;
    const gap = Math.min(now - (this.#ticked ?? now), LONGEST_GAP);
    this.#ticked = now;
    const pace = speed ?? storyPace(experiment.frame.report.step, experiment.handled);
    const paced = pace !== Infinity;
    if (paced) this.#due += (gap / 1000) * pace;
    const steps = paced ? Math.floor(this.#due) : PLENTY_OF_STEPS;
    if (steps < 1) return;
    if (paced) this.#due -= steps;
    void this.#session.serially(() => this.#advanceBoth(steps)).catch(this.#fail);
  }

  readonly #fail = (error: unknown): void => {
    this.#store.send({ type: 'failed', why: error });
  };

  async #open(scenario: unknown, { step = 0, base = null, question = null }: Opening = {}): Promise<void> {
    const lab = await connectedLab();
    if (this.#store.state.catalogue !== lab.catalogue)
      this.#store.send({ type: 'catalogue', catalogue: lab.catalogue });
    const simulation = await lab.simulate(scenario, NO_PICTURES);
    await this.#session.replace(simulation);
    await this.#follower.replace(null);
    const { data } = simulation;
    const view = viewOf(data, simulation.frame);
    const frame = await simulation.look(view);
    const events = await simulation.events(0);
    this.#store.send({
      type: 'opened',
      scenario: simulation.scenario,
      base: base ?? simulation.scenario,
      data,
      view,
      frame,
      events,
      question,
    });
    this.#hold(0);
    if (step > 0) await this.#leap(step);
  }

  async #change(change: Change): Promise<void> {
    const { catalogue, experiment } = this.#store.state;
    if (!catalogue || !experiment) return;
    if (!isOfNeuron(change) && (experiment.frame.report.step === 0 || !isMidRun(catalogue, change))) {
      const scenario = changedFromStart(experiment.base, change);
      await this.#open(scenario);
      return;
    }
    const { step } = experiment.frame.report;
    const branch = branchOff(experiment);
    const kept = branch === experiment.branch;
    const fork = kept ? null : await this.#session.simulation.fork().catch(() => null); // no memory for it: no branch
    try {
      const other = overruled(experiment.scenario, step, change);
      const frame = other
        ? await this.#replay(other, step, experiment.view)
        : await this.#session.simulation.apply({ ...change });
      const { scenario } = this.#session.simulation;
      const events = await this.#session.simulation.events(0);
      if (!kept) await this.#follower.replace(fork);
      const beside = kept || fork ? branch : null;
      this.#store.send({ type: 'intervened', scenario, frame, events, branch: beside, now: performance.now() });
    } catch (error) {
      await fork?.dispose();
      throw error;
    }
    this.#due = 0;
  }

  /** Puts a run of `scenario` at `step` in the place of the one before. */
  async #replay(scenario: CompleteScenario, step: number, view: View): Promise<Frame> {
    const simulation = await (await connectedLab()).simulate(scenario, view);
    const frame = await simulation.seek(step);
    await this.#session.replace(simulation);
    return frame;
  }

  async #seek(step: number): Promise<StepReport> {
    const { experiment } = this.#store.state;
    const simulation = this.#session.simulation;
    const known = experiment ? lastStep(experiment.record) : 0;
    const frame = await simulation.seek(Math.min(step, known));
    this.#store.send({ type: 'sought', frame, events: await simulation.events(0) });
    this.#hold(frame.report.step);
    return step > known ? this.#leap(step - known) : frame.report;
  }

  /** Trains `count` steps in strides, each a row of the record. */
  async #leap(count: number): Promise<StepReport> {
    const stride = Math.max(1, Math.ceil(count / LEAP_ROWS));
    let report = await this.#advance(Math.min(stride, count));
    for (let done = stride; done < count && report.status === 'running'; done += stride) {
      report = await this.#advance(Math.min(stride, count - done));
    }
    return report;
  }

  async #advance(steps: number, milliseconds?: number): Promise<StepReport> {
    const frame = await this.#session.simulation.advance(steps, milliseconds);
    this.#store.send({ type: 'advanced', frame, now: performance.now() });
    if (frame.report.status === 'diverged') this.pause();
    return frame.report;
  }

  /** Trains `steps` steps, and the branch as far, in one slice. */
  async #advanceBoth(steps: number): Promise<void> {
    const branched = Boolean(this.#store.state.experiment?.branch);
    const share = branched ? SLICE / 2 : SLICE;
    await this.#advance(steps, share);
    if (branched) await this.#follow(share);
  }

  async #follow(milliseconds: number): Promise<void> {
    const { experiment } = this.#store.state;
    const branch = experiment && (await this.#follower.follow(experiment, milliseconds));
    if (branch) this.#store.send({ type: 'followed', branch });
  }

  /** Lets the picture of step 0 stand a moment before the first step. */
  #hold(step: number): void {
    this.#due = step === 0 ? (-HOLD / 1000) * (this.#store.state.speed ?? storyPace(0, null)) : 0;
    if (!Number.isFinite(this.#due)) this.#due = 0;
  }

  #report(): StepReport {
    const { experiment } = this.#store.state;
    if (!experiment) throw new Error('reluctant-lab: no experiment is open');
    return experiment.frame.report;
  }
}

/** A mistake by the path that was to be changed, where the core met it in a list of interventions. */
function asAsked({ path, message }: Mistake): Mistake {
  return { path: path.replace(/^interventions\[\d+\]\.set\["([^"]+)"\]/, '$1'), message };
}

/** An inspection whose sums can stand on an axis: those past every float, of which a saturated unit may have, at its end. */
function drawable(inspection: Inspection): Inspection {
  return { ...inspection, sums: inspection.sums.map((sum) => Math.max(-LARGEST, Math.min(LARGEST, sum))) };
}

/** What an axis of `sums` shows: all of them, and both sides of 0. */
function rangeOfSums(sums: Float32Array): { from: number; to: number } {
  const [low, high] = [Math.min(0, ...sums), Math.max(0, ...sums)];
  const spread = high - low || 1;
  return { from: Math.min(low - 0.04 * spread, -0.2 * spread), to: Math.max(high + 0.04 * spread, 0.24 * spread) };
}
