// The plane of inputs: the points, and the line at which the neuron's sum is 0. What lies under them is ground.ts; the
// numbers of one point stand below.
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Data, View } from '../../../wasm/src/types.js';
import { heatColour, type Theme } from '../../drawing/palette.js';
import { targetRange } from '../../drawing/task.js';
import type { Strings } from '../../shell/strings/index.js';
import { firing, isDead, type Moment } from './arithmetic.js';
import { typed } from './diagram.js';
import { MOST_POINTS, pointsOf, type Point } from './edit.js';
import type { Experiment } from './store.js';
import { shownRow, type Shown } from './view.js';

/** Side of the picture's box. */
const SIDE = 340;
/** How far an arrow key moves a point, and with Shift, in the plane's half side. */
const STRIDE = { small: 0.02, large: 0.1 };
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

type Bounds = View['unitBounds'];

/** The plane, and the fields of the point chosen. */
export function planeView(shown: Shown): TemplateResult {
  const { state, words, actions } = shown;
  const { experiment } = state;
  const points = experiment ? pointsOf(experiment.data) : [];
  return html`<div class="side">
    <p class="fires">${
      experiment
        ? html`<b>${words.neuron.fireFor(firing(experiment.now), points.length)}</b>
          <span>${words.neuron.loss(experiment.now.frame.report.trainLoss)}</span>`
        : nothing
    }</p>
    <div class="plane" part="plane">
      <canvas id="ground"></canvas>
      <svg viewBox="0 0 ${SIDE} ${SIDE}" role="group" aria-label="${words.neuron.plane}. ${words.neuron.planeHint}"
        @click=${(event: MouseEvent) => {
          if (experiment && event.target === event.currentTarget)
            actions.add(placeAt(event, experiment.view.unitBounds));
        }}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Insert') actions.add({ x1: 0, x2: 0 });
        }}>
        ${experiment ? linesView(experiment) : nothing}
        ${experiment ? points.map((point, row) => pointView(shown, experiment, point, row)) : nothing}
      </svg>
      <p class="former" ?hidden=${!experiment?.lastAlive}>${words.neuron.usedToFire}</p>
    </div>
    ${fieldsView(shown, points)} ${experiment ? legendView(experiment, words) : nothing}
  </div>`;
}

/** The line where the sum is 0, and where it was when the neuron last fired. */
function linesView({ now, lastAlive, view }: Experiment): SVGTemplateResult {
  const line = lineOf(now.frame.parameters, view.unitBounds);
  const former = lastAlive ? lineOf(lastAlive, view.unitBounds) : null;
  return svg`
    ${former ? svg`<path class="formerSide" d=${former.side} /><path class="formerLine" d=${former.line} />` : nothing}
    ${line && !isDead(now) ? svg`<path class="line" d=${line.line} />` : nothing}
    ${line && isDead(now) ? svg`<path class="line" data-dead d=${line.line} />` : nothing}`;
}

/** Where w1 x1 + w2 x2 + b = 0 crosses the picture, and the part of it where the sum is positive; null where neither is. */
function lineOf(parameters: Float32Array, bounds: Bounds): { line: string; side: string } | null {
  const [w1 = 0, w2 = 0, b = 0] = parameters;
  const [left, right, bottom, top] = bounds;
  const corners: [number, number][] = [
    [left, bottom],
    [right, bottom],
    [right, top],
    [left, top],
  ];
  const crossings: [number, number][] = [];
  const side: [number, number][] = [];
  corners.forEach((corner, k) => {
    const next = corners[(k + 1) % 4] ?? corner;
    const [here, there] = [w1 * corner[0] + w2 * corner[1] + b, w1 * next[0] + w2 * next[1] + b];
    if (here > 0) side.push(corner);
    if (here > 0 === there > 0) return;
    const share = here / (here - there);
    const crossing: [number, number] = [
      corner[0] + share * (next[0] - corner[0]),
      corner[1] + share * (next[1] - corner[1]),
    ];
    crossings.push(crossing);
    side.push(crossing);
  });
  const path = (places: readonly [number, number][]): string =>
    `M${places
      .map(([x1, x2]) =>
        onPicture(x1, x2, bounds)
          .map((value) => value.toFixed(2))
          .join(' '),
      )
      .join('L')}`;
  return crossings.length === 2 ? { line: path(crossings), side: `${path(side)}Z` } : null;
}

const onPicture = (x1: number, x2: number, [left, right, bottom, top]: Bounds): [number, number] => [
  (SIDE * (x1 - left)) / (right - left),
  (SIDE * (top - x2)) / (top - bottom),
];

/** The place of the plane under the pointer, on the plane's edge at most. */
function placeAt(event: MouseEvent, [left, right, bottom, top]: Bounds): { x1: number; x2: number } {
  const box = (event.currentTarget as Element).closest('svg')?.getBoundingClientRect();
  if (!box) return { x1: 0, x2: 0 };
  const share = (at: number, from: number, length: number): number => Math.min(1, Math.max(0, (at - from) / length));
  const rounded = (value: number): number => Math.round(100 * value) / 100;
  return {
    x1: rounded(left + share(event.clientX, box.left, box.width) * (right - left)),
    x2: rounded(top - share(event.clientY, box.top, box.height) * (top - bottom)),
  };
}

