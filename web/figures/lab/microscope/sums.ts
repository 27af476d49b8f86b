// Where the sums of the training rows fall, with the activation and its slope below them on one axis. Part of view.ts.
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { roundTicks } from '../../../drawing/axis.js';
import { flatStretches } from '../../../drawing/activation.js';
import type { Seen } from './view.js';

const BOX = { width: 560, height: 400, left: 66, right: 552 };
/** Heights of the three pictures: the bars stand on `bars`, the curves lie between the others. */
const ROWS = { top: 8, bars: 190, values: [206, 282], slopes: [300, 366], foot: 372 } as const;
const BINS = 36;

/** The histogram with f and its slope. */
export function sumsView(seen: Seen): TemplateResult {
  const { words, examined } = seen;
  const { sums } = examined.inspection;
  const firing = sums.reduce((count, sum) => count + (sum > 0 ? 1 : 0), 0);
  const silent = sums.length - firing;
  return html`<figure class="sums">
    <figcaption><b>${words.microscope.sums(sums.length)}</b> <span>${words.microscope.oneAxis}</span></figcaption>
    <svg viewBox="0 0 ${BOX.width} ${BOX.height}" role="img" aria-label=${words.microscope.sumsSentence(silent, firing, largest(sums))}>
      ${pictureView(seen, silent, firing)}
    </svg>
  </figure>`;
}

const largest = (sums: Float32Array): number => sums.reduce((most, sum) => Math.max(most, sum), -Infinity);

function pictureView({ examined, words, row }: Seen, silent: number, firing: number): SVGTemplateResult {
  const { curve, inspection } = examined;
  const { from, to } = curve;
  const x = (z: number): number => BOX.left + ((z - from) / (to - from)) * (BOX.right - BOX.left);
  const zero = x(0);
  const ticks = roundTicks({ from, to }, 8);
  const here = Math.min(BOX.right, Math.max(BOX.left, x(inspection.sums[row] ?? 0)));
  return svg`
    <rect class="dark" x=${BOX.left} y="0" width=${zero - BOX.left} height=${ROWS.foot} />
    <rect class="bright" x=${zero} y="0" width=${BOX.right - zero} height=${ROWS.foot} />
    <path class="bars" d=${barsOf(inspection.sums, from, to, x)} />
    <path class="rule" d="M${BOX.left} ${ROWS.bars}H${BOX.right}" />
    ${lineOf(curve.value, ROWS.values, 'value')}
    ${lineOf(curve.slope, ROWS.slopes, 'slope')}
    ${flatStretches(curve.slope).map(([first, last]) => flatView(first, last, curve.slope))}
    <path class="zeroLine" d="M${zero} 0V${ROWS.foot}" />
    <path class="here" d="M${here} ${ROWS.bars - 2}l-5 8h10z" />
    <text class="strong silent" x=${BOX.left + 10} y="22">${words.microscope.silent(silent, inspection.sums.length)}</text>
    <text class="strong fires" x=${BOX.right - 8} y="22" text-anchor="end">${words.microscope.firing(firing)}</text>
    ${words.microscope.rows.map((name, index) => svg`<text class="name" x=${BOX.left - 8} y=${[ROWS.bars - 40, 248, 334][index]} text-anchor="end">${name}</text>`)}
    ${ticks.map((tick) => svg`<text class="tick" x=${x(tick)} y=${BOX.height - 10} text-anchor="middle">${words.number(tick)}</text>`)}`;
}

/** A curve between two heights; 0 is always within. */
function lineOf(values: Float32Array, [top, bottom]: readonly [number, number], kind: string): SVGTemplateResult {
  const [low, high] = [Math.min(0, ...values), Math.max(1e-6, ...values)];
  const y = (value: number): number => bottom - ((value - low) / (high - low)) * (bottom - top);
  const jump = 0.3 * (high - low);
  const points = Array.from(values, (value, index) => {
    const x = BOX.left + (index / (values.length - 1)) * (BOX.right - BOX.left);
    const joined = index > 0 && Math.abs(value - (values[index - 1] ?? value)) < jump; // a kink of f is a jump of its slope
    return `${joined ? 'L' : 'M'}${x.toFixed(1)} ${y(value).toFixed(1)}`;
  });
  return svg`<path class="rule" d="M${BOX.left} ${y(0)}H${BOX.right}" /><path class="curveLine" data-kind=${kind} d=${points.join('')} />`;
}

/** A stretch of slope exactly 0, and the zero itself. */
function flatView(first: number, last: number, slopes: Float32Array): SVGTemplateResult | typeof nothing {
  const at = (index: number): number => BOX.left + (index / (slopes.length - 1)) * (BOX.right - BOX.left);
  const [low, high] = [Math.min(0, ...slopes), Math.max(1e-6, ...slopes)];
  const y = ROWS.slopes[1] + (low / (high - low)) * (ROWS.slopes[1] - ROWS.slopes[0]);
  return svg`<path class="flatLine" d="M${at(first)} ${y}H${at(last)}" />
    <text class="flatZero" x=${(at(first) + at(last)) / 2} y=${y - 8} text-anchor="middle">0</text>`;
}

function barsOf(sums: Float32Array, from: number, to: number, x: (z: number) => number): string {
  const width = (to - from) / BINS;
  const first = -Math.ceil(-from / width); // bins meet at 0, so that none is half silent and half firing
  const counts = new Map<number, number>();
  for (const sum of sums) {
    const bin = Math.max(first, sum > 0 ? Math.ceil(sum / width) - 1 : Math.min(-1, Math.ceil(sum / width) - 1));
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  const most = Math.max(1, ...counts.values());
  return [...counts]
    .map(([bin, count]) => {
      const [left, right] = [Math.max(BOX.left, x(bin * width)) + 0.8, Math.min(BOX.right, x((bin + 1) * width)) - 0.8];
      const tall = Math.max(2, (count / most) * (ROWS.bars - ROWS.top - 34));
      return `M${left.toFixed(1)} ${ROWS.bars}v${(-tall).toFixed(1)}H${right.toFixed(1)}v${tall.toFixed(1)}z`;
    })
    .join('');
}
