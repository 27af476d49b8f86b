// @ts-check
// The element on other people's pages: attributes, properties, methods, events, life. The site's own page is page.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dist, untilLab, useBrowser, withLab } from './browser.mjs';

const short = { data: { name: 'circle', samples: 64 }, network: { hidden: [6] } };
const page_ = (/** @type {string} */ body) => `<!doctype html><html lang="en"><title>Course notes</title>
<script type="module" src="/elements.js"></script><link rel="icon" href="data:,"><body>${body}</body></html>`;

const pages = {
  '/plain': page_('<reluctant-lab></reluctant-lab>'),
  '/autoplay': page_('<reluctant-lab autoplay></reluctant-lab>'),
  '/course': page_(
    `<reluctant-lab scenario='${JSON.stringify(short)}' controls="activation learning-rate" theme="dark"></reluctant-lab>`,
  ),
  '/wrong': page_(`<reluctant-lab scenario='{"data":{"name":"cats"}}'></reluctant-lab>`),
  '/no-json': page_(`<reluctant-lab scenario='{"data":'></reluctant-lab>`),
  '/two': page_(`<reluctant-lab></reluctant-lab><reluctant-lab scenario='{"seed":3}'></reluctant-lab>`),
  '/twice': page_(`<reluctant-lab></reluctant-lab><script type="module" src="/elements.js?again"></script>`),
  '/below': page_('<p style="height:3000px">Text</p><reluctant-lab autoplay></reluctant-lab>'),
  '/empty': page_(''),
};

const { open } = useBrowser({ folder: dist, pages, usual: { viewport: { width: 900, height: 800 } } });

test('without a scenario it opens on the opening experiment and waits', async () => {
  const { page, problems, requests } = await open('/plain');
  assert.deepEqual(await withLab(page, (lab) => [lab.scenario.data.name, lab.scenario.data.samples, lab.at]), [
    'xor',
    200,
    0,
  ]);
  await page.waitForTimeout(900);
  assert.equal(await withLab(page, (lab) => lab.at), 0);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    requests.filter((url) => !/^(data|blob):/.test(url)).map((url) => new URL(url).pathname),
    ['/plain', '/elements.js'],
  );
});

test('autoplay plays', async () => {
  const { page, problems } = await open('/autoplay');
  await untilLab(page, (lab) => lab.at > 2);
  assert.deepEqual(problems, []);
});

test('attributes say the experiment and the controls and the theme', async () => {
  const { page, problems } = await open('/course');
  assert.deepEqual(await withLab(page, (lab) => [lab.scenario.data.samples, lab.scenario.network.hidden]), [64, [6]]);
  assert.deepEqual(
    await page
      .locator('reluctant-lab [data-control]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-control'))),
    ['activation', 'learning-rate'],
  );
  assert.equal(await page.locator('reluctant-lab').evaluate((lab) => getComputedStyle(lab).colorScheme), 'dark');
  assert.deepEqual(problems, []);
});

test('properties take objects and methods answer with reports', async () => {
  const { page, problems } = await open('/empty');
  const [made, report, sought, reset] = await page.evaluate(async (scenario) => {
    const lab = /** @type {any} */ (document.createElement('reluctant-lab'));
    lab.scenario = scenario;
    lab.controls = 'noise';
    document.body.append(lab);
    await lab.ready;
    return [lab.scenario, await lab.step(20), await lab.seek(5), await lab.reset()];
  }, short);
  assert.equal(made.data.samples, 64);
  assert.deepEqual([report.step, sought.step, reset.step], [20, 5, 0]);
  assert.deepEqual(problems, []);
});

test('a new scenario replaces the run and keeps the figure', async () => {
  const { page } = await open('/plain');
  await withLab(page, (lab) => lab.step(10));
  await withLab(
    page,
    async (lab, scenario) => {
      const opened = new Promise((resolve) => lab.addEventListener('reluctant-step', resolve, { once: true }));
      lab.scenario = scenario;
      await opened;
    },
    short,
  );
  assert.deepEqual(await withLab(page, (lab) => [lab.at, lab.scenario.network.hidden]), [0, [6]]);
});

