// @ts-check
// Hostile Scenarios in the figures: whatever becomes of the run, no reader meets a NaN. The runs themselves are
// tests/wasm/divergence.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { loadLab } from '../../dist/index.node.js';
import { hostileScenarios } from '../wasm/hostile-scenarios.mjs';
import { dist, launchChromium, openPage, visibleText } from './browser.mjs';
import { serve } from './serve.mjs';

const long = process.env['RELUCTANT_LONG'] !== undefined;
const page_ = (/** @type {string} */ tag) => `<!doctype html><html lang="en"><title>Course notes</title>
<link rel="icon" href="data:,"><script type="module" src="/elements.js"></script><body><${tag} controls="all"></${tag}></body></html>`;

/** How many Scenarios each figure meets, and what of them it can show. */
const figures = [
  { tag: 'reluctant-lab', cases: long ? 200 : 16, fitted: (/** @type {any} */ scenario) => scenario },
  { tag: 'reluctant-activations', cases: long ? 200 : 8, fitted: (/** @type {any} */ scenario) => scenario },
  {
    tag: 'reluctant-neuron',
    cases: long ? 200 : 16,
    fitted: (
      /** @type {any} */ {
        seed = 1,
        data,
        network: { activation = { name: 'relu' }, weights = { name: 'he-normal' } } = {},
        training: { optimizer: { learningRate = 1000 } = {} } = {},
      },
    ) => ({
      seed,
      data: { ...data, name: 'plane', samples: 12, testFraction: 0 },
      network: { hidden: [1], activation, weights },
      training: { optimizer: { name: 'sgd', learningRate }, batchSize: 0 },
    }),
  },
];

/** Runs on, though sums of its third layer are past every float. */
const saturated = {
  seed: 0,
  network: {
    hidden: [3, 4, 2],
    activation: { name: 'selu' },
    weights: { name: 'uniform', bound: 1000 },
    bias: { name: 'constant', value: 1000 },
  },
};

/** Words that only a machine says. */
const machine = /\bNaN\b|Infinity|undefined|\[object|∞/;

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** @type {object[]} */
let scenarios;

before(async () => {
  const [{ catalogue }] = await Promise.all([
    loadLab(),
    launchChromium().then((opened) => (browser = opened)),
    serve(dist, Object.fromEntries(figures.map(({ tag }) => [`/${tag}`, page_(tag)]))).then(
      (opened) => (server = opened),
    ),
  ]);
  scenarios = [saturated, ...fc.sample(hostileScenarios(catalogue), { numRuns: 199, seed: 20261121 })];
});
after(async () => {
  await browser?.close();
  await server?.close();
});

for (const { tag, cases, fitted } of figures) {
  test(`${tag} shows ${cases} hostile Scenarios without a word of a machine`, async (t) => {
    const { page, problems, close } = await openPage(browser, {
      viewport: { width: 1200, height: 900 },
      reducedMotion: 'reduce',
    });
    await page.addInitScript(() => {
      /** @type {string[]} */
      const painted = [];
      const { fillText } = CanvasRenderingContext2D.prototype;
      CanvasRenderingContext2D.prototype.fillText = function (/** @type {[string, number, number]} */ ...given) {
        painted.push(given[0]);
        fillText.apply(this, given);
      };
      Object.assign(window, { painted });
    });
    await page.goto(`${server.origin}/${tag}`);
    const ends = { running: 0, diverged: 0, refused: 0 };
    for (const scenario of scenarios.slice(0, cases)) {
      const end = await page.evaluate(
        async ({ tag, scenario }) => {
          await customElements.whenDefined(tag);
          const figure = /** @type {any} */ (document.querySelector(tag));
          await figure.ready;
          const opened = new Promise((resolve) => figure.addEventListener('reluctant-step', resolve, { once: true }));
          figure.scenario = scenario;
          await opened;
          const { status } = await figure.step(6);
          const root = figure.shadowRoot;
          const closely = root.querySelector('.neurons');
          closely?.focus();
          for (const key of ['ArrowRight', 'ArrowRight', 'End', 'Enter'])
            closely?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
          const charts = root.querySelector('details.charts');
          if (charts) charts.open = true;
          await new Promise((resolve) => setTimeout(resolve, 20));
          await figure.step(1);
          await figure.updateComplete;
          return root.querySelector('.refusal, .mistakes li') ? 'refused' : status;
        },
        { tag, scenario: fitted(scenario) },
      );
      ends[/** @type {keyof typeof ends} */ (end)] += 1;
      const painted = await page.evaluate(() => /** @type {any} */ (window).painted.splice(0).join('\n'));
      for (const text of [await visibleText(page), painted]) {
        const [found] = machine.exec(text) ?? [];
        assert.equal(
          found,
          undefined,
          `${JSON.stringify(scenario)}: ${text.slice(Math.max(0, text.search(machine) - 80)).slice(0, 160)}`,
        );
      }
    }
    t.diagnostic(JSON.stringify(ends));
    assert.ok(ends.running > 0 && ends.diverged > 0, JSON.stringify(ends));
    assert.deepEqual(problems, []);
    await close();
  });
}

test('curves of numbers beyond all bounds are drawn and do not hold up the page', async () => {
  const { page, problems, close } = await openPage(browser, { viewport: { width: 1200, height: 900 } });
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.origin}/reluctant-lab`);
  const drawn = await page.evaluate(async () => {
    await customElements.whenDefined('reluctant-lab');
    const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
    const weights = { name: 'normal', std: 1000 };
    const network = { hidden: [8, 8, 8, 8, 8], activation: { name: 'identity' }, weights };
    await lab.load({ scenario: { data: { name: 'xor', scale: 1000 }, network } });
    await lab.step(1);
    lab.shadowRoot.querySelector('details.charts').open = true;
    while (!lab.shadowRoot.querySelector('[data-plot=outputVariance] canvas')) await new Promise(requestAnimationFrame);
    return lab.shadowRoot.querySelector('[data-plot=outputVariance]').getAttribute('aria-label');
  });
  assert.match(drawn, /layer 5 3\.8 · 10³⁹$/);
  assert.deepEqual(problems, []);
  await close();
});
