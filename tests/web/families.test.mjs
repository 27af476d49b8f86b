// @ts-check
// The page with every kind of data and every activation that a Scenario can name. How a reader uses it is page.test.mjs.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { untilLab, useBrowser, visibleText, withLab } from './browser.mjs';

const { catalogue } = await loadLab();
const impossible = /NaN|Infinity|∞|undefined|\bnull\b/;

const { open } = useBrowser({ figure: 'reluctant-lab', usual: { reducedMotion: 'reduce' } });

const openAt = (/** @type {unknown} */ scenario) => open(`/#${encodeURIComponent(JSON.stringify(scenario))}`);

/** Waits until a canvas of the figure has more than a dozen colours. @param {import('playwright-core').Page} page @param {string} canvas */
const painted = (page, canvas) =>
  untilLab(
    page,
    (lab, selector) => {
      /** @type {HTMLCanvasElement} */
      const element = lab.shadowRoot.querySelector(selector);
      const picture = element.getContext('2d')?.getImageData(0, 0, element.width, element.height);
      return new Set(new Uint32Array(picture?.data.buffer ?? new ArrayBuffer(0))).size > 12;
    },
    canvas,
  );

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
      const { page, problems } = await openAt({ data, network: { hidden: [6, 4] } });
      assert.equal(await withLab(page, (lab) => lab.scenario.data.name), data['name']);
      assert.equal((await withLab(page, (lab) => lab.step(30))).step, 30);
      assert.match(await page.locator('reluctant-lab .cost').innerText(), /\d+ of \d+ wrong|loss [\d.]/);
      assert.doesNotMatch(await visibleText(page), impossible);
      for (const canvas of ['#network', '#surface']) await painted(page, canvas);
      assert.deepEqual(problems, []);
    });
  }
});

test('more than two inputs have no picture and the page says why and what the network gets wrong', async () => {
  const inputs = [[1, 2, 3], [2, 3, 4], [0, 1, 0], [4, 4, 1]]; // prettier-ignore
  const { page, problems } = await openAt({ data: { name: 'custom', inputs, targets: [0, 1, 0, 1] } });
  await withLab(page, (lab) => lab.step(30));
  await page.getByText('The network has 3 inputs').waitFor();
  assert.match(await page.locator('reluctant-lab .cost').innerText(), /of 3 wrong/);
  await painted(page, '#network');
  assert.deepEqual(problems, []);
});

test('a network without hidden neurons is drawn', async () => {
  const { page, problems } = await openAt({ data: { name: 'plane' }, network: { hidden: [] } });
  await withLab(page, (lab) => lab.step(5));
  await painted(page, '#surface');
  assert.equal(await page.locator('reluctant-lab .rescue').count(), 0, 'there is nobody to rescue');
  assert.deepEqual(problems, []);
});

test('weights too many to be drawn are counted', async () => {
  const { page } = await openAt({ network: { hidden: [64, 64] } });
  await page.getByText(/[\d,]+ weaker weights are not drawn/).waitFor();
});

test('the data control offers every family and rows of your own only while they are there', async () => {
  const { page, problems } = await openAt({
    data: { name: 'custom', inputs: [[0], [1], [2]], targets: [0, 1, 0], noise: 0.3, seed: 5 },
    training: { loss: 'binary-cross-entropy' },
  });
  const control = page.getByRole('combobox', { name: 'Data' });
  const offered = () => control.locator('option').evaluateAll((all) => all.map((one) => one.getAttribute('value')));
  const names = catalogue.datasets.map(({ name }) => name);
  assert.deepEqual(await offered(), names);
  await control.selectOption('abs');
  await untilLab(page, (lab) => lab.scenario.data.name === 'abs');
  const { noise, seed, inputs } = await withLab(page, (lab) => lab.scenario.data);
  assert.deepEqual([noise, seed, inputs], [0.3, 5, undefined]);
  assert.deepEqual(
    await offered(),
    names.filter((name) => name !== 'custom'),
  );
  assert.deepEqual(problems, []);
});

describe('every activation can be chosen in a run and runs on', () => {
  const scenario = { network: { hidden: [6, 4] } };
  /** @type {Awaited<ReturnType<typeof open>>} */
  let opened;
  before(async () => {
    opened = await openAt(scenario);
  });
  for (const { name, label, canDie } of catalogue.activations) {
    test(name, async () => {
      const { page, problems } = opened;
      await withLab(page, (lab, scenario) => lab.load({ scenario }).then(() => lab.seek(12)), scenario);
      if (name !== 'relu') await page.getByRole('combobox', { name: 'Activation' }).selectOption(name);
      await untilLab(
        page,
        ({ scenario }, wanted) =>
          wanted === 'relu' || scenario.interventions.at(-1)?.set['network.activation'].name === wanted,
        name,
      );
      assert.equal((await withLab(page, (lab) => lab.step(20))).step, 32);
      const rescue = page.locator('reluctant-lab .rescue');
      assert.equal(await rescue.count(), canDie ? 1 : 0);
      if (canDie) assert.ok((await rescue.innerText()).includes(label));
      assert.doesNotMatch(await visibleText(page), impossible);
      assert.deepEqual(problems, []);
    });
  }
});

describe('a run that diverges shows no impossible number', () => {
  /** @type {Awaited<ReturnType<typeof open>>} */
  let opened;
  before(async () => {
    opened = await open();
    await opened.page.locator('reluctant-lab .table summary').click();
    await opened.page.locator('reluctant-lab table').waitFor();
  });
  for (const { name } of catalogue.activations) {
    test(name, async () => {
      const { page, problems } = opened;
      const scenario = {
        data: { name: 'abs', samples: 60 },
        network: { hidden: [8, 8], activation: { name } },
        training: { optimizer: { learningRate: 1000 } },
      };
      await withLab(page, (lab, scenario) => lab.load({ scenario }).then(() => lab.step(200)), scenario);
      assert.equal(await withLab(page, (lab) => lab.scenario.network.activation.name), name);
      assert.doesNotMatch(await visibleText(page), impossible);
      assert.deepEqual(problems, []);
    });
  }
});
