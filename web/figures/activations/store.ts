// All that the figure knows, and the one function that changes it. Who sends the messages is enquiry.ts, run.ts and
// element.ts; who reads is view.ts.
import type {
  ActivationTiming,
  Catalogue,
  CatalogueActivation,
  CompleteScenario,
  Mistake,
  StepReport,
} from '../../../wasm/src/types.js';
import type { Refusal } from '../opening.js';
import { SAMPLES, type Curve, type Fate, type Settings } from './curves.js';

/** How far the axis of the sums goes to each side. */
export const REACHES = [4, 7, 16] as const;

/** Curves that can be kept beside the chosen one. */
export const MOST_PINNED = 3;

/** A run whose sums are shown under the curves. */
export interface Experiment {
  scenario: CompleteScenario;
  report: StepReport;
  /** Of hidden units over the training rows. */
  sums: Float32Array;
  /** Hidden units whose sums these are, and how many there are. */
  shown: number;
  units: number;
}

/** What the chosen activation would do with the network's sums. */
export interface Meeting {
  sums: number;
  /** Share of them whose slope is exactly 0. */
  flat: number;
  /** The mean of the slopes' sizes. */
  slope: number;
}

/** What every activation costs on this machine. */
export interface Costs {
  /** Nanoseconds an element, by activation. */
  rows: Readonly<Record<string, ActivationTiming>>;
  at: Date;
}

/** A curve that is kept for comparison; `slot` says how it is drawn. */
export interface Pin {
  name: string;
  slot: number;
}

export interface ExplorerState {
  catalogue: Catalogue | null;
  reach: number;
  /** Parameters as the controls show them, by activation; what is missing has its default. */
  settings: Readonly<Record<string, Settings>>;
  /** By activation, once the core has answered. */
  curves: Readonly<Record<string, Curve>>;
  /** The activations as the cards have them: those of one fate, as their defaults make it, beside each other. */
  order: readonly string[];
  chosen: string;
  pins: readonly Pin[];
  /** The sample that is read off. */
  cursor: number;
  experiment: Experiment | null;
  playing: boolean;
  /** Of the chosen activation and the sums shown. */
  meeting: Meeting | null;
  costs: Costs | null;
  /** Share of the measurement under way that is done; null while there is none. */
  measuring: number | null;
  refusal: Refusal | null;
  /** What was wrong with the parameter asked for last; empty after one that was right. */
  objections: readonly Mistake[];
  /** What was thrown where nothing can run; null while all is well. */
  failure: unknown;
}

export type Message =
  | { type: 'catalogue'; catalogue: Catalogue }
  | { type: 'evaluated'; reach: number; curves: Readonly<Record<string, Curve>> }
  | { type: 'set'; name: string; settings: Settings }
  | { type: 'objected'; name: string; mistakes: readonly Mistake[] }
  | { type: 'chosen'; name: string }
  | { type: 'pinned'; name: string }
  | { type: 'pointed'; cursor: number }
  | { type: 'ran'; experiment: Experiment }
  | { type: 'played'; playing: boolean }
  | { type: 'met'; meeting: Meeting | null }
  | { type: 'measuring'; done: number | null }
  | { type: 'measured'; costs: Costs }
  | { type: 'refused'; refusal: Refusal | null }
  | { type: 'failed'; why: unknown };

export const initialState: ExplorerState = {
  catalogue: null,
  reach: REACHES[1],
  settings: {},
  curves: {},
  order: [],
  chosen: 'relu',
  pins: [],
  cursor: Math.round((SAMPLES - 1) * 0.4),
  experiment: null,
  playing: false,
  meeting: null,
  costs: null,
  measuring: null,
  refusal: null,
  objections: [],
  failure: null,
};

