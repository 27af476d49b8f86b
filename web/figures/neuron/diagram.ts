// The neuron with its inputs: edges, disc, sums, and a round handle for each number that learns. Its points are plane.ts.
import { html, nothing, svg, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { firing, isDead, PARAMETERS, type Parameter } from './arithmetic.js';
import { shownPoint, type Shown } from './view.js';

/** Where the handles end; numbers beyond are typed. */
const REACH = 3;
const SLIDER_STEP = 0.01;
/** A move smaller than this leaves no ghost: handle and ghost would lie on each other. */
const VISIBLE = 0.03;

/** Edges in the diagram's box of 100 x 100: from an input, and on to the output. */
const EDGES: Readonly<Record<'w1' | 'w2' | 'v', string>> = {
  w1: 'M10 24C38 24 40 50 66 50',
  w2: 'M10 76C38 76 40 50 66 50',
  v: 'M66 50H100',
};

/** The whole diagram. */
export function diagramView(shown: Shown): TemplateResult {
  const { state, words } = shown;
  const { experiment } = state;
  const point = experiment && shownPoint(experiment, state.chosen);
  const parameters = experiment?.now.frame.parameters;
  return html`<div class="diagram" part="diagram" role="group" aria-label=${words.neuron.diagram}>
    <svg class="edges" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
      ${(['w1', 'w2', 'v'] as const).map((name) => {
        const value = parameters?.[PARAMETERS.indexOf(name)] ?? 0;
        return svg`<path d=${EDGES[name]} data-sign=${signOf(value)} stroke-width=${(1.4 + 3 * Math.min(1, Math.abs(value) / 2)).toFixed(2)} />`;
      })}
    </svg>
    ${[0, 1].map(
      (index) => html`<div class="input" data-input=${index + 1}>
        <b>${words.neuron.input(index)}</b><span>${point ? words.neuron.digits(index === 0 ? point.x1 : point.x2) : ''}</span>
      </div>`,
    )}
    ${discView(shown)}
    <p class="sum">
      <span>${words.neuron.sum} =</span> <b>${point ? words.neuron.digits(point.z) : ''}</b>
    </p>
    <p class="output">
      <span>${point?.probable ? words.neuron.probability : words.neuron.output} =</span> <b>${point ? words.neuron.digits(point.y) : ''}</b>
      <small>${point ? words.neuron.wanted(point.target) : ''}</small>
    </p>
    ${PARAMETERS.map((name, index) => handleView(shown, name, index))}
  </div>`;
}

/** The disc: all inputs, lit where the neuron fires; the canvas is painted by ground.ts. */
function discView({ state: { experiment }, words }: Shown): TemplateResult {
  const points = experiment?.data.trainCount ?? 0;
  const lit = experiment ? firing(experiment.now) : 0;
  const dead = experiment !== null && isDead(experiment.now);
  return html`<div class="disc" role="img" ?data-dead=${dead} aria-label=${words.neuron.disc(lit, points, dead)}>
    <canvas id="disc"></canvas>
    <svg viewBox="-70 -70 140 140" aria-hidden="true">
      <circle class="track" r="62" />
      <circle class="share" r="62" pathLength="100" stroke-dasharray="${points > 0 ? (100 * lit) / points : 0} 200" transform="rotate(-90)" />
      ${dead ? svg`<circle class="hollow" r="52" /><path class="cross" d="M-48 -48L48 48M48 -48L-48 48" />` : nothing}
    </svg>
  </div>`;
}

/** A number that learns: typed, or dragged along its rail, with a dashed ghost where it was before the last step. */
function handleView({ state: { experiment }, words, actions }: Shown, name: Parameter, index: number): TemplateResult {
  const value = experiment?.now.frame.parameters[index] ?? 0;
  const former = experiment?.before?.frame.parameters[index];
  const label = words.neuron.parameterName[name];
  const set = (event: Event, done: boolean): void => {
    const input = event.target as HTMLInputElement;
    if (input.value !== '' && Number.isFinite(input.valueAsNumber)) actions.set(index, input.valueAsNumber, done);
    else input.value = typed(value);
  };
  return html`<div class="handle" data-name=${name} data-sign=${signOf(value)}>
    <span class="name" aria-hidden="true">${words.neuron.parameter[name]}</span>
    <input type="number" step="any" aria-label=${label} .value=${live(typed(value))} ?disabled=${!experiment}
      @change=${(event: Event) => set(event, true)} />
    <div class="rail">
      ${
        former !== undefined && Math.abs(former - value) > VISIBLE
          ? html`<span class="ghost" data-at=${along(former)}></span>
            <span class="way" ?data-back=${value < former} data-at=${along(former)} data-to=${along(value)}></span>`
          : nothing
      }
      <input type="range" min=${-REACH} max=${REACH} step=${SLIDER_STEP} aria-label=${words.neuron.slider(label)}
        aria-valuetext=${words.neuron.digits(value)} .value=${String(Math.round(value / SLIDER_STEP) * SLIDER_STEP)} ?disabled=${!experiment}
        @input=${(event: Event) => set(event, false)} @change=${actions.release} />
    </div>
  </div>`;
}

/** How far along its rail a value stands, from 0 to 1. */
const along = (value: number): string => Math.min(1, Math.max(0, (value + REACH) / (2 * REACH))).toFixed(4);

/** A number as a field takes it. */
export const typed = (value: number): string =>
  Math.abs(value) < 1e5 ? String(Number(value.toPrecision(3))) : value.toExponential(2);

const signOf = (value: number): string => (value > 0 ? 'positive' : value < 0 ? 'negative' : 'zero');
