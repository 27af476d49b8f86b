// Where in the input plane the neuron fires: its lit part, its line, and the training rows. Part of view.ts.
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { contours, fromLitSide, smoothed } from '../../../drawing/contour.js';
import { inPlane } from '../../../drawing/field.js';
import { classSign } from '../../../drawing/points.js';
import { classOf, taskOf } from '../../../drawing/task.js';
import { incomingOf } from './chain.js';
import type { Seen } from './view.js';

/** Side of the picture, in its own units. */
const SIDE = 360;
/** Rows beyond which only every so many are drawn. */
const MOST_POINTS = 600;

/** The plane with its line; of other than two inputs only what the picture would say. */
export function planeView(seen: Seen): TemplateResult {
  const { experiment, words, examined } = seen;
  const { sums } = examined.inspection;
  const firing = sums.reduce((count, sum) => count + (sum > 0 ? 1 : 0), 0);
  const sentence = words.microscope.fires(firing, sums.length);
  const pictured = experiment.data.features === 2;
  return html`<figure class="plane">
    ${
      pictured
        ? html`<svg viewBox="0 0 ${SIDE} ${SIDE}" role="img" aria-label=${words.microscope.plane(sentence)}>${pictureView(seen)}</svg>`
        : nothing
    }
    <figcaption>${pictured ? words.microscope.howPlane(firing > 0) : ''} ${sentence}</figcaption>
  </figure>`;
}

function pictureView(seen: Seen): SVGTemplateResult {
  const { experiment, examined, row, words, actions } = seen;
  const { data, frame, view } = experiment;
  const [left, right, bottom, top] = view.surfaceBounds;
  const x = (value: number): number => ((value - left) / (right - left)) * SIDE;
  const y = (value: number): number => SIDE - ((value - bottom) / (top - bottom)) * SIDE;
  const at = (index: number): [number, number] => [x(data.inputs[2 * index] ?? 0), y(data.inputs[2 * index + 1] ?? 0)];
  const line = (points: Float32Array): string =>
    Array.from(
      { length: points.length / 2 },
      (_, k) => `${x(points[2 * k] ?? 0).toFixed(1)} ${y(points[2 * k + 1] ?? 0).toFixed(1)}`,
    ).join('L');
  const every = Math.ceil(data.trainCount / MOST_POINTS);
  const several = taskOf(frame, data) === 'classes';
  const rows = Array.from({ length: data.trainCount }, (_, index) => index).filter((index) => index % every === 0);
  const [px, py] = at(row);
  return svg`
    <path class="lit" d=${litRows(seen)
      .map(
        ([from, to, low, high]) =>
          `M${x(from).toFixed(1)} ${y(low).toFixed(1)}H${x(to).toFixed(1)}V${y(high).toFixed(1)}H${x(from).toFixed(1)}z`,
      )
      .join('')} />
    ${linesOf(seen).map((points) => svg`<path class="border" d="M${line(points)}" />`)}
    ${rows.map((index) => {
      const [cx, cy] = at(index);
      const kind = classOf(data, index);
      const fires = (examined.inspection.sums[index] ?? 0) > 0;
      const sign = several ? classSign(kind, 4.6) : classSign(kind > 0.5 ? 0 : 1, 4);
      return svg`<path class="point" data-class=${several ? 'several' : kind > 0.5 ? 'a' : 'b'} ?data-fires=${fires} fill=${several ? sign.colour : nothing}
        transform="translate(${cx.toFixed(1)} ${cy.toFixed(1)})" d=${sign.path} @click=${() => actions.pickRow(index)} />`;
    })}
    <circle class="picked" cx=${px} cy=${py} r="9" />
    <text class="pickedName" x=${px > SIDE / 2 ? px - 14 : px + 14} y=${py + 4} text-anchor=${px > SIDE / 2 ? 'end' : 'start'}>${words.microscope.point(row)}</text>`;
}

/** Stretches [x from, x to, y from, y to] of the plane where its output is above 0. */
function litRows({ experiment: { frame, view }, examined: { unit } }: Seen): [number, number, number, number][] {
  const size = view.unitResolution;
  const [left, right, bottom, top] = view.unitBounds;
  const [across, up] = [(right - left) / size, (top - bottom) / size];
  const stretches: [number, number, number, number][] = [];
  for (let y = 0; y < size; ++y) {
    let from = 0;
    for (let x = 0; x <= size; ++x) {
      const lit = x < size && (frame.unitFields[(unit * size + y) * size + x] ?? 0) > 0;
      if (lit) continue;
      if (x > from) stretches.push([left + from * across, left + x * across, bottom + y * up, bottom + (y + 1) * up]);
      from = x + 1;
    }
  }
  return stretches;
}

/** Where its sum is 0: straight in the first layer, else as its picture has it. */
function linesOf(seen: Seen): Float32Array[] {
  const { experiment, examined, layer } = seen;
  const { frame, view } = experiment;
  const { weights, bias, normed } = incomingOf(seen);
  const [w1 = 0, w2 = 0] = weights;
  if (layer === 0 && !normed && Math.hypot(w1, w2) > 0) {
    const far = 100 * Math.max(...view.surfaceBounds.map(Math.abs), 1);
    const square = w1 * w1 + w2 * w2;
    const [fx, fy] = [(-bias * w1) / square, (-bias * w2) / square];
    const [dx, dy] = [(-w2 * far) / Math.sqrt(square), (w1 * far) / Math.sqrt(square)];
    return [Float32Array.of(fx - dx, fy - dy, fx + dx, fy + dy)];
  }
  const size = view.unitResolution;
  return contours(frame.unitFields, examined.unit * size * size, size, 0, fromLitSide).map((line) =>
    inPlane(smoothed(line), size, view.unitBounds),
  );
}
