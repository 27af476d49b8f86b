// All that a figure knows, and the one function that changes it. Who sends the messages is run.ts; who reads is view.ts.
import type { Catalogue, CompleteScenario, Frame, LifeEvent, Mistake, RunHistory } from '../../../wasm/src/types.js';
import { WHOLE, type Zoom } from '../../drawing/zoom.js';
import type { Refusal } from '../opening.js';
import { BRIEF } from '../pace.js';
import { exchanged, type Branch } from './branch.js';
import type { Examination } from './examiner.js';
import { advanced, intervened, sought, watched, type Beginning, type Watched } from '../watched.js';

/** Edits that can be taken back. */
const MOST_EDITS = 100;

/** An experiment under way: everything that `open` gave and what has become of it. */
export interface Experiment extends Watched {
  /** What `reset` goes back to: the Scenario without the interventions made by hand since. */
  base: CompleteScenario;
  /** Step of the latest intervention by hand; null before any. */
  handled: number | null;
  /** The run measured at equal distances, where it was asked for. */
  history: RunHistory | null;
  /** The gradient's norm by hidden layer, where it was asked for: of now or a moment ago. */
  gradients: readonly (number | null)[] | null;
  /** Name of the question that it answers; null where none was asked, or the reader has changed something since. */
  question: string | null;
  /** The run as it was before the reader's latest change; null where there was none. */
  branch: Branch | null;
}

/** A moment to go back to: an experiment and where it stood. */
export interface Edit {
  scenario: CompleteScenario;
  base: CompleteScenario;
  step: number;
  question: string | null;
}

export interface LabState {
  catalogue: Catalogue | null;
  experiment: Experiment | null;
  playing: boolean;
  /** Steps a second that the reader chose; null: the story's own pace. */
  speed: number | null;
  refusal: Refusal | null;
  /** What was thrown where nothing can run; null while all is well. */
  failure: unknown;
  /** What was wrong with the change asked for last; empty after one that was right. */
  objections: readonly Mistake[];
  /** A film is being taken. */
  filming: boolean;
  /** The step under the reader's cursor; null: none. */
  hovered: number | null;
  /** The neuron pointed at, and the one chosen, in the frame's order; null: none. */
  pointed: number | null;
  chosen: number | null;
  /** What the core says of the chosen one; it may be of a moment ago. Null before the first answer. */
  examined: Examination | null;
  /** The training row that the reader has picked for its chain rule; null: the one that speaks most. */
  row: number | null;
  /** How closely the reader looks at the network. */
  zoom: Zoom;
  /** What undo goes back to, the latest last, and redo after it. */
  undoable: readonly Edit[];
  redoable: readonly Edit[];
}

export type Message =
  | { type: 'catalogue'; catalogue: Catalogue }
  | ({
      type: 'opened';
      base: CompleteScenario;
      events: readonly LifeEvent[];
      question: string | null;
    } & Beginning)
  | { type: 'advanced'; frame: Frame; now: number }
  | { type: 'sought'; frame: Frame; events: readonly LifeEvent[] }
  | {
      type: 'intervened';
      scenario: CompleteScenario;
      frame: Frame;
      events: readonly LifeEvent[];
      branch: Branch | null;
      now: number;
    }
  | { type: 'followed'; branch: Branch }
  | { type: 'exchanged'; frame: Frame; events: readonly LifeEvent[]; rest: Frame }
  | { type: 'forgotten' }
  | { type: 'played'; playing: boolean }
  | { type: 'paced'; speed: number | null }
  | { type: 'refused'; refusal: Refusal | null }
  | { type: 'edited' | 'undone' | 'redone'; from: Edit }
  | { type: 'loaded' }
  | { type: 'measured'; history: RunHistory }
  | { type: 'gauged'; gradients: readonly (number | null)[] }
  | { type: 'zoomed'; zoom: Zoom }
  | { type: 'filmed'; filming: boolean }
  | { type: 'hovered'; step: number | null }
  | { type: 'pointed' | 'chosen'; unit: number | null }
  | { type: 'examined'; examination: Examination }
  | { type: 'picked'; row: number | null }
  | { type: 'objected'; mistakes: readonly Mistake[] }
  | { type: 'failed'; why: unknown };

