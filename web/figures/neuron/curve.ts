// The activation as a curve, with the sum of the ringed point on it and the slope that the point meets there.
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CatalogueActivation } from '../../../wasm/src/types.js';
import { flatStretches, linePath, xOfSample, xOfSum, yOfValue, type Plot } from '../../drawing/activation.js';
import { isPlain } from './edit.js';
import { shownPoint, type Shown } from './view.js';

/** The picture's box: room for the curve, its zero lines, and how far a unit reaches up. */
const BOX = { width: 210, height: 205, zero: 145 };

/** The activation's name, or the list of them, its curve, the slope at the ringed point's sum, and its own numbers. */
export function curveView(shown: Shown): TemplateResult {
  const { state, words } = shown;
  const { catalogue, experiment } = state;
  const entry = catalogue?.activations.find(({ name }) => name === experiment?.now.activation.name);
  const point = experiment && shownPoint(experiment, state.chosen);
  const slope = point?.slope ?? 1;
  return html`<div class="curve" part="curve">
    <div class="head">${choiceView(shown, entry)}</div>
    <div class="plot" role="img" aria-label=${entry && point ? words.neuron.curve(entry.label, point.z, slope) : ''}>
      <svg viewBox="0 0 ${BOX.width} ${BOX.height}" aria-hidden="true">${experiment && point ? plotView(shown, point.z, point.a, slope) : nothing}</svg>
      <p class="slope" data-slope=${slopeSign(slope)} ?hidden=${!point}>
        <span>${slope === 0 ? words.neuron.flat : words.neuron.slopeHere}</span><b>${words.neuron.digits(slope)}</b>
      </p>
    </div>
    <p class="sumHere">${point ? words.neuron.sumIs(point.z) : ''}</p>
    <p class="valueHere">${point ? html`${words.neuron.value} = <b>${words.neuron.digits(point.a)}</b>` : ''}</p>
    <div class="parameters">${entry && shown.offers('activation') ? parametersView(shown, entry) : nothing}</div>
  </div>`;
}

/** Which colour a slope has: 0 kills, what is positive keeps alive, what is negative turns round. */
export const slopeSign = (slope: number): string => (slope === 0 ? 'zero' : slope > 0 ? 'positive' : 'negative');

function plotView(
  { state: { experiment } }: Shown,
  z: number,
  a: number,
  slopeHere: number,
): SVGTemplateResult | typeof nothing {
  if (!experiment) return nothing;
  const { reach, value, slope } = experiment.curve;
  const { width, height, zero } = BOX;
  const plot: Plot = { reach, left: 0, right: width, zero, unit: width / (2 * reach) };
  const at = (sample: number): number => xOfSample(sample, value.length, plot);
  const x = xOfSum(Math.min(reach, Math.max(-reach, z)), plot);
  const y = Math.min(height, Math.max(0, yOfValue(a, plot)));
  return svg`
    ${flatStretches(slope).map(([from, to]) => svg`<rect class="flatSide" x=${at(from)} width=${at(to) - at(from)} y="0" height=${height} />`)}
    <path class="axes" d="M0 ${zero}H${width}M${width / 2} 0V${height}" />
    <path class="graph" d=${linePath(value, plot)} />
    <path class="down" d="M${x} ${y}V${height}" />
    <circle class="here" r="8" cx=${x} cy=${y} ?data-flat=${slopeHere === 0} />`;
}

/** The list of activations; the name of the one in force alone where the reader is not to choose. */
function choiceView(
  { state, words, offers, actions }: Shown,
  entry: CatalogueActivation | undefined,
): TemplateResult | typeof nothing {
  const { catalogue } = state;
  if (!catalogue || !entry) return nothing;
  if (!offers('activation')) return html`<b>${entry.label}</b>`;
  const chosen = (event: Event): void => actions.activate({ name: (event.target as HTMLSelectElement).value });
  return html`<label><span class="unseen">${words.neuron.activation}</span>
    <select title=${entry.description} @change=${chosen}>
      ${catalogue.activations
        .filter(({ name }) => isPlain(name))
        .map(({ name, label }) => html`<option value=${name} .selected=${live(name === entry.name)}>${label}</option>`)}
    </select></label>`;
}

/** The activation's own numbers. */
function parametersView(
  { state: { experiment }, actions }: Shown,
  { parameters }: CatalogueActivation,
): TemplateResult[] {
  const activation = experiment?.now.activation;
  if (!activation) return [];
  return parameters
    .filter(({ type }) => type === 'number')
    .map(({ name, label, sentence, min, max, default: usual }) => {
      const present = String(Number(activation[name] ?? usual));
      const changed = (event: Event): void => {
        const input = event.target as HTMLInputElement;
        if (Number.isFinite(input.valueAsNumber)) actions.activate({ ...activation, [name]: input.valueAsNumber });
        else input.value = present;
      };
      return html`<label class="parameter" title=${sentence}><span>${label}</span>
        <input type="number" step="any" min=${min ?? nothing} max=${max ?? nothing} .value=${live(present)} @change=${changed} /></label>`;
    });
}
