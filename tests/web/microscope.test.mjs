// @ts-check
// The microscope: its numbers are the package's, its prescriptions work, and it is there for keys and ears too.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { untilLab, useBrowser, violationsOf, withLab } from './browser.mjs';

const lab = await loadLab();
const opening = JSON.parse(readFileSync(new URL('../scenarios/opening.json', import.meta.url), 'utf8'));
/** A neuron of the opening that its own update has killed by this step, and one that lives. */
const STEP = 130;
const DEAD = { layer: 0, unit: 1 };
const BORN_DEAD = { network: { bias: { name: 'constant', value: -6 } } };

const { open } = useBrowser({ figure: 'reluctant-lab', usual: { reducedMotion: 'reduce' } });

/**
 * @param {number} down how often to go down before the neuron of layer 1 is chosen
 * @param {{ step?: number, fragment?: string, options?: import('playwright-core').BrowserContextOptions }} [more]
 */
async function withNeuron(down, { step = STEP, fragment = '', options = {} } = {}) {
  const opened = await open(`/${fragment}`, options);
  await withLab(opened.page, (figure, wanted) => figure.seek(wanted), step);
  await opened.page.getByRole('listbox', { name: 'Neurons' }).focus();
  for (let k = 0; k < down; ++k) await opened.page.keyboard.press('ArrowDown');
  await opened.page.keyboard.press('Enter');
  await opened.page.locator('reluctant-lab .autopsy').waitFor();
  return opened;
}

/** Waits for the focus. @param {import('playwright-core').Page} page @param {string} id or the class */
const focused = (page, id) =>
  untilLab(
    page,
    ({ shadowRoot: { activeElement: place } }, wanted) => place?.id === wanted || place?.className === wanted,
    id,
  );
/** Waits for the name of the neuron looked at. @param {import('playwright-core').Page} page @param {string} name */
const named = (page, name) => page.locator('reluctant-lab .microscope h2').getByText(name, { exact: true }).waitFor();
/** @param {import('playwright-core').Page} page @param {string} selector */
const text = (page, selector) => page.locator(`reluctant-lab .microscope ${selector}`).innerText();
/** @param {import('playwright-core').Page} page @param {string} selector */
const drawn = async (page, selector) =>
  ((await page.locator(`reluctant-lab .sums ${selector}`).textContent()) ?? '').trim();
/** Three digits, as the page writes them. @param {number} value */
function digits(value) {
  const short = Number(value.toPrecision(3));
  const small = short !== 0 && Math.abs(value) < 1e-3;
  return (small ? short.toExponential() : String(short)).replaceAll('-', '−');
}

test('what it says of a dead neuron is what the package says', async () => {
  const { page, problems } = await withNeuron(DEAD.unit);
  const run = lab.simulate(opening);
  run.seek(STEP);
  const autopsy = run.autopsy(DEAD.layer, DEAD.unit);
  const { sums, upstream, slopes } = run.inspect(DEAD.layer, DEAD.unit);
  assert.ok(autopsy);
  assert.equal(autopsy.cause, 'own-update');
  assert.equal(await text(page, '.state'), `dead since step ${autopsy.step}`);
  const card = await text(page, '.autopsy');
  assert.match(card, /Killed by its own update\./);
  const [fallen, low] = autopsy.margins.values.slice(-2);
  assert.ok(card.includes(`from ${digits(fallen ?? NaN)} to ${digits(low ?? NaN)}.`), card);
  assert.ok(card.includes(`survives below ${digits(autopsy.criticalLearningRate ?? NaN)}`), card);
  assert.ok(card.includes(`used ${digits(autopsy.learningRate ?? NaN)}`), card);
  assert.equal(card.includes('This step killed it'), (autopsy.stepShare ?? 0) >= 0.5);
  assert.ok(card.includes(autopsy.permanent ? 'For good.' : 'Perhaps not for good.'));
  for (const { sentence } of autopsy.reasons) assert.ok(card.includes(sentence), sentence);
  const silent = sums.filter((sum) => sum <= 0).length;
  assert.equal(await drawn(page, '.silent'), `silent: ${silent} of ${sums.length}`);
  const row = Number(await page.getByLabel('point', { exact: true }).inputValue()) - 1;
  assert.ok(autopsy.lastRows.includes(row));
  assert.equal(await text(page, '[data-factor=upstream] b'), digits(upstream[row] ?? NaN));
  assert.equal(await text(page, '[data-factor=slope] b'), String(slopes[row]));
  assert.ok((await text(page, '[data-factor=slope] span')).endsWith(`z = ${digits(sums[row] ?? NaN)}`));
  assert.equal(await text(page, '[data-factor=result] b'), '0');
  assert.equal(
    await page.locator('reluctant-lab [data-factor=slope] b').evaluate((zero) => getComputedStyle(zero).fontSize),
    '58px',
  );
  assert.deepEqual(problems, []);
});

