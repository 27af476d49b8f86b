// All that the figure knows, and the one function that changes it. Who sends the messages is run.ts and element.ts; who
// reads is view.ts.
import type {
  Catalogue,
  CompleteScenario,
  Data,
  Evaluation,
  LifeEvent,
  Mistake,
  View,
} from '../../../wasm/src/types.js';
import { isDead, type Moment } from './arithmetic.js';
import type { Question } from './presets.js';

/** A place to stand: a Scenario, a step of it, and what else the reader saw there. */
export interface Place {
  scenario: unknown;
  step: number;
  /** The piece of plane shown; null: as the data ask. */
  view: View | null;
  /** The question that it came from; null for a Scenario from elsewhere. */
  question: Question | null;
}

/** The activation drawn: at equally spaced sums from -reach to reach. */
export interface Curve extends Evaluation {
  reach: number;
}

/** A run, and where in it the figure stands. */
export interface Experiment {
  scenario: CompleteScenario;
  data: Data;
  view: View;
  question: Question | null;
  now: Moment;
  /** One step earlier; null where no update led here. */
  before: Moment | null;
  /** The parameters when a point last fired, in this run and as far as was seen; null while some do. */
  lastAlive: Float32Array | null;
  curve: Curve;
}

export interface NeuronState {
  catalogue: Catalogue | null;
  experiment: Experiment | null;
  /** What `reset` goes back to. */
  base: Place | null;
  playing: boolean;
  /** The point whose numbers are shown beside the plane. */
  chosen: number;
  past: readonly Place[];
  future: readonly Place[];
  /** Why a Scenario that was given is not shown. */
  refused: readonly Mistake[];
  /** What was wrong with the change asked for last. */
  objections: readonly Mistake[];
  /** What was thrown where nothing can run; null while all is well. */
  failure: unknown;
}

/** `lives`: deaths and revivals that came about with the message. */
export type Message =
  | { type: 'opened'; catalogue: Catalogue; experiment: Experiment; lives: readonly LifeEvent[] }
  | { type: 'moved'; now: Moment; before: Moment | null; curve: Curve; lives: readonly LifeEvent[] }
  | { type: 'based'; base: Place }
  | { type: 'played'; playing: boolean }
  | { type: 'chosen'; row: number }
  | { type: 'remembered'; place: Place }
  | { type: 'travelled'; past: readonly Place[]; future: readonly Place[] }
  | { type: 'refused'; mistakes: readonly Mistake[] }
  | { type: 'objected'; mistakes: readonly Mistake[] }
  | { type: 'failed'; why: unknown };

export const initialState: NeuronState = {
  catalogue: null,
  experiment: null,
  base: null,
  playing: false,
  chosen: 0,
  past: [],
  future: [],
  refused: [],
  objections: [],
  failure: null,
};

/** Places that undo remembers. */
const MEMORY = 200;

/** The state after `message`. Nothing else makes a state, and no state is ever written to. */
export function update(state: NeuronState, message: Message): NeuronState {
  switch (message.type) {
    case 'opened': {
      const { catalogue, experiment } = message;
      const asked = experiment.question !== state.experiment?.question || !state.experiment;
      const chosen = asked ? (experiment.now.rows[0] ?? 0) : Math.min(state.chosen, experiment.data.trainCount - 1);
      return { ...state, catalogue, experiment, chosen, objections: [], failure: null };
    }
    case 'moved': {
      const { experiment } = state;
      if (!experiment) return state;
      const { now, before, curve } = message;
      const lastAlive = aliveBefore(now, before) ?? (isDead(now) ? experiment.lastAlive : null);
      return { ...state, experiment: { ...experiment, now, before, curve, lastAlive } };
    }
    case 'based':
      return { ...state, base: message.base };
    case 'played':
      return { ...state, playing: message.playing };
    case 'chosen':
      return { ...state, chosen: message.row };
    case 'remembered':
      return { ...state, past: [...state.past, message.place].slice(-MEMORY), future: [] };
    case 'travelled':
      return { ...state, past: message.past, future: message.future };
    case 'refused':
      return { ...state, refused: message.mistakes };
    case 'objected':
      return { ...state, objections: message.mistakes };
    case 'failed':
      return { ...state, failure: message.why, playing: false };
  }
}

/** The parameters before the step to `now`, where it killed. */
export const aliveBefore = (now: Moment, before: Moment | null): Float32Array | null =>
  before && isDead(now) && !isDead(before) ? before.frame.parameters : null;

/** Holds one figure's state: `send` is the only way to change it. */
export class Store {
  #state = initialState;
  readonly #changed: (state: NeuronState, message: Message, former: NeuronState) => void;

  /** @param changed called after every message with the state that it led to, and the one before */
  constructor(changed: (state: NeuronState, message: Message, former: NeuronState) => void) {
    this.#changed = changed;
  }

  get state(): NeuronState {
    return this.#state;
  }

  send(message: Message): void {
    const former = this.#state;
    this.#state = update(former, message);
    this.#changed(this.#state, message, former);
  }
}

/** Where the figure stands. */
export function placeOf({ scenario, view, question, now }: Experiment): Place {
  return { scenario, step: now.frame.report.step, view, question };
}
