// The neuron that the reader points at, by hand or by keys, and the one chosen: store.ts knows both. Where neurons stand
// is drawing/places.ts.
import { hiddenLayers, placeOf, type Store } from './store.js';

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
    const { experiment, pointed } = this.#store.state;
    if (!experiment || pointed === null) return;
    const layers = hiddenLayers(experiment.frame);
    const { layer, unit } = placeOf(experiment.frame, pointed);
    const inLayer = (wanted: number): number => {
      const { from, to } = layers[Math.max(0, Math.min(layers.length - 1, wanted))] ?? { from: 0, to: 1 };
      return Math.min(from + unit, to - 1);
    };
    const { from, to } = layers[layer] ?? { from: 0, to: 1 };
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => this.#point(Math.max(from, pointed - 1)),
      ArrowDown: () => this.#point(Math.min(to - 1, pointed + 1)),
      ArrowLeft: () => this.#point(inLayer(layer - 1)),
      ArrowRight: () => this.#point(inLayer(layer + 1)),
      Home: () => this.#point(from),
      End: () => this.#point(to - 1),
      Enter: () => this.#choose(pointed),
      ' ': () => this.#choose(pointed),
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
