// What comes of the form: the snippet to copy, the files that it needs, and the figure as its readers will meet it.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { TeacherStrings } from '../../shell/strings/teachers/index.js';
import { textField } from './form.js';
import { FORMATS, type Snippet } from './snippets.js';
import { addressFrom, WIDTHS, type Choices } from './state.js';

export interface Output {
  choices: Choices;
  /** Null until the figure says what it shows. */
  snippet: Snippet | null;
  /** Whether the experiment is too long for a link. */
  tooLong: boolean;
  /** The address of this site, which is offered for the files. */
  site: string;
  /** Which of the files this server has; null until it has said. */
  served: ReadonlySet<string> | null;
  /** What was copied last, and whether the browser let it; null: nothing. */
  copied: { part: number; done: boolean } | null;
  /** The height of what is tried; null until it is known. */
  height: number | null;
  preview: HTMLElement;
  said: TeacherStrings;
  /** `remembered`: whether the browser's Back takes it back. */
  choose: (change: Partial<Choices>, remembered?: boolean) => void;
  copy: (part: number) => void;
}

/** Formats whose snippet is a frame. */
export const FRAMED: readonly string[] = ['frame', 'markdown', 'myst', 'reveal'];

const isLink = ({ format }: Choices): boolean => FRAMED.includes(format) || format === 'link';

/** The file of this server by which a snippet is tried. */
export const triedBy = ({ format }: Choices): string => (FRAMED.includes(format) ? 'embed.html' : 'reluctant.iife.js');

export function snippetView(output: Output): TemplateResult {
  const { choices, snippet, tooLong, said, choose } = output;
  return html`<section class="panel copy" aria-labelledby="copy-title">
    <h2 id="copy-title" tabindex="-1">${said.copy}</h2>
    <fieldset class="chips"><legend>${said.kind}</legend>
      ${FORMATS.map(
        (
          format,
        ) => html`<label class="chip"><input type="radio" name="format" value=${format} .checked=${live(format === choices.format)}
          @change=${() => choose({ format }, false)} /><span>${said.formats[format]}</span></label>`,
      )}
    </fieldset>
    <p class="hint">${said.formatHints[choices.format]}</p>
    ${tooLong ? html`<p class="wrong" role="alert">${isLink(choices) ? said.tooLong : said.notKept}</p>` : nothing}
    ${snippet ? html`${snippet.parts.map((_, index) => partView(output, snippet, index))}${filesView(output, snippet)}` : html`<p class="hint">${said.waiting}</p>`}
  </section>`;
}

function partView({ said, copied, copy }: Output, { parts }: Snippet, index: number): TemplateResult {
  const part = parts[index];
  if (!part) return html``;
  const told = copied?.part === index ? (copied.done ? said.copied : said.byHand) : '';
  return html`<div class="part">
    <div class="head">
      <h3 id="part-${index}">${said.placeOf[part.place]}</h3>
      <span class="told" role="status">${told}</span>
      <button type="button" class="primary" aria-describedby="part-${index}" @click=${() => copy(index)}>${said.copyButton}</button>
    </div>
    <pre tabindex="0" role="region" aria-labelledby="part-${index}"><code>${part.text}</code></pre>
  </div>`;
}

function filesView({ choices, site, served, said, choose }: Output, { files }: Snippet): TemplateResult {
  const { address, format } = choices;
  const beside = address === '' || format === 'notebook';
  const title = beside ? (said.uploads[format] ?? said.upload) : said.uploadAt(address);
  return html`<div class="files">
    ${
      format === 'notebook'
        ? nothing
        : html`<fieldset class="chips"><legend>${said.files}</legend>
            <label class="chip"><input type="radio" name="files" value="beside" .checked=${live(beside)}
              @change=${() => choose({ address: '' })} /><span>${said.beside}</span></label>
            <label class="chip"><input type="radio" name="files" value="elsewhere" .checked=${live(!beside)}
              @change=${() => choose({ address: site })} /><span>${said.elsewhere}</span></label>
          </fieldset>
          ${
            beside
              ? nothing
              : textField('address', said.address, '', address, said.wrongAddress, (text) => {
                  const read = addressFrom(text);
                  if (read !== null) choose({ address: read });
                  return read !== null;
                })
          }`
    }
    ${
      files.length === 0
        ? nothing
        : !beside && address === site
          ? html`<p>${said.nothingToUpload}</p>`
          : html`<p>${title}</p><ul>${files.map((file) => fileView(file, site, served, said))}</ul>`
    }
  </div>`;
}

function fileView(file: string, site: string, served: Output['served'], said: TeacherStrings): TemplateResult {
  return html`<li>${
    served?.has(file) === false
      ? said.notServed(file)
      : html`<a href=${site + file} download=${file} aria-label=${said.download(file)}>${file}</a>`
  }</li>`;
}

export function triedView(output: Output): TemplateResult {
  const { choices, snippet, site, preview, said, choose } = output;
  const { tried, address, format } = choices;
  return html`<section class="panel see" aria-labelledby="see-title">
    <h2 id="see-title">${said.see}</h2>
    ${
      snippet?.html === null
        ? html`<p><a href=${snippet.parts[0]?.text ?? ''} target="_blank" rel="noopener">${said.follow}</a></p>`
        : html`<fieldset class="chips"><legend>${said.widths}</legend>
            ${WIDTHS.map(
              (
                width,
              ) => html`<label class="chip"><input type="radio" name="tried" value=${width} .checked=${live(width === tried)}
                @change=${() => choose({ tried: width }, false)} /><span>${said.pixels(width)}</span></label>`,
            )}
          </fieldset>
          ${heightView(output)}
          <div class="pane" tabindex="0" role="region" aria-label=${said.seen}>${preview}</div>
          ${address !== site && format !== 'notebook' ? html`<p class="hint">${said.seenFromHere}</p>` : nothing}`
    }
  </section>`;
}

/** How high the figure is, and what that means for a frame. */
function heightView({ choices, served, height, said, choose }: Output): TemplateResult {
  if (served && !served.has(triedBy(choices))) return html`<p class="wrong">${said.noPreview}</p>`;
  const framed = FRAMED.includes(choices.format);
  const wanted = height === null ? null : Math.min(height, 9999);
  return html`<p class="height"><span role="status">${
    wanted === null ? nothing : said.needs(choices.tried, wanted)
  } ${framed && wanted !== null && wanted > choices.height ? said.cut(choices.height) : nothing}</span>
    ${
      framed && wanted !== null && wanted !== choices.height
        ? html`<button type="button" class="plain" @click=${() => choose({ height: wanted })}>${said.takeHeight(wanted)}</button>`
        : nothing
    }</p>`;
}
