// The frame of the curves: headings with the values at a step, places for the plots, and how they are read. The curves
// themselves are curves.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { RunHistory } from '../../../wasm/src/types.js';
import { plotsOf, rowAt, type Plot } from './columns.js';
import type { Shown } from './view.js';

/** All plots, drawn only while the reader has them open. */
export function chartsView(shown: Shown): TemplateResult {
  const { state, words, parts, actions } = shown;
  const { experiment, hovered } = state;
  const history = experiment?.history ?? null;
  const step = hovered ?? experiment?.frame.report.step ?? 0;
  return html`<details class="charts" .open=${parts.curves} @toggle=${(event: Event) => {
    actions.show('curves', (event.target as HTMLDetailsElement).open);
  }}>
    <summary>${words.curves}</summary>
    ${
      parts.curves && history
        ? html`<label class="logScale"><input type="checkbox" .checked=${parts.log}
            @change=${(event: Event) => {
              actions.show('log', (event.target as HTMLInputElement).checked);
            }} />${words.logScale}</label>
          <div class="plots" role="group" aria-label=${words.curves}>
            ${guard([history, step, words], () => plotsOf(history, words).map((plot) => plotView(plot, history, step, shown)))}
          </div>`
        : nothing
    }
  </details>`;
}

function plotView(plot: Plot, history: RunHistory, step: number, { words, actions }: Shown): TemplateResult {
  const { name, lines } = plot;
  const row = rowAt(history, step);
  const layered = lines[0]?.of.kind === 'layer';
  const values = lines.map(({ label, values: column }) => ({
    label,
    value: (layered ? words.rough : words.short)(column[row] ?? NaN),
  }));
  const said = values.map(({ label, value }) => (layered ? value : `${label} ${value}`));
  const sentence = words.plotSentence(words.plots[name], history.step[row] ?? 0, values, layered);
  return html`<figure class="plot">
    <figcaption><b>${words.plots[name]}</b> <span>${words.list(said)}</span></figcaption>
    <div class="canvas" data-plot=${name} role="img" aria-label=${sentence}
      @pointermove=${actions.hover} @pointerleave=${actions.hover} @pointerdown=${actions.seekInPlot}>
      <div class="at playing"></div><div class="at hovered"></div>
    </div>
  </figure>`;
}
