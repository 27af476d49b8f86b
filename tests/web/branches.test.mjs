// @ts-check
// The run as it was before the reader changed it: it goes on beside the one shown, exact to the bit. Store and run are
// bundled and trained on this thread, because Node 20 runs no TypeScript; what the page shows of them is seen in Chromium.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';
import { loadLab } from '../../dist/index.node.js';
import { dist, useBrowser, violationsOf, withLab } from './browser.mjs';

const here = (/** @type {string} */ path) => fileURLToPath(new URL(`../../web/figures/${path}`, import.meta.url));
const { open } = useBrowser({ figure: 'reluctant-lab', usual: { reducedMotion: 'reduce' } });
const peer = await loadLab();
const SCENARIO = JSON.parse(await readFile(new URL('../scenarios/opening.json', import.meta.url), 'utf8'));
const completed = peer.simulate(SCENARIO).scenario;
const LEAK = { 'network.activation': { name: 'leaky-relu', slope: 0.2 } };
const SLOW = { 'training.optimizer.learningRate': 0.01 };

/** @type {string} */
let folder;
/** @type {any} */
let rooms;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reluctant-branches-'));
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      rollupOptions: {
        input: {
          run: here('lab/run.ts'),
          store: here('lab/store.ts'),
          branch: here('lab/branch.ts'),
          core: here('core.ts'),
        },
        output: { entryFileNames: '[name].mjs' },
      },
    },
    ssr: { noExternal: true },
  });
  const load = (/** @type {string} */ name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href);
  const [run, store, branch, core] = await Promise.all(['run', 'store', 'branch', 'core'].map(load));
  rooms = { ...run, ...store, ...branch, ...core };
  const [scalar, simd] = await Promise.all(['core.wasm', 'core.simd.wasm'].map((name) => readFile(join(dist, name))));
  rooms.startLabWith(() => ({ wasm: { scalar, simd } }));
});
after(async () => {
  if (folder) await rm(folder, { recursive: true });
});

/** A run of the opening experiment at `step`, on the thread of the test. @param {import('node:test').TestContext} t @param {number} step */
async function openedAt(t, step) {
  const store = new rooms.Store(() => undefined);
  const run = new rooms.Run(store);
  t.after(() => run.close());
  await run.open(SCENARIO);
  await run.seek(step);
  return { store, run };
}

/** Frames pass until the branch is where the run shown is. @param {any} opened */
async function settled({ store, run }) {
  for (let frame = 0; rooms.isAstray(store.state); ++frame) {
    assert.ok(frame < 10_000, 'the branch never arrives');
    run.tick(performance.now());
    await new Promise((resolve) => setTimeout(resolve));
  }
  return store.state.experiment;
}

/** The parameters of a run of `scenario` after `step` steps. @param {any} scenario @param {number} step */
function parametersOf(scenario, step) {
  const run = peer.simulate(scenario);
  run.seek(step);
  const parameters = run.parameters();
  run.dispose();
  return parameters;
}

test('the branch is the run without the change to the bit', async (t) => {
  const opened = await openedAt(t, 100);
  assert.equal(opened.store.state.experiment.branch, null);
  assert.equal(await opened.run.change(LEAK), true);
  await opened.run.step(60);
  const { frame, branch, scenario } = await settled(opened);
  assert.equal(branch.from, 100);
  assert.equal(branch.frame.report.step, 160);
  assert.deepEqual(branch.frame.parameters, parametersOf(SCENARIO, 160));
  assert.deepEqual(frame.parameters, parametersOf(scenario, 160));
  assert.notDeepEqual(frame.parameters, branch.frame.parameters);
});

