// @ts-check
// A neuron pointed at and chosen, by hand and by keys.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useBrowser, withLab } from './browser.mjs';

const { open } = useBrowser({ figure: 'reluctant-lab', usual: { reducedMotion: 'reduce' } });

async function atStep(/** @type {number} */ step) {
  const opened = await open();
  await withLab(opened.page, (lab, wanted) => lab.seek(wanted), step);
  return opened;
}

/** Waits until it is said of a neuron. @param {import('playwright-core').Page} page @param {RegExp} words */
const says = (page, words) => page.locator('reluctant-lab .pointed').filter({ hasText: words }).waitFor();
/** Waits until a neuron is chosen or none is. @param {import('playwright-core').Page} page @param {boolean} is */
const chosen = (page, is) => page.locator(`reluctant-lab #neuron[aria-selected=${is}]`).waitFor({ state: 'attached' });

test('keys walk over the neurons and Enter chooses one', async () => {
  const { page, problems } = await atStep(93);
  await page.getByRole('listbox', { name: 'Neurons' }).focus();
  await says(page, /^Layer 1, neuron 1: /);
  for (const [key, place] of [
    ['ArrowDown', 'Layer 1, neuron 2'],
    ['ArrowRight', 'Layer 2, neuron 2'],
    ['End', 'Layer 2, neuron 8'],
    ['ArrowDown', 'Layer 2, neuron 8'],
    ['ArrowLeft', 'Layer 1, neuron 8'],
    ['ArrowUp', 'Layer 1, neuron 7'],
  ]) {
    await page.keyboard.press(key ?? '');
    await says(page, new RegExp(`^${place}: `));
  }
  await says(page, /dead, fires for 0% of the points, largest sum −/);
  await page.keyboard.press('Enter');
  await chosen(page, true);
  assert.equal(await withLab(page, (lab) => lab.at), 93, 'a key of the list moved the run');
  await page.getByRole('slider', { name: 'Step shown' }).focus();
  await says(page, /^Layer 1, neuron 7: /); // the choice does not go with the focus
  await page.getByRole('listbox', { name: 'Neurons' }).focus();
  await page.keyboard.press('Escape');
  await chosen(page, false);
  assert.deepEqual(problems, []);
});

test('a neuron is pointed at and chosen by hand and another network begins without it', async () => {
  const { page, problems } = await atStep(20);
  const network = page.locator('reluctant-lab .network');
  const box = await network.boundingBox();
  const heading = await page.locator('reluctant-lab .heading').first().boundingBox();
  const place = { x: (heading?.x ?? 0) + (heading?.width ?? 0) / 2 - (box?.x ?? 0), y: 75 };
  await network.hover({ position: place });
  await says(page, /^Layer 1, neuron 1: /);
  await network.click({ position: place });
  await page.mouse.move(5, 5);
  await chosen(page, true);
  await page.getByRole('button', { name: /^Question:/ }).click();
  await page.getByRole('button', { name: 'Does a dead neuron matter?' }).click();
  await page.getByRole('button', { name: 'Question: Does a dead neuron matter?' }).waitFor();
  await page.locator('reluctant-lab .pointed:empty').waitFor({ state: 'attached' });
  await chosen(page, false);
  assert.deepEqual(problems, []);
});
