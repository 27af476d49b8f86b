// @ts-check
// reluctant.html from the disk, as by a double click: every page works and asks the network for nothing. The file for frames
// is embed.test.mjs.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { dist, launchChromium, openPage } from './browser.mjs';

const address = `file://${dist}/reluctant.html`;

test('it plays and leads to every page and asks the network for nothing', async (t) => {
  const browser = await launchChromium();
  t.after(() => browser.close());
  const { page, problems, requests } = await openPage(browser);
  await page.goto(address);
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('reluctant-lab'))?.at > 3);
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

const firefox = '/usr/bin/firefox-esr';
const away = existsSync(firefox) ? false : `there is no ${firefox}`;
test('Firefox plays it from the disk too', { skip: away }, async (t) => {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox,
    protocol: 'webDriverBiDi',
    headless: true,
    // The driver turns this off, and then a page that fails from the disk would pass.
    extraPrefsFirefox: { 'security.fileuri.strict_origin_policy': true },
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForFunction(() => /** @type {any} */ (document.querySelector('reluctant-lab'))?.at > 3);
});
