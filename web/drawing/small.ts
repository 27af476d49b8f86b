// Neurons of a large network: small discs for the well, the sign of their state for the others, and a lens over the one that
// is looked at. A neuron with room for its marks is neuron.ts.
import { ALIVE, ALWAYS_ON, DEAD, paintGlyph, type GlyphSheet } from './glyphs.js';
import type { Look } from './motion.js';
import { outerRadius, paintUnit } from './neuron.js';
import { heatColour, mixed, type Theme } from './palette.js';
import type { Places, Point } from './places.js';
import type { NetworkScene } from './scene.js';

/** Radius of the lens, and what stands between it and its neuron. */
const LENS = 40;
const STALK = 30;
const LABEL = { height: 44, apart: 5 };

/** What the lens says of its neuron: who it is, and how it is. */
export type Label = readonly [string, string];

/** Side of a glyph that stands for a small neuron. */
export const glyphSize = (radius: number): number => 1.75 * radius;

/**
 * A small neuron: its disc with its share round it, or where it is not well the sign of its state.
 *
 * @param glyphs ready for this size; absent: each is drawn as shapes
 */
export function paintSmallUnit(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  unit: number,
  { x, y }: Point,
  radius: number,
  { hot }: Look,
  theme: Theme,
  glyphs?: GlyphSheet,
): void {
  const state = scene.states[unit] ?? DEAD;
  const own = theme.states[state] ?? theme.ink;
  if (state !== ALIVE && state !== ALWAYS_ON) {
    if (hot > 0) paintGlyph(ctx, state, x, y, glyphSize(radius), theme, mixed(own, theme.death, hot));
    else if (glyphs) glyphs.stamp(ctx, state, x, y);
    else paintGlyph(ctx, state, x, y, glyphSize(radius), theme);
    return;
  }
  if (scene.pictured) scene.drawSmall(ctx, unit, x, y, radius);
  else {
    ctx.fillStyle = heatColour(theme, 0.85 * scene.share(unit));
    circle(ctx, x, y, radius, 1);
    ctx.fill();
  }
  ctx.lineWidth = Math.max(1, 0.14 * radius);
  ctx.strokeStyle = theme.line2;
  ctx.globalAlpha = 0.55;
  circle(ctx, x, y, radius, 1);
  ctx.stroke();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = own;
  circle(ctx, x, y, radius, state === ALIVE ? scene.share(unit) : 1);
  ctx.stroke();
}

/** A part of a circle, clockwise from 12. */
function circle(ctx: CanvasRenderingContext2D, x: number, y: number, radius: number, share: number): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share);
}

/** The neuron looked at under a lens, above it or where there is no room below, with its name and state in words. */
export function paintLens(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  unit: number,
  places: Places,
  look: Look,
  theme: Theme,
  label: Label,
): void {
  const place = places.units[unit];
  if (!place) return;
  const outer = outerRadius(LENS) + 3;
  const reach = places.radius + STALK + outer;
  const above = place.y - reach - outer - LABEL.apart - LABEL.height > (places.vertical ? 0 : places.band[0]);
  const aside = Math.max(outer + 4, Math.min(places.width - outer - 4, place.x));
  const lens = { x: aside, y: above ? place.y - reach : place.y + reach };
  ctx.strokeStyle = theme.accent;
  ctx.lineWidth = 2;
  ctx.beginPath();
  ctx.moveTo(place.x, place.y + (above ? -1 : 1) * (places.radius + 3));
  ctx.lineTo(lens.x, lens.y + (above ? 1 : -1) * outer);
  ctx.stroke();
  circle(ctx, lens.x, lens.y, outer, 1);
  ctx.fillStyle = theme.panel;
  ctx.fill();
  ctx.stroke();
  paintUnit(ctx, scene, unit, lens, LENS, look, theme, true);
  const apart = outer + LABEL.apart + LABEL.height / 2;
  paintLabel(ctx, label, { x: lens.x, y: lens.y + (above ? -apart : apart) }, places, theme);
}

/** Two lines beyond the lens. */
function paintLabel(ctx: CanvasRenderingContext2D, label: Label, { x, y }: Point, places: Places, theme: Theme): void {
  const fonts = [`650 13px ${theme.font}`, `500 13px ${theme.font}`];
  const widths = label.map((text, line) => {
    ctx.font = fonts[line] ?? '';
    return ctx.measureText(text).width;
  });
  const width = Math.max(...widths) + 20;
  const left = Math.max(0, Math.min(places.width - width, x - width / 2));
  ctx.fillStyle = theme.panel;
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(left, y - LABEL.height / 2, width, LABEL.height, 9);
  ctx.fill();
  ctx.stroke();
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  label.forEach((text, line) => {
    ctx.font = fonts[line] ?? '';
    ctx.fillStyle = line === 0 ? theme.ink : theme.ink2;
    ctx.fillText(text, left + 10, y + (line === 0 ? -9 : 9));
  });
}
