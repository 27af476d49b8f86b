// How closely the reader looks at the network: by wheel, drag, pinch, keys and buttons. What a closer look shows is
// drawing/zoom.ts.
import type { Places, Point } from '../../drawing/places.js';
import { panned, revealing, WHOLE, zoomed, zoomedAt, type Zoom } from '../../drawing/zoom.js';
import type { Store } from './store.js';

/** How much closer a button, a key or the notch of a wheel goes. */
const STRIDE = 1.5;
const WHEEL = 0.002;

/** Pixels of a line, where a wheel counts in lines. */
const LINE = 16;

/** A pointer that moves less than this has not dragged. */
const STILL = 4;

/** Pixels round a neuron that keys have reached which come into view with it. */
const HEM = 48;

export type ZoomStep = 'in' | 'out' | 'whole';

const keys: Readonly<Record<string, ZoomStep>> = { '+': 'in', '=': 'in', '-': 'out', _: 'out', '0': 'whole' };

/** The place of an event on the element that listens to it, in its own CSS pixels. */
export function placeOn(stage: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const box = stage.getBoundingClientRect();
  const zoom = stage.clientWidth > 0 ? box.width / stage.clientWidth : 1;
  return { x: (clientX - box.left) / zoom, y: (clientY - box.top) / zoom };
}

export class Zoomer {
  readonly #store: Store;
  readonly #stage: () => Places | null;
  readonly #down = new Map<number, Point>();
  #dragged = false;

  /** @param stage where the network stands when all of it is seen; null before the first painting */
  constructor(store: Store, stage: () => Places | null) {
    this.#store = store;
    this.#stage = stage;
  }

  /** Whether the pointer that has just been let go has moved the view: then its click chooses nothing. */
  get dragged(): boolean {
    return this.#dragged;
  }

  /** A step closer or back about the neuron looked at, or else the middle, or all of it. */
  step(step: ZoomStep): void {
    const stage = this.#stage();
    if (!stage) return;
    const { pointed, chosen, zoom } = this.#store.state;
    const middle = { x: stage.width / 2, y: stage.height / 2 };
    const place = zoomed(stage, zoom).units[pointed ?? chosen ?? -1] ?? middle;
    if (step === 'whole') this.#look(WHOLE);
    else this.#look(zoomedAt(zoom, step === 'in' ? STRIDE : 1 / STRIDE, place, stage));
  }

  press(event: KeyboardEvent): void {
    const step = keys[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.step(step);
  }

  /** A wheel over a network that has the focus; else it scrolls the page. */
  wheel(event: WheelEvent): void {
    const [network, stage] = [event.currentTarget as HTMLElement, this.#stage()];
    if (!stage || !network.matches(':focus-within')) return;
    event.preventDefault();
    const turned = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
    this.#look(zoomedAt(this.#zoom, Math.exp(-WHEEL * turned), placeOn(network, event), stage));
  }

  /** Two fingers pinch and move the view; of one finger the page makes its own. */
  touch(event: TouchEvent): void {
    if (event.touches.length > 1 && event.cancelable) event.preventDefault();
  }

  /** A pointer goes down, moves or goes up. */
  drag(event: PointerEvent): void {
    const [network, stage] = [event.currentTarget as HTMLElement, this.#stage()];
    const at = placeOn(network, event);
    if (event.type === 'pointerdown') {
      if (this.#down.size === 0) this.#dragged = false;
      if (event.button === 0) this.#down.set(event.pointerId, at);
    } else if (event.type !== 'pointermove') {
      this.#down.delete(event.pointerId);
    } else if (stage && this.#down.has(event.pointerId)) {
      this.#moved(event, at, stage);
    }
  }

  /** Brings a neuron that keys have reached into view. */
  reveal(unit: number): void {
    const [stage, { scale }] = [this.#stage(), this.#zoom];
    const place = stage?.units[unit];
    if (stage && place && scale > 1) this.#look(revealing(this.#zoom, place, HEM, stage));
  }

  #moved(event: PointerEvent, at: Point, stage: Places): void {
    const from = this.#down.get(event.pointerId) ?? at;
    const other = [...this.#down].find(([id]) => id !== event.pointerId)?.[1];
    const one = event.pointerType !== 'touch' && this.#zoom.scale > 1;
    if (!other && (!one || (!this.#dragged && Math.hypot(at.x - from.x, at.y - from.y) < STILL))) return;
    if (!this.#dragged && !other) (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#dragged = true;
    this.#down.set(event.pointerId, at);
    if (!other) {
      this.#look(panned(this.#zoom, at.x - from.x, at.y - from.y, stage));
      return;
    }
    const apart = (point: Point): number => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
    const middle = { x: (from.x + other.x) / 2, y: (from.y + other.y) / 2 };
    const closer = zoomedAt(this.#zoom, apart(at) / apart(from), middle, stage);
    this.#look(panned(closer, (at.x - from.x) / 2, (at.y - from.y) / 2, stage));
  }

  get #zoom(): Zoom {
    return this.#store.state.zoom;
  }

  #look(zoom: Zoom): void {
    const { scale, x, y } = this.#zoom;
    if (zoom.scale !== scale || zoom.x !== x || zoom.y !== y) this.#store.send({ type: 'zoomed', zoom });
  }
}
