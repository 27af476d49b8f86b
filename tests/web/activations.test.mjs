// @ts-check
// The activation explorer, on its page and on other people's: what it draws is what the core says, parameters move it,
// flat stretches are marked, and everybody can use it. The painters' arithmetic is drawing.test.mjs.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import {
  dist,
  testInFirefox,
  untilFigure,
  useBrowser,
  useServer,
  violationsOf,
  visibleText,
  withFigure,
} from './browser.mjs';

const TAG = 'reluctant-activations';
const course = (/** @type {string} */ body) => `<!doctype html><html lang="en"><title>Course notes</title>
<script type="module" src="/elements.js"></script><link rel="icon" href="data:,"><body>${body}</body></html>`;
const small = {
  data: { name: 'circle', samples: 64 },
  network: { hidden: [6], activation: { name: 'elu', alpha: 2 } },
};
const pages = {
  '/plain': course(`<${TAG}></${TAG}>`),
  '/set': course(`<${TAG} scenario='${JSON.stringify(small)}' controls="slope" theme="dark"></${TAG}>`),
  '/autoplay': course(`<${TAG} scenario='${JSON.stringify(small)}' autoplay></${TAG}>`),
  '/wrong': course(`<${TAG} scenario='{"data":{"name":"cats"}}'></${TAG}>`),
  '/linear': course(`<${TAG} scenario='{"network":{"hidden":[]}}'></${TAG}>`),
};

const lab = await loadLab();
const courses = useServer(dist, pages);
const { server, open: openAt } = useBrowser({ figure: TAG, usual: { reducedMotion: 'reduce' } });
const withExplorer = withFigure(TAG);
const untilExplorer = untilFigure(TAG);

/** @param {import('playwright-core').BrowserContextOptions} [options] @param {string} [address] */
async function open(options = {}, address = '/activations/') {
  const opened = await openAt(address, options);
  /** @param {string} name */
  const card = (name) => opened.page.locator(`${TAG} .card[data-name="${name}"]`);
  return { ...opened, card };
}

/** The points of a path. */
const pointsOf = (/** @type {string} */ path) =>
  path
    .slice(1)
    .split('L')
    .map((point) => point.split(' ').map(Number));

/** Waits for the measurement that begins by itself. @param {import('playwright-core').Page} page */
const measured = (page) => page.getByRole('button', { name: 'Measure again' }).waitFor();

test('every line drawn is what the core says', async () => {
  const { problems, card } = await open();
  for (const { name } of lab.catalogue.activations) {
    const points = pointsOf((await card(name).locator('.line').getAttribute('d')) ?? '');
    const z = Float32Array.from(points, (_, index) => 7 * ((2 * index) / (points.length - 1) - 1));
    const { value } = lab.evaluate(name, z);
    const [zero, unit] = [88, 86 / 7];
    points.forEach(([, y = NaN], index) =>
      assert.ok(Math.abs(y - (zero - unit * (value[index] ?? 0))) < 0.006, `${name} at ${z[index]}`),
    );
  }
  assert.deepEqual(problems, []);
});

test('what is read off is what the core says wherever the keys lead', async () => {
  const { page, card } = await open();
  await card('elu').locator('.choose').click();
  await card('gelu').locator('.pin').click();
  const slider = page.getByRole('slider', { name: 'Output and slope at a sum' });
  for (const keys of [['Home'], ['End'], ['Home', 'PageUp', 'PageUp', 'ArrowRight', 'ArrowLeft', 'ArrowRight']]) {
    await slider.focus();
    for (const key of keys) await page.keyboard.press(key);
    const index = keys.length > 1 ? 84 : keys[0] === 'Home' ? 0 : 560;
    const z = 7 * ((2 * index) / 560 - 1);
    const head = await page.locator(`${TAG} .readout thead th`).first().innerText();
    assert.equal(head.replace('\u2212', '-'), `z = ${z.toFixed(2)}`);
    for (const name of ['elu', 'gelu']) {
      const { value, slope } = lab.evaluate(name, Float32Array.of(z));
      const cells = await page.locator(`${TAG} .readout tr[data-name="${name}"] td`).allInnerTexts();
      for (const [cell, number] of [
        [cells[0], value[0] ?? NaN],
        [cells[1], slope[0] ?? NaN],
      ])
        assert.ok(
          Math.abs(readNumber(String(cell)) - Number(number)) <= 0.051 * Math.abs(Number(number)),
          `${name} ${cell} ${number}`,
        );
    }
  }
  assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /ELU: output .*, slope .*; GELU: output/);
});

