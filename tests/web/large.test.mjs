// @ts-check
// A large network in the lab: it says what it leaves out, and can be walked over, looked into and looked at closely.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { test } from 'node:test';
import { useBrowser, violationsOf, withLab } from './browser.mjs';

const { open } = useBrowser({ figure: 'reluctant-lab', usual: { reducedMotion: 'reduce' } });

/** 320 neurons, of which some die within a few steps. */
const large = {
  version: 1,
  seed: 3,
  data: { name: 'circle', samples: 200 },
  network: { hidden: Array(10).fill(32) },
  training: { optimizer: { name: 'sgd', learningRate: 0.3 }, batchSize: 8 },
};

/** @typedef {import('playwright-core').Page} Page */

/** The network after some steps, at rest. @param {import('playwright-core').BrowserContextOptions} [options] */
async function openLarge(options = {}) {
  const opened = await open(`/#${encodeURIComponent(JSON.stringify(large))}`, options);
  await withLab(opened.page, async (lab) => {
    await lab.step(60);
    await lab.seek(60); // what comes by seeking has no colours of events, which pass
  });
  return opened;
}

/** Waits until it is said of a neuron. */
const says = (/** @type {Page} */ page, /** @type {RegExp} */ words) =>
  page.locator('reluctant-lab .pointed').filter({ hasText: words }).waitFor();
const neurons = (/** @type {Page} */ page) => page.getByRole('listbox', { name: 'Neurons' });
const network = (/** @type {Page} */ page) => page.locator('reluctant-lab .network');
/** Where the layers' headings stand. */
const headings = (/** @type {Page} */ page) =>
  page.locator('reluctant-lab .heading').evaluateAll((all) => all.map((one) => Math.round(parseFloat(one.style.left))));
/** How far two layers stand apart. */
const spacing = async (/** @type {Page} */ page) => {
  const places = await headings(page);
  return ((places[9] ?? 0) - (places[0] ?? 0)) / 9;
};
/** Repeats `look` until it gives what is expected, for as long as a picture may take. */
async function becomes(/** @type {() => Promise<unknown>} */ look, /** @type {unknown} */ expected) {
  let found;
  for (let tries = 0; tries < 40; ++tries) {
    found = await look();
    if (found === expected) return;
    await pause(50);
  }
  assert.deepEqual(found, expected);
}
/** The place on the page of a layer's column, at a height of the network. */
async function placeIn(/** @type {Page} */ page, /** @type {number} */ layer, /** @type {number} */ y) {
  const box = await network(page).boundingBox();
  const x = (await headings(page))[layer] ?? 0;
  return { x: (box?.x ?? 0) + x, y: (box?.y ?? 0) + y };
}
/** The network's picture, as a short text that another picture has not. */
const pixels = async (/** @type {Page} */ page) => {
  const canvas = page.locator('reluctant-lab #network');
  const picture = await canvas.evaluate((one) => /** @type {HTMLCanvasElement} */ (one).toDataURL());
  return createHash('sha256').update(picture).digest('hex');
};

/** The picture once it stands still. */
async function settled(/** @type {Page} */ page) {
  for (let before = '', now = await pixels(page); ; before = now, now = await pixels(page)) {
    if (now === before) return now;
    await pause(150);
  }
}

test('a large network says what it leaves out and how many neurons are in each state', async () => {
  const { page, problems } = await openLarge();
  const footing = page.locator('reluctant-lab .footing');
  await page.getByText(/two strongest weights; 8,670 weaker weights are not drawn/).waitFor();
  await page.getByText(/Gradient by layer: 10⁻\S+ to 10\S+, logarithmic/).waitFor();
  assert.equal((await headings(page)).length, 10);
  const counts = await page.locator('reluctant-lab .tally dd').allInnerTexts();
  assert.equal(
    counts.reduce((sum, count) => sum + Number(count), 0),
    320,
  );
  const dead = Number(await page.locator('reluctant-lab .count .number').innerText());
  const byLayer = await page.locator('reluctant-lab .heading span').allInnerTexts();
  assert.ok(dead > 0, 'nobody is dead');
  assert.equal(
    byLayer.reduce((sum, text) => sum + parseInt(text, 10), 0),
    dead,
  );
  const { font, seen } = await footing.evaluate((one) => ({
    font: parseFloat(getComputedStyle(one).fontSize),
    seen: one.getBoundingClientRect().bottom <= innerHeight,
  }));
  assert.ok(font >= 12 && seen);
  assert.deepEqual(problems, []);
});

test('a neuron reached by keys is named and its edges appear and nothing moves', async () => {
  const { page, problems } = await openLarge();
  const [before, places] = [await settled(page), await headings(page)];
  await neurons(page).focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  await says(page, /^Layer 3, neuron 4: \S.*, fires for \d+% of the points/);
  const focused = await settled(page);
  assert.notEqual(focused, before);
  assert.deepEqual(await headings(page), places);
  await page.keyboard.press('End');
  await says(page, /^Layer 3, neuron 32: /);
  assert.notEqual(await settled(page), focused);
  await page.keyboard.press('Tab');
  await becomes(() => pixels(page), before);
  assert.deepEqual(problems, []);
});

