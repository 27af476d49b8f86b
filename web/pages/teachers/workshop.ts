// The figure that a teacher sets up by using it, and the Scenario that comes of that. What is made of it is main.ts.
import { differing, linkFromScenario, scenarioFromLink, type LinkReading } from '../../../wasm/src/link.js';
import type { Catalogue, CompleteScenario, Mistake } from '../../../wasm/src/types.js';
import { makeFigure } from '../../figures/all.js';
import { connectedLab } from '../../figures/core.js';
import type { FigureElement } from '../../figures/element.js';
import { ReluctantTwins } from '../../figures/twins/element.js';

/** What the figure shows. */
export interface Shown {
  figure: string;
  catalogue: Catalogue;
  complete: CompleteScenario;
  /** Only what differs from the defaults; null: the figure's own opening. */
  scenario: unknown;
  /** The same as the fragment of a link; empty for null. */
  link: string;
  /** What the second run of twins differs in, as JSON; empty: the figure's own, or that it has none. */
  twin: string;
}

/** Everything that a teacher may want to set, by figure; the others offer it by themselves. */
const SETTINGS: Readonly<Record<string, string>> = {
  lab: 'question data activation learning-rate bias hidden batch-size noise seed all',
  neuron: 'question activation learning-rate batch-size',
  twins: 'twin data learning-rate bias hidden batch-size noise seed',
};

export class Workshop {
  readonly #changed: (shown: Shown, byHand: boolean) => void;
  #figure: FigureElement | null = null;
  #name = '';
  #theme = '';
  /** What was opened last, and what is shown, as links; the latter null until it is known. */
  #opened = '';
  #link: string | null = null;
  /** The figure's own opening, and its own twin; null until it was seen. */
  #opening: string | null = null;
  #openingTwin: string | null = null;
  #twin = '';
  #seen: unknown = null;
  /** Whether what was opened is still to be seen: what comes after it is a reader's change. */
  #waiting = false;
  #turn = 0;

  /** @param changed called with what the figure shows, whenever that is another Scenario; `byHand`: a reader's change */
  constructor(changed: (shown: Shown, byHand: boolean) => void) {
    this.#changed = changed;
  }

  get figure(): FigureElement | null {
    return this.#figure;
  }

  set theme(theme: string) {
    this.#theme = theme;
    if (this.#figure) this.#figure.theme = theme;
  }

  /**
   * Shows `link` in the figure called `name`, its own opening for an empty one, and likewise `twin`.
   *
   * @returns why the link is not shown, and the figure's opening is; nothing where all is well
   */
  async open(name: string, link: string, twin: string): Promise<readonly Mistake[]> {
    const turn = ++this.#turn;
    if (name === this.#name && link === (this.#link ?? this.#opened) && twin === this.#twin) return [];
    const { scenario, mistakes } = link === '' ? { scenario: null, mistakes: [] } : await readScenario(link);
    if (turn !== this.#turn) return [];
    const fresh = name !== this.#name;
    const figure = fresh ? this.#make(name) : this.#figure;
    this.#opened = mistakes.length > 0 ? '' : link;
    this.#waiting = true;
    this.#twin = twin;
    if (figure instanceof ReluctantTwins) void figure.load({ scenario }, twin === '' ? null : twin);
    else if (figure && (!fresh || scenario !== null)) figure.scenario = scenario;
    return mistakes;
  }

  /** Shows a right Scenario in the figure, as a change by hand. */
  show(scenario: unknown): void {
    this.#turn += 1;
    this.#waiting = false;
    if (this.#figure) this.#figure.scenario = scenario;
  }

  #make(name: string): FigureElement | null {
    const figure = makeFigure(name);
    this.#name = name;
    this.#figure = figure;
    this.#opening = null;
    this.#openingTwin = null;
    this.#link = null;
    this.#seen = null;
    if (!figure) return null;
    figure.theme = this.#theme;
    if (SETTINGS[name] !== undefined) figure.controls = SETTINGS[name];
    const look = (): void => void this.#look(figure);
    figure.addEventListener('reluctant-change', look);
    figure.addEventListener('reluctant-step', look);
    figure.ready.then(look, () => undefined); // the figure itself says why it cannot run
    return figure;
  }

  /** Tells of the Scenario when it is not the one told of last. */
  async #look(figure: FigureElement): Promise<void> {
    const complete = figure.scenario as CompleteScenario | string | null;
    if (figure !== this.#figure || typeof complete !== 'object' || complete === null || complete === this.#seen) return;
    this.#seen = complete;
    const byHand = !this.#waiting;
    this.#waiting = false;
    const twin = figure instanceof ReluctantTwins ? JSON.stringify(figure.twin) : '';
    const { catalogue } = await connectedLab();
    const link = await linkFromScenario(complete, catalogue);
    if (figure !== this.#figure || complete !== this.#seen) return;
    if (this.#opened === '' && !byHand) this.#opening ??= link;
    if (this.#twin === '' && !byHand) this.#openingTwin ??= twin;
    this.#twin = twin === this.#openingTwin ? '' : twin;
    const own = link === this.#opening;
    this.#link = own ? '' : link;
    const scenario = own ? null : differing(complete, catalogue);
    this.#changed({ figure: this.#name, catalogue, complete, scenario, link: this.#link, twin: this.#twin }, byHand);
  }
}

/** The Scenario of a link or its fragment, or of JSON, and what the core has against it. */
export async function readScenario(text: string): Promise<{ scenario: unknown; mistakes: readonly Mistake[] }> {
  const reading = parsed(text) ?? (await scenarioFromLink(text));
  if (!reading.ok) return { scenario: null, mistakes: reading.errors };
  const { ok, errors } = await (await connectedLab()).validate(reading.scenario);
  return ok ? { scenario: reading.scenario, mistakes: [] } : { scenario: null, mistakes: errors };
}

/** JSON may be longer than any link; null for what is none. */
function parsed(text: string): LinkReading | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ok: true, scenario: value } : null;
  } catch {
    return null;
  }
}