/** A number as the page writes it: true minus, powers of ten. */
function readNumber(/** @type {string} */ text) {
  const raised = '\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079';
  const plain = text
    .replaceAll('\u2212', '-')
    .replaceAll('\u207b', '-')
    .replace(/[\u2070\u00b9\u00b2\u00b3\u2074-\u2079]/g, (digit) => String(raised.indexOf(digit)))
    .replace(' \u00b7 10', 'e');
  return Number(plain);
}

test('a stretch without slope is marked from end to end and no other is', async () => {
  const { page, card } = await open();
  const flat = (/** @type {string} */ name) =>
    card(name)
      .locator('.flat')
      .evaluateAll((all) =>
        all.map((one) =>
          one
            .getAttribute('d')
            ?.match(/[\d.]+/g)
            ?.map(Number),
        ),
      );
  const [from, , to] = (await flat('relu'))[0] ?? [];
  assert.equal(from, 0);
  assert.ok(Math.abs(Number(to) - 116) < 0.01, `ReLU is marked up to ${to}`);
  assert.equal((await flat('relu6')).length, 2);
  const [, , kink] = (await flat('hard-swish'))[0] ?? [];
  assert.ok(Math.abs(Number(kink) - (116 * 4) / 7) < 0.5, `hard-swish is marked up to ${kink}`);
  for (const name of ['leaky-relu', 'elu', 'gelu', 'silu', 'mish', 'tanh', 'sigmoid', 'softplus', 'identity'])
    assert.equal((await flat(name)).length, 0, name);
  assert.equal(await card('relu').locator('.zero').textContent(), '0');
  assert.match((await card('hard-swish').locator('.below').getAttribute('d')) ?? '', /L.*L/);

  // Far out, 32 bits hold no slope of GELU any more.
  await page.getByLabel('Sums shown').selectOption('16');
  await card('gelu').locator('.flat').first().waitFor({ state: 'attached' });
  const gelu = lab.evaluate('gelu', Float32Array.of(-16)).slope[0];
  assert.equal(Math.abs(gelu ?? NaN), 0);
  assert.match(await page.locator(`${TAG} .readout thead th`).first().innerText(), /z = .1\.37/); // the sample nearest to -1.40
});

test('parameters move the curve and what is said of it', async () => {
  const { page, problems, card } = await open();
  const line = () => card('leaky-relu').locator('.line').getAttribute('d');
  const before = await line();
  await card('leaky-relu').locator('.choose').click();
  const number = page.getByRole('spinbutton', { name: 'Slope below 0' });
  await number.fill('0.5');
  await number.press('Enter');
  await untilExplorer(
    page,
    ({ shadowRoot }, old) => shadowRoot.querySelector('.card[data-name="leaky-relu"] .line').getAttribute('d') !== old,
    before,
  );
  const [first] = pointsOf((await line()) ?? '');
  assert.ok(Math.abs((first?.[1] ?? 0) - (88 + (86 / 7) * 3.5)) < 0.01, String(first));
  assert.match(await card('leaky-relu').innerText(), /slope 0.5/);

  const slider = page.getByRole('slider', { name: 'Slope below 0' });
  await slider.focus();
  await page.keyboard.press('Home'); // a leak that is shut
  await card('leaky-relu').locator('.flat').waitFor({ state: 'attached' });
  assert.match((await card('leaky-relu').locator('.choose').getAttribute('aria-label')) ?? '', /can die/);
  await page.getByRole('button', { name: 'Defaults' }).click();
  await card('leaky-relu').locator('.flat').waitFor({ state: 'detached' });
  assert.equal(await line(), before);

  await card('elu').locator('.choose').click();
  const alpha = page.getByRole('slider', { name: 'Alpha' });
  await alpha.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await page.getByRole('spinbutton', { name: 'Alpha' }).fill('2');
  await page.keyboard.press('Enter');
  await card('elu')
    .getByText(/kinked, floor .2/)
    .waitFor();
  await card('gelu').locator('.choose').click();
  await page.getByLabel('Form').selectOption('tanh');
  await card('gelu')
    .getByText(/form tanh/)
    .waitFor();
  assert.deepEqual(problems, []);
});

