// All that the figure knows: two runs side by side, and the one function that changes them. Who sends the messages is run.ts;
// who reads is view.ts.
import type { Catalogue, Frame, LifeEvent, Mistake } from '../../../wasm/src/types.js';
import type { Refusal } from '../opening.js';
import { BRIEF } from '../pace.js';
import { advanced, sought, watched, type Beginning, type Watched } from '../watched.js';
import { differing, type Difference, type Shared } from './pair.js';

/** The same of both runs: of the Scenario's own, and of its twin. */
export type Both<Of> = readonly [first: Of, second: Of];

export interface Twins {
  runs: Both<Watched>;
  differences: readonly Difference[];
  shared: Shared;
  /** Neurons whose states differ now; null where they cannot be compared one by one. */
  differing: readonly number[] | null;
}

export interface TwinsState {
  catalogue: Catalogue | null;
  twins: Twins | null;
  playing: boolean;
  /** Steps a second that the reader chose; null: the story's own pace. */
  speed: number | null;
  /** The path of the setting that is to differ; null: the first that does. */
  picked: string | null;
  /** The board of all of the second run's settings is open. */
  board: boolean;
  refusal: (Refusal & { ofTwin: boolean }) | null;
  /** What was wrong with the change asked for last; empty after one that was right. */
  objections: readonly Mistake[];
  /** What was thrown where nothing can run; null while all is well. */
  failure: unknown;
}

export type Message =
  | {
      type: 'opened';
      catalogue: Catalogue;
      beginnings: Both<Beginning>;
      events: Both<readonly LifeEvent[]>;
      differences: readonly Difference[];
      shared: Shared;
    }
  | { type: 'advanced'; frames: Both<Frame>; now: number }
  | { type: 'sought'; frames: Both<Frame>; events: Both<readonly LifeEvent[]> }
  | { type: 'played'; playing: boolean }
  | { type: 'paced'; speed: number | null }
  | { type: 'picked'; path: string | null }
  | { type: 'boarded'; open: boolean }
  | { type: 'refused'; refusal: TwinsState['refusal'] }
  | { type: 'objected'; mistakes: readonly Mistake[] }
  | { type: 'failed'; why: unknown };

export const initialState: TwinsState = {
  catalogue: null,
  twins: null,
  playing: false,
  speed: null,
  picked: null,
  board: false,
  refusal: null,
  objections: [],
  failure: null,
};

/** The state after `message`. Nothing else makes a state, and no state is ever written to. */
export function update(state: TwinsState, message: Message): TwinsState {
  switch (message.type) {
    case 'opened': {
      const { catalogue, beginnings, events, differences, shared } = message;
      const runs = [watched(beginnings[0], events[0]), watched(beginnings[1], events[1])] as const;
      const twins = { runs, differences, shared, differing: differing(runs[0].frame, runs[1].frame) };
      return { ...state, catalogue, twins, objections: [], failure: null };
    }
    case 'advanced': {
      const { frames, now } = message;
      const brief = (state.speed ?? 0) > BRIEF;
      return atFrames(state, frames, (run, side) => advanced(run, frames[side], now, brief));
    }
    case 'sought': {
      const { frames, events } = message;
      return atFrames(state, frames, (run, side) => sought(run, frames[side], events[side]));
    }
    case 'played':
      return { ...state, playing: message.playing };
    case 'paced':
      return { ...state, speed: message.speed };
    case 'picked':
      return { ...state, picked: message.path };
    case 'boarded':
      return { ...state, board: message.open };
    case 'refused':
      return { ...state, refusal: message.refusal };
    case 'objected':
      return { ...state, objections: message.mistakes };
    case 'failed':
      return { ...state, failure: message.why, playing: false };
  }
}

/** Holds one figure's state: `send` is the only way to change it. */
export class Store {
  #state = initialState;
  readonly #changed: (state: TwinsState, message: Message) => void;

  /** @param changed called after every message with the state that it led to */
  constructor(changed: (state: TwinsState, message: Message) => void) {
    this.#changed = changed;
  }

  get state(): TwinsState {
    return this.#state;
  }

  send(message: Message): void {
    this.#state = update(this.#state, message);
    this.#changed(this.#state, message);
  }
}

/** The step at which both are shown. */
export const stepOf = ({ runs }: Twins): number => runs[0].frame.report.step;

/** Whether one of the two has grown past every number: then both have ended. */
export const ended = ({ runs }: Twins): boolean => runs.some(({ frame }) => frame.report.status === 'diverged');

function atFrames(
  state: TwinsState,
  [first, second]: Both<Frame>,
  change: (run: Watched, side: 0 | 1) => Watched,
): TwinsState {
  if (!state.twins) return state;
  const runs = [change(state.twins.runs[0], 0), change(state.twins.runs[1], 1)] as const;
  return { ...state, twins: { ...state.twins, runs, differing: differing(first, second) } };
}
