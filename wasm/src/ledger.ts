// A ledger of life events by layer. The events themselves are the core's (simulation.ts, client.ts).
import type { LedgerEntry, LifeEvent } from './types.js';

/**
 * Births of dead neurons, deaths and revivals of each hidden layer, and who is dead still.
 *
 * @param events from step 0 on, in their order. @param layers how many hidden layers there are.
 * @param upTo the last step that counts.
 */
export function ledger(events: readonly LifeEvent[], layers: number, upTo = Infinity): LedgerEntry[] {
  const entries = Array.from({ length: layers }, () => ({ bornDead: 0, deaths: 0, revivals: 0, stillDead: 0 }));
  for (const { step, layer, kind } of events) {
    const entry = entries[layer];
    if (!entry || step > upTo) continue;
    if (kind === 'born-dead') ++entry.bornDead;
    if (kind === 'died') ++entry.deaths;
    if (kind === 'revived') ++entry.revivals;
    entry.stillDead += kind === 'revived' ? -1 : 1;
  }
  return entries;
}
