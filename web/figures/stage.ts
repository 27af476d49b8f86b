// The two pictures of a moment: the network, and what it says over its inputs. Time is tracks.ts.
import type { Frame } from '../../wasm/src/types.js';
import { paintCurve } from '../drawing/curve.js';
import { GlyphSheet } from '../drawing/glyphs.js';
import { moving } from '../drawing/motion.js';
import { EdgeGround, NetworkScene, paintNetwork, type Label } from '../drawing/network.js';
import type { Theme } from '../drawing/palette.js';
import { isLarge, placeNetwork, type Places } from '../drawing/places.js';
import { paintSurface, SurfaceScene } from '../drawing/surface.js';
import { WHOLE, zoomed, type Zoom } from '../drawing/zoom.js';
import { clearedCanvas } from './canvas.js';
import { layerSizes } from './neurons.js';
import type { Watched } from './watched.js';

/** What is kept free round a network without headings. */
const HEM = [8, 8] as const;

/** No neuron is to be found. */
const NONE: readonly number[] = [];

/** What a painting depends on besides the run. */
export interface Manner {
  theme: Theme;
  /** Writes a number in the reader's language. */
  format: (value: number) => string;
  /** The run goes on: gradients flow. */
  playing: boolean;
  /** The reader wants no motion. */
  still: boolean;
  /** The layers have headings above them. */
  headed: boolean;
  /** The neuron pointed at, or chosen; −1: none. What a lens over it says. */
  selected: number;
  /** Neurons to be found at once: they stand between brackets. */
  bracketed?: readonly number[];
  label?: Label | null;
  zoom?: Zoom;
  /** The gradient's norm by hidden layer, for the bars of a large network. */
  gradients?: readonly (number | null)[] | null;
  /** The one picture whose turn it is; without it both are painted. */
  turn?: 'network' | 'surface' | 'time' | null;
}

/** What the surface was painted of. */
interface Said {
  frame: Frame;
  theme: Theme;
  size: string;
  selected: number;
}

/** The network stands so that its last edges end where the surface begins. */
export class Stage {
  readonly #network: HTMLCanvasElement;
  readonly #surface: HTMLCanvasElement;
  readonly #networkScene = new NetworkScene();
  readonly #surfaceScene = new SurfaceScene();
  readonly #glyphs = new GlyphSheet();
  readonly #ground = new EdgeGround();
  #frame: Frame | null = null;
  #theme: Theme | null = null;
  #size = '';
  #whole: Places | null = null;
  #places: Places | null = null;
  #zoom: Zoom | null = null;
  #gradients: Manner['gradients'] = null;
  #selected = -1;
  #bracketed: readonly number[] = NONE;
  #flow = 0;
  #painted = 0;
  #said: Said | null = null;

  constructor(network: HTMLCanvasElement, surface: HTMLCanvasElement) {
    this.#network = network;
    this.#surface = surface;
  }

  /** Where everything of the network is seen; null before the first painting. */
  get places(): Places | null {
    return this.#places;
  }

  /** Where it stands when all of it is seen. */
  get whole(): Places | null {
    return this.#whole;
  }

  /** How many edges lead to each neuron, and weights that are not drawn; null where all are. */
  get edges(): { each: number; leftOut: number } | null {
    const { edgesEach: each, edgesLeftOut: leftOut } = this.#networkScene;
    return each === null ? null : { each, leftOut };
  }

  /**
   * Paints what has changed since the last call. @returns whether something still moves by itself.
   *
   * @param now milliseconds, the clock of the run's changes
   */
  paint(run: Watched, now: number, manner: Manner): boolean {
    const { turn = null } = manner;
    const size = `${this.#measure(run.frame)} ${manner.headed}`;
    if (turn === null || turn === 'network') this.#lookAtNetwork(run, size, now, manner);
    if (turn === null || turn === 'surface') this.#lookAtSurface(run, size, manner);
    return this.#isMoving(run, now, manner) || this.#ground.isStale();
  }

  #isMoving({ changes }: Watched, now: number, { playing, still }: Manner): boolean {
    return moving(changes, now) || (playing && !still && this.#networkScene.flows);
  }

