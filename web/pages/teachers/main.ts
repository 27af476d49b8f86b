// The page for teachers: a figure set up by using it becomes a snippet. Its parts: the live figure (workshop.ts), the choices
// and their address (state.ts), the texts (snippets.ts), the form (form.ts) and what comes of it (output.ts, preview.ts).
import { html, render } from 'lit';
import { scenarioFromLink } from '../../../wasm/src/link.js';
import type { Mistake } from '../../../wasm/src/types.js';
import { addressOfPage } from '../../beside.js';
import { figureNames, tagOf } from '../../figures/all.js';
import { readOrigins } from '../../shell/origins.js';
import { languageNames, stringsOf } from '../../shell/strings/index.js';
import { teacherStringsOf } from '../../shell/strings/teachers/index.js';
import { furnish } from '../site.js';
import { controlsAttribute, repertoireOf } from './controls.js';
import { controlsView, figuresView, frameView, looksView, pasteView, type Form } from './form.js';
import { FRAMED, snippetView, triedBy, triedView, type Output } from './output.js';
import { Preview } from './preview.js';
import { snippetOf, type Embedding, type Snippet } from './snippets.js';
import { choicesFrom, fragmentFrom, usual, type Choices } from './state.js';
import { readScenario, Workshop, type Shown } from './workshop.js';

/** What can stand beside a page. */
const FILES = ['elements.js', 'reluctant.iife.js', 'embed.html', 'anywidget.js'];

const { lang } = document.documentElement;
const words = stringsOf(lang);
const said = teacherStringsOf(lang);
const main = document.querySelector('main') as HTMLElement;
const site = new URL(addressOfPage('lab', 'teachers') ?? '', location.href).href;
/** Files of one's own machine are of no use to readers: they are uploaded. */
const own = ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
const defaults: Choices = { ...usual, figure: figureNames[0] as string, address: own ? '' : site };
const known = { figures: figureNames, languages: languageNames };

let choices = choicesFrom(location.hash, known, defaults);
let shown: Shown | null = null;
let mistakes: readonly Mistake[] = [];
let tooLong = false;
let served: ReadonlySet<string> | null = null;
let copied: Output['copied'] = null;
let height: number | null = null;

document.title = said.pageTitle;
const workshop = new Workshop((now, byHand) => void adopt(now, byHand));
const preview = new Preview(said.seen, (found) => {
  height = found;
  draw();
});

/** Takes over what the figure shows; a change by hand is one that the browser's Back takes back. */
async function adopt(now: Shown, byHand: boolean): Promise<void> {
  shown = now;
  tooLong = now.link !== '' && !(await scenarioFromLink(now.link)).ok;
  if (shown !== now) return;
  if (byHand) mistakes = [];
  choose({ link: now.link, twin: now.twin }, byHand);
}

function choose(change: Partial<Choices>, remembered = true): void {
  choices = { ...choices, ...change };
  copied = null;
  const fragment = `#${fragmentFrom({ ...choices, link: tooLong ? '' : choices.link }, defaults)}`;
  if (fragment !== (location.hash || '#')) {
    if (remembered) history.pushState(null, '', fragment);
    else history.replaceState(null, '', fragment);
  }
  if (change.tried !== undefined) height = null; // until the figure has said it anew
  if (change.figure !== undefined) void open();
  draw();
}

/** Shows in the figure what the choices say, if it shows anything else. */
async function open(): Promise<void> {
  if (shown?.figure !== choices.figure) shown = null;
  const { figure, link, twin } = choices;
  const found = await workshop.open(figure, link, twin);
  if (figure !== choices.figure || link !== choices.link) return;
  mistakes = found;
  draw();
}

/** Back to what the figure opens with by itself. */
function afresh(): void {
  choose({ link: '', twin: '' });
  void open();
}

/** Opens what was pasted: an address of this page or of a figure, a link's fragment, or a Scenario. */
async function paste(text: string): Promise<void> {
  const plain = text.trim();
  const fragment = plain.startsWith('{') ? plain : plain.slice(plain.indexOf('#') + 1);
  const scenario = (fragment.includes('scenario=') && new URLSearchParams(fragment).get('scenario')) || fragment;
  const { scenario: read, mistakes: found } = await readScenario(scenario);
  mistakes = found;
  if (found.length === 0) workshop.show(read);
  draw();
}

