// The panel of what the network says, in words and signs: its cost, its legend, or why there is no picture. The picture
// is stage.ts, the rest of the figure view.ts.
import { html, nothing, type TemplateResult } from 'lit';
import type { Data } from '../../../wasm/src/types.js';
import { classSign } from '../../drawing/points.js';
import { targetRange, taskOf } from '../../drawing/task.js';
import type { Strings } from '../../shell/strings/index.js';
import { missingPicture } from '../pictured.js';
import { bestUpTo } from '../record.js';
import { presentRow } from '../watched.js';
import type { Experiment } from './store.js';
import type { Shown } from './view.js';

/** Classes that the legend names one by one. */
const MOST_NAMED = 8;

/** The picture's place, with what it costs above it and its signs below. */
export function surfaceView(shown: Shown): TemplateResult {
  const { experiment } = shown.state;
  const { words } = shown;
  const missing = experiment && missingPicture(experiment, words);
  return html`<div class="surface" part="surface">
    <div class="cost">
      <h2>${words.saysTitle}</h2>
      ${experiment ? costView(experiment, shown) : nothing}
    </div>
    <div class="said" ?data-missing=${missing}>
      <canvas id="surface" role="img"></canvas>
      ${missing ? html`<p class="missing">${missing}</p>` : nothing}
    </div>
    ${experiment && !missing ? legendView(experiment, words) : nothing}
  </div>`;
}

/** What the network's answers cost: rows that are wrong, or where there are no classes the loss. */
function costView(experiment: Experiment, { words, form }: Shown): TemplateResult | typeof nothing {
  const { record, frame, data } = experiment;
  const row = presentRow(experiment);
  if (!row) return nothing;
  const { wrong, loss } = row;
  if (wrong === null)
    return form === 'phone'
      ? html`<p class="stacked"><b>${words.number(loss)}</b>${words.loss}</p>`
      : html`<p><b>${words.lossIs(loss)}</b></p>`;
  const rows = data.trainCount;
  const [ofRows, areWrong] = words.rowsWrong(rows);
  if (form === 'phone') return html`<p class="stacked"><b>${words.whole(wrong)}</b>${ofRows}<br />${areWrong}</p>`;
  const best = bestUpTo(record, frame.report.step);
  const better = best !== null && best < wrong;
  return html`<p>${better ? html`<span class="best">${words.best(best)} · </span>` : nothing}<b>${words.wrongOf(wrong, rows)}</b></p>`;
}

/** Signs of the picture, each as large as in it. */
function legendView({ data, frame }: Experiment, words: Strings): TemplateResult {
  const task = taskOf(frame, data);
  const ringed = html`<li><svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><circle class="a" cx="8" cy="8" r="3.1" /><circle class="ringed" cx="8" cy="8" r="6.4" /></svg>${words.wrong}</li>`;
  const point = (kind: string, name: string): TemplateResult =>
    html`<li><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><circle class=${kind} cx="6" cy="6" r="4.2" /></svg>${name}</li>`;
  const test = data.features === 1 ? point('hollow', words.hollow) : middledView(words);
  return html`<ul class="legend">
    ${task === 'classes' ? [...classesOf(data)].map((index) => classView(index, words)) : nothing}
    ${
      task === 'two classes'
        ? html`${point('a', words.classA)}
          <li><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path class="b" d="M6 .6L11.4 6L6 11.4L.6 6z" /></svg>${words.classB}</li>`
        : nothing
    }
    ${task === 'values' ? valuesView(data, words, point) : ringed}
    ${task === 'values' && data.testCount > 0 ? test : nothing}
    <li><svg viewBox="0 0 16 12" width="16" height="12" aria-hidden="true"><path class="neuronLine" d="M1 10L15 2" /></svg>${words.neuronLine}</li>
  </ul>`;
}

/** A hollow point that keeps its colour in the middle. */
function middledView(words: Strings): TemplateResult {
  return html`<li><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><circle class="outlined" cx="6" cy="6" r="4.2" /><circle class="middle" cx="6" cy="6" r="2" /></svg>${words.hollow}</li>`;
}

/** The classes to name: all of few. */
function classesOf({ outputs }: Data): Iterable<number> {
  return Array(outputs <= MOST_NAMED ? outputs : 0).keys();
}

function classView(index: number, words: Strings): TemplateResult {
  const { path, colour } = classSign(index, 3.8);
  return html`<li><svg viewBox="-6 -6 12 12" width="14" height="14" aria-hidden="true"><path class="outlined" d=${path} fill=${colour} /></svg>${words.classNumber(index)}</li>`;
}

/** Of one input the point, of two the scale of colours. */
function valuesView(data: Data, words: Strings, point: (kind: string, name: string) => TemplateResult): TemplateResult {
  if (data.features === 1) return point('a', words.target);
  const { low, high } = targetRange(data, 'values');
  return html`<li><span>${words.number(low)}</span><span class="scale"></span><span>${words.number(high)}</span></li>`;
}
