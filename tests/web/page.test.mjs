// @ts-check
// The page as a reader meets it: neurons die, controls work, links hold everything. Its failures are faults.test.mjs.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { untilLab, useBrowser, visibleText, withLab } from './browser.mjs';

const { server, open } = useBrowser({ figure: 'reluctant-lab', usual: { reducedMotion: 'reduce' } });

/** The page at rest. @param {string} [fragment] */
const atRest = (fragment = '') => open(`/${fragment}`);
const linkOf = (/** @type {unknown} */ scenario) => `#${encodeURIComponent(JSON.stringify(scenario))}`;
const short = { data: { samples: 64 }, training: { batchSize: 8 } };
const diverging = {
  network: { hidden: [16, 16] },
  data: { name: 'circle' },
  training: { loss: 'mse', optimizer: { learningRate: 50 } },
};

test('an untouched page shows neurons dying within ten seconds and asks nobody else for anything', async () => {
  const { page, problems, requests } = await open('/', {
    reducedMotion: 'no-preference',
    first: () => {
      Object.assign(globalThis, { heard: /** @type {string[]} */ ([]) });
      for (const name of ['ready', 'step', 'death'])
        addEventListener(`reluctant-${name}`, () => /** @type {any} */ (globalThis).heard.push(name));
    },
  });
  await page.waitForFunction(
    () => Number(document.querySelector('reluctant-lab')?.shadowRoot?.querySelector('.number')?.textContent) > 0,
    undefined,
    { timeout: 10_000 },
  );
  const heard = await page.evaluate(() => /** @type {any} */ (globalThis).heard);
  for (const name of ['ready', 'step', 'death']) assert.ok(heard.includes(name), `reluctant-${name} was not heard`);
  assert.equal(page.workers().length, 1, 'training does not happen in one worker');
  assert.match(await page.locator('reluctant-lab .rescue').innerText(), /Bring them back/);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    requests.filter((url) => !url.startsWith(server.origin)),
    [],
  );
});

test('the policy of the page is active', async () => {
  const { page } = await atRest();
  const ran = await page.evaluate(() => {
    const attempts = [
      () => {
        const script = document.createElement('script');
        script.textContent = 'globalThis.injected = true';
        document.body.append(script);
      },
      () => document.body.setAttribute('onclick', 'globalThis.injected = true'),
      () => void (document.body.innerHTML += '<b>injected</b>'),
    ];
    for (const attempt of attempts) {
      try {
        attempt();
      } catch {
        // Refused by Trusted Types before the policy had to.
      }
    }
    document.body.click();
    return 'injected' in globalThis || document.body.textContent?.includes('injected');
  });
  assert.equal(ran, false);
});

