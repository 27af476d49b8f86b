// @ts-check
// The ways into other people's pages, row by row, in Chromium and Firefox: each starts, or says why not. What a figure does
// once it stands is elements.test.mjs and embed.test.mjs; more of policies in Chromium is hosts.test.mjs.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { loadLab } from '../../dist/index.node.js';
import { dist, launchChromium, site, switches } from './browser.mjs';
import { inSomeFrame, launchFirefox, noFirefox, trained } from './figures.mjs';
import { serve } from './serve.mjs';

const short = { data: { name: 'circle', samples: 64 }, network: { hidden: [6] } };
const fragment = encodeURIComponent(JSON.stringify(short));
const figure = `<reluctant-lab scenario='${JSON.stringify(short)}'><p>A picture of a dead neuron.</p></reluctant-lab>`;
const page_ = (/** @type {string} */ body, policy = '') => `<!doctype html><html lang="en"><head>
${policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`}<title>Course notes</title>
<link rel="icon" href="data:,"></head><body>${body}</body></html>`;
const frame = (/** @type {string} */ src, attributes = '') =>
  page_(`<iframe title="A figure" width="640" height="560" ${attributes} src="${src}"></iframe>`);

const require_corp = { 'cross-origin-embedder-policy': 'require-corp' };
const isolation = { 'cross-origin-opener-policy': 'same-origin', ...require_corp };
const cors = { 'access-control-allow-origin': '*' };

/** The course. @type {Awaited<ReturnType<typeof serve>>} */
let hosts;
/** A web space that sends no header. @type {Awaited<ReturnType<typeof serve>>} */
let plain;
/** One that sends what lets a file be used everywhere. @type {Awaited<ReturnType<typeof serve>>} */
let open;
/** The many files of the site, without headers. @type {Awaited<ReturnType<typeof serve>>} */
let pages;
/** The same, for everybody. @type {Awaited<ReturnType<typeof serve>>} */
let openPages;
/** @type {Record<string, string>} */
const courses = {};
let lossAt40 = 0;

before(async () => {
  const everywhere = { ...cors, ...require_corp, 'cross-origin-resource-policy': 'cross-origin' };
  [hosts, plain, open, pages, openPages] = await Promise.all([
    serve(dist, courses, (path) => (path.startsWith('/isolated') ? isolation : {})),
    serve(dist),
    serve(dist, {}, () => everywhere),
    serve(site),
    serve(site, {}, () => cors),
  ]);
  const script = (/** @type {string} */ src) => `<script type="module" src="${src}"></script>`;
  Object.assign(courses, {
    '/element': page_(script('/elements.js') + figure),
    '/module-open': page_(script(`${open.origin}/elements.js`) + figure),
    '/module-plain': page_(script(`${plain.origin}/elements.js`) + figure),
    '/classic-plain': page_(`<script src="${plain.origin}/reluctant.iife.js"></script>${figure}`),
    '/amd': page_(
      `<script>define = () => { throw new Error('define'); }; define.amd = {};</script>
       <script src="/reluctant.iife.js"></script>${figure}`,
    ),
    '/no-worker': page_(script('/elements.js') + figure, "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'"),
    '/no-blob': page_(script('/elements.js') + figure, "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"),
    '/no-wasm': page_(script('/elements.js') + figure, "script-src 'self'; worker-src blob:"),
    '/trusted': page_(script('/elements.js') + figure, "require-trusted-types-for 'script'"),
    '/isolated-element': page_(script('/elements.js') + figure),
    '/isolated-plain': frame(`${plain.origin}/embed.html#${fragment}`),
    '/isolated-open': frame(`${open.origin}/embed.html#${fragment}`),
    '/frame': frame(`${plain.origin}/embed.html#${fragment}`),
    '/sandbox': frame(`${plain.origin}/embed.html#${fragment}`, 'sandbox="allow-scripts"'),
    '/sandbox-empty': frame(`${plain.origin}/embed.html#${fragment}`, 'sandbox=""'),
    '/sandbox-site-plain': frame(`${pages.origin}/#${fragment}`, 'sandbox="allow-scripts"'),
    '/sandbox-site-open': frame(`${openPages.origin}/#${fragment}`, 'sandbox="allow-scripts"'),
  });
  const lab = await loadLab();
  lossAt40 = lab.simulate(short).step(40).trainLoss;
});
after(() => Promise.all([hosts, plain, open, pages, openPages].map((server) => server?.close())));

/** @typedef {(page: any) => Promise<void>} Check */

