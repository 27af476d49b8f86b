// Changes of the figure's Scenario as values, and which Scenarios are of a single neuron at all. What happens with
// them is run.ts.
import type { Choice, CompleteScenario, Data, Intervention, Mistake } from '../../../wasm/src/types.js';
import { settingsAt, valueAt, type Change } from '../change.js';

/** One row of data: two inputs and what the network is to say. */
export interface Point {
  x1: number;
  x2: number;
  target: number;
}

/** More points are more than a picture of this size, and a table of their factors, can show. */
export const MOST_POINTS = 100;

/** The points of a run. */
export const pointsOf = ({ inputs, targets }: Data): Point[] =>
  Array.from(targets, (target, row) => ({ x1: inputs[2 * row] ?? 0, x2: inputs[2 * row + 1] ?? 0, target }));

/** `scenario` with `change` made at `step`. Later changes of something else still come. */
export function withChange(scenario: CompleteScenario, step: number, change: Change): CompleteScenario {
  const interventions: Intervention[] = [];
  for (const intervention of scenario.interventions) {
    const kept = Object.entries(intervention.set).filter(
      ([path]) => intervention.step < step || !Object.keys(change).some((other) => overlap(path, other)),
    );
    if (kept.length > 0) interventions.push({ step: intervention.step, set: Object.fromEntries(kept) });
  }
  return { ...scenario, interventions: [...interventions, { step, set: { ...change } }] };
}

/**
 * A Scenario whose step 0 is the present of `scenario`, with other data: those hold from the start of a run, so what
 * was learnt on the former becomes the start of a new one.
 *
 * @param loss the one in force, which other targets are not to change
 */
export function withPoints(
  scenario: CompleteScenario,
  step: number,
  parameters: readonly number[],
  points: readonly Point[],
  loss: string,
): CompleteScenario {
  const present = settingsAt(scenario, step);
  const rows = { inputs: points.map(({ x1, x2 }) => [x1, x2]), targets: points.map(({ target }) => target) };
  return {
    ...present,
    data: { name: 'custom', ...rows, testFraction: 0 },
    training: { ...present.training, loss },
    interventions: [
      { step: 0, set: { parameters } },
      ...scenario.interventions
        .filter((intervention) => intervention.step > step)
        .map((intervention) => ({ ...intervention, step: intervention.step - step })),
    ],
  };
}

/** Whether a change of the parameters themselves is recorded at `step`: then no update led to them. */
export const movedByHand = ({ interventions }: CompleteScenario, step: number): boolean =>
  interventions.some(
    (one) => one.step === step && Object.keys(one.set).some((path) => /^(parameters|neuron)/.test(path)),
  );

/** What each setting has to be for the figure's arithmetic to be the whole truth. */
const PLAIN: Readonly<Record<string, unknown>> = {
  'network.hidden': [1],
  'network.batchNorm': false,
  'network.dropout': 0,
  'training.optimizer.name': 'sgd',
  'training.optimizer.momentum': 0,
  'training.optimizer.weightDecay': 0,
  'training.schedule.name': 'constant',
  'training.schedule.warmUp': 0,
  'training.inputNoise': 0,
  'training.l1': 0,
  'training.l2': 0,
  'training.clipNorm': 0,
};

/** Activations with numbers of their own that the figure does not show: learnt ones, and ones drawn anew each step. */
const OTHER = ['prelu', 'rrelu'];

/** Whether the figure's arithmetic holds for an activation. */
export const isPlain = (activation: string): boolean => !OTHER.includes(activation);

/**
 * What makes `scenario`, which the core takes, no experiment of a single neuron with two inputs.
 *
 * @param expected words for a mistake: what is expected, and what was found
 */
export function mistakesFor(
  scenario: CompleteScenario,
  data: Data,
  expected: (allowed: string, found: string) => string,
): Mistake[] {
  const mistakes = new Map<string, string>();
  const check = (path: string, right: boolean, allowed: string, found: unknown): void => {
    if (!right && !mistakes.has(path)) mistakes.set(path, expected(allowed, JSON.stringify(found)));
  };
  for (const step of [0, ...scenario.interventions.map((intervention) => intervention.step)]) {
    const present = settingsAt(scenario, step);
    for (const [path, value] of Object.entries(PLAIN)) {
      const found = valueAt(present, path);
      check(path, JSON.stringify(found) === JSON.stringify(value), JSON.stringify(value), found);
    }
    for (const { name } of [present.network.activation].flat())
      check('network.activation.name', isPlain(name), `none of ${OTHER.join(', ')}`, name);
  }
  check('data', data.features === 2 && data.outputs === 1, '2 inputs, 1 output', [data.features, data.outputs]);
  check('data', data.testCount === 0, 'no test rows', data.testCount);
  check('data', data.trainCount <= MOST_POINTS, `at most ${MOST_POINTS} rows`, data.trainCount);
  return [...mistakes].map(([path, message]) => ({ path, message }));
}

/** The activation of the one hidden layer. */
export const activationOf = ({ network }: CompleteScenario): Choice =>
  [network.activation].flat()[0] ?? { name: 'identity' };

const overlap = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
