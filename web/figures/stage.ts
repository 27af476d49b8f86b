// The two pictures of a moment: the network, and what it says over its inputs. Time is tracks.ts.
import type { Frame } from '../../wasm/src/types.js';
import { paintCurve } from '../drawing/curve.js';
import { moving } from '../drawing/motion.js';
import { NetworkScene, paintNetwork } from '../drawing/network.js';
import type { Theme } from '../drawing/palette.js';
import { placeNetwork, type Places } from '../drawing/places.js';
import { paintSurface, SurfaceScene } from '../drawing/surface.js';
import { clearedCanvas } from './canvas.js';
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
  /** The neuron pointed at, or chosen; −1: none. */
  selected: number;
  /** Neurons to be found at once: they stand between brackets. */
  bracketed?: readonly number[];
}

/** The network stands so that its last edges end where the surface begins. */
export class Stage {
  readonly #network: HTMLCanvasElement;
  readonly #surface: HTMLCanvasElement;
  readonly #networkScene = new NetworkScene();
  readonly #surfaceScene = new SurfaceScene();
  #frame: Frame | null = null;
  #theme: Theme | null = null;
  #size = '';
  #places: Places | null = null;
  #selected = -1;
  #bracketed: readonly number[] = NONE;
  #flow = 0;
  #painted = 0;

  constructor(network: HTMLCanvasElement, surface: HTMLCanvasElement) {
    this.#network = network;
    this.#surface = surface;
  }

  /** Where everything of the network stands; null before the first painting. */
  get places(): Places | null {
    return this.#places;
  }

  /** Weights too weak to be drawn among very many. */
  get edgesLeftOut(): number {
    return this.#networkScene.edgesLeftOut;
  }

  /**
   * Paints what has changed since the last call. @returns whether something still moves by itself.
   *
   * @param now milliseconds, the clock of the run's changes
   */
  paint(
    run: Watched,
    now: number,
    { theme, format, playing, still, headed, selected, bracketed = NONE }: Manner,
  ): boolean {
    const { frame, view, data, changes } = run;
    const size = `${this.#measure(frame)} ${headed}`;
    const fresh = frame !== this.#frame || theme !== this.#theme || size !== this.#size;
    const animated = moving(changes, now) || (playing && !still);
    if (frame !== this.#frame) {
      this.#networkScene.show(frame, view);
      this.#surfaceScene.show(frame, view, data);
    }
    if (size !== this.#size || !this.#places || frame !== this.#frame) this.#places = this.#place(frame, headed);
    if (playing && !still) this.#flow += Math.min(100, now - this.#painted);
    if (
      fresh ||
      animated ||
      selected !== this.#selected ||
      bracketed !== this.#bracketed ||
      moving(changes, this.#painted)
    ) {
      const network = clearedCanvas(this.#network);
      const flow = still ? {} : { flow: this.#flow };
      if (network)
        paintNetwork(network.ctx, this.#networkScene, this.#places, theme, now, {
          changes,
          reduced: still,
          selected,
          bracketed,
          ...flow,
        });
    }
    const surface = fresh && view.surfaceResolution > 0 ? clearedCanvas(this.#surface) : null;
    if (surface) {
      const box = { x: 0, y: 0, size: surface.width };
      const lines = this.#networkScene.unitLines;
      if (data.features === 1) paintCurve(surface.ctx, box, this.#surfaceScene, data, theme, format, lines);
      else paintSurface(surface.ctx, box, this.#surfaceScene, data, theme, { lines });
    }
    this.#frame = frame;
    this.#selected = selected;
    this.#bracketed = bracketed;
    this.#theme = theme;
    this.#size = size;
    this.#painted = now;
    return animated;
  }

  /** Paints everything anew at the next call: the browser threw a canvas away. */
  forget(): void {
    this.#theme = null;
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
      hidden: frame.layers.slice(0, -1).map(({ units }) => units),
      vertical: !beside,
      ...(headed ? {} : { margins: HEM }),
      ...(beside ? { output: { x: width, y: Math.min(height, Math.max(0, middle)) } } : {}),
    });
  }
}
