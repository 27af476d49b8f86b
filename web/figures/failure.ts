// What is said in the place of a figure that cannot run. Why it cannot is read by mistakes.ts.
import { html, type TemplateResult } from 'lit';
import type { Strings } from '../shell/strings/index.js';

/** Why the figure called `name` cannot run here; the children of its element stand below. */
export function failureView(name: string, why: string, words: Strings): TemplateResult {
  return html`<section class="figure failure" role="alert" aria-label=${name}>
    <h2>${words.failed}</h2>
    <p>${why}</p>
    <p>${words.failedHelp}</p>
    <slot></slot>
  </section>`;
}
