// Takes pictures of the built page in its forms and colours, and makes the README's picture of a dying neuron.
//   node tools/screenshots.mjs [folder]   pictures into build/screenshots, or the folder given
//   node tools/screenshots.mjs --readme   docs/dying-neuron.png
// @ts-check
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { launchChromium, site } from '../tests/web/browser.mjs';
import { serve } from '../tests/web/serve.mjs';

const sizes = [
  { width: 1440, height: 900, scale: 1 },
  { width: 768, height: 1024, scale: 1 },
  { width: 390, height: 844, scale: 2 },
];
/** Steps of the opening experiment at which somebody dies, and at which the rescue is pressed and judged. */
const moments = { deaths: 51, rescue: 240, rescued: 400 };

/** @typedef {import('playwright-core').Page} Page */

/** Plays up to `step` without the page's own pace. @param {Page} page @param {number} step */
const goTo = (page, step) =>
  page.evaluate(async (wanted) => {
    const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
    await lab.ready;
    await lab.pause();
    await lab.seek(0);
    while (lab.at < wanted) await lab.step(1);
  }, step);

/** The moment of a death in mid-air: one step further, and the picture while its rings are leaving. @param {Page} page */
const die = async (page) => {
  await goTo(page, moments.deaths - 1);
  await page.waitForTimeout(1200);
  await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).step(1));
  await page.waitForTimeout(140);
};

/** @param {Page} page */
const rescue = async (page) => {
  await goTo(page, moments.rescue);
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await page.getByRole('button', { name: 'Make it flat again' }).waitFor();
  await page.evaluate(async (wanted) => {
    const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
    while (lab.at < wanted) await lab.step(1);
  }, moments.rescued);
  await page.waitForTimeout(1200);
};

/** The explorer with a comparison. @param {Page} page */
const compare = async (page) => {
  await page.getByRole('button', { name: 'Measure again' }).waitFor();
  await page.getByRole('button', { name: /^SiLU:/ }).click();
  for (const name of ['ReLU', 'ELU']) await page.getByRole('button', { name: `Compare ${name}`, exact: true }).click();
  await page.evaluate(() => scrollTo(0, 0));
};

/** The single neuron after the step that kills it. @param {Page} page */
const kill = async (page) => {
  await page.evaluate(async () => {
    const neuron = /** @type {any} */ (document.querySelector('reluctant-neuron'));
    await neuron.ready;
    await neuron.step(1);
  });
  await page.waitForTimeout(1000);
};

/** The snippet of a frame, and the page in which it is tried. @param {Page} page */
const tryOut = async (page) => {
  await page.getByRole('radio', { name: 'HTML frame' }).check();
  await page.locator('.pane').scrollIntoViewIfNeeded();
  await page.getByText(/the figure is \d+ px high/).waitFor();
};

/** The twins where many neurons differ. @param {Page} page */
const differ = async (page) => {
  await page.evaluate(async (wanted) => {
    const twins = /** @type {any} */ (document.querySelector('reluctant-twins'));
    await twins.ready;
    await twins.pause();
    await twins.seek(wanted);
  }, moments.rescue);
  await page.waitForTimeout(1200);
};

/** Parts that a reader opens, each over the opening experiment. */
const opened = {
  /** @param {Page} page */
  settings: async (page) => {
    const board = page.getByRole('button', { name: 'All settings' });
    await ((await board.isVisible()) ? board : page.getByRole('button', { name: 'Settings' })).click();
  },
  /** A dead neuron of the first layer. @param {Page} page */
  microscope: async (page) => {
    await page.getByRole('listbox', { name: 'Neurons' }).focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('reluctant-lab .autopsy').waitFor();
  },
  /** @param {Page} page */
  questions: async (page) => {
    const sheet = page.getByRole('button', { name: 'Settings', exact: true });
    if (await sheet.isVisible()) await sheet.click();
    await page.getByRole('button', { name: /^Question/ }).click();
  },
  /** @param {Page} page */
  curves: async (page) => {
    await page.locator('reluctant-lab .charts > summary').click();
    await page.locator('reluctant-lab [data-plot=loss] canvas').waitFor();
  },
  /** @param {Page} page */
  own: async (page) => {
    const sheet = page.getByRole('button', { name: 'Settings', exact: true });
    if (await sheet.isVisible()) await sheet.click();
    await page.getByRole('button', { name: 'File', exact: true }).click();
    await page.getByRole('button', { name: 'Your own data' }).click();
  },
};

const [target = 'build/screenshots'] = process.argv.slice(2);
const server = await serve(site);
const browser = await launchChromium();

/** @param {{ width: number, height: number, scale: number, colorScheme: 'light' | 'dark' }} form */
const open = async ({ width, height, scale, colorScheme }, path = '/') => {
  const page = await browser.newPage({ viewport: { width, height }, deviceScaleFactor: scale, colorScheme });
  await page.goto(server.origin + path);
  return page;
};

if (target === '--readme') {
  const path = 'docs/dying-neuron.png';
  mkdirSync(dirname(path), { recursive: true });
  const page = await open({ width: 1104, height: 728, scale: 1, colorScheme: 'light' });
  await die(page);
  const box = await page.locator('reluctant-lab .network').boundingBox();
  if (!box) throw new Error('the network is not drawn');
  await page.screenshot({ path, clip: { ...box, x: 0, width: box.x + box.width } });
  console.log(path);
} else {
  mkdirSync(target, { recursive: true });
  for (const size of sizes)
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      const page = await open({ ...size, colorScheme });
      for (const [name, act] of /** @type {const} */ ([
        ['deaths', die],
        ['rescued', rescue],
      ])) {
        await act(page);
        const path = join(target, `${name}-${size.width}-${colorScheme}.png`);
        await page.screenshot({ path });
        console.log(path);
      }
      await page.close();
      for (const [name, act] of /** @type {const} */ ([
        ['activations', compare],
        ['neuron', kill],
        ['twins', differ],
        ['teachers', tryOut],
      ])) {
        const other = await open({ ...size, colorScheme }, `/${name}/`);
        await act(other);
        const path = join(target, `${name}-${size.width}-${colorScheme}.png`);
        await other.screenshot({ path, fullPage: true });
        console.log(path);
        await other.close();
      }
      for (const [name, act] of Object.entries(opened)) {
        const fresh = await open({ ...size, colorScheme });
        await goTo(fresh, moments.deaths);
        await act(fresh);
        await fresh.waitForTimeout(1200);
        const path = join(target, `${name}-${size.width}-${colorScheme}.png`);
        await fresh.screenshot({ path, fullPage: name === 'curves' });
        console.log(path);
        await fresh.close();
      }
    }
}
await browser.close();
await server.close();
