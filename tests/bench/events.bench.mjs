// What knowing every death and revival costs beside the step, in WebAssembly with SIMD: exact events at every step,
// against looking at all samples, and against the whole census at each step. Then how long `seek` takes to go back. How
// it races is race.mjs. No figure here passes or fails anything.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { machine } from './machine.mjs';
import { race } from './race.mjs';

const STEPS = 200;
const WARM = 500; // steps before the first round
const ROUNDS = 31;

const { status, stdout, stderr } = spawnSync('tools/emscripten', ['wasm-simd', 'watching'], { encoding: 'utf8' });
assert.equal(status, 0, stdout + stderr);
const watching = await createRequire(import.meta.url)('../../build/wasm-simd/tests/bench/watching.cjs')();

const named = (/** @type {string} */ name) =>
  JSON.parse(readFileSync(new URL(`../scenarios/${name}.json`, import.meta.url), 'utf8'));
const sgd = (/** @type {number} */ learningRate) => ({ optimizer: { name: 'sgd', learningRate } });

/** @type {[name: string, scenario: object][]} */
const workloads = [
  ['default', {}],
  ['opening', named('opening')],
  ['wild rate (0.9)', { training: sgd(0.9) }],
  ['batch norm', { network: { batchNorm: true } }],
  ['batch norm, wild rate', { network: { batchNorm: true }, training: sgd(0.9) }],
  ['five layers of 16', { network: { hidden: [16, 16, 16, 16, 16] } }],
  ['two layers of 64', { network: { hidden: [64, 64] } }],
];

console.log(`${machine()}; ${STEPS} steps a round; medians of ${ROUNDS} rounds' ratios to the bare step [middle half]`);
console.log('| Scenario              | µs a bare step | exact events      | looking at all    | whole census      |');
console.log('| --------------------- | -------------- | ----------------- | ----------------- | ----------------- |');
for (const [name, scenario] of workloads) {
  const columns = [];
  let bare = 0;
  for (const way of ['_watched', '_looking', '_counting']) {
    assert.ok(watching.ccall('prepare', 'number', ['string', 'number'], [JSON.stringify(scenario), WARM]), name);
    const steps = (/** @type {string} */ one) => watching[one](STEPS);
    for (const one of ['_bare', '_watched', '_looking', '_counting']) steps(one);
    assert.ok(watching._agree(), `${name}: not the same work`);
    const { ratio, low, high, milliseconds } = race(
      () => steps('_bare'),
      () => steps(way),
      ROUNDS,
    );
    columns.push(`${ratio.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`.padEnd(17));
    bare = (milliseconds * 1000) / STEPS;
  }
  console.log(`| ${name.padEnd(21)} | ${bare.toFixed(1).padStart(14)} | ${columns.join(' | ')} |`);
}

const FAR = 10_000;
watching.ccall('prepare', 'number', ['string', 'number'], ['{}', FAR]);
const times = Array.from({ length: 41 }, (_, i) => {
  watching._seek(FAR);
  const start = performance.now();
  watching._seek((i * 241) % 64);
  return performance.now() - start;
}).toSorted((a, b) => a - b);
console.log(
  `seek back over ${FAR} steps of the default Scenario: median ${(times[20] ?? NaN).toFixed(2)} ms, slowest ${(times[40] ?? NaN).toFixed(2)} ms`,
);
