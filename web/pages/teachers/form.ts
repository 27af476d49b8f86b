// The form beside the figure: which figure, what readers may set, how it looks. What comes of it is output.ts.
import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Mistake } from '../../../wasm/src/types.js';
import { figureNames } from '../../figures/all.js';
import { languageNames, type Strings } from '../../shell/strings/index.js';
import type { TeacherStrings } from '../../shell/strings/teachers/index.js';
import type { Offer, OfferGroup } from './controls.js';
import { heightFrom, THEMES, widthFrom, type Choices } from './state.js';

export interface Form {
  choices: Choices;
  /** The names of the controls shown. */
  chosen: readonly string[];
  groups: readonly OfferGroup[];
  /** What is wrong with the Scenario that was pasted, or that came by the address. */
  mistakes: readonly Mistake[];
  originMistakes: readonly string[];
  words: Strings;
  said: TeacherStrings;
  choose: (change: Partial<Choices>) => void;
  paste: (text: string) => void;
}

/** Which figure, as cards to choose from. */
export function figuresView({ choices, said, choose }: Form): TemplateResult {
  return html`<fieldset class="cards">
    <legend>${said.figure}</legend>
    ${figureNames.map(
      (name) => html`<label class="card">
        <input type="radio" name="figure" value=${name} .checked=${live(name === choices.figure)}
          @change=${() => choose({ figure: name, link: '', twin: '', controls: null })} />
        <span class="name">${said.names[name] ?? name}</span>
        <span class="hint">${said.about[name] ?? ''}</span>
      </label>`,
    )}
  </fieldset>`;
}

/** A Scenario of one's own. */
export function pasteView({ mistakes, said, paste }: Form): TemplateResult {
  const opened = (event: Event): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLElement).querySelector('textarea');
    if (field) paste(field.value);
  };
  return html`<details class="fold paste" ?open=${mistakes.length > 0}>
    <summary>${said.paste}</summary>
    <form @submit=${opened}>
      <label><span class="name">${said.pasteLabel}</span>
        <textarea rows="4" spellcheck="false" autocomplete="off"></textarea></label>
      <button type="submit" class="plain">${said.open}</button>
    </form>
    <div role="alert">${
      mistakes.length > 0
        ? html`<p class="wrong">${said.wrong}</p>
            <ul class="wrong">${mistakes.map(({ path, message }) => html`<li><code>${path}</code>: ${message}</li>`)}</ul>`
        : nothing
    }</div>
  </details>`;
}

/** What readers may set, in the groups of the settings board. */
export function controlsView(form: Form): TemplateResult {
  const { groups, chosen, words, said } = form;
  const offered = new Set(groups.flatMap(({ offers }) => offers.map(({ name }) => name)));
  const others = chosen.filter((name) => !offered.has(name));
  return html`<section aria-labelledby="controls-title">
    <h2 id="controls-title">${said.controls}</h2>
    ${groups.map(({ name, offers }, index) => {
      const title = name === null ? said.wholeFigure : words.groups[name];
      return groupView(form, title, offers, index === 0 || offers.some((offer) => chosen.includes(offer.name)));
    })}
    ${others.length > 0 ? groupView(form, said.notHere, others.map(plainOffer), true) : nothing}
  </section>`;
}

const plainOffer = (name: string): Offer => ({ name, labels: [name], sentence: '' });

function groupView(form: Form, title: string, offers: readonly Offer[], open: boolean): TemplateResult {
  const { chosen, said, choose, groups } = form;
  const order = groups.flatMap((group) => group.offers.map(({ name }) => name));
  const toggle = (name: string, on: boolean): void => {
    const names = on ? [...chosen, name] : chosen.filter((other) => other !== name);
    choose({ controls: names.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)) });
  };
  const count = offers.filter(({ name }) => chosen.includes(name)).length;
  return html`<details class="fold" ?open=${open}>
    <summary>${title}<span class="count">${said.chosen(count)}</span></summary>
    <fieldset class="checks"><legend class="unseen">${title}</legend>
      ${offers.map(
        ({ name, labels, sentence }) => html`<label class="check" title=${sentence}>
          <input type="checkbox" value=${name} .checked=${live(chosen.includes(name))}
            @change=${(event: Event) => toggle(name, (event.target as HTMLInputElement).checked)} />
          <span>${labels.join(', ')}</span>
        </label>`,
      )}
    </fieldset>
  </details>`;
}

