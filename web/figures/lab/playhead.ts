// The playhead in the reader's hand: dragged over the tracks, or moved by keys. Where it stands is timeline.ts.
import { lastStep } from './record.js';
import type { Run } from './run.js';
import type { Store } from './store.js';

/** Steps of a page key. */
const PAGE = 10;

export class Playhead {
  readonly #store: Store;
  readonly #run: Run;
  readonly #stepAt: (x: number) => number | null;
  readonly #stepInPlot: (name: string, x: number) => number | null;
  #wanted: number | null = null;

  /**
   * @param stepAt     the step at a place of the tracks, in CSS pixels from their left
   * @param stepInPlot the same of a plot of the curves, by its name
   */
  constructor(
    store: Store,
    run: Run,
    stepAt: (x: number) => number | null,
    stepInPlot: (name: string, x: number) => number | null,
  ) {
    this.#store = store;
    this.#run = run;
    this.#stepAt = stepAt;
    this.#stepInPlot = stepInPlot;
  }

  /** Follows the pointer through what is known of the run, from the moment at which it goes down. */
  async drag(event: PointerEvent): Promise<void> {
    const tracks = event.currentTarget as HTMLElement;
    if (event.type === 'pointerdown' && event.button === 0) tracks.setPointerCapture(event.pointerId);
    const step = event.type === 'pointerleave' ? null : this.#under(event);
    const drags = tracks.hasPointerCapture(event.pointerId);
    this.#hover(drags ? null : step);
    if (drags && step !== null) await this.#seekSoon(step);
  }

  /** Shows a plot's step under the pointer wherever steps run, and none when the pointer leaves. */
  hover(event: PointerEvent): void {
    this.#hover(event.type === 'pointerleave' ? null : this.#under(event));
  }

  /** Goes to a plot's step under the pointer. */
  async seekInPlot(event: PointerEvent): Promise<void> {
    const step = this.#under(event);
    if (step !== null && event.button === 0) await this.#seekSoon(step);
  }

  /** Moves as a slider does; past the end of what is known the run goes on. */
  async press(event: KeyboardEvent): Promise<void> {
    const { experiment } = this.#store.state;
    if (!experiment) return;
    const at = this.#at;
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: at - PAGE,
      PageUp: at + PAGE,
      Home: 0,
      End: lastStep(experiment.record),
    };
    const step = places[event.key];
    if (step === undefined) return;
    event.preventDefault();
    await this.#seekSoon(Math.max(0, step));
  }

  get #at(): number {
    return this.#store.state.experiment?.frame.report.step ?? 0;
  }

  #under(event: PointerEvent): number | null {
    const place = event.currentTarget as HTMLElement;
    const box = place.getBoundingClientRect();
    const zoom = place.clientWidth > 0 ? box.width / place.clientWidth : 1;
    const x = (event.clientX - box.left) / zoom;
    const { plot } = place.dataset;
    return plot === undefined ? this.#stepAt(x) : this.#stepInPlot(plot, x);
  }

  #hover(step: number | null): void {
    if (step !== this.#store.state.hovered) this.#store.send({ type: 'hovered', step });
  }

  /** Seeks to the latest step asked for, one seek at a time. */
  async #seekSoon(step: number): Promise<void> {
    const busy = this.#wanted !== null;
    this.#wanted = step;
    if (busy) return;
    if (this.#store.state.playing) this.#run.pause();
    try {
      for (let next: number | null = step; next !== null; next = this.#wanted === next ? null : this.#wanted) {
        await this.#run.seek(next);
      }
    } finally {
      this.#wanted = null;
    }
  }
}
