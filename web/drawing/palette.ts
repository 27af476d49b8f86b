// Colours: the tokens of the light, dark and forced-colours themes, and the heat map. Shapes are in glyphs.ts.

/** Every colour that a painter uses, as CSS colours; the page's style sheet takes them from here by `cssVariables`. */
export interface Theme {
  name: 'light' | 'dark' | 'forced';
  dark: boolean;
  /** The families of every word on a canvas, as in CSS. */
  font: string;
  page: string;
  panel: string;
  sunk: string;
  ink: string;
  ink2: string;
  ink3: string;
  line: string;
  line2: string;
  life: string;
  onLife: string;
  death: string;
  accent: string;
  pos: string;
  neg: string;
  posInk: string;
  negInk: string;
  /** Class A: target 1, the positive side, a disc. */
  pointA: string;
  /** Class B: target 0, the negative side, a diamond. */
  pointB: string;
  pointEdge: string;
  /** The halo of a neuron that fires, and how strong it is at most. */
  glow: string;
  glowAlpha: number;
  /** [7] one colour a state, by the state's number. */
  states: readonly string[];
  /** [513] RGBA of a value in [-1, 1], as ImageData stores it; 256 is zero. */
  heat: Uint32Array;
  /** [8 x 33] RGBA of a class's region, as ImageData stores it: from nearly the panel, where the network wavers, on. */
  shades: Uint32Array;
  /** Whether the negative side of a heat map is hatched, because its colour may not reach the eye. */
  hatched: boolean;
}

/** What the page around a figure may want otherwise; '' leaves it as the theme has it. */
export interface Wishes {
  /** CSS colours. */
  ground: string;
  ink: string;
  accent: string;
  /** Families, as in CSS. */
  font: string;
}

/** The page's own type, then the reader's. */
const FONT = '"Inter Variable", Inter, system-ui, "Segoe UI", Roboto, Arial, sans-serif';

/** Steps of the heat map: 256 to each side of zero. */
const HEAT_STEPS = 513;

interface HeatRange {
  /** Lightness at zero and at the ends. */
  lightness: readonly [number, number];
  positive: { chroma: number; hue: readonly [number, number] };
  negative: { chroma: number; hue: readonly [number, number] };
  /** Zero is not quite grey: it takes a little of the page. */
  tint: { chroma: number; hue: number };
}

const LIGHT_HEAT: HeatRange = {
  lightness: [0.968, 0.66],
  positive: { chroma: 0.158, hue: [84, 66] },
  negative: { chroma: 0.158, hue: [290, 290] },
  tint: { chroma: 0.004, hue: 95 },
};

const DARK_HEAT: HeatRange = {
  lightness: [0.235, 0.83],
  positive: { chroma: 0.152, hue: [58, 80] },
  negative: { chroma: 0.14, hue: [290, 290] },
  tint: { chroma: 0.035, hue: 275 },
};

const polar = (radius: number, degrees: number): [number, number] => {
  const angle = (degrees * Math.PI) / 180;
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
};

/** One linear sRGB channel in [0, 1] as a byte; outside is clipped. */
const byte = (linear: number): number => {
  const v = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
};