/** Language, colours, and whether it begins by itself. */
export function looksView({ choices, said, choose }: Form): TemplateResult {
  const named = (code: string): string => new Intl.DisplayNames([code], { type: 'language' }).of(code) ?? code;
  return html`<section aria-labelledby="looks-title">
    <h2 id="looks-title">${said.looks}</h2>
    <label class="field"><span class="name">${said.language}</span>
      <select name="lang" @change=${(event: Event) => choose({ lang: valueOf(event) })}>
        ${['', ...languageNames].map(
          (code) =>
            html`<option value=${code} .selected=${live(code === choices.lang)}>${code === '' ? said.asPage : named(code)}</option>`,
        )}
      </select></label>
    <label class="field"><span class="name">${said.colours}</span>
      <select name="theme" @change=${(event: Event) => choose({ theme: valueOf(event) })}>
        ${THEMES.map(
          (theme) =>
            html`<option value=${theme} .selected=${live(theme === choices.theme)}>${said.coloursOf[theme]}</option>`,
        )}
      </select></label>
    <label class="check"><input type="checkbox" name="autoplay" .checked=${live(choices.autoplay)}
        @change=${(event: Event) => choose({ autoplay: (event.target as HTMLInputElement).checked })} />
      <span>${said.autoplay} <span class="hint">${said.autoplayHint}</span></span></label>
  </section>`;
}

/** What only a frame has. */
export function frameView({ choices, originMistakes, said, choose }: Form): TemplateResult {
  const { width, height, origins, sandbox } = choices;
  return html`<section aria-labelledby="frame-title">
    <h2 id="frame-title">${said.frame}</h2>
    ${textField('width', said.width, said.widthHint, width, said.wrongWidth, (text) => {
      const read = widthFrom(text);
      if (read !== null) choose({ width: read });
      return read !== null;
    })}
    ${textField('height', said.height, said.heightHint, String(height), said.wrongHeight, (text) => {
      const read = heightFrom(text);
      if (read !== null) choose({ height: read });
      return read !== null;
    })}
    ${textField('origins', said.origins, said.originsHint, origins, '', (text) => {
      choose({ origins: text.trim() });
      return true;
    })}
    <div role="alert">${originMistakes.map((mistake) => html`<p class="wrong">${mistake}</p>`)}</div>
    <label class="check"><input type="checkbox" name="sandbox" .checked=${live(sandbox)}
        @change=${(event: Event) => choose({ sandbox: (event.target as HTMLInputElement).checked })} />
      <span>${said.sandbox} <span class="hint">${said.sandboxHint}</span></span></label>
  </section>`;
}

/** A line of text; `take` says whether it took what was typed, and what it did not take is named `wrong`. */
export function textField(
  name: string,
  label: string,
  hint: string,
  value: string,
  wrong: string,
  take: (text: string) => boolean,
): TemplateResult {
  const changed = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    field.setCustomValidity(take(field.value) ? '' : wrong);
    field.reportValidity();
  };
  return html`<label class="field"><span class="name">${label}</span>
    <input type="text" name=${name} aria-describedby="${name}-hint" spellcheck="false" autocomplete="off"
      .value=${live(value)} @change=${changed} /></label>
    <p class="hint" id="${name}-hint">${hint}</p>`;
}

const valueOf = (event: Event): string => (event.target as HTMLSelectElement).value;