test('a wrong parameter is named and the curve stays', async () => {
  const { page, problems, card } = await open();
  const before = await card('rrelu').locator('.line').getAttribute('d');
  await card('rrelu').locator('.choose').click();
  const lower = page.getByRole('spinbutton', { name: 'Lowest slope' });
  await lower.fill('2');
  await lower.press('Enter');
  assert.match(await page.getByRole('alert').innerText(), /lower: expected a number in \[0, 1\], found 2/);
  assert.equal(await card('rrelu').locator('.line').getAttribute('d'), before);
  assert.equal(Number(await lower.inputValue()), 0.125);
  assert.deepEqual(problems, []);
});

test('the grey sums are the network\u2019s and move as it trains', async () => {
  const { page } = await open();
  const shown = await withExplorer(page, (figure) => figure.scenario);
  const run = lab.simulate(shown);
  run.seek(240);
  const { activeFraction } = run.health();
  const silent = 1 - activeFraction.reduce((sum, share) => sum + share, 0) / activeFraction.length;
  const meeting = page.locator(`${TAG} .meeting p`);
  assert.equal(
    await meeting.locator('strong').innerText(),
    `${Math.round(100 * silent)}% of the network\u2019s 3,200 sums`,
  );
  const bars = () => page.locator(`${TAG} .large .sums`).getAttribute('d');
  const before = await bars();
  await page.getByRole('button', { name: 'One step' }).click();
  await page.getByText('ReLU network, step 241').waitFor();
  assert.notEqual(await bars(), before);
  await page.getByRole('button', { name: 'Back to step 0' }).click();
  await page.getByText('ReLU network, step 0').waitFor();
});

test('the network can be trained with the chosen activation and the page keeps it', async () => {
  const { page, problems, card } = await open();
  await withExplorer(page, () => {
    addEventListener('reluctant-change', (event) =>
      Object.assign(globalThis, { told: /** @type {any} */ (event).detail }),
    );
  });
  const train = page.getByRole('button', { name: 'Train the network with' });
  assert.ok(await train.isDisabled(), 'it has that activation already');
  await card('leaky-relu').locator('.choose').click();
  await train.click();
  await page.getByText('Leaky ReLU network, step 240').waitFor();
  const told = await page.evaluate(() => /** @type {any} */ (globalThis).told);
  assert.deepEqual(told.network.activation, { name: 'leaky-relu', slope: 0.01 });
  assert.match(await page.locator(`${TAG} .meeting p`).innerText(), /None of the network/);
  await page.waitForFunction(() => location.hash.startsWith('#1.'));
  await page.reload();
  await page.getByText('Leaky ReLU network').waitFor();
  assert.equal(await card('leaky-relu').locator('.choose').getAttribute('aria-pressed'), 'true');
  assert.deepEqual(problems, []);
});

test('costs are measured here and now for every activation', async () => {
  const { page, card } = await open();
  await measured(page);
  for (const { name } of lab.catalogue.activations)
    assert.match(await card(name).locator('.shape b').innerText(), /^\d+(\.\d+)? ns$/, name);
  assert.match(await page.locator(`${TAG} .measure`).innerText(), /Measured on this machine, \w+ \d+, 20\d\d/);
  await page.getByRole('button', { name: 'Measure again' }).click();
  await page.getByRole('progressbar').waitFor();
  await measured(page);
});

