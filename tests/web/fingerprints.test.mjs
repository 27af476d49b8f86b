// @ts-check
// The same Scenario gives the same bits in Chromium and Firefox, with and without SIMD. The table is tests/golden.
// A red test means that somebody's link shows another run than yesterday: see tests/README.md before touching the table.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dist, testInFirefox, useBrowser } from './browser.mjs';

const folder = new URL('..', import.meta.url);
/** @type {{ scenarios: Record<string, { steps: number, fingerprint: string }> }} */
const golden = JSON.parse(readFileSync(new URL('golden/fingerprints.json', folder), 'utf8'));
const table = Object.entries(golden.scenarios).map(([name, { steps, fingerprint }]) => ({
  name,
  steps,
  fingerprint,
  scenario: JSON.parse(readFileSync(new URL(`scenarios/${name}.json`, folder), 'utf8')),
}));

const { server, open } = useBrowser({
  folder: dist,
  pages: { '/': '<!doctype html><html lang="en"><title>Fingerprints</title><link rel="icon" href="data:,"></html>' },
});

/** Runs in the browser. @param {{ simd: 'on' | 'off', rows: typeof table }} given */
async function fingerprints({ simd, rows }) {
  const address = '/index.browser.js';
  const { loadLab } = await import(address);
  const lab = await loadLab({ simd });
  return rows.map(({ name, steps, scenario }) => {
    const simulation = lab.simulate(scenario);
    simulation.step(steps);
    const fingerprint = simulation.fingerprint();
    simulation.dispose();
    return [name, fingerprint];
  });
}

const expected = table.map(({ name, fingerprint }) => [name, fingerprint]);

test('there is something to compare', () => assert.ok(table.length >= 64));

for (const simd of /** @type {const} */ (['on', 'off'])) {
  test(`Chromium with SIMD ${simd} has the golden bits`, async () => {
    const { page } = await open();
    assert.deepEqual(await page.evaluate(fingerprints, { simd, rows: table }), expected);
  });
}

testInFirefox('Firefox has the golden bits with SIMD on and off', async (page) => {
  await page.goto(server.origin);
  for (const simd of /** @type {const} */ (['on', 'off']))
    assert.deepEqual(await page.evaluate(fingerprints, { simd, rows: table }), expected);
});
