// What the core says of an activation: its curve over the axis that is shown, and what follows from its values
// everywhere. Who asks is enquiry.ts; how it is drawn is drawing/activation.ts.
import type { CatalogueActivation, Evaluation } from '../../../wasm/src/types.js';

/** Parameters of an activation by name. */
export type Settings = Readonly<Record<string, unknown>>;

/** What becomes of a neuron whose sums are all on the low side. */
export type Fate = 'dies' | 'crawls' | 'drifts' | 'saturates' | 'straight';

/** What is true of an activation with its parameters as they are. */
export interface Traits {
  fate: Fate;
  /** Whether the slope nowhere jumps. */
  smooth: boolean;
  /** Least and largest value, at the ends of the numbers or between; infinite where there is none. */
  floor: number;
  ceiling: number;
  /** Whether it falls before it rises. */
  dips: boolean;
  slopeAtZero: number;
}

export interface Curve {
  settings: Settings;
  /** [SAMPLES] each, over sums from -reach to reach. */
  value: Float32Array;
  slope: Float32Array;
  traits: Traits;
}

/** Odd, so that 0 is among them; dense, so that a kink is one on the screen too. */
export const SAMPLES = 561;

/** How far from 0 the two slopes are taken that tell a kink from a bend, and how far apart they then are. */
const KINK = { within: 1e-6, least: 0.01 };

/** Where the values are looked at that tell what is true everywhere; the first places by name. */
const LOOKED_AT = {
  lowest: -Infinity,
  highest: Infinity,
  zero: 0,
  justBelow: -KINK.within,
  justAbove: KINK.within,
  below: -1,
};
const LOW = 20;
const everywhere = [
  ...Object.values(LOOKED_AT),
  ...Array.from({ length: 40 * LOW + 1 }, (_, index) => -LOW + index / 20),
];

/** The sum of sample `index` when the axis ends at `reach`. */
export const sumOfSample = (index: number, reach: number): number => reach * ((2 * index) / (SAMPLES - 1) - 1);

/** The sums to evaluate for a curve up to `reach`. */
export const sumsToAsk = (reach: number): Float32Array =>
  Float32Array.from([...Array.from({ length: SAMPLES }, (_, index) => sumOfSample(index, reach)), ...everywhere]);

/** The curve of `entry` with `settings` from what the core said of `sumsToAsk`. */
export function curveOf(entry: CatalogueActivation, settings: Settings, { value, slope }: Evaluation): Curve {
  return {
    settings,
    value: value.slice(0, SAMPLES),
    slope: slope.slice(0, SAMPLES),
    traits: traitsOf(entry, value.subarray(SAMPLES), slope.subarray(SAMPLES)),
  };
}

function traitsOf(entry: CatalogueActivation, values: Float32Array, slopes: Float32Array): Traits {
  const at = (numbers: Float32Array, place: keyof typeof LOOKED_AT): number =>
    numbers[Object.keys(LOOKED_AT).indexOf(place)] ?? NaN;
  const straight = slopes.every((slope) => slope === slopes[0]);
  const jumps = Math.abs(at(slopes, 'justAbove') - at(slopes, 'justBelow')) > KINK.least;
  const floor = Math.min(...values);
  return {
    fate: straight ? 'straight' : fateOf(entry, at(slopes, 'below')),
    smooth: straight || (entry.smooth && !jumps),
    floor,
    ceiling: Math.max(...values),
    dips: !entry.monotonic && floor < at(values, 'lowest'),
    slopeAtZero: at(slopes, 'zero'),
  };
}

/** @param below the slope at -1: a leak that is shut is as flat as ReLU */
function fateOf({ canDie, smooth, saturates, monotonic }: CatalogueActivation, below: number): Fate {
  if (canDie || (!smooth && below === 0)) return 'dies';
  if (saturates) return 'saturates';
  return monotonic ? 'crawls' : 'drifts';
}