test('every formula is set and every entry says where it comes from', async () => {
  const { page, problems, card } = await open();
  for (const { name, history, advantages, drawbacks } of lab.catalogue.activations) {
    await card(name).locator('.choose').click();
    const formulas = await page.locator(`${TAG} .formulas math`).allTextContents();
    assert.equal(formulas.length, 2, name);
    assert.match(formulas[0] ?? '', /^f\(z\)=/, name);
    assert.match(formulas[1] ?? '', /^f\u2032\(z\)=/, name);
    assert.doesNotMatch(formulas.join(''), /[\\{}&^]{2}|\\/, name);
    const about = await page.locator(`${TAG} .about`).innerText();
    for (const text of [history, advantages, drawbacks]) assert.ok(about.includes(text), `${name}: ${text}`);
  }
  assert.doesNotMatch(await visibleText(page), /NaN|undefined|Infinity/);
  assert.deepEqual(problems, []);
});

test('at most three curves are kept beside the chosen one and the oldest makes room', async () => {
  const { page, card } = await open();
  for (const name of ['elu', 'gelu', 'silu', 'mish']) await card(name).locator('.pin').click();
  const names = () =>
    page.locator(`${TAG} .readout tbody tr`).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-name')));
  assert.deepEqual(await names(), ['relu', 'gelu', 'silu', 'mish']);
  assert.match((await page.locator(`${TAG} .spoken`).textContent()) ?? '', /Compared|shown|Measured/);
  await page.getByRole('button', { name: 'Take SiLU out of the comparison' }).click();
  assert.deepEqual(await names(), ['relu', 'gelu', 'mish']);
});

test('the corrections of popular claims hold', () => {
  /** Steps until a neuron at sum `z` with target 1, one input of 1, a bias and rate 0.1 is positive; Infinity: not in `most`. */
  const wayBack = (/** @type {string} */ name, /** @type {object} */ parameters, z = -2, most = 2000) => {
    for (let step = 0; step < most; ++step) {
      if (z > 0) return step;
      const { value, slope } = lab.evaluate(name, Float32Array.of(z), { ...parameters });
      z += 2 * 0.1 * 2 * (1 - (value[0] ?? 0)) * (slope[0] ?? 0); // weight and bias each take the same step
    }
    return z > 0 ? most : Infinity;
  };
  assert.equal(wayBack('leaky-relu', { slope: 0.1 }), 46);
  assert.equal(wayBack('leaky-relu', { slope: 0.01 }), 496);
  assert.equal(wayBack('elu', {}), 11);
  for (const name of ['gelu', 'silu', 'mish']) {
    assert.equal(wayBack(name, {}, -2, 200_000), Infinity, name);
    const low = Float32Array.from({ length: 4001 }, (_, index) => -4 + index / 1000);
    const { value } = lab.evaluate(name, low);
    const lowest = low[value.indexOf(Math.min(...value))];
    assert.equal((lowest ?? NaN).toFixed(2), { gelu: '-0.75', silu: '-1.28', mish: '-1.19' }[name]);
  }
  assert.equal((lab.evaluate('tanh', Float32Array.of(-5)).slope[0] ?? 0).toFixed(5), '0.00018');
  assert.equal(lab.evaluate('sigmoid', Float32Array.of(0)).slope[0], 0.25);
  assert.ok(0.25 ** 10 < 1e-6);
  assert.equal((lab.evaluate('rrelu', Float32Array.of(-1)).slope[0] ?? 0).toFixed(3), '0.229');

  // Mean and variance of SELU of a normal sum, with an alpha of one's own: lambda z, or lambda alpha (exp z - 1).
  const moments = (/** @type {number} */ alpha) => {
    const lambda = 1.0507009873554805;
    let [mean, square] = [0, 0];
    for (let z = -12; z <= 12; z += 1e-3) {
      const weight = (1e-3 * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
      const value = lambda * (z > 0 ? z : alpha * Math.expm1(z));
      mean += weight * value;
      square += weight * value * value;
    }
    return { mean, variance: square - mean * mean };
  };
  const right = moments(1.6732632423543772);
  assert.ok(Math.abs(right.mean) < 1e-6 && Math.abs(right.variance - 1) < 1e-6);
  const wrong = moments(1.67732632423543);
  assert.equal(wrong.mean.toFixed(3), '-0.001');
  assert.equal(wrong.variance.toFixed(4), '1.0022');
  assert.equal(
    (lab.evaluate('selu', Float32Array.of(-Infinity)).value[0] ?? 0).toFixed(5),
    (-1.0507009873554805 * 1.6732632423543772).toFixed(5),
  );
});

describe('with a comparison and its summary unfolded', () => {
  /** @type {import('playwright-core').Page} */
  let page;
  before(async () => {
    const opened = await open();
    page = opened.page;
    await measured(page);
    await opened.card('leaky-relu').locator('.choose').click();
    await opened.card('silu').locator('.pin').click();
    await page.locator(`${TAG} summary`).click();
  });
  for (const [width, height] of /** @type {const} */ ([
    [1440, 900],
    [768, 1024],
    [390, 844],
    [320, 640],
  ])) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      test(`axe finds nothing at ${width} in ${colorScheme} colours`, async () => {
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme });
        assert.deepEqual(await violationsOf(page), []);
        assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      });
    }
  }
});

