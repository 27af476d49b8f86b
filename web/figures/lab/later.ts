// What a reader may never open: its code is fetched when it is first asked for. In a single file it is there already.

/** After a fetch that failed none is made for so long, in milliseconds. */
const PAUSE = 3000;

/** A part that comes later. */
export class Later<Part> {
  readonly #fetch: () => Promise<Part>;
  #part: Part | null = null;
  #coming: Promise<Part> | null = null;

  constructor(fetch: () => Promise<Part>) {
    this.#fetch = fetch;
  }

  /** The part, once it has come. */
  get here(): Part | null {
    return this.#part;
  }

  /** Asks for the part, as often as one likes. Rejects where it is not to be had, and is tried anew after a while. */
  ask(): Promise<Part> {
    this.#coming ??= this.#fetch().then(
      (part) => (this.#part = part),
      (error: unknown) => {
        setTimeout(() => (this.#coming = null), PAUSE);
        throw error;
      },
    );
    return this.#coming;
  }
}