/** The state after `message`. Nothing else makes a state, and no state is ever written to. */
export function update(state: ExplorerState, message: Message): ExplorerState {
  switch (message.type) {
    case 'catalogue':
      return { ...state, catalogue: message.catalogue };
    case 'evaluated': {
      const curves = { ...state.curves, ...message.curves };
      const order = state.order.length > 0 ? state.order : byFate(curves);
      const middle = (SAMPLES - 1) / 2; // the cursor stays at its sum, as far as the axis goes
      const cursor = withinAxis(middle + ((state.cursor - middle) * state.reach) / message.reach);
      return { ...state, reach: message.reach, curves, order, cursor, objections: [] };
    }
    case 'set':
      return { ...state, settings: { ...state.settings, [message.name]: message.settings } };
    case 'objected': {
      const kept = state.curves[message.name]?.settings ?? {};
      return { ...state, settings: { ...state.settings, [message.name]: kept }, objections: message.mistakes };
    }
    case 'chosen':
      return { ...state, chosen: message.name, meeting: null, objections: [] };
    case 'pinned':
      return { ...state, pins: pinned(state.pins, message.name) };
    case 'pointed':
      return { ...state, cursor: withinAxis(message.cursor) };
    case 'ran':
      return { ...state, experiment: message.experiment, failure: null };
    case 'played':
      return { ...state, playing: message.playing };
    case 'met':
      return { ...state, meeting: message.meeting };
    case 'measuring':
      return { ...state, measuring: message.done };
    case 'measured':
      return { ...state, costs: message.costs, measuring: null };
    case 'refused':
      return { ...state, refusal: message.refusal };
    case 'failed':
      return { ...state, failure: message.why, playing: false };
  }
}

/** Holds one figure's state: `send` is the only way to change it. */
export class Store {
  #state = initialState;
  readonly #changed: (state: ExplorerState, message: Message) => void;

  /** @param changed called after every message with the state that it led to */
  constructor(changed: (state: ExplorerState, message: Message) => void) {
    this.#changed = changed;
  }

  get state(): ExplorerState {
    return this.#state;
  }

  send(message: Message): void {
    this.#state = update(this.#state, message);
    this.#changed(this.#state, message);
  }
}

/** The catalogue's entry of an activation. */
export function entryOf({ catalogue }: ExplorerState, name: string): CatalogueActivation | null {
  return catalogue?.activations.find((entry) => entry.name === name) ?? null;
}

/** The value of parameter `name` of an activation, as its control shows it. */
export function parameterOf({ settings }: ExplorerState, entry: CatalogueActivation, name: string): unknown {
  return settings[entry.name]?.[name] ?? entry.parameters.find((parameter) => parameter.name === name)?.default;
}

/** What is drawn large: the chosen one, which has no slot, and then those kept. */
export function compared({ chosen, pins }: ExplorerState): { name: string; slot: number | null }[] {
  return [{ name: chosen, slot: null }, ...pins.filter(({ name }) => name !== chosen)];
}

/** The nearest sample. */
function withinAxis(cursor: number): number {
  return Math.min(SAMPLES - 1, Math.max(0, Math.round(cursor)));
}

const FATES: readonly Fate[] = ['dies', 'crawls', 'drifts', 'saturates', 'straight'];

/** Those that can die first; within a fate as they came. */
function byFate(curves: Readonly<Record<string, Curve>>): string[] {
  return FATES.flatMap((fate) => Object.keys(curves).filter((name) => curves[name]?.traits.fate === fate));
}

/** Keeps `name`, or lets go of it; the one kept longest makes room. */
function pinned(pins: readonly Pin[], name: string): Pin[] {
  if (pins.some((pin) => pin.name === name)) return pins.filter((pin) => pin.name !== name);
  const kept = pins.slice(-(MOST_PINNED - 1));
  const slot = Array.from({ length: MOST_PINNED }, (_, each) => each).find(
    (each) => !kept.some((pin) => pin.slot === each),
  );
  return [...kept, { name, slot: slot ?? 0 }];
}
