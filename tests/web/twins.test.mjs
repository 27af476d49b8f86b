// @ts-check
// The twins: two runs that share all but what the twin changes, always at one step, told apart as the core tells them apart.
// The lab is page.test.mjs and elements.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import {
  dist,
  testInFirefox,
  untilFigure,
  useBrowser,
  violationsOf,
  visibleText,
  withFigure,
  withLab,
} from './browser.mjs';

const lab = await loadLab();

/** Both runs slow down at step 20. */
const slowed = {
  seed: 5,
  data: { name: 'circle', samples: 80 },
  network: { hidden: [6, 4] },
  training: { optimizer: { name: 'sgd', learningRate: 1 }, batchSize: 8 },
  interventions: [{ step: 20, set: { 'training.optimizer.learningRate': 0.1 } }],
};

/** The smallest of rates: it changes the run and nothing that is drawn by chance. */
const slower = { 'training.optimizer.learningRate': 0.3 };

const page_ = (/** @type {string} */ attributes) => `<!doctype html><html lang="en"><title>Course notes</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<script type="module" src="/elements.js"></script><link rel="icon" href="data:,"><body><main><h1>Notes</h1>
<reluctant-twins ${attributes}></reluctant-twins></main></body></html>`;

const given = (/** @type {object} */ scenario, /** @type {object} */ twin) =>
  page_(`scenario='${JSON.stringify(scenario)}' twin='${JSON.stringify(twin)}'`);

const pages = {
  '/plain': page_('controls="twin data seed"'),
  '/autoplay': page_('autoplay'),
  '/equal': given(slowed, {}),
  '/slower': given(slowed, slower),
  '/activation': given(slowed, { 'network.activation': { name: 'tanh' } }),
  '/larger': given(slowed, { 'network.hidden': [6, 5] }),
  '/without': given(slowed, { interventions: [] }),
  '/pushed': given(slowed, { neuron: { layer: 0, unit: 2, bias: -9 } }),
  '/diverging': given(slowed, { 'training.optimizer.learningRate': 1000, 'training.loss': 'mse' }),
  '/several': given(slowed, { ...slower, 'network.batchNorm': true }),
  '/three-inputs': given(
    { data: { name: 'custom', inputs: [[1, 2, 3], [3, 1, 2], [0, 1, 0], [2, 2, 1]], targets: [0, 1, 0, 1] } }, // prettier-ignore
    slower,
  ),
  '/wrong-path': given(slowed, { 'network.activatoin': { name: 'tanh' } }),
  '/wrong-value': given(slowed, { 'training.optimizer.learningRate': 'fast' }),
  '/nowhere': given(slowed, { 'network.hidden.width.units': 3 }),
  '/no-object': page_(`twin='[1]'`),
  '/no-json': page_(`twin='{"seed":'`),
  '/wrong-scenario': page_(`scenario='{"colour":1}'`),
};

const TAG = 'reluctant-twins';
const { server, open } = useBrowser({ folder: dist, pages, figure: TAG, usual: { reducedMotion: 'reduce' } });
const withTwins = withFigure(TAG);
const untilTwins = untilFigure(TAG);

/** @typedef {{ scenario: any, step: number, status: string, states: number[], parameters: number[], data: number[] }} Side */

/**
 * Both runs as they are shown: step, Scenario, parameters, states, data.
 *
 * @param {import('playwright-core').Page} page
 * @returns {Promise<[Side, Side]>}
 */
const shown = (page) =>
  withTwins(page, (twins) =>
    twins.store.state.twins.runs.map((/** @type {any} */ { scenario, frame, data }) => ({
      scenario,
      step: frame.report.step,
      status: frame.report.status,
      states: [...frame.states],
      parameters: [...frame.parameters],
      layers: frame.layers,
      data: [...data.inputs, ...data.targets],
    })),
  );

/** @param {import('playwright-core').Page} page @param {number} step */
const seek = (page, step) => withTwins(page, (twins, wanted) => twins.seek(wanted), step);

/** What stands between the two, and who is bracketed. @param {import('playwright-core').Page} page */
const between = async (page) => ({
  number: (await page.locator('reluctant-twins .between b').innerText()).trim(),
  differing: await withTwins(page, (twins) => twins.store.state.twins.differing),
});

