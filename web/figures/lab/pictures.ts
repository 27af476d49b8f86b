// The figure's canvases in its shadow tree: finds them, paints them, and gives each the sentence that stands for it.
import { reducedMotion } from '../../shell/theme.js';
import { gradientScale, hasRoom } from '../../drawing/bars.js';
import { heightDown, unitAt, type Places } from '../../drawing/places.js';
import type { Theme } from '../../drawing/palette.js';
import { Turns } from '../../drawing/turns.js';
import type { Strings } from '../../shell/strings/index.js';
import { layerSizes } from '../neurons.js';
import { Later } from './later.js';
import { lensLabel, pictureSentences } from './speech.js';
import { Stage } from '../stage.js';
import type { LabState } from './store.js';
import { Timeline } from './timeline.js';
import type { Form } from './view.js';

/** Time between two descriptions of pictures that move, in milliseconds. */
const DESCRIBED_EVERY = 1000;

/** Height of the line of words above a branch: its buttons' least. */
const ASIDE_HEIGHT = 24;

export class Pictures {
  readonly #host: { renderRoot: ParentNode };
  readonly #wake: () => void;
  #stage: Stage | null = null;
  #timeline: Timeline | null = null;
  readonly #curves = new Later(() => import('./curves.js').then(({ Curves }) => new Curves()));
  readonly #turns = new Turns(['network', 'surface', 'time'] as const);
  #described = 0;

  /** @param host whose shadow tree the canvases are in @param wake asks for a painting */
  constructor(host: { renderRoot: ParentNode }, wake: () => void) {
    this.#host = host;
    this.#wake = wake;
  }

