// @ts-check
// reluctant.html from the disk, as by a double click: every page works and asks the network for nothing. The file for frames
// is embed.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dist, testInFirefox, untilLab, useBrowser } from './browser.mjs';

const address = `file://${dist}/reluctant.html`;
const { open } = useBrowser();

test('it plays and leads to every page and asks the network for nothing', async () => {
  const { page, problems, requests } = await open(address);
  await untilLab(page, (lab) => lab?.at > 3);
  const links = await page.locator('.bar nav a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
  assert.ok(links.length >= 2, String(links));
  for (const link of links.reverse()) {
    await page.locator(`.bar nav a[href="${link}"]`).click();
    const name = link?.replace('?page=', '');
    await page.waitForSelector(`reluctant-${name}`);
    await page.evaluate((tag) => /** @type {any} */ (document.querySelector(tag)).ready, `reluctant-${name}`);
  }
  assert.deepEqual(problems, []);
  assert.deepEqual(
    requests.filter((url) => !/^(file|data|blob):/.test(url)),
    [],
  );
  assert.deepEqual(
    [...new Set(requests.filter((url) => url.startsWith('file:')).map((url) => new URL(url).pathname))],
    [`${dist}/reluctant.html`],
  );
});

testInFirefox('Firefox plays it from the disk too', async (page) => {
  await page.goto(address);
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('reluctant-lab'))?.at > 3);
});
