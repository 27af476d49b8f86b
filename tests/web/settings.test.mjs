// @ts-check
// All settings on their board, and what undo takes back. The few above the network are page.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { untilLab, useBrowser, withLab } from './browser.mjs';

const { catalogue } = await loadLab();

const { open } = useBrowser({ figure: 'reluctant-lab', usual: { reducedMotion: 'reduce' } });

/** The page at rest with its board open, every group unfolded. @param {unknown} [scenario] */
async function withBoard(scenario) {
  const fragment = scenario === undefined ? '' : `#${encodeURIComponent(JSON.stringify(scenario))}`;
  const opened = await open(`/${fragment}`);
  await opened.page.getByRole('button', { name: 'All settings' }).click();
  const groups = opened.page.locator('reluctant-lab .group');
  await groups.first().waitFor();
  await groups.evaluateAll((all) => all.forEach((group) => group.setAttribute('open', '')));
  return opened;
}

/** @param {import('playwright-core').Page} page @param {string} path */
const settingAt = (page, path) => page.locator(`reluctant-lab .setting[data-path="${path}"]`);

/** Types `text` where the setting at `path` is and leaves it. @param {import('playwright-core').Page} page @param {string} path @param {string} text */
async function type(page, path, text) {
  const input = settingAt(page, path).locator('input').first();
  await input.fill(text);
  await input.press('Enter');
}

const scenarioOf = (/** @type {import('playwright-core').Page} */ page) => withLab(page, (lab) => lab.scenario);

test('every field of the catalogue stands on the board once with its label and its sentence', async () => {
  const { page, problems } = await withBoard();
  for (const { path, label, sentence } of catalogue.fields.filter((field) => field.path !== 'version')) {
    const setting = settingAt(page, path);
    assert.equal(await setting.count(), 1, path);
    const text = await setting.innerText();
    assert.ok(text.includes(label) && text.includes(sentence), `${path}: ${text}`);
  }
  assert.deepEqual(problems, []);
});

test('parameters follow the choice that has them', async () => {
  const { page } = await withBoard();
  assert.equal(await settingAt(page, 'training.optimizer.momentum').count(), 1);
  await settingAt(page, 'training.optimizer').locator('select').selectOption('adam');
  await settingAt(page, 'training.optimizer.betas').waitFor();
  assert.equal(await settingAt(page, 'training.optimizer.momentum').count(), 0);
  await settingAt(page, 'training.optimizer.betas').getByLabel('Betas 2').fill('0.99');
  await settingAt(page, 'training.optimizer.betas').getByLabel('Betas 2').press('Enter');
  await untilLab(page, (lab) => lab.scenario.training.optimizer.betas?.[1] === 0.99);
});

test('what may change during the run is an intervention at the step shown', async () => {
  const { page, problems } = await withBoard();
  await withLab(page, (lab) => lab.step(30));
  await type(page, 'training.clipNorm', '0.5');
  await page.waitForFunction(() => location.hash !== '');
  const { interventions, training } = await scenarioOf(page);
  assert.deepEqual(
    interventions.toSorted((/** @type {any} */ a, /** @type {any} */ b) => a.step - b.step),
    [
      { step: 30, set: { 'training.clipNorm': 0.5 } },
      { step: 120, set: { 'training.optimizer.learningRate': 0.3 } },
    ],
  );
  assert.equal(training.clipNorm, 0);
  assert.equal(await withLab(page, (lab) => lab.at), 30);
  assert.deepEqual(problems, []);
});

test('what may not starts the run again with the same seed', async () => {
  const { page } = await withBoard();
  const { seed } = await scenarioOf(page);
  await withLab(page, (lab) => lab.step(30));
  await settingAt(page, 'network.batchNorm').locator('input').check();
  await untilLab(page, (lab) => lab.at === 0);
  const scenario = await scenarioOf(page);
  assert.deepEqual([scenario.network.batchNorm, scenario.seed], [true, seed]);
});