test('a prescription brings the neuron back and undo takes it back', async () => {
  const { page, problems } = await withNeuron(DEAD.unit);
  await page
    .getByRole('button', { name: /^Apply: Bias/ })
    .nth(1)
    .click();
  await page.getByText('Check-up').waitFor();
  assert.match(await text(page, '.state'), /^died at step \d+, back since step 130$/);
  assert.match(await text(page, '.events'), /came back at step 130\.$/);
  const { interventions } = await withLab(page, (figure) => figure.scenario);
  const prescribed = lab.simulate(opening);
  prescribed.seek(STEP);
  const { prescriptions = [] } = prescribed.autopsy(DEAD.layer, DEAD.unit) ?? {};
  assert.deepEqual(interventions.at(-1), { step: STEP, set: prescriptions[1]?.change });
  await focused(page, 'looked');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.locator('reluctant-lab .state[data-dead]').waitFor();
  assert.deepEqual(problems, []);
});

test('the born dead are called so and can be treated before the first step', async () => {
  const { page, problems } = await withNeuron(0, { step: 0, fragment: `#${JSON.stringify(BORN_DEAD)}` });
  assert.equal(await text(page, '.state'), 'dead since birth');
  assert.match(await text(page, '.autopsy'), /Born dead\./);
  assert.equal(await page.locator('reluctant-lab .rates').count(), 0);
  const { prescriptions = [] } = lab.simulate(BORN_DEAD).autopsy(0, 0) ?? {};
  await page
    .getByRole('button', { name: /^Apply: Bias/ })
    .first()
    .click();
  await page.getByText('Check-up').waitFor();
  await untilLab(page, (lab) => lab.scenario.interventions.length === 1);
  assert.deepEqual(await withLab(page, (figure) => figure.scenario.interventions), [
    { step: 0, set: prescriptions[0]?.change },
  ]);
  assert.deepEqual(problems, []);
});

test('keys open it and go to the next neuron and close it and the focus comes back', async () => {
  const { page, problems } = await withNeuron(0);
  await focused(page, 'looked');
  await page.keyboard.press('ArrowDown');
  await named(page, 'Layer 1, neuron 2');
  await page.keyboard.press('ArrowRight');
  await named(page, 'Layer 2, neuron 2');
  assert.equal(await withLab(page, (figure) => figure.at), STEP, 'a key of the microscope moved the run');
  await page.keyboard.press('Escape');
  await page.locator('reluctant-lab .microscope').waitFor({ state: 'detached' });
  await focused(page, 'neurons');
  assert.deepEqual(problems, []);
});

test('a living neuron has a check-up and its numbers follow the run and the row picked', async () => {
  const { page, problems } = await withNeuron(DEAD.unit, { step: 5 });
  assert.match(await text(page, '.autopsy'), /^Check-up\s+Alive and learning\.\s/);
  assert.equal(await text(page, '.state'), 'alive and learning');
  await withLab(page, (figure) => figure.step(1));
  const run = lab.simulate(opening);
  run.seek(6);
  const { sums } = run.inspect(DEAD.layer, DEAD.unit);
  await page.getByLabel('point', { exact: true }).fill('8');
  await page.keyboard.press('Enter');
  const said = `z = ${digits(sums[7] ?? NaN)}`;
  await untilLab(
    page,
    (figure, wanted) => figure.shadowRoot.querySelector('[data-factor=slope] span')?.textContent.endsWith(wanted),
    said,
  );
  assert.match(await drawn(page, '.fires'), new RegExp(`^fires: ${sums.filter((sum) => sum > 0).length}$`));
  assert.deepEqual(problems, []);
});

for (const [width, colorScheme] of /** @type {const} */ ([
  [1440, 'light'],
  [768, 'dark'],
  [390, 'dark'],
]))
  test(`axe finds nothing in it at ${width} in ${colorScheme} colours and nothing runs out`, async () => {
    const { page } = await withNeuron(DEAD.unit, { options: { viewport: { width, height: 900 }, colorScheme } });
    assert.deepEqual(await violationsOf(page), []);
    const beyond = await page
      .locator('reluctant-lab .microscope')
      .evaluate((panel) =>
        [...panel.querySelectorAll('*:not(svg *)')]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
          .map((one) => one.outerHTML.slice(0, 120)),
      );
    assert.deepEqual(beyond, []);
  });
