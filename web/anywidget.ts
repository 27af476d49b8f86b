// dist/anywidget.js: a figure as a widget of notebooks (Jupyter, Colab, VS Code, marimo), by anywidget's front-end
// interface (anywidget.dev/en/afm). The elements themselves are elements.ts.
import { makeFigure, figureNames } from './figures/all.js';
import type { FigureElement } from './figures/element.js';
import { startLab } from './inside.js';
import type { LifeEvent } from '../wasm/src/types.js';

/** What a notebook keeps beside the widget, and what both sides hear changes of. */
interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  on(event: string, changed: () => void): void;
  off(event: string, changed: () => void): void;
  save_changes(): void;
}

/** How often events and the Scenario go back to the notebook. */
const SAVE_EVERY_MS = 250;

startLab();

/**
 * Shows the figure that the trait `figure` names (default the lab) in `el`, with the traits `scenario`, `controls`,
 * `twin` (JSON), `theme` and `autoplay` as its attributes, and follows their changes. What a reader changes goes back to `scenario`, and
 * births, deaths and revivals to the list `events`.
 *
 * @returns what ends it
 */
function render({ model, el }: { model: Model; el: HTMLElement }): () => void {
  const name = textOf(model.get('figure')) || (figureNames[0] as string);
  const figure = makeFigure(name);
  if (!figure) {
    el.textContent = `figure: expected ${figureNames.join(' or ')}, found ${name.slice(0, 40)}`;
    return () => undefined;
  }
  const told = tellBack(figure, model);
  const follow: [string, () => void][] = [
    // What the figure has just told would otherwise come back and start it again.
    ['scenario', () => model.get('scenario') === told.scenario || (figure.scenario = model.get('scenario') ?? null)],
    ['controls', () => (figure.controls = textOf(model.get('controls')))],
    ['twin', () => figure.setAttribute('twin', textOf(model.get('twin')))],
    ['theme', () => (figure.theme = textOf(model.get('theme')))],
    ['autoplay', () => (figure.autoplay = model.get('autoplay') === true)],
  ];
  for (const [trait, changed] of follow) {
    if (model.get(trait) !== undefined) changed();
    model.on(`change:${trait}`, changed);
  }
  el.append(figure);
  return () => {
    told.stop();
    for (const [trait, changed] of follow) model.off(`change:${trait}`, changed);
    figure.remove();
  };
}

/** Sends what happens in the figure back to the notebook, in bundles. @returns what was told last, and the way to stop */
function tellBack(figure: FigureElement, model: Model): { scenario: unknown; stop: () => void } {
  let timer = 0;
  const told = { scenario: undefined as unknown, stop: () => clearTimeout(timer) };
  let events: LifeEvent[] = [];
  const save = (): void => {
    timer ||= window.setTimeout(() => {
      timer = 0;
      model.save_changes();
    }, SAVE_EVERY_MS);
  };
  const lived = (event: Event): void => {
    events = [...events, (event as CustomEvent<LifeEvent>).detail];
    model.set('events', events);
    save();
  };
  const changed = (event: Event): void => {
    told.scenario = (event as CustomEvent<unknown>).detail;
    model.set('scenario', told.scenario);
    save();
  };
  figure.addEventListener('reluctant-death', lived);
  figure.addEventListener('reluctant-revival', lived);
  figure.addEventListener('reluctant-change', changed);
  return told;
}

function textOf(trait: unknown): string {
  return typeof trait === 'string' ? trait : '';
}

export default { render };
