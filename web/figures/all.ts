// Every figure by the name that addresses and hosts give it. What a figure is made of lies in the folder of its name.
import { defineActivations } from './activations/element.js';
import { defineLab } from './lab/element.js';
import { defineNeuron } from './neuron/element.js';

/** What every figure's element offers to the page around it. */
export interface Figure extends HTMLElement {
  scenario: unknown;
  controls: string;
  autoplay: boolean;
  theme: string;
  /** Settles when the first picture stands; rejects where nothing can run. */
  readonly ready: Promise<void>;
  play(): Promise<unknown>;
  pause(): Promise<unknown>;
  step(count?: number): Promise<unknown>;
  reset(): Promise<unknown>;
  seek(step: number): Promise<unknown>;
}

const figures: Readonly<Record<string, { tag: string; define: () => void }>> = {
  lab: { tag: 'reluctant-lab', define: defineLab },
  activations: { tag: 'reluctant-activations', define: defineActivations },
  neuron: { tag: 'reluctant-neuron', define: defineNeuron },
};

/** The names, the first for who names none. */
export const figureNames: readonly string[] = Object.keys(figures);

/** Makes every tag known. */
export function defineFigures(): void {
  for (const { define } of Object.values(figures)) define();
}

/** A figure that is not connected yet; null for a name that is none. */
export function makeFigure(name: string): Figure | null {
  const known = Object.hasOwn(figures, name) ? figures[name] : undefined;
  if (!known) return null;
  known.define();
  return document.createElement(known.tag) as Figure;
}
