// The small multiples: a card an activation, with its line, the network's sums, its slope, and what it costs. The large
// plot is plot.ts, all about the chosen one about.ts.
import { html, nothing, svg, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { CatalogueActivation } from '../../../wasm/src/types.js';
import {
  bandPath,
  barsPath,
  flatStretches,
  linePath,
  xOfSample,
  yOfValue,
  type Plot,
} from '../../drawing/activation.js';
import { DEAD, DORMANT, GLYPH_BOX, GLYPHS, glyphStroke, INACTIVE, SATURATED } from '../../drawing/glyphs.js';
import type { Strings } from '../../shell/strings/index.js';
import { SAMPLES, type Curve, type Fate } from './curves.js';
import { entryOf, parameterOf, type ExplorerState } from './store.js';
import type { Shown } from './view.js';

/** The picture of a card: the curve above, the slope below, both over one axis. */
const BOX = { width: 232, height: 172 };
const VALUE = { zero: 88, top: 2, bottom: 122, bars: 32 };
const SLOPE = { zero: 160, unit: 21, top: 122 };
/** Room that a flat stretch needs for its 0. */
const ZERO_ROOM = 22;

/** The sign of a fate among those of the states. */
const SIGNS: Readonly<Record<Fate, number | null>> = {
  dies: DEAD,
  crawls: INACTIVE,
  drifts: DORMANT,
  saturates: SATURATED,
  straight: null,
};

/** All cards. */
export function cardsView({ state, words, counts, actions }: Shown): TemplateResult {
  const sums = counts ? barsPath(counts, plotsOf(state.reach).value, VALUE.bottom, VALUE.bars) : '';
  const most = Math.max(...Object.values(state.costs?.rows ?? {}).map(({ value }) => value));
  return html`<ul class="cards" part="cards" aria-label=${words.explorer.cards}>
    ${entriesInOrder(state).map((entry) => {
      const curve = state.curves[entry.name];
      const ns = state.costs?.rows[entry.name]?.value ?? null;
      const chosen = state.chosen === entry.name;
      const pinned = state.pins.some(({ name }) => name === entry.name);
      return html`<li>${guard([entry, curve, sums, ns, most, chosen, pinned, words, state.settings[entry.name]], () =>
        cardView(entry, { state, words, sums, chosen, pinned, ns, most, choose: actions.choose, pin: actions.pin }),
      )}</li>`;
    })}
  </ul>`;
}

/** The catalogue's entries as the cards have them. */
export function entriesInOrder(state: ExplorerState): CatalogueActivation[] {
  return state.order.flatMap((name) => entryOf(state, name) ?? []);
}

interface Card {
  state: ExplorerState;
  words: Strings;
  /** The network's sums as bars. */
  sums: string;
  chosen: boolean;
  pinned: boolean;
  /** Nanoseconds a value; null before they are measured. */
  ns: number | null;
  /** Of the dearest activation. */
  most: number;
  choose: (name: string) => void;
  pin: (name: string) => void;
}

function cardView(entry: CatalogueActivation, card: Card): TemplateResult {
  const { state, words, sums, chosen, pinned, ns, most, choose, pin } = card;
  const curve = state.curves[entry.name];
  const shape = curve ? words.explorer.shape({ ...curve.traits, straight: curve.traits.fate === 'straight' }) : '';
  const fate = curve ? words.explorer.fates[curve.traits.fate] : '';
  return html`<article class="card" part="card" data-name=${entry.name} ?data-chosen=${chosen}>
    <h3>
      <button type="button" class="choose" aria-pressed=${chosen ? 'true' : 'false'}
        aria-label=${words.explorer.cardSentence(entry.label, shape, fate, ns)} @click=${() => choose(entry.name)}>${entry.label}</button>
      <small>${settingsOf(entry, state, words)}</small>
    </h3>
    ${curve ? html`<span class="fate" title=${fate}>${fateSign(curve.traits.fate, 16)}</span>` : nothing}
    ${pictureView(curve, state.reach, sums, words)}
    <p class="shape"><span>${shape}</span> <b>${ns === null ? nothing : words.explorer.cost(ns)}</b></p>
    <svg class="cost" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
      <path class="track" d="M0 0H100V3H0Z" /><path class="spent" d="M0 0H${ns === null ? 0 : Math.max(1, (100 * ns) / most)}V3H0Z" />
    </svg>
    <button type="button" class="pin" aria-pressed=${pinned ? 'true' : 'false'} aria-label=${words.explorer.compare(entry.label)}
      title=${words.explorer.compare(entry.label)} @click=${() => pin(entry.name)}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true"><path d=${pinned ? 'M4.5 10.5L8.5 14.5L15.5 6' : 'M10 4.5V15.5M4.5 10H15.5'} /></svg>
    </button>
  </article>`;
}

/** The parameters that move the curve, in a few words. */
export function settingsOf(entry: CatalogueActivation, state: ExplorerState, words: Strings): string {
  return words.list(
    entry.parameters
      .filter(({ type }) => type !== 'boolean')
      .map(({ name }) => words.explorer.setting(name, parameterOf(state, entry, name))),
  );
}

/** The sign of what becomes of a neuron on the low side; a straight line has none. */
export function fateSign(fate: Fate, size: number): TemplateResult | typeof nothing {
  const state = SIGNS[fate];
  if (state === null) return nothing;
  return html`<svg class="glyph" data-state=${state} viewBox="0 0 ${GLYPH_BOX} ${GLYPH_BOX}" width=${size} height=${size} aria-hidden="true">
    ${GLYPHS[state]?.map(({ path, width }) =>
      width
        ? svg`<path d=${path} fill="none" stroke="currentColor" stroke-width=${width * glyphStroke(size)} stroke-linecap="round" stroke-linejoin="round" />`
        : svg`<path d=${path} fill="currentColor" fill-rule="evenodd" />`,
    )}
  </svg>`;
}

/** Where the curve and its slope stand in a card. */
function plotsOf(reach: number): { value: Plot; slope: Plot } {
  const across = { reach, left: 0, right: BOX.width };
  return {
    value: { ...across, zero: VALUE.zero, unit: (VALUE.zero - VALUE.top) / reach },
    slope: { ...across, zero: SLOPE.zero, unit: SLOPE.unit },
  };
}

function pictureView(curve: Curve | undefined, reach: number, sums: string, words: Strings): TemplateResult {
  return html`<svg class="picture" viewBox="0 0 ${BOX.width} ${BOX.height}" aria-hidden="true">
    <path class="axes" d="M0 ${VALUE.zero}H${BOX.width}M${BOX.width / 2} 0V${VALUE.bottom}" />
    <path class="sums" d=${sums} />
    ${guard([curve, words], () => (curve ? curveView(curve, reach, words) : nothing))}
  </svg>`;
}

function curveView({ value, slope }: Curve, reach: number, words: Strings): TemplateResult {
  const plots = plotsOf(reach);
  return svg`<svg width=${BOX.width} height=${VALUE.bottom}><path class="line" d=${linePath(value, plots.value)} /></svg>
    <svg y=${SLOPE.top} width=${BOX.width} height=${BOX.height - SLOPE.top} viewBox="0 ${SLOPE.top} ${BOX.width} ${BOX.height - SLOPE.top}">
      <path class="above" d=${bandPath(slope, 'above', plots.slope)} />
      <path class="below" d=${bandPath(slope, 'below', plots.slope)} />
    </svg>
    <path class="ground" d="M0 ${SLOPE.zero}H${BOX.width}" />
    ${flatView(slope, plots.slope, words)}`;
}

/** Where the slope is exactly 0: a thick line, and the number over it where there is room. */
export function flatView(slopes: Float32Array, plot: Plot, words: Strings): TemplateResult[] {
  return flatStretches(slopes).map(([from, to]) => {
    const [left, right] = [xOfSample(from, SAMPLES, plot), xOfSample(to, SAMPLES, plot)];
    const y = yOfValue(0, plot);
    return svg`<path class="flat" d="M${left} ${y}H${right}" />
      ${right - left > ZERO_ROOM ? svg`<text class="zero" x=${(left + right) / 2} y=${y - 8}>${words.explorer.flat}</text>` : nothing}`;
  });
}
