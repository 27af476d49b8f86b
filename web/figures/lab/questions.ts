// Experiments that answer a question: which, when, and the numbers of their answers, taken from the run itself. Each was
// chosen by measurement and is held to its claim by tests/wasm/questions.test.mjs; their words are in shell/strings.
import balance from '../../../tests/scenarios/balance.json';
import batchNorm from '../../../tests/scenarios/batch-norm.json';
import deepAndNarrow from '../../../tests/scenarios/deep-and-narrow.json';
import deep from '../../../tests/scenarios/deep.json';
import leak from '../../../tests/scenarios/leak.json';
import negativeBias from '../../../tests/scenarios/negative-bias.json';
import opening from '../../../tests/scenarios/opening.json';
import spare from '../../../tests/scenarios/spare.json';
import { DEAD } from '../../drawing/glyphs.js';
import type { Facts, QuestionName } from '../../shell/strings/index.js';
import { rowAt } from './columns.js';
import { inOrder } from '../change.js';
import { countOf, hiddenLayers } from '../neurons.js';
import { presentRow } from '../watched.js';
import type { Experiment } from './store.js';

export interface Question {
  name: QuestionName;
  scenario: unknown;
  /** The step from which on the run has answered. */
  answeredAt: number;
  /** The answer speaks of what only the run's history has. */
  measured?: true;
}

/** The questions, in the order in which a lesson would ask them. */
export const QUESTIONS: readonly Question[] = [
  { name: 'tooFast', scenario: opening, answeredAt: 240 },
  { name: 'negativeBias', scenario: negativeBias, answeredAt: 300 },
  { name: 'bornDead', scenario: deepAndNarrow, answeredAt: 300 },
  { name: 'leak', scenario: leak, answeredAt: 320 },
  { name: 'depth', scenario: deep, answeredAt: 100 },
  { name: 'balance', scenario: balance, answeredAt: 100, measured: true },
  { name: 'vaccine', scenario: batchNorm, answeredAt: 100 },
  { name: 'spare', scenario: spare, answeredAt: 200 },
];

/** Answers closer together than this are the same everywhere. */
const ALIKE = 1e-6;

/** The question that `experiment` answers, while nobody has changed it. */
export function questionOf({ question }: Experiment): Question | null {
  return QUESTIONS.find(({ name }) => name === question) ?? null;
}

/** What the run has to say at the step shown. */
export function factsOf(experiment: Experiment): Facts {
  const { frame, record, scenario, data } = experiment;
  const { step } = frame.report;
  const past = record.events.filter((event) => event.step <= step);
  const met = inOrder(scenario).findLast((intervention) => intervention.step <= step);
  const row = presentRow(experiment);
  return {
    step,
    units: frame.states.length,
    dead: countOf(frame, DEAD),
    born: past.filter(({ kind }) => kind === 'born-dead').length,
    back: past.filter(({ kind }) => kind === 'revived').length,
    layers: hiddenLayers(frame).map(({ from, to }) => ({ units: to - from, dead: countOf(frame, DEAD, from, to) })),
    wrong: row?.wrong ?? null,
    rows: data.trainCount,
    loss: row?.loss ?? 0,
    constant: spreadOf(frame.predictions) < ALIKE,
    balance: balanceOf(experiment),
    turn: met
      ? {
          step: met.step,
          dead: deadBefore(experiment, met.step),
          back: past.filter((event) => event.kind === 'revived' && event.step > met.step).length,
        }
      : null,
  };
}

/** How many were dead just before `step`: every event but a revival is a death. */
function deadBefore({ record }: Experiment, step: number): number {
  return record.events.reduce(
    (count, event) => (event.step >= step ? count : event.kind === 'revived' ? count - 1 : count + 1),
    0,
  );
}

/** Least and largest mean and variance over the layers at the step shown; null before they are measured. */
function balanceOf({ history, frame }: Experiment): Facts['balance'] {
  if (!history || history.layers.length === 0) return null;
  const row = rowAt(history, frame.report.step);
  if ((history.step[row] ?? 0) <= frame.report.step - history.every) return null; // of a step that lies behind
  const ends = (values: readonly number[]): readonly [number, number] => [Math.min(...values), Math.max(...values)];
  return {
    mean: ends(history.layers.map(({ outputMean }) => outputMean[row] ?? 0)),
    variance: ends(history.layers.map(({ outputVariance }) => outputVariance[row] ?? 0)),
  };
}

function spreadOf(values: Float32Array): number {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}
