// The text that puts a figure into somebody's page, for every kind of page that is known. No window, no core: what is to
// be embedded is chosen by state.ts and main.ts.

/** Every kind of page, in the order of the tabs. */
export const FORMATS = [
  'element',
  'frame',
  'markdown',
  'mkdocs',
  'quarto',
  'myst',
  'reveal',
  'notebook',
  'link',
] as const;

export type Format = (typeof FORMATS)[number];

/** A figure as it is to stand in a page. Text may hold anything: it is escaped here. */
export interface Embedding {
  figure: string;
  /** The figure's element. */
  tag: string;
  /** Only what differs from the defaults; null: the figure's own opening. */
  scenario: unknown;
  /** The same as the fragment of a link; empty for null. */
  link: string;
  /** What the second run of twins differs in, as JSON; empty: the figure's own. */
  twin: string;
  /** Names separated by spaces; null: what the figure shows by itself. */
  controls: string | null;
  /** Empty: as the page around it, or as the reader's system. */
  lang: string;
  theme: string;
  autoplay: boolean;
  /** Where the files lie, up to and with the last slash; empty: beside the page. */
  address: string;
  /** The figure's page on a site, without a fragment. */
  page: string;
  frame: { width: string; height: number; origins: string; sandbox: boolean };
  /** What a frame is called. */
  title: string;
  /** What stands in the element's place without JavaScript. */
  fallback: string;
}

/** Where a text belongs. */
export type Place = 'page' | 'config' | 'cell';

export interface Snippet {
  parts: readonly { place: Place; text: string }[];
  /** What has to lie at `address`, or beside the page. */
  files: readonly string[];
  /** What of it a browser shows; null where that is no part of a page. */
  html: string | null;
}

/** What a frame is allowed: it works at no origin at all. */
const SANDBOX = 'allow-scripts allow-popups allow-downloads';

/** An attribute's value; true for one that is there or is not; null for one that is not there. */
type Attributes = Readonly<Record<string, string | true | null>>;

/** The snippet of `embedding` for a page of `format`. */
export function snippetOf(format: Format, embedding: Embedding): Snippet {
  const element = elementOf(embedding);
  const frame = frameOf(embedding);
  const page = (text: string): Snippet['parts'] => [{ place: 'page', text }];
  const script = scriptFile(embedding);
  switch (format) {
    case 'element':
      return { parts: page(element), files: [script], html: element };
    case 'frame':
    case 'markdown':
      return { parts: page(frame), files: ['embed.html'], html: frame };
    case 'mkdocs':
      return mkdocsOf(embedding);
    case 'quarto':
      return { parts: page(`\`\`\`{=html}\n${element}\n\`\`\``), files: [script], html: element };
    case 'myst': {
      const width = /^\d+$/.test(embedding.frame.width) ? `${embedding.frame.width}px` : embedding.frame.width;
      const directive = `\`\`\`{iframe} ${frameAddress(embedding)}\n:width: ${width}\n${oneLine(embedding.title)}\n\`\`\``;
      return { parts: page(directive), files: ['embed.html'], html: frame };
    }
    case 'reveal':
      return { parts: page(`<section>\n  ${slideFrame(embedding)}\n</section>`), files: ['embed.html'], html: frame };
    case 'notebook':
      return { parts: [{ place: 'cell', text: notebookOf(embedding) }], files: ['anywidget.js'], html: element };
    case 'link':
      return { parts: page(pageAddress(embedding)), files: [], html: null };
  }
}

/** The address of the figure alone, to stand in a frame. */
export function frameAddress(embedding: Embedding): string {
  const { figure, twin, controls, lang, theme, autoplay, frame, address } = embedding;
  const query = new URLSearchParams({ figure });
  if (twin !== '') query.set('twin', twin);
  if (controls !== null) query.set('controls', controls);
  if (lang !== '') query.set('lang', lang);
  if (theme !== '') query.set('theme', theme);
  if (autoplay) query.set('autoplay', '1');
  if (frame.origins !== '') query.set('origins', frame.origins);
  return `${address}embed.html?${query.toString()}${fragmentOf(embedding)}`;
}

/** The address of the figure's own page. */
function pageAddress(embedding: Embedding): string {
  const query = embedding.twin === '' ? '' : `?${new URLSearchParams({ twin: embedding.twin }).toString()}`;
  return embedding.page + query + fragmentOf(embedding);
}

