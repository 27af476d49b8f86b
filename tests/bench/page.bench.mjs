// The page as its reader meets it, in Chromium with software drawing: from a cold load to the first death, frames while
// the worker trains as fast as it can, the longest task of the main thread, the wait from a press to its picture, and
// what a cold load weighs. No figure here passes or fails anything; the goals stand beside them.
// @ts-check
import { extname } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { launchChromium, openPage, site } from '../web/browser.mjs';
import { serve } from '../web/serve.mjs';
import { machine } from './machine.mjs';

const LOADS = 11;
const SECONDS = 8;
const PRESSES = 21;
const SLOWER = 6;

const large = { data: { name: 'circle' }, network: { hidden: Array(10).fill(32) }, training: { batchSize: 8 } };
const networks = { default: '{}', '10 × 32': JSON.stringify(large) };

/** @typedef {import('playwright-core').Page} Page */

const quantile = (/** @type {readonly number[]} */ values, /** @type {number} */ share) =>
  [...values].sort((a, b) => a - b)[Math.round(share * (values.length - 1))] ?? NaN;
const spread = (/** @type {readonly number[]} */ values, digits = 0) =>
  `${quantile(values, 0.5).toFixed(digits)} [${quantile(values, 0.25).toFixed(digits)}, ${quantile(values, 0.75).toFixed(digits)}]`;

const { origin, close } = await serve(site);
const browser = await launchChromium();

/** A fresh page, as the reader's own first visit. @param {string} path @param {(page: Page) => Promise<unknown>} [before] */
const visit = async (path, before = async () => {}) => {
  const opened = await openPage(browser);
  await before(opened.page);
  await opened.page.goto(`${origin}/${path}`);
  return opened;
};

/** Milliseconds from the start of a cold load to the picture of the first death. */
const firstDeath = async () => {
  const { page, close: leave } = await visit('', (fresh) =>
    fresh.addInitScript(() => {
      addEventListener(
        'reluctant-death',
        () => requestAnimationFrame(() => setTimeout(() => Object.assign(window, { died: performance.now() }))),
        { once: true },
      );
    }),
  );
  const died = await page.waitForFunction(() => /** @type {any} */ (window).died);
  const time = /** @type {number} */ (await died.jsonValue());
  await leave();
  return time;
};

/** Trains as fast as it goes and watches the main thread. @param {string} scenario @param {number} slower */
const watch = async (scenario, slower) => {
  const { page, close: leave } = await visit(`#${encodeURIComponent(scenario)}`);
  await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).ready);
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).play());
  await page.waitForTimeout(1000); // the code has been compiled, the first events are over
  const throttle = await page.context().newCDPSession(page);
  await throttle.send('Emulation.setCPUThrottlingRate', { rate: slower });
  const before = await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).at);
  const seen = await page.evaluate(
    (seconds) =>
      new Promise((resolve) => {
        /** @type {number[]} */
        const gaps = [];
        /** @type {number[]} */
        const tasks = [];
        new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
          type: 'longtask',
        });
        const start = performance.now();
        let last = start;
        const frame = (/** @type {number} */ now) => {
          gaps.push(now - last);
          last = now;
          if (now - start < seconds * 1000) requestAnimationFrame(frame);
          else resolve({ gaps: gaps.slice(1), tasks });
        };
        requestAnimationFrame(frame);
      }),
    SECONDS,
  );
  const steps = (await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).at)) - before;
  await throttle.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  await leave();
  return { .../** @type {{ gaps: number[], tasks: number[] }} */ (seen), steps };
};

/** Milliseconds from a press to its picture, in training. */
const answers = async () => {
  const { page, close: leave } = await visit('#{}');
  await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).ready);
  await page.getByRole('slider', { name: 'Speed' }).press('End');
  await page.evaluate(() => {
    /** @type {Map<number, number>} */
    const waits = new Map();
    Object.assign(window, { waits });
    new PerformanceObserver((list) => {
      for (const entry of /** @type {PerformanceEventTiming[]} */ (list.getEntries())) {
        const { interactionId } = /** @type {any} */ (entry);
        if (interactionId) waits.set(interactionId, Math.max(entry.duration, waits.get(interactionId) ?? 0));
      }
    }).observe(/** @type {any} */ ({ type: 'event', durationThreshold: 16 }));
  });
  for (let press = 0; press < PRESSES; ++press) {
    await page.getByRole('button', { name: /^(Play|Pause)$/ }).click();
    await page.waitForTimeout(300);
  }
  const waits = await page.evaluate(() => [.../** @type {any} */ (window).waits.values()]);
  await leave();
  return /** @type {number[]} */ (waits);
};

/** What a cold load fetches, by kind, in bytes of brotli. */
const weights = async () => {
  /** @type {Record<string, number>} */
  const kinds = {};
  /** @type {Promise<void>[]} */
  const read = [];
  const { page, close: leave } = await visit('', async (fresh) => {
    fresh.context().on('response', (response) => {
      if (!response.url().startsWith(origin)) return;
      const kind = extname(new URL(response.url()).pathname).slice(1) || 'html';
      read.push(
        response.body().then((body) => {
          const squeezed = kind === 'woff2' ? body.length : brotliCompressSync(body).length; // brotli already
          kinds[kind] = (kinds[kind] ?? 0) + squeezed;
        }),
      );
    });
  });
  await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).ready);
  await page.waitForTimeout(2000);
  await Promise.all(read);
  await leave();
  return kinds;
};

console.log(`${machine()}, Chromium ${browser.version()}; medians [middle half]`);
/** @type {number[]} */
const deaths = [];
for (let load = 0; load < LOADS; ++load) deaths.push(await firstDeath());
console.log(`cold load to the first death: ${spread(deaths)} ms of ${LOADS} loads (goal 1500)`);

console.log('| Network | CPU | frames a second | 95 % of gaps, ms | tasks over 50 ms | longest, ms | steps a second |');
console.log('| ------- | --- | --------------- | ---------------- | ---------------- | ----------- | -------------- |');
for (const [name, scenario] of Object.entries(networks)) {
  for (const slower of [1, SLOWER]) {
    const { gaps, tasks, steps } = await watch(scenario, slower);
    const rates = gaps.map((gap) => 1000 / gap);
    const row = [
      name,
      slower === 1 ? 'full' : `1/${slower}`,
      spread(rates, 1),
      quantile(gaps, 0.95).toFixed(1),
      `${tasks.length}`,
      tasks.length === 0 ? '< 50' : Math.max(...tasks).toFixed(0),
      (steps / SECONDS).toFixed(0),
    ];
    console.log(`| ${row.join(' | ')} |`);
  }
}
console.log('goals: 60 frames (default), 30 (10 × 32), no task over 50 ms, each at full speed; none at a sixth either');

const waits = await answers();
console.log(`press to picture: ${spread(waits)} ms, slowest ${Math.max(...waits)} of ${waits.length} (goal 100)`);

const kinds = await weights();
const total = Object.values(kinds).reduce((sum, bytes) => sum + bytes, 0);
const kB = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log(`a cold load, brotli: ${kB(total)} (goal 150)`);
for (const [kind, bytes] of Object.entries(kinds)) console.log(`  ${kind}: ${kB(bytes)}`);

await browser.close();
await close();
