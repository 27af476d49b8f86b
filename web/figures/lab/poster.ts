// The view as one picture, for files and for films: what the page shows, painted anew at a fixed size by the same painters.
import type { Catalogue } from '../../../wasm/src/types.js';
import { paintCurve } from '../../drawing/curve.js';
import { DEAD, paintGlyph } from '../../drawing/glyphs.js';
import { NetworkScene, paintNetwork } from '../../drawing/network.js';
import { type Theme } from '../../drawing/palette.js';
import { placeNetwork } from '../../drawing/places.js';
import { LifeRaster } from '../../drawing/raster.js';
import { paintSurface, SurfaceScene } from '../../drawing/surface.js';
import { SvgContext } from '../../drawing/svg.js';
import type { Strings } from '../../shell/strings/index.js';
import { lastStep } from '../record.js';
import { countOf, hiddenLayers } from '../neurons.js';
import { presentRow } from '../watched.js';
import type { Experiment } from './store.js';
import { paintCurves, paintTracks, planned, stepsShown } from '../tracks.js';

/** The picture's size in CSS pixels: what a slide is, and even, as films ask. */
export const POSTER = { width: 1280, height: 720 };

const MARGIN = 28;
const SURFACE = { x: 916, y: 84, size: 336 };
const NETWORK = { x: MARGIN, y: 66, width: SURFACE.x - MARGIN, height: 404 };
const TRACKS = { x: MARGIN, y: 484, width: POSTER.width - 2 * MARGIN, height: 216 };
const TALLY = { x: 470, size: 15, pitch: 19, most: 40, layers: 2 };

/** What a poster is painted in. */
export interface Look {
  catalogue: Catalogue;
  theme: Theme;
  words: Strings;
  /** Clock of what moves, in milliseconds; null: nothing does. */
  now: number | null;
}

/** Paints posters of one run after another; it keeps what two pictures share. */
export class Poster {
  readonly #network = new NetworkScene();
  readonly #surface = new SurfaceScene();
  readonly #raster = new LifeRaster();
  #shown: Experiment['frame'] | null = null;

