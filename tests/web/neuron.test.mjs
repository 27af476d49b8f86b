// @ts-check
// The single neuron: what it shows is what the core computes, each question shows what it asks, and everything works by
// mouse and by keyboard. The lab is page.test.mjs and elements.test.mjs.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { dist, testInFirefox, untilFigure, useBrowser, violationsOf, visibleText, withFigure } from './browser.mjs';

const lab = await loadLab();

/** Three points on a line: one step of full-batch gradient descent kills from a rate of 3/16 on. */
const exact = {
  data: {
    name: 'custom',
    inputs: [
      [1, 0],
      [2, 0],
      [3, 0],
    ],
    targets: [0.5, 1, 1.5],
    testFraction: 0,
  },
  network: { hidden: [1] },
  training: { loss: 'mse', optimizer: { name: 'sgd', learningRate: 0.1 }, batchSize: 0 },
  interventions: [{ step: 0, set: { parameters: [1, 0, 0, 1, 0] } }],
};

const page_ = (/** @type {string} */ body) => `<!doctype html><html lang="en"><title>Course notes</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<script type="module" src="/elements.js"></script><link rel="icon" href="data:,"><body><main><h1>Notes</h1>${body}</main></body></html>`;

const pages = {
  '/plain': page_('<reluctant-neuron></reluctant-neuron>'),
  '/dark': page_(
    '<style>body { color: #fff; background: #0b0e1a }</style><reluctant-neuron theme="dark"></reluctant-neuron>',
  ),
  '/autoplay': page_('<reluctant-neuron autoplay></reluctant-neuron>'),
  '/exact': page_(`<reluctant-neuron scenario='${JSON.stringify(exact)}' controls="learning-rate"></reluctant-neuron>`),
  '/lab': page_(`<reluctant-neuron scenario='{"network":{"hidden":[8]},"training":{"l2":1}}'></reluctant-neuron>`),
  '/no-json': page_(`<reluctant-neuron scenario='{"data":'></reluctant-neuron>`),
  '/two': page_('<reluctant-neuron></reluctant-neuron><reluctant-lab></reluctant-lab>'),
  '/empty': page_(''),
};

const TAG = 'reluctant-neuron';
const { server, open } = useBrowser({ folder: dist, pages, figure: TAG, usual: { reducedMotion: 'reduce' } });
const withNeuron = withFigure(TAG);
const untilNeuron = untilFigure(TAG);

/** @param {import('playwright-core').Page} page @param {string} name */
const ask = async (page, name) => {
  await page.getByRole('button', { name }).click();
  await page.locator(`.questions [aria-pressed=true]`, { hasText: name }).waitFor();
};

/** @param {import('playwright-core').Page} page @param {number} step */
const stepTo = async (page, step) => {
  const report = await withNeuron(page, (neuron, wanted) => neuron.seek(wanted), step);
  assert.equal(report.step, step);
};

/** The cells of a card's lines by parameter, as numbers where they are. @param {import('playwright-core').Page} page @param {string} card */
const linesOf = (page, card) =>
  page.locator(`reluctant-neuron .${card} .lines tr[data-name]`).evaluateAll((rows) =>
    rows.map((row) => ({
      name: /** @type {HTMLElement} */ (row).dataset.name ?? '',
      cells: [...row.querySelectorAll('td')].map((cell) =>
        Number(
          (cell.querySelector('b') ?? cell).textContent?.replaceAll('\u2212', '-').replace(/^[\s\-=·]*(?=[\s])/, '') ||
            NaN,
        ),
      ),
      text: row.textContent ?? '',
    })),
  );

/** Three significant digits, as the figure writes. @param {number | undefined} value */
const shown = (value = NaN) => Number(value.toPrecision(3));

/** A run in Node of what the page shows. @param {import('playwright-core').Page} page */
const sameRun = async (page) => lab.simulate(await withNeuron(page, (neuron) => neuron.scenario));

/** The neuron's own three numbers. @param {{ parameters(): Float32Array }} run */
const own = (run) => [...run.parameters().slice(0, 3)];

