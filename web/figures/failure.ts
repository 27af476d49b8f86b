// What is said in the place of a figure that cannot run, or cannot go on: why, what helps, and a picture.
import { html, type TemplateResult } from 'lit';
import { inMebibytes, LabLostError, LoadError } from '../../wasm/src/errors.js';
import type { Strings } from '../shell/strings/index.js';
import { reasonOf } from './mistakes.js';
import { stillView } from './still.js';

/**
 * Why the figure called `name` shows nothing, with a button that tries it again. The element's children stand below, or
 * a still picture where it has none.
 */
export function failureView(name: string, why: unknown, words: Strings, retry: () => void): TemplateResult {
  const lost = why instanceof LabLostError;
  return html`<section class="failure" aria-label=${name}>
    <div role="alert">
      <h2>${lost ? words.stopped : words.failed}</h2>
      <p>${lost ? stopOf(why, words) : reasonOf(why)}</p>
      <p>${lost ? words.stoppedHelp : helpOf(why, words)}</p>
    </div>
    <button type="button" class="retry" @click=${retry}>${words.tryAgain}</button>
    <slot>${stillView(words)}</slot>
  </section>`;
}

function stopOf({ memory }: LabLostError, words: Strings): string {
  return memory === null ? words.stoppedByBrowser : words.noMemory(inMebibytes(memory));
}

function helpOf(why: unknown, words: Strings): string {
  return why instanceof LoadError && why.reason === 'no-memory' ? words.memoryHelp : words.failedHelp;
}