test('events tell of steps and deaths and revivals and changes beyond the shadow tree', async () => {
  const { page } = await open('/plain');
  const heard = await withLab(page, async (lab) => {
    /** @type {Record<string, any[]>} */
    const all = {};
    for (const name of ['step', 'death', 'revival', 'change'])
      document.addEventListener(`reluctant-${name}`, (/** @type {any} */ event) =>
        (all[name] ??= []).push(event.detail),
      );
    await lab.seek(200);
    const changed = new Promise((resolve) => document.addEventListener('reluctant-change', resolve, { once: true }));
    lab.shadowRoot.querySelector('.rescue').click();
    await changed;
    return all;
  });
  assert.equal(heard.step?.at(-1).step, 200);
  assert.ok((heard.death?.length ?? 0) >= 3);
  assert.deepEqual(Object.keys(heard.death?.[0]).sort(), ['cause', 'kind', 'layer', 'step', 'unit']);
  assert.ok(heard.revival?.every(({ cause }) => cause !== undefined));
  assert.equal(heard.change?.[0].interventions.at(-1).step, 200);
});

test('a run that diverges says so once its numbers end', async () => {
  const { page, problems } = await open('/empty');
  const heard = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.createElement('reluctant-lab'));
    lab.scenario = {
      network: { hidden: [16, 16] },
      data: { name: 'circle' },
      training: { loss: 'mse', optimizer: { learningRate: 50 } },
    };
    const diverged = new Promise((resolve) =>
      lab.addEventListener('reluctant-diverged', (/** @type {any} */ event) => resolve(event.detail)),
    );
    document.body.append(lab);
    await lab.ready;
    await lab.step(2000);
    return diverged;
  });
  assert.equal(/** @type {any} */ (heard).status, 'diverged');
  assert.deepEqual(problems, []);
});

test('two figures on a page share one worker and nothing else', async () => {
  const { page, problems } = await open('/two');
  const result = await page.evaluate(async () => {
    const [one, two] = /** @type {any[]} */ ([...document.querySelectorAll('reluctant-lab')]);
    await Promise.all([one.ready, two.ready]);
    const apart = await Promise.all([one.step(30), two.step(12)]);
    const rest = two.at;
    await one.step(30);
    return {
      seeds: [one.scenario.seed, two.scenario.seed],
      steps: apart.map((report) => report.step),
      untouched: two.at === rest,
    };
  });
  assert.deepEqual(result.steps, [30, 12]);
  assert.equal(result.untouched, true);
  assert.notEqual(result.seeds[0], result.seeds[1]);
  assert.equal(page.workers().length, 1);
  assert.deepEqual(problems, []);
});

test('a second copy of the script does no harm', async () => {
  const { page, problems } = await open('/twice');
  await withLab(page, (lab) => lab.step(3));
  assert.deepEqual(problems, []);
});

test('a figure that is moved in its document goes on where it was', async () => {
  const { page, problems } = await open('/plain');
  const [before, after] = await withLab(page, async (lab) => {
    const report = await lab.step(25);
    const place = document.createElement('section');
    document.body.append(place);
    place.append(lab);
    return [report, await lab.step(0)];
  });
  assert.deepEqual([after.step, after.trainLoss], [before.step, before.trainLoss]);
  assert.deepEqual(problems, []);
});

test('a figure that is removed stops and can come back', async () => {
  const { page, problems } = await open('/autoplay');
  await untilLab(page, (lab) => lab.at > 2);
  const result = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
    lab.remove();
    const left = lab.at;
    await new Promise((resolve) => setTimeout(resolve, 700));
    const gone = lab.at;
    document.body.append(lab);
    return { left, gone };
  });
  assert.ok(result.gone <= result.left + 1, `went on from ${result.left} to ${result.gone}`);
  await untilLab(page, (lab, gone) => lab.at > gone, result.gone);
  assert.deepEqual(problems, []);
});

test('out of sight it stands still', async () => {
  const { page } = await open('/below');
  await withLab(page, () => null);
  await page.waitForTimeout(1200);
  assert.equal(await withLab(page, (lab) => lab.at), 0);
  await page.locator('reluctant-lab').scrollIntoViewIfNeeded();
  await untilLab(page, (lab) => lab.at > 1);
});

for (const [path, said] of /** @type {const} */ ([
  ['/wrong', 'data.name'],
  ['/no-json', 'JSON'],
])) {
  test(`a wrong scenario is named at ${path}`, async () => {
    const { page, problems } = await open(path);
    await withLab(page, () => null);
    assert.match(await page.getByRole('alert').innerText(), new RegExp(said));
    assert.equal(await withLab(page, (lab) => lab.scenario.data.name), 'xor');
    assert.deepEqual(problems, []);
  });
}
