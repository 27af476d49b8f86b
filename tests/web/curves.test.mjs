// @ts-check
// The curves of a run: their numbers, and the one cursor that they share with the lifelines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { untilLab, useBrowser, withLab } from './browser.mjs';

const lab = await loadLab();

const { open } = useBrowser({
  figure: 'reluctant-lab',
  usual: { reducedMotion: 'reduce', viewport: { width: 1440, height: 1300 } },
});

/** @param {number} step @param {string} [fragment] */
async function withCurves(step, fragment = '') {
  const opened = await open(`/${fragment}`);
  await withLab(opened.page, (figure, wanted) => figure.seek(wanted), step);
  await opened.page.locator('reluctant-lab .charts summary').click();
  await opened.page.locator('reluctant-lab [data-plot=loss] canvas').waitFor();
  return opened;
}

/** @param {import('playwright-core').Page} page @param {string} plot */
const sentence = (page, plot) => page.locator(`reluctant-lab [data-plot=${plot}]`).getAttribute('aria-label');
/** @param {import('playwright-core').Page} page @param {string} plot @param {RegExp} words */
const says = (page, plot, words) =>
  page.waitForFunction(
    ([name, pattern]) =>
      new RegExp(pattern ?? '').test(
        document
          .querySelector('reluctant-lab')
          ?.shadowRoot?.querySelector(`[data-plot=${name}]`)
          ?.getAttribute('aria-label') ?? '',
      ),
    [plot, words.source],
  );
const short = (/** @type {number} */ value) =>
  new Intl.NumberFormat('en', { maximumSignificantDigits: 3 }).format(value).replace('-', '−');

test('six plots hold the numbers of the run at the step shown', async () => {
  const { page, problems } = await withCurves(130, '#{"data":{"name":"circle","samples":100}}');
  assert.deepEqual(
    await page
      .locator('reluctant-lab [data-plot]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-plot'))),
    ['loss', 'accuracy', 'deadShare', 'gradientNorm', 'outputMean', 'outputVariance'],
  );
  const report = lab.simulate({ data: { name: 'circle', samples: 100 } }).seek(130);
  assert.equal(
    await sentence(page, 'loss'),
    `Loss at step 130: train ${short(report.trainLoss)}, test ${short(report.testLoss ?? NaN)}`,
  );
  assert.match((await sentence(page, 'outputVariance')) ?? '', /layer 1 [\d.]+, layer 2 [\d.]+/);
  assert.deepEqual(problems, []);
});

test('the cursor over a plot stands in every plot and in the lifelines and a press goes there', async () => {
  const { page, problems } = await withCurves(100);
  const plot = page.locator('reluctant-lab [data-plot=deadShare]');
  await plot.hover({ position: { x: 160, y: 60 } });
  await page.locator('reluctant-lab .tracks > .hovered').waitFor();
  const [step] = /step \d+/.exec((await sentence(page, 'deadShare')) ?? '') ?? [];
  assert.notEqual(step, 'step 100');
  await says(page, 'loss', new RegExp(`${step}:`));
  assert.equal(
    await page
      .locator('reluctant-lab .at.hovered')
      .evaluateAll(
        (all) => all.filter((one) => /** @type {HTMLElement} */ (one).style.visibility === 'visible').length,
      ),
    7,
  );
  await plot.click({ position: { x: 160, y: 60 } });
  await untilLab(page, (lab, wanted) => lab.at === wanted, Number(step?.slice(5)));
  await page.mouse.move(5, 5);
  await page.locator('reluctant-lab .tracks > .hovered').waitFor({ state: 'hidden' });
  assert.deepEqual(problems, []);
});

test('values have no accuracy and a changed run is measured anew', async () => {
  const { page, problems } = await withCurves(40, '#{"data":{"name":"sine","samples":100}}');
  assert.equal(await page.locator('reluctant-lab [data-plot=accuracy]').count(), 0);
  await page.getByRole('combobox', { name: 'Learning rate' }).selectOption('0.003');
  await withLab(page, (figure) => figure.step(60));
  const scenario = await withLab(page, (figure) => figure.scenario);
  const { trainLoss } = lab.simulate(scenario).seek(100);
  await says(page, 'loss', new RegExp(`step 100: train ${short(trainLoss).replace('.', '\\.')},`));
  await page.getByLabel('Logarithmic').uncheck();
  await page.waitForTimeout(200);
  assert.deepEqual(problems, []);
});
