// The voice of a figure for those who hear it: a live region that speaks at most once a second. What it says is each
// figure's speech.

/** Least time between two sentences, in milliseconds. */
const PAUSE = 1000;

/** Hands sentences to `say`, the latest first come, never two within a second. */
export class Speaker {
  readonly #say: (sentence: string) => void;
  #waiting: string | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(say: (sentence: string) => void) {
    this.#say = say;
  }

  speak(sentence: string): void {
    this.#waiting = sentence;
    if (this.#timer === null) this.#next();
  }

  /** Says nothing more. */
  end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = null;
  }

  #next(): void {
    if (this.#waiting !== null) this.#say(this.#waiting);
    const spoke = this.#waiting !== null;
    this.#waiting = null;
    this.#timer = spoke
      ? setTimeout(() => {
          this.#next();
        }, PAUSE)
      : null;
  }
}
