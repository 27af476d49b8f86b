// The menu of files: what can be saved and opened. What is in the files is files.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { canFilm } from './film.js';
import type { FileKind } from './files.js';
import type { Shown } from './view.js';

const KINDS: readonly FileKind[] = ['scenario', 'curves', 'lifelines', 'png', 'svg'];

/** The button of the menu, and the menu. */
export function filesView({ state, words, actions }: Shown): TemplateResult {
  const { filming, experiment } = state;
  const close = (event: Event): void =>
    (event.currentTarget as HTMLElement).closest<HTMLElement>('[popover]')?.hidePopover();
  const item = (kind: FileKind, name: string): TemplateResult =>
    html`<button type="button" ?disabled=${!experiment} @click=${(event: Event) => {
      close(event);
      actions.save(kind);
    }}>${name}</button>`;
  return html`${
    filming
      ? html`<button type="button" class="everything filming" @click=${() => {
          actions.save('film');
        }}>${words.endFilm}</button>`
      : nothing
  }
    <button type="button" class="everything" popovertarget="files">${words.files}</button>
    <div id="files" class="board menu" popover>
      ${KINDS.map((kind) => item(kind, words.save[kind]))}
      ${canFilm() && !filming ? item('film', words.save.film) : nothing}
      <button type="button" class="divided" ?disabled=${!experiment} @click=${(event: Event) => {
        close(event);
        actions.openOwn();
      }}>${words.own.title}</button>
      <slot name="menu"></slot>
      <label class="open">${words.openFile}
        <input type="file" accept=".json,application/json" @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          close(event);
          const file = input.files?.[0];
          if (file) actions.open(file);
          input.value = '';
        }} /></label>
    </div>`;
}
