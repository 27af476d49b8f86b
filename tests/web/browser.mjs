// @ts-check
// Opens pages for the browser tests: starts Chromium and Firefox, collects what a page must not do, asks the figures in
// it. The server is serve.mjs.
import { existsSync } from 'node:fs';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './serve.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('playwright-core').Page | import('playwright-core').Frame} View */

/**
 * Parts of Chromium that are off. Of such lists only the last counts, so that this one repeats its driver's. The last two
 * are popups of the address bar: two more pages in every window, a third of all that a short test costs.
 */
const unwanted = [
  'AimEnabled',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
  'ThirdPartyStoragePartitioning',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxPopup',
];

/** Switches that keep a browser in a container quiet and offline. */
export const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${unwanted.join()}`,
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
 * Chromium and a server of `folder`, from the first test of the calling file to its last. A page is closed after the
 * test that opened it; one that `before` opened stays.
 *
 * @param {object} [given]
 * @param {string} [given.folder]
 * @param {Record<string, string>} [given.pages]  more paths, with their HTML
 * @param {(path: string) => Record<string, string>} [given.headers]  more headers of a path's answer
 * @param {string} [given.figure]  the tag of the figure that is ready in a page once it is open
 * @param {import('playwright-core').BrowserContextOptions} [given.usual]  options of every page
 */
export function useBrowser({ folder = site, pages, headers, figure, usual } = {}) {
  const server = useServer(folder, pages, headers);
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {import('playwright-core').BrowserContext[]} */
  let kept = [];
  before(async () => {
    browser = await launchChromium();
  });
  beforeEach(() => {
    kept = browser.contexts();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) if (!kept.includes(context)) await context.close();
  });
  after(() => browser?.close());
  return {
    server,
    /**
     * Opens a path of the server, or a whole address.
     *
     * @param {string} [path]
     * @param {import('playwright-core').BrowserContextOptions & { first?: () => void }} [options] `first` runs in the page
     * before all else
     */
    async open(path = '/', { first, ...options } = {}) {
      const opened = await openPage(browser, { ...usual, ...options });
      if (first) await opened.page.addInitScript(first);
      await opened.page.goto(new URL(path, server.origin).href);
      if (figure) await withFigure(figure)(opened.page, () => null);
      return opened;
    },
  };
}

/**
 * A server of `folder`, from the first test of the calling file to its last. Its origin is known once they run.
 *
 * @param {Parameters<typeof serve>} given
 */
export function useServer(...given) {
  /** @type {Awaited<ReturnType<typeof serve>>} */
  let server;
  before(async () => {
    server = await serve(...given);
  });
  after(() => server?.close());
  return {
    get origin() {
      return server.origin;
    },
  };
}

const firefox = '/usr/bin/firefox-esr';

/**
 * A test in a page of Firefox, where there is one.
 *
 * @param {string} name
 * @param {(page: import('puppeteer-core').Page) => Promise<void>} work
 */
export const testInFirefox = (name, work) =>
  test(name, { skip: existsSync(firefox) ? false : `there is no ${firefox}` }, async (t) => {
    const { default: puppeteer } = await import('puppeteer-core');
    const browser = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox,
      protocol: 'webDriverBiDi',
      headless: true,
      // The driver turns this off, and then a page that fails from the disk would pass.
      extraPrefsFirefox: { 'security.fileuri.strict_origin_policy': true },
    });
    t.after(() => browser.close());
    await work(await browser.newPage());
  });

/**
 * Calls with a figure once it is ready, and answers once it has drawn what came of it; `given` must be plain data.
 *
 * @typedef {<Given, Result>(view: View, work: (figure: any, given: Given) => Result | Promise<Result>, given?: Given) => Promise<Result>} Calls
 * @type {(tag: string) => Calls}
 */
export const withFigure = (tag) => async (view, work, given) => {
  await view.waitForSelector(tag);
  // As an expression of the debugger, which the page's own policy does not bind.
  return /** @type {any} */ (
    view.evaluate(`(async () => {
      await customElements.whenDefined('${tag}');
      const figure = document.querySelector('${tag}');
      await figure.ready;
      const result = await (${work.toString()})(figure, ${JSON.stringify(given)});
      await figure.updateComplete;
      return result;
    })()`)
  );
};

/**
 * Waits until something holds of a figure; `given` must be plain data.
 *
 * @typedef {<Given>(view: View, holds: (figure: any, given: Given) => unknown, given?: Given) => Promise<unknown>} Waits
 * @type {(tag: string) => Waits}
 */
export const untilFigure = (tag) => (view, holds, given) => {
  // A function whose text has the other in it: the page's policy would not let it make one of a text.
  const predicate = new Function('given', `return (${holds.toString()})(document.querySelector('${tag}'), given)`);
  return view.waitForFunction(/** @type {any} */ (predicate), given);
};

export const withLab = withFigure('reluctant-lab');
export const untilLab = untilFigure('reluctant-lab');

/**
 * What axe finds in a page at rest: it has taken the form of its window, and whatever moves has come to its end.
 *
 * @param {Page} page
 */
export async function violationsOf(page) {
  const { AxeBuilder } = await import('@axe-core/playwright');
  // What observes its size is told in the first frame, and has drawn what comes of it by the second.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await page.waitForFunction(() => {
    /** @param {Document | ShadowRoot} root @returns {boolean} */
    const rests = (root) =>
      root.getAnimations().every(({ playState }) => playState !== 'running') &&
      [...root.querySelectorAll('*')].every(({ shadowRoot }) => !shadowRoot || rests(shadowRoot));
    return rests(document);
  });
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode() // there is no frame in it whose findings a second page would have to join
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
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
