// The neuron that the reader points at, by hand or by keys, and the one chosen: store.ts knows both. Where neurons stand
// is drawing/places.ts.
import { hiddenLayers, placeOf } from '../neurons.js';
import type { Store } from './store.js';

export class Pointer {
  readonly #store: Store;
  readonly #unitAt: (x: number, y: number) => number;

  /** @param unitAt the neuron at a place of the network's canvas, in CSS pixels; −1 where there is none */
  constructor(store: Store, unitAt: (x: number, y: number) => number) {
    this.#store = store;
    this.#unitAt = unitAt;
  }

  /** Points at what is under a pointer that moves over the network, and at nothing when it leaves. */
  move(event: PointerEvent): void {
    this.#point(event.type === 'pointerleave' ? null : this.#under(event));
  }

  /** Chooses what is under the pointer; what is chosen already, or nothing, ends the choice. */
  click(event: MouseEvent): void {
    this.#choose(this.#under(event));
  }

  /** Points where the focus is, and nowhere without it. */
  focus(event: FocusEvent): void {
    const { experiment, chosen } = this.#store.state;
    if (event.type === 'blur' || !experiment) this.#point(null);
    else this.#point(chosen ?? (experiment.frame.states.length > 0 ? 0 : null));
  }

  /** Up and down within a layer, left and right between layers; Enter chooses, Escape ends the choice. */
  press(event: KeyboardEvent): void {
    const { pointed } = this.#store.state;
    this.#press(event, pointed, (unit) => this.#point(unit));
  }

  /** The same keys where a neuron is looked at closely: they choose the next one. */
  walk(event: KeyboardEvent): void {
    const target = event.composedPath()[0];
    if (event.key !== 'Escape' && target instanceof Element && target.closest('input, button, summary')) return;
    if (event.key === 'Enter' || event.key === ' ') return;
    const { chosen } = this.#store.state;
    this.#press(event, chosen, (unit) => {
      if (unit !== chosen) this.#choose(unit);
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
    const stage = event.currentTarget as HTMLElement;
    const box = stage.getBoundingClientRect();
    const zoom = stage.clientWidth > 0 ? box.width / stage.clientWidth : 1;
    const unit = this.#unitAt((event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom);
    return unit < 0 ? null : unit;
  }

  #point(unit: number | null): void {
    if (unit !== this.#store.state.pointed) this.#store.send({ type: 'pointed', unit });
  }

  #choose(unit: number | null): void {
    const { chosen } = this.#store.state;
    this.#store.send({ type: 'chosen', unit: unit === chosen ? null : unit });
  }
}
