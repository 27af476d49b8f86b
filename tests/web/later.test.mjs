// @ts-check
// What comes when it is asked for: a visit does not load it, and where it is not to be had the figure goes on and asks again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launchChromium, openPage, site, withLab } from './browser.mjs';
import { serve } from './serve.mjs';

const LATER = '**/assets/later/**';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;

before(async () => {
  [browser, server] = await Promise.all([launchChromium(), serve(site)]);
});
after(async () => {
  await browser?.close();
  await server?.close();
});

async function openLab() {
  const opened = await openPage(browser, { reducedMotion: 'reduce' });
  opened.page.setDefaultTimeout(15_000);
  await opened.page.goto(server.origin);
  await withLab(opened.page, (lab) => lab.seek(40));
  return { ...opened, later: () => opened.requests.filter((address) => address.includes('/later/')) };
}

/** @param {import('playwright-core').Page} page */
async function lookClosely(page) {
  await page.getByRole('listbox', { name: 'Neurons' }).focus();
  await page.keyboard.press('Enter');
}

test('a visit loads nothing of what comes later and each part comes once', async () => {
  const { page, problems, later, close } = await openLab();
  assert.deepEqual(later(), []);
  await lookClosely(page);
  await page.locator('reluctant-lab .microscope .autopsy').waitFor();
  await page.locator('reluctant-lab details.charts summary').click();
  await page.locator('reluctant-lab .canvas[data-plot] canvas').first().waitFor();
  const once = later();
  assert.equal(new Set(once).size, once.length);
  await page.locator('reluctant-lab .microscope .who button').click();
  await lookClosely(page);
  await page.locator('reluctant-lab .microscope .autopsy').waitFor();
  assert.deepEqual(later(), once);
  assert.deepEqual(problems, []);
  await close();
});

test('without the network a neuron says that it is looked at until its parts can be had', async () => {
  const { page, close } = await openLab();
  await page.route(LATER, (route) => route.abort());
  await lookClosely(page);
  await page.locator('reluctant-lab .microscope .looking').waitFor();
  await withLab(page, (lab) => lab.step());
  assert.equal(await withLab(page, (lab) => lab.at), 41);
  await page.unroute(LATER);
  await page.waitForTimeout(3200); // so long nothing is asked for again
  await withLab(page, (lab) => lab.step());
  await page.locator('reluctant-lab .microscope .autopsy').waitFor();
  await close();
});

test('without the network a table that cannot be written is told and the figure goes on', async () => {
  const { page, close } = await openLab();
  await page.route(LATER, (route) => route.abort());
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('button', { name: 'Curves (CSV)' }).click();
  assert.match(await page.getByRole('alert').innerText(), /^curves: /);
  await withLab(page, (lab) => lab.step());
  assert.equal(await withLab(page, (lab) => lab.at), 41);
  await close();
});
