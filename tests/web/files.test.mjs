// @ts-check
// What a reader takes away and brings back: Scenario, tables, pictures, film, own data.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { untilLab, useBrowser, withLab } from './browser.mjs';

const lab = await loadLab();

const { open } = useBrowser({ figure: 'reluctant-lab', usual: { reducedMotion: 'reduce' } });

/** @param {number} step @param {string} [fragment] */
async function atStep(step, fragment = '') {
  const opened = await open(`/${fragment}`);
  await withLab(opened.page, (lab, wanted) => lab.seek(wanted), step);
  return opened;
}

/** What is saved under `item` of the menu. @param {import('playwright-core').Page} page @param {string} item */
async function saved(page, item) {
  await page.getByRole('button', { name: 'File', exact: true }).click();
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: item }).click();
  const download = await coming;
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

const scenarioOf = (/** @type {import('playwright-core').Page} */ page) => withLab(page, (lab) => lab.scenario);

test('a Scenario that was saved opens again with its interventions', async () => {
  const { page, problems } = await atStep(60);
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await page.getByRole('button', { name: 'Make it flat again' }).waitFor();
  const there = await scenarioOf(page);
  const { name, bytes } = await saved(page, 'Scenario (JSON)');
  assert.equal(name, 'reluctant.json');
  assert.deepEqual(JSON.parse(bytes.toString()), there);
  await page.getByRole('button', { name: 'New seed' }).click();
  await untilLab(page, (lab) => lab.at === 0);
  await page
    .locator('reluctant-lab .menu input[type=file]')
    .setInputFiles({ name, mimeType: 'application/json', buffer: bytes });
  await untilLab(page, (lab, text) => JSON.stringify(lab.scenario) === text, JSON.stringify(there));
  assert.deepEqual(problems, []);
});

for (const [what, text, said] of [
  ['no JSON', '{"seed":', /JSON/],
  ['a wrong Scenario', '{"data":{"name":"cats"}}', /data\.name: expected .* found "cats"/],
]) {
  test(`a file with ${what} says why and changes nothing`, async () => {
    const { page } = await atStep(20);
    const former = await scenarioOf(page);
    await page.locator('reluctant-lab .menu input[type=file]').setInputFiles({
      name: 'x.json',
      mimeType: 'application/json',
      buffer: Buffer.from(/** @type {string} */ (text)),
    });
    assert.match(await page.getByRole('alert').innerText(), /** @type {RegExp} */ (said));
    assert.deepEqual([await scenarioOf(page), await withLab(page, (lab) => lab.at)], [former, 20]);
  });
}

test('tables hold the run to the bit as the package gives it', async () => {
  const { page, problems } = await atStep(130);
  const scenario = await scenarioOf(page);
  const curves = (await saved(page, 'Curves (CSV)')).bytes.toString().trim().split('\r\n');
  const lives = (await saved(page, 'Lifelines (CSV)')).bytes.toString().trim().split('\r\n');
  const run = lab.simulate(scenario);
  assert.equal(curves.length, 132);
  const names = curves[0]?.split(',') ?? [];
  for (const step of [0, 51, 130]) {
    const report = run.seek(step);
    const { layers } = run.health();
    const row = curves[step + 1]?.split(',') ?? [];
    const cell = (/** @type {string} */ name) => Number(row[names.indexOf(name)]);
    assert.deepEqual(
      [cell('step'), cell('trainLoss'), cell('trainAccuracy')],
      [step, report.trainLoss, report.trainAccuracy],
    );
    layers.forEach((layer, l) => {
      assert.equal(cell(`layers[${l}].deadShare`), layer.dead / layer.units);
      assert.equal(cell(`layers[${l}].outputVariance`), layer.outputVariance);
    });
  }
  assert.equal(lives[0], 'layer,unit,from,to,state');
  const deaths = run.events().filter(({ kind, step }) => kind === 'died' && step <= 130);
  for (const { layer, unit, step } of deaths)
    assert.ok(
      lives.some((row) => row.startsWith(`${layer},${unit},${step},`) && row.endsWith(',dead')),
      `no row of the death of ${layer}, ${unit} at ${step}`,
    );
  assert.deepEqual(problems, []);
});

