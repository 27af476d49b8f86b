// The branch's lifelines, on the axis of the run shown: a card that starts where the two part. The run's own are tracks.ts.
import { xFromStep, type Area, type Steps } from '../../drawing/axis.js';
import type { Theme } from '../../drawing/palette.js';
import type { LifeRaster } from '../../drawing/raster.js';
import { hiddenLayers } from '../neurons.js';
import { since } from '../record.js';
import { paintLives, type Plan } from '../tracks.js';
import type { Branch } from './branch.js';

/** What the card keeps free round its lines, and the radius of the mark at which it leaves the run. */
const HEM = 5;
const MARK = 3;

/**
 * Paints `branch` in its part of `plan`, with a line to it from where it left, and the playhead at `step` over it.
 *
 * @param raster kept for it from one painting to the next
 */
export function paintBranch(
  ctx: CanvasRenderingContext2D,
  { lives, branch: area }: Plan,
  steps: Steps,
  { from, frame, record }: Branch,
  step: number,
  theme: Theme,
  raster: LifeRaster,
): void {
  if (!area) return;
  const x = xFromStep(from, steps, area);
  const card: Area = { ...area, x, width: Math.max(1, area.x + area.width - x) };
  ctx.save();
  ctx.strokeStyle = theme.line2;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.roundRect(card.x - HEM, card.y - HEM, card.width + 2 * HEM, card.height + 2 * HEM, 6);
  ctx.stroke();
  paintWay(ctx, { x: x - HEM, y: lives.y + lives.height + 2 }, card.y + card.height / 2, theme);
  const layers = hiddenLayers(frame).map((layer) => layer.to - layer.from);
  paintLives(ctx, card, since(record, from), layers, { from, to: steps.to }, theme, raster);
  ctx.fillStyle = theme.accent;
  ctx.fillRect(xFromStep(step, steps, area) - 1, lives.y, 2, area.y + area.height + HEM - lives.y);
  ctx.restore();
}

/** The way from the run to the card: down from a mark, round a corner into its left edge. */
function paintWay(ctx: CanvasRenderingContext2D, mark: { x: number; y: number }, bottom: number, theme: Theme): void {
  const left = mark.x - 3 * MARK;
  ctx.strokeStyle = ctx.fillStyle = theme.ink2;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  ctx.moveTo(left, mark.y);
  ctx.arcTo(left, bottom, mark.x, bottom, 2 * MARK);
  ctx.lineTo(mark.x, bottom);
  ctx.stroke();
  ctx.beginPath();
  ctx.arc(left, mark.y, MARK, 0, 2 * Math.PI);
  ctx.fill();
}