for (const [path, text, said] of [
  ['training.optimizer.learningRate', 'fast', 'expected a number in (0, 1000], found "fast"'],
  ['training.l2', '-1', 'expected a number in [0, 100], found -1'],
  ['data.samples', '', 'expected an integer in [2, 100000], found ""'],
  ['network.hidden', '0', 'expected an integer in [1, 1024], found 0'],
  ['seed', '1.5', 'expected an integer in [0, 4294967295], found 1.5'],
]) {
  test(`"${text}" for ${path} is refused beside the field and changes nothing`, async () => {
    const { page, problems } = await withBoard();
    await withLab(page, (lab) => lab.step(10));
    const former = await scenarioOf(page);
    await type(page, path ?? '', text ?? '');
    const alert = settingAt(page, path ?? '').getByRole('alert');
    assert.equal(await alert.innerText(), said);
    assert.deepEqual([await scenarioOf(page), await withLab(page, (lab) => lab.at)], [former, 10]);
    assert.equal(new URL(page.url()).hash, '');
    await type(page, 'training.l1', '0.001');
    await alert.waitFor({ state: 'detached' });
    assert.deepEqual(problems, []);
  });
}

test('an optional setting is given and taken away', async () => {
  const { page } = await withBoard();
  await type(page, 'data.seed', '5');
  await untilLab(page, (lab) => lab.scenario.data.seed === 5);
  await type(page, 'data.seed', '');
  await untilLab(page, (lab) => !('seed' in lab.scenario.data));
});

test('each layer can have its own activation and keeps it when layers are added', async () => {
  const { page, problems } = await withBoard();
  await settingAt(page, 'network.activation').getByLabel('Each layer its own activation').check();
  const second = page.getByRole('combobox', { name: 'Activation, layer 2' });
  await second.selectOption('elu');
  await untilLab(page, (lab) => lab.scenario.network.activation[1]?.name === 'elu');
  const hidden = settingAt(page, 'network.hidden');
  await hidden.getByRole('button', { name: 'Add a layer' }).click();
  await page.getByRole('combobox', { name: 'Activation, layer 3' }).waitFor();
  const { network } = await scenarioOf(page);
  assert.deepEqual(network.hidden, [8, 8, 8]);
  assert.deepEqual(
    network.activation.map((/** @type {any} */ { name }) => name),
    ['relu', 'elu', 'elu'],
  );
  assert.deepEqual(problems, []);
});

test('undo and redo walk over settings and interventions with the steps at which they were made', async () => {
  const { page, problems } = await withBoard();
  const stood = (/** @type {number} */ step, /** @type {any} */ scenario) =>
    untilLab(
      page,
      (lab, [at, text]) => lab.at === at && JSON.stringify(lab.scenario) === text,
      /** @type {const} */ ([step, JSON.stringify(scenario)]),
    );
  const first = await scenarioOf(page);
  assert.ok(await page.getByRole('button', { name: 'Undo' }).isDisabled());
  await withLab(page, (lab) => lab.step(25));
  await type(page, 'data.noise', '0.2');
  await untilLab(page, (lab) => lab.at === 0);
  const second = await scenarioOf(page);
  const there = await withLab(page, (lab) => lab.seek(60));
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await page.getByRole('button', { name: 'Make it flat again' }).waitFor();
  const third = await scenarioOf(page);

  await page.locator('reluctant-lab .figure').focus();
  await page.keyboard.press('Control+z');
  await stood(60, second);
  assert.deepEqual(await withLab(page, (lab) => lab.step(0)), there);
  await page.getByRole('button', { name: 'Undo' }).click();
  await stood(25, first);
  assert.ok(await page.getByRole('button', { name: 'Undo' }).isDisabled());
  await page.getByRole('button', { name: 'Redo' }).click();
  await stood(60, second);
  await page.locator('reluctant-lab .figure').focus();
  await page.keyboard.press('Control+Shift+z');
  await stood(60, third);
  assert.ok(await page.getByRole('button', { name: 'Redo' }).isDisabled());
  assert.deepEqual(problems, []);
});

test('Escape closes the board and the focus is where it was opened', async () => {
  const { page } = await withBoard();
  await settingAt(page, 'seed').locator('input').focus();
  await page.keyboard.press('Escape');
  await page.locator('reluctant-lab .drawer').waitFor({ state: 'hidden' });
  await untilLab(page, (lab) => lab.shadowRoot.activeElement?.className === 'everything');
});
