// The chosen activation and those kept beside it on one large plot, read off at a sum. The cards are cards.ts.
import { html, nothing, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import {
  bandPath,
  barsPath,
  linePath,
  sampleAt,
  xOfSample,
  xOfSum,
  yOfValue,
  type Plot,
} from '../../drawing/activation.js';
import { roundTicks } from '../../drawing/axis.js';
import type { Strings } from '../../shell/strings/index.js';
import { flatView } from './cards.js';
import { SAMPLES, sumOfSample, type Curve } from './curves.js';
import { compared, entryOf, type ExplorerState } from './store.js';
import type { Shown } from './view.js';

/** Heights of the plot, in pixels: the values above the slopes, the numbers of the axis at the foot. */
const TALL = {
  all: 296,
  values: { top: 8, bottom: 176, bars: 44 },
  slopes: { top: 186, zero: 256, unit: 34, bottom: 272 },
};
/** The same where the cards are to be seen below it. */
const LOW = {
  all: 208,
  values: { top: 6, bottom: 116, bars: 28 },
  slopes: { top: 122, zero: 172, unit: 25, bottom: 186 },
};
const MARGIN = { left: 26, right: 8 };
/** Samples that a key moves the cursor by, and with Page Up and Down. */
const STRIDE = { small: 4, large: 40 };

/** One curve of the comparison with its name. */
interface Series {
  name: string;
  label: string;
  slot: number | null;
  curve: Curve;
}

/** The plot, and under it what it says at the cursor. */
export function plotView(shown: Shown): TemplateResult {
  const { state, words, wide, width, actions } = shown;
  const series = seriesOf(state);
  const z = sumOfSample(state.cursor, state.reach);
  const points = series.map(({ label, curve }) => ({
    label,
    value: curve.value[state.cursor] ?? 0,
    slope: curve.slope[state.cursor] ?? 0,
  }));
  const plots = plotsOf(wide ? TALL : LOW, width, state.reach);
  const point = (event: PointerEvent): void => {
    const left = (event.currentTarget as Element).getBoundingClientRect().left;
    const zoom = (event.currentTarget as HTMLElement).getBoundingClientRect().width / width;
    actions.point(sampleAt((event.clientX - left) / zoom, SAMPLES, plots.value));
  };
  return html`<div class="plot" part="plot">
    <div class="large" role="slider" tabindex="0" aria-label="${words.explorer.plot}" aria-valuemin=${-state.reach}
      aria-valuemax=${state.reach} aria-valuenow=${z.toFixed(2)} aria-valuetext=${words.explorer.pointSentence(z, points)}
      @pointerdown=${point} @pointermove=${point} @keydown=${(event: KeyboardEvent) => {
        const cursor = cursorAfter(event.key, state.cursor);
        if (cursor === null) return;
        event.preventDefault();
        actions.point(cursor);
      }}>
      ${width > 0 ? pictureView(shown, series, plots) : nothing}
    </div>
    <table class="readout">
      <thead><tr><th scope="col">${words.explorer.at(z)}</th><th scope="col">${words.explorer.value}</th><th scope="col">${words.explorer.slope}</th><td></td></tr></thead>
      <tbody>${series.map(
        ({ name, label, slot }, index) => html`<tr data-name=${name}>
          <th scope="row"><svg class="sample" viewBox="0 0 28 10" width="28" height="10" aria-hidden="true"><path class="line" data-slot=${slot ?? 'chosen'} d="M1 5H27" /></svg>${label}</th>
          <td>${words.explorer.readout(points[index]?.value ?? 0)}</td>
          <td ?data-flat=${points[index]?.slope === 0}>${words.explorer.readout(points[index]?.slope ?? 0)}</td>
          <td>${
            slot === null
              ? nothing
              : html`<button type="button" class="release" aria-label=${words.explorer.release(label)} title=${words.explorer.release(label)} @click=${() => actions.pin(name)}>
                <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d="M5.5 5.5L14.5 14.5M14.5 5.5L5.5 14.5" /></svg></button>`
          }</td></tr>`,
      )}</tbody>
    </table>
    ${wide ? nothing : html`<button type="button" class="plain" @click=${actions.goToAbout}>${words.explorer.allAbout(series[0]?.label ?? '')}</button>`}
    ${series.length === 1 && wide ? html`<p class="hint">${words.explorer.compareHint}</p>` : nothing}
  </div>`;
}

/** The chosen curve first, then those kept; only those that the core has answered for. */
function seriesOf(state: ExplorerState): Series[] {
  return compared(state).flatMap(({ name, slot }) => {
    const [curve, entry] = [state.curves[name], entryOf(state, name)];
    return curve && entry ? [{ name, label: entry.label, slot, curve }] : [];
  });
}

/** The two plots over one axis, and the heights that they stand in. */
interface Plots {
  heights: typeof TALL;
  value: Plot;
  slope: Plot;
}

function plotsOf(heights: typeof TALL, width: number, reach: number): Plots {
  const { values, slopes } = heights;
  const across = { reach, left: MARGIN.left, right: width - MARGIN.right };
  const unit = (values.bottom - values.top) / (1.4 * reach); // what lies far below 0 is rare
  return {
    heights,
    value: { ...across, zero: values.top + reach * unit, unit },
    slope: { ...across, zero: slopes.zero, unit: slopes.unit },
  };
}

/** Where the cursor goes on `key`; null where it is no key of a slider. */
function cursorAfter(key: string, cursor: number): number | null {
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: cursor - STRIDE.small,
    ArrowDown: cursor - STRIDE.small,
    ArrowRight: cursor + STRIDE.small,
    ArrowUp: cursor + STRIDE.small,
    PageDown: cursor - STRIDE.large,
    PageUp: cursor + STRIDE.large,
    Home: 0,
    End: SAMPLES - 1,
  };
  return moves[key] ?? null;
}

