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
  /** What was refused, and what is shown instead, where it is not the Scenario. */
  title?: string;
  instead?: string;
}

/** A Scenario that was refused: what is wrong, where, and its text as it came. */
export function refusalView({ text, link, mistakes }: Refusal, notice: Notice): TemplateResult {
  const { words, actions, copied } = notice;
  const title = notice.title ?? (link === null ? words.refusedScenario : words.refused);
  return html`<div class="refusal" role="alert">
    <h2>${title}</h2>
    <ul>${mistakes.map((mistake) => {
      const place = located(text, mistake.path);
      return html`<li>${words.mistake(mistake)}${place ? html`<span class="place"> · ${words.at(place.line, place.column)}: <mark>${place.excerpt}</mark></span>` : nothing}</li>`;
    })}</ul>
    <p>${notice.instead ?? words.refusedInstead}</p>
    ${[text, link].map((kept) => (kept ? html`<pre tabindex="0">${kept}</pre>` : nothing))}
    <div class="row">
      <button type="button" @click=${() => {
        actions.copy(link ?? text);
      }}>${copied ? words.copied : words.copy}</button>
      <button type="button" @click=${actions.dismiss}>${words.close}</button>
    </div>
  </div>`;
}