/** @type {Check} */
const computes = async (page) => assert.equal((await trained(page)).loss, lossAt40);
/** The element's children stand where it cannot. @type {Check} */
const fallsBack = async (page) => {
  await inSomeFrame(page, () => (document.readyState === 'complete' ? true : null));
  const shown = await page.evaluate(() => {
    const child = document.querySelector('reluctant-lab p');
    return [customElements.get('reluctant-lab') === undefined, child?.getClientRects().length ?? 0];
  });
  assert.deepEqual(shown, [true, 1]);
};
/** The frame without script says what it would need. @type {Check} */
const saysNoScript = async (page) => {
  await page.waitForSelector('iframe');
  await inSomeFrame(page, () => (/takes JavaScript/.test(document.body.innerText) ? true : null));
};
/** The browser keeps the frame out: no document of ours is in it. @type {Check} */
const keptOut = async (page) => {
  await page.waitForSelector('iframe');
  await new Promise((resolve) => setTimeout(resolve, 700));
  for (const inner of page.frames().slice(1)) {
    const stands = await inner.evaluate(() => document.querySelector('reluctant-lab') !== null).catch(() => false);
    assert.equal(stands, false);
  }
};
/** Within a second, a sentence with what the page must allow. @type {Check} */
const saysWhatToAllow = async (page) => {
  const since = performance.now();
  await inSomeFrame(page, () => {
    const text = document.querySelector('reluctant-lab')?.shadowRoot?.textContent ?? '';
    return /wasm-unsafe-eval/.test(text) ? true : null;
  });
  assert.ok(performance.now() - since < 1000 * slowness, `${performance.now() - since} ms`);
};
/** A machine that runs other tests beside this one is slower than a reader's. */
const slowness = 5;

/** What Chromium does in a row that says `hosts` is a test of hosts.test.mjs. @type {[row: string, path: string, check: Check, there?: 'hosts'][]} */
const rows = [
  ['an element', '/element', computes],
  ['a module of another origin with CORS', '/module-open', computes, 'hosts'],
  ['a module of another origin without CORS leaves the fallback', '/module-plain', fallsBack],
  ['a classic script of another origin without CORS', '/classic-plain', computes, 'hosts'],
  ['a classic script beside RequireJS', '/amd', computes, 'hosts'],
  ['an element where workers are refused', '/no-worker', computes, 'hosts'],
  ['an element where blob workers are refused', '/no-blob', computes, 'hosts'],
  ['an element where WebAssembly is refused says so', '/no-wasm', saysWhatToAllow, 'hosts'],
  ['an element where Trusted Types are required', '/trusted', computes, 'hosts'],
  ['an element in an isolated page', '/isolated-element', computes, 'hosts'],
  ['a frame without headers is kept out of an isolated page', '/isolated-plain', keptOut],
  ['a frame with the right headers in an isolated page', '/isolated-open', computes, 'hosts'],
  ['a frame of another origin', '/frame', computes],
  ['a frame in a sandbox of scripts alone', '/sandbox', computes],
  ['a frame in an empty sandbox says that it needs JavaScript', '/sandbox-empty', saysNoScript],
  ['a page of many files is kept out of a sandbox', '/sandbox-site-plain', keptOut],
  ['a page of many files with CORS in a sandbox', '/sandbox-site-open', computes],
];

test('Chromium keeps every row of the matrix', async (t) => {
  const browser = await launchChromium();
  t.after(() => browser.close());
  for (const [row, path, check, there] of rows) {
    if (there) continue;
    await t.test(row, async () => {
      const page = await browser.newPage();
      await page.goto(hosts.origin + path);
      await check(page);
      await page.close();
    });
  }
});

test('Firefox keeps every row of the matrix', { skip: noFirefox }, async (t) => {
  const browser = await launchFirefox();
  t.after(() => browser.close());
  for (const [row, path, check] of rows) {
    await t.test(row, async () => {
      const page = await browser.newPage();
      await page.goto(hosts.origin + path);
      await check(page);
      await page.close();
    });
  }
});

/** In a frame: what a browser answers that keeps storage from third parties. */
const storage = () => {
  if (parent === window) return null;
  try {
    return localStorage ? 'open' : 'closed';
  } catch {
    return 'closed';
  }
};

test('Chromium runs the frame where third parties have no storage', async (t) => {
  const profile = mkdtempSync(join(tmpdir(), 'reluctant-profile-'));
  mkdirSync(join(profile, 'Default'));
  const settings = { profile: { cookie_controls_mode: 1, block_third_party_cookies: true } };
  writeFileSync(join(profile, 'Default', 'Preferences'), JSON.stringify(settings));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: '/usr/bin/chromium',
    args: switches,
  });
  t.after(async () => {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  });
  const page = await context.newPage();
  // Another site, not only another port: storage is refused by site.
  await page.goto(`${hosts.origin.replace('127.0.0.1', 'localhost')}/frame`);
  await computes(page);
  assert.equal(await inSomeFrame(page, storage), 'closed');
});

test('Firefox runs the frame where third parties have no storage', { skip: noFirefox }, async (t) => {
  const browser = await launchFirefox({ 'network.cookie.cookieBehavior': 1 });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(`${hosts.origin.replace('127.0.0.1', 'localhost')}/frame`);
  await computes(page);
  assert.equal(await inSomeFrame(page, storage), 'closed');
});
