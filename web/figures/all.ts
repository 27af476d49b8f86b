// Every figure by the name that addresses and hosts give it. What a figure is made of lies in the folder of its name.
import { defineActivations } from './activations/element.js';
import type { FigureElement } from './element.js';
import { defineLab } from './lab/element.js';
import { defineNeuron } from './neuron/element.js';
import { defineTwins } from './twins/element.js';

type Tag = keyof HTMLElementTagNameMap & `reluctant-${string}`;

const figures: Readonly<Record<string, { tag: Tag; define: () => void }>> = {
  lab: { tag: 'reluctant-lab', define: defineLab },
  activations: { tag: 'reluctant-activations', define: defineActivations },
  neuron: { tag: 'reluctant-neuron', define: defineNeuron },
  twins: { tag: 'reluctant-twins', define: defineTwins },
};

/** The names, the first for who names none. */
export const figureNames: readonly string[] = Object.keys(figures);

/** The element of the figure called `name`; empty for a name that is none. */
export function tagOf(name: string): string {
  return Object.hasOwn(figures, name) ? (figures[name]?.tag ?? '') : '';
}

/** Makes every tag known. */
export function defineFigures(): void {
  for (const { define } of Object.values(figures)) define();
}

/** A figure that is not connected yet; null for a name that is none. */
export function makeFigure(name: string): FigureElement | null {
  const known = Object.hasOwn(figures, name) ? figures[name] : undefined;
  if (!known) return null;
  known.define();
  return document.createElement(known.tag);
}