  /** Paints the view of `experiment`. */
  paint(ctx: CanvasRenderingContext2D, experiment: Experiment, look: Look): void {
    const { frame, view, data, record } = experiment;
    const { theme, words, catalogue } = look;
    if (frame !== this.#shown) {
      this.#network.show(frame, view);
      this.#surface.show(frame, view, data);
      this.#shown = frame;
    }
    ctx.save();
    ctx.fillStyle = theme.page;
    ctx.fillRect(0, 0, POSTER.width, POSTER.height);
    paintHead(ctx, experiment, look);
    this.#paintNetwork(ctx, experiment, look);
    this.#paintSurface(ctx, experiment, look);
    ctx.translate(TRACKS.x, TRACKS.y);
    ctx.fillStyle = theme.panel;
    ctx.strokeStyle = theme.line;
    ctx.lineWidth = 1;
    ctx.beginPath();
    ctx.roundRect(0.5, 0.5, TRACKS.width - 1, TRACKS.height - 1, 14);
    ctx.fill();
    ctx.stroke();
    const plan = planned(TRACKS.width, TRACKS.height, true);
    const steps = stepsShown(lastStep(record));
    paintCurves(ctx, plan.curves, record, steps, theme);
    write(ctx, words.loss, plan.curves.x - 10, plan.curves.y + 14, `600 12.5px ${theme.font}`, theme.ink, 'right');
    write(
      ctx,
      words.deadShare,
      plan.curves.x - 10,
      plan.curves.y + 40,
      `600 12.5px ${theme.font}`,
      theme.death,
      'right',
    );
    paintTracks(ctx, plan, steps, experiment, catalogue, theme, words, this.#raster);
    ctx.restore();
  }

  #paintNetwork(ctx: CanvasRenderingContext2D, { frame, changes }: Experiment, { theme, words, now }: Look): void {
    const places = placeNetwork({
      width: NETWORK.width,
      height: NETWORK.height,
      inputs: frame.layers[0]?.inputs ?? 0,
      hidden: frame.layers.slice(0, -1).map(({ units }) => units),
      vertical: false,
      output: { x: NETWORK.width, y: SURFACE.y + SURFACE.size / 2 - NETWORK.y },
    });
    ctx.save();
    ctx.translate(NETWORK.x, NETWORK.y);
    const moving = now === null ? { reduced: true } : { changes, flow: now };
    paintNetwork(ctx, this.#network, places, theme, now ?? 0, moving);
    const many = places.layers.length > 6;
    places.layers.forEach(({ from, to, middle }, layer) => {
      const dead = countOf(frame, DEAD, from, to);
      const [name, count] = many
        ? [words.whole(layer + 1), words.whole(dead)]
        : [words.layer(layer), words.deadInLayer(dead, to - from)];
      write(ctx, name, middle.x, 16, `700 12.5px ${theme.font}`, theme.ink, 'center');
      write(ctx, count, middle.x, 33, `400 12.5px ${theme.font}`, dead > 0 ? theme.death : theme.ink2, 'center');
    });
    ctx.restore();
  }

  #paintSurface(ctx: CanvasRenderingContext2D, experiment: Experiment, { theme, words }: Look): void {
    const { data, view } = experiment;
    if (view.surfaceResolution === 0) return;
    const lines = this.#network.unitLines();
    if (data.features === 1) paintCurve(ctx, SURFACE, this.#surface, data, theme, words.number, lines);
    else paintSurface(ctx, SURFACE, this.#surface, data, theme, { lines });
    write(ctx, words.saysTitle, SURFACE.x, SURFACE.y - 14, `650 14px ${theme.font}`, theme.ink, 'left');
    const row = presentRow(experiment);
    if (!row) return;
    const cost = row.wrong === null ? words.lossIs(row.loss) : words.wrongOf(row.wrong, data.trainCount);
    write(ctx, cost, SURFACE.x + SURFACE.size, SURFACE.y - 14, `600 13px ${theme.font}`, theme.ink, 'right');
  }
}

/** The view as a document of SVG. */
export function posterSvg(experiment: Experiment, look: Look): string {
  const pen = new SvgContext();
  // A painter asks a canvas for nothing that this one has not.
  new Poster().paint(pen as unknown as CanvasRenderingContext2D, experiment, look);
  return pen.text(POSTER.width, POSTER.height);
}

/** How many are dead, who, and when. */
function paintHead(ctx: CanvasRenderingContext2D, { frame }: Experiment, { theme, words }: Look): void {
  const dead = countOf(frame, DEAD);
  const [of, are] = words.deadCount(frame.states.length, dead);
  const number = `720 56px ${theme.font}`;
  write(ctx, words.whole(dead), MARGIN, 58, number, dead > 0 ? theme.death : theme.ink, 'left');
  ctx.font = number;
  const x = MARGIN + ctx.measureText(words.whole(dead)).width + 12;
  write(ctx, `${of} ${are}`, x, 58, `600 19px ${theme.font}`, theme.ink, 'left');
  write(ctx, `${words.stepWord} ${words.whole(frame.report.step)}`, POSTER.width - MARGIN, 40, `650 19px ${theme.font}`, theme.ink, 'right'); // prettier-ignore
  write(ctx, words.brand, SURFACE.x, 40, `700 17px ${theme.font}`, theme.ink2, 'left');
  const layers = hiddenLayers(frame);
  if (frame.states.length > TALLY.most || layers.length > TALLY.layers) return;
  layers.forEach(({ from, to }, layer) => {
    for (let unit = from; unit < to; ++unit)
      paintGlyph(ctx, frame.states[unit] ?? DEAD, TALLY.x + (unit - from) * TALLY.pitch, 30 + layer * TALLY.pitch, TALLY.size, theme); // prettier-ignore
  });
}

function write(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  font: string,
  colour: string,
  align: CanvasTextAlign,
): void {
  ctx.font = font;
  ctx.fillStyle = colour;
  ctx.textAlign = align;
  ctx.textBaseline = 'alphabetic';
  ctx.fillText(text, x, y);
}
