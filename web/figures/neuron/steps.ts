// The step made last and the step to come as the arithmetic that they are, and how far a step may go. The numbers are
// arithmetic.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Strings } from '../../shell/strings/index.js';
import { isDead, killingRates, updatesOf, type Killing, type Moment, type Update } from './arithmetic.js';
import { slopeSign } from './curve.js';
import { movedByHand } from './edit.js';
import type { Experiment } from './store.js';
import type { Shown } from './view.js';

/** The ends of the rate's slider, as powers of ten, and how many positions a power has. */
const RATES = { from: -3, to: 1, fine: 50 };

/** Both steps beside each other. */
export function stepsView(shown: Shown): TemplateResult {
  const { state, words } = shown;
  const { experiment } = state;
  return html`<div class="card" part="steps">
    <section class="made">${experiment ? lastView(experiment, words) : nothing}</section>
    <section class="coming">${experiment ? nextView(shown, experiment) : nothing}</section>
    <dl class="legend">
      ${(['error', 'slope', 'factor'] as const).map(
        (name) => html`<div><dt>${words.neuron[name]}</dt><dd>${words.neuron.means[name]}</dd></div>`,
      )}
    </dl>
  </div>`;
}

/** Whether the step made last killed the neuron. */
export const killedNow = ({ now, before }: Experiment): boolean => before !== null && isDead(now) && !isDead(before);

function lastView(experiment: Experiment, words: Strings): TemplateResult {
  const { before, now, scenario, data } = experiment;
  if (!before) {
    const byHand = now.frame.report.step > 0 && movedByHand(scenario, now.frame.report.step);
    return html`<div class="taken"><h3>${words.neuron.last}</h3></div>
      <p class="none">${byHand ? words.neuron.byHand : words.neuron.noLast}</p>`;
  }
  const updates = updatesOf(before, now.frame.parameters);
  const killing = killingRates(before, data);
  return html`<div class="taken">
      <h3>${killedNow(experiment) ? words.neuron.killer : words.neuron.last}</h3>
      <span>${words.neuron.taken(before.rows.length, before.rows[0] ?? 0)}</span>
    </div>
    ${linesView(updates, words)}
    ${
      killing && !isDead(before)
        ? html`<div class="bar" aria-hidden="true">${bandView(killing)}<span class="mark" data-at=${along(before.rate)}></span></div>
      <p class="verdict">${barWords(killing, before, words)} · <b>${words.neuron.took(before.rate)}</b></p>`
        : nothing
    }`;
}

function nextView(shown: Shown, experiment: Experiment): TemplateResult {
  const { words, actions, offers } = shown;
  const { now, data } = experiment;
  const updates = updatesOf(now, null);
  const killing = killingRates(now, data);
  const all = now.rows.length === data.trainCount;
  return html`<div class="taken">
      <h3>${words.neuron.next}</h3>
      ${
        offers('batch-size')
          ? html`<label>${words.neuron.on}
        <select @change=${(event: Event) => actions.learnFrom(Number((event.target as HTMLSelectElement).value))}>
          <option value="1" .selected=${live(!all)}>${now.rows.length === 1 || all ? words.neuron.onePoint : words.neuron.taken(now.rows.length, 0)}</option>
          <option value="0" .selected=${live(all)}>${words.neuron.allPoints}</option>
        </select></label>`
          : nothing
      }
      <span>${words.neuron.taken(now.rows.length, now.rows[0] ?? 0)}</span>
    </div>
    ${linesView(updates, words)}
    ${rateView(shown, now, killing)}
    ${termsView(updates, words)}`;
}

/** One line a parameter: old - rate x error x slope x input = new. */
function linesView(updates: readonly Update[], words: Strings): TemplateResult {
  const single = updates[0]?.terms.length === 1;
  const own = updates.filter(({ name }) => name !== 'v' && name !== 'c');
  const after = updates.filter(({ name }) => name === 'v' || name === 'c');
  const heads = single ? [words.neuron.error, words.neuron.slope, words.neuron.factor] : [words.neuron.product];
  return html`<div class="scroller"><table class="lines" ?data-single=${single}>
    <thead><tr><td></td><th scope="col">${words.neuron.old}</th><th scope="col" aria-label=${words.neuron.rate}>${words.neuron.rateShort}</th>
      ${heads.map((head) => html`<th scope="col">${head}</th>`)}<th scope="col">${words.neuron.becomes}</th></tr></thead>
    <tbody>${own.map((update) => lineView(update, single, words))}</tbody>
    <tbody class="beyond">
      <tr class="between"><th scope="rowgroup" colspan="3">${words.neuron.after}</th>${single ? html`<td>${words.neuron.errorOut}</td><td colspan="3"></td>` : html`<td colspan="2"></td>`}</tr>
      ${after.map((update) => lineView(update, single, words))}
    </tbody>
  </table></div>`;
}

