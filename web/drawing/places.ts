// Where everything of a network stands on its stage. network.ts paints it there.

export interface Point {
  x: number;
  y: number;
}

/** A network's places on a stage, in CSS pixels from its upper left corner. */
export interface Places {
  width: number;
  height: number;
  /** Whether the network flows downwards, as on a phone. */
  vertical: boolean;
  /** Radius of a hidden unit's disc; its rim lies outside. */
  radius: number;
  /** Side of an input's picture. */
  tile: number;
  /** [inputs] centres. */
  inputs: Point[];
  /** [hidden units] centres, in the frame's order. */
  units: Point[];
  /** [hidden layers] units [from, to), and the middle of the layer across which its heading stands. */
  layers: { from: number; to: number; middle: Point }[];
  /** Where the last edges end. */
  output: Point;
}

export interface Stage {
  width: number;
  height: number;
  inputs: number;
  /** Units of each hidden layer. */
  hidden: readonly number[];
  /** By default as soon as the stage is narrower than 440: a phone held upright. */
  vertical?: boolean;
  /** Where the last edges end; by default the middle of the far side, where the surface begins. */
  output?: Point;
  /** Kept free at both ends of a layer: by default the place of the headings, and a hem. */
  margins?: readonly [number, number];
}

/** A disc is no larger: beyond it, it only takes the edges' place. */
const LARGEST = 40;

/** Least distance of two discs in one line before a layer breaks into more lines: 44 for a finger. */
const LEAST_PITCH = { horizontal: 30, vertical: 44 } as const;

/** The radius that a distance between two discs leaves room for. */
const radiusFromPitch = (pitch: number): number => Math.min(LARGEST, Math.max(pitch / 2 - 6.6, 0.36 * pitch));

/** Places a network on a stage: layers one after another along the flow, units of a layer in lines across it. */
export function placeNetwork(stage: Stage): Places {
  const { width, height, hidden } = stage;
  const vertical = stage.vertical ?? width < 440;
  const [before, after] = stage.margins ?? (vertical ? [8, 8] : [46, 22]);
  const band = Math.max(40, (vertical ? width : height) - before - after);
  const output = stage.output ?? (vertical ? { x: width / 2, y: height } : { x: width, y: height / 2 });
  const end = vertical ? output.y : output.x;
  const gap = end / (hidden.length + 1.2); // between two layers, near enough to choose a radius by
  const { pitch, radius, longest } = chooseLines(band, gap, Math.max(1, ...hidden), vertical);

  const tile = vertical ? 30 : Math.min(52, Math.max(30, 2.3 * radius));
  const start = tile / 2 + (vertical ? 0 : 6);
  const spacing = (end - start) / (hidden.length + 1);
  const point = (flow: number, across: number): Point => (vertical ? { x: across, y: flow } : { x: flow, y: across });
  const middle = before + band / 2;

  const units: Point[] = [];
  const layers = hidden.map((count, l) => {
    const from = units.length;
    const flow = start + (l + 1) * spacing;
    const used = Math.max(1, Math.ceil(count / longest));
    const inLine = Math.ceil(count / used);
    for (let u = 0; u < count; ++u) {
      const line = Math.floor(u / inLine);
      const inThis = Math.min(inLine, count - line * inLine);
      const across = middle + ((u % inLine) - (inThis - 1) / 2) * pitch;
      units.push(point(flow + (line - (used - 1) / 2) * Math.min(pitch, 2.6 * radius), across));
    }
    return { from, to: units.length, middle: point(flow, middle) };
  });
  const between = vertical ? Math.min(89, band / stage.inputs) : band * Math.min(0.3, 1 / stage.inputs);
  const inputs = Array.from({ length: stage.inputs }, (_, f) =>
    point(start, middle + (f - (stage.inputs - 1) / 2) * between),
  );
  return { width, height, vertical, radius, tile: Math.min(tile, between * 0.9), inputs, units, layers, output };
}

interface Lines {
  /** Distance of two neighbours in a line. */
  pitch: number;
  radius: number;
  /** Units in a line at most. */
  longest: number;
}

/** How long a line may be, by the fullest layer: one line while its discs stay legible. */
function chooseLines(band: number, gap: number, most: number, vertical: boolean): Lines {
  const least = vertical ? LEAST_PITCH.vertical : LEAST_PITCH.horizontal;
  const choices: Lines[] = [];
  for (let lines = 1; lines <= 40; ++lines) {
    const longest = Math.ceil(most / lines);
    const pitch = band / longest;
    const room = (0.42 * gap) / (1.3 * lines); // lines of a layer stay apart from those of the next
    const choice = { pitch, radius: Math.max(1.5, Math.min(radiusFromPitch(pitch), room)), longest };
    if (pitch >= least) return choice;
    choices.push(choice);
  }
  return choices.reduce((best, choice) => (choice.radius > best.radius ? choice : best));
}

/** The hidden unit at a point of the stage, or −1. Small discs answer as far as a finger needs. */
export function unitAt({ units, radius }: Places, x: number, y: number): number {
  const reach = Math.max(22, 1.25 * radius);
  let nearest = -1;
  let least = reach;
  units.forEach((place, unit) => {
    const distance = Math.hypot(place.x - x, place.y - y);
    if (distance > least) return;
    least = distance;
    nearest = unit;
  });
  return nearest;
}
