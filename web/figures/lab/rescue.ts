// The rescue: the one change that brings neurons back, and when there is something to rescue. Its button is story.ts.
import type { Catalogue, CatalogueActivation, Choice } from '../../../wasm/src/types.js';
import { settingsAt, type Change } from '../change.js';
import type { Experiment } from './store.js';

/** The slope that the rescue gives the flat side. */
export const RESCUE_SLOPE = 0.2;

/** The rescue: what the obvious control does to a run whose neurons die. */
export const RESCUE: Change = { 'network.activation': { name: 'leaky-relu', slope: RESCUE_SLOPE } };
/** Takes the rescue back. */
export const RELAPSE: Change = { 'network.activation': { name: 'relu' } };

/** What the obvious control changes: the rescue where neurons can die, else what takes it back; null where neither does. */
export function rescueOf(catalogue: Catalogue, experiment: Experiment): Change | null {
  const activation = activationOf(experiment);
  const entry = catalogue.activations.find(({ name }) => name === activation?.name);
  if (!activation || !entry || experiment.frame.states.length === 0) return null;
  if (hasFlatSide(entry, activation)) return RESCUE;
  return entry.name === valueName(RESCUE) ? RELAPSE : null;
}

/** The present activation of all hidden layers; null where they differ. */
export function activationOf({ scenario, frame }: Experiment): Choice | null {
  const { activation } = settingsAt(scenario, frame.report.step).network;
  return Array.isArray(activation) ? null : activation;
}

/** Whether `chosen` is flat somewhere, so that neurons can die of it: by its nature, or because its slope is 0. */
export function hasFlatSide({ canDie }: CatalogueActivation, chosen: Choice): boolean {
  return canDie || chosen['slope'] === 0 || chosen['upper'] === 0;
}

/** The name of the activation that `change` gives. */
export function valueName(change: Change): string {
  return (change['network.activation'] as Choice).name;
}
