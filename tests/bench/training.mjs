// Races our training step against its rivals (rivals.mjs), workload by workload. Runs in Node.js and in a browser; how
// it is started is training.bench.mjs.
// @ts-check
import { race } from './race.mjs';
import { convnet, describe, makeTask, moduleRival, synaptic, tensorflow, workloads } from './rivals.mjs';

/** @typedef {import('./rivals.mjs').Rival} Rival */
/** @typedef {import('./rivals.mjs').Task} Task */
/** @typedef {(task: Task) => Rival | Promise<Rival>} Maker */
/**
 * Our module and Eigen's (training.h), the libraries, and rivals that only one place has.
 *
 * @typedef {{ ours: any, eigen: any, convnetjs: any, synaptic: any, tf: any, more: Maker[] }} Libraries
 */

const ROUNDS = 21;
const ROUND_MS = 15; // for each of the two, about
const CHECKED_STEPS = 20;

/** How many steps take about a round. @param {Rival} rival */
function stepsOf(rival) {
  for (let steps = 1; ; steps *= 2) {
    const start = performance.now();
    const milliseconds = rival.train(steps) ?? performance.now() - start;
    if (milliseconds >= ROUND_MS / 2) return steps;
  }
}

/** Races all rivals on all workloads, or on those named. @param {Libraries} libraries @param {string[]} names */
export async function raceAll(libraries, names, say = console.log) {
  for (const workload of workloads.filter(({ name }) => names.length === 0 || names.includes(name))) {
    say(`${workload.name}: ${describe(workload)}`);
    const task = makeTask(workload);
    for (const make of makersFor(workload, libraries)) {
      const theirs = await make(task);
      say(`  ${raceOne(libraries.ours, theirs, task)}`);
      theirs.dispose?.();
    }
  }
}

/** @param {import('./rivals.mjs').Workload} workload @param {Libraries} libraries @returns {Maker[]} */
function makersFor(workload, { convnetjs, synaptic: perceptrons, tf, eigen, more }) {
  const tensors = (/** @type {string} */ backend) => async (/** @type {Task} */ task) => {
    await tf.setBackend(backend);
    return tensorflow(tf, task);
  };
  return [
    (task) => convnet(convnetjs, task),
    ...(workload.outputs === 1 ? [(/** @type {Task} */ task) => synaptic(perceptrons, task)] : []),
    tensors('cpu'),
    tensors('wasm'),
    (task) => moduleRival('Eigen, WebAssembly', eigen, task),
    ...more,
  ];
}

/** Throws unless both have the same loss. @param {Rival} ours @param {Rival} theirs */
function compare(ours, theirs, tolerance = 1e-5) {
  const [mine, other] = [ours.loss(), theirs.loss()];
  if (!(Math.abs(mine - other) <= tolerance * (1 + mine))) {
    throw new Error(`${theirs.name}: not the same work, its loss is ${other}, ours ${mine}`);
  }
}

/** @param {any} module @param {Rival} theirs @param {Task} task @returns one line */
function raceOne(module, theirs, task) {
  const { batch } = task.workload;
  // Who updates after every sample is equal to a batch of one, and raced against the workload's batch.
  const [size, steps, theirSteps] = theirs.updatesEachSample ? [1, batch, 1] : [batch, CHECKED_STEPS, CHECKED_STEPS];
  const checked = moduleRival('ours', module, { ...task, workload: { ...task.workload, batch: size } });
  compare(checked, theirs);
  checked.train(steps);
  theirs.train(theirSteps);
  compare(checked, theirs, theirs.tolerance);
  const ours = moduleRival('ours', module, task);
  const [ourCount, theirCount] = [stepsOf(ours), stepsOf(theirs)];
  const { ratio, low, high, milliseconds, rounds } = race(
    () => ours.train(ourCount),
    () => theirs.train(theirCount),
    ROUNDS,
  );
  const times = (/** @type {number} */ x) => ((x * ourCount) / theirCount).toFixed(2);
  const pace = ((ourCount * batch) / milliseconds / 1000).toPrecision(3);
  return (
    `${times(ratio).padStart(7)} x ${theirs.name.padEnd(19)} [${times(low)}, ${times(high)}]  ` +
    `${rounds} rounds, ours ${pace} million samples a second`
  );
}
