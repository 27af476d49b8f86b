// One thing that is asked of the core again and again, not more often than an eye can follow. What is asked, and when it is
// due, stands in examiner.ts, gauge.ts and measurer.ts.

export class Asker {
  readonly #pause: number;
  readonly #fail: (error: unknown) => void;
  #asked = -Infinity;
  #asking = false;

  /** @param pause least time between two askings, in milliseconds @param fail told of an asking that failed */
  constructor(pause: number, fail: (error: unknown) => void) {
    this.#pause = pause;
    this.#fail = fail;
  }

  /**
   * Does `work`, unless an answer is awaited or, where nothing `urges`, the pause has not passed.
   *
   * @returns whether it waits for the pause
   */
  ask(now: number, work: () => Promise<unknown>, urges = false): boolean {
    if (this.#asking) return false;
    if (!urges && now - this.#asked < this.#pause) return true;
    this.#asking = true;
    this.#asked = now;
    work()
      .catch(this.#fail)
      .finally(() => {
        this.#asking = false;
      });
    return false;
  }
}