test('going over to the branch and back is exact', async (t) => {
  const opened = await openedAt(t, 100);
  await opened.run.change(LEAK);
  await opened.run.step(40);
  const { frame, scenario } = await settled(opened);
  await opened.run.exchange();
  const over = opened.store.state.experiment;
  assert.deepEqual(over.frame.parameters, parametersOf(SCENARIO, 140));
  assert.equal(over.frame.unitFields.length, frame.unitFields.length, 'the run gone over to is not drawn');
  assert.deepEqual(over.scenario.interventions, completed.interventions);
  assert.equal(over.branch.changed, true);
  await opened.run.step(20);
  await settled(opened);
  await opened.run.exchange();
  const back = opened.store.state.experiment;
  assert.deepEqual(back.scenario, scenario);
  assert.deepEqual(back.frame.parameters, parametersOf(scenario, 160));
  assert.equal(back.branch.changed, false);
});

test('a seek moves both and neither before the step at which they part', async (t) => {
  const opened = await openedAt(t, 100);
  await opened.run.change(LEAK);
  await opened.run.step(80);
  await settled(opened);
  for (const [step, at] of /** @type {const} */ ([
    [130, 130],
    [60, 100],
    [175, 175],
  ])) {
    await opened.run.seek(step);
    const { frame, branch } = await settled(opened);
    assert.deepEqual([frame.report.step, branch.frame.report.step], [step, at]);
    assert.deepEqual(branch.frame.parameters, parametersOf(SCENARIO, at));
  }
  await opened.run.seek(60);
  await opened.run.exchange();
  assert.deepEqual(opened.store.state.experiment.frame.parameters, parametersOf(SCENARIO, 60));
});

test('the branch trains in the slices of the run and never ahead of it', async (t) => {
  const opened = await openedAt(t, 100);
  await opened.run.change(LEAK);
  opened.store.send({ type: 'paced', speed: Infinity });
  opened.run.play();
  for (let frame = 0; frame < 40; ++frame) {
    opened.run.tick(performance.now());
    await new Promise((resolve) => setTimeout(resolve, 5));
    const { experiment } = opened.store.state;
    assert.ok(experiment.branch.frame.report.step <= experiment.frame.report.step);
  }
  opened.run.pause();
  const { frame, branch } = await settled(opened);
  assert.ok(frame.report.step > 110, `only ${frame.report.step} steps`);
  assert.equal(branch.frame.report.step, frame.report.step);
});

test('a later change begins a branch of its own and one at the same step does not', async (t) => {
  const opened = await openedAt(t, 100);
  await opened.run.change(LEAK);
  await opened.run.change(SLOW);
  const { branch } = opened.store.state.experiment;
  assert.equal(branch.from, 100);
  assert.deepEqual(branch.scenario, completed);
  await opened.run.step(20);
  const { scenario } = opened.store.state.experiment;
  await opened.run.change({ 'network.activation': { name: 'relu' } });
  const later = await settled(opened);
  assert.equal(later.branch.from, 120);
  assert.deepEqual(later.branch.scenario, scenario);
});

test('a change that is refused leaves the branch as it was', async (t) => {
  const opened = await openedAt(t, 100);
  await opened.run.change(LEAK);
  const { branch } = opened.store.state.experiment;
  await opened.run.step(5);
  await settled(opened);
  assert.equal(await opened.run.change({ 'training.optimizer.learningRate': -1 }), false);
  assert.equal(opened.store.state.experiment.branch.from, branch.from);
});

test('a reset and another Scenario and forgetting drop the branch', async (t) => {
  const opened = await openedAt(t, 100);
  const drops = [
    () => opened.run.exchange().then(() => opened.run.reset()),
    () => opened.run.reset(),
    () => opened.run.open(SCENARIO, { step: 50 }),
    () => opened.run.forget(),
  ];
  for (const drop of drops) {
    await opened.run.seek(100);
    await opened.run.change(LEAK);
    assert.ok(opened.store.state.experiment.branch);
    await drop();
    assert.equal(opened.store.state.experiment.branch, null);
  }
});