function pointView(shown: Shown, experiment: Experiment, point: Point, row: number): SVGTemplateResult {
  const { words, actions, theme } = shown;
  const { now, view } = experiment;
  const [x, y] = onPicture(point.x1, point.x2, view.unitBounds);
  const z = now.inspection.sums[row] ?? 0;
  const { chosen } = shown.state;
  const ringed = row === shownRow(experiment, chosen);
  const moved = (event: PointerEvent): void => {
    const target = event.currentTarget as Element;
    if (event.type === 'pointerdown' && event.button === 0) {
      target.setPointerCapture(event.pointerId);
      actions.choose(row);
    } else if (target.hasPointerCapture(event.pointerId) && (event.type === 'pointerup' || event.buttons > 0)) {
      if (event.type === 'pointerup') actions.release();
      else actions.move(row, placeAt(event, view.unitBounds), false);
    }
  };
  return svg`<g class="point" tabindex="0" role="button" aria-roledescription=${words.neuron.pointMoves} ?data-fires=${z > 0}
    aria-pressed=${row === chosen} aria-label=${words.neuron.point(row, point.x1, point.x2, point.target, z)} transform="translate(${x.toFixed(2)} ${y.toFixed(2)})"
    @pointerdown=${moved} @pointermove=${moved} @pointerup=${moved} @focus=${() => actions.choose(row)}
    @keydown=${(event: KeyboardEvent) => pressed(event, shown, experiment, point, row)}>
    <circle class="reach" r="20" />${ringed ? svg`<circle class="ring" r="10.5" />` : row === chosen ? svg`<circle class="chosen" r="10.5" />` : nothing}
    <circle class="body" r="6.2" fill=${colourOf(experiment, point.target, theme)} />
  </g>`;
}

/** What a key does to the point that has the focus. */
function pressed(event: KeyboardEvent, { actions }: Shown, { view }: Experiment, { x1, x2 }: Point, row: number): void {
  const way = ARROWS[event.key];
  if (way) {
    const [left, right, bottom, top] = view.unitBounds;
    const stride = ((event.shiftKey ? STRIDE.large : STRIDE.small) * (right - left)) / 2;
    const within = (value: number, low: number, high: number): number =>
      Math.round(1000 * Math.min(high, Math.max(low, value))) / 1000;
    actions.move(
      row,
      { x1: within(x1 + way[0] * stride, left, right), x2: within(x2 + way[1] * stride, bottom, top) },
      false,
    );
  } else if (event.key === 'Delete' || event.key === 'Backspace') actions.remove(row);
  else if (event.key === 'Enter' || event.key === ' ') actions.choose(row);
  else return;
  event.preventDefault();
}

const rangeOf = (data: Data, { frame }: Moment): { low: number; high: number } =>
  targetRange(data, frame.report.trainAccuracy === null ? 'values' : 'two classes');

/** Heat of a target: those of the data reach from end to end. */
function colourOf({ data, now }: Experiment, target: number, theme: Theme): string {
  const { low, high } = rangeOf(data, now);
  return heatColour(theme, (2 * (target - low)) / (high - low) - 1);
}

/** Which colour of a point is which target. */
function legendView({ data, now }: Experiment, words: Strings): TemplateResult {
  const { low, high } = rangeOf(data, now);
  return html`<p class="legend">${words.neuron.colour} <span>${words.neuron.digits(low)}</span>
    <span class="scale"></span><span>${words.neuron.digits(high)}</span></p>`;
}

/** The chosen point in numbers, with the ways to have more points and fewer. */
function fieldsView({ state, words, actions }: Shown, points: readonly Point[]): TemplateResult {
  const row = state.chosen;
  const point = points[row];
  const field = (name: keyof Point, label: string): TemplateResult => html`<label>
    <span>${label}</span>
    <input type="number" step="any" .value=${live(point ? typed(point[name]) : '')} ?disabled=${!point}
      @change=${(event: Event) => {
        const input = event.target as HTMLInputElement;
        if (input.value !== '' && Number.isFinite(input.valueAsNumber))
          actions.move(row, { [name]: input.valueAsNumber }, true);
        else input.value = point ? typed(point[name]) : '';
      }} />
  </label>`;
  return html`<div class="fields" role="group" aria-label=${words.neuron.pointNumber(row)}>
    <button type="button" class="which" title=${words.neuron.nextPoint} ?disabled=${points.length < 2}
      @click=${() => actions.choose((row + 1) % points.length)}>${words.neuron.pointNumber(row)}</button>
    ${field('x1', words.neuron.input(0))} ${field('x2', words.neuron.input(1))} ${field('target', words.neuron.target)}
    <button type="button" aria-label=${words.neuron.add} title=${words.neuron.add} ?disabled=${!point || points.length >= MOST_POINTS} @click=${() => actions.add({ x1: 0, x2: 0 })}>+</button>
    <button type="button" aria-label=${words.neuron.remove} title=${words.neuron.remove} ?disabled=${points.length < 2} @click=${() => actions.remove(row)}>−</button>
  </div>`;
}
