// @ts-check
// The page with every kind of data and every activation that a Scenario can name. How a reader uses it is page.test.mjs.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { launchChromium, openPage, site, visibleText, withLab } from './browser.mjs';
import { serve } from './serve.mjs';

const { catalogue } = await loadLab();
const impossible = /NaN|Infinity|∞|undefined|\bnull\b/;

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

/** @param {unknown} scenario */
async function openAt(scenario) {
  const opened = await openPage(browser, { reducedMotion: 'reduce' });
  await opened.page.goto(`${server.origin}/#${encodeURIComponent(JSON.stringify(scenario))}`);
  await withLab(opened.page, () => null);
  return opened;
}

/** How many colours a canvas of the figure has. @param {import('playwright-core').Page} page @param {string} canvas */
const coloursOf = (page, canvas) =>
  page.locator(`reluctant-lab ${canvas}`).evaluate((element) => {
    const { width, height } = /** @type {HTMLCanvasElement} */ (element);
    const picture = /** @type {HTMLCanvasElement} */ (element).getContext('2d')?.getImageData(0, 0, width, height);
    return new Set(new Uint32Array(picture?.data.buffer ?? new ArrayBuffer(0))).size;
  });

/** Shapes of data that no family draws. */
const own = {
  'one input and two classes': { inputs: [[-2], [-1], [0], [1], [2]], targets: [0, 0, 1, 1, 0] },
  'one input and three classes': { inputs: [[1], [2], [3], [4], [5], [6]], targets: [0, 0, 1, 1, 2, 2] },
  'one input and two values': { inputs: [[1], [2], [3], [4]], targets: [[0.5, 2], [1, 3], [2, 5], [0, 1]] }, // prettier-ignore
  'two inputs of very unlike size': { inputs: [[0, -400], [1, 20], [0.5, 600], [0.2, 0]], targets: [0, 1, 1, 0] }, // prettier-ignore
  'a single row': { inputs: [[3, 3]], targets: [0.5] },
  'ten classes': { inputs: Array.from({ length: 30 }, (_, k) => [k % 7, k % 5]), targets: Array.from({ length: 30 }, (_, k) => k % 10) }, // prettier-ignore
};
/** @type {[string, Record<string, unknown>][]} */
const pictured = [
  ...catalogue.datasets
    .filter(({ name }) => name !== 'custom')
    .map(({ name }) => /** @type {[string, Record<string, unknown>]} */ ([name, { name, samples: 80 }])),
  ...[3, 8].map((classes) => /** @type {[string, any]} */ ([`${classes} blobs`, { name: 'gaussians', classes }])),
  ...Object.entries(own).map(([what, rows]) => /** @type {[string, any]} */ ([what, { name: 'custom', ...rows }])),
];

describe('data of every kind open by a link and play and are pictured', () => {
  for (const [what, data] of pictured) {
    test(what, async () => {
      const { page, problems, close } = await openAt({ data, network: { hidden: [6, 4] } });
      assert.equal(await withLab(page, (lab) => lab.scenario.data.name), data['name']);
      assert.equal((await withLab(page, (lab) => lab.step(30))).step, 30);
      assert.match(await page.locator('reluctant-lab .cost').innerText(), /\d+ of \d+ wrong|loss [\d.]/);
      assert.doesNotMatch(await visibleText(page), impossible);
      for (const canvas of ['#network', '#surface'])
        assert.ok((await coloursOf(page, canvas)) > 12, `${canvas} is empty`);
      assert.deepEqual(problems, []);
      await close();
    });
  }
});

test('more than two inputs have no picture and the page says why and what the network gets wrong', async () => {
  const inputs = [[1, 2, 3], [2, 3, 4], [0, 1, 0], [4, 4, 1]]; // prettier-ignore
  const { page, problems, close } = await openAt({ data: { name: 'custom', inputs, targets: [0, 1, 0, 1] } });
  await withLab(page, (lab) => lab.step(30));
  await page.getByText('The network has 3 inputs').waitFor();
  assert.match(await page.locator('reluctant-lab .cost').innerText(), /of 3 wrong/);
  assert.ok((await coloursOf(page, '#network')) > 12);
  assert.deepEqual(problems, []);
  await close();
});

test('a network without hidden neurons is drawn', async () => {
  const { page, problems, close } = await openAt({ data: { name: 'plane' }, network: { hidden: [] } });
  await withLab(page, (lab) => lab.step(5));
  assert.ok((await coloursOf(page, '#surface')) > 12);
  assert.equal(await page.locator('reluctant-lab .rescue').count(), 0, 'there is nobody to rescue');
  assert.deepEqual(problems, []);
  await close();
});

test('weights too many to be drawn are counted', async () => {
  const { page, close } = await openAt({ network: { hidden: [64, 64] } });
  await page.getByText(/[\d,]+ weaker weights are not drawn/).waitFor();
  await close();
});

test('the data control offers every family and rows of your own only while they are there', async () => {
  const { page, problems, close } = await openAt({
    data: { name: 'custom', inputs: [[0], [1], [2]], targets: [0, 1, 0], noise: 0.3, seed: 5 },
    training: { loss: 'binary-cross-entropy' },
  });
  const control = page.getByRole('combobox', { name: 'Data' });
  const offered = () => control.locator('option').evaluateAll((all) => all.map((one) => one.getAttribute('value')));
  const names = catalogue.datasets.map(({ name }) => name);
  assert.deepEqual(await offered(), names);
  await control.selectOption('abs');
  await page.waitForFunction(
    () => /** @type {any} */ (document.querySelector('reluctant-lab')).scenario.data.name === 'abs',
  );
  const { noise, seed, inputs } = await withLab(page, (lab) => lab.scenario.data);
  assert.deepEqual([noise, seed, inputs], [0.3, 5, undefined]);
  assert.deepEqual(
    await offered(),
    names.filter((name) => name !== 'custom'),
  );
  assert.deepEqual(problems, []);
  await close();
});

describe('every activation can be chosen in a run and runs on', () => {
  for (const { name, label, canDie } of catalogue.activations) {
    test(name, async () => {
      const { page, problems, close } = await openAt({ network: { hidden: [6, 4] } });
      await withLab(page, (lab) => lab.seek(12));
      if (name !== 'relu') await page.getByRole('combobox', { name: 'Activation' }).selectOption(name);
      await page.waitForFunction(
        (wanted) =>
          wanted === 'relu' ||
          /** @type {any} */ (document.querySelector('reluctant-lab')).scenario.interventions.at(-1)?.set[
            'network.activation'
          ].name === wanted,
        name,
      );
      assert.equal((await withLab(page, (lab) => lab.step(20))).step, 32);
      const rescue = page.locator('reluctant-lab .rescue');
      assert.equal(await rescue.count(), canDie ? 1 : 0);
      if (canDie) assert.ok((await rescue.innerText()).includes(label));
      assert.doesNotMatch(await visibleText(page), impossible);
      assert.deepEqual(problems, []);
      await close();
    });
  }
});

describe('a run that diverges shows no impossible number', () => {
  for (const { name } of catalogue.activations) {
    test(name, async () => {
      const { page, problems, close } = await openAt({
        data: { name: 'abs', samples: 60 },
        network: { hidden: [8, 8], activation: { name } },
        training: { optimizer: { learningRate: 1000 } },
      });
      await withLab(page, (lab) => lab.step(200));
      await page.locator('reluctant-lab .table summary').click();
      await page.locator('reluctant-lab table').waitFor();
      assert.doesNotMatch(await visibleText(page), impossible);
      assert.deepEqual(problems, []);
      await close();
    });
  }
});
