// @ts-check
// Starts Chromium for the browser tests, and collects what a page must not do. The server is serve.mjs.
import { chromium } from 'playwright-core';

/** Switches that keep a browser in a container quiet and offline. */
const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The built files. */
export const dist = new URL('../../dist', import.meta.url).pathname;
export const site = `${dist}/site`;

/** @param {string[]} [more] further switches */
export const launchChromium = (more = []) =>
  chromium.launch({ executablePath: '/usr/bin/chromium', args: [...switches, ...more] });

/**
 * A page of its own, with everything that its console and its network had to tell.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {import('playwright-core').BrowserContextOptions} [options]
 */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  /** @type {string[]} */
  const problems = [];
  /** @type {string[]} */
  const requests = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
  page.on('request', (request) => requests.push(request.url()));
  return { page, problems, requests, close: () => context.close() };
}

/**
 * Calls `work` in the page with the figure, once it is ready; `argument` must be plain data.
 *
 * @template Argument, Result
 * @param {import('playwright-core').Page} page
 * @param {(lab: any, argument: Argument) => Result | Promise<Result>} work
 * @param {Argument} [argument]
 * @returns {Promise<Result>}
 */
export async function withLab(page, work, argument) {
  await page.waitForSelector('reluctant-lab');
  // As an expression of the debugger, which the page's own policy does not bind.
  return /** @type {any} */ (
    page.evaluate(`(async () => {
      const lab = document.querySelector('reluctant-lab');
      await lab.ready;
      return (${work.toString()})(lab, ${JSON.stringify(argument)});
    })()`)
  );
}

/** All text that a reader of the page can see, shadow trees included. @param {import('playwright-core').Page} page */
export const visibleText = (page) =>
  page.evaluate(() => {
    /** @param {Node} node @returns {string} */
    const textOf = (node) => {
      if (node instanceof Text) return node.data;
      if (!(node instanceof Element || node instanceof DocumentFragment)) return '';
      if (node instanceof Element && ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(node.tagName)) return '';
      const shadow = node instanceof Element && node.shadowRoot ? textOf(node.shadowRoot) : '';
      const spoken =
        node instanceof Element ? ` ${node.getAttribute('aria-label') ?? ''} ${node.getAttribute('title') ?? ''} ` : '';
      return spoken + shadow + [...node.childNodes].map(textOf).join(' ');
    };
    return textOf(document.body);
  });
