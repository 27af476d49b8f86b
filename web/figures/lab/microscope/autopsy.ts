// The card beside the pictures: why the neuron died, whether for good, what its death cost, and what brings it back. Of a
// living one, how it does. Part of view.ts.
import { html, nothing, svg, type TemplateResult } from 'lit';
import { DEAD } from '../../../drawing/glyphs.js';
import type { Autopsy, Choice, Prescription } from '../../../../wasm/src/types.js';
import type { Remedy } from '../../../shell/strings/index.js';
import type { Seen } from './view.js';

/** Part of the whole fall from which on one step is said to have killed it. */
const KILLER = 0.5;

/** Activations named at once; the others are behind a fold. */
const FIRST_CHOICE = ['leaky-relu', 'elu'];

/** The state in words, with the steps that made it so. */
export function lifeSentence({ state, examined: { autopsy }, experiment, layer, unit, words }: Seen): string {
  if (state === DEAD) return words.microscope.deadSince(autopsy?.step ?? null, autopsy?.cause ?? 'initialization');
  const revival = experiment.record.events.findLast(
    (event) => event.layer === layer && event.unit === unit && event.step <= experiment.frame.report.step,
  );
  return revival?.kind === 'revived'
    ? words.microscope.revived(revival.step, autopsy?.step ?? null)
    : words.microscope.lives(state);
}

/** Autopsy of the dead, check-up of the living. */
export function autopsyView(seen: Seen): TemplateResult {
  const { state, examined, words } = seen;
  const { autopsy } = examined;
  return state === DEAD && autopsy
    ? html`<section class="autopsy" aria-labelledby="verdict">
        <p class="kind">${words.microscope.autopsy} <span>${words.microscope.atStep(autopsy.step)}</span></p>
        ${causeView(autopsy, seen)} ${permanenceView(autopsy, seen)} ${costView(seen)} ${remediesView(autopsy, seen)}
      </section>`
    : html`<section class="autopsy" aria-labelledby="verdict">
        <p class="kind">${words.microscope.checkUp}</p>
        <h3 id="verdict">${words.microscope.living(state)}</h3>
        <p>${words.microscope.learnsFrom(
          examined.inspection.slopes.reduce((count, slope) => count + (slope === 0 ? 0 : 1), 0),
          examined.inspection.slopes.length,
        )}</p>
        ${autopsy ? html`<p>${words.microscope.wasDead(autopsy.step, autopsy.cause)}</p>` : nothing}
        ${costView(seen)}
      </section>`;
}

function causeView(autopsy: Autopsy, { words }: Seen): TemplateResult {
  const { cause, learningRate, margins, chain, step, ownShare, stepShare } = autopsy;
  const after = margins.values.at(-1) ?? 0;
  const known = margins.steps.at(-2) === step - 1;
  const before = (known ? margins.values.at(-2) : chain?.before.sum) ?? null;
  const { title, text } = words.microscope.causes[cause]({ rate: learningRate, before, after });
  return html`<h3 id="verdict">${title}</h3>
    <p>${text}</p>
    ${ownShare === null ? nothing : html`<p>${words.microscope.shares(ownShare)}</p>`}
    ${stepShare === null ? nothing : html`<p>${words.microscope.ofTheFall(stepShare, stepShare >= KILLER)}</p>`}
    ${rateView(autopsy, words)}`;
}

/** Which rates of that step it would have stood, and the one that was used. */
function rateView({ learningRate: used, criticalLearningRate: deadly }: Autopsy, words: Seen['words']): unknown {
  if (used === null || deadly === null || !Number.isFinite(deadly)) return nothing;
  const x = (rate: number): number => 300 * (rate / (1.15 * Math.max(used, deadly)));
  return html`<div class="rates" role="img" aria-label=${words.microscope.rates(deadly, used)}>
    <svg viewBox="0 0 300 24" aria-hidden="true">
      ${svg`<rect class="survives" x="0" y="2" width=${Math.max(2, x(deadly) - 1)} height="9" /><rect class="kills" x=${x(deadly) + 1} y="2" width=${299 - x(deadly)} height="9" />
      <path class="used" d="M${x(used)} 12l5 9h-10z" />`}
    </svg>
    <p aria-hidden="true"><b>${words.microscope.survives(deadly)}</b> <span>${words.microscope.used(used)}</span></p>
  </div>`;
}

function permanenceView({ permanent, reasons }: Autopsy, { words }: Seen): TemplateResult {
  return html`<div class="permanence">
    <p><b>${words.microscope.permanent(permanent)}</b></p>
    <ul>${reasons.map(({ sentence }) => html`<li>${sentence}</li>`)}</ul>
  </div>`;
}

/** What went with it, and what the network would be without it now. */
function costView({ examined: { cascade, ablation, trainLoss }, state, words }: Seen): TemplateResult {
  const taken = state === DEAD && cascade ? words.microscope.taken(cascade.cutOff, cascade.starved) : '';
  return html`<p class="toll">${taken} ${words.microscope.without(trainLoss, ablation.trainLoss, state === DEAD)}</p>`;
}

function remediesView({ prescriptions, criticalLearningRate }: Autopsy, seen: Seen): TemplateResult {
  const { words } = seen;
  const shown = prescriptions.map((prescription) => ({ prescription, remedy: remedyOf(prescription, seen) }));
  const first = shown.filter(({ remedy }) => remedy.kind !== 'activation' || FIRST_CHOICE.includes(remedy.name));
  const others = shown.filter((one) => !first.includes(one));
  return html`<h4>${words.microscope.remedies}</h4>
    <ul class="remedies">
      ${first.map(({ prescription, remedy }) => remedyView(prescription, remedy, seen))}
      ${
        criticalLearningRate === null
          ? nothing
          : html`<li><div><b>${words.microscope.lowerRate}</b><span class="vain">${words.microscope.prevents}</span></div></li>`
      }
    </ul>
    ${
      others.length > 0
        ? html`<details><summary>${words.microscope.otherActivations(others.length)}</summary>
          <ul class="remedies">${others.map(({ prescription, remedy }) => remedyView(prescription, remedy, seen))}</ul></details>`
        : nothing
    }`;
}

function remedyView({ change, effect }: Prescription, remedy: Remedy, { words, actions }: Seen): TemplateResult {
  const name = words.microscope.remedy(remedy);
  const works = effect.meanSlope !== 0;
  return html`<li><div><b>${name}</b>
      <span class=${works ? 'promise' : 'vain'}>${effect.sentence} ${works ? words.microscope.promise(effect) : ''}</span></div>
    ${works ? html`<button type="button" aria-label=${words.microscope.applyTo(name)} @click=${() => actions.treat(change)}>${words.microscope.apply}</button>` : nothing}</li>`;
}

/** What kind of change a prescription makes. */
function remedyOf({ change }: Prescription, { layer, labelOf }: Seen): Remedy {
  const neuron = change['neuron'] as { biasBy?: number } | undefined;
  if (neuron?.biasBy !== undefined) return { kind: 'bias', by: neuron.biasBy };
  if (neuron) return { kind: 'reset' };
  const activation = change['network.activation'] as Choice | Choice[];
  const { name } = (Array.isArray(activation) ? activation[layer] : activation) ?? { name: '' };
  return { kind: 'activation', name, label: labelOf(name), everywhere: !Array.isArray(activation) };
}
