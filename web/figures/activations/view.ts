// The figure's elements, from its state: head, large plot, panel, cards, table. The pieces are plot.ts, about.ts and
// cards.ts; what the buttons do is element.ts.
import { html, nothing, type TemplateResult } from 'lit';
import type { CatalogueActivation, Choice } from '../../../wasm/src/types.js';
import { pauseIcon, playIcon, resetIcon, stepIcon } from '../../shell/icons.js';
import type { Strings } from '../../shell/strings/index.js';
import { failureView } from '../failure.js';
import type { Refusal } from '../opening.js';
import { aboutView } from './about.js';
import { cardsView, entriesInOrder, fateSign } from './cards.js';
import type { Fate, Settings } from './curves.js';
import { plotView } from './plot.js';
import { REACHES, type ExplorerState } from './store.js';

const LEGEND: readonly Fate[] = ['dies', 'crawls', 'drifts', 'saturates'];

export interface Actions {
  choose(name: string): void;
  pin(name: string): void;
  point(cursor: number): void;
  set(name: string, settings: Settings): void;
  look(reach: number): void;
  /** Trains the network with the chosen activation instead. */
  adopt(): void;
  measure(): void;
  playOrPause(): void;
  step(): void;
  reset(): void;
  /** Goes to all that is known of the chosen activation. */
  goToAbout(): void;
  dismiss(): void;
  toggleTable(open: boolean): void;
}

export interface Shown {
  state: ExplorerState;
  words: Strings;
  /** Whether the large plot stands beside the cards, rather than above them. */
  wide: boolean;
  /** Of the large plot, in pixels; 0 before it is known. */
  width: number;
  /** The sums as bars over the axis; null without any. */
  counts: Uint32Array | null;
  /** Names of the parameters to offer; null: all. */
  controls: ReadonlySet<string> | null;
  tableOpen: boolean;
  actions: Actions;
  /** Tries again to run, where nothing could. */
  retry: () => void;
}

/** The whole figure. */
export function explorerView(shown: Shown): TemplateResult {
  const { state, words, wide } = shown;
  if (state.failure !== null) return failureView(words.explorer.title, state.failure, words, shown.retry);
  return html`${state.refusal ? refusalView(state.refusal, shown) : nothing}
  <section class="explorer" part="figure" ?data-wide=${wide} aria-label=${words.explorer.title}>
    <div class="head">
      <h2>${words.explorer.title}</h2>
      <p>${words.explorer.lead}</p>
    </div>
    ${toolsView(shown)}
    ${state.order.length > 0 ? bodyView(shown) : nothing}
    <p class="spoken" aria-live="polite"></p>
  </section>`;
}

/** What there is to see once the core has answered. */
function bodyView(shown: Shown): TemplateResult {
  const { words, wide } = shown;
  return html`${wide ? html`<div class="side">${plotView(shown)} ${aboutView(shown)}</div>` : plotView(shown)}
    ${legendView(words)} ${cardsView(shown)} ${wide ? nothing : aboutView(shown)} ${tableView(shown)}`;
}

function legendView({ explorer }: Strings): TemplateResult {
  return html`<ul class="legend" aria-label=${explorer.legend}>
    ${LEGEND.map((fate) => html`<li title=${explorer.fateMeans[fate]}>${fateSign(fate, 15)} ${explorer.fates[fate]}</li>`)}
    <li><svg class="cost" viewBox="0 0 30 3" width="30" height="3" aria-hidden="true"><path class="track" d="M0 0H30V3H0Z" /><path class="spent" d="M0 0H16V3H0Z" /></svg>${explorer.costLegend}</li>
  </ul>`;
}

