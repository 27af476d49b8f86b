// From what a reader gives as a Scenario to what the core is asked to open, and to what is shown when that is refused.
import openingScenario from '../../tests/scenarios/opening.json';
import type { CompleteScenario, Mistake } from '../../wasm/src/types.js';
import { mistakesOf, Refused } from './mistakes.js';

export { openingScenario };

/** A Scenario as it was given, and how to open it. */
export interface Wanted {
  /** An object, or JSON text; null: the opening experiment. */
  scenario: unknown;
  /** The step to open at. */
  step?: number;
  /** What `reset` goes back to, where that is another Scenario. */
  base?: CompleteScenario | null;
  /** The link by which it came. */
  link?: string | null;
  /** Why it is no Scenario, where that is known already. */
  mistakes?: readonly Mistake[];
}

/** A Scenario that was refused: its JSON text, the link by which it came, and what is wrong with it. */
export interface Refusal {
  text: string;
  link: string | null;
  mistakes: readonly Mistake[];
}

/** What the core is asked to open. Throws mistakes, as the core does, for what cannot be read. */
export function scenarioOf({ scenario, mistakes }: Wanted): unknown {
  if (mistakes) throw new Refused(mistakes);
  if (scenario === null) return openingScenario;
  if (typeof scenario !== 'string') return scenario;
  try {
    return JSON.parse(scenario);
  } catch (error) {
    throw new Refused(mistakesOf(error));
  }
}

/** What is shown of a Scenario that was refused with `error`; throws an error that carries no mistakes on. */
export function refusalOf({ scenario, link = null }: Wanted, error: unknown): Refusal {
  if (typeof error !== 'object' || error === null || !('errors' in error)) throw error;
  return { text: textOf(scenario), link, mistakes: mistakesOf(error) };
}

function textOf(scenario: unknown): string {
  if (typeof scenario === 'string') return scenario;
  try {
    return scenario === null ? '' : JSON.stringify(scenario, null, 2);
  } catch {
    return ''; // no text holds a cycle or a bigint; the mistakes name them
  }
}
