// A context that writes SVG instead of pixels, for the painters of this room: it has what they use of a canvas, no more.
import { bytesOf, scratch } from './eye.js';
import { outlineText } from './outline.js';

type Matrix = readonly [number, number, number, number, number, number];

/** What of the state a painter does not set by name. */
interface Hidden {
  matrix: Matrix;
  clip: string | null;
  dash: readonly number[];
}

/** What a painter sets by name. */
type Style = Pick<
  CanvasRenderingContext2D,
  'globalAlpha' | 'lineWidth' | 'lineCap' | 'lineJoin' | 'font' | 'textAlign' | 'textBaseline'
> & { fillStyle: string | Gradient; strokeStyle: string | Gradient };

/** A gradient under way: a canvas's, written as SVG when it is first used. */
class Gradient {
  readonly id: string;
  readonly #tag: string;
  readonly #attributes: string;
  readonly #stops: string[] = [];

  constructor(id: string, tag: string, attributes: string) {
    this.id = id;
    this.#tag = tag;
    this.#attributes = attributes;
  }

  addColorStop(offset: number, colour: string): void {
    this.#stops.push(`<stop offset="${offset}" ${paint('stop-color', 'stop-opacity', colour, 1)}/>`);
  }

  get text(): string {
    return `<${this.#tag} id="${this.id}" gradientUnits="userSpaceOnUse" ${this.#attributes}>${this.#stops.join('')}</${this.#tag}>`;
  }
}

const UNMOVED: Matrix = [1, 0, 0, 1, 0, 0];

/** Writes what is painted on it as SVG. */
export class SvgContext implements Style {
  fillStyle: string | Gradient = '#000';
  strokeStyle: string | Gradient = '#000';
  globalAlpha = 1;
  lineWidth = 1;
  lineCap: CanvasLineCap = 'butt';
  lineJoin: CanvasLineJoin = 'miter';
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  #hidden: Hidden = { matrix: UNMOVED, clip: null, dash: [] };
  readonly #saved: (() => void)[] = [];
  readonly #body: string[] = [];
  readonly #definitions: string[] = [];
  #path = '';
  #open = false;
  #ids = 0;

  /** The picture as a document. */
  text(width: number, height: number): string {
    return (
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
      `<defs>${this.#definitions.join('')}</defs>${this.#body.join('')}</svg>`
    );
  }

