// The door of the npm package, as browsers see it; index.node.ts is the same door under Node.
import { labLoader, type LoadLab } from './lab.js';
import { readByFetch } from './module.js';

export { LabLostError, LoadError, ScenarioError, type LoadFailure } from './errors.js';
export type { Lab, LoadLab, LoadOptions } from './lab.js';
export { ledger } from './ledger.js';
export { linkFromScenario, scenarioFromLink, type LinkReading } from './link.js';
export type { SimdChoice } from './module.js';
export { scenarioSchema, type JsonSchema } from './schema.js';
export type { Simulation } from './simulation.js';
export type * from './types.js';

/**
 * Loads a lab: the core with its tables, in an instance and a memory of its own.
 *
 * ```js
 * const lab = await loadLab();
 * const sim = lab.simulate({ network: { activation: { name: 'relu' } } });
 * console.log(sim.step(100).trainLoss, sim.health().layers);
 * sim.dispose();
 * ```
 */
export const loadLab: LoadLab = labLoader(
  {
    scalar: new URL(/* @vite-ignore */ './core.wasm', import.meta.url),
    simd: new URL(/* @vite-ignore */ './core.simd.wasm', import.meta.url),
  },
  readByFetch,
);
