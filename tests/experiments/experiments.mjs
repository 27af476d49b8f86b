// All experiments in the order in which they are told. The command is run.mjs; those that are exact are tests too
// (wasm/experiments.test.mjs).
// @ts-check
import { firstLayer, narrow } from './birth.mjs';
import { deepNarrow, smallTargets } from './collapse.mjs';
import { batches, firstBiases, permanence, rates, remedies } from './reference.mjs';
import { selu, variance } from './signal.mjs';
import { batchNormBounds, carriedOn, decay, recovery, smallestKill } from './steps.mjs';

/** @type {import('./rows.mjs').Experiment[]} */
export const experiments = [
  smallestKill,
  carriedOn,
  decay,
  batchNormBounds,
  recovery,
  firstLayer,
  narrow,
  variance,
  selu,
  rates,
  remedies,
  batches,
  firstBiases,
  permanence,
  deepNarrow,
  smallTargets,
];
