// Where everything of a network stands on its stage. network.ts paints it there; zoom.ts looks closer.

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
  /** Whether discs are too small for rims and marks: very many units are drawn so (small.ts). */
  small: boolean;
  /** Distance of two neighbours in a line. */
  pitch: number;
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
  /** What is free of headings, from and to, across the flow. */
  band: readonly [number, number];
  /** Whether one looks closer (zoom.ts), so that some of it lies beside the stage. */
  close: boolean;
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

/** A disc is no larger: beyond it, it only takes the edges' place. Of less than five in a layer each may be larger. */
export const LARGEST = 40;
const largestOf = (most: number): number => LARGEST + 8 * Math.max(0, 5 - most);

/** Under this radius a disc has no room for its marks; where units are many, discs become small ones of this radius. */
export const LEAST_MARKED = 15;
const SMALL = 7.6;
const MANY = 64;

/** Least distance of two discs in one line before a layer breaks into more lines: 44 for a finger. */
const LEAST_PITCH = { horizontal: 30, vertical: 44 } as const;

/** Lines downwards that a reader scrolls through: more of them become small. */
const MOST_LINES = 16;
const SMALL_PITCH = 22;

/** The radius that a distance between two discs leaves room for. */
export const radiusFromPitch = (pitch: number, largest: number): number =>
  Math.min(largest, Math.max(pitch / 2 - 6.6, 0.36 * pitch));
const smallFromPitch = (pitch: number): number => Math.min(SMALL, 0.44 * pitch);

const unitsOf = (hidden: readonly number[]): number => hidden.reduce((sum, count) => sum + count, 0);

/** Whether a network is too large to be told by its discs alone: each layer has bars above and below. */
export const isLarge = (hidden: readonly number[]): boolean => unitsOf(hidden) > MANY;

/** For headings, and at the foot for a hem, or for bars and a line of words, of which a narrow stage needs two. */
function marginsOf(width: number, large: boolean, vertical: boolean): readonly [number, number] {
  if (vertical) return [8, 8];
  if (!large) return [46, 22];
  return [48, width < 560 ? 54 : 36];
}

/** Places a network on a stage: layers one after another along the flow, units of a layer in lines across it. */
export function placeNetwork(stage: Stage): Places {
  const { width, height, hidden } = stage;
  const vertical = stage.vertical ?? width < 440;
  const [before, after] = stage.margins ?? marginsOf(width, isLarge(hidden), vertical);
  const band = Math.max(40, (vertical ? width : height) - before - after);
  const output = stage.output ?? (vertical ? { x: width / 2, y: height } : { x: width, y: height / 2 });
  const end = vertical ? output.y : output.x;
  const gap = end / (hidden.length + 1.2); // between two layers, near enough to choose a radius by
  const { pitch, radius, longest, small } = chooseLines(band, gap, hidden, vertical);

  const tile = vertical ? 30 : Math.min(1.3 * largestOf(Math.max(...hidden)), Math.max(30, 2.3 * radius));
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
      units.push(point(flow + (line - (used - 1) / 2) * Math.min(pitch, (small ? 2.3 : 2.6) * radius), across));
    }
    return { from, to: units.length, middle: point(flow, middle) };
  });
  const between = vertical ? Math.min(89, band / stage.inputs) : band * Math.min(0.3, 1 / stage.inputs);
  const inputs = Array.from({ length: stage.inputs }, (_, f) =>
    point(start, middle + (f - (stage.inputs - 1) / 2) * between),
  );
  return {
    ...{ width, height, vertical, radius, small, pitch, tile: Math.min(tile, between * 0.9) },
    ...{ inputs, units, layers, output, band: [before, before + band] as const, close: false },
  };
}

interface Lines {
  /** Distance of two neighbours in a line. */
  pitch: number;
  radius: number;
  /** Units in a line at most. */
  longest: number;
  small: boolean;
}

/** How long a line may be, by the fullest layer: one line while its discs stay legible, small ones where none would be. */
function chooseLines(band: number, gap: number, hidden: readonly number[], vertical: boolean): Lines {
  const most = Math.max(1, ...hidden);
  const room = (lines: number): number => (0.42 * gap) / (1.3 * lines); // lines of a layer stay apart from the next's
  const among = (fits: (pitch: number, lines: number) => number, enough: (line: Lines) => boolean): Lines => {
    const choices: Lines[] = [];
    for (let lines = 1; lines <= 40; ++lines) {
      const longest = Math.ceil(most / lines);
      const pitch = band / longest;
      const radius = Math.max(1.5, Math.min(fits(pitch, lines), room(lines)));
      const choice = { pitch, radius, longest, small: fits === smallFromPitch };
      if (enough(choice)) return choice;
      choices.push(choice);
    }
    return choices.reduce((best, choice) => (choice.radius > best.radius ? choice : best));
  };
  const least = vertical ? LEAST_PITCH.vertical : LEAST_PITCH.horizontal;
  const largest = largestOf(most);
  const marked = among(
    (pitch) => radiusFromPitch(pitch, largest),
    ({ pitch }) => pitch >= least,
  );
  const scrolls = vertical && linesDown(hidden, band, least) > MOST_LINES;
  if (!isLarge(hidden) || (marked.radius >= LEAST_MARKED && !scrolls)) return marked;
  return among(smallFromPitch, ({ pitch, radius }) => (vertical ? pitch >= SMALL_PITCH : radius >= 0.8 * SMALL));
}

const linesDown = (hidden: readonly number[], band: number, pitch: number): number => {
  const inLine = Math.max(1, Math.floor(band / pitch));
  return hidden.reduce((sum, units) => sum + Math.ceil(units / inLine), 0);
};

/** The height that a network needs which flows downwards over `width`. */
export function heightDown(hidden: readonly number[], width: number): number {
  const band = width - 16;
  const lines = linesDown(hidden, band, LEAST_PITCH.vertical);
  if (!isLarge(hidden) || lines <= MOST_LINES) return 52 + 79 * lines;
  return 52 + 70 * hidden.length + 20 * (linesDown(hidden, band, SMALL_PITCH) - hidden.length);
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