  save(): void {
    const { fillStyle, strokeStyle, globalAlpha, lineWidth, lineCap, lineJoin, font, textAlign, textBaseline } = this;
    const style: Style = {
      fillStyle,
      strokeStyle,
      globalAlpha,
      lineWidth,
      lineCap,
      lineJoin,
      font,
      textAlign,
      textBaseline,
    };
    const hidden = this.#hidden;
    this.#saved.push(() => {
      Object.assign(this, style);
      this.#hidden = hidden;
    });
  }

  restore(): void {
    this.#saved.pop()?.();
  }

  translate(x: number, y: number): void {
    this.#transform([1, 0, 0, 1, x, y]);
  }

  scale(x: number, y: number): void {
    this.#transform([x, 0, 0, y, 0, 0]);
  }

  setLineDash(dash: readonly number[]): void {
    this.#hidden = { ...this.#hidden, dash };
  }

  beginPath(): void {
    this.#path = '';
    this.#open = false;
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${short(x)} ${short(y)}`;
    this.#open = true;
  }

  lineTo(x: number, y: number): void {
    this.#path += `${this.#open ? 'L' : 'M'}${short(x)} ${short(y)}`;
    this.#open = true;
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#path += `C${[x1, y1, x2, y2, x, y].map(short).join(' ')}`;
  }

  closePath(): void {
    this.#path += 'Z';
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`;
  }

  roundRect(x: number, y: number, width: number, height: number, corner: number): void {
    const r = Math.max(0, Math.min(corner, width / 2, height / 2));
    const turn = (dx: number, dy: number): string => `a${short(r)} ${short(r)} 0 0 1 ${short(dx)} ${short(dy)}`;
    this.#path +=
      `M${short(x + r)} ${short(y)}h${short(width - 2 * r)}${turn(r, r)}v${short(height - 2 * r)}${turn(-r, r)}` +
      `h${short(2 * r - width)}${turn(-r, -r)}v${short(2 * r - height)}${turn(r, -r)}z`;
  }

  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const point = (angle: number): string =>
      `${short(x + radius * Math.cos(angle))} ${short(y + radius * Math.sin(angle))}`;
    const swept = Math.min(to - from, 2 * Math.PI);
    const parts = Math.max(1, Math.ceil(Math.abs(swept) / 3)); // an arc of SVG cannot close a circle
    this.#path += `${this.#open ? 'L' : 'M'}${point(from)}`;
    for (let part = 1; part <= parts; ++part)
      this.#path += `A${short(radius)} ${short(radius)} 0 0 1 ${point(from + (swept * part) / parts)}`;
    this.#open = true;
  }

  clip(): void {
    const id = this.#name();
    const outer = this.#hidden.clip === null ? '' : ` clip-path="url(#${this.#hidden.clip})"`;
    this.#definitions.push(`<clipPath id="${id}"${outer}><path d="${this.#path}"${this.#placed()}/></clipPath>`);
    this.#hidden = { ...this.#hidden, clip: id };
  }

  fill(path?: Path2D | string, rule?: string): void {
    const evenOdd = rule === 'evenodd' ? ' fill-rule="evenodd"' : '';
    this.#shape(path, `${this.#paint('fill', this.fillStyle)}${evenOdd}`);
  }

  stroke(path?: Path2D): void {
    const { strokeStyle, lineWidth, lineCap, lineJoin } = this;
    const { dash } = this.#hidden;
    const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.map(short).join(' ')}"` : '';
    const line = `stroke-width="${short(lineWidth)}" stroke-linecap="${lineCap}" stroke-linejoin="${lineJoin}"${dashes}`;
    this.#shape(path, `fill="none" ${this.#paint('stroke', strokeStyle)} ${line}`);
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    const box = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.#put(`<rect ${box} ${this.#paint('fill', this.fillStyle)}${this.#placed()}/>`);
  }

  fillText(text: string, x: number, y: number): void {
    const { font, textAlign, textBaseline, fillStyle } = this;
    const [, weight = '400', size = '10', family = 'sans-serif'] = /^(\d+) ([\d.]+)px (.*)$/.exec(font) ?? [];
    const anchor = ANCHORS[textAlign];
    const length = short(this.measureText(text).width); // where the font is missing, another keeps its place
    const baseline = textBaseline === 'middle' ? ' dominant-baseline="central"' : '';
    this.#put(
      `<text x="${short(x)}" y="${short(y)}" font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}" ` +
        `text-anchor="${anchor}" textLength="${length}" lengthAdjust="spacingAndGlyphs"${baseline} ${this.#paint('fill', fillStyle)}${this.#placed()}>${escaped(text)}</text>`,
    );
  }

  measureText(text: string): TextMetrics {
    const pen = scratch();
    pen.font = this.font;
    return pen.measureText(text);
  }

  createLinearGradient(x1: number, y1: number, x2: number, y2: number): CanvasGradient {
    return new Gradient(this.#name(), 'linearGradient', `x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"`);
  }

  createRadialGradient(fx: number, fy: number, fr: number, x: number, y: number, r: number): CanvasGradient {
    return new Gradient(
      this.#name(),
      'radialGradient',
      `fx="${fx}" fy="${fy}" fr="${fr}" cx="${x}" cy="${y}" r="${r}"`,
    );
  }

  /** The part of a bitmap as an image inside the document. */
  drawImage(
    source: CanvasImageSource,
    left: number,
    top: number,
    across: number,
    down: number,
    x: number,
    y: number,
    width: number,
    height: number,
  ): void {
    const part = document.createElement('canvas');
    part.width = across;
    part.height = down;
    part.getContext('2d')?.drawImage(source, left, top, across, down, 0, 0, across, down);
    const box = `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`;
    this.#put(
      `<image ${box} preserveAspectRatio="none" opacity="${this.globalAlpha}" href="${part.toDataURL()}"${this.#placed()}/>`,
    );
  }

  #shape(path: Path2D | string | undefined, look: string): void {
    const data = path instanceof Path2D ? outlineText(path) : this.#path;
    if (data !== '') this.#put(`<path d="${data}" ${look}${this.#placed()}/>`);
  }

  #put(element: string): void {
    const { clip } = this.#hidden;
    this.#body.push(clip === null ? element : `<g clip-path="url(#${clip})">${element}</g>`);
  }

  #placed(): string {
    const { matrix } = this.#hidden;
    return matrix === UNMOVED ? '' : ` transform="matrix(${matrix.map(short).join(' ')})"`;
  }

  #paint(attribute: 'fill' | 'stroke', style: string | Gradient): string {
    if (typeof style === 'string') return paint(attribute, `${attribute}-opacity`, style, this.globalAlpha);
    const { text, id } = style;
    if (!this.#definitions.includes(text)) this.#definitions.push(text);
    return `${attribute}="url(#${id})" ${attribute}-opacity="${this.globalAlpha}"`;
  }

  #transform([a, b, c, d, e, f]: Matrix): void {
    const [A, B, C, D, E, F] = this.#hidden.matrix;
    const matrix: Matrix = [
      A * a + C * b,
      B * a + D * b,
      A * c + C * d,
      B * c + D * d,
      A * e + C * f + E,
      B * e + D * f + F,
    ];
    this.#hidden = { ...this.#hidden, matrix };
  }

  #name(): string {
    return `p${++this.#ids}`;
  }
}

const ANCHORS: Readonly<Record<CanvasTextAlign, string>> = {
  center: 'middle',
  right: 'end',
  end: 'end',
  left: 'start',
  start: 'start',
};

const short = (value: number): string => String(Math.round(value * 100) / 100);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const seen = new Map<string, readonly [string, number]>();

/** A colour as attributes that every reader of SVG knows: what CSS mixes is seen through a canvas. */
function paint(name: string, opacity: string, colour: string, alpha: number): string {
  const known = seen.get(colour) ?? look(colour);
  seen.set(colour, known);
  const [plain, own] = known;
  return `${name}="${plain}" ${opacity}="${Math.round(1000 * own * alpha) / 1000}"`;
}

function look(colour: string): readonly [string, number] {
  const [r = 0, g = 0, b = 0, a = 0] = bytesOf(colour);
  return [`#${[r, g, b].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`, a / 255];
}