for (const hash of ['', '#{"data":{"name":"sine"}}', '#{"data":{"name":"gaussians","classes":5}}']) {
  test(`pictures are complete documents of ${hash || 'the opening experiment'}`, async () => {
    const { page, problems } = await atStep(93, hash);
    const png = await saved(page, 'Picture (PNG)');
    assert.equal(png.bytes.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([png.bytes.readUInt32BE(16), png.bytes.readUInt32BE(20)], [2560, 1440]);
    const svg = (await saved(page, 'Picture (SVG)')).bytes.toString();
    assert.doesNotMatch(svg, /NaN|undefined|color-mix/);
    const elsewhere = await page.context().newPage(); // the page's own policy forbids it to parse
    const { wellFormed, words } = await elsewhere.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        wellFormed: root.querySelector('parsererror') === null,
        words: [...root.querySelectorAll('text')].map((one) => one.textContent),
      };
    }, svg);
    assert.ok(wellFormed);
    for (const word of ['step 93', 'Layer 1', 'dead share'])
      assert.ok(words.includes(word), `${word} is not in ${words}`);
    assert.deepEqual(problems, []);
  });
}

test('a film begins and ends and is a video', async () => {
  const { page, problems } = await atStep(10);
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('button', { name: 'Start a film' }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  await untilLab(page, (lab) => lab.at > 20);
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'End the film' }).click();
  const bytes = await readFile(await (await coming).path());
  assert.ok(bytes.length > 10_000, `${bytes.length} bytes`);
  assert.ok(bytes.toString('latin1', 4, 8) === 'ftyp' || bytes.readUInt32BE(0) === 0x1a45dfa3, 'neither MP4 nor WebM');
  assert.deepEqual(problems, []);
});

describe('own data', () => {
  /** @param {import('playwright-core').Page} page */
  const openOwn = async (page) => {
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await page.getByRole('button', { name: 'Your own data' }).click();
  };

  test('points are painted by hand and by keys and trained on', async () => {
    const { page, problems } = await atStep(5);
    await openOwn(page);
    await page.getByRole('button', { name: 'Clear' }).click();
    const use = page.getByRole('button', { name: 'Train on these points' });
    assert.ok(await use.isDisabled());
    const box = await page.locator('reluctant-lab .own canvas').boundingBox();
    const at = (/** @type {number} */ x, /** @type {number} */ y) =>
      /** @type {const} */ ([(box?.x ?? 0) + x * (box?.width ?? 0), (box?.y ?? 0) + y * (box?.height ?? 0)]);
    await page.mouse.move(...at(0.2, 0.2));
    await page.mouse.down();
    await page.mouse.move(...at(0.8, 0.2), { steps: 20 });
    await page.mouse.up();
    await page.getByRole('radio', { name: 'Class B' }).check();
    await page.locator('reluctant-lab .own canvas').focus();
    for (let times = 0; times < 5; ++times) {
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
    }
    await use.click();
    await untilLab(page, (lab) => lab.scenario.data.name === 'custom');
    const { data } = await scenarioOf(page);
    assert.equal(data.targets.filter((/** @type {number} */ target) => target === 0).length, 5);
    assert.ok(data.targets.length >= 12);
    assert.ok(
      data.inputs.every((/** @type {number[]} */ [x, y]) => Math.abs(x ?? 9) <= 1.2 && Math.abs(y ?? 9) <= 1.2),
    );
    assert.equal((await withLab(page, (lab) => lab.step(20))).step, 20);
    assert.deepEqual(problems, []);
  });

  test('a table is read by the core and what is wrong in it is said', async () => {
    const { page, problems } = await atStep(5);
    await openOwn(page);
    await page.getByLabel('Comma-separated values').fill('a,b,kind\n1,2,cat\n2,x,dog\n');
    await page.getByRole('button', { name: 'Train on this table' }).click();
    assert.match(await page.getByRole('alert').innerText(), /line 3, column 2/);
    assert.equal((await scenarioOf(page)).data.name, 'xor');
    await page.getByLabel('Comma-separated values').fill('a,b,kind\n1,2,cat\n2,1,dog\n3,5,cat\n4,2,dog\n');
    await page.getByRole('button', { name: 'Train on this table' }).click();
    await untilLab(page, (lab) => lab.scenario.data.name === 'custom');
    const { data } = await scenarioOf(page);
    assert.deepEqual(data.targets, [0, 1, 0, 1]);
    assert.equal(
      await page.locator('reluctant-lab .own').evaluate((dialog) => /** @type {any} */ (dialog).open),
      false,
    );
    assert.deepEqual(problems, []);
  });
});