function pictureView({ state, words, width, counts }: Shown, series: readonly Series[], plots: Plots): TemplateResult {
  const { all, values, slopes } = plots.heights;
  const x = xOfSample(state.cursor, SAMPLES, plots.value);
  return html`<svg viewBox="0 0 ${width} ${all}" width=${width} height=${all} aria-hidden="true">
    ${counts ? svg`<path class="sums" d=${barsPath(counts, plots.value, values.bottom, values.bars)} />` : nothing}
    ${guard([...series.flatMap(({ slot, curve }) => [slot, curve]), width, all, words], () =>
      curvesView(series, plots, words),
    )}
    <path class="cursor" d="M${x} ${values.top}V${slopes.bottom}" />
    ${series.toReversed().map(({ slot, curve }) => {
      const places = [
        [yOfValue(curve.value[state.cursor] ?? 0, plots.value), values.top, values.bottom],
        [yOfValue(curve.slope[state.cursor] ?? 0, plots.slope), slopes.top, slopes.bottom],
      ] as const;
      return places.map(([y, top, bottom]) =>
        y < top - 1 || y > bottom + 1
          ? nothing
          : svg`<circle class="point" data-slot=${slot ?? 'chosen'} cx=${x} cy=${y} r="4" />`,
      );
    })}
  </svg>`;
}

/** Axes, lines and the band of the chosen one: what stays while the cursor moves and the network trains. */
function curvesView(series: readonly Series[], plots: Plots, words: Strings): TemplateResult {
  const { heights, value, slope } = plots;
  const { values, slopes } = heights;
  const chosen = series[0];
  const inPlot = (top: number, bottom: number, content: unknown) =>
    svg`<svg x=${value.left} y=${top} width=${value.right - value.left} height=${bottom - top} viewBox="${value.left} ${top} ${value.right - value.left} ${bottom - top}">${content}</svg>`;
  const lines = (key: 'value' | 'slope') =>
    series
      .toReversed()
      .map(
        ({ slot, curve }) =>
          svg`<path class="line" data-slot=${slot ?? 'chosen'} d=${linePath(curve[key], plots[key])} />`,
      );
  const band = ({ curve }: Series) =>
    svg`<path class="above" d=${bandPath(curve.slope, 'above', slope)} /><path class="below" d=${bandPath(curve.slope, 'below', slope)} />`;
  return svg`${axesView(plots, words.explorer.axis)}
    ${inPlot(values.top, values.bottom, lines('value'))}
    ${inPlot(slopes.top, slopes.bottom, svg`${chosen ? band(chosen) : nothing}${series.length > 1 ? lines('slope') : nothing}`)}
    ${chosen ? flatView(chosen.curve.slope, slope, words) : nothing}`;
}

function axesView({ heights, value, slope }: Plots, format: (value: number) => string): TemplateResult {
  const { values, slopes } = heights;
  const { reach } = value;
  const levels = roundTicks({ from: -0.4 * reach, to: reach }, 5).filter((tick) => tick !== 0);
  const across = roundTicks({ from: -reach, to: reach }, (value.right - value.left) / 48);
  return svg`<path class="rules" d=${levels.map((tick) => `M${value.left} ${yOfValue(tick, value)}H${value.right}`).join('')} />
    <path class="axes" d="M${value.left} ${value.zero}H${value.right}M${xOfSum(0, value)} ${values.top}V${slopes.bottom}M${slope.left} ${slope.zero}H${slope.right}" />
    <path class="rules" d="M${slope.left} ${yOfValue(1, slope)}H${slope.right}" />
    ${[0, ...levels].map((tick) => svg`<text class="tick side" x=${value.left - 6} y=${yOfValue(tick, value) + 4}>${format(tick)}</text>`)}
    ${[0, 1].map((tick) => svg`<text class="tick side" x=${slope.left - 6} y=${yOfValue(tick, slope) + 4}>${format(tick)}</text>`)}
    ${across.map((tick) => svg`<text class="tick" x=${xOfSum(tick, value)} y=${heights.all - 6}>${format(tick)}</text>`)}`;
}
