// Who is painted in a frame of a machine that is too slow for all. The pictures are network.ts, surface.ts, lifelines.ts.

/** Frames further apart than this, in milliseconds, are slow; that far together again, fast. */
const SLOW = 34;
const FAST = 18;
/** What one frame counts in the mean, and the gap that it counts as at most: a hidden page is not a slow one. */
const WEIGHT = 0.1;
const LONGEST = 200;

/** Lets pictures that move together be painted in turns, one a frame, where painting all of them would hold up answers. */
export class Turns<Picture> {
  readonly #pictures: readonly Picture[];
  #last = 0;
  #gap = 0;
  #next = 0;
  #slow = false;

  constructor(pictures: readonly Picture[]) {
    this.#pictures = pictures;
  }

  /** The one picture that the frame at `now` milliseconds paints; null: all, as always where nothing is `moving`. */
  take(now: number, moving: boolean): Picture | null {
    const gap = Math.min(now - this.#last, LONGEST);
    this.#last = now;
    this.#gap = moving ? this.#gap + WEIGHT * (gap - this.#gap) : 0;
    this.#slow = this.#gap > (this.#slow ? FAST : SLOW);
    if (!this.#slow) return null;
    this.#next = (this.#next + 1) % this.#pictures.length;
    return this.#pictures[this.#next] ?? null;
  }
}
