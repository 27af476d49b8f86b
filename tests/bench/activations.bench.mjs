// The activation kernels as WebAssembly with SIMD, for each function: ns an element, against a copy of the array and
// against a plain loop over libm's functions in the same module. How it races is race.mjs. No figure passes or fails.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { machine, race } from './race.mjs';

const LENGTH = 100_000;
const ROUNDS = 15;

const preset = process.env['RELUCTANT_PRESET'] ?? 'wasm-simd';
const built = spawnSync('tools/emscripten', [preset, 'kernels'], { encoding: 'utf8' });
assert.equal(built.status, 0, built.stdout + built.stderr);
const kernels = await createRequire(import.meta.url)(`../../build/${preset}/tests/bench/kernels.cjs`)();

/** @returns {number} */
const count = () => kernels._case_count();
const label = (/** @type {number} */ index) => /** @type {string} */ (kernels.ccall('label', 'string', ['number'], [index]));

/** Ours against another, in ns an element of ours and the ratio of the other's time to it. */
const measure = (/** @type {() => void} */ ours, /** @type {() => void} */ theirs, /** @type {number} */ times) => {
  const { ratio, low, high, milliseconds } = race(ours, theirs, ROUNDS);
  return { ns: (milliseconds * 1e6) / (LENGTH * times), ratio, low, high };
};

kernels._prepare(LENGTH);
console.log(`${machine()}, ${preset}; ${LENGTH} floats; medians of ${ROUNDS} rounds`);
console.log('ns an element; x copy: our values against copying; x libm: libm against ours, value and slope');
console.log('| function           | values | both | backward | x copy | x libm | [middle half] |');
console.log('| ------------------ | ------ | ---- | -------- | ------ | ------ | ------------- |');
for (let index = 0; index < count(); ++index) {
  const apart = kernels._disagreement(index);
  assert.ok(apart < 1e-5, `${label(index)}: not the same work, ${apart} apart`);
  const times = 10;
  const copy = () => kernels._copy(times);
  const values = measure(() => kernels._values(index, times), copy, times);
  const backward = measure(() => kernels._backward(index, times), copy, times);
  const both = measure(
    () => kernels._both(index, 1),
    () => kernels._libm(index, 1),
    1,
  );
  const cells = [
    label(index).padEnd(18),
    values.ns.toFixed(2).padStart(6),
    both.ns.toFixed(2).padStart(4),
    backward.ns.toFixed(2).padStart(8),
    (1 / values.ratio).toFixed(1).padStart(6),
    both.ratio.toFixed(1).padStart(6),
    `[${both.low.toFixed(1)}, ${both.high.toFixed(1)}]`.padStart(13),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
