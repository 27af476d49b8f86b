// The neuron's life over the steps: its largest sum where an autopsy knows it, else the share of points that it fires
// for, with births, deaths and revivals. Part of view.ts.
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { roundTicks } from '../../../drawing/axis.js';
import { DEAD } from '../../../drawing/glyphs.js';
import { lastStep } from '../../record.js';
import type { Seen } from './view.js';

/** How long the line is in each form, about as many pixels as there are. */
const WIDTHS = { wide: 1000, medium: 720, small: 540, phone: 360 };
const BOX = { height: 96, left: 8, top: 10, zero: 66 };

/** One line of its life. */
export function lifeView(seen: Seen): TemplateResult {
  const { words, state, examined } = seen;
  const margins = state === DEAD ? examined.autopsy?.margins : undefined;
  const [title, about] = margins ? words.microscope.lifeBySum : words.microscope.lifeByShare;
  const events = eventsOf(seen);
  return html`<figure class="life">
    <figcaption><b>${title}</b> <span>${about}</span></figcaption>
    <svg viewBox="0 0 ${WIDTHS[seen.form]} ${BOX.height}" aria-hidden="true">${pictureView(seen)}</svg>
    <div class="lifeSteps"><span>${words.microscope.atStep(0)}</span><span>${words.whole(lastOf(seen))}</span></div>
    <p class="events">${events.length > 0 ? words.microscope.events(events) : words.microscope.noEvents}</p>
  </figure>`;
}

const eventsOf = ({ experiment, layer, unit }: Seen) =>
  experiment.record.events.filter((event) => event.layer === layer && event.unit === unit);

const lastOf = ({ experiment }: Seen): number => Math.max(1, lastStep(experiment.record));

function pictureView(seen: Seen): SVGTemplateResult {
  const { experiment, examined, state } = seen;
  const last = lastOf(seen);
  const right = WIDTHS[seen.form] - BOX.left;
  const x = (step: number): number => BOX.left + (step / last) * (right - BOX.left);
  const margins = state === DEAD ? examined.autopsy?.margins : undefined;
  const line = margins ? bySum(margins, x) : byShare(seen, x);
  const now = x(experiment.frame.report.step);
  const ticks = roundTicks({ from: 0, to: last }, 10);
  return svg`
    <rect class="below" x=${BOX.left} y=${BOX.zero} width=${right - BOX.left} height=${BOX.height - BOX.zero - 16} />
    <path class="rule" d=${ticks.map((tick) => `M${x(tick)} ${BOX.zero}v6`).join('')} />
    <path class="zeroLine" d="M${BOX.left} ${BOX.zero}H${right}" />
    ${line === '' ? nothing : svg`<path class="alive" d=${line} />`}
    ${deadStretches(seen).map(([from, to]) => svg`<path class="dead" d="M${x(from)} ${BOX.zero}H${x(to)}" />`)}
    ${eventsOf(seen).map(({ kind, step }) => {
      const at = x(step);
      return kind === 'revived'
        ? svg`<path class="revived" d="M${at} ${BOX.zero - 7}l6 10h-12z" />`
        : svg`<path class="died" d="M${at - 5} ${BOX.zero - 5}l10 10m0-10l-10 10" />`;
    })}
    <path class="now" d="M${now} 0V${BOX.height}" />`;
}

/** The largest sum on a logarithmic scale; 0 and what is below it lie on the floor. */
function bySum({ steps, values }: { steps: number[]; values: number[] }, x: (step: number) => number): string {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return '';
  const [low, high] = [Math.log(Math.min(...positive)) - 0.7, Math.log(Math.max(...positive))];
  const y = (value: number): number =>
    value > 0 ? BOX.zero - ((Math.log(value) - low) / Math.max(0.7, high - low)) * (BOX.zero - BOX.top) : BOX.zero;
  return `M${steps.map((step, index) => `${x(step).toFixed(1)} ${y(values[index] ?? 0).toFixed(1)}`).join('L')}`;
}

function byShare({ experiment: { record }, examined: { unit } }: Seen, x: (step: number) => number): string {
  const points = record.rows.map(
    ({ step, shares }) => `${x(step).toFixed(1)} ${(BOX.zero - (shares[unit] ?? 0) * (BOX.zero - BOX.top)).toFixed(1)}`,
  );
  return points.length > 1 ? `M${points.join('L')}` : '';
}

/** Steps [from, to] between a death and what ended it. */
function deadStretches(seen: Seen): [number, number][] {
  const events = eventsOf(seen);
  return events.flatMap(({ kind, step }, index): [number, number][] =>
    kind === 'revived' ? [] : [[step, events[index + 1]?.step ?? lastOf(seen)]],
  );
}
