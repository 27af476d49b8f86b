// The playhead in the reader's hand: dragged over the tracks, or moved by keys. Where it stands is tracks.ts.

/** The run, or the runs, that the reader goes through. */
export interface Course {
  /** The step shown, and the last one known; null before anything is open. */
  place(): { at: number; known: number } | null;
  pause(): void;
  seek(step: number): Promise<unknown>;
  /** A step is pointed at, or none. */
  hover(step: number | null): void;
  /** The step at `x`, in CSS pixels from the left of `tracks`; null where there is none. */
  stepAt(tracks: HTMLElement, x: number): number | null;
}

/** Steps of a page key. */
const PAGE = 10;

export class Playhead {
  readonly #course: Course;
  #wanted: number | null = null;

  constructor(course: Course) {
    this.#course = course;
  }

  /** Follows the pointer through what is known of the run, from the moment at which it goes down. */
  async drag(event: PointerEvent): Promise<void> {
    const tracks = event.currentTarget as HTMLElement;
    if (event.type === 'pointerdown' && event.button === 0) tracks.setPointerCapture(event.pointerId);
    const step = event.type === 'pointerleave' ? null : this.#under(event);
    const drags = tracks.hasPointerCapture(event.pointerId);
    this.#course.hover(drags ? null : step);
    if (drags && step !== null) await this.#seekSoon(step);
  }

  /** Shows a plot's step under the pointer wherever steps run, and none when the pointer leaves. */
  hover(event: PointerEvent): void {
    this.#course.hover(event.type === 'pointerleave' ? null : this.#under(event));
  }

  /** Goes to a plot's step under the pointer. */
  async seekInPlot(event: PointerEvent): Promise<void> {
    const step = this.#under(event);
    if (step !== null && event.button === 0) await this.#seekSoon(step);
  }

  /** Moves as a slider does; past the end of what is known the run goes on. */
  async press(event: KeyboardEvent): Promise<void> {
    const place = this.#course.place();
    if (!place) return;
    const { at, known } = place;
    const places: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowDown: at - 1,
      ArrowRight: at + 1,
      ArrowUp: at + 1,
      PageDown: at - PAGE,
      PageUp: at + PAGE,
      Home: 0,
      End: known,
    };
    const step = places[event.key];
    if (step === undefined) return;
    event.preventDefault();
    await this.#seekSoon(Math.max(0, step));
  }

  #under(event: PointerEvent): number | null {
    const tracks = event.currentTarget as HTMLElement;
    const box = tracks.getBoundingClientRect();
    const zoom = tracks.clientWidth > 0 ? box.width / tracks.clientWidth : 1;
    return this.#course.stepAt(tracks, (event.clientX - box.left) / zoom);
  }

  /** Seeks to the latest step asked for, one seek at a time. */
  async #seekSoon(step: number): Promise<void> {
    const busy = this.#wanted !== null;
    this.#wanted = step;
    if (busy) return;
    this.#course.pause();
    try {
      for (let next: number | null = step; next !== null; next = this.#wanted === next ? null : this.#wanted) {
        await this.#course.seek(next);
      }
    } finally {
      this.#wanted = null;
    }
  }
}
