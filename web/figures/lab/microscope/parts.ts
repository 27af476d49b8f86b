// What the microscope shows of the neuron: pictures (plane.ts, sums.ts, life.ts), the arithmetic (chain.ts), the verdict
// (autopsy.ts). Its frame is view.ts.
import { html, type TemplateResult } from 'lit';
import { autopsyView } from './autopsy.js';
import { chainView } from './chain.js';
import { lifeView } from './life.js';
import { planeView } from './plane.js';
import { sumsView } from './sums.js';
import type { Seen } from './view.js';

export { lifeSentence } from './autopsy.js';

/** All that is shown of the neuron. */
export function partsView(seen: Seen): TemplateResult {
  return html`${planeView(seen)} ${sumsView(seen)} ${autopsyView(seen)} ${chainView(seen)} ${lifeView(seen)}`;
}
