// The questions that the figure opens with, as Scenarios. Each was chosen by running the core until it showed what it
// asks; tests/web/neuron.test.mjs holds it to that. Their words are in shell/strings.
import type { Intervention, Scenario } from '../../../wasm/src/types.js';

export const QUESTIONS = ['tooBig', 'farBias', 'leak', 'bias', 'silent'] as const;

export type Question = (typeof QUESTIONS)[number];

/** Twelve points of which the neuron fires for six at first, and what the network is to say of each. */
const points = {
  inputs: [
    [-0.7, -0.3],
    [0.3, -0.8],
    [0.5, 0.9],
    [0.4, -0.1],
    [0, -0.6],
    [-0.5, 1],
    [-1.1, 0.4],
    [-0.6, 0.5],
    [-0.1, 0],
    [-0.1, 1.2],
    [-0.9, 0.1],
    [0, -1.2],
  ],
  targets: [-0.5, -0.5, 1.4, 0, -0.5, 1.1, 0, 0.4, -0.1, 1.5, -0.3, -0.5],
};

interface Start {
  /** Of the batches: which point comes first. */
  seed: number;
  bias: number;
  rate: number;
  /** Points a step; 0 is all. */
  batch: number;
  later?: Intervention[];
}

function scenario({ seed, bias, rate, batch, later = [] }: Start): Scenario {
  return {
    version: 1,
    seed,
    data: { name: 'custom', ...points, testFraction: 0 },
    network: { hidden: [1], activation: { name: 'relu' } },
    training: { loss: 'mse', optimizer: { name: 'sgd', learningRate: rate }, batchSize: batch },
    interventions: [{ step: 0, set: { parameters: [0.6, -0.3, bias, 1, 0] } }, ...later],
  };
}

export const PRESETS: Readonly<Record<Question, Scenario>> = {
  // The first step may take a rate of 0.15; it takes one of 0.3.
  tooBig: scenario({ seed: 129, bias: 0.1, rate: 0.3, batch: 1 }),
  // The weights lift no point by more than 0.42.
  farBias: scenario({ seed: 129, bias: -2.5, rate: 0.1, batch: 1 }),
  // The death of the first question, and a slope for the flat side three steps later: fires again at step 9.
  leak: scenario({
    seed: 129,
    bias: 0.1,
    rate: 0.3,
    batch: 1,
    later: [
      {
        step: 4,
        set: { 'network.activation': { name: 'leaky-relu', slope: 0.2 }, 'training.optimizer.learningRate': 0.1 },
      },
    ],
  }),
  // The largest sum is 0.02 below 0.
  bias: scenario({ seed: 129, bias: -0.44, rate: 0.2, batch: 0 }),
  // The first three points that it is taught by are on its dark side.
  silent: scenario({ seed: 5, bias: 0.1, rate: 0.05, batch: 1 }),
};
