// All neurons as a table, for readers of text. As a picture they are stage.ts.
import { html, nothing, type TemplateResult } from 'lit';
import type { CatalogueEntry } from '../../../wasm/src/types.js';
import { DEAD } from '../../drawing/glyphs.js';
import type { Strings } from '../../shell/strings/index.js';
import { hiddenLayers } from '../neurons.js';
import type { Experiment } from './store.js';
import { glyph } from './story.js';
import type { Shown } from './view.js';

/** All states as text, for readers of text. Drawn only while it is open. */
export function tableView({ state, words, parts, actions }: Shown): TemplateResult {
  const { catalogue, experiment } = state;
  return html`<details class="table" part="table" .open=${parts.table} @toggle=${(event: Event) => {
    actions.show('table', (event.target as HTMLDetailsElement).open);
  }}>
    <summary>${words.table}</summary>
    ${parts.table && catalogue && experiment ? neuronTable(catalogue.states, experiment, words) : nothing}
  </details>`;
}

function neuronTable(states: readonly CatalogueEntry[], experiment: Experiment, words: Strings): TemplateResult {
  const { frame, branch } = experiment;
  return html`<div class="scroller" tabindex="0" role="group" aria-label=${words.table}><table>
    <thead><tr>${[words.tableLayer, words.tableNeuron, words.tableState, words.tableShare, words.tableMargin, ...(branch ? [words.branch.title(branch.changed)] : [])].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
    <tbody>${hiddenLayers(frame).flatMap(({ from, to }, layer) =>
      Array.from({ length: to - from }, (_, index) => {
        const unit = from + index;
        const entry = states[frame.states[unit] ?? -1];
        return html`<tr title=${entry?.description ?? ''}><td>${words.whole(layer + 1)}</td><td>${words.whole(index + 1)}</td>
          <td>${stateView(states, frame.states[unit])}</td><td>${words.percent(frame.activeFraction[unit] ?? 0)}</td>
          <td>${words.number(frame.margin[unit] ?? 0)}</td>${branch ? html`<td>${stateView(states, branch.frame.states[unit])}</td>` : nothing}</tr>`;
      }),
    )}</tbody>
  </table></div>`;
}

const stateView = (states: readonly CatalogueEntry[], state = DEAD): TemplateResult =>
  html`${glyph(state, 14)} ${states[state]?.label}`;