/** What the pictures are of: whose sums, how far the axis goes, when the costs were taken. */
function toolsView({ state, words, actions }: Shown): TemplateResult {
  const { experiment, playing, measuring, costs } = state;
  const idle = !experiment;
  const ended = experiment?.report.status === 'diverged';
  const name = playing ? words.pause : words.play;
  return html`<div class="tools" part="settings">
    <div class="network" role="group" aria-label=${words.explorer.sums}>
      <p><span class="name">${words.explorer.sums}</span><b>${experiment ? networkName(state, words) : words.starting}</b></p>
      <button type="button" class="round" part="play" ?disabled=${idle || ended} aria-label=${name} title=${name} @click=${actions.playOrPause}>${playing ? pauseIcon : playIcon}</button>
      <button type="button" class="round" ?disabled=${idle || ended} aria-label=${words.step} title=${words.step} @click=${actions.step}>${stepIcon}</button>
      <button type="button" class="round" ?disabled=${idle} aria-label=${words.reset} title=${words.reset} @click=${actions.reset}>${resetIcon}</button>
      <p class="note">${experiment ? noteOf(state, words) : nothing}</p>
    </div>
    <label class="reach"><span class="name">${words.explorer.reach}</span>
      <select @change=${(event: Event) => actions.look(Number((event.target as HTMLSelectElement).value))}>
        ${REACHES.map((reach) => html`<option value=${String(reach)} .selected=${reach === state.reach}>${words.explorer.reachOf(reach)}</option>`)}
      </select>
    </label>
    <div class="measure">
      <p><span class="name">${costs ? words.explorer.measured(costs.at) : words.explorer.unmeasured}</span></p>
      <button type="button" class="plain" ?disabled=${!state.catalogue || measuring !== null} @click=${actions.measure}>
        ${measuring === null ? (costs ? words.explorer.measure : words.explorer.measureFirst) : words.explorer.measuring(measuring)}
      </button>
      <progress max="1" value=${measuring ?? 0} aria-label=${words.explorer.measuring(measuring ?? 0)} ?hidden=${measuring === null}></progress>
    </div>
  </div>`;
}

/** Whose sums they are. */
function networkName({ catalogue, experiment }: ExplorerState, words: Strings): string {
  const activation = experiment?.scenario.network.activation;
  const label = Array.isArray(activation)
    ? words.explorer.mixed
    : (catalogue?.activations.find(({ name }) => name === activation?.name)?.label ?? '');
  return words.explorer.network(label, experiment?.report.step ?? 0);
}

function noteOf({ experiment }: ExplorerState, words: Strings): string {
  if (!experiment) return '';
  const { shown, units, report } = experiment;
  if (report.status === 'diverged') return words.explorer.ended;
  if (units === 0) return words.explorer.noSums;
  return shown < units ? words.explorer.someSums(shown, units) : '';
}

/** All activations side by side in words and numbers. Drawn only while it is open. */
function tableView(shown: Shown): TemplateResult {
  const { state, words, tableOpen, actions } = shown;
  const { property } = words.explorer;
  const heads = [words.explorer.tableName, ...Object.values(property), words.explorer.tableCost];
  return html`<details class="table" part="table" .open=${tableOpen} @toggle=${(event: Event) => {
    actions.toggleTable((event.target as HTMLDetailsElement).open);
  }}>
    <summary>${words.explorer.table}</summary>
    ${
      tableOpen
        ? html`<div class="scroller" tabindex="0" role="group" aria-label=${words.explorer.table}><table>
          <thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
          <tbody>${entriesInOrder(state).map((entry) => rowView(entry, shown))}</tbody>
        </table></div>`
        : nothing
    }
  </details>`;
}

function rowView(entry: CatalogueActivation, { state, words }: Shown): TemplateResult {
  const { canDie, saturates, smooth, monotonic, zeroCentred } = entry;
  const timing = state.costs?.rows[entry.name];
  return html`<tr><th scope="row">${entry.label}</th>
    ${[canDie, saturates, smooth, monotonic, zeroCentred].map((each) => html`<td>${each ? words.explorer.yes : words.explorer.no}</td>`)}
    <td>${words.explorer.readout(entry.slopeAtZero)}</td>
    <td>${timing ? words.explorer.cost(timing.value) : words.explorer.noCost}</td></tr>`;
}

function refusalView({ text, mistakes }: Refusal, { words, actions }: Shown): TemplateResult {
  return html`<div class="refusal" role="alert">
    <h3>${words.refusedScenario}</h3>
    <ul>${mistakes.map((mistake) => html`<li>${words.mistake(mistake)}</li>`)}</ul>
    <p>${words.refusedInstead}</p>
    ${text ? html`<pre tabindex="0">${text}</pre>` : nothing}
    <button type="button" class="plain" @click=${actions.dismiss}>${words.close}</button>
  </div>`;
}

/** The activation of a Scenario's first hidden layer. */
export function firstActivation(activation: Choice | readonly Choice[] | undefined): Choice | null {
  return (
    (Array.isArray(activation) ? (activation[0] as Choice | undefined) : (activation as Choice | undefined)) ?? null
  );
}
