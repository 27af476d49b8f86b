// How a neuron looks while it dies and comes back: pure functions of the time since. network.ts paints what they say.
import type { LifeEvent } from '../../wasm/src/types.js';

/** A change of one hidden unit that is shown moving. */
export interface Change {
  /** In the frame's order. */
  unit: number;
  /** `lit`: a unit that was back already fires for the first time. */
  kind: 'died' | 'revived' | 'lit';
  /** When it begins, on the clock of `now`; may lie ahead. */
  at: number;
  /** Only the cross moves, in 200 ms: at great speed, or when very many change at once. */
  brief?: boolean;
}

/** How a neuron looks at one moment; shares and strengths are in [0, 1]. */
export interface Look {
  scale: number;
  /** The unlit disc; where it is absent the neuron is hollow. */
  ground: number;
  /** The picture on the disc, with its zero line. */
  light: number;
  /** The rim's track, the marks of its state and the glow. */
  rim: number;
  /** How much of the active share the rim already shows. */
  arc: number;
  /** The ring of the dead, and how far out it still is: 1 at the rim, 0 at the disc. */
  ring: number;
  ringOut: number;
  /** The two strokes of the cross, and how strong both are. */
  first: number;
  second: number;
  /** The event's colour against the dead's own. */
  hot: number;
  /** The ring that leaves: strength, and the way from the rim outwards. */
  wave: number;
  waveOut: number;
  /** The bead of the first or last light. */
  bead: number;
  /** Its edges: 1 drawn, 0 dotted. */
  edges: number;
}

const FIRING: Look = {
  scale: 1, ground: 1, light: 1, rim: 1, arc: 1, ring: 0, ringOut: 0, first: 0, second: 0,
  hot: 0, wave: 0, waveOut: 0, bead: 0, edges: 1,
}; // prettier-ignore

const GONE: Look = {
  scale: 0.94, ground: 0, light: 0, rim: 0, arc: 0, ring: 1, ringOut: 0, first: 1, second: 1,
  hot: 0, wave: 0, waveOut: 0, bead: 0, edges: 0,
}; // prettier-ignore

/** Milliseconds after which nothing of a change is seen any more. */
export const LONGEST = 900;

/** A change back sooner than this only blinks. */
const TURNED_BACK = 250;

/** More changes than this in one frame are drawn as crosses alone. */
const MANY = 8;

/** Milliseconds between the crosses that a rescue takes back. */
const STAGGER = 60;

const ramp = (t: number, from: number, to: number): number => Math.min(1, Math.max(0, (t - from) / (to - from)));
const out = (share: number): number => 1 - (1 - share) ** 3;

function death(t: number): Look {
  return {
    scale: 1 - 0.06 * out(ramp(t, 260, 600)),
    ground: 1 - ramp(t, 200, 320),
    light: 1 - out(ramp(t, 60, 260)),
    rim: 1 - ramp(t, 0, 140),
    arc: 1,
    ring: ramp(t, 0, 50),
    ringOut: 1 - ramp(t, 0, 140) ** 3,
    first: out(ramp(t, 180, 300)),
    second: out(ramp(t, 300, 420)),
    hot: 1 - ramp(t, 420, LONGEST) ** 2,
    wave: t < 120 ? 0 : 1 - ramp(t, 120, 460),
    waveOut: out(ramp(t, 120, 460)),
    bead: Math.min(ramp(t, 0, 100), 1 - ramp(t, 170, 240)),
    edges: 1 - ramp(t, 260, 600),
  };
}

function revival(t: number): Look {
  return {
    scale: 0.94 + 0.06 * out(ramp(t, 0, 160)),
    ground: ramp(t, 80, 180),
    light: out(ramp(t, 140, 520)),
    rim: ramp(t, 160, 300),
    arc: out(ramp(t, 240, 620)),
    ring: 1 - ramp(t, 60, 180),
    ringOut: 0,
    first: 1 - ramp(t, 90, 180),
    second: 1 - ramp(t, 0, 90),
    hot: 0,
    wave: Math.min(ramp(t, 0, 60), 1 - ramp(t, 160, 560)),
    waveOut: out(ramp(t, 160, 560)),
    bead: Math.min(ramp(t, 80, 240), 1 - ramp(t, 300, 420)),
    edges: ramp(t, 140, 520),
  };
}

function light(t: number): Look {
  return {
    ...FIRING,
    arc: out(ramp(t, 80, 460)),
    wave: t < 0 ? 0 : 1 - ramp(t, 0, 400),
    waveOut: out(ramp(t, 0, 400)),
    bead: Math.min(ramp(t, 0, 100), 1 - ramp(t, 160, 280)),
  };
}

function cross(kind: Change['kind'], t: number): Look {
  if (kind === 'died')
    return { ...GONE, first: ramp(t, 0, 100), second: ramp(t, 100, 200), hot: 1 - ramp(t, 420, LONGEST) ** 2 };
  if (kind === 'revived') return { ...FIRING, first: 1 - ramp(t, 100, 200), second: 1 - ramp(t, 0, 100) };
  return FIRING;
}

/**
 * How a unit looks now.
 *
 * @param dead    its state in the frame
 * @param changes its own changes alone, oldest first
 * @param reduced no motion: the end state at once, in the event's colour for a while
 */
export function lookAt(dead: boolean, changes: readonly Change[], now: number, reduced: boolean): Look {
  const rest = dead ? GONE : FIRING;
  const ahead = changes.find(({ at }) => at > now);
  const begun = changes.filter(({ at }) => at <= now);
  const latest = begun.at(-1);
  if (!latest) return ahead?.kind === 'revived' ? GONE : rest;
  const t = now - latest.at;
  if (t >= LONGEST || (latest.kind === 'died') !== dead) return rest;
  if (reduced) return dead ? { ...rest, hot: 1 } : { ...rest, wave: 1 };
  const before = begun.at(-2);
  if (before && before.kind !== latest.kind && latest.kind !== 'lit' && latest.at - before.at < TURNED_BACK)
    return t < TURNED_BACK ? { ...rest, first: 1, second: 1, hot: 1 } : rest;
  if (latest.brief) return cross(latest.kind, t);
  return latest.kind === 'died' ? death(t) : latest.kind === 'revived' ? revival(t) : light(t);
}

/** Whether some change still moves: as long as it does, the picture must be painted again. */
export const moving = (changes: readonly Change[], now: number): boolean =>
  changes.some(({ at }) => now < at + LONGEST);

/**
 * The changes that a frame's events make. Births are not shown: a unit that is born dead was never seen alive.
 *
 * @param firstUnits [hidden layers] index of each layer's first unit in the frame's order
 * @param brief      the run goes so fast that only crosses are drawn
 */
export function changesFromEvents(
  events: readonly LifeEvent[],
  firstUnits: readonly number[],
  at: number,
  brief: boolean,
): Change[] {
  const shown = events.filter(({ kind }) => kind !== 'born-dead');
  const few = shown.length <= MANY;
  let rescued = 0;
  return shown.map(({ layer, unit, kind, cause }) => ({
    unit: (firstUnits[layer] ?? 0) + unit,
    kind: kind === 'died' ? 'died' : 'revived',
    at: at + (kind === 'revived' && cause === 'intervention' ? STAGGER * rescued++ : 0),
    brief: brief || !few,
  }));
}
