// Training steps of some named Scenarios: the module with SIMD against the one without. How it races is race.mjs.
// No figure here passes or fails anything.
// @ts-check
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadLab } from '../../dist/index.node.js';
import { machine } from './machine.mjs';
import { race } from './race.mjs';

const STEPS = 200;
const simd = await loadLab({ simd: 'on' });
const scalar = await loadLab({ simd: 'off' });

console.log(`${machine()}; ${STEPS} steps a round; median of the rounds' ratios [its middle half]`);
for (const name of ['opening', 'circle-tanh', 'wide']) {
  const scenario = JSON.parse(readFileSync(new URL(`../scenarios/${name}.json`, import.meta.url), 'utf8'));
  const [ours, theirs] = [simd.simulate(scenario), scalar.simulate(scenario)];
  ours.step(STEPS);
  theirs.step(STEPS);
  assert.equal(ours.fingerprint(), theirs.fingerprint(), `${name}: not the same work`);
  const { ratio, low, high, milliseconds, rounds } = race(
    () => ours.step(STEPS),
    () => theirs.step(STEPS),
  );
  assert.equal(ours.fingerprint(), theirs.fingerprint(), `${name}: not the same work`);
  const pace = ((milliseconds * 1000) / STEPS).toFixed(1);
  console.log(
    `${name.padEnd(12)} ${pace} µs a step, ${ratio.toFixed(2)}x without SIMD [${low.toFixed(2)}, ${high.toFixed(2)}], ${rounds} rounds`,
  );
  ours.dispose();
  theirs.dispose();
}
