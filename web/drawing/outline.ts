// Shapes from SVG path data that remember it: a canvas cannot be asked for it again, and a picture as SVG (svg.ts) needs it.

const texts = new WeakMap<Path2D, string>();

/** The shape that `data` describes. */
export function outline(data: string): Path2D {
  const path = new Path2D(data);
  texts.set(path, data);
  return path;
}

/** The path data of a shape that `outline` made. */
export const outlineText = (path: Path2D): string => texts.get(path) ?? '';

/** Path data of a full circle round (x, y). */
export const circleText = (x: number, y: number, radius: number): string =>
  `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0${-2 * radius} 0z`;