/** A page of the lab on which the opening experiment was rescued at step 150. @param {{ width: number, height: number }} [viewport] */
async function rescued(viewport = { width: 1440, height: 900 }) {
  const opened = await open('/', { viewport, first: countRuns });
  opened.page.setDefaultTimeout(15_000);
  await withLab(opened.page, (lab) => lab.seek(150));
  const placeOf = () =>
    opened.page.locator('reluctant-lab .timeline').evaluate((place) => JSON.stringify(place.getBoundingClientRect()));
  const place = await placeOf();
  await opened.page.locator('reluctant-lab .rescue').click();
  await opened.page.locator('reluctant-lab .flat').waitFor();
  return {
    ...opened,
    moved: async () => (await placeOf()) !== place,
    runs: () => opened.page.evaluate('openRuns.size'),
  };
}

/** Keeps which runs the page has open, by their numbers, and how often each was to train: calls that cross to its worker. */
function countRuns() {
  const runs = new Map();
  Object.assign(globalThis, { openRuns: runs });
  for (const kind of [Worker, MessagePort]) {
    const post = kind.prototype.postMessage;
    kind.prototype.postMessage = function (/** @type {any} */ message, /** @type {any} */ ...rest) {
      if (this instanceof Worker) Object.assign(globalThis, { lastWorker: this });
      const numbers = message?.argumentList?.map((/** @type {any} */ { value }) => value);
      if (message?.path?.[0] === 'open') runs.set(numbers[0], 0);
      if (message?.path?.[0] === 'fork') runs.set(numbers[1], 0);
      if (message?.path?.[0] === 'advance') runs.set(numbers[0], runs.get(numbers[0]) + 1);
      if (message?.path?.[0] === 'close') runs.delete(numbers[0]);
      return post.call(this, message, ...rest);
    };
  }
}

/** The page has `count` runs open. @param {import('playwright-core').Page} page @param {number} count */
const untilRuns = (page, count) =>
  page.waitForFunction((wanted) => /** @type {any} */ (globalThis).openRuns.size === wanted, count);

/** The wrong rows of the opening experiment left alone. @param {number} step */
function leftAlone(step) {
  const run = peer.simulate(SCENARIO);
  const { trainAccuracy } = run.seek(step);
  const wrong = Math.round((1 - (trainAccuracy ?? 0)) * run.data().trainCount);
  run.dispose();
  return wrong;
}

test('the branch says what it has come to and moves nothing else on the page', async () => {
  const { page, problems, moved } = await rescued();
  await withLab(page, (lab) => lab.step(50));
  const group = page.getByRole('group', { name: 'The same run, had you done nothing' });
  await group.getByText(`fork at step 150: the dead stay dead, ${leftAlone(200)} of 200 wrong`).waitFor();
  assert.equal(await moved(), false);
  for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
    await page.emulateMedia({ colorScheme });
    assert.deepEqual(await violationsOf(page), []);
  }
  const lifelines = page.locator('reluctant-lab #lifelines');
  assert.match((await lifelines.getAttribute('aria-label')) ?? '', /had you done nothing: fork at step 150/);
  await page.locator('reluctant-lab .table summary').click();
  await page.getByRole('columnheader', { name: 'The same run, had you done nothing' }).waitFor();
  assert.deepEqual(problems, []);
});

test('by keyboard the reader goes over to the branch and back and forgets it', async () => {
  const { page, problems, runs } = await rescued();
  const changes = () => withLab(page, (lab) => lab.scenario.interventions.length);
  const before = await changes();
  await page.getByRole('button', { name: 'Go on with this one' }).press('Enter');
  await page.getByRole('group', { name: 'The run with your change' }).waitFor();
  assert.equal(await changes(), before - 1);
  await page.getByRole('button', { name: 'Go on with this one' }).press('Enter');
  await page.getByRole('group', { name: 'had you done nothing' }).waitFor();
  assert.equal(await changes(), before);
  assert.equal(await runs(), 2);
  await page.getByRole('button', { name: 'Forget it' }).press('Enter');
  await page.locator('reluctant-lab .aside').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.id), 'playhead');
  await untilRuns(page, 1);
  assert.deepEqual(problems, []);
});

