// The chain rule of one weight for one training row, with its numbers, and all incoming weights. Part of view.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Seen } from './view.js';

/** Weights beyond which the list stops: the strongest are named. */
const MOST_WEIGHTS = 16;

/** The weights and the bias that make the sum; under batch norm its shift stands for the bias. */
export function incomingOf({ experiment: { frame }, layer, unit }: Pick<Seen, 'experiment' | 'layer' | 'unit'>): {
  weights: Float32Array;
  bias: number;
  normed: boolean;
} {
  const { inputs = 0, parameters } = frame.layers[layer] ?? {};
  const [from] = parameters?.weights ?? [0];
  const [offset] = parameters?.beta ?? parameters?.bias ?? [0];
  const weights = frame.parameters.subarray(from + unit * inputs, from + (unit + 1) * inputs);
  return { weights, bias: frame.parameters[offset + unit] ?? 0, normed: parameters?.gamma !== undefined };
}

/** Why the weights move, or do not. */
export function chainView(seen: Seen): TemplateResult {
  const { examined, row, words, actions } = seen;
  const { sums, slopes, upstream, inputs } = examined.inspection;
  const { weights, bias, normed } = incomingOf(seen);
  const input = strongest(inputs.subarray(row * weights.length, (row + 1) * weights.length));
  const [above, slope, came] = [upstream[row] ?? 0, slopes[row] ?? 0, inputs[row * weights.length + input] ?? 0];
  const { digits } = words.neuron;
  const flat = slope === 0;
  const product = above * slope * came;
  const factor = (name: string, value: TemplateResult | string, about: string): TemplateResult =>
    html`<div class="factor" data-factor=${name}><b>${value}</b><span>${about}</span></div>`;
  const sign = (text: string): TemplateResult => html`<span class="sign" aria-hidden="true">${text}</span>`;
  return html`<section class="chain" aria-labelledby="chained">
    <div class="head">
      <h3 id="chained">${flat ? words.microscope.whyNothing : words.microscope.whyLearns}</h3>
      <label>${words.microscope.forPoint}
        <input type="number" min="1" max=${sums.length} step="1" .value=${live(String(row + 1))}
          @change=${(event: Event) => {
            const wanted = Math.round((event.target as HTMLInputElement).valueAsNumber) - 1;
            actions.pickRow(Number.isFinite(wanted) ? Math.max(0, Math.min(sums.length - 1, wanted)) : row);
          }} /></label>
    </div>
    <div class="product" ?data-flat=${flat}>
      ${factor('weight', html`∂L/∂w<sub>${input + 1}</sub>`, words.microscope.wanted)} ${sign('=')}
      ${factor('upstream', digits(above), words.microscope.upstream)} ${sign('×')}
      ${factor('slope', digits(slope), words.microscope.slopeAt(sums[row] ?? 0))} ${sign('×')}
      ${normed ? html`${factor('norm', words.microscope.norm, words.microscope.normAbout)} ${sign('×')}` : nothing}
      ${factor('input', digits(came), words.microscope.cameIn)} ${sign('=')}
      ${factor('result', normed && !flat ? '…' : digits(product), flat ? words.microscope.noChange : words.microscope.change)}
    </div>
    <p class="weights">${words.microscope.weights(
      [...weights].map((value, index) => ({ index, value })).slice(0, MOST_WEIGHTS),
      weights.length - Math.min(MOST_WEIGHTS, weights.length),
      bias,
      normed,
    )}</p>
  </section>`;
}

/** The place of the value that is furthest from 0. */
function strongest(values: Float32Array): number {
  let best = 0;
  values.forEach((value, index) => {
    if (Math.abs(value) > Math.abs(values[best] ?? 0)) best = index;
  });
  return best;
}
