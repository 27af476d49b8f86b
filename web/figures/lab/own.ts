// The dialog of the reader's own data: points to paint, or a table to read. The points are sketch.ts; the table is read by
// the core.
import { html, nothing, type TemplateResult } from 'lit';
import type { CsvTable } from '../../../wasm/src/types.js';
import type { Strings } from '../../shell/strings/index.js';
import { connectedLab } from '../core.js';
import type { Edits } from './edits.js';
import { Sketch, type Brush } from './sketch.js';
import type { LabState, Store } from './store.js';
import type { Theme } from '../../drawing/palette.js';

const BRUSHES: readonly Brush[] = ['a', 'b', 'eraser'];
/** Longest table that is read, in characters: more rows than a figure shows. */
const LONGEST_TABLE = 8_000_000;

export class OwnData {
  readonly #host: { renderRoot: ParentNode };
  readonly #store: Store;
  readonly #edits: Edits;
  readonly #sketch: Sketch;
  readonly #changed: () => void;
  #mistakes: CsvTable['errors'] = [];
  #reading = { text: '', target: '', standardize: true };

  /** @param host whose shadow tree the dialog is in @param changed asks for it to be drawn anew */
  constructor(host: { renderRoot: ParentNode }, store: Store, edits: Edits, changed: () => void) {
    this.#host = host;
    this.#store = store;
    this.#edits = edits;
    this.#changed = changed;
    this.#sketch = new Sketch(changed);
  }

  /** Opens the dialog with the present points. */
  open(): void {
    const { experiment } = this.#store.state;
    if (!experiment) return;
    this.#mistakes = [];
    this.#dialog?.showModal();
    this.#sketch.begin(experiment.data);
  }

  /** Paints the points. */
  paint(theme: Theme): void {
    const canvas = this.#dialog?.open ? this.#dialog.querySelector('canvas') : null;
    if (canvas) this.#sketch.paint(canvas, theme);
  }

  view(words: Strings): TemplateResult {
    const { a, b } = this.#sketch.counts;
    return html`<dialog class="own" aria-label=${words.own.title}>
      <h2>${words.own.title}</h2>
      <div class="ways">
        <section aria-label=${words.own.paint}>
          <h3>${words.own.paint}</h3>
          <canvas tabindex="0" role="img" aria-label=${words.own.painted(a, b)}
            @pointerdown=${this.#stroke} @pointermove=${this.#stroke}
            @keydown=${(event: KeyboardEvent) => this.#sketch.press(event)}></canvas>
          <div class="row" role="radiogroup" aria-label=${words.own.brush}>
            ${BRUSHES.map(
              (
                brush,
              ) => html`<label class="brush"><input type="radio" name="brush" .checked=${this.#sketch.brush === brush}
                @change=${() => {
                  this.#sketch.brush = brush;
                  this.#changed();
                }} />${words.own.brushes[brush]}</label>`,
            )}
            <button type="button" class="everything" @click=${() => this.#sketch.clear()}>${words.own.clear}</button>
          </div>
          <p class="about">${words.own.painted(a, b)}</p>
          <button type="button" class="everything use" ?disabled=${a === 0 || b === 0} @click=${this.#usePoints}>${words.own.usePoints}</button>
        </section>
        <section aria-label=${words.own.table}>
          <h3>${words.own.table}</h3>
          <label class="stack">${words.own.text}
            <textarea rows="8" spellcheck="false" placeholder=${words.own.example} .value=${this.#reading.text}
              @input=${(event: Event) => {
                this.#reading.text = (event.target as HTMLTextAreaElement).value;
              }}></textarea></label>
          <label class="stack">${words.own.file}<input type="file" accept=".csv,.tsv,.txt,text/csv" @change=${this.#readFile} /></label>
          <label class="stack">${words.own.target}<input type="text" .value=${this.#reading.target} placeholder=${words.own.lastColumn}
            @input=${(event: Event) => {
              this.#reading.target = (event.target as HTMLInputElement).value;
            }} /></label>
          <label class="brush"><input type="checkbox" .checked=${this.#reading.standardize}
            @change=${(event: Event) => {
              this.#reading.standardize = (event.target as HTMLInputElement).checked;
            }} />${words.own.standardize}</label>
          ${this.#mistakes.length > 0 ? html`<ul class="wrong" role="alert">${this.#mistakes.slice(0, 5).map((mistake) => html`<li>${words.own.mistake(mistake)}</li>`)}</ul>` : nothing}
          <button type="button" class="everything use" @click=${this.#useTable}>${words.own.useTable}</button>
        </section>
      </div>
      <button type="button" class="close" @click=${() => this.#dialog?.close()}>${words.close}</button>
    </dialog>`;
  }

  readonly #stroke = (event: PointerEvent): void => {
    this.#sketch.stroke(event);
  };

  readonly #usePoints = (): void => {
    void this.#use(this.#sketch.data);
  };

  readonly #useTable = async (): Promise<void> => {
    const { text, target, standardize } = this.#reading;
    const lab = await connectedLab();
    const table = await lab.parseCsv(text, { standardize, ...(target.trim() === '' ? {} : { target: target.trim() }) });
    this.#mistakes = table.errors;
    if (table.errors.length === 0) await this.#use({ name: 'custom', inputs: table.inputs, targets: table.targets });
    this.#changed();
  };

  readonly #readFile = async (event: Event): Promise<void> => {
    const file = (event.target as HTMLInputElement).files?.[0];
    if (!file) return;
    this.#reading.text = await file.slice(0, LONGEST_TABLE).text();
    this.#changed();
  };

  /** Trains on `data` from the start; what the core refuses is shown in the dialog. */
  async #use(data: Record<string, unknown>): Promise<void> {
    const { experiment } = this.#store.state;
    const fixed = experiment?.scenario.training.loss.endsWith('cross-entropy');
    await this.#edits.make({ data, ...(fixed ? { 'training.loss': 'auto' } : {}) });
    const { objections }: LabState = this.#store.state;
    this.#mistakes = objections.map(({ path, message }) => ({ line: 0, column: 0, message: `${path}: ${message}` }));
    if (objections.length === 0) this.#dialog?.close();
    this.#changed();
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#host.renderRoot.querySelector('dialog.own');
  }
}
