// The neuron that the reader points at, by hand or by keys, and the one chosen: store.ts knows both. Where neurons stand
// is drawing/places.ts.
import { isLarge } from '../../drawing/places.js';
import { hiddenLayers, layerSizes, placeOf } from '../neurons.js';
import type { Store } from './store.js';
import { placeOn, type Zoomer } from './zoomer.js';

export class Pointer {
  readonly #store: Store;
  readonly #zoomer: Zoomer;
  readonly #unitAt: (x: number, y: number) => number;
  #byHand = false;

  /** @param unitAt the neuron at a place of the network's canvas, in CSS pixels; −1 where there is none */
  constructor(store: Store, zoomer: Zoomer, unitAt: (x: number, y: number) => number) {
    this.#store = store;
    this.#zoomer = zoomer;
    this.#unitAt = unitAt;
  }

  /** Points at what is under a pointer that moves over the network, and at nothing when it leaves. A finger taps. */
  move(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    this.#point(event.type === 'pointerleave' ? null : this.#under(event));
  }

  /**
   * Chooses what is under the pointer; what is chosen already, or nothing, ends the choice. Of a large network the first
   * tap of a finger points, as a mouse does before it clicks.
   */
  click(event: MouseEvent): void {
    if (this.#zoomer.dragged || onButton(event)) return;
    const unit = this.#under(event);
    const { experiment, pointed, chosen } = this.#store.state;
    const taps = (event as PointerEvent).pointerType === 'touch' && experiment && isLarge(layerSizes(experiment.frame));
    const points = taps && unit !== null && unit !== pointed && unit !== chosen;
    if (points || unit === null) this.#attend(event.currentTarget as HTMLElement);
    if (points) this.#point(unit);
    else this.#choose(unit);
  }

  /** A press on a network that has the focus leaves it there. */
  hold(event: MouseEvent): void {
    if ((event.currentTarget as HTMLElement).querySelector('.neurons:focus') && !onButton(event))
      event.preventDefault();
  }

  /** Points where the focus is, and nowhere without it. */
  focus(event: FocusEvent): void {
    if (this.#byHand) return;
    const { experiment, chosen } = this.#store.state;
    if (event.type === 'blur' || !experiment) this.#point(null);
    else this.#point(chosen ?? (experiment.frame.states.length > 0 ? 0 : null));
  }

  /** Up and down within a layer, left and right between layers; Enter chooses, Escape ends the choice. */
  press(event: KeyboardEvent): void {
    const { pointed } = this.#store.state;
    if (onButton(event)) return;
    this.#press(event, pointed, (unit) => {
      this.#point(unit);
      this.#zoomer.reveal(unit);
    });
  }

  /** The same keys where a neuron is looked at closely: they choose the next one. */
  walk(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    if (event.key !== 'Escape' && target instanceof Element && target.closest('input, button, summary')) return;
    if (event.key === 'Enter' || event.key === ' ') return;
    const { chosen } = this.#store.state;
    this.#press(event, chosen, (unit) => {
      if (unit === chosen) return;
      this.#choose(unit);
      this.#zoomer.reveal(unit);
    });
  }

  /** Ends the choice. */
  close(): void {
    this.#choose(null);
  }

  #press(event: KeyboardEvent, at: number | null, go: (unit: number) => void): void {
    const { experiment } = this.#store.state;
    if (!experiment || at === null) return;
    const layers = hiddenLayers(experiment.frame);
    const { layer, unit } = placeOf(experiment.frame, at);
    const inLayer = (wanted: number): number => {
      const { from, to } = layers[Math.max(0, Math.min(layers.length - 1, wanted))] ?? { from: 0, to: 1 };
      return Math.min(from + unit, to - 1);
    };
    const { from, to } = layers[layer] ?? { from: 0, to: 1 };
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => go(Math.max(from, at - 1)),
      ArrowDown: () => go(Math.min(to - 1, at + 1)),
      ArrowLeft: () => go(inLayer(layer - 1)),
      ArrowRight: () => go(inLayer(layer + 1)),
      Home: () => go(from),
      End: () => go(to - 1),
      Enter: () => this.#choose(at),
      ' ': () => this.#choose(at),
      Escape: () => this.#choose(null),
    };
    const act = moves[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  }

  #under(event: MouseEvent): number | null {
    const { x, y } = placeOn(event.currentTarget as HTMLElement, event);
    const unit = onButton(event) ? -1 : this.#unitAt(x, y);
    return unit < 0 ? null : unit;
  }

  /** Gives the network the focus, so that keys and the wheel are its own, without pointing elsewhere. */
  #attend(network: HTMLElement): void {
    this.#byHand = true;
    network.querySelector<HTMLElement>('.neurons')?.focus({ preventScroll: true });
    this.#byHand = false;
  }

  #point(unit: number | null): void {
    if (unit !== this.#store.state.pointed) this.#store.send({ type: 'pointed', unit });
  }

  #choose(unit: number | null): void {
    const { chosen } = this.#store.state;
    this.#store.send({ type: 'chosen', unit: unit === chosen ? null : unit });
  }
}

/** Whether an event is of a button that lies over the network. */
function onButton(event: Event): boolean {
  const target = event.composedPath()[0];
  return target instanceof Element && target.closest('button') !== null;
}