/** sRGB bytes of an OKLab colour; matrices: Björn Ottosson, "A perceptual color space", 2020. */
export function rgbFromOklab(lightness: number, a: number, b: number): [number, number, number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    byte(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    byte(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    byte(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function heatTable({ lightness: [zero, end], positive, negative, tint }: HeatRange): Uint32Array {
  const bytes = new Uint8ClampedArray(4 * HEAT_STEPS);
  const [tintA, tintB] = polar(tint.chroma, tint.hue);
  for (let step = 0; step < HEAT_STEPS; ++step) {
    const t = step / 256 - 1;
    const u = Math.abs(t);
    const side = t < 0 ? negative : positive;
    const [a, b] = polar(side.chroma * u ** 0.85, side.hue[0] + (side.hue[1] - side.hue[0]) * u);
    const fade = (1 - u) ** 3;
    bytes.set([...rgbFromOklab(zero + (end - zero) * u, a + tintA * fade, b + tintB * fade), 255], 4 * step);
  }
  return new Uint32Array(bytes.buffer);
}

/**
 * Colours of classes where there are more than two, in all themes; each class has its shape besides. Okabe and Ito,
 * "Color universal design", 2008, with a grey for their black, which the dark theme would hide.
 */
export const CLASSES = ['#E69F00', '#56B4E9', '#009E73', '#CC79A7', '#F0E442', '#0072B2', '#D55E00', '#8C8C8C'];

/** Shades of a class's region, and how far from the panel the first and the last are. */
const SHADES = { count: 33, from: 0.1, to: 0.62 };

function shadeTable(panel: string): Uint32Array {
  const channels = (colour: string): number[] => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  const ground = channels(panel);
  const bytes = CLASSES.flatMap((colour) =>
    Array.from({ length: SHADES.count }, (_, step) => {
      const share = SHADES.from + ((SHADES.to - SHADES.from) * step) / (SHADES.count - 1);
      return [...channels(colour).map((full, k) => (ground[k] ?? 0) * (1 - share) + full * share), 255];
    }).flat(),
  );
  return new Uint32Array(Uint8ClampedArray.from(bytes).buffer);
}

export const lightTheme: Theme = {
  name: 'light',
  dark: false,
  font: FONT,
  page: '#F6F5F1',
  panel: '#FFFFFF',
  sunk: '#EEEDE7',
  ink: '#191B2A',
  ink2: '#464A60',
  ink3: '#62667C',
  line: '#DDDBD3',
  line2: '#868897',
  life: '#007A57',
  onLife: '#FFFFFF',
  death: '#C23A00',
  accent: '#0B5CAD',
  pos: '#C97000',
  neg: '#6E5BD8',
  posInk: '#8A4A00',
  negInk: '#4C37B5',
  pointA: '#7A3E00',
  pointB: '#3B279E',
  pointEdge: '#FFFFFF',
  glow: '#007A57',
  glowAlpha: 0.2,
  states: ['#4A4F66', '#1B1684', '#550436', '#6B3F00', '#958C00', '#008EDE', '#007A57'],
  heat: heatTable(LIGHT_HEAT),
  shades: shadeTable('#FFFFFF'),
  hatched: false,
};

export const darkTheme: Theme = {
  name: 'dark',
  dark: true,
  font: FONT,
  page: '#0B0E1A',
  panel: '#131728',
  sunk: '#0F1322',
  ink: '#EEF0F8',
  ink2: '#BABFD4',
  ink3: '#979DB8',
  line: '#272D45',
  line2: '#6A7293',
  life: '#3FD9A6',
  onLife: '#04130E',
  death: '#FF7D4D',
  accent: '#7CBCFF',
  pos: '#F2AE3D',
  neg: '#9C8CFA',
  posInk: '#FFCB6B',
  negInk: '#B9ADFF',
  pointA: '#FFE6B0',
  pointB: '#DDD6FF',
  pointEdge: '#0B0E1A',
  glow: '#F2AE3D',
  glowAlpha: 0.34,
  states: ['#9AA0BA', '#D1E2FF', '#A05775', '#E27200', '#EBC400', '#007AC2', '#3FD9A6'],
  heat: heatTable(DARK_HEAT),
  shades: shadeTable('#131728'),
  hatched: false,
};

/**
 * The theme under `forced-colors: active`: the reader's own few colours, so that shape and hatching say it all.
 *
 * @param dark whether the reader's ground is dark: `matchMedia('(prefers-color-scheme: dark)')`
 */
export function forcedTheme(dark: boolean): Theme {
  return {
    name: 'forced',
    dark,
    font: FONT,
    page: 'Canvas',
    panel: 'Canvas',
    sunk: 'Canvas',
    ink: 'CanvasText',
    ink2: 'CanvasText',
    ink3: 'CanvasText',
    line: 'GrayText',
    line2: 'GrayText',
    life: 'CanvasText',
    onLife: 'Canvas',
    death: 'Highlight',
    accent: 'Highlight',
    pos: 'CanvasText',
    neg: 'LinkText',
    posInk: 'CanvasText',
    negInk: 'LinkText',
    pointA: 'CanvasText',
    pointB: 'CanvasText',
    pointEdge: 'Canvas',
    glow: 'CanvasText',
    glowAlpha: 0,
    states: Array<string>(7).fill('CanvasText'),
    heat: (dark ? darkTheme : lightTheme).heat,
    shades: (dark ? darkTheme : lightTheme).shades,
    hatched: true,
  };
}

/** `theme` on another ground or in another ink: what stands between the two is mixed of them. */
export function themeAsWished(theme: Theme, { ground, ink, accent, font }: Wishes): Theme {
  const own = { ...theme, accent: accent || theme.accent, font: font || theme.font };
  if (ground === '' && ink === '') return own;
  const panel = ground || theme.panel;
  const full = ink || theme.ink;
  return {
    ...own,
    page: ground || theme.page,
    panel,
    sunk: mixed(panel, full, 0.05),
    ink: full,
    ink2: mixed(panel, full, 0.82),
    ink3: mixed(panel, full, 0.7),
    line: mixed(panel, full, 0.15),
    line2: mixed(panel, full, 0.52),
  };
}

/** The heat map's step of a value; values beyond [-1, 1] and not finite ones are cut to the ends and to zero. */
export const heatStep = (value: number): number =>
  value >= 1 ? 512 : value <= -1 ? 0 : Math.round(256 * value + 256) || 256;

/** RGBA of the region of class `index`, as ImageData stores it. @param certainty in [0, 1] */
export const shadeOf = (theme: Theme, index: number, certainty: number): number =>
  theme.shades[(index % CLASSES.length) * SHADES.count + Math.round(certainty * (SHADES.count - 1))] ?? 0;

/** CSS colour of a heat value in [-1, 1]. */
export function heatColour(theme: Theme, value: number): string {
  const rgba = theme.heat[heatStep(value)] ?? 0; // little-endian: red is the lowest byte
  return `rgb(${rgba & 255} ${(rgba >> 8) & 255} ${(rgba >> 16) & 255})`;
}

/** A colour on the way from one to another; `share` 0 is `from`. */
export const mixed = (from: string, to: string, share: number): string =>
  `color-mix(in oklab, ${to} ${Math.round(100 * share)}%, ${from})`;

const kebab = (name: string): string => name.replace(/([A-Z]|\d)/g, (letter) => `-${letter.toLowerCase()}`);

/** The theme's tokens as custom properties, `--ink-2: #464A60; ...`, for a style sheet. */
export const cssVariables = (theme: Theme): string =>
  Object.entries(theme)
    .filter(([name, value]) => typeof value === 'string' && name !== 'name' && name !== 'font')
    .map(([name, value]) => `--${kebab(name)}: ${String(value)};`)
    .join(' ');