test('every number of a step is the core\u2019s', async () => {
  const { page, problems } = await open('/plain');
  for (const question of ['Too big a step?', 'Is one silent point a death?', 'Does the bias still learn?']) {
    await ask(page, question);
    const run = await sameRun(page);
    for (let step = 1; step <= 4; ++step) {
      const row = run.nextRows()[0] ?? 0;
      const single = run.nextRows().length === 1;
      const before = [...run.parameters()];
      run.step(1);
      const after = [...run.parameters()];
      const foretold = await linesOf(page, 'coming');
      await stepTo(page, step);
      const made = await linesOf(page, 'made');
      foretold.forEach(({ cells, text }, k) =>
        cells.forEach((cell, at) => {
          const came = made[k]?.cells[at] ?? NaN;
          assert.ok(Object.is(cell, came) || Math.abs(cell - came) < 0.011 * Math.abs(came), `${text} was foretold`);
        }),
      );
      assert.deepEqual(
        made.map(({ name }) => name),
        ['w1', 'w2', 'b', 'v', 'c'],
      );
      made.forEach(({ cells, text }, k) => {
        assert.equal(cells[0], shown(before[k]), `${question} ${step}: ${text}`);
        assert.equal(cells.at(-1), shown(after[k]), `${question} ${step}: ${text}`);
        if (!single) return;
        const [, , error = NaN, slope = NaN, input = NaN] = cells;
        const change = (before[k] ?? NaN) - (after[k] ?? NaN);
        const product = Number(run.scenario.training.optimizer.learningRate) * error * (k < 3 ? slope : 1) * input;
        assert.ok(
          Math.abs(product - change) <= 0.012 * Math.abs(change) + 1e-6,
          `${text}: ${product} against ${change}`,
        );
      });
      if (single) {
        const [x1, x2] = run.data().inputs.slice(2 * row, 2 * row + 2);
        assert.deepEqual([made[0]?.cells[4], made[1]?.cells[4], made[2]?.cells[4]], [shown(x1), shown(x2), 1]);
      }
    }
    run.dispose();
  }
  assert.deepEqual(problems, []);
});

test('one step too big kills and the figure says by how much', async () => {
  const { page, problems } = await open('/plain');
  const limit = Number((await page.locator('reluctant-neuron .coming .verdict').innerText()).match(/[\d.]+/)?.[0]);
  const scenario = await withNeuron(page, (neuron) => neuron.scenario);
  for (const [rate, dead] of [
    [limit * 0.99, false],
    [limit * 1.01, true],
  ]) {
    const run = lab.simulate({
      ...scenario,
      training: { ...scenario.training, optimizer: { ...scenario.training.optimizer, learningRate: rate } },
    });
    run.step(1);
    assert.equal(run.health().states[0] === 0, dead, `a rate of ${rate}`);
    run.dispose();
  }
  const killed = lab.simulate(scenario);
  killed.step(1);
  const critical = killed.autopsy(0, 0)?.criticalLearningRate ?? NaN;
  assert.ok(Math.abs(critical - limit) < 1e-3 * limit, `the autopsy says ${critical}`);
  killed.dispose();
  await page.getByRole('button', { name: 'Take a step' }).click();
  await page.locator('reluctant-neuron .caption', { hasText: `below ${limit}` }).waitFor();
  assert.match(await page.locator('reluctant-neuron .made h3').innerText(), /killed/);
  assert.equal(await page.locator('reluctant-neuron .fires b').innerText(), '0 of 12 points fire it');
  const next = await linesOf(page, 'coming');
  for (const { cells, text } of next.slice(0, 3)) {
    assert.equal(cells[3], 0, text);
    assert.match(text, /unchanged/);
  }
  assert.ok(Math.abs(next[0]?.cells[2] ?? 0) > 1, 'the error asks for much');
  const zero = await page.locator('reluctant-neuron .slope b').boundingBox();
  assert.ok(zero && zero.width >= 58 && zero.height >= 58, 'the zero is large');
  assert.deepEqual(problems, []);
});

