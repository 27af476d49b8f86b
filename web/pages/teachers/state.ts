// What a teacher has chosen, and how the page's address says it. What becomes of it is snippets.ts.
import { FORMATS, type Format } from './snippets.js';

export interface Choices {
  figure: string;
  /** The Scenario as the fragment of a link; empty: the figure's own opening. */
  link: string;
  /** What the second run of twins differs in, as JSON; empty: the figure's own. */
  twin: string;
  /** The controls shown; null: those that the figure is offered with. */
  controls: readonly string[] | null;
  lang: string;
  theme: string;
  autoplay: boolean;
  format: Format;
  /** Where the files are to lie; empty: beside the page. */
  address: string;
  /** A whole number of CSS pixels, or of percent. */
  width: string;
  height: number;
  origins: string;
  sandbox: boolean;
  /** Width of the page in which the figure is tried. */
  tried: number;
}

export const THEMES = ['', 'light', 'dark'] as const;
/** A phone, the column of a course page, a wide page. */
export const WIDTHS = [390, 640, 960] as const;

/** Where nothing is said. */
export const usual: Choices = {
  figure: 'lab',
  link: '',
  twin: '',
  controls: null,
  lang: '',
  theme: '',
  autoplay: false,
  format: 'element',
  address: '',
  width: '100%',
  height: 720,
  origins: '',
  sandbox: true,
  tried: 640,
};

/** The fragment, without `#`, that says how `choices` differ from `defaults`; the Scenario last, for it is long. */
export function fragmentFrom(choices: Choices, defaults: Choices = usual): string {
  const { link, controls, ...rest } = choices;
  const said = new URLSearchParams();
  for (const [key, value] of Object.entries(rest)) {
    if (value !== defaults[key as keyof Choices]) said.set(key, String(value));
  }
  if (controls !== null) said.set('controls', controls.join(' '));
  if (link !== '') said.set('scenario', link);
  return said.toString();
}

/** What can be chosen. */
export interface Known {
  figures: readonly string[];
  languages: readonly string[];
}

/** The choices that a fragment says; what it says wrongly is as in `defaults`. Never throws. */
export function choicesFrom(fragment: string, known: Known, defaults: Choices = usual): Choices {
  const said = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = (key: keyof Choices): string => said.get(key) ?? String(defaults[key]);
  const one = <T extends string>(key: keyof Choices, allowed: readonly T[]): T =>
    allowed.find((each) => each === said.get(key)) ?? (defaults[key] as T);
  const yes = (key: 'autoplay' | 'sandbox'): boolean => (said.has(key) ? said.get(key) === 'true' : defaults[key]);
  const tried = Number(text('tried'));
  return {
    figure: one('figure', known.figures),
    link: said.get('scenario') ?? '',
    twin: said.get('twin') ?? '',
    controls: said.has('controls') ? namesIn(said.get('controls') ?? '') : null,
    lang: one('lang', ['', ...known.languages]),
    theme: one('theme', THEMES),
    autoplay: yes('autoplay'),
    format: one('format', FORMATS),
    address: addressFrom(text('address')) ?? defaults.address,
    width: widthFrom(text('width')) ?? defaults.width,
    height: heightFrom(text('height')) ?? defaults.height,
    origins: text('origins'),
    sandbox: yes('sandbox'),
    tried: WIDTHS.find((width) => width === tried) ?? defaults.tried,
  };
}

/** `text` as the address of a folder on the web, or empty; null when it is none. */
export function addressFrom(text: string): string | null {
  if (text.trim() === '') return '';
  try {
    const { protocol, origin, pathname } = new URL(text.trim());
    if (protocol !== 'https:' && protocol !== 'http:') return null;
    return origin + pathname.replace(/[^/]*$/, '');
  } catch {
    return null;
  }
}

/** `text` as a frame's width, in CSS pixels or percent; null when it is none. */
export function widthFrom(text: string): string | null {
  const [, digits, unit] = /^\s*(\d{1,4})\s*(px|%)?\s*$/.exec(text) ?? [];
  const amount = Number(digits);
  if (digits === undefined || amount === 0 || (unit === '%' && amount > 100)) return null;
  return `${amount}${unit === '%' ? '%' : ''}`;
}

/** `text` as a frame's height in CSS pixels; null when it is none. */
export function heightFrom(text: string): number | null {
  const height = Number(text);
  return Number.isInteger(height) && height >= 100 && height <= 9999 ? height : null;
}

function namesIn(list: string): string[] {
  return [...new Set(list.split(/[^a-z0-9-]+/).filter(Boolean))];
}
