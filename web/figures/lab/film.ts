// A run as a short film: posters on a canvas, taken by the browser's own recorder. The picture itself is poster.ts.
import type { Experiment } from './store.js';
import type { Look, Poster } from './poster.js';

/** Formats, the most welcome first; the browser takes the first that it can write. */
const FORMATS = ['video/mp4', 'video/webm;codecs=vp9', 'video/webm'];
const PICTURES_A_SECOND = 30;
/** A film that is forgotten ends after this long, in milliseconds. */
export const LONGEST_FILM = 60_000;

/** Whether this browser can record. */
export const canFilm = (): boolean => typeof MediaRecorder !== 'undefined' && format() !== undefined;

const format = (): string | undefined => FORMATS.find((name) => MediaRecorder.isTypeSupported(name));

export class Film {
  readonly #poster: Poster;
  readonly #canvas = document.createElement('canvas');
  readonly #recorder: MediaRecorder;
  readonly #parts: Blob[] = [];

  /** Begins to record posters of `size`. Throws where the browser cannot. */
  constructor(poster: Poster, size: { width: number; height: number }) {
    this.#poster = poster;
    this.#canvas.width = size.width;
    this.#canvas.height = size.height;
    const mimeType = format();
    if (mimeType === undefined) throw new Error('film: this browser records none');
    this.#recorder = new MediaRecorder(this.#canvas.captureStream(PICTURES_A_SECOND), {
      mimeType,
      videoBitsPerSecond: 6_000_000,
    });
    this.#recorder.addEventListener('dataavailable', ({ data }) => this.#parts.push(data));
    this.#recorder.start();
  }

  /** Takes a picture of `experiment` as it is now. */
  take(experiment: Experiment, look: Look): void {
    const ctx = this.#canvas.getContext('2d');
    if (ctx) this.#poster.paint(ctx, experiment, look);
  }

  /** Ends the film. */
  end(): Promise<Blob> {
    return new Promise((resolve) => {
      this.#recorder.addEventListener('stop', () => resolve(new Blob(this.#parts, { type: this.#recorder.mimeType })));
      this.#recorder.stop();
    });
  }
}
