// What is said above a figure of a Scenario that was refused. What is said in its place is failure.ts.
import { html, nothing, type TemplateResult } from 'lit';
import type { Strings } from '../shell/strings/index.js';
import { located } from './locate.js';
import type { Refusal } from './opening.js';

/** What the reader can do about it. */
export interface Notice {
  words: Strings;
  /** The text has been copied. */
  copied: boolean;
  actions: { copy(text: string): void; dismiss(): void };
}

/** A Scenario that was refused: what is wrong, where, and its text as it came. */
export function refusalView({ text, link, mistakes }: Refusal, { words, actions, copied }: Notice): TemplateResult {
  return html`<div class="refusal" role="alert">
    <h2>${link === null ? words.refusedScenario : words.refused}</h2>
    <ul>${mistakes.map((mistake) => {
      const place = located(text, mistake.path);
      return html`<li>${words.mistake(mistake)}${place ? html`<span class="place"> · ${words.at(place.line, place.column)}: <mark>${place.excerpt}</mark></span>` : nothing}</li>`;
    })}</ul>
    <p>${words.refusedInstead}</p>
    ${[text, link].map((kept) => (kept ? html`<pre tabindex="0">${kept}</pre>` : nothing))}
    <div class="row">
      <button type="button" @click=${() => {
        actions.copy(link ?? text);
      }}>${copied ? words.copied : words.copy}</button>
      <button type="button" @click=${actions.dismiss}>${words.close}</button>
    </div>
  </div>`;
}
