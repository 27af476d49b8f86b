// The activation kernels as WebAssembly with SIMD, function by function: ns an element, against copying the array,
// TensorFlow.js's WebAssembly and plain JavaScript (activation_rivals.mjs), plain loops over libm's functions in the same
// module, and the module without SIMD. How it races is race.mjs. No figure here passes or fails anything.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { setTimeout } from 'node:timers/promises';
import { loopOver, rivals } from './activation_rivals.mjs';
import { machine } from './machine.mjs';
import { installPeers } from './peers.mjs';
import { race } from './race.mjs';

const LENGTH = 100_000;
const ROUNDS = 15;
const SWEEPS = 4; // a round's, for what is quick

const loadKernels = async (/** @type {string} */ preset) => {
  const { status, stdout, stderr } = spawnSync('tools/emscripten', [preset, 'kernels'], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  const kernels = await createRequire(import.meta.url)(`../../build/${preset}/tests/bench/kernels.cjs`)();
  kernels._prepare(LENGTH);
  return kernels;
};
const loadTensors = async () => {
  const load = installPeers();
  const tf = load('@tensorflow/tfjs');
  load('@tensorflow/tfjs-backend-wasm');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // one thread for everybody
  tf.enableProdMode();
  await tf.setBackend('wasm');
  return tf;
};
const simd = await loadKernels('wasm-simd');
const scalar = await loadKernels('wasm-scalar');
const tf = await loadTensors();
const floats = (/** @type {number} */ at) => simd.HEAPF32.subarray(at / 4, at / 4 + LENGTH);
const z = Float32Array.from(floats(simd._inputs()));
const tensor = tf.tensor1d(z);
const out = new Float32Array(LENGTH);

/** Throws unless two arrays are as good as equal. */
const compare = (/** @type {string} */ whose, /** @type {Float32Array} */ theirs, /** @type {Float32Array} */ ours) => {
  ours.forEach((value, i) => {
    const other = Number(theirs[i]);
    assert.ok(Math.abs(value - other) < 1e-5, `${whose}: not the same work, ${other} for ${value} at ${z[i]}`);
  });
};

/** What is raced of one function. */
const jobsOf = (/** @type {number} */ index, /** @type {string} */ label) => {
  const { plain, tensor: ask } = rivals[label] ?? assert.fail(`${label}: no rival`);
  const loop = loopOver(plain);
  const theirs = ask && (() => tf.tidy(() => ask(tf, tensor)).dispose());
  simd._values(index, 1);
  const ours = Float32Array.from(floats(simd._outputs()));
  loop(z, out);
  compare(`${label} in JavaScript`, out, ours);
  if (ask) compare(`${label} of TensorFlow.js`, tf.tidy(() => ask(tf, tensor)).dataSync(), ours);
  assert.ok(simd._disagreement(index) < 1e-5, `${label}: not the same work as libm`);
  assert.equal(simd._digest(index), scalar._digest(index), `${label}: not the same bits without SIMD`);
  return {
    copy: () => simd._copy(SWEEPS),
    values: () => simd._values(index, SWEEPS),
    both: () => simd._both(index, SWEEPS),
    backward: () => simd._backward(index, SWEEPS),
    narrow: () => scalar._both(index, 1),
    libm: () => simd._libm(index, 1),
    plain: () => loop(z, out),
    ...(theirs && { theirs }),
  };
};

/** How many times one sweep of `ours` another takes. */
const times = (/** @type {() => void} */ ours, /** @type {() => void} */ other, sweeps = 1) => {
  const { ratio, low, high } = race(ours, other, ROUNDS);
  const text = (/** @type {number} */ x) => ((x * SWEEPS) / sweeps).toFixed(x < 1 ? 2 : 1);
  return `${text(ratio)} [${text(low)}, ${text(high)}]`;
};
const nanoseconds = (/** @type {() => void} */ work, /** @type {() => void} */ beside) =>
  ((race(work, beside, ROUNDS).milliseconds * 1e6) / (LENGTH * SWEEPS)).toFixed(2);

/** @type {[string, ReturnType<typeof jobsOf>][]} */
const jobs = [];
for (let index = 0; index < simd._case_count(); ++index) {
  const label = simd.ccall('label', 'string', ['number'], [index]);
  if (label in rivals) jobs.push([label, jobsOf(index, label)]);
}
// V8 compiles well only what has run for a while, and does so beside what runs.
for (const [, works] of jobs) {
  for (const work of Object.values(works)) for (let warm = 0; warm < 10; ++warm) work();
}
await setTimeout(1000);

console.log(`${machine()}; ${LENGTH} floats; medians of ${ROUNDS} rounds [middle half]`);
console.log(
  'ns an element for values, both and backward; then how many times as long as a copy our values take, and as',
);
console.log('our values TensorFlow.js and JavaScript, and as our both libm in WebAssembly and ours without SIMD');
const heads = [
  'function',
  'values',
  'both',
  'backward',
  '/ copy',
  'TensorFlow.js x',
  'JavaScript x',
  'libm x',
  'no SIMD x',
];
const widths = [10, 6, 6, 8, 6, 19, 19, 19, 19];
const row = (/** @type {string[]} */ cells) =>
  `| ${cells.map((cell, c) => (c === 0 ? cell.padEnd(widths[c] ?? 0) : cell.padStart(widths[c] ?? 0))).join(' | ')} |`;
console.log(row(heads));
console.log(row(widths.map((width) => '-'.repeat(width))));
for (const [label, { copy, values, both, backward, narrow, libm, plain, theirs }] of jobs) {
  console.log(
    row([
      label,
      nanoseconds(values, copy),
      nanoseconds(both, copy),
      nanoseconds(backward, copy),
      race(copy, values, ROUNDS).ratio.toFixed(1 + Number(label.includes('ReLU'))),
      theirs ? times(values, theirs) : '',
      times(values, plain),
      times(both, libm),
      times(both, narrow),
    ]),
  );
}