test('at the rate of three sixteenths the smallest example dies and just below it lives', async () => {
  const { page } = await open('/exact');
  assert.match(await page.locator('reluctant-neuron .coming .verdict').innerText(), /^0\.1875 or more kills$/);
  assert.deepEqual(await page.locator('reluctant-neuron select').count(), 0, 'only the rate is offered');
  for (const [rate, dead] of [
    ['0.1874', false],
    ['0.1876', true],
  ]) {
    await withNeuron(page, (neuron) => neuron.reset());
    await page.locator('reluctant-neuron .rate input[type=number]').fill(String(rate));
    await page.locator('reluctant-neuron .rate input[type=number]').press('Enter');
    await untilNeuron(
      page,
      (neuron, wanted) =>
        neuron.scenario.interventions.some(
          (/** @type {any} */ one) => one.set['training.optimizer.learningRate'] === Number(wanted),
        ),
      rate,
    );
    await stepTo(page, 1);
    assert.equal(await page.locator('reluctant-neuron .disc[data-dead]').count(), dead ? 1 : 0, `a rate of ${rate}`);
  }
});

test('a very negative bias is a birth without life', async () => {
  const { page } = await open('/plain');
  await ask(page, 'A very negative bias?');
  const run = await sameRun(page);
  assert.equal(run.health().states[0], 0);
  const start = own(run);
  run.step(100);
  assert.deepEqual(own(run), start);
  await stepTo(page, 100);
  assert.equal(await page.locator('reluctant-neuron .disc[data-dead]').count(), 1);
  for (const { text } of (await linesOf(page, 'made')).slice(0, 3)) assert.match(text, /unchanged/);
  run.dispose();
});

test('a leak pulls the dead neuron back', async () => {
  const { page } = await open('/plain');
  await ask(page, 'Can a leak pull it back?');
  const run = await sameRun(page);
  run.step(4);
  const [dead, silent] = [own(run), run.health().activeFraction[0]];
  assert.equal(silent, 0);
  let step = 4;
  while (run.health().activeFraction[0] === 0 && step < 100) step = run.step(1).step;
  assert.ok(step <= 20, `fires again at step ${step}`);
  assert.notDeepEqual(own(run), dead);
  const heard = await withNeuron(page, async (neuron) => {
    /** @type {any[]} */
    const lives = [];
    for (const kind of ['death', 'revival'])
      neuron.addEventListener(`reluctant-${kind}`, (/** @type {any} */ event) => lives.push([kind, event.detail.step]));
    await neuron.step(4);
    return lives;
  });
  assert.deepEqual(heard, [
    ['death', 1],
    ['revival', 4],
  ]);
  assert.match(await page.locator('reluctant-neuron .caption').innerText(), /Silent, but not dead/);
  await stepTo(page, step);
  assert.match(await page.locator('reluctant-neuron .caption').innerText(), /It fires again/);
  run.step(300);
  assert.ok(run.report.trainLoss < 0.01, `it learns: ${run.report.trainLoss}`);
  run.dispose();
});

test('the bias of a dead neuron does not learn and the bias after it does', async () => {
  const { page } = await open('/plain');
  await ask(page, 'Does the bias still learn?');
  const run = await sameRun(page);
  const { margin, states } = run.health();
  assert.ok(states[0] === 0 && /** @type {number} */ (margin[0]) > -0.03, `only just: ${margin[0]}`);
  const [start, c, loss] = [own(run), run.parameters()[4], run.report.trainLoss];
  run.step(50);
  assert.deepEqual(own(run), start);
  assert.notEqual(run.parameters()[4], c);
  assert.ok(run.report.trainLoss < loss);
  await stepTo(page, 50);
  assert.match(await page.locator('reluctant-neuron .caption').innerText(), /bit for bit/);
  run.dispose();
});

