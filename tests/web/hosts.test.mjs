// @ts-check
// The elements in pages that are strict, old or crowded: each starts, or says within a second why not. The frame is
// embed.test.mjs, the element itself elements.test.mjs.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { dist, useBrowser, useServer, visibleText, withLab } from './browser.mjs';

const short = { data: { name: 'circle', samples: 64 }, network: { hidden: [6] } };
const figure = `<reluctant-lab scenario='${JSON.stringify(short)}'></reluctant-lab>`;
/** One figure that waits and 39 of all kinds that play. */
const crowd = ['lab', 'neuron', 'activations']
  .map((name) => `<reluctant-${name} autoplay></reluctant-${name}>`)
  .join('')
  .repeat(13)
  .replace(/^/, figure);
const page_ = (/** @type {string} */ body, policy = '') => `<!doctype html><html lang="en"><head>
${policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`}<title>Course notes</title>
<link rel="icon" href="data:,"></head><body>${body}</body></html>`;
const module_ = '<script type="module" src="/elements.js"></script>';

let lossAt40 = 0;
/** @type {Record<string, string>} */
const pages = {};

const isolation = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' };
/** What lets a file be used everywhere. */
const shared = {
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

/** Without a header, as a web space that knows no CORS. */
const plain = useServer(dist);
/** As the networks that deliver packages. */
const cdn = useServer(dist, {}, () => shared);
const { open } = useBrowser({
  folder: dist,
  pages,
  headers: (path) => (path.startsWith('/isolated') ? isolation : {}),
  usual: { viewport: { width: 900, height: 800 } },
});

before(async () => {
  const lab = await loadLab();
  lossAt40 = lab.simulate(short).step(40).trainLoss;
  Object.assign(pages, {
    '/no-worker': page_(module_ + figure, "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'"),
    '/no-blob': page_(module_ + figure, "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'"),
    '/no-wasm': page_(module_ + figure, "script-src 'self'; worker-src blob:"),
    '/trusted': page_(module_ + figure, "require-trusted-types-for 'script'"),
    '/trusted-names': page_(module_ + figure, "require-trusted-types-for 'script'; trusted-types lit-html"),
    '/no-style': page_(module_ + figure, "style-src 'none'"),
    '/amd': page_(
      `<script>called = 0; define = () => (called += 1); define.amd = {}; module = { exports: {} }; exports = module.exports;</script>
       <script src="/reluctant.iife.js"></script>${figure}`,
    ),
    '/classic-elsewhere': page_(`<script src="${plain.origin}/reluctant.iife.js"></script>${figure}`),
    '/module-elsewhere': page_(`<script type="module" src="${cdn.origin}/elements.js"></script>${figure}`),
    '/isolated': page_(module_ + figure),
    '/isolated-frame': page_(
      `<iframe title="A figure" src="${cdn.origin}/embed.html#${encodeURIComponent(JSON.stringify(short))}"></iframe>`,
    ),
    '/crowd': page_(module_ + crowd),
    '/no-script': page_(module_ + figure.replace('></', '><p>A picture of a dead neuron.</p></')),
    '/widget': page_('<div id="cell"></div>'),
  });
});

/** The loss of the first figure after 40 steps. @param {import('playwright-core').Page | import('playwright-core').Frame} page */
const trained = async (page) => (await withLab(page, (lab) => lab.step(40))).trainLoss;

for (const [path, situation] of [
  ['/no-worker', 'where workers are refused'],
  ['/no-blob', 'where blob workers are refused'],
  ['/trusted', 'where Trusted Types are required'],
  ['/trusted-names', 'where the names of policies are fixed and ours is none of them'],
  ['/no-style', 'where style sheets are refused'],
  ['/amd', 'beside RequireJS as a classic script'],
  ['/classic-elsewhere', 'as a classic script of another origin without CORS'],
  ['/module-elsewhere', 'as a module of another origin with CORS'],
  ['/isolated', 'in a page that is isolated from other origins'],
]) {
  test(`it computes the same numbers ${situation}`, async () => {
    const { page, problems } = await open(/** @type {string} */ (path));
    assert.equal(await trained(page), lossAt40);
    // What a policy refuses is told in the console by the browser; nothing else may be.
    assert.deepEqual(
      problems.filter((problem) => !/Content Security Policy|violates the following|TrustedScript/.test(problem)),
      [],
    );
    if (path === '/amd') assert.equal(await page.evaluate(() => /** @type {any} */ (window).called), 0);
  });
}

test('where WebAssembly is refused a sentence says what the page must allow', async () => {
  const { page } = await open('/no-wasm');
  await page.locator('reluctant-lab').getByText('wasm-unsafe-eval').waitFor({ timeout: 5000 });
});

test('a frame from elsewhere starts in an isolated page when its server allows it', async () => {
  const { page } = await open('/isolated-frame');
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  assert.ok(frame);
  assert.equal(await trained(frame), lossAt40);
});

test('forty figures of all kinds share one worker and those out of sight stand still', async () => {
  const { page, problems } = await open('/crowd');
  assert.equal(await trained(page), lossAt40);
  const moved = await page.evaluate(async () => {
    const figures = /** @type {any[]} */ ([...document.querySelectorAll('[autoplay]')]);
    await Promise.all(figures.map((figure) => figure.ready));
    figures[0].scrollIntoView();
    const before = figures.map(({ at }) => at);
    while (figures[0].at === before[0]) await new Promise((resolve) => setTimeout(resolve, 20));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const away = figures.map((figure) => figure.getBoundingClientRect().top > innerHeight);
    const hidden = figures.filter((figure, index) => away[index] && figure.at !== before[index]);
    return { figures: figures.length, away: away.filter(Boolean).length, hidden: hidden.map(({ tagName }) => tagName) };
  });
  assert.equal(moved.figures, 39);
  assert.ok(moved.away > 20, `${moved.away} out of sight`);
  assert.deepEqual(moved.hidden, []);
  assert.equal(page.workers().length, 1);
  assert.deepEqual(problems, []);
});

test('without JavaScript the children of the element stand in its place', async () => {
  const { page } = await open('/no-script', { javaScriptEnabled: false });
  assert.ok(await page.getByText('A picture of a dead neuron.').isVisible());
});

test('a notebook sets the figure up and hears of deaths and of changes and ends it', async () => {
  const { page, problems } = await open('/widget');
  await page.evaluate(async () => {
    const { default: widget } = await import(`${location.origin}/anywidget.js`);
    /** @type {Record<string, unknown>} */
    const traits = { scenario: { seed: 5, training: { optimizer: { learningRate: 3 } } }, controls: 'learning-rate' };
    /** @type {Record<string, (() => void)[]>} */
    const listeners = {};
    const model = {
      get: (/** @type {string} */ name) => traits[name],
      set(/** @type {string} */ name, /** @type {unknown} */ value) {
        traits[name] = value;
        for (const heard of listeners[`change:${name}`] ?? []) heard();
      },
      on: (/** @type {string} */ name, /** @type {() => void} */ heard) => (listeners[name] ??= []).push(heard),
      off(/** @type {string} */ name, /** @type {() => void} */ heard) {
        listeners[name] = (listeners[name] ?? []).filter((other) => other !== heard);
      },
      saved: 0,
      save_changes() {
        this.saved += 1;
      },
    };
    // In the shadow tree of a host, as some notebooks have it.
    const el = document
      .querySelector('#cell')
      ?.attachShadow({ mode: 'open' })
      .appendChild(document.createElement('div'));
    Object.assign(window, { model, traits, listeners, el, end: widget.render({ model, el }) });
  });
  const lived = await page.evaluate(async () => {
    const { el, traits } = /** @type {any} */ (window);
    const lab = el.firstElementChild;
    await lab.ready;
    await lab.step(200);
    const { length } = traits.events;
    traits.scenario = { seed: 6 };
    /** @type {any} */ (window).listeners['change:scenario'][0]();
    return { length, saved: /** @type {any} */ (window).model.saved };
  });
  assert.ok(lived.length > 0 && lived.saved > 0, JSON.stringify(lived));
  await page.waitForFunction(() => /** @type {any} */ (window).el.firstElementChild.scenario.seed === 6);
  const left = await page.evaluate(() => {
    /** @type {any} */ (window).end();
    return /** @type {any} */ (window).el.childElementCount;
  });
  assert.equal(left, 0);
  assert.deepEqual(problems, []);
});

test('nothing that a reader can see is a word of a machine', async () => {
  const { page } = await open('/no-blob');
  await trained(page);
  assert.doesNotMatch(await visibleText(page), /NaN|undefined|\[object/);
});