/** Left out where there is no room: the columns say it too. */
const times = html`<span class="times">· </span>`;

function lineView({ name, old, rate, terms, gradient, next }: Update, single: boolean, words: Strings): TemplateResult {
  const { digits, parameter, unchanged } = words.neuron;
  const term = terms[0];
  const flat = terms.every(({ slope }) => slope === 0);
  const factors =
    single && term
      ? html`<td>${times}${digits(term.error)}</td>
        <td>${term.slope === null ? nothing : html`${times}<b class="factor" data-slope=${slopeSign(term.slope)}>${digits(term.slope)}</b>`}</td>
        <td>${times}${digits(term.input)}</td>`
      : html`<td>${times}<b class="factor" data-slope=${flat ? 'zero' : 'mean'}>${digits(gradient)}</b></td>`;
  return html`<tr data-name=${name}>
    <th scope="row">${parameter[name]} ←</th><td>${digits(old)}</td><td>− ${words.number(rate)}</td>${factors}
    <td class="new">= <b>${digits(next)}</b>${next === old ? html` <em>${unchanged}</em>` : nothing}</td>
  </tr>`;
}

/** The learning rate on the scale on which it kills. */
function rateView({ words, actions, offers }: Shown, now: Moment, killing: Killing | null): TemplateResult {
  const set = (event: Event, done: boolean): void => {
    const input = event.target as HTMLInputElement;
    const rate = input.type === 'range' ? rateAt(input.valueAsNumber) : input.valueAsNumber;
    if (Number.isFinite(rate)) actions.setRate(rate, done);
    else input.value = String(now.rate);
  };
  const offered = offers('learning-rate');
  return html`<div class="rate">
      <label><span>${words.neuron.rate}</span>
        <input type="number" step="any" .value=${live(String(now.rate))} ?disabled=${!offered} @change=${(event: Event) => set(event, true)} /></label>
      <div class="bar">${killing && !isDead(now) ? bandView(killing) : nothing}
        <input type="range" min="0" max=${(RATES.to - RATES.from) * RATES.fine} step="1" .value=${String(positionOf(now.rate))} ?disabled=${!offered}
          aria-label=${words.neuron.slider(words.neuron.rate)} aria-valuetext=${words.neuron.digits(now.rate)}
          @input=${(event: Event) => set(event, false)} @change=${actions.release} />
      </div>
    </div>
    <p class="verdict">${killing ? barWords(killing, now, words) : words.neuron.rateBar.unknown}</p>`;
}

/** The rates that kill, as a part of the scale. */
function bandView({ from, to }: Killing): TemplateResult {
  return html`<span class="lives"></span><span class="kills" ?hidden=${from === Infinity} data-at=${along(from)} data-to=${along(to)}></span>`;
}

function barWords({ from, to }: Killing, moment: Moment, words: Strings): string {
  const { none, safe, kills, killsUpTo } = words.neuron.rateBar;
  if (isDead(moment)) return none;
  if (from === Infinity) return safe;
  return to === Infinity ? kills(from) : killsUpTo(from, to);
}

const positionOf = (rate: number): number => Math.round((Math.log10(rate) - RATES.from) * RATES.fine);
const rateAt = (position: number): number => Number((10 ** (RATES.from + position / RATES.fine)).toPrecision(2));

/** How far along its scale a rate stands, from 0 to 1. */
function along(rate: number): string {
  const share = (Math.log10(rate) - RATES.from) / (RATES.to - RATES.from);
  return Math.min(1, Math.max(0, share)).toFixed(4);
}

/** Of a step on several points, what each adds. */
function termsView(updates: readonly Update[], words: Strings): TemplateResult | typeof nothing {
  const own = updates.filter(({ name }) => name !== 'v' && name !== 'c');
  const [first] = own;
  if (!first || first.terms.length === 1) return nothing;
  const { digits, details, pointNumber, error, slope, contributions, parameter } = words.neuron;
  return html`<details class="terms"><summary>${details}</summary>
    <div class="scroller" tabindex="0" role="group" aria-label=${details}><table>
      <thead><tr><td></td><th scope="col">${error}</th><th scope="col">${slope}</th>${own.map(({ name }) => html`<th scope="col">${contributions(parameter[name])}</th>`)}</tr></thead>
      <tbody>${first.terms.map(
        (term, at) => html`<tr><th scope="row">${pointNumber(term.row)}</th><td>${digits(term.error)}</td>
        <td><b class="factor" data-slope=${slopeSign(term.slope ?? 1)}>${digits(term.slope ?? 1)}</b></td>
        ${own.map(({ terms }) => html`<td>${digits((term.error * (term.slope ?? 1) * (terms[at]?.input ?? 0)) / terms.length)}</td>`)}</tr>`,
      )}</tbody>
    </table></div>
  </details>`;
}
