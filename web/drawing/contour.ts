// Lines where a square picture of values passes a level, by marching squares. field.ts and network.ts draw them.

/**
 * Where a line crosses between two neighbouring values, as the share of the way from the upper to the lower.
 *
 * @param upper  above 0 (the level is already taken away)
 * @param lower  at most 0
 * @param beyond the value before `upper` on the same way, NaN at the picture's edge
 */
export type Crossing = (upper: number, lower: number, beyond: number) => number;

/** The crossing of what is straight above its zero and bent there, as ReLU: the lit side is drawn out to zero. */
export const fromLitSide: Crossing = (upper, lower, beyond) => {
  const drawnOut = 2 * upper - beyond;
  return upper / (upper - (drawnOut < 0 ? drawnOut : lower));
};

const logit = (offset: number): number => {
  const p = Math.min(1 - 1e-7, Math.max(1e-7, offset + 0.5));
  return Math.log(p / (1 - p));
};

/** The crossing of a probability through one half: straight in its logit, so that a steep edge stays smooth. */
export const inLogit: Crossing = (upper, lower) => {
  const top = logit(upper);
  return top / (top - logit(lower));
};

/** The edges of a cell that its line joins, by which corners are above: pairs of below 0, right 1, above 2, left 3. */
const JOINS: readonly (readonly number[])[] = [
  [], [3, 0], [0, 1], [3, 1], [1, 2], [3, 0, 1, 2], [0, 2], [3, 2],
  [2, 3], [2, 0], [0, 1, 2, 3], [2, 1], [1, 3], [1, 0], [0, 3], [],
]; // prettier-ignore

/**
 * Lines of `values` at `level`, as points one after another: [x, y, x, y, ...] in [0, size], values at cell centres.
 *
 * @param values [... size²] row-major, first row the smallest y
 * @param from   index of the picture's first value
 */
export function contours(
  values: Float32Array,
  from: number,
  size: number,
  level: number,
  crossing: Crossing,
): Float32Array[] {
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= size || y >= size ? NaN : (values[from + y * size + x] ?? NaN) - level;
  const across = size * size; // edges along x come first, then those along y
  const links = new Map<number, number[]>();
  const join = (a: number, b: number): void => {
    const known = links.get(a);
    if (known) known.push(b);
    else links.set(a, [b]);
  };

  for (let y = 0; y + 1 < size; ++y) {
    for (let x = 0; x + 1 < size; ++x) {
      const corner = from + y * size + x;
      const above = (offset: number): number => ((values[corner + offset] ?? NaN) > level ? 1 : 0);
      const joins = JOINS[above(0) | (above(1) << 1) | (above(size + 1) << 2) | (above(size) << 3)];
      if (!joins?.length) continue;
      const cell = y * size + x;
      const edges = [cell, across + cell + 1, cell + size, across + cell];
      for (let k = 0; k < joins.length; k += 2) {
        const a = edges[joins[k] ?? 0] ?? 0;
        const b = edges[joins[k + 1] ?? 0] ?? 0;
        join(a, b);
        join(b, a);
      }
    }
  }

  const point = (edge: number): [number, number] => {
    const alongX = edge < across;
    const cell = alongX ? edge : edge - across;
    const x = cell % size;
    const y = (cell - x) / size;
    const [dx, dy] = alongX ? [1, 0] : [0, 1];
    const [first, second] = [at(x, y), at(x + dx, y + dy)];
    const share =
      first > 0 ? crossing(first, second, at(x - dx, y - dy)) : 1 - crossing(second, first, at(x + 2 * dx, y + 2 * dy));
    return [x + 0.5 + dx * share, y + 0.5 + dy * share];
  };

  const lines: Float32Array[] = [];
  const seen = new Set<number>();
  const follow = (start: number): void => {
    const line: number[] = [];
    let edge: number | undefined = start;
    let last = start;
    while (edge !== undefined && !seen.has(edge)) {
      seen.add(edge);
      line.push(...point(edge));
      last = edge;
      edge = links.get(edge)?.find((next) => !seen.has(next));
    }
    if (last !== start && links.get(last)?.length === 2) line.push(line[0] ?? 0, line[1] ?? 0);
    else reachEdge(line);
    lines.push(Float32Array.from(line));
  };
  for (const [edge, joined] of links) if (joined.length === 1 && !seen.has(edge)) follow(edge);
  for (const edge of links.keys()) if (!seen.has(edge)) follow(edge);
  return lines;
}

/** Draws both ends of an open line out by one cell: values lie at cell centres, the picture goes on to the cells' edges. */
function reachEdge(line: number[]): void {
  const end = (x: number, y: number, beforeX: number, beforeY: number): [number, number] => {
    const length = Math.hypot(x - beforeX, y - beforeY) || 1;
    return [x + (x - beforeX) / length, y + (y - beforeY) / length];
  };
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = line;
  const [xm = 0, ym = 0, xn = 0, yn = 0] = line.slice(-4);
  line.unshift(...end(x0, y0, x1, y1));
  line.push(...end(xn, yn, xm, ym));
}

/** A line with its stairs worn off: every inner point is drawn half-way to its neighbours, twice. Straight parts stay. */
export function smoothed(line: Float32Array): Float32Array {
  let rough = line;
  for (let pass = 0; pass < 2; ++pass) {
    const before = rough;
    rough = before.map((value, k) =>
      k < 2 || k >= before.length - 2 ? value : value / 2 + ((before[k - 2] ?? 0) + (before[k + 2] ?? 0)) / 4,
    );
  }
  return rough;
}
