// The page in which a snippet is tried: made of the snippet's very text, in a sandbox, where it can reach nothing of ours.
import courseScript from './course-page.js?url';

/** Changes that follow each other this quickly are shown once. */
const SETTLES_MS = 400;
/** Until the figure has said how high it is. */
const FIRST_HEIGHT = 480;

export class Preview {
  /** Where it stands in the document. */
  readonly place = document.createElement('div');
  readonly #title: string;
  readonly #told: (height: number) => void;
  #frame: HTMLIFrameElement | null = null;
  #page: string | null = null;
  #width = 0;
  #address = '';
  #timer = 0;

  /** @param told called with the height of what is shown, in CSS pixels, whenever it changes */
  constructor(title: string, told: (height: number) => void) {
    this.#title = title;
    this.#told = told;
    addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
      if (this.#frame && source === this.#frame.contentWindow) this.#heard(this.#frame, data);
    });
  }

  /** Shows `html` in a page of `width` CSS pixels; null: nothing. */
  show(html: string | null, width: number, theme: string): void {
    this.#width = width;
    if (this.#frame) this.#frame.width = String(width);
    const page = html === null ? null : pageOf(html, theme);
    if (page === this.#page) return;
    this.#page = page;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#load(page), SETTLES_MS);
  }

  /** In a frame of its own: one that goes from page to page would add each of them to the browser's history. */
  #load(page: string | null): void {
    URL.revokeObjectURL(this.#address);
    const height = this.#frame?.height ?? String(FIRST_HEIGHT);
    this.#frame = null;
    if (page !== null) {
      this.#address = URL.createObjectURL(new Blob([page], { type: 'text/html' }));
      this.#frame = document.createElement('iframe');
      this.#frame.title = this.#title;
      this.#frame.setAttribute('sandbox', 'allow-scripts allow-popups allow-downloads');
      this.#frame.setAttribute('allow', 'fullscreen; clipboard-write');
      this.#frame.width = String(this.#width);
      this.#frame.height = height;
      this.#frame.src = this.#address;
    }
    this.place.replaceChildren(...(this.#frame ? [this.#frame] : []));
  }

  #heard(frame: HTMLIFrameElement, data: unknown): void {
    if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'reluctant-tried') return;
    const height = 'height' in data ? Number(data.height) : NaN;
    if (!(height > 0 && height < 100_000)) return;
    frame.height = String(height);
    this.#told(height);
  }
}

/** A course page of the browser's own style that holds nothing but `html`. */
function pageOf(html: string, theme: string): string {
  const script = new URL(courseScript, document.baseURI).href;
  const scheme = theme === '' ? 'light dark' : theme;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="color-scheme" content="${scheme}"><title>Course page</title>`,
    `<script src="${script}" defer></script></head><body>\n${html}\n</body></html>`,
  ].join('');
}
