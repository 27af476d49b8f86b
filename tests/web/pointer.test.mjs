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

/** @param {import('playwright-core').Page} page */
const said = (page) => page.locator('reluctant-lab .pointed').innerText();
/** @param {import('playwright-core').Page} page */
const chosen = (page) => page.locator('reluctant-lab #neuron').getAttribute('aria-selected');

test('keys walk over the neurons and Enter chooses one', async () => {
  const { page, problems } = await atStep(93);
  await page.getByRole('listbox', { name: 'Neurons' }).focus();
  assert.match(await said(page), /^Layer 1, neuron 1: /);
  for (const [key, place] of [
    ['ArrowDown', 'Layer 1, neuron 2'],
    ['ArrowRight', 'Layer 2, neuron 2'],
    ['End', 'Layer 2, neuron 8'],
    ['ArrowDown', 'Layer 2, neuron 8'],
    ['ArrowLeft', 'Layer 1, neuron 8'],
    ['ArrowUp', 'Layer 1, neuron 7'],
  ]) {
    await page.keyboard.press(key ?? '');
    assert.ok((await said(page)).startsWith(`${place}: `), `after ${key}: ${await said(page)}`);
  }
  assert.match(await said(page), /dead, fires for 0% of the points, largest sum −/);
  await page.keyboard.press('Enter');
  assert.equal(await chosen(page), 'true');
  assert.equal(await withLab(page, (lab) => lab.at), 93, 'a key of the list moved the run');
  await page.getByRole('slider', { name: 'Step shown' }).focus();
  assert.ok((await said(page)).startsWith('Layer 1, neuron 7: '), 'the choice went with the focus');
  await page.getByRole('listbox', { name: 'Neurons' }).focus();
  await page.keyboard.press('Escape');
  assert.equal(await chosen(page), 'false');
  assert.deepEqual(problems, []);
});

test('a neuron is pointed at and chosen by hand and another network begins without it', async () => {
  const { page, problems } = await atStep(20);
  const network = page.locator('reluctant-lab .network');
  const box = await network.boundingBox();
  const heading = await page.locator('reluctant-lab .heading').first().boundingBox();
  const place = { x: (heading?.x ?? 0) + (heading?.width ?? 0) / 2 - (box?.x ?? 0), y: 75 };
  await network.hover({ position: place });
  assert.match(await said(page), /^Layer 1, neuron 1: /);
  await network.click({ position: place });
  await page.mouse.move(5, 5);
  assert.equal(await chosen(page), 'true');
  await page.getByRole('button', { name: /^Question:/ }).click();
  await page.getByRole('button', { name: 'Does a dead neuron matter?' }).click();
  await page.getByRole('button', { name: 'Question: Does a dead neuron matter?' }).waitFor();
  assert.equal(await said(page), '');
  assert.equal(await chosen(page), 'false');
  assert.deepEqual(problems, []);
});
