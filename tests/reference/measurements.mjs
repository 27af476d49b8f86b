// Measures with the package itself the tables that core/MODEL.md quotes as measured. Derived numbers are checked in
// model_numbers.py. Run: npm run build && node tests/reference/measurements.mjs   (about a minute)
import { readFileSync } from 'node:fs';
import { loadLab } from '../../dist/index.node.js';

const lab = await loadLab();
const seeds = Array.from({ length: 40 }, (_, i) => i + 1);

/** Two rings and three hidden layers of 16: small, common, and with every way to die. */
const reference = (
  seed,
  { loss = 'mse', rate = 0.1, batchSize = 20, bias = 0, activation = { name: 'relu' } } = {},
) => ({
  seed,
  data: { name: 'circle', samples: 200, noise: 0, testFraction: 0 },
  network: { hidden: [16, 16, 16], activation, bias: { name: 'constant', value: bias } },
  training: { loss, optimizer: { name: 'sgd', learningRate: rate }, batchSize },
});

const percent = (part, whole) => ((100 * part) / whole).toFixed(1);

/** What became of the seeds' runs after 600 steps. Runs that diverged are counted, and counted in nothing else. */
function measure(setting) {
  const total = { runs: 0, neurons: 0, born: 0, on: 0, dead: 0, silent: 0, collapsed: 0, error: 0 };
  const deaths = [0, 0, 0];
  const revivals = [0, 0, 0];
  const causes = { 'own-update': 0, upstream: 0, either: 0, 'both-together': 0 };
  for (const seed of seeds) {
    const sim = lab.simulate(reference(seed, setting));
    const start = sim.health().layers;
    const { status, trainAccuracy } = sim.step(600);
    if (status === 'running') {
      const { layers } = sim.health();
      for (const { layer, kind, cause } of sim.events()) {
        if (kind === 'born-dead') total.born += 1;
        if (kind === 'revived') revivals[layer] += 1;
        if (kind === 'died') {
          deaths[layer] += 1;
          if (layer > 0) causes[cause] += 1;
        }
      }
      for (const { units, dead, inactive } of layers) {
        total.neurons += units;
        total.dead += dead;
        total.silent += dead + inactive;
      }
      total.runs += 1;
      total.on += start.reduce((sum, { alwaysOn }) => sum + alwaysOn, 0);
      total.collapsed += layers.some(({ units, dead }) => dead === units) ? 1 : 0;
      total.error += 1 - trainAccuracy;
    }
    sim.dispose();
  }
  return {
    diverged: seeds.length - total.runs,
    'born dead %': percent(total.born, total.neurons),
    'always on at first %': percent(total.on, total.neurons),
    'dead %': percent(total.dead, total.neurons),
    'silent %': percent(total.silent, total.neurons),
    'a layer dead': total.collapsed,
    'error %': percent(total.error, total.runs),
    'deaths by layer': deaths.join(' '),
    'revivals by layer': revivals.join(' '),
    'causes in layers 1 and 2': Object.entries(causes)
      .map(([cause, count]) => `${cause} ${count}`)
      .join(' '),
  };
}

/** One table: a row for each setting. */
function table(title, settings) {
  console.log(`\n${title} (${seeds.length} seeds)`);
  console.table(Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, measure(setting)])));
}

/** Settings by name, for one value after another. */
const each = (values, setting) => Object.fromEntries(values.map((value) => [` ${value}`, setting(value)]));

const loss = 'binary-cross-entropy';
table(
  'cross-entropy: learning rate',
  each([0.03, 0.1, 0.3, 1, 1.5, 2, 3], (rate) => ({ loss, rate })),
);
table(
  'squared error: learning rate',
  each([0.03, 0.1, 0.3, 0.5, 0.7], (rate) => ({ rate })),
);
table(
  'cross-entropy, rate 1: batch size',
  each([1, 2, 5, 10, 20, 50, 200], (batchSize) => ({ loss, rate: 1, batchSize })),
);
table(
  'cross-entropy, rate 1: first bias',
  each([-1, -0.5, -0.1, 0, 0.1, 0.5, 1], (bias) => ({ loss, rate: 1, bias })),
);
table('cross-entropy, rate 2: slope below 0', {
  ReLU: { loss, rate: 2 },
  ...each([0.001, 0.01, 0.1, 0.2], (slope) => ({ loss, rate: 2, activation: { name: 'leaky-relu', slope } })),
});

/** The run that the page opens on, with other seeds, left alone or changed at step 240. */
const opening = JSON.parse(readFileSync(new URL('../scenarios/opening.json', import.meta.url), 'utf8'));
const changes = {
  'left alone': null,
  'leaky ReLU .2 at 240': { 'network.activation': { name: 'leaky-relu', slope: 0.2 } },
  'rate .03 at 240': { 'training.optimizer.learningRate': 0.03 },
};
const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
for (const [name, set] of Object.entries(changes)) {
  const rows = {};
  for (const step of [0, 50, 100, 240, 400, 1000]) {
    const runs = seeds.map((seed) => {
      const interventions = [...opening.interventions, ...(set ? [{ step: 240, set }] : [])];
      const sim = lab.simulate({ ...opening, seed, interventions });
      const { trainAccuracy } = sim.step(step);
      const { layers } = sim.health();
      const count = (state) => layers.reduce((sum, layer) => sum + layer[state], 0) / 16;
      const found = { dead: count('dead'), silent: count('dead') + count('inactive'), accuracy: trainAccuracy };
      sim.dispose();
      return found;
    });
    const mean = (key) =>
      percent(
        runs.reduce((sum, run) => sum + run[key], 0),
        runs.length,
      );
    rows[step] = {
      'dead %': mean('dead'),
      'silent %': mean('silent'),
      accuracy: middle(runs.map((run) => run.accuracy)),
    };
  }
  console.log(`\nopening, ${name} (${seeds.length} seeds; accuracy: the middle one)`);
  console.table(rows);
}
