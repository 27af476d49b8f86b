// @ts-check
// The figure of a page, in it or in one of its frames, for both drivers: Playwright's Chromium and Puppeteer's Firefox.
// Who starts Chromium is browser.mjs.
import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const firefox = '/usr/bin/firefox-esr';
/** Why tests in Firefox step aside, or false. */
export const noFirefox = existsSync(firefox) ? false : `there is no ${firefox}`;

/** @param {Record<string, unknown>} [prefs] what the browser's owner has set */
export const launchFirefox = (prefs = {}) =>
  puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox,
    protocol: 'webDriverBiDi',
    headless: true,
    // The driver turns this off, and then a page that fails from the disk would pass.
    extraPrefsFirefox: { 'security.fileuri.strict_origin_policy': true, ...prefs },
  });

/**
 * Waits for a frame of the page in which `work` answers something.
 *
 * @template Result
 * @param {any} page  of Playwright or of Puppeteer
 * @param {() => Result | Promise<Result>} work  runs in the frame
 * @returns {Promise<NonNullable<Awaited<Result>>>}
 */
export async function inSomeFrame(page, work) {
  for (;;) {
    for (const frame of page.frames()) {
      const found = await frame.evaluate(work).catch(() => null);
      if (found !== null && found !== undefined) return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The figure, trained 40 steps. @param {any} page  of Playwright or of Puppeteer */
export const trained = (page) => inSomeFrame(page, trainedFigure);

/** Runs in a frame: null where no figure stands. */
async function trainedFigure() {
  const figure = /** @type {any} */ (document.querySelector('reluctant-lab:defined, reluctant-neuron:defined'));
  if (!figure) return null;
  await figure.ready;
  const { scenario, controls } = figure;
  const { trainLoss } = await figure.step(40);
  return { scenario, controls, loss: trainLoss };
}
