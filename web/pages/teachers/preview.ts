// The page in which a snippet is tried: made of the snippet's very text, in a sandbox, where it can reach nothing of ours.
import courseScript from './course-page.js?url';

/** Changes that follow each other this quickly are shown once. */
const SETTLES_MS = 400;
/** Until the figure has said how high it is. */
const FIRST_HEIGHT = 480;

export class Preview {
  readonly frame = document.createElement('iframe');
  readonly #told: (height: number) => void;
  #html: string | null = null;
  #address = '';
  #timer = 0;

  /** @param told called with the height of what is shown, in CSS pixels, whenever it changes */
  constructor(title: string, told: (height: number) => void) {
    this.#told = told;
    this.frame.title = title;
    this.frame.setAttribute('sandbox', 'allow-scripts allow-popups allow-downloads');
    this.frame.setAttribute('allow', 'fullscreen; clipboard-write');
    this.frame.height = String(FIRST_HEIGHT);
    addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
      if (source === this.frame.contentWindow) this.#heard(data);
    });
  }

  /** Shows `html` in a page of `width` CSS pixels; null: nothing. */
  show(html: string | null, width: number, theme: string): void {
    this.frame.width = String(width);
    const page = html === null ? null : pageOf(html, theme);
    if (page === this.#html) return;
    this.#html = page;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#load(), SETTLES_MS);
  }

  #load(): void {
    URL.revokeObjectURL(this.#address);
    this.#address = this.#html === null ? '' : URL.createObjectURL(new Blob([this.#html], { type: 'text/html' }));
    this.frame.src = this.#address === '' ? 'about:blank' : this.#address;
  }

  #heard(data: unknown): void {
    if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'reluctant-tried') return;
    const height = 'height' in data ? Number(data.height) : NaN;
    if (!(height > 0 && height < 100_000)) return;
    this.frame.height = String(height);
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