/** What is to stand in the page, with its files at `address`. */
function embeddingOf(now: Shown, controls: string | null, address: string): Embedding {
  const { figure, lang: language, theme, autoplay, width, height: high, sandbox } = choices;
  const spoken = teacherStringsOf(language || lang);
  return {
    figure,
    tag: tagOf(figure),
    scenario: now.scenario,
    link: now.link,
    twin: now.twin,
    controls,
    lang: language,
    theme,
    autoplay,
    address,
    page: new URL(addressOfPage(figure, 'lab') ?? '', address || site).href,
    frame: { width, height: high, origins: readOrigins(choices.origins).origins.join(' '), sandbox },
    title: spoken.frameTitles[figure] ?? figure,
    fallback: spoken.fallback,
  };
}

/** The snippet, and the same with its files on this server. */
function snippetsOf(now: Shown, controls: string | null): { snippet: Snippet; tried: Snippet } {
  return {
    snippet: snippetOf(choices.format, embeddingOf(now, controls, choices.address)),
    tried: snippetOf(choices.format, embeddingOf(now, controls, site)),
  };
}

async function copy(part: number, text: string): Promise<void> {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = false;
    const code = document.querySelectorAll('.part code')[part];
    if (code) getSelection()?.selectAllChildren(code);
  }
  copied = { part, done };
  draw();
}

function draw(): void {
  const now = shown?.figure === choices.figure ? shown : null;
  const repertoire = now && repertoireOf(now.figure, now.catalogue, now.complete, words);
  const chosen = choices.controls ?? repertoire?.first ?? [];
  const made = now && repertoire && snippetsOf(now, controlsAttribute(repertoire, chosen));
  const form: Form = {
    choices,
    chosen,
    groups: repertoire?.groups ?? [],
    mistakes,
    originMistakes: readOrigins(choices.origins).mistakes,
    words,
    said,
    choose,
    paste: (text) => void paste(text),
  };
  const output: Output = {
    choices,
    snippet: made?.snippet ?? null,
    tooLong,
    site,
    served,
    copied,
    height,
    preview: preview.place,
    said,
    choose,
    copy: (part) => void copy(part, made?.snippet.parts[part]?.text ?? ''),
  };
  render(pageView(form, output), main);
  preview.show(served?.has(triedBy(choices)) ? (made?.tried.html ?? null) : null, choices.tried, choices.theme);
}

function pageView(form: Form, output: Output): unknown {
  return html`<header class="intro"><h2>${said.title}</h2><p>${said.lead}</p></header>
    <div class="panel which">${figuresView(form)}</div>
    <section class="panel live" aria-labelledby="live-title">
      <div class="head"><h2 id="live-title">${said.setUp}</h2>
        <button type="button" class="plain" ?disabled=${choices.link === '' && choices.twin === ''} @click=${afresh}>${said.afresh}</button></div>
      <p class="hint">${said.setUpHint}</p>
      ${pasteView(form)}
      ${workshop.figure}
    </section>
    <div class="panel options">${controlsView(form)}${looksView(form)}${FRAMED.includes(choices.format) ? frameView(form) : ''}</div>
    ${snippetView(output)}${triedView(output)}`;
}

/** Asks this server which of the files it has. */
async function askForFiles(): Promise<void> {
  const answers = await Promise.all(
    FILES.map((file) =>
      fetch(site + file, { method: 'HEAD' }).then(
        ({ ok }) => ok,
        () => false,
      ),
    ),
  );
  served = new Set(FILES.filter((_, index) => answers[index]));
  draw();
}

furnish({
  here: 'teachers',
  figure: workshop,
  more: () => html`<button type="button" class="share" @click=${toSnippet}>${said.toSnippet}</button>`,
});

function toSnippet(): void {
  const heading = document.querySelector<HTMLElement>('#copy-title');
  heading?.scrollIntoView();
  heading?.focus({ preventScroll: true });
}

addEventListener('popstate', () => {
  choices = choicesFrom(location.hash, known, defaults);
  copied = null;
  void open();
  draw();
});
main.replaceChildren();
draw();
void open();
void askForFiles();
