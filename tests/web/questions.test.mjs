// @ts-check
// Questions on the page: asked from their list, answered in a sentence with the run's own numbers. That the experiments
// show what they ask is tests/wasm/questions.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { untilLab, useBrowser, visibleText, withLab } from './browser.mjs';

const { open } = useBrowser({ figure: 'reluctant-lab', usual: { reducedMotion: 'reduce' } });

/** @param {import('playwright-core').Page} page @param {string} question */
async function ask(page, question) {
  await page.getByRole('button', { name: /^Question:/ }).click();
  await page.locator('reluctant-lab .questions').getByRole('button', { name: question }).click();
  await page.getByRole('button', { name: `Question: ${question}` }).waitFor();
}

/** Question, step of the answer, and what it says with the numbers that stand on the page as well. */
const answers = /** @type {const} */ ([
  ['Too fast?', 240, /dead\. At step 120 the learning rate came down, and none came back/],
  ['A very negative bias?', 300, /dead before the first step, and none came back\. .* \d+ of 300 points wrong/],
  ['Born dead?', 300, /dead at birth.*After 300 steps the network still says the same of every point/],
  ['Rescued by a leak?', 320, /were dead when the slope came at step 240; 0 are now/],
  ['Does depth kill?', 100, /Dead by layer.*Of layer 8 nobody is left/],
  [
    'Can SELU keep its balance?',
    100,
    /mean output lies between −0\.\d+ and 0\.\d+, the variance between 0\.\d+ and 1\.\d+: SELU/,
  ],
  ['Is batch norm a vaccine?', 100, /of 24 neurons are dead all the same/],
  ['Does a dead neuron matter?', 200, /of 32 neurons are dead, and \d+ of 300 points are wrong/],
]);

test('every question is asked with a sentence and answered with the numbers of the run', async () => {
  const { page, problems } = await open();
  for (const [question, step, said] of answers) {
    await ask(page, question);
    const caption = page.locator('reluctant-lab .caption');
    const first = await caption.innerText();
    assert.ok(first.startsWith(question), first);
    await withLab(page, (lab, wanted) => lab.seek(wanted), step);
    if (question.includes('SELU')) await page.getByText('SELU pulls them').waitFor(); // its numbers are measured on demand
    const answer = await caption.innerText();
    assert.match(answer, said);
    assert.notEqual(answer, first);
    assert.doesNotMatch(await visibleText(page), /NaN|Infinity|undefined/);
  }
  assert.deepEqual(problems, []);
});

test('a change takes the question back and undo asks it again', async () => {
  const { page } = await open();
  await ask(page, 'Too fast?');
  await withLab(page, (lab) => lab.seek(150));
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await page.getByRole('button', { name: 'Question: Ask one' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Question: Too fast?' }).waitFor();
  await untilLab(page, (lab) => lab.at === 150);
});

test('a question plays by itself unless the reader wants no motion', async () => {
  const still = await open();
  await ask(still.page, 'Does depth kill?');
  await still.page.waitForTimeout(900);
  assert.equal(await withLab(still.page, (lab) => lab.at), 0);
  await still.close();
  const { page } = await open('/', { reducedMotion: 'no-preference' });
  await withLab(page, (lab) => lab.pause());
  await ask(page, 'Does depth kill?');
  await untilLab(page, (lab) => lab.at > 3);
});