test('silence for one point is no death', async () => {
  const { page } = await open('/plain');
  await ask(page, 'Is one silent point a death?');
  const run = await sameRun(page);
  const start = own(run);
  run.step(1);
  assert.deepEqual(own(run), start);
  assert.notEqual(run.health().states[0], 0);
  run.step(300);
  assert.notDeepEqual(own(run), start);
  assert.ok(run.report.trainLoss < 0.01);
  assert.match(await page.locator('reluctant-neuron .caption').innerText(), /Silent for this point: slope 0/);
  run.dispose();
});

test('a handle is dragged by mouse and by arrow keys and a number is typed', async () => {
  const { page, problems } = await open('/plain');
  const bias = () => withNeuron(page, (neuron) => neuron.scenario.interventions[0].set.parameters[2]);
  const slider = page.getByRole('slider', { name: 'bias b, slider' });
  const box = await slider.boundingBox();
  assert.ok(box);
  const at = (/** @type {number} */ value) => box.x + 11 + ((value + 3) / 6) * (box.width - 22);
  await page.mouse.move(at(0.1), box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(at(-1), box.y + box.height / 2, { steps: 6 });
  await page.mouse.move(at(-2), box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await page.locator('reluctant-neuron .disc[data-dead]').waitFor();
  assert.ok(Math.abs((await bias()) + 2) < 0.1, String(await bias()));

  const before = await bias();
  await slider.press('ArrowRight');
  await untilNeuron(page, (neuron, was) => neuron.scenario.interventions[0].set.parameters[2] > was, before);
  const field = page.getByRole('spinbutton', { name: 'bias b' });
  await field.fill('0.25');
  await field.press('Enter');
  await page.locator('reluctant-neuron .disc:not([data-dead])').waitFor();
  assert.equal(await bias(), 0.25);

  // Each of the three was one thing to undo.
  const undo = page.getByRole('button', { name: 'Undo' });
  for (const expected of [before + 0.01, before, 0.1]) {
    await undo.click();
    await untilNeuron(
      page,
      ({ scenario }, wanted) => Math.abs(scenario.interventions[0].set.parameters[2] - wanted) < 0.006,
      expected,
    );
  }
  assert.equal(await undo.isDisabled(), true);
  assert.deepEqual(problems, []);
});

test('points are dragged and moved by keys and added and removed', async () => {
  const { page, problems } = await open('/plain');
  const rows = () => withNeuron(page, (neuron) => neuron.scenario.data.inputs);
  const points = page.locator('reluctant-neuron .point');
  const first = await points.first().locator('.body').boundingBox();
  assert.ok(first);
  const [x, y] = [first.x + first.width / 2, first.y + first.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 40, y - 30, { steps: 5 });
  await page.mouse.up();
  await untilNeuron(page, (neuron) => neuron.scenario.data.inputs[0][0] > -0.5);
  const dragged = (await rows())[0];
  await points.first().focus();
  await page.keyboard.press('ArrowUp');
  await untilNeuron(page, (neuron, was) => neuron.scenario.data.inputs[0][1] > was, dragged[1]);
  await page.getByRole('button', { name: 'Add a point' }).click();
  await points.nth(12).waitFor();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await points.nth(12).waitFor({ state: 'detached' });
  const plane = await page.locator('reluctant-neuron .plane svg').boundingBox();
  assert.ok(plane);
  await page.mouse.click(plane.x + 6, plane.y + plane.height - 6);
  await points.nth(12).waitFor();
  await points.nth(12).press('Delete');
  await points.nth(12).waitFor({ state: 'detached' });
  assert.equal((await rows()).length, 12);
  assert.deepEqual(problems, []);
});

test('two edits in a row both hold and are undone apart', async () => {
  const { page, problems } = await open('/plain');
  await withNeuron(page, (neuron) => {
    const selects = [...neuron.shadowRoot.querySelectorAll('select')];
    for (const value of ['leaky-relu', '0']) {
      const select = selects.find(({ options }) => [...options].some((option) => option.value === value));
      select.value = value;
      select.dispatchEvent(new Event('change'));
    }
  });
  await untilNeuron(page, ({ scenario }) => /leaky.*"training.batchSize":0/.test(JSON.stringify(scenario)));
  await page.getByRole('button', { name: 'Undo' }).click();
  await untilNeuron(page, ({ scenario }) => /leaky(?!.*"training.batchSize":0)/.test(JSON.stringify(scenario)));
  assert.deepEqual(problems, []);
});

test('steps and edits are undone and done again', async () => {
  const { page, problems } = await open('/plain');
  const caption = page.locator('reluctant-neuron .caption');
  const clock = page.locator('reluctant-neuron .clock');
  await page.getByRole('button', { name: 'Take a step' }).click();
  await clock.filter({ hasText: 'Step 1' }).waitFor();
  const [dead, made] = [await caption.innerText(), await linesOf(page, 'made')];
  await page.getByRole('combobox', { name: 'Activation' }).selectOption('leaky-relu');
  await caption.filter({ hasText: 'Silent' }).waitFor();
  await page.keyboard.press('Control+z');
  await caption.filter({ hasText: 'killed' }).waitFor();
  assert.equal(await caption.innerText(), dead);
  await page.locator('reluctant-neuron h2').click();
  await page.locator('reluctant-neuron .figure').focus();
  await page.keyboard.press('Control+z');
  await clock.filter({ hasText: 'Step 0' }).waitFor();
  await page.keyboard.press('Control+Shift+z');
  await clock.filter({ hasText: 'Step 1' }).waitFor();
  assert.equal(await caption.innerText(), dead);
  assert.deepEqual(await linesOf(page, 'made'), made);
  await page.getByRole('button', { name: 'Redo' }).click();
  await caption.filter({ hasText: 'Silent' }).waitFor();
  await page.getByRole('button', { name: 'Back to the start' }).click();
  await clock.filter({ hasText: 'Step 0' }).waitFor();
  assert.equal(await withNeuron(page, (neuron) => neuron.scenario.interventions.length), 1);
  assert.deepEqual(problems, []);
});

test('keys play and step and reset', async () => {
  const { page } = await open('/plain');
  const clock = page.locator('reluctant-neuron .clock');
  await page.locator('reluctant-neuron .figure').focus();
  await page.keyboard.press('ArrowRight');
  await clock.filter({ hasText: 'Step 1' }).waitFor();
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await untilNeuron(page, (neuron) => neuron.at >= 3);
  await page.keyboard.press(' ');
  await page.getByRole('button', { name: 'Play' }).waitFor();
  await page.keyboard.press('r');
  await clock.filter({ hasText: 'Step 0' }).waitFor();
});

test('methods answer with reports and events tell of them', async () => {
  const { page, problems, requests } = await open('/plain');
  const heard = await withNeuron(page, async (neuron) => {
    /** @type {Record<string, any[]>} */
    const all = { step: [], death: [], change: [] };
    for (const name of Object.keys(all))
      document.addEventListener(`reluctant-${name}`, (/** @type {any} */ event) => all[name]?.push(event.detail));
    const reports = [await neuron.step(3), await neuron.seek(2), await neuron.reset()];
    return { all, steps: reports.map(({ step }) => step) };
  });
  assert.deepEqual(heard.steps, [3, 2, 0]);
  assert.deepEqual(heard.all.death, [{ step: 1, layer: 0, unit: 0, kind: 'died', cause: 'own-update' }]);
  assert.ok((heard.all.step?.length ?? 0) >= 3);
  assert.deepEqual(heard.all.change, []);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    requests.filter((url) => !/^(data|blob):/.test(url)).map((url) => new URL(url).pathname),
    ['/plain', '/elements.js'],
  );
});

test('pushing the neuron over the edge by hand is told as a death', async () => {
  const { page } = await open('/plain');
  await withNeuron(page, (neuron) =>
    neuron.addEventListener('reluctant-death', (/** @type {any} */ event) => (neuron.heard = event.detail)),
  );
  const field = page.getByRole('spinbutton', { name: 'bias b' });
  await field.fill('-3');
  await field.press('Enter');
  await untilNeuron(page, ({ heard }) => heard);
  const { layer, unit, cause } = await withNeuron(page, ({ heard }) => heard);
  assert.deepEqual([layer, unit, cause], [0, 0, 'intervention']);
});

for (const [path, said] of /** @type {const} */ ([
  ['/lab', 'network.hidden: expected [1] in the figure of a single neuron, found [8]'],
  ['/no-json', 'JSON'],
])) {
  test(`a scenario that is not of one neuron is named at ${path}`, async () => {
    const { page, problems } = await open(path);
    const told = await page.getByRole('alert').innerText();
    assert.ok(told.includes(said), told);
    if (path === '/lab') assert.match(told, /training\.l2: expected 0/);
    assert.deepEqual(await withNeuron(page, (neuron) => neuron.scenario.network.hidden), [1]);
    assert.deepEqual(problems, []);
  });
}

test('a run that diverges ends calmly at its last finite state', async () => {
  const { page, problems } = await open('/plain');
  await page.getByRole('combobox', { name: 'Activation' }).selectOption('elu');
  const rate = page.locator('reluctant-neuron .rate input[type=number]');
  await rate.fill('30');
  await rate.press('Enter');
  await withNeuron(page, (neuron) =>
    neuron.addEventListener('reluctant-diverged', (/** @type {any} */ event) => (neuron.heard = event.detail)),
  );
  // Both changes take effect by themselves: the step waits for neither.
  await untilNeuron(page, ({ scenario }) => {
    const text = JSON.stringify(scenario);
    return text.includes('"elu"') && text.includes('learningRate":30');
  });
  const report = await withNeuron(page, (neuron) => neuron.step(400));
  assert.equal(report.status, 'diverged');
  assert.deepEqual(await withNeuron(page, ({ heard }) => heard), report);
  assert.match(await page.locator('reluctant-neuron .caption').innerText(), /The run ended at step/);
  assert.equal((await linesOf(page, 'made')).length, 5, 'the last step that could be made stands there');
  assert.ok(await page.getByRole('button', { name: 'Take a step' }).isDisabled());
  assert.doesNotMatch(await visibleText(page), /NaN|undefined|Infinity/);
  assert.deepEqual(problems, []);
});

test('a wrong number is refused with its reason and changes nothing', async () => {
  const { page } = await open('/plain');
  const rate = page.locator('reluctant-neuron .rate input[type=number]');
  await rate.fill('-1');
  await rate.press('Enter');
  assert.match(
    await page.getByRole('alert').innerText(),
    /learningRate"\]: expected a number in \(0, 1000\], found -1/,
  );
  assert.equal(await rate.inputValue(), '0.3');
});

test('autoplay plays unless the reader wants less motion', async () => {
  const still = await open('/autoplay');
  await still.page.waitForTimeout(900);
  assert.equal(await withNeuron(still.page, (neuron) => neuron.at), 0);
  await still.close();
  const moving = await open('/autoplay', { reducedMotion: 'no-preference' });
  await untilNeuron(moving.page, (neuron) => neuron.at >= 1);
});

test('a lab on the same page shares the worker and nothing else', async () => {
  const { page, problems } = await open('/two');
  const steps = await page.evaluate(async () => {
    const [neuron, other] = /** @type {any[]} */ ([
      document.querySelector('reluctant-neuron'),
      document.querySelector('reluctant-lab'),
    ]);
    await other.ready;
    await neuron.step(2);
    return [neuron.at, other.at];
  });
  assert.deepEqual(steps, [2, 0]);
  assert.equal(page.workers().length, 1);
  assert.deepEqual(problems, []);
});

test('nothing moves its place when a step is taken', async () => {
  for (const width of [390, 768, 1440]) {
    const { page } = await open('/plain', { viewport: { width, height: 900 } });
    const places = () =>
      page
        .locator('reluctant-neuron :is(.stage, .card, .coming, .made, .buttons)')
        .evaluateAll((all) => all.map((one) => [one.className, Math.round(one.getBoundingClientRect().top)]));
    const before = await places();
    await stepTo(page, 1);
    assert.deepEqual(await places(), before, `at ${width}`);
    await stepTo(page, 2);
    assert.deepEqual(await places(), before, `at ${width}`);
  }
});

for (const path of ['/plain', '/dark']) {
  describe(`dead and with its summary unfolded on ${path}`, () => {
    /** @type {import('playwright-core').Page} */
    let page;
    before(async () => {
      ({ page } = await open(path, { colorScheme: path === '/dark' ? 'dark' : 'light' }));
      await ask(page, 'Does the bias still learn?');
      await stepTo(page, 1);
      await page.locator('reluctant-neuron summary').click();
    });
    for (const width of [320, 390, 768, 1440]) {
      test(`axe finds nothing at ${width} on ${path}`, async () => {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await violationsOf(page), []);
        assert.ok(
          (await page.evaluate(() => document.documentElement.scrollWidth)) <= width,
          'nothing runs out to the side',
        );
      });
    }
  });
}