test('undo drops the branch and a figure that leaves its document leaves no run behind', async () => {
  const { page, problems, runs } = await rescued();
  assert.equal(await runs(), 2);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.locator('reluctant-lab .aside').waitFor({ state: 'detached' });
  await untilRuns(page, 1);
  await page.locator('reluctant-lab .rescue').click();
  await page.locator('reluctant-lab .aside').waitFor();
  await withLab(page, (lab) => lab.remove());
  await untilRuns(page, 0);
  assert.deepEqual(problems, []);
});

test('on a phone a button says what the branch has come to and opens it', async () => {
  const { page, problems } = await rescued({ width: 390, height: 844 });
  const opener = page.getByRole('button', { name: /^Had you done nothing the dead stay dead, \d+ of 200 wrong/ });
  assert.equal(await opener.getAttribute('aria-expanded'), 'false');
  assert.equal(await page.locator('reluctant-lab .aside').count(), 0);
  await opener.click();
  const group = page.getByRole('group', { name: 'The same run, had you done nothing' });
  for (const button of [opener, ...(await group.getByRole('button').all())]) {
    const box = await button.boundingBox();
    assert.ok(box && box.height >= 44 && box.width >= 44 && box.x + box.width <= 390, JSON.stringify(box));
  }
  assert.deepEqual(await violationsOf(page), []);
  assert.equal(await opener.getAttribute('aria-expanded'), 'true');
  await page.getByRole('button', { name: 'Forget it' }).click();
  await opener.waitFor({ state: 'detached' });
  assert.deepEqual(problems, []);
});

test('a host hears of the steps of the run shown and of no others', async () => {
  const { page } = await rescued();
  const told = await withLab(page, async (lab) => {
    /** @type {number[]} */
    const steps = [];
    lab.addEventListener('reluctant-step', (/** @type {any} */ { detail }) => steps.push(detail.step));
    for (let times = 0; times < 5; ++times) await lab.step();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return steps;
  });
  assert.deepEqual(told, [151, 152, 153, 154, 155]);
});

test('a worker that dies loses no branch', async () => {
  const { page, problems } = await rescued();
  await withLab(page, async (lab) => {
    await lab.step(20);
    const worker = /** @type {any} */ (globalThis).lastWorker;
    worker.terminate();
    worker.dispatchEvent(new ErrorEvent('error', { message: 'killed by a test' }));
    await lab.step(80);
  });
  await page.getByText(`the dead stay dead, ${leftAlone(250)} of 200 wrong`).waitFor();
  await page.getByRole('button', { name: 'Go on with this one' }).click();
  await page.getByRole('group', { name: 'The run with your change' }).waitFor();
  const run = peer.simulate(SCENARIO);
  assert.deepEqual(await withLab(page, (lab) => lab.step(10)), run.seek(260));
  assert.deepEqual(problems, []);
});

test('a run out of sight leaves its branch where it is until it is seen', async () => {
  const { page } = await rescued();
  const [before, after] = await withLab(page, async (lab) => {
    const trained = () => [.../** @type {any} */ (globalThis).openRuns.values()].at(-1); // the fork is the youngest
    lab.style.marginTop = '4000px';
    await new Promise((resolve) => setTimeout(resolve, 400));
    const before = trained();
    await lab.step(150);
    await new Promise((resolve) => setTimeout(resolve, 400));
    return [before, trained()];
  });
  assert.equal(after, before);
  await withLab(page, (lab) => lab.removeAttribute('style'));
  await page.waitForFunction((was) => [.../** @type {any} */ (globalThis).openRuns.values()].at(-1) > was, before);
  await page.getByText(`the dead stay dead, ${leftAlone(300)} of 200 wrong`).waitFor();
});
