// Which squares of input plane a run has pictures of, and how fine they are. They are painted by stage.ts.
import type { Data, Frame, View } from '../../wasm/src/types.js';
import { targetRange, taskOf } from '../drawing/task.js';
import type { Strings } from '../shell/strings/index.js';
import { NO_PICTURES } from './session.js';

/** The side of a hidden unit's picture: coarser ones of many units. */
const unitResolution = (units: number): number => (units <= 32 ? 40 : units <= 128 ? 24 : 12);

/** The side of an output's picture over two inputs: coarser ones of many outputs, and of very many none. */
const surfaceResolution = (outputs: number): number => (outputs <= 8 ? 64 : outputs <= MOST_OUTPUTS ? 32 : 0);

/** What to draw of a run: units round the smallest circle about the data plus 5 %, and what the network says there. */
export function viewOf(data: Data, frame: Frame): View {
  const { inputs, features, outputs } = data;
  if (features > 2) return NO_PICTURES;
  const [x, y] = [rangeOf(inputs, features, 0), rangeOf(inputs, features, features - 1)];
  const units = unitResolution(frame.states.length);
  if (features === 1) {
    const { low, high } = targetRange(data, taskOf(frame, data));
    const asked = { centre: (low + high) / 2, half: (high - low) / 2 };
    return {
      unitResolution: units,
      unitBounds: around([x, x], 1.05),
      surfaceResolution: outputs <= MOST_OUTPUTS ? 256 : 0,
      surfaceBounds: around([x, asked], 1.14),
    };
  }
  const far = Math.max(x.half, y.half);
  const stretched = far > MOST_UNEVEN * Math.min(x.half, y.half); // each axis has its own scale, or one would be a line
  const axes = [x, y].map(({ centre, half }) => ({ centre, half: stretched ? half : far })) as [Range, Range];
  let radius = 1;
  for (let row = 0; row < inputs.length; row += 2) {
    const way = axes.map(({ centre, half }, axis) => ((inputs[row + axis] ?? 0) - centre) / (half || 1));
    radius = Math.max(radius, Math.hypot(...way));
  }
  return {
    unitResolution: units,
    unitBounds: around(axes, radius * 1.05),
    surfaceResolution: surfaceResolution(outputs),
    surfaceBounds: around(axes, 1.14),
  };
}

/** Why there is no picture of what the network says; null where there is one. */
export function missingPicture({ data, view }: { data: Data; view: View }, words: Strings): string | null {
  if (view.surfaceResolution > 0) return null;
  return data.features > 2 ? words.noPlane(data.features) : words.tooManyOutputs(data.outputs);
}

/** Outputs beyond which their pictures cost more than they show. */
const MOST_OUTPUTS = 64;

/** One input that spreads this much wider than the other would leave it a line. */
const MOST_UNEVEN = 5;

interface Range {
  centre: number;
  half: number;
}

/** The box about two ranges, `factor` times as large; a range of no length is given one. */
function around([x, y]: readonly [Range, Range], factor: number): View['unitBounds'] {
  const side = ({ centre, half }: Range): [number, number] => {
    const reach = factor * (half || Math.abs(centre) / 10 || 1);
    return [centre - reach, centre + reach];
  };
  return [...side(x), ...side(y)];
}

function rangeOf(inputs: Float32Array, features: number, feature: number): Range {
  let low = Infinity;
  let high = -Infinity;
  for (let at = feature; at < inputs.length; at += features) {
    low = Math.min(low, inputs[at] ?? low);
    high = Math.max(high, inputs[at] ?? high);
  }
  return { centre: (low + high) / 2, half: (high - low) / 2 };
}