  get #root(): ParentNode {
    return this.#host.renderRoot;
  }

  /** Finds the canvases among the elements drawn. Where the figure says that it failed, there are none. */
  adopt(): void {
    const [network, surface, lifelines] = ['#network', '#surface', '#lifelines'].map((id) =>
      this.#root.querySelector<HTMLCanvasElement>(id),
    );
    const curves = this.#root.querySelector<HTMLElement>('.curves');
    if (!network || !surface || !lifelines || !curves) {
      this.end();
      this.#stage = this.#timeline = null;
      return;
    }
    if (this.#stage) return;
    this.#stage = new Stage(network, surface);
    this.#timeline = new Timeline(curves, lifelines);
  }

  /** Paints what has changed. @returns whether something moves by itself */
  paint(
    { experiment, catalogue, playing, pointed, chosen, zoom }: LabState,
    form: Form,
    theme: Theme,
    words: Strings,
    now: number,
  ): boolean {
    if (!experiment || !catalogue || !this.#stage || !this.#timeline) return false;
    const headed = form === 'wide' || form === 'medium';
    const selected = pointed ?? chosen;
    const manner = {
      theme,
      format: words.number,
      playing,
      still: reducedMotion(),
      headed,
      selected: selected ?? -1,
      label: selected === null ? null : lensLabel(experiment, catalogue, selected, words),
      zoom,
      gradients: experiment.gradients,
      turn: this.#turns.take(now, playing),
    };
    const moves = this.#stage.paint(experiment, now, manner);
    if (manner.turn === null || manner.turn === 'time')
      this.#timeline.paint(experiment, this.#asideHeight(), catalogue, theme, words);
    this.#place(experiment.frame.report.step);
    this.#tell('.leftOut', this.#stage.edges, ({ each, leftOut }) => words.edgesLeftOut(leftOut, each));
    const scale = headed && experiment.gradients ? gradientScale(experiment.gradients) : null;
    this.#tell('.gradients', scale, ([from, to]) => words.gradientBars(from, to));
    return moves;
  }

  /** Paints the curves where the reader has them open, and the cursor wherever steps run. */
  paintCurves({ experiment, hovered }: LabState, log: boolean, theme: Theme, words: Strings): void {
    const hosts = [...this.#root.querySelectorAll<HTMLElement>('.canvas[data-plot]')];
    if (experiment?.history && hosts.length > 0) {
      const curves = this.#curves.here;
      if (curves) curves.paint(hosts, experiment.history, log, theme, words);
      else this.#curves.ask().then(this.#wake, () => undefined); // that were not to be had are asked for again
    }
    const lines = (host: ParentNode, step: number | null, kind: string, xOf: (step: number) => number | null): void => {
      const line = host.querySelector<HTMLElement>(`.at.${kind}`);
      const x = step === null ? null : xOf(step);
      if (!line) return;
      line.style.visibility = x === null ? 'hidden' : 'visible';
      line.style.left = `${x ?? 0}px`;
    };
    for (const host of hosts) {
      const xOf = (step: number): number | null => this.#curves.here?.xOf(host.dataset['plot'] ?? '', step) ?? null;
      lines(host, experiment?.frame.report.step ?? null, 'playing', xOf);
      lines(host, hovered, 'hovered', xOf);
    }
    const tracks = this.#root.querySelector('.tracks');
    if (tracks) lines(tracks, hovered, 'hovered', (step) => this.#timeline?.xOf(step) ?? null);
  }

  /** The step at `x` of the curves' plot `name`; null where there is none. */
  stepInPlot(name: string, x: number): number | null {
    return this.#curves.here?.stepAt(name, x) ?? null;
  }

  /** Names the pictures by what they show; while the run goes on not more than once a second. */
  describe(state: LabState, words: Strings, now: number): void {
    if (state.playing && now - this.#described < DESCRIBED_EVERY) return;
    this.#described = now;
    for (const [id, sentence] of Object.entries(pictureSentences(state, words))) {
      const picture = this.#root.querySelector(`#${id}`);
      if (picture?.getAttribute('aria-label') !== sentence) picture?.setAttribute('aria-label', sentence);
    }
  }

  /** Gives the network the height that its lines need where it flows downwards in `width` pixels. */
  fit({ experiment }: LabState, width: number): void {
    const height = experiment ? `${heightDown(layerSizes(experiment.frame), width)}px` : '';
    this.#root.querySelector<HTMLElement>('.network')?.style.setProperty('--height', height);
  }

  /** Where the network stands when all of it is seen; null before the first painting. */
  get stage(): Places | null {
    return this.#stage?.whole ?? null;
  }

  /** The step at `x`, in CSS pixels from the left of the tracks; null before the first painting. */
  stepAt(x: number): number | null {
    return this.#timeline?.stepAt(x) ?? null;
  }

  /** The neuron at a place of the network's canvas, in CSS pixels; −1 where there is none. */
  unitAt(x: number, y: number): number {
    const places = this.#stage?.places;
    return places ? unitAt(places, x, y) : -1;
  }

  /** Paints everything anew at the next call: a canvas was lost, or a font came. */
  forget(): void {
    this.#stage?.forget();
    this.#timeline?.forget();
    this.#curves.here?.forget();
  }

  /** Frees what the pictures hold; they can be painted again. */
  end(): void {
    this.#curves.here?.end();
    this.#timeline?.forget();
  }

  /** Height of the line of words above the branch: 0 where they are elsewhere, null where no branch is to be seen. */
  #asideHeight(): number | null {
    const standing = this.#root.querySelector<HTMLElement>('.tracks')?.dataset['branch'];
    return standing === 'line' ? ASIDE_HEIGHT : standing === 'below' ? 0 : null;
  }

  /** Writes what is to be said of `fact` into its place; nothing where there is none. */
  #tell<Fact>(selector: string, fact: Fact | null, say: (fact: Fact) => string): void {
    const place = this.#root.querySelector(selector);
    const sentence = fact === null ? '' : say(fact);
    if (place && place.textContent !== sentence) place.textContent = sentence;
  }

  /** Puts the layers' headings and the playhead's handle where the pictures have them. */
  #place(step: number): void {
    const places = this.#stage?.places;
    this.#root.querySelectorAll<HTMLElement>('.heading').forEach((heading, index) => {
      const x = places?.layers[index]?.middle.x ?? 0;
      heading.style.left = `${x}px`;
      heading.style.visibility = places && hasRoom(x, places) ? 'visible' : 'hidden';
    });
    const aside = this.#root.querySelector<HTMLElement>('.aside');
    const { x = 0, y = 0 } = this.#timeline?.aside ?? {};
    aside?.style.setProperty('--x', `${x}px`);
    aside?.style.setProperty('--y', `${y}px`);
    const playhead = this.#root.querySelector<HTMLElement>('#playhead');
    if (playhead) playhead.style.left = `${this.#timeline?.xOf(step) ?? 0}px`;
  }
}
