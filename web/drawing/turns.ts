// Who is painted in a frame of a machine that is too slow for all. The pictures are network.ts, surface.ts, lifelines.ts.

/** Frames further apart than this, in milliseconds, are slow; while pictures take turns, already from the lower on. */
const SLOW = 34;
const STILL_SLOW = 18;
/** How long the turns go on after the last slow frame, in milliseconds: to try all again costs some slow frames. */
const PATIENCE = 10_000;
/** What one frame counts in the mean, and the gap that it counts as at most: one that stutters makes no slow machine. */
const WEIGHT = 0.2;
const LONGEST = 100;

/** Lets pictures that move together be painted in turns, one a frame, where painting all of them would hold up answers. */
export class Turns<Picture> {
  readonly #pictures: readonly Picture[];
  #last = 0;
  #gap = 0;
  #next = 0;
  #slowUntil = 0;

  constructor(pictures: readonly Picture[]) {
    this.#pictures = pictures;
  }

  /** The one picture that the frame at `now` milliseconds paints; null: all, as always where nothing is `moving`. */
  take(now: number, moving: boolean): Picture | null {
    const gap = Math.min(now - this.#last, LONGEST);
    this.#last = now;
    this.#gap = moving ? this.#gap + WEIGHT * (gap - this.#gap) : 0;
    if (this.#gap > (now < this.#slowUntil ? STILL_SLOW : SLOW)) this.#slowUntil = now + PATIENCE;
    if (!moving || now >= this.#slowUntil) return null;
    this.#next = (this.#next + 1) % this.#pictures.length;
    return this.#pictures[this.#next] ?? null;
  }
}
