// What every page of the site has: its bar, its colours, its size on a projector, and how the core starts. The figure
// that fills a page is its <page>/main.ts.
import { html, nothing, render, type TemplateResult } from 'lit';
import { addressOfPage, startLab } from '../beside.js';
import { MARK } from '../drawing/mark.js';
import { fillSheet, themeOf } from '../figures/sheets.js';
import { contrastIcon } from '../shell/icons.js';
import { printAddress } from '../shell/paper.js';
import { keep, recall } from '../shell/storage.js';
import { stringsOf } from '../shell/strings/index.js';
import { appearance, watchPreferences } from '../shell/theme.js';

/** Every page there is, in the order of the bar. */
const pages = ['lab', 'activations', 'neuron', 'twins', 'teachers'] as const;

export type PageName = (typeof pages)[number];

/** The window in which everything has its own size; larger ones show everything larger. */
const DESIGNED = { width: 1440, height: 900, growsFrom: 1920 };

export interface Furnishing {
  here: PageName;
  /** What fills the page: it is told the reader's choice of colours. */
  figure: { theme: string };
  /** What the page adds to the bar, before the button of the colours. */
  more?: () => TemplateResult;
}

/** Furnishes the page round its figure. @returns draws the bar anew: for what `more` shows */
export function furnish({ here, figure, more }: Furnishing): () => void {
  const words = stringsOf(document.documentElement.lang);
  const bar = document.querySelector<HTMLElement>('.bar');
  const colours = new CSSStyleSheet();
  document.adoptedStyleSheets.push(colours);
  startLab();

  const drawBar = (): void => {
    if (!bar) return;
    const next = appearance(recall('theme')).dark ? words.lighter : words.darker;
    const content = html`
      <h1 class="brand">
        <svg viewBox="0 0 ${MARK.width} ${MARK.height}" width=${MARK.width} height=${MARK.height} aria-hidden="true">
          <path d=${MARK.curve} /><path class="cross" d=${MARK.cross} />
        </svg>
        ${words.brand}
      </h1>
      <nav aria-label=${words.pages}>
        ${pages.map((page) => {
          const address = addressOfPage(page, here);
          if (address === null) return nothing;
          return html`<a href=${address} aria-current=${page === here ? 'page' : nothing}>${words.pageNames[page]}</a>`;
        })}
      </nav>
      ${more?.()}
      <button type="button" class="theme" aria-label=${next} title=${next} @click=${turnTheme}>${contrastIcon}</button>
    `;
    render(content, bar);
  };

  const dress = (): void => {
    const wish = recall('theme');
    figure.theme = wish ?? '';
    fillSheet(colours, ':root', themeOf(appearance(wish)));
    drawBar();
  };

  /** Dark where it is light, and the other way round; kept for the next visit. */
  const turnTheme = (): void => {
    keep('theme', appearance(recall('theme')).dark ? 'light' : 'dark');
    dress();
  };

  addEventListener('resize', grow);
  watchPreferences(dress);
  printAddress(() => location.href);
  grow();
  dress();
  return drawBar;
}

/** On a projector everything grows with the window. */
function grow(): void {
  const { width, height, growsFrom } = DESIGNED;
  const zoom = innerWidth < growsFrom ? 1 : Math.max(1, Math.min(innerWidth / width, innerHeight / height));
  document.body.style.setProperty('zoom', String(zoom));
  document.documentElement.style.setProperty('--zoom', String(zoom));
}
