// Types of elements.js: the tags that it makes known, and the events that their figures send.
import type { LifeEvent, Scenario, StepReport } from './types.js';

/** What every figure's element offers. Its children are shown where it cannot run. */
export interface ReluctantFigure extends HTMLElement {
  /** As an object or as JSON. Read back: complete, with the interventions that were made. */
  scenario: Scenario | string | null;
  /** Settings to offer, by the last segment of their paths in kebab case, separated by spaces. */
  controls: string;
  /** Whether it plays by itself, unless the reader wants less motion. */
  autoplay: boolean;
  /** 'light' or 'dark'; else the system's. */
  theme: string;
  /** Settles when the first picture stands; rejects where nothing can run. */
  readonly ready: Promise<void>;
  play(): Promise<void>;
  pause(): Promise<void>;
  step(count?: number): Promise<StepReport>;
  reset(): Promise<StepReport>;
  seek(step: number): Promise<StepReport>;
}

/** Two runs that differ in the twin's settings. */
export interface ReluctantTwins extends ReluctantFigure {
  /** Dotted paths of the Scenario and their values, as an object or as JSON. Read back: everything that differs. */
  twin: Record<string, unknown> | string | null;
}

declare global {
  interface HTMLElementTagNameMap {
    'reluctant-activations': ReluctantFigure;
    'reluctant-lab': ReluctantFigure;
    'reluctant-neuron': ReluctantFigure;
    'reluctant-twins': ReluctantTwins;
  }
  interface HTMLElementEventMap {
    'reluctant-ready': CustomEvent<null>;
    'reluctant-step': CustomEvent<StepReport>;
    'reluctant-death': CustomEvent<LifeEvent>;
    'reluctant-revival': CustomEvent<LifeEvent>;
    'reluctant-diverged': CustomEvent<StepReport>;
    'reluctant-change': CustomEvent<Scenario>;
  }
}