const fragmentOf = ({ link }: Embedding): string => (link === '' ? '' : `#${link}`);

/** A module where it lies beside the page; from elsewhere a classic script, which no server has to allow. */
const scriptFile = ({ address }: Embedding): string => (address === '' ? 'elements.js' : 'reluctant.iife.js');

function elementOf(embedding: Embedding): string {
  const { address } = embedding;
  const src = address + scriptFile(embedding);
  return `${tagged('script', { type: address === '' ? 'module' : null, src }, '')}\n${figureOf(embedding)}`;
}

function figureOf({ tag, scenario, twin, controls, lang, theme, autoplay, fallback }: Embedding): string {
  const attributes: Attributes = {
    controls,
    lang: lang || null,
    theme: theme || null,
    autoplay: autoplay || null,
    twin: twin || null,
    scenario: scenario === null ? null : JSON.stringify(scenario),
  };
  return tagged(tag, attributes, tagged('p', {}, escaped(fallback)));
}

function frameOf(embedding: Embedding): string {
  return tagged('iframe', { src: frameAddress(embedding), ...frameAttributes(embedding), loading: 'lazy' }, '');
}

/** A slide's frame is loaded by the slides themselves, when the slide is near. */
function slideFrame(embedding: Embedding): string {
  return tagged(
    'iframe',
    { 'data-src': frameAddress(embedding), 'data-preload': true, ...frameAttributes(embedding) },
    '',
  );
}

function frameAttributes({ title, frame }: Embedding): Attributes {
  return {
    title,
    width: frame.width,
    height: String(frame.height),
    // The only way to no border that every learning system lets through.
    frameborder: '0',
    allow: 'fullscreen; clipboard-write',
    sandbox: frame.sandbox ? SANDBOX : null,
    referrerpolicy: 'no-referrer',
  };
}

/** The script stands in the configuration: the pages lie in folders of their own, from where its address differs. */
function mkdocsOf(embedding: Embedding): Snippet {
  const script = 'reluctant.iife.js';
  const figure = figureOf(embedding);
  const config = `extra_javascript:\n  - ${embedding.address}${script}`;
  const page = tagged('div', {}, `\n${figure}\n`);
  const loading = tagged('script', { src: embedding.address + script }, '');
  return {
    parts: [
      { place: 'config', text: config },
      { place: 'page', text: page },
    ],
    files: [script],
    html: `${loading}\n${figure}`,
  };
}

function notebookOf({ figure, scenario, twin, controls, theme, autoplay }: Embedding): string {
  const traits = [
    `figure = traitlets.Unicode(${python(figure)}).tag(sync=True)`,
    ...(twin === '' ? [] : [`twin = traitlets.Unicode(${python(twin)}).tag(sync=True)`]),
    ...(controls === null ? [] : [`controls = traitlets.Unicode(${python(controls)}).tag(sync=True)`]),
    ...(theme === '' ? [] : [`theme = traitlets.Unicode(${python(theme)}).tag(sync=True)`]),
    ...(autoplay ? ['autoplay = traitlets.Bool(True).tag(sync=True)'] : []),
    `scenario = traitlets.Dict(${python(scenario)}, allow_none=True).tag(sync=True)`,
    'events = traitlets.List().tag(sync=True)',
  ];
  return [
    'import pathlib',
    '',
    'import anywidget',
    'import traitlets',
    '',
    '',
    'class Reluctant(anywidget.AnyWidget):',
    '    _esm = pathlib.Path("anywidget.js")',
    ...traits.map((trait) => `    ${trait}`),
    '',
    '',
    'Reluctant()',
  ].join('\n');
}

/** Plain data as Python writes it: strings and numbers are JSON's. */
function python(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}: ${python(each)}`).join(', ')}}`;
}

function tagged(name: string, attributes: Attributes, content: string): string {
  const written = Object.entries(attributes).flatMap(([key, value]) => {
    if (value === null) return [];
    return value === true ? [` ${key}`] : [` ${key}=${quoted(value)}`];
  });
  return `<${name}${written.join('')}>${content}</${name}>`;
}

/** In the quotes that the value itself holds not, so that JSON stays readable. */
function quoted(value: string): string {
  const quote = value.includes('"') ? "'" : '"';
  return `${quote}${escaped(value).replaceAll(quote, quote === '"' ? '&quot;' : '&#39;')}${quote}`;
}

/** Text that is markup in no place; on one line, because a blank one would end it in Markdown. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\t\n\r]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
