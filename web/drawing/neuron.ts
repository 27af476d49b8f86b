// One neuron as a small moon: disc, rim, marks of its state, cross, and what leaves it in an event (motion.ts).
// Its edges are edges.ts; very many neurons are small.ts.
import { ALWAYS_ON, CUT_OFF, DEAD, DORMANT, INACTIVE, paintGlyph, SATURATED } from './glyphs.js';
import type { Look } from './motion.js';
import { heatColour, mixed, type Theme } from './palette.js';
import type { Point } from './places.js';
import type { NetworkScene } from './scene.js';

const rimWidth = (radius: number): number => Math.max(Math.min(2, 0.4 * radius), 0.11 * radius);
const rimRadius = (radius: number): number =>
  radius + Math.max(Math.min(1.5, 0.3 * radius), 0.075 * radius) + rimWidth(radius) / 2;
export const outerRadius = (radius: number): number => rimRadius(radius) + rimWidth(radius) / 2;

/** A neuron at rest or on its way: glow, disc, light, rim with its active share, marks of its state, cross. */
export function paintUnit(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  unit: number,
  { x, y }: Point,
  radius: number,
  look: Look,
  theme: Theme,
  reduced: boolean,
): void {
  const state = scene.states[unit] ?? DEAD;
  const share = scene.share(unit);
  const width = rimWidth(radius);
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(look.scale, look.scale);

  const glow = look.rim * theme.glowAlpha * (0.15 + 0.85 * share);
  if (glow > 0 && !reduced) paintGlow(ctx, 0, 0, radius, 1.75 * radius, theme.glow, glow);

  if (look.ground < 1) disc(ctx, radius, theme.panel, 1);
  if (look.ground > 0) disc(ctx, radius, heatColour(theme, 0), look.ground);
  if (look.light > 0) {
    ctx.save();
    ctx.globalAlpha = look.light;
    circle(ctx, radius);
    ctx.clip();
    scene.drawLight(ctx, unit, radius, theme);
    ctx.restore();
  }
  if (look.ground > 0) ring(ctx, radius, Math.min(1, 0.1 * radius), theme.ink, 0.4 * look.ground);

  if (look.rim > 0) {
    if (state === INACTIVE) paintInactive(ctx, radius, look.rim, theme);
    else ring(ctx, rimRadius(radius), width, theme.line2, 0.3 * look.rim);
    paintArc(ctx, rimRadius(radius), width, share * look.arc, theme.life, look.rim);
    if (state === ALWAYS_ON)
      ring(ctx, outerRadius(radius) + width, 0.6 * width, theme.states[ALWAYS_ON] ?? theme.ink, look.rim);
  }

  const dead = theme.states[DEAD] ?? theme.ink;
  const colour = look.hot > 0 ? mixed(dead, theme.death, look.hot) : dead;
  if (look.ring > 0) {
    const still = Math.max(Math.min(1.5, 0.3 * radius), 0.085 * radius);
    ring(
      ctx,
      radius + (rimRadius(radius) - radius) * look.ringOut,
      still + (width - still) * look.ringOut,
      colour,
      look.ring,
    );
  }
  paintCross(ctx, radius, look, colour);
  if (look.rim > 0 && radius >= 8 && (state === DORMANT || state === SATURATED || state === CUT_OFF))
    paintBadge(ctx, state, radius, look.rim, theme);
  ctx.restore();
}

/** What leaves the disc while a unit dies or comes back: a ring, and the bead of its first or last light. */
export function paintEvent(
  ctx: CanvasRenderingContext2D,
  scene: NetworkScene,
  unit: number,
  { x, y }: Point,
  radius: number,
  look: Look,
  theme: Theme,
): void {
  if (look.wave <= 0 && look.bead <= 0) return;
  const colour = scene.states[unit] === DEAD ? theme.death : theme.life;
  ctx.save();
  ctx.translate(x, y);
  const start = rimRadius(radius);
  ring(
    ctx,
    start + (1.75 * radius - start) * look.waveOut,
    rimWidth(radius) * (1 - 0.7 * look.waveOut),
    colour,
    0.9 * look.wave,
  );
  if (look.bead > 0 && (scene.states[unit] === DEAD || scene.share(unit) > 0)) {
    const angle = scene.lightAngle(unit);
    const beadX = 0.86 * radius * Math.cos(angle);
    const beadY = 0.86 * radius * Math.sin(angle);
    paintGlow(ctx, beadX, beadY, 0.15 * radius, 0.95 * radius, colour, 0.6 * look.bead);
    ctx.translate(beadX, beadY);
    disc(ctx, 0.22 * radius, '#FFFFFF', look.bead);
    ring(ctx, 0.22 * radius, 0.07 * radius, colour, look.bead);
  }
  ctx.restore();
}

