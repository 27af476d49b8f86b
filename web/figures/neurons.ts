// The hidden neurons of a frame: by layer, by place, by state. How they are drawn is stage.ts.
import type { Frame, UnitPlace } from '../../wasm/src/types.js';

/** How many hidden units of `frame` are in `state`. */
export function countOf({ states }: Frame, state: number, from = 0, to = states.length): number {
  let count = 0;
  for (let unit = from; unit < to; ++unit) if (states[unit] === state) ++count;
  return count;
}

/** [hidden layers] units [from, to) in the frame's order. */
export function hiddenLayers({ layers }: Frame): { from: number; to: number }[] {
  let from = 0;
  return layers.slice(0, -1).map(({ units }) => ({ from, to: (from += units) }));
}

/** [hidden layers] units of each. */
export const layerSizes = ({ layers }: Frame): number[] => layers.slice(0, -1).map(({ units }) => units);

/** The place of the hidden unit that is number `unit` in the frame's order. */
export function placeOf(frame: Frame, unit: number): UnitPlace {
  const layer = hiddenLayers(frame).findIndex(({ to }) => unit < to);
  return { layer, unit: unit - (hiddenLayers(frame)[layer]?.from ?? 0) };
}