test('no text is smaller than 12 pixels and no target smaller than a finger', async () => {
  const { page } = await open('/plain', { viewport: { width: 390, height: 844 } });
  await stepTo(page, 1);
  const small = await page.locator('reluctant-neuron').evaluate((neuron) => {
    const all = [...(neuron.shadowRoot?.querySelectorAll('*') ?? [])];
    const texts = all
      .filter((one) => [...one.childNodes].some((node) => node instanceof Text && node.data.trim() !== ''))
      .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 12);
    const targets = all
      .filter((one) => one.matches('button, select, input[type=range]'))
      .filter((one) => one.getBoundingClientRect().height < 44 && one.getBoundingClientRect().height > 0);
    return [...texts, ...targets].map((one) => one.outerHTML.slice(0, 80));
  });
  assert.deepEqual(small, []);
});

test('forced colours and a spoken sentence for what is seen', async () => {
  const { page, problems } = await open('/plain', { forcedColors: 'active' });
  await page.getByRole('button', { name: 'Take a step' }).click();
  await page.locator('reluctant-neuron .spoken', { hasText: 'Step 1. Dead: 0 of 12 points fire it.' }).waitFor();
  assert.equal(await page.getByRole('img', { name: 'Dead: fires for none of 12 points.' }).count(), 1);
  assert.doesNotMatch(await visibleText(page), /NaN|undefined|Infinity/);
  assert.deepEqual(problems, []);
});