test('no text is too small and every target is large enough for a finger on a phone', async () => {
  const { page, card } = await open({ viewport: { width: 390, height: 844 } });
  await card('leaky-relu').locator('.choose').click();
  await card('silu').locator('.pin').click();
  const small = await page.locator('button:visible, summary:visible, a:visible, select:visible').evaluateAll((all) =>
    all
      .filter((one) => !one.classList.contains('choose')) // its whole card can be pressed
      .map((one) => ({
        name: one.textContent?.trim().slice(0, 20) || one.getAttribute('aria-label'),
        box: (one.matches('label select')
          ? /** @type {Element} */ (one.closest('label'))
          : one
        ).getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width < 44 || box.height < 44)
      .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`),
  );
  assert.deepEqual(small, []);
  const tiny = await withExplorer(page, (figure) =>
    [...figure.shadowRoot.querySelectorAll('*')]
      .filter((one) => [...one.childNodes].some((node) => node instanceof Text && node.data.trim() !== ''))
      .map((one) => {
        const svg = one.ownerSVGElement;
        const scale = svg ? one.getScreenCTM().a : 1;
        return [one.textContent.trim().slice(0, 20), scale * parseFloat(getComputedStyle(one).fontSize), one.tagName];
      })
      .filter(([, size, tag]) => size < 12 && !/^m/.test(tag)),
  );
  assert.deepEqual(tiny, []);
});

test('nothing moves when costs come in or curves are read off', async () => {
  const { page } = await open();
  await withExplorer(page, async () => {
    await document.fonts.ready; // another matter: the page's own type
    Object.assign(globalThis, { shift: 0 });
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries())
        /** @type {any} */ (globalThis).shift += /** @type {any} */ (entry).value;
    }).observe({ type: 'layout-shift' });
  });
  await measured(page);
  await page.getByRole('slider', { name: 'Output and slope at a sum' }).focus();
  for (let press = 0; press < 10; ++press) await page.keyboard.press('PageUp');
  await page.waitForTimeout(200);
  const shift = await page.evaluate(() => /** @type {any} */ (globalThis).shift);
  assert.ok(shift < 0.0002, `${shift}`); // numbers that end at one place begin at another when they grow
});

test('all cards can be reached and used by keyboard', async () => {
  const { page, card } = await open();
  await card('silu').locator('.choose').focus();
  await page.keyboard.press('Enter');
  assert.equal(await card('silu').locator('.choose').getAttribute('aria-pressed'), 'true');
  await page.keyboard.press('Tab');
  await page.keyboard.press(' ');
  assert.equal(await card('silu').locator('.pin').getAttribute('aria-pressed'), 'true');
  const outline = await card('silu')
    .locator('.pin')
    .evaluate((one) => getComputedStyle(one).outlineStyle);
  assert.equal(outline, 'solid');
});

test('forced colours leave line and flat stretch apart from the ground', async () => {
  const { page, problems, card } = await open({ forcedColors: 'active' });
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  for (const part of ['.line', '.flat'])
    assert.notEqual(
      await card('relu')
        .locator(part)
        .evaluate((one) => getComputedStyle(one).stroke),
      ground,
    );
  assert.deepEqual(problems, []);
});

test('the bar names the pages and leads to them', async () => {
  const { page, problems } = await open();
  await page.getByRole('link', { name: 'Lab' }).click();
  await page.waitForSelector('reluctant-lab');
  assert.equal(new URL(page.url()).pathname, '/');
  assert.equal(await page.getByRole('link', { name: 'Lab' }).getAttribute('aria-current'), 'page');
  await page.getByRole('link', { name: 'Activations' }).click();
  await page.waitForSelector(TAG);
  assert.deepEqual(problems, []);
});

test('as an element it takes a scenario and controls and a theme', async () => {
  const { page, problems, requests, card } = await open({}, `${courses.origin}/set`);
  assert.deepEqual(await withExplorer(page, (figure) => [figure.scenario.data.samples, figure.at]), [64, 0]);
  assert.equal(await card('elu').locator('.choose').getAttribute('aria-pressed'), 'true');
  assert.match(await card('elu').innerText(), /alpha 2/);
  assert.equal(await page.locator(`${TAG} .parameters`).count(), 0);
  await card('leaky-relu').locator('.choose').click();
  assert.equal(await page.locator(`${TAG} .parameter`).count(), 1);
  assert.equal(await page.locator(TAG).evaluate((one) => getComputedStyle(one).colorScheme), 'dark');
  const reports = await withExplorer(page, async (figure) => {
    /** @type {any[]} */
    const heard = [];
    document.addEventListener('reluctant-step', (event) => heard.push(/** @type {any} */ (event).detail.step));
    const steps = [(await figure.step(20)).step, (await figure.seek(5)).step, (await figure.reset()).step];
    return { steps, heard };
  });
  assert.deepEqual(reports, { steps: [20, 5, 0], heard: [20, 5, 0] });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    requests.filter((url) => !/^(data|blob):/.test(url)).map((url) => new URL(url).pathname),
    ['/set', '/elements.js'],
  );
});

test('embedded it is the figure that the address names', async () => {
  const { problems, card } = await open({}, `${courses.origin}/embed.html?figure=activations`);
  assert.equal(await card('relu').locator('.flat').count(), 1);
  assert.deepEqual(problems, []);
});

testInFirefox('Firefox draws the same lines and sets the formulas', async (page) => {
  await page.goto(`${server.origin}/activations/`);
  const seen = (/** @type {string} */ tag) => {
    const root = document.querySelector(tag)?.shadowRoot;
    const lines = [...(root?.querySelectorAll('.card .line') ?? [])].map((line) => line.getAttribute('d'));
    const formula = root?.querySelector('math')?.getBoundingClientRect();
    return { lines, formula: { width: formula?.width ?? 0, height: formula?.height ?? 0 } };
  };
  await page.waitForFunction(
    (tag) => (document.querySelector(tag)?.shadowRoot?.querySelectorAll('.card .line').length ?? 0) === 17,
    {},
    TAG,
  );
  const { lines, formula } = await page.evaluate(seen, TAG);
  const chromium = await open();
  assert.deepEqual(lines, (await chromium.page.evaluate(seen, TAG)).lines);
  assert.ok(formula.width > 60 && formula.height > 12 && formula.height < 60, JSON.stringify(formula));
});

test('autoplay trains unless the reader wants no motion', async () => {
  const still = await open({}, `${courses.origin}/autoplay`);
  await still.page.waitForTimeout(600);
  assert.equal(await withExplorer(still.page, (figure) => figure.at), 0);
  await still.close();
  const moving = await open({ reducedMotion: 'no-preference' }, `${courses.origin}/autoplay`);
  await untilExplorer(moving.page, (figure) => figure.at > 5);
  await moving.page.getByRole('button', { name: 'Pause' }).click();
  assert.deepEqual(moving.problems, []);
});

test('a wrong scenario is named and a network without neurons has no sums', async () => {
  const wrong = await open({}, `${courses.origin}/wrong`);
  assert.match(await wrong.page.getByRole('alert').innerText(), /data\.name/);
  assert.equal(await withExplorer(wrong.page, (figure) => figure.scenario.data.name), 'xor');
  const linear = await open({}, `${courses.origin}/linear`);
  assert.match(await linear.page.locator(`${TAG} .note`).innerText(), /no hidden neuron/);
  assert.equal(await linear.page.locator(`${TAG} .sums[d^="M"]`).count(), 0);
  assert.deepEqual(linear.problems, []);
});
