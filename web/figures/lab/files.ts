// What a reader takes away as a file, and brings back: the Scenario, tables, pictures, a film. What is in them is tables.ts,
// poster.ts, film.ts.
import type { Edits } from './edits.js';
import { Film, LONGEST_FILM } from './film.js';
import { distance } from './columns.js';
import { Later } from './later.js';
import type { Look } from './poster.js';
import { lastStep } from '../record.js';
import { mistakesOf } from '../mistakes.js';
import type { Run } from './run.js';
import { hiddenLayers } from '../neurons.js';
import type { Experiment, Store } from './store.js';

/** What writes tables and paints posters. */
const tables = new Later(() => import('./tables.js'));
const posters = new Later(() => import('./poster.js'));

/** What can be saved. */
export type FileKind = 'scenario' | 'curves' | 'lifelines' | 'png' | 'svg' | 'film';

/** Steps up to which a table has a row for each. */
const EVERY_STEP_UP_TO = 4096;

/** How much finer than a screen's the pixels of a picture are. */
const SHARPNESS = 2;

export class Files {
  readonly #store: Store;
  readonly #run: Run;
  readonly #edits: Edits;
  readonly #look: () => Omit<Look, 'catalogue' | 'now'>;
  #film: { film: Film; until: number } | null = null;

  /** @param look in what pictures are painted */
  constructor(store: Store, run: Run, edits: Edits, look: () => Omit<Look, 'catalogue' | 'now'>) {
    this.#store = store;
    this.#run = run;
    this.#edits = edits;
    this.#look = look;
  }

  /** Hands the reader a file; a film begins, and is handed over when it is asked for again. Why none comes is told. */
  async save(kind: FileKind): Promise<void> {
    try {
      await this.#save(kind);
    } catch (error) {
      this.#store.send({
        type: 'objected',
        mistakes: mistakesOf(error, kind),
      });
    }
  }

  async #save(kind: FileKind): Promise<void> {
    const { experiment, catalogue } = this.#store.state;
    if (!experiment || !catalogue) return;
    const name = `reluctant-${experiment.frame.report.step}`;
    const look = { ...this.#look(), catalogue, now: null };
    if (kind === 'scenario') {
      give('reluctant.json', `${JSON.stringify(experiment.scenario, null, 2)}\n`, 'application/json');
    } else if (kind === 'curves') {
      const { curvesTable } = await tables.ask();
      give('reluctant-curves.csv', curvesTable(await this.#run.history(everyOf(experiment))), 'text/csv');
    } else if (kind === 'lifelines') {
      const { livesTable } = await tables.ask();
      const layers = hiddenLayers(experiment.frame).map(({ from, to }) => to - from);
      const raster = await this.#run.raster(everyOf(experiment));
      give('reluctant-lifelines.csv', livesTable(raster, layers, catalogue.states), 'text/csv');
    } else if (kind === 'png') {
      give(`${name}.png`, await posterPng(experiment, look), 'image/png');
    } else if (kind === 'svg') {
      const { posterSvg } = await posters.ask();
      give(`${name}.svg`, posterSvg(experiment, look), 'image/svg+xml');
    } else if (this.#film) {
      await this.#endFilm();
    } else {
      await this.#beginFilm();
    }
  }

  /** Opens the Scenario of a file; one that is wrong is told to the store and changes nothing. */
  async open(file: Blob): Promise<void> {
    try {
      await this.#edits.open(JSON.parse(await file.text()));
    } catch (error) {
      this.#store.send({ type: 'objected', mistakes: mistakesOf(error) });
    }
  }

  /** Takes the next picture of the film, where one is under way. @returns whether one is */
  tick(now: number): boolean {
    const { experiment, catalogue } = this.#store.state;
    if (!this.#film || !experiment || !catalogue) return false;
    this.#film.film.take(experiment, { ...this.#look(), catalogue, now });
    if (now > this.#film.until) void this.#endFilm();
    return true;
  }

  async #beginFilm(): Promise<void> {
    const { Poster, POSTER } = await posters.ask();
    this.#film = { film: new Film(new Poster(), POSTER), until: performance.now() + LONGEST_FILM };
    this.#store.send({ type: 'filmed', filming: true });
  }

  async #endFilm(): Promise<void> {
    const film = this.#film?.film;
    this.#film = null;
    this.#store.send({ type: 'filmed', filming: false });
    const blob = await film?.end();
    if (blob) give(`reluctant.${blob.type.startsWith('video/mp4') ? 'mp4' : 'webm'}`, blob, blob.type);
  }
}

const everyOf = ({ record }: Experiment): number => {
  const steps = lastStep(record);
  return steps <= EVERY_STEP_UP_TO ? 1 : distance(steps);
};

async function posterPng(experiment: Experiment, look: Look): Promise<Blob> {
  const { Poster, POSTER } = await posters.ask();
  const canvas = document.createElement('canvas');
  canvas.width = SHARPNESS * POSTER.width;
  canvas.height = SHARPNESS * POSTER.height;
  const ctx = canvas.getContext('2d');
  ctx?.scale(SHARPNESS, SHARPNESS);
  if (ctx) new Poster().paint(ctx, experiment, look);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob) resolve(blob);
      else reject(new Error('picture: the browser gives no memory for it'));
    }, 'image/png');
  });
}

/** Lets the browser keep `content` under `name`. */
function give(name: string, content: string | Blob, type: string): void {
  const url = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser has read it by then
}
