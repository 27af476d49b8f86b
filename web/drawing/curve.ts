// What the network says of one input: a curve of each output over it, with the data. Of two inputs it is surface.ts.
import type { Data } from '../../wasm/src/types.js';
import { roundTicks } from './axis.js';
import type { Box, UnitLine } from './field.js';
import { type Theme } from './palette.js';
import { classSign, paintPoints } from './points.js';
import { paintFrame, pointRadius, styleUnitLine, type SurfaceScene } from './surface.js';

/** Kept free for the axes' numbers: on the left and below. */
const MARGIN = { left: 36, bottom: 24 };

/**
 * Paints the prediction over one input: axes, where neurons bend, data as (x, target), curves. The scene's bounds are
 * those of x, then of the targets.
 *
 * @param format writes a number in the reader's language
 */
export function paintCurve(
  ctx: CanvasRenderingContext2D,
  box: Box,
  scene: SurfaceScene,
  data: Data,
  theme: Theme,
  format: (value: number) => string,
  lines: readonly UnitLine[],
): void {
  const [left, right, bottom, top] = scene.bounds;
  const plot = { x: box.x + MARGIN.left, y: box.y, width: box.size - MARGIN.left, height: box.size - MARGIN.bottom };
  const xOf = (x: number): number => plot.x + ((x - left) / (right - left)) * plot.width;
  const yOf = (y: number): number => plot.y + plot.height - ((y - bottom) / (top - bottom)) * plot.height;

  ctx.save();
  ctx.beginPath();
  ctx.roundRect(box.x, box.y, box.size, box.size, 12);
  ctx.clip();
  ctx.fillStyle = theme.panel;
  ctx.fillRect(box.x, box.y, box.size, box.size);
  ctx.font = `400 12px ${theme.font}`;
  ctx.fillStyle = theme.ink3;
  ctx.lineWidth = 1;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'middle';
  for (const tick of roundTicks({ from: bottom, to: top }, plot.height / 48)) {
    const y = yOf(tick);
    if (y > plot.y + 8 && y < plot.y + plot.height - 6) ctx.fillText(format(tick), plot.x - 6, y);
    paintRule(ctx, plot.x, y, plot.x + plot.width, y, tick === 0 ? theme.line2 : theme.line);
  }
  ctx.textAlign = 'center';
  for (const tick of roundTicks({ from: left, to: right }, plot.width / 48)) {
    const x = xOf(tick);
    if (x > plot.x + 8 && x < plot.x + plot.width - 12) ctx.fillText(format(tick), x, plot.y + plot.height + 12);
    paintRule(ctx, x, plot.y, x, plot.y + plot.height, tick === 0 ? theme.line2 : theme.line);
  }

  ctx.beginPath();
  ctx.rect(plot.x, plot.y, plot.width, plot.height);
  ctx.clip();
  ctx.strokeStyle = theme.ink;
  const thin = Math.min(1, 24 / lines.length); // a crowd of lines must not hide the points
  for (const { points, last } of lines) {
    const x = xOf(points[0] ?? 0);
    styleUnitLine(ctx, last, thin);
    ctx.beginPath();
    ctx.moveTo(x, plot.y);
    ctx.lineTo(x, plot.y + plot.height);
    ctx.stroke();
  }
  ctx.setLineDash([]);

  ctx.globalAlpha = data.inputs.length > 100 ? 0.7 : 1; // many points become a band, which the curve must not be lost in
  const asked = (row: number): number => (scene.task === 'classes' ? 1 : (data.targets[row * data.outputs] ?? 0));
  paintPoints(ctx, data, (row) => [xOf(data.inputs[row] ?? 0), yOf(asked(row))], {
    task: scene.task,
    predictions: scene.predictions,
    radius: 0.85 * pointRadius(box),
    theme,
  });
  ctx.globalAlpha = 1;

  ctx.lineJoin = 'round';
  ctx.lineWidth = 2.4;
  const curves = scene.task === 'values' ? 1 : data.outputs;
  for (let output = 0; output < curves; ++output) {
    ctx.beginPath();
    for (let cell = 0; cell < scene.size; ++cell) {
      const x = xOf(left + ((cell + 0.5) / scene.size) * (right - left));
      const value = scene.values[output * scene.size + cell] ?? 0;
      ctx.lineTo(x, yOf(Math.max(2 * bottom - top, Math.min(2 * top - bottom, value)))); // far out it only leaves the plot
    }
    ctx.strokeStyle = scene.task === 'classes' ? classSign(output, 1).colour : theme.ink;
    ctx.stroke();
  }
  ctx.restore();
  paintFrame(ctx, box, theme, 12);
}

function paintRule(
  ctx: CanvasRenderingContext2D,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  colour: string,
): void {
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}