describe('the transport', () => {
  test('plays on, stands still and goes one step', async () => {
    const { page, problems } = await atRest();
    const clock = page.locator('reluctant-lab .clock b');
    assert.equal(await clock.innerText(), '0');
    await page.getByRole('button', { name: 'One step' }).click();
    await untilLab(page, (lab) => lab.at === 1);
    await page.getByRole('button', { name: 'Play' }).click();
    await untilLab(page, (lab) => lab.at > 4);
    await page.getByRole('button', { name: 'Pause' }).click();
    const stands = await withLab(page, (lab) => lab.pause().then(() => lab.at));
    await page.waitForTimeout(400);
    assert.equal(await withLab(page, (lab) => lab.at), stands);
    assert.deepEqual(problems, []);
  });

  test('reset begins the same run again and a new seed another', async () => {
    const { page } = await atRest();
    const first = await withLab(page, (lab) => lab.step(60));
    await page.getByRole('button', { name: 'Back to step 0' }).click();
    await untilLab(page, (lab) => lab.at === 0);
    assert.deepEqual(await withLab(page, (lab) => lab.step(60)), first);
    const seed = await withLab(page, (lab) => lab.scenario.seed);
    await page.getByRole('button', { name: 'New seed' }).click();
    await untilLab(page, (lab, old) => lab.scenario.seed !== old, seed);
    const other = await withLab(page, (lab) => lab.step(60));
    assert.notEqual(other.trainLoss, first.trainLoss);
  });

  test('seek goes back and forth to the bit', async () => {
    const { page } = await atRest();
    const [there, back, again] = await withLab(page, async (lab) => [
      await lab.seek(150),
      await lab.seek(20),
      await lab.seek(150),
    ]);
    assert.equal(back.step, 20);
    assert.deepEqual(again, there);
  });

  test('the playhead follows the arrow keys', async () => {
    const { page } = await atRest();
    await withLab(page, (lab) => lab.step(30));
    await page.getByRole('slider', { name: 'Step shown' }).focus();
    await page.keyboard.press('ArrowLeft');
    await untilLab(page, (lab) => lab.at === 29);
    await page.keyboard.press('Home');
    await untilLab(page, (lab) => lab.at === 0);
  });

  test('the slider sets the pace', async () => {
    const { page } = await atRest();
    await page.getByRole('slider', { name: 'Speed' }).fill('8');
    assert.match(await page.locator('reluctant-lab .speed').innerText(), /as fast as it can/);
    await page.getByRole('button', { name: 'Play' }).click();
    await untilLab(page, (lab) => lab.at > 2000);
  });

  test('keys work in the figure and not in its fields', async () => {
    const { page } = await atRest();
    await page.locator('reluctant-lab .figure').focus();
    await page.keyboard.press('ArrowRight');
    await untilLab(page, (lab) => lab.at === 1);
    await page.keyboard.press('r');
    await untilLab(page, (lab) => lab.at === 0);
    await page.getByLabel('Seed', { exact: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(200);
    assert.equal(await withLab(page, (lab) => lab.at), 0);
    await page.locator('reluctant-lab .figure').focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Pause' }).waitFor();
  });
});

test('the rescue brings the dead back and can be taken back', async () => {
  const { page, problems } = await atRest();
  await withLab(page, (lab) => lab.seek(240));
  const count = page.locator('reluctant-lab .number');
  assert.ok(Number(await count.innerText()) >= 3);
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await page.getByRole('button', { name: 'Make it flat again' }).waitFor();
  assert.equal(await count.innerText(), '0');
  const accuracy = await withLab(page, async (lab) => (await lab.step(160)).trainAccuracy);
  assert.ok(accuracy >= 0.94, `accuracy is ${accuracy} 160 steps after the rescue`);
  assert.deepEqual(await withLab(page, (lab) => lab.scenario.interventions.at(-1)), {
    step: 240,
    set: { 'network.activation': { name: 'leaky-relu', slope: 0.2 } },
  });
  await page.getByRole('button', { name: 'Make it flat again' }).click();
  await page.getByRole('button', { name: 'Bring them back' }).waitFor();
  assert.deepEqual(problems, []);
});

describe('a control', () => {
  /** @type {[name: string, label: string, value: string, path: string, expected: unknown][]} */
  const changes = [
    ['during', 'Activation', 'tanh', 'network.activation', { name: 'tanh' }],
    ['during', 'Learning rate', '0.03', 'training.optimizer.learningRate', 0.03],
    ['during', 'Batch size', '32', 'training.batchSize', 32],
    ['from the start', 'Data', 'circle', 'data.name', 'circle'],
    ['from the start', 'Noise', '0.1', 'data.noise', 0.1],
    ['from the start', 'Start bias', '-0.5', 'network.bias.value', -0.5],
  ];
  for (const [when, label, value, path, expected] of changes) {
    test(`${label} changes the run ${when}`, async () => {
      const { page, problems } = await atRest();
      await withLab(page, (lab) => lab.step(12));
      await page.getByRole('combobox', { name: label }).selectOption(value);
      await page.waitForFunction(() => location.hash !== '');
      const [at, scenario] = await withLab(page, (lab) => [lab.at, lab.scenario]);
      if (when === 'during') {
        assert.equal(at, 12);
        assert.deepEqual(scenario.interventions.find((/** @type {any} */ one) => one.step === 12)?.set, {
          [path]: expected,
        });
      } else {
        assert.equal(at, 0);
        assert.deepEqual(
          path.split('.').reduce((part, key) => part[key], scenario),
          expected,
        );
      }
      const report = await withLab(page, (lab) => lab.step(10));
      assert.equal(report.step, at + 10);
      assert.deepEqual(problems, []);
    });
  }

  test('Layers and units adds and resizes layers', async () => {
    const { page, problems } = await atRest();
    await page.getByRole('button', { name: /^Layers and units/ }).click();
    await page.getByRole('button', { name: 'Add a layer' }).click();
    await untilLab(page, (lab) => lab.scenario.network.hidden.length === 3);
    const field = page.getByLabel('Neurons in layer 2');
    await field.fill('5');
    await field.press('Enter');
    await untilLab(page, (lab) => lab.scenario.network.hidden[1] === 5);
    assert.deepEqual(await withLab(page, (lab) => lab.scenario.network.hidden), [8, 5, 8]);
    assert.match(await visibleText(page), /of 21 neurons/);
    assert.deepEqual(problems, []);
  });

  test('Seed takes a number and refuses what is none', async () => {
    const { page } = await atRest();
    const field = page.getByLabel('Seed', { exact: true });
    await field.fill('-3');
    await field.press('Enter');
    assert.notEqual(await withLab(page, (lab) => lab.scenario.seed), -3);
    await field.fill('42');
    await field.press('Enter');
    await untilLab(page, (lab) => lab.scenario.seed === 42);
  });

  for (const at of [0, 12]) {
    test(`chosen by hand at step ${at} is not undone by what the Scenario had planned`, async () => {
      const { page } = await atRest();
      const before = await withLab(page, (lab, step) => lab.seek(step), at);
      await page.getByRole('combobox', { name: 'Learning rate' }).selectOption('0.1');
      await page.waitForFunction(() => location.hash !== '');
      const planned = at === 0 ? [] : [{ step: at, set: { 'training.optimizer.learningRate': 0.1 } }];
      assert.deepEqual(await withLab(page, (lab) => lab.scenario.interventions), planned);
      const here = await withLab(page, (lab) => lab.step(0));
      assert.deepEqual([here.step, here.trainLoss], [before.step, before.trainLoss]);
    });
  }
});

describe('a link', () => {
  test('restores the experiment and its interventions', async () => {
    const first = await atRest();
    await withLab(first.page, (lab) => lab.step(30));
    await first.page.getByRole('combobox', { name: 'Noise' }).selectOption('0.1');
    await untilLab(first.page, (lab) => lab.at === 0);
    await withLab(first.page, (lab) => lab.seek(40));
    await first.page.getByRole('button', { name: 'Bring them back' }).click();
    await first.page.getByRole('button', { name: 'Make it flat again' }).waitFor();
    await first.page.waitForFunction(() => history.state?.step === 40);
    const here = await withLab(first.page, async (lab) => [lab.scenario, await lab.seek(90)]);
    const link = first.page.url();
    await first.close();

    assert.match(link, /#1\.[\w-]+$/);
    const second = await atRest(link.slice(link.indexOf('#')));
    assert.deepEqual(await withLab(second.page, async (lab) => [lab.scenario, await lab.seek(90)]), here);
    assert.equal(second.page.url(), link, 'the address was touched');
    assert.deepEqual(second.problems, []);
  });

  test('may be typed as JSON', async () => {
    const { page } = await atRest(linkOf(short));
    assert.deepEqual(
      await withLab(page, (lab) => [lab.scenario.data.samples, lab.scenario.training.batchSize]),
      [64, 8],
    );
  });

  test('is followed back and forward with the step that was left', async () => {
    const { page, problems } = await atRest();
    await withLab(page, (lab) => lab.seek(150));
    await page.getByRole('button', { name: 'Bring them back' }).click();
    await page.waitForFunction(() => location.hash !== '' && history.state?.step === 150);
    await withLab(page, (lab) => lab.step(20));
    await page.goBack();
    await page.getByRole('button', { name: 'Bring them back' }).waitFor();
    await untilLab(page, (lab) => lab.at === 150);
    assert.equal(await withLab(page, (lab) => lab.scenario.interventions.length), 1);
    await page.goForward();
    await page.getByRole('button', { name: 'Make it flat again' }).waitFor();
    assert.equal(await withLab(page, (lab) => lab.scenario.interventions.length), 2);
    assert.deepEqual(problems, []);
  });

  test('that is wrong is shown with every mistake and its place while the opening experiment runs', async () => {
    const wrong = { network: { hidden: [8, -2] }, training: { optimizer: { learningRate: 'fast' } }, colour: 'red' };
    const { page, problems } = await atRest(linkOf(wrong));
    const panel = page.getByRole('alert');
    const text = await panel.innerText();
    for (const said of ['network.hidden[1]', 'training.optimizer.learningRate', 'colour', '"fast"', 'line 10'])
      assert.ok(text.includes(said), `"${said}" is not in: ${text}`);
    assert.ok(text.includes(linkOf(wrong)), 'the text of the link is not kept');
    assert.equal(new URL(page.url()).hash, linkOf(wrong), 'the address was touched');
    assert.equal(await withLab(page, (lab) => lab.scenario.data.name), 'xor');
    await page.getByRole('combobox', { name: 'Noise' }).selectOption('0.1');
    await page.waitForFunction((old) => location.hash !== old, linkOf(wrong));
    await panel.waitFor({ state: 'detached' });
    assert.deepEqual(problems, []);
  });

  for (const fragment of ['#1.@@@@', '#1.AAAA', '#{"seed":', '#nonsense']) {
    test(`damaged as ${fragment} is said to be so`, async () => {
      const { page, problems } = await atRest(fragment);
      assert.match(await page.getByRole('alert').innerText(), /link/);
      assert.equal(await withLab(page, (lab) => lab.scenario.data.name), 'xor');
      assert.deepEqual(problems, []);
    });
  }

  test('is copied by the button', async () => {
    const { page } = await atRest();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Share this run' }).click();
    await page.getByText('Link copied').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /^http:\/\/127\.0\.0\.1:\d+\/#1\.[\w-]+$/);
  });
});

test('a run that diverges ends in a sentence and shows no impossible number', async () => {
  const { page, problems } = await atRest(linkOf(diverging));
  const report = await withLab(page, (lab) => lab.step(2000));
  assert.equal(report.status, 'diverged');
  await page.getByText('The run ended at step').first().waitFor();
  await page.locator('reluctant-lab .table summary').click();
  await page.locator('reluctant-lab table').waitFor();
  assert.doesNotMatch(await visibleText(page), /NaN|Infinity|undefined|\bnull\b/);
  await page.getByRole('button', { name: 'Play' }).click();
  assert.deepEqual(problems, []);
});

for (const hidden of [[], [1], [6, 6, 6, 6, 6, 6, 6, 6, 6], [128]]) {
  test(`a network of ${hidden.length === 0 ? 'no hidden layer' : hidden.join(' and ')} is drawn without a complaint`, async () => {
    const { page, problems } = await atRest(linkOf({ network: { hidden } }));
    assert.equal((await withLab(page, (lab) => lab.step(5))).step, 5);
    await page.waitForTimeout(300);
    assert.doesNotMatch(await visibleText(page), /NaN|Infinity|undefined/);
    assert.deepEqual(problems, []);
  });
}

test('every neuron stands in the table with its state in words', async () => {
  const { page } = await atRest();
  await withLab(page, (lab) => lab.seek(150));
  await page.locator('reluctant-lab .table summary').click();
  const rows = page.locator('reluctant-lab .table tbody tr');
  await rows.first().waitFor();
  assert.equal(await rows.count(), 16);
  const dead = Number(await page.locator('reluctant-lab .number').innerText());
  assert.equal(await rows.filter({ hasText: 'Dead' }).count(), dead);
});

test('the theme is turned by hand and remembered', async () => {
  const { page } = await atRest();
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Dark colours' }).click();
  const dark = await ground();
  assert.notEqual(dark, light);
  await page.reload();
  await withLab(page, () => null);
  assert.equal(await ground(), dark);
});