/** Pixels of the accent in the networks of both. @param {import('playwright-core').Page} page */
const accented = (page) =>
  withTwins(page, async (twins) => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
    if (!probe) return [];
    probe.fillStyle = getComputedStyle(twins).getPropertyValue('--accent');
    probe.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0, alpha = 0] = probe.getImageData(0, 0, 1, 1).data;
    return [...twins.shadowRoot.querySelectorAll('[data-picture=network]')].map((canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
      copy?.drawImage(canvas, 0, 0);
      const { data = [] } = copy?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
      let count = 0;
      for (let at = 0; at < data.length; at += 4)
        if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === alpha) ++count;
      return count;
    });
  });

test('both sides are the core\u2019s runs of their Scenarios and the brackets are its count', async () => {
  const { page, problems } = await open('/slower');
  const [first, second] = (await shown(page)).map(({ scenario }) => lab.simulate(scenario));
  assert.ok(first && second);
  for (const step of [0, 1, 7, 20, 21, 60, 33, 5]) {
    await seek(page, step);
    first.seek(step);
    second.seek(step);
    const runs = await shown(page);
    [first, second].forEach((run, side) => {
      assert.equal(runs[side]?.step, step);
      assert.deepEqual(runs[side]?.parameters, [...run.parameters()], `step ${step}, side ${side}`);
    });
    /** @type {Uint8Array} */
    const one = first.health().states;
    /** @type {Uint8Array} */
    const other = second.health().states;
    const units = [...one.keys()].filter((unit) => one[unit] !== other[unit]);
    const { number, differing } = await between(page);
    assert.equal(number, String(units.length));
    assert.deepEqual(differing, units);
    for (const count of await accented(page)) assert.equal(count > 0, units.length > 0, `step ${step}`);
    const dead = await page.locator('reluctant-twins .dead').allInnerTexts();
    [one, other].forEach((states, side) => {
      const count = [...states].filter((state) => state === 0).length;
      assert.equal(dead[side], count === 0 ? 'none dead' : `${count} of 10 dead`);
    });
    const wrong = await page.locator('reluctant-twins .cost').allInnerTexts();
    [first, second].forEach(({ report }, side) => {
      const rows = first.data().trainCount;
      assert.equal(wrong[side], `${Math.round((1 - (report.trainAccuracy ?? 0)) * rows)} of ${rows} wrong`);
    });
  }
  assert.deepEqual(problems, []);
});

test('equal twins are equal to the bit at every step and none differs', async () => {
  const { page, problems } = await open('/equal');
  await seek(page, 0);
  for (let step = 0; step <= 40; ++step) {
    const [first, second] = await shown(page);
    assert.deepEqual([first.step, second.step], [step, step]);
    assert.deepEqual(first.parameters, second.parameters, `step ${step}`);
    assert.deepEqual(await between(page), { number: '0', differing: [] });
    await withTwins(page, (twins) => twins.step(1));
  }
  assert.deepEqual(await accented(page), [0, 0]);
  assert.match(await page.locator('reluctant-twins .titles').innerText(), /Nothing differs yet/);
  assert.deepEqual(problems, []);
});

for (const path of ['/slower', '/activation'])
  test(`twins ${path.slice(1)} share data and first weights and batches`, async () => {
    const { page } = await open(path);
    const [first, second] = await shown(page);
    assert.deepEqual(first.parameters, second.parameters);
    assert.deepEqual(first.data, second.data);
    const runs = [first, second].map(({ scenario }) => lab.simulate(scenario));
    for (let step = 0; step < 30; ++step) {
      assert.deepEqual(runs[0]?.nextRows(), runs[1]?.nextRows(), `step ${step}`);
      for (const run of runs) run.step(1);
    }
    assert.notDeepEqual(runs[0]?.parameters(), runs[1]?.parameters());
    assert.match(
      await page.locator('reluctant-twins .titles').innerText(),
      /Same data, same first weights, same batches\. One setting differs\./,
    );
  });

test('what they share is said only where it is so', async () => {
  const { page } = await open('/plain');
  const said = async () => page.locator('reluctant-twins .titles p').innerText();
  for (const [twin, sentence] of /** @type {[object, RegExp][]} */ ([
    [{ seed: 3 }, /^Nothing of what is drawn by chance is the same\. One/],
    [{ 'training.batchSize': 5 }, /^Same data, same first weights\. One/],
    [{ 'network.weights': { name: 'zeros' } }, /^Same data, same batches\. One/],
    [{ 'data.noise': 0.3 }, /^Same first weights\. One/],
    [
      { 'network.batchNorm': true, 'network.dropout': 0.2 },
      /^Same data, same first weights, same batches\. 2 settings/,
    ],
  ])) {
    await withTwins(page, (twins, wanted) => twins.load({ scenario: null }, wanted), twin);
    assert.match(await said(), sentence, JSON.stringify(twin));
  }
});