test('keys and buttons look closer and back and what is seen stays while the run goes on', async () => {
  const { page, problems } = await openLarge();
  const whole = await spacing(page);
  await neurons(page).focus();
  await page.keyboard.press('+');
  await becomes(async () => Math.round(((await spacing(page)) / whole) * 10), 15);
  await page.keyboard.press('=');
  await page.keyboard.press('-');
  await becomes(async () => Math.round(((await spacing(page)) / whole) * 10), 15);
  const there = await headings(page);
  await withLab(page, (lab) => lab.step(5));
  await settled(page);
  assert.deepEqual(await headings(page), there, 'the view was lost with the next step');
  await page.keyboard.press('0');
  await becomes(() => spacing(page), whole);

  const closer = page.getByRole('button', { name: 'Look closer' });
  const back = page.getByRole('button', { name: 'Step back' });
  const all = page.getByRole('button', { name: 'See the whole network' });
  assert.equal(await back.getAttribute('aria-disabled'), 'true');
  await closer.click();
  await closer.click();
  await becomes(async () => Math.round(((await spacing(page)) / whole) * 100), 225);
  assert.equal(await back.getAttribute('aria-disabled'), 'false');
  await back.click();
  await becomes(async () => Math.round(((await spacing(page)) / whole) * 10), 15);
  await closer.focus();
  await page.keyboard.press('Enter');
  await becomes(async () => Math.round(((await spacing(page)) / whole) * 100), 225);
  await all.click();
  await becomes(() => spacing(page), whole);
  assert.equal(await all.getAttribute('aria-disabled'), 'true');
  for (let presses = 0; presses < 12; ++presses) await page.keyboard.press('+');
  await becomes(() => closer.getAttribute('aria-disabled'), 'true');
  assert.deepEqual(problems, []);
});

test('a neuron that keys reach beside the view comes into it', async () => {
  const { page } = await openLarge();
  await neurons(page).focus();
  for (let presses = 0; presses < 4; ++presses) await page.keyboard.press('+');
  for (let presses = 0; presses < 9; ++presses) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await says(page, /^Layer 10, neuron 32: /);
  const width = (await network(page).boundingBox())?.width ?? 0;
  await becomes(async () => {
    const x = (await headings(page))[9] ?? 0;
    return x > 0 && x < width;
  }, true);
});

test('a wheel scrolls the page until the network has the focus and then looks closer', async () => {
  const { page, problems } = await openLarge();
  const whole = await spacing(page);
  const { x, y } = await placeIn(page, 4, 300);
  await page.mouse.move(x + 25, y);
  await page.mouse.wheel(0, -300);
  await settled(page);
  assert.equal(await spacing(page), whole);
  await neurons(page).focus();
  await page.mouse.wheel(0, -300);
  await becomes(async () => (await spacing(page)) > 1.5 * whole, true);

  const there = await headings(page);
  await page.mouse.down();
  await page.mouse.move(x - 35, y - 10, { steps: 4 });
  await page.mouse.up();
  await becomes(async () => ((await headings(page))[4] ?? 0) - (there[4] ?? 0), -60);
  assert.equal(await page.locator('reluctant-lab .microscope').count(), 0, 'a drag chose a neuron');
  assert.deepEqual(problems, []);
});

test('the first tap of a finger looks at a neuron and the second opens it', async () => {
  const { page, problems } = await openLarge({ viewport: { width: 820, height: 1180 }, hasTouch: true });
  await page.locator('reluctant-lab .network').scrollIntoViewIfNeeded();
  const { x, y } = await placeIn(page, 4, 200);
  await page.touchscreen.tap(x, y);
  await says(page, /^Layer 5, neuron \d+: /);
  const unit = page.locator('reluctant-lab #neuron');
  assert.equal(await unit.getAttribute('aria-selected'), 'false');
  const first = await unit.innerText();
  await page.touchscreen.tap(x, y);
  await page.locator('reluctant-lab .microscope').waitFor();
  assert.equal(await unit.innerText(), first);
  assert.deepEqual(problems, []);
});

test('two fingers look closer', async () => {
  const { page, problems } = await openLarge({ hasTouch: true });
  const whole = await spacing(page);
  const { x, y } = await placeIn(page, 4, 250);
  const session = await page.context().newCDPSession(page);
  const fingers = (/** @type {string} */ type, /** @type {number} */ apart) =>
    session.send('Input.dispatchTouchEvent', {
      type: /** @type {'touchStart'} */ (type),
      touchPoints: type === 'touchEnd' ? [] : [-1, 1].map((side, id) => ({ x: x + side * apart, y, id })),
    });
  await fingers('touchStart', 30);
  for (const apart of [40, 50, 60]) await fingers('touchMove', apart);
  await fingers('touchEnd', 60);
  await becomes(async () => Math.round(((await spacing(page)) / whole) * 10), 20);
  assert.deepEqual(problems, []);
});

for (const width of [390, 768, 1440])
  test(`a large network at ${width} runs nowhere out to the side and axe finds nothing`, async () => {
    const { page, problems } = await openLarge({ viewport: { width, height: 900 } });
    await neurons(page).focus();
    await page.keyboard.press('ArrowRight');
    const figure = page.locator('reluctant-lab .figure');
    assert.ok(await figure.evaluate((one) => one.scrollWidth <= one.clientWidth && one.clientWidth <= innerWidth));
    assert.deepEqual(await violationsOf(page), []);
    assert.deepEqual(problems, []);
  });

test('another network is seen whole again', async () => {
  const { page } = await openLarge();
  await page.getByRole('button', { name: 'Look closer' }).click();
  assert.equal(await page.getByRole('button', { name: 'Step back' }).getAttribute('aria-disabled'), 'false');
  await withLab(page, (lab) => lab.load({ scenario: { network: { hidden: [8, 8] } } }));
  await becomes(() => page.getByRole('button', { name: 'Step back' }).getAttribute('aria-disabled'), 'true');
  await becomes(() => page.locator('reluctant-lab .footing').innerText(), '');
});
