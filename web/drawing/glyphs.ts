// The seven states as shapes in a 12 x 12 box, for canvas and for SVG. Their colours are in palette.ts.
import { circleText, outline } from './outline.js';
import type { Theme } from './palette.js';

/** The numbers of the states, in the order of `catalogue.states`. */
export const DEAD = 0;
export const CUT_OFF = 1;
export const SATURATED = 2;
export const INACTIVE = 3;
export const DORMANT = 4;
export const ALWAYS_ON = 5;
export const ALIVE = 6;

/** One path of a glyph: filled (even-odd), or stroked at `width` times the glyph's stroke. */
export interface GlyphPart {
  path: string;
  /** 0: filled. */
  width: number;
}

/** Side of the box that the paths are drawn in. */
export const GLYPH_BOX = 12;

const circle = (radius: number): string => circleText(6, 6, radius);

const SQUARE =
  'M2.4 1.2h7.2a1.2 1.2 0 0 1 1.2 1.2v7.2a1.2 1.2 0 0 1-1.2 1.2H2.4a1.2 1.2 0 0 1-1.2-1.2V2.4a1.2 1.2 0 0 1 1.2-1.2z';

/** [7] the parts of each state's glyph, by the state's number. */
export const GLYPHS: readonly (readonly GlyphPart[])[] = [
  [
    { path: circle(4.7), width: 1 },
    { path: 'M.9.9L11.1 11.1M11.1.9L.9 11.1', width: 1.35 },
  ],
  [
    { path: 'M6.4 11A5 5 0 0 1 6.4 1Z', width: 0 },
    { path: 'M10 1.4V10.6', width: 1.7 / 1.4 },
  ],
  [{ path: `${SQUARE}M2.8 3.4h6.4v1.5H2.8zM2.8 7.1h6.4v1.5H2.8z`, width: 0 }],
  [{ path: 'M9.74 3.92A4.6 4.6 0 1 1 2.26 3.92M6 8.2V1M3.6 3.3L6 .8L8.4 3.3', width: 1 }],
  [{ path: 'M7.78 10.89A5.2 5.2 0 1 1 7.78 1.11L7.71 1.56A4.55 4.55 0 0 0 7.71 10.44Z', width: 0 }],
  [
    { path: circle(2.9), width: 0 },
    { path: circle(5.2), width: 1 },
  ],
  [{ path: circle(5), width: 0 }],
];

/** The stroke of a glyph of `size` pixels, in units of its box: large glyphs are finer. */
export const glyphStroke = (size: number): number => (size >= 28 ? 0.85 : 1.4);

let paths: Path2D[][] | undefined; // made at first use: tests import this file where there is no Path2D

/** Paints the glyph of `state` into the square of `size` pixels round (x, y). */
export function paintGlyph(
  ctx: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  state: number,
  x: number,
  y: number,
  size: number,
  theme: Theme,
  colour = theme.states[state] ?? theme.ink,
): void {
  paths ??= GLYPHS.map((parts) => parts.map(({ path }) => outline(path)));
  ctx.save();
  ctx.translate(x - size / 2, y - size / 2);
  ctx.scale(size / GLYPH_BOX, size / GLYPH_BOX);
  ctx.fillStyle = ctx.strokeStyle = colour;
  ctx.lineCap = ctx.lineJoin = 'round';
  GLYPHS[state]?.forEach(({ width }, part) => {
    const path = paths?.[state]?.[part];
    if (!path) return;
    ctx.lineWidth = width * glyphStroke(size);
    if (width) ctx.stroke(path);
    else ctx.fill(path, 'evenodd');
  });
  ctx.restore();
}

/** Glyphs of one size and theme as pictures: many of them are stamped for what one costs to draw. */
export class GlyphSheet {
  readonly #canvas = new OffscreenCanvas(1, 1);
  #key = '';
  #theme: Theme | null = null;
  /** Pixels of the screen that a picture is wide, and half of it in CSS pixels. */
  #side = 1;
  #half = 0;

  /** Makes the pictures anew where the size, the screen's density or the theme is another. */
  prepare(size: number, density: number, theme: Theme): void {
    const key = `${size} ${density}`;
    if (key === this.#key && theme === this.#theme) return;
    this.#key = key;
    this.#theme = theme;
    this.#side = Math.ceil((size + 2) * density); // crosses reach beyond their box
    this.#canvas.width = this.#side * GLYPHS.length;
    this.#canvas.height = this.#side;
    const ctx = this.#canvas.getContext('2d');
    if (!ctx) return;
    ctx.scale(density, density);
    const half = this.#side / 2 / density;
    GLYPHS.forEach((_, state) => {
      paintGlyph(ctx, state, (2 * state + 1) * half, half, size, theme);
    });
    this.#half = half;
  }

  /** Stamps the glyph of `state` round (x, y). */
  stamp(ctx: CanvasRenderingContext2D, state: number, x: number, y: number): void {
    const [side, half] = [this.#side, this.#half];
    ctx.drawImage(this.#canvas, state * side, 0, side, side, x - half, y - half, 2 * half, 2 * half);
  }
}