test('an intervention of the Scenario happens in both', async () => {
  const { page } = await open('/activation');
  await seek(page, 40);
  for (const { scenario } of await shown(page)) assert.deepEqual(scenario.interventions, slowed.interventions);
});

test('a twin may be without an intervention or have one of its own', async () => {
  const without = await open('/without');
  const [, alone] = await shown(without.page);
  assert.deepEqual(alone.scenario.interventions, []);
  assert.deepEqual(await without.page.locator('reluctant-twins h3').allInnerTexts(), [
    'Interventions: at step 20',
    'Interventions: none',
  ]);
  const pushed = await open('/pushed');
  const [first, second] = await shown(pushed.page);
  assert.equal(second.states[2], 0);
  assert.notEqual(first.states[2], 0);
  assert.equal((await between(pushed.page)).number, '1');
});

test('both go and stop and travel together', async () => {
  const { page, problems } = await open('/autoplay', { reducedMotion: 'no-preference' });
  await untilTwins(page, (twins) => twins.at > 5);
  const apart = await withTwins(page, async (twins) => {
    const steps = [];
    for (let look = 0; look < 60; ++look) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      steps.push(twins.store.state.twins.runs.map((/** @type {any} */ { frame }) => frame.report.step));
    }
    return steps.filter(([first, second]) => first !== second);
  });
  assert.deepEqual(apart, []);
  await page.getByRole('button', { name: 'Pause' }).click();
  const playhead = page.getByRole('slider', { name: 'Step shown of both runs' });
  await playhead.press('Home');
  await untilTwins(page, (twins) => twins.at === 0);
  await playhead.press('ArrowRight');
  await playhead.press('PageUp');
  await untilTwins(page, (twins) => twins.at === 11);
  await page.keyboard.press('r');
  await untilTwins(page, (twins) => twins.at === 0);
  await seek(page, 80);
  const tracks = await page.locator('reluctant-twins .tracks').nth(1).boundingBox();
  assert.ok(tracks);
  await page.mouse.click(tracks.x + 0.3 * tracks.width, tracks.y + tracks.height / 2);
  await untilTwins(page, (twins) => twins.at < 80);
  const [first, second] = await shown(page);
  assert.equal(first.step, second.step);
  const seeds = async () => (await shown(page)).map(({ scenario }) => scenario.seed);
  const [former] = await seeds();
  await page.getByRole('button', { name: 'New seed' }).click();
  await untilTwins(page, (twins, seed) => twins.scenario.seed !== seed, former);
  const [one, other] = await seeds();
  assert.equal(one, other);
  assert.deepEqual(problems, []);
});

test('both end where one of them diverges and none shows a number that is none', async () => {
  const { page, problems } = await open('/diverging');
  await withTwins(page, (twins) => twins.step(400));
  const [first, second] = await shown(page);
  assert.equal(second.status, 'diverged');
  assert.equal(first.status, 'running');
  assert.equal(first.step, second.step);
  assert.doesNotMatch(await visibleText(page), /NaN|Infinity|undefined/);
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByRole('button', { name: 'Play' }).waitFor();
  assert.deepEqual(
    (await shown(page)).map(({ step }) => step),
    [first.step, first.step],
  );
  assert.deepEqual(problems, []);
});

test('networks of other layers are not compared neuron by neuron', async () => {
  const { page, problems } = await open('/larger');
  await seek(page, 30);
  assert.deepEqual(await between(page), { number: '\u2013', differing: null });
  assert.deepEqual(await page.locator('reluctant-twins h3').allInnerTexts(), [
    'Layers and units: 6 \u00b7 4',
    'Layers and units: 6 \u00b7 5',
  ]);
  assert.deepEqual(problems, []);
});

test('data without a plane are told apart too', async () => {
  const { page, problems } = await open('/three-inputs');
  await seek(page, 10);
  assert.equal(await page.locator('reluctant-twins .missing').count(), 2);
  assert.deepEqual(problems, []);
});

test('sides are called by what differs', async () => {
  const { page } = await open('/plain');
  const names = async () =>
    (await page.locator('reluctant-twins h3').allInnerTexts()).map((name) => name.replaceAll(/\s+/g, ' ').trim());
  assert.deepEqual(await names(), ['ReLU', 'Leaky ReLU slope below 0: 0.2']);
  for (const [twin, expected] of /** @type {[object, string[]][]} */ ([
    [{ 'training.optimizer.learningRate': 0.3 }, ['Learning rate: 1', 'Learning rate: 0.3']],
    [{ 'network.batchNorm': true }, ['Batch normalisation: off', 'Batch normalisation: on']],
    [{ 'training.optimizer': { name: 'adam' } }, ['SGD learning rate: 1', 'Adam']],
    [{}, ['The first run', 'The second run']],
  ])) {
    await withTwins(page, (twins, wanted) => twins.load({ scenario: null }, wanted), twin);
    assert.deepEqual(await names(), expected, JSON.stringify(twin));
  }
});