testInFirefox('it works in Firefox too', async (page) => {
  await page.goto(`${server.origin}/plain`);
  const seen = await page.evaluate(async () => {
    const neuron = /** @type {any} */ (document.querySelector('reluctant-neuron'));
    await neuron.ready;
    await neuron.step(2);
    await neuron.updateComplete;
    const { shadowRoot } = neuron;
    const slider = shadowRoot.querySelector('[data-name="b"] input[type="range"]');
    slider.value = '1';
    slider.dispatchEvent(new Event('input'));
    slider.dispatchEvent(new Event('change'));
    const slope = shadowRoot.querySelector('.slope b').textContent;
    await new Promise((resolve) => document.addEventListener('reluctant-revival', resolve, { once: true }));
    return { slope, bias: neuron.scenario.interventions.at(-1).set.parameters[2] };
  });
  assert.deepEqual(seen, { slope: '0', bias: 1 });
});

test('the site has a page of it whose address is what is shown', async () => {
  const { page, problems } = await open('/site/neuron/');
  const field = page.getByRole('spinbutton', { name: 'bias b' });
  await field.fill('-1.5');
  await field.press('Enter');
  await page.waitForURL(/#1\./);
  const address = page.url();
  await page.goto('about:blank');
  await page.goto(address);
  assert.equal(await withNeuron(page, (neuron) => neuron.scenario.interventions[0].set.parameters[2]), -1.5);
  assert.equal(await page.getByRole('link', { name: 'One neuron' }).getAttribute('aria-current'), 'page');
  assert.deepEqual(await violationsOf(page), []);
  assert.deepEqual(problems, []);
});
