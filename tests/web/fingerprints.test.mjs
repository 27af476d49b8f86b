// @ts-check
// The same Scenario gives the same bits in Chromium and Firefox, with and without SIMD. The table is tests/golden.
// A red test means that somebody's link shows another run than yesterday: see tests/README.md before touching the table.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { dist, launchChromium } from './browser.mjs';
import { serve } from './serve.mjs';

const folder = new URL('..', import.meta.url);
/** @type {{ scenarios: Record<string, { steps: number, fingerprint: string }> }} */
const golden = JSON.parse(readFileSync(new URL('golden/fingerprints.json', folder), 'utf8'));
const table = Object.entries(golden.scenarios).map(([name, { steps, fingerprint }]) => ({
  name,
  steps,
  fingerprint,
  scenario: JSON.parse(readFileSync(new URL(`scenarios/${name}.json`, folder), 'utf8')),
}));
const firefox = '/usr/bin/firefox-esr';

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  server = await serve(dist, {
    '/': '<!doctype html><html lang="en"><title>Fingerprints</title><link rel="icon" href="data:,"></html>',
  });
});
after(() => server?.close());

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
  test(`Chromium with SIMD ${simd} has the golden bits`, async (t) => {
    const browser = await launchChromium();
    t.after(() => browser.close());
    const page = await browser.newPage();
    await page.goto(server.origin);
    assert.deepEqual(await page.evaluate(fingerprints, { simd, rows: table }), expected);
  });
}

const away = existsSync(firefox) ? false : `there is no ${firefox}`;
test('Firefox has the golden bits with SIMD on and off', { skip: away }, async (t) => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox,
    protocol: 'webDriverBiDi',
    headless: true,
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(server.origin);
  for (const simd of /** @type {const} */ (['on', 'off']))
    assert.deepEqual(await page.evaluate(fingerprints, { simd, rows: table }), expected);
});