test('a wrong twin is shown by its path and two equal runs instead', async () => {
  for (const [path, mistake] of /** @type {[string, RegExp][]} */ ([
    ['/wrong-path', /network\.activatoin: /],
    ['/wrong-value', /training\.optimizer\.learningRate: expected .*found "fast"/],
    ['/nowhere', /twin\["network\.hidden\.width\.units"\]: expected the path of a setting/],
    ['/no-object', /twin: expected an object of paths and values, found \[1\]/],
    ['/no-json', /twin: .*JSON/],
  ])) {
    const { page, problems } = await open(path);
    const refusal = page.locator('reluctant-twins .refusal');
    assert.match(await refusal.innerText(), mistake, path);
    assert.match(await refusal.innerText(), /This twin cannot run[^]*Two equal runs/, path);
    assert.deepEqual((await between(page)).number, '0', path);
    await page.getByRole('button', { name: 'Close' }).click();
    await refusal.waitFor({ state: 'detached' });
    assert.deepEqual(problems, [], path);
  }
  const { page } = await open('/wrong-scenario');
  assert.match(await page.locator('reluctant-twins .refusal').innerText(), /This Scenario cannot run[^]*colour/);
});

test('what differs is chosen from the catalogue and everything of it is undone by one button', async () => {
  const { page, problems } = await open('/plain');
  const twin = () => withTwins(page, (twins) => twins.twin);
  await page.getByRole('combobox', { name: 'What differs' }).selectOption('training.optimizer.learningRate');
  await page.getByText('Nothing differs yet').waitFor();
  assert.deepEqual(await twin(), {});
  await page.getByRole('combobox', { name: 'Learning rate of the second' }).selectOption('0.3');
  await page.getByText('One setting differs').waitFor();
  assert.deepEqual(await twin(), { 'training.optimizer.learningRate': 0.3 });
  await page.getByRole('button', { name: 'More\u2026' }).click();
  const board = page.getByRole('dialog', { name: 'Settings of the second run' });
  await board.locator('summary', { hasText: 'Network' }).click();
  await board.getByRole('checkbox', { name: 'Batch normalisation' }).check();
  await page.getByText('2 settings differ').waitFor();
  assert.deepEqual(await twin(), { 'network.batchNorm': true, 'training.optimizer.learningRate': 0.3 });
  await board.getByRole('button', { name: 'Learning rate: make it the same again' }).click();
  await page.getByText('One setting differs').waitFor();
  assert.deepEqual(await twin(), { 'network.batchNorm': true });
  await page.keyboard.press('Escape');
  await untilTwins(page, (twins) => twins.shadowRoot.activeElement?.matches('.everything')); // the focus goes back
  await page.getByRole('textbox', { name: 'Seed' }).fill('-1');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('reluctant-twins .objection').innerText(), /seed: expected/);
  assert.deepEqual(problems, []);
});

test('the page\u2019s address holds the pair and Back undoes a change', async () => {
  const { page, problems } = await open('/site/twins/');
  await page.getByRole('combobox', { name: 'What differs' }).selectOption('network.dropout');
  await page.waitForFunction(() => new URLSearchParams(location.search).get('twin') === '{}');
  await page.getByRole('textbox', { name: 'Dropout of the second' }).fill('0.25');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => new URLSearchParams(location.search).get('twin') === '{"network.dropout":0.25}');
  const scenario = await withTwins(page, (twins) => twins.scenario);
  await page.reload();
  assert.deepEqual(await withTwins(page, (twins) => twins.scenario), scenario);
  assert.deepEqual(await withTwins(page, (twins) => twins.twin), { 'network.dropout': 0.25 });
  await page.goBack();
  await untilTwins(page, (twins) => Object.keys(twins.twin).length === 0);
  await page.goto(`${server.origin}/site/twins/?twin=${encodeURIComponent('{"seed":')}`);
  await page.locator('reluctant-twins .refusal').waitFor();
  assert.deepEqual(problems, []);
});