function paintGlow(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  inner: number,
  outer: number,
  colour: string,
  alpha: number,
): void {
  const gradient = ctx.createRadialGradient(x, y, inner, x, y, outer);
  gradient.addColorStop(0, colour);
  gradient.addColorStop(0.45, mixed('transparent', colour, 0.3));
  gradient.addColorStop(1, mixed('transparent', colour, 0.01)); // not 0, which is black and greys the way there
  ctx.globalAlpha = alpha;
  ctx.fillStyle = gradient;
  ctx.beginPath();
  ctx.arc(x, y, outer, 0, 2 * Math.PI);
  ctx.fill();
  ctx.globalAlpha = 1;
}

function circle(ctx: CanvasRenderingContext2D, radius: number): void {
  ctx.beginPath();
  ctx.arc(0, 0, radius, 0, 2 * Math.PI);
}

function disc(ctx: CanvasRenderingContext2D, radius: number, colour: string, alpha: number): void {
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  circle(ctx, radius);
  ctx.fill();
  ctx.globalAlpha = 1;
}

function ring(ctx: CanvasRenderingContext2D, radius: number, width: number, colour: string, alpha: number): void {
  if (alpha <= 0) return;
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  circle(ctx, radius);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** The share of points that fire it, clockwise from 12. */
function paintArc(
  ctx: CanvasRenderingContext2D,
  radius: number,
  width: number,
  share: number,
  colour: string,
  alpha: number,
): void {
  if (share <= 0) return;
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.beginPath();
  ctx.arc(0, 0, radius, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * share);
  ctx.stroke();
  ctx.globalAlpha = 1;
}

/** Silent, but a slope pulls it back: a dotted rim, and the arrow that rises out of it. */
function paintInactive(ctx: CanvasRenderingContext2D, radius: number, alpha: number, theme: Theme): void {
  const colour = theme.states[INACTIVE] ?? theme.ink;
  const rim = rimRadius(radius);
  const width = rimWidth(radius);
  const dash = (2 * Math.PI * rim) / 28;
  ctx.setLineDash([0.45 * dash, 0.55 * dash]);
  ring(ctx, rim, width, colour, alpha);
  ctx.setLineDash([]);
  const head = 0.3 * radius;
  const tip = rim + width;
  ctx.globalAlpha = alpha;
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineCap = 'round';
  ctx.beginPath();
  ctx.moveTo(0, 0.35 * radius);
  ctx.lineTo(0, -tip);
  ctx.moveTo(-head, head - tip);
  ctx.lineTo(0, -tip);
  ctx.lineTo(head, head - tip);
  ctx.stroke();
  ctx.lineCap = 'butt';
  ctx.globalAlpha = 1;
}

/** Two strokes to beyond the rim, each drawn from its upper end. */
function paintCross(ctx: CanvasRenderingContext2D, radius: number, { first, second }: Look, colour: string): void {
  const reach = (1.14 * radius) / Math.SQRT2;
  ctx.strokeStyle = colour;
  ctx.lineWidth = Math.max(Math.min(1.6, 0.4 * radius), 0.13 * radius);
  ctx.lineCap = 'round';
  ctx.beginPath();
  if (first > 0) {
    ctx.moveTo(-reach, -reach);
    ctx.lineTo(reach * (2 * first - 1), reach * (2 * first - 1));
  }
  if (second > 0) {
    ctx.moveTo(reach, -reach);
    ctx.lineTo(reach * (1 - 2 * second), reach * (2 * second - 1));
  }
  ctx.stroke();
  ctx.lineCap = 'butt';
}

/** The glyph of a state that a disc alone does not tell, at its lower right. */
function paintBadge(ctx: CanvasRenderingContext2D, state: number, radius: number, alpha: number, theme: Theme): void {
  ctx.save();
  ctx.translate(0.72 * radius, 0.72 * radius);
  disc(ctx, 0.5 * radius, theme.panel, alpha);
  ctx.globalAlpha = alpha;
  paintGlyph(ctx, state, 0, 0, Math.max(9, 0.8 * radius * 0.85), theme);
  ctx.restore();
}

/** Rings the unit that is pointed at or has the focus. */
export function paintFocus(ctx: CanvasRenderingContext2D, { x, y }: Point, radius: number, theme: Theme): void {
  ctx.save();
  ctx.translate(x, y);
  ring(ctx, outerRadius(radius) + 3, 2, theme.accent, 1);
  ctx.restore();
}
