// @ts-check
// The ladder by which every form of the figures starts: a worker from an address, a worker from its source, the main
// thread, a sentence with a picture. Each rung is reached by a policy that forbids the one above. In Chromium and Firefox.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { loadLab } from '../../dist/index.node.js';
import { dist, launchChromium, openPage } from './browser.mjs';
import { serve } from './serve.mjs';

const scenario = { data: { name: 'circle', samples: 64 }, network: { hidden: [6] } };
const coded = encodeURIComponent(JSON.stringify(scenario));
const page_ = (/** @type {string} */ script) => `<!doctype html><html lang="en"><title>Course notes</title>
<link rel="icon" href="data:,"><body>${script}<reluctant-lab scenario='${JSON.stringify(scenario)}'></reluctant-lab></body></html>`;

/** Where each form of the figures is found, and whether a worker from an address is its first rung. */
const forms = {
  site: { path: `/site/#${coded}`, beside: true },
  elements: { path: '/elements', beside: false },
  iife: { path: '/iife', beside: false },
  embed: { path: `/embed.html#${coded}`, beside: false },
  offline: { path: `/reluctant.html#${coded}`, beside: false },
};

/** What is left to start with under a policy of the server, from the top of the ladder down. */
const rungs = {
  address: { policy: '', said: /^http/ },
  source: { policy: 'worker-src blob:', said: /^blob:/ },
  'main thread': { policy: "worker-src 'none'", said: /^none$/ },
  sentence: { policy: "worker-src 'none'; script-src 'self' 'unsafe-inline'", said: /wasm-unsafe-eval/ },
};

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** The rung that the server leaves. @type {keyof typeof rungs} */
let rung = 'address';
/** The loss after 40 steps. */
let loss = 0;

before(async () => {
  const pages = {
    '/elements': page_('<script type="module" src="/elements.js"></script>'),
    '/iife': page_('<script src="/reluctant.iife.js"></script>'),
  };
  const headers = (/** @type {string} */ path) => ({
    ...(rungs[rung].policy && { 'content-security-policy': rungs[rung].policy }),
    // Streaming compilers refuse this type, and some web spaces send it.
    ...(path.endsWith('.wasm') && { 'content-type': 'text/plain' }),
  });
  [browser, server] = await Promise.all([launchChromium(), serve(dist, pages, headers)]);
  loss = (await loadLab()).simulate(scenario).step(40).trainLoss;
});
after(async () => {
  await browser?.close();
  await server?.close();
});

/** Runs in a page: what the figure came to, or what it says instead. */
async function outcome() {
  while (!document.querySelector('reluctant-lab')) await new Promise((resolve) => setTimeout(resolve, 10));
  await customElements.whenDefined('reluctant-lab');
  const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
  const { trainLoss, said } = await lab.ready.then(
    () => lab.step(40),
    async () => {
      await lab.updateComplete;
      const alert = lab.shadowRoot.querySelector('[role=alert]');
      return {
        said: `${alert.textContent} ${alert.parentElement.querySelector('slot svg[role=img]') ? 'with a picture' : ''}`,
      };
    },
  );
  return { trainLoss, said };
}

for (const [form, { path, beside }] of Object.entries(forms)) {
  test(`the ${form} starts on the highest rung that its page leaves`, async () => {
    for (const [name, { said }] of Object.entries(rungs)) {
      if (name === 'address' && !beside) continue;
      rung = /** @type {keyof typeof rungs} */ (name);
      const { page, close } = await openPage(browser, { reducedMotion: 'reduce' });
      await page.goto(server.origin + path);
      const seen = await page.evaluate(outcome);
      const workers = page.workers().map((worker) => worker.url());
      if (rung === 'sentence') {
        assert.match(seen.said, said);
        assert.match(seen.said, /with a picture/);
      } else {
        assert.match(workers[0] ?? 'none', said, `${form} at ${rung}`);
        assert.equal(seen.trainLoss, loss);
      }
      await close();
    }
  });
}

test('a machine without SIMD takes the other module', async () => {
  rung = 'main thread';
  const { page, requests, close } = await openPage(browser, { reducedMotion: 'reduce' });
  await page.addInitScript(() => {
    WebAssembly.validate = () => false;
  });
  await page.goto(server.origin + forms.site.path);
  assert.equal((await page.evaluate(outcome)).trainLoss, loss);
  assert.equal(requests.filter((url) => url.endsWith('.wasm')).length, 1);
  await close();
});

const firefox = '/usr/bin/firefox-esr';
const away = existsSync(firefox) ? false : `there is no ${firefox}`;
test('Firefox climbs the same ladder', { skip: away }, async (t) => {
  const other = await puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox,
    protocol: 'webDriverBiDi',
    headless: true,
  });
  t.after(() => other.close());
  for (const form of /** @type {const} */ (['site', 'elements']))
    for (const [name, { said }] of Object.entries(rungs)) {
      rung = /** @type {keyof typeof rungs} */ (name);
      const page = await other.newPage();
      await page.goto(server.origin + forms[form].path);
      const seen = await page.evaluate(outcome);
      if (rung === 'sentence') assert.match(String(seen.said), said, form);
      else assert.equal(seen.trainLoss, loss, `${form} at ${rung}`);
      await page.close();
    }
});
