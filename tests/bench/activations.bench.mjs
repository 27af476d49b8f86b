// The activation kernels as WebAssembly with SIMD, function by function: ns an element, against copying the array,
// against plain loops over libm's functions in the same module, and against the module without SIMD. How it races is
// race.mjs. No figure here passes or fails anything.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { machine } from './machine.mjs';
import { race } from './race.mjs';

const LENGTH = 100_000;
const ROUNDS = 15;
const SWEEPS = 10; // a round's, for what is quick

const load = async (/** @type {string} */ preset) => {
  const { status, stdout, stderr } = spawnSync('tools/emscripten', [preset, 'kernels'], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
  const kernels = await createRequire(import.meta.url)(`../../build/${preset}/tests/bench/kernels.cjs`)();
  kernels._prepare(LENGTH);
  return kernels;
};
const simd = await load('wasm-simd');
const scalar = await load('wasm-scalar');

const nanoseconds = (/** @type {number} */ milliseconds, /** @type {number} */ sweeps) =>
  ((milliseconds * 1e6) / (LENGTH * sweeps)).toFixed(2);

console.log(`${machine()}; ${LENGTH} floats; medians of ${ROUNDS} rounds [middle half]`);
console.log('ns an element for values, both, backward; values against a copy; libm and no SIMD against both');
console.log('| function          | values |   both | backward |    / copy |         libm x |      no SIMD x |');
console.log('| ----------------- | ------ | ------ | -------- | --------- | -------------- | -------------- |');
for (let index = 0; index < simd._case_count(); ++index) {
  const label = simd.ccall('label', 'string', ['number'], [index]);
  assert.ok(simd._disagreement(index) < 1e-5, `${label}: not the same work as libm`);
  assert.equal(simd._digest(index), scalar._digest(index), `${label}: not the same bits without SIMD`);
  const copied = race(
    () => simd._copy(SWEEPS),
    () => simd._values(index, SWEEPS),
    ROUNDS,
  );
  const back = race(
    () => simd._backward(index, SWEEPS),
    () => simd._copy(SWEEPS),
    ROUNDS,
  );
  const both = () => simd._both(index, 1);
  const plain = race(both, () => simd._libm(index, 1), ROUNDS);
  const narrow = race(both, () => scalar._both(index, 1), ROUNDS);
  const times = (/** @type {{ ratio: number, low: number, high: number }} */ { ratio, low, high }) =>
    `${ratio.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
  const cells = [
    label.padEnd(17),
    nanoseconds(copied.milliseconds * copied.ratio, SWEEPS).padStart(6),
    nanoseconds(plain.milliseconds, 1).padStart(6),
    nanoseconds(back.milliseconds, SWEEPS).padStart(8),
    copied.ratio.toFixed(1).padStart(9),
    times(plain).padStart(14),
    times(narrow).padStart(14),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