export const initialState: LabState = {
  catalogue: null,
  experiment: null,
  playing: false,
  speed: null,
  refusal: null,
  failure: null,
  objections: [],
  filming: false,
  hovered: null,
  pointed: null,
  chosen: null,
  examined: null,
  row: null,
  zoom: WHOLE,
  undoable: [],
  redoable: [],
};

/** The state after `message`. Nothing else makes a state, and no state is ever written to. */
export function update(state: LabState, message: Message): LabState {
  switch (message.type) {
    case 'catalogue':
      return { ...state, catalogue: message.catalogue };
    case 'opened': {
      const { base, question, events } = message;
      const experiment = {
        ...watched(message, events),
        base,
        handled: null,
        history: null,
        gradients: null,
        question,
        branch: null,
      };
      const same = state.experiment?.frame.states.length === message.frame.states.length; // else the neurons are others
      const picked = same ? {} : { pointed: null, chosen: null, examined: null, zoom: WHOLE };
      return { ...state, ...picked, experiment, row: null, objections: [], failure: null };
    }
    case 'advanced':
      return onExperiment(state, (experiment) =>
        advanced(experiment, message.frame, message.now, (state.speed ?? 0) > BRIEF),
      );
    case 'sought':
      return onExperiment(state, (experiment) => sought(experiment, message.frame, message.events));
    case 'intervened':
      return {
        ...onExperiment(state, (experiment) => {
          const { scenario, frame, events, now } = message;
          const run = intervened(experiment, scenario, frame, events, now);
          return { ...run, handled: frame.report.step, question: null, branch: message.branch };
        }),
        objections: [],
      };
    case 'followed':
      return onExperiment(state, (experiment) => ({ ...experiment, branch: message.branch }));
    case 'exchanged':
      return onExperiment(state, (experiment) =>
        sought(exchanged(experiment, message.rest), message.frame, message.events),
      );
    case 'forgotten':
      return onExperiment(state, (experiment) => ({ ...experiment, branch: null }));
    case 'played':
      return { ...state, playing: message.playing };
    case 'paced':
      return { ...state, speed: message.speed };
    case 'refused':
      return { ...state, refusal: message.refusal };
    case 'objected':
      return { ...state, objections: message.mistakes };
    case 'measured':
      return onExperiment(state, (experiment) => ({ ...experiment, history: message.history }));
    case 'gauged':
      return onExperiment(state, (experiment) => ({ ...experiment, gradients: message.gradients }));
    case 'zoomed':
      return { ...state, zoom: message.zoom };
    case 'filmed':
      return { ...state, filming: message.filming };
    case 'hovered':
      return { ...state, hovered: message.step };
    case 'pointed':
      return { ...state, pointed: message.unit };
    case 'chosen':
      return { ...state, chosen: message.unit, examined: null, row: null };
    case 'examined':
      return { ...state, examined: message.examination };
    case 'picked':
      return { ...state, row: message.row };
    case 'edited':
      return { ...state, undoable: [...state.undoable, message.from].slice(-MOST_EDITS), redoable: [] };
    case 'undone':
      return { ...state, undoable: state.undoable.slice(0, -1), redoable: [...state.redoable, message.from] };
    case 'redone':
      return { ...state, redoable: state.redoable.slice(0, -1), undoable: [...state.undoable, message.from] };
    case 'loaded':
      return { ...state, undoable: [], redoable: [] };
    case 'failed':
      return { ...state, failure: message.why, playing: false };
  }
}

/** Holds one figure's state: `send` is the only way to change it. */
export class Store {
  #state = initialState;
  readonly #changed: (state: LabState, message: Message) => void;

  /** @param changed called after every message with the state that it led to */
  constructor(changed: (state: LabState, message: Message) => void) {
    this.#changed = changed;
  }

  get state(): LabState {
    return this.#state;
  }

  send(message: Message): void {
    this.#state = update(this.#state, message);
    this.#changed(this.#state, message);
  }
}

/** Whether the reader has changed the run since step 0. */
export function isChanged({ scenario, base }: Pick<Experiment, 'scenario' | 'base'>): boolean {
  return JSON.stringify(scenario) !== JSON.stringify(base);
}

function onExperiment(state: LabState, change: (experiment: Experiment) => Experiment): LabState {
  return state.experiment ? { ...state, experiment: change(state.experiment) } : state;
}