  #lookAtNetwork(run: Watched, size: string, now: number, manner: Manner): void {
    const { theme, playing, still, headed, selected, bracketed = NONE, zoom = WHOLE, gradients = null } = manner;
    const { frame, view, changes } = run;
    const fresh = frame !== this.#frame || theme !== this.#theme || size !== this.#size;
    const animated = this.#isMoving(run, now, manner);
    const stale = this.#ground.isStale(now);
    const looked =
      selected !== this.#selected ||
      bracketed !== this.#bracketed ||
      zoom !== this.#zoom ||
      gradients !== this.#gradients;
    if (frame !== this.#frame) {
      this.#networkScene.show(frame, view);
      if (this.#networkScene.edgesEach === null) this.#ground.forget();
    }
    if (size !== this.#size || !this.#whole || frame !== this.#frame) this.#whole = this.#place(frame, headed);
    if (playing && !still) this.#flow += Math.min(100, now - this.#painted);
    this.#places = zoomed(this.#whole, zoom);
    if (fresh || animated || looked || stale || moving(changes, this.#painted)) this.#paintNetwork(run, now, manner);
    this.#frame = frame;
    this.#selected = selected;
    this.#bracketed = bracketed;
    this.#zoom = zoom;
    this.#gradients = gradients;
    this.#theme = theme;
    this.#size = size;
    this.#painted = now;
  }

  #lookAtSurface({ frame, view, data }: Watched, size: string, manner: Manner): void {
    const { theme, selected } = manner;
    const said = { frame, theme, size, selected };
    const same = this.#said && Object.entries(said).every(([key, value]) => this.#said?.[key as keyof Said] === value);
    if (same) return;
    if (frame !== this.#said?.frame) this.#surfaceScene.show(frame, view, data);
    if (view.surfaceResolution > 0) this.#paintSurface(data, manner);
    this.#said = said;
  }

  #paintNetwork({ frame, changes }: Watched, now: number, manner: Manner): void {
    const { theme, still, headed, selected, bracketed = NONE, label, gradients = null } = manner;
    const network = clearedCanvas(this.#network);
    if (!network || !this.#places) return;
    const bars = headed && isLarge(layerSizes(frame)) && !this.#places.vertical;
    paintNetwork(network.ctx, this.#networkScene, this.#places, theme, now, {
      changes,
      reduced: still,
      selected,
      bracketed,
      kept: { glyphs: this.#glyphs, ground: this.#ground, density: devicePixelRatio },
      ...(still ? {} : { flow: this.#flow }),
      ...(label ? { label } : {}),
      ...(bars ? { bars: { gradients } } : {}),
    });
  }

  #paintSurface(data: Watched['data'], { theme, format, selected }: Manner): void {
    const surface = clearedCanvas(this.#surface);
    if (!surface) return;
    const box = { x: 0, y: 0, size: surface.width };
    const lines = this.#networkScene.unitLines(selected);
    if (data.features === 1) paintCurve(surface.ctx, box, this.#surfaceScene, data, theme, format, lines);
    else paintSurface(surface.ctx, box, this.#surfaceScene, data, theme, { lines });
  }

  /** Paints everything anew at the next call: the browser threw a canvas away. */
  forget(): void {
    this.#theme = null;
    this.#said = null;
  }

  #measure({ layers }: Frame): string {
    const { clientWidth, clientHeight } = this.#network;
    return [
      clientWidth,
      clientHeight,
      this.#surface.clientWidth,
      devicePixelRatio,
      ...layers.map(({ units }) => units),
    ].join(' ');
  }

  #place(frame: Frame, headed: boolean): Places {
    const { clientWidth: width, clientHeight: height } = this.#network;
    const network = this.#network.getBoundingClientRect();
    const surface = this.#surface.getBoundingClientRect();
    const zoom = width > 0 ? network.width / width : 1;
    const beside = surface.left >= network.right - 1;
    const middle = (surface.top + surface.height / 2 - network.top) / zoom;
    return placeNetwork({
      width,
      height,
      inputs: frame.layers[0]?.inputs ?? 0,
      hidden: layerSizes(frame),
      vertical: !beside,
      ...(headed ? {} : { margins: HEM }),
      ...(beside ? { output: { x: width, y: Math.min(height, Math.max(0, middle)) } } : {}),
    });
  }
}
