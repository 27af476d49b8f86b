// What went wrong, read out of whatever was thrown. Scenarios are opened, and refused, by opening.ts.
import { LabLostError } from '../../wasm/src/errors.js';
import type { Mistake } from '../../wasm/src/types.js';

/** Thrown for a Scenario that is refused here and not by the core; reads like the core's own ScenarioError. */
export class Refused extends Error {
  constructor(
    readonly errors: readonly Mistake[],
    message = 'not a Scenario',
  ) {
    super(message);
  }
}

/** The mistakes that `error` carries, or itself as one of `path`. */
export function mistakesOf(error: unknown, path = ''): readonly Mistake[] {
  if (typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors)) {
    return error.errors as Mistake[];
  }
  return [{ path, message: reasonOf(error) }];
}

/** Why something failed, in the words of `error`. */
export function reasonOf(error: unknown): string {
  if (error instanceof LabLostError) return error.why;
  return error instanceof Error ? error.message : String(error);
}
