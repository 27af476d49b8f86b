// The figure's canvases in its shadow tree: finds them, paints both runs alike, and gives each the sentence that stands for it.
import { reducedMotion } from '../../shell/theme.js';
import type { Theme } from '../../drawing/palette.js';
import { Turns } from '../../drawing/turns.js';
import type { Strings } from '../../shell/strings/index.js';
import { sentencesOf } from '../sentences.js';
import { Stage } from '../stage.js';
import { Lifelines } from './lifelines.js';
import { inOneLine, namesOf } from './names.js';
import { stepOf, type TwinsState } from './store.js';

/** Time between two descriptions of pictures that move, in milliseconds. */
const DESCRIBED_EVERY = 1000;

/** No neuron to be told apart. */
const NONE: readonly number[] = [];

/** One run's pictures. */
interface Side {
  root: HTMLElement;
  stage: Stage;
  lifelines: Lifelines;
}

export class Pictures {
  readonly #host: { renderRoot: ParentNode };
  #sides: Side[] = [];
  readonly #turns = new Turns([0, 1]);
  #described = 0;

  /** @param host whose shadow tree the canvases are in */
  constructor(host: { renderRoot: ParentNode }) {
    this.#host = host;
  }

  /** Finds the canvases among the elements drawn. Where the figure says that it failed, there are none. */
  adopt(): void {
    const roots = [...this.#host.renderRoot.querySelectorAll<HTMLElement>('.side')];
    if (roots.length === this.#sides.length && roots.every((root, side) => root === this.#sides[side]?.root)) return;
    this.#sides = roots.flatMap((root) => {
      const [network, surface, lives] = ['network', 'surface', 'lifelines'].map((name) =>
        root.querySelector<HTMLCanvasElement>(`[data-picture=${name}]`),
      );
      if (!network || !surface || !lives) return [];
      return [{ root, stage: new Stage(network, surface), lifelines: new Lifelines(lives) }];
    });
  }

  /** Paints what has changed. @returns whether something moves by itself */
  paint({ twins, catalogue, playing }: TwinsState, theme: Theme, words: Strings, now: number): boolean {
    if (!twins || !catalogue) return false;
    const manner = {
      theme,
      format: words.number,
      playing,
      still: reducedMotion(),
      headed: false,
      selected: -1,
      bracketed: twins.differing ?? NONE,
    };
    const turn = this.#turns.take(now, playing);
    let moves = false;
    this.#sides.forEach(({ stage, lifelines }, side) => {
      if (turn !== null && turn !== side) return;
      const run = twins.runs[side as 0 | 1];
      moves = stage.paint(run, now, manner) || moves;
      lifelines.paint(run, catalogue, theme, words);
    });
    const playhead = this.#host.renderRoot.querySelector<HTMLElement>('.playhead');
    if (playhead) playhead.style.left = `${this.#sides[0]?.lifelines.xOf(stepOf(twins)) ?? 0}px`;
    return moves;
  }

  /** Names the pictures by what they show; while the runs go on not more than once a second. */
  describe({ twins, catalogue, playing }: TwinsState, words: Strings, now: number): void {
    if (!twins || !catalogue || (playing && now - this.#described < DESCRIBED_EVERY)) return;
    this.#described = now;
    const names = namesOf(catalogue, twins, words);
    this.#sides.forEach(({ root }, side) => {
      const name = inOneLine(names[side as 0 | 1]);
      for (const [picture, sentence] of Object.entries(sentencesOf(twins.runs[side as 0 | 1], playing, words))) {
        const place = root.querySelector(`[data-picture=${picture}]`);
        const said = `${name}. ${sentence}`;
        if (place?.getAttribute('aria-label') !== said) place?.setAttribute('aria-label', said);
      }
    });
  }

  /** The step at `x`, in CSS pixels from the left of a side's `tracks`; null where there is none. */
  stepAt(tracks: HTMLElement, x: number): number | null {
    return this.#sides.find(({ root }) => root.contains(tracks))?.lifelines.stepAt(x) ?? null;
  }

  /** Paints everything anew at the next call: a canvas was lost, or a font came. */
  forget(): void {
    for (const { stage, lifelines } of this.#sides) {
      stage.forget();
      lifelines.forget();
    }
  }
}