test('the lab leads to the twins of its present Scenario', async () => {
  const { page, problems } = await open('/plain');
  await page.goto(`${server.origin}/site/#{"seed":8,"training":{"optimizer":{"learningRate":1}}}`);
  await page.getByRole('button', { name: 'File' }).click();
  await page.getByRole('button', { name: 'Compare with a twin' }).click();
  await page.waitForURL(/\/twins\//);
  assert.equal((await withTwins(page, (twins) => twins.scenario)).seed, 8);
  assert.deepEqual(await withTwins(page, (twins) => twins.twin), {
    'network.activation': { name: 'leaky-relu', slope: 0.2 },
  });
  await page.goBack();
  await page.waitForSelector('reluctant-lab');
  await withLab(page, (lab_) => lab_.seek(30));
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await page.getByRole('button', { name: 'Make it flat again' }).waitFor();
  await page.getByRole('button', { name: 'File' }).click();
  await page.getByRole('button', { name: 'Compare with a twin' }).click();
  await page.waitForURL(/\/twins\//);
  assert.deepEqual(await withTwins(page, (twins) => twins.twin), { interventions: [] });
  assert.deepEqual(problems, []);
});

test('those who hear the figure hear both sides and what differs', async () => {
  const { page } = await open('/plain');
  await seek(page, 0);
  await withTwins(page, (twins) => twins.seek(240));
  const spoken = page.locator('reluctant-twins [aria-live]');
  assert.equal(await spoken.count(), 1);
  const sentence =
    /^Step 240\. ReLU: \d+ of 16 neurons (is|are) dead\. Leaky ReLU, slope below 0: 0\.2: \d+ of 16 neurons (is|are) dead\. \d+ neurons? differs?\.$/;
  await untilTwins(page, (twins) => twins.shadowRoot.querySelector('.spoken').textContent.startsWith('Step 240'));
  assert.match(await spoken.innerText(), sentence);
  for (const name of ['ReLU', 'Leaky ReLU, slope below 0: 0.2'])
    for (const words of ['The network at step 240', 'What the network says', 'The run up to step 240'])
      assert.ok(await page.locator(`reluctant-twins [role=img][aria-label^="${name}. ${words}"]`).count(), words);
});

test('nothing starts by itself for a reader who wants no motion', async () => {
  const { page } = await open('/autoplay');
  await page.waitForTimeout(1200);
  assert.equal(await withTwins(page, (twins) => twins.at), 0);
});

test('forced colours leave the brackets', async () => {
  const { page, problems } = await open('/plain', { forcedColors: 'active' });
  await seek(page, 240);
  for (const count of await accented(page)) assert.ok(count > 0);
  assert.deepEqual(problems, []);
});

for (const [width, height] of [
  [1440, 900],
  [390, 844],
])
  for (const colorScheme of /** @type {const} */ (['light', 'dark']))
    test(`axe finds nothing at ${width} in ${colorScheme} colours`, async () => {
      const { page } = await open('/site/twins/', { viewport: { width: width ?? 0, height: height ?? 0 }, colorScheme }); // prettier-ignore
      await seek(page, 240);
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= (width ?? 0));
      await page.getByRole('button', { name: 'More\u2026' }).click();
      assert.deepEqual(await violationsOf(page), []);
    });

for (const width of [320, 768])
  test(`nothing runs out to the side at ${width}`, async () => {
    const { page } = await open('/site/twins/', { viewport: { width, height: 640 } });
    await seek(page, 130);
    assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
  });

test('on a phone both runs and what differs stand in one window', async () => {
  const { page } = await open('/site/twins/', { viewport: { width: 390, height: 844 } });
  await seek(page, 100);
  const clock = await page.locator('reluctant-twins .transport').boundingBox();
  for (const place of ['.side >> nth=0', '.between', '.side >> nth=1']) {
    const box = await page.locator(`reluctant-twins ${place}`).boundingBox();
    assert.ok(box && clock && box.y >= 0 && box.y + box.height <= clock.y + 1, `${place} ${JSON.stringify(box)}`);
  }
});

testInFirefox('Firefox shows the twins of the same bits', async (page) => {
  await page.goto(`${server.origin}/slower`);
  await page.waitForSelector('reluctant-twins');
  const [first, second] = await page.evaluate(async () => {
    const twins = /** @type {any} */ (document.querySelector('reluctant-twins'));
    await twins.ready;
    await twins.seek(40);
    return twins.store.state.twins.runs.map((/** @type {any} */ { scenario, frame }) => ({
      scenario,
      parameters: [...frame.parameters],
    }));
  });
  for (const { scenario, parameters } of [first, second]) {
    const run = lab.simulate(scenario);
    run.step(40);
    assert.deepEqual(parameters, [...run.parameters()]);
  }
});
