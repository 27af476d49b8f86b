// @ts-check
// What a figure comes back from without losing work: a worker that dies, memory that is refused, a hidden tab, a page left
// and come back to, a canvas thrown away. The lab behind it is tests/wasm/keeper.test.mjs, what a browser refuses faults.test.mjs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { loadLab } from '../../dist/index.node.js';
import { dist, launchChromium, openPage, site, visibleText } from './browser.mjs';
import { serve } from './serve.mjs';

/** The long run kills a hundred workers in each figure, the ordinary one three. */
const deaths = process.env['RELUCTANT_LONG'] ? 100 : 3;

const changed = [{ step: 20, set: { 'training.optimizer.learningRate': 0.3 } }];
const neuron = { name: 'custom', inputs: [[1, 0.5], [-0.6, 0.9], [0.4, -0.8], [-1, -0.3]], targets: [1, 0, 1, 0], testFraction: 0 }; // prettier-ignore
/** A run for each figure, with an intervention under way. @type {Record<string, object>} */
const scenarios = {
  'reluctant-lab': { data: { name: 'xor', samples: 120 }, interventions: changed },
  'reluctant-neuron': {
    data: neuron,
    network: { hidden: [1] },
    training: { optimizer: { name: 'sgd', learningRate: 0.5 } },
    interventions: changed,
  },
  'reluctant-activations': { data: { name: 'moons', samples: 120 }, network: { hidden: [6] }, interventions: changed },
  'reluctant-twins': { data: { name: 'xor', samples: 80 }, network: { hidden: [6] }, interventions: changed },
};
const tags = Object.keys(scenarios);
const page_ = (/** @type {string} */ body) => `<!doctype html><html lang="en"><title>Course notes</title>
<link rel="icon" href="data:,"><script type="module" src="/elements.js"></script><body>${body}</body></html>`;
const figureOf = (/** @type {string} */ tag) => `<${tag} scenario='${JSON.stringify(scenarios[tag])}'></${tag}>`;
const pages = {
  ...Object.fromEntries(tags.map((tag) => [`/${tag}`, page_(figureOf(tag))])),
  '/all': page_(tags.map(figureOf).join('')),
  '/none': page_(''),
  '/elsewhere': page_('<p>Another page</p>'),
};

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** @type {Awaited<ReturnType<typeof serve>>} */
let siteServer;
/** @type {Awaited<ReturnType<typeof loadLab>>} */
let calm;

before(async () => {
  [browser, server, siteServer, calm] = await Promise.all([
    launchChromium(),
    serve(dist, pages),
    serve(site, { '/elsewhere': pages['/elsewhere'] }),
    loadLab(),
  ]);
});
after(async () => {
  await browser?.close();
  await Promise.all([server?.close(), siteServer?.close()]);
});

/**
 * A page whose workers the tests can kill, in which all figures are ready.
 *
 * @param {string} path
 * @param {{ limit?: number }} [given]  the MiB beyond which no worker's memory grows, while `limited` is true in the page
 */
async function open(path, { limit = 0 } = {}) {
  const opened = await openPage(browser, { viewport: { width: 1000, height: 800 }, reducedMotion: 'reduce' });
  await opened.page.addInitScript((limit) => {
    const [RealWorker, RealBlob] = [Worker, Blob];
    const stub = `{ const { grow } = WebAssembly.Memory.prototype;
      WebAssembly.Memory.prototype.grow = function (pages) {
        if (this.buffer.byteLength / 65536 + pages > ${limit * 16}) throw new RangeError('refused by a test');
        return grow.call(this, pages);
      }; }`;
    /** @type {Worker[]} */
    const workers = [];
    const kill = () => {
      workers.at(-1)?.terminate();
      workers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'killed by a test' }));
    };
    /** Counts the questions to workers that wait for their answer. */
    const awaited = { count: 0 };
    const { postMessage, addEventListener: listen } = MessagePort.prototype;
    MessagePort.prototype.postMessage = function (/** @type {[any, any]} */ ...message) {
      ++awaited.count;
      postMessage.apply(this, message);
    };
    MessagePort.prototype.addEventListener = function (/** @type {string} */ type, /** @type {any} */ heard) {
      listen.call(this, type, (event) => {
        --awaited.count;
        heard(event);
      });
    };
    Object.assign(window, { workers, kill, awaited, limited: limit > 0 });
    globalThis.Worker = class extends RealWorker {
      constructor(/** @type {string | URL} */ url, /** @type {WorkerOptions | undefined} */ options) {
        super(url, options);
        workers.push(this);
      }
    };
    globalThis.Blob = class extends RealBlob {
      constructor(/** @type {BlobPart[]} */ parts = [], /** @type {BlobPropertyBag | undefined} */ options) {
        const script = options?.type === 'text/javascript' && /** @type {any} */ (window).limited;
        super(script ? [stub, ...parts] : parts, options);
      }
    };
  }, limit);
  await opened.page.goto(server.origin + path);
  await opened.page.evaluate(async (tags) => {
    await Promise.all(tags.map((tag) => customElements.whenDefined(tag)));
    await Promise.all([...document.querySelectorAll(tags.join())].map((figure) => /** @type {any} */ (figure).ready));
  }, tags);
  return opened;
}

/** What the same Scenario comes to at `step` in a lab that nobody disturbs. @param {any} scenario @param {number} step */
function undisturbed(scenario, step) {
  const run = calm.simulate(scenario);
  const report = run.seek(step);
  run.dispose();
  return report;
}

for (const tag of tags) {
  test(`${tag} comes back to the same step and numbers from every death of its worker`, async (t) => {
    const { page, problems, close } = await open(`/${tag}`);
    const seen = await page.evaluate(
      async ({ tag, deaths }) => {
        const figure = /** @type {any} */ (document.querySelector(tag));
        const { kill, workers } = /** @type {any} */ (window);
        let seed = 20261121;
        const draw = (/** @type {number} */ below) => (seed = (seed * 48271) % 2147483647) % below;
        const waits = [];
        for (let death = 0; death < deaths; ++death) {
          await figure.step(draw(30));
          const asked = death % 2 === 0 ? figure.step(1 + draw(30)) : figure.seek(draw(60));
          await new Promise((resolve) => setTimeout(resolve, draw(6)));
          kill();
          const since = performance.now();
          await asked;
          const report = await figure.step(0); // an answer may have come before the death
          waits.push(performance.now() - since);
          if (report.step !== figure.at) throw new Error(`${report.step} and ${figure.at}`);
        }
        await figure.step(7);
        return {
          report: JSON.parse(JSON.stringify(await figure.step(0))),
          scenario: figure.scenario,
          workers: workers.length,
          median: waits.sort((a, b) => a - b)[deaths >> 1],
        };
      },
      { tag, deaths },
    );
    t.diagnostic(
      `${deaths} deaths up to step ${seen.report.step}, back after ${seen.median?.toFixed(0)} ms in the median`,
    );
    assert.deepEqual(seen.report, JSON.parse(JSON.stringify(undisturbed(seen.scenario, seen.report.step))));
    assert.deepEqual(seen.scenario.interventions, changed);
    assert.ok(seen.workers > deaths / 2, `${seen.workers} workers`);
    assert.deepEqual(problems, []);
    await close();
  });
}

test('what is done by hand in the lab outlives the worker and so do the curves and the neuron looked at', async () => {
  const { page, problems, close } = await open('/reluctant-lab');
  const seen = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
    const { kill } = /** @type {any} */ (window);
    const in_ = (/** @type {string} */ selector) => lab.shadowRoot.querySelector(selector);
    const until = async (/** @type {() => unknown} */ there) => {
      while (!there()) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    await lab.step(120);
    const made = new Promise((resolve) => lab.addEventListener('reluctant-change', resolve, { once: true }));
    in_('.rescue').click();
    kill();
    await made;
    await lab.step(30);
    in_('.charts summary').click();
    kill();
    await until(() => in_('.canvas[data-plot] canvas'));
    in_('.neurons').focus();
    in_('.neurons').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
    kill();
    await until(() => in_('.microscope h2'));
    return { scenario: lab.scenario, report: JSON.parse(JSON.stringify(await lab.step(0))) };
  });
  assert.deepEqual(
    seen.scenario.interventions.map((/** @type {any} */ { step }) => step),
    [20, 120],
  );
  assert.deepEqual(seen.report, JSON.parse(JSON.stringify(undisturbed(seen.scenario, 150))));
  assert.deepEqual(problems, []);
  await close();
});

/** Layers that the limit of these tests has no room for. */
const large = { network: { hidden: [990, 990] }, data: { name: 'moons', samples: 2 } };

test('an experiment that the browser has no memory for is refused with the size and what was there goes on', async () => {
  const { page, close } = await open('/reluctant-lab', { limit: 30 });
  await page.evaluate((large) => {
    const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
    return lab.step(40).then(() => lab.load({ scenario: large }));
  }, large);
  const alert = page.getByRole('alert');
  assert.match(await alert.innerText(), /has stopped\s+The browser gave no memory: \d+ MiB were asked for/);
  assert.match(await alert.innerText(), /Nothing is lost/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await alert.waitFor({ state: 'detached' });
  const report = await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).step(20));
  assert.equal(report.step, 60);
  assert.equal(report.trainLoss, undisturbed(scenarios['reluctant-lab'], 60).trainLoss);
  await close();
});

test('an experiment beyond the limit is refused with both figures', async () => {
  const { page, close } = await open('/reluctant-lab');
  await page.evaluate(() => {
    const scenario = { network: { hidden: [900, 900] }, data: { samples: 100000 }, training: { batchSize: 0 } };
    return /** @type {any} */ (document.querySelector('reluctant-lab')).load({ scenario });
  });
  assert.match(await page.getByRole('alert').innerText(), /at most 512 MiB, found \d+ MiB/);
  await close();
});

test('where the browser gives no further memory at all a sentence says so and trying again helps', async () => {
  const { page, close } = await open('/none');
  const said = await page.evaluate(async () => {
    const taken = [];
    try {
      for (;;) taken.push(new WebAssembly.Memory({ initial: 1, maximum: 65536 }));
    } catch {
      Object.assign(window, { taken });
    }
    const lab = /** @type {any} */ (document.createElement('reluctant-lab'));
    document.body.append(lab);
    return lab.ready.catch((/** @type {Error} */ error) => error.message);
  });
  assert.match(String(said), /no memory/);
  assert.match(await page.getByRole('alert').innerText(), /no memory[^]*It may help to close other tabs/);
  assert.ok(await page.getByRole('img', { name: /hidden neurons are dead/ }).isVisible(), 'there is no still picture');
  await page.evaluate(() => Object.assign(window, { taken: null }));
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('HeapProfiler.collectGarbage');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('button', { name: 'Play' }).waitFor();
  await close();
});

test('in a tab that is hidden again and again nothing is trained and nothing is caught up', async () => {
  const { page, problems, close } = await open('/all');
  await page.setViewportSize({ width: 1000, height: 5000 });
  const seen = await page.evaluate(async (tags) => {
    let hidden = false;
    Object.defineProperty(document, 'hidden', { get: () => hidden });
    const turn = () => {
      hidden = !hidden;
      document.dispatchEvent(new Event('visibilitychange'));
    };
    const wait = (/** @type {number} */ time) => new Promise((resolve) => setTimeout(resolve, time));
    const figures = tags.map((tag) => /** @type {any} */ (document.querySelector(tag)));
    const { awaited } = /** @type {any} */ (window);
    /** Until all is answered, and nothing more has been asked. */
    const silence = async () => {
      for (let still = 0; still < 3; still = awaited.count === 0 ? still + 1 : 0) await wait(8);
    };
    for (const figure of figures) {
      const speed = figure.shadowRoot.querySelector('.speed input');
      if (speed) speed.value = speed.max;
      speed?.dispatchEvent(new Event('input'));
      await figure.play();
    }
    const moved = [];
    for (let times = 0; times < 20; ++times) {
      turn();
      await silence();
      const before = figures.map(({ at }) => at);
      await wait(25);
      moved.push(...figures.filter(({ at }, index) => at !== before[index]).map(({ tagName }) => tagName));
      turn();
      await wait(25);
    }
    // Once for long: the network of the activations trains 40 steps a second, the neuron less than two.
    turn();
    await silence();
    const before = figures.map(({ at }) => at);
    await wait(1500);
    turn();
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const jumps = figures.map(({ at }, index) => at - before[index]).slice(1);
    const reports = [];
    for (const figure of figures) {
      await figure.pause();
      reports.push({ scenario: figure.scenario, report: JSON.parse(JSON.stringify(await figure.step(0))) });
    }
    return { moved, jumps, reports };
  }, tags);
  assert.deepEqual(seen.moved, []);
  assert.ok(Math.max(...seen.jumps) < 20, `steps caught up: ${seen.jumps}`);
  for (const { scenario, report } of seen.reports)
    assert.deepEqual(report, JSON.parse(JSON.stringify(undisturbed(scenario, report.step))));
  assert.ok(
    seen.reports.some(({ report }) => report.step > 0),
    'nothing was trained at all',
  );
  assert.deepEqual(problems, []);
  await close();
});

test('a page that is left and come back to plays or stands still at its step', async (t) => {
  const cached = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
    ignoreDefaultArgs: ['--disable-back-forward-cache'], // the driver's own
  });
  t.after(() => cached.close());
  for (const [name, playing] of /** @type {const} */ ([
    ['lab', true],
    ['neuron', false],
    ['activations', true],
  ])) {
    let kept = null;
    // Whatever of the driver runs in a page that is kept throws it out of the cache: then once more.
    for (let tried = 0; tried < 12 && !kept; ++tried)
      kept = await leaveAndComeBack(await cached.newPage(), name, playing);
    assert.ok(kept, `the page of ${name} was not kept`);
    assert.ok(kept.back - kept.left <= 4, `${name} went from ${kept.left} to ${kept.back} while away`); // an answer under way
    assert.ok(
      playing ? kept.later > kept.back : kept.later === 30,
      `${name} was at ${kept.back} and is at ${kept.later}`,
    );
  }
});

/**
 * Leaves the page of a figure at step 30 and comes back: the figure's step when it was left, when it was back and a moment
 * later; null where the browser loaded the page anew.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} name
 * @param {boolean} playing
 * @returns {Promise<{ left: number, back: number, later: number } | null>}
 */
async function leaveAndComeBack(page, name, playing) {
  const tag = `reluctant-${name}`;
  await page.goto(`${siteServer.origin}/${name === 'lab' ? '' : `${name}/`}`);
  await page.waitForSelector(tag);
  await page.evaluate(
    async ({ tag, playing }) => {
      const figure = /** @type {any} */ (document.querySelector(tag));
      await figure.ready;
      await figure.pause();
      await figure.seek(30);
      if (playing) await figure.play();
      addEventListener('pagehide', () => Object.assign(window, { left: figure.at }));
      addEventListener('pageshow', () => Object.assign(window, { back: figure.at }));
    },
    { tag, playing },
  );
  await page.waitForTimeout(200);
  await page.goto(`${siteServer.origin}/elsewhere`);
  await page.waitForTimeout(300);
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForTimeout(700);
  const seen = await page.evaluate((tag) => {
    const { left, back } = /** @type {any} */ (window);
    return left === undefined ? null : { left, back, later: /** @type {any} */ (document.querySelector(tag)).at };
  }, tag);
  await page.close();
  return seen;
}

test('a canvas that the browser threw away is painted again', async () => {
  const { page, problems, close } = await open('/all');
  const blank = await page.evaluate(async (tags) => {
    const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
    await lab.step(40);
    lab.shadowRoot.querySelector('.charts summary').click();
    while (!lab.shadowRoot.querySelector('.canvas[data-plot] canvas')) await new Promise(requestAnimationFrame);
    const inked = (/** @type {HTMLCanvasElement} */ canvas) => {
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
      copy?.drawImage(canvas, 0, 0);
      const data = copy?.getImageData(0, 0, canvas.width, canvas.height).data ?? new Uint8ClampedArray();
      return data.reduce((sum, value) => sum + (value > 0 ? 1 : 0), 0);
    };
    const blank = [];
    for (const tag of tags.slice(0, 2)) {
      const figure = /** @type {any} */ (document.querySelector(tag));
      figure.scrollIntoView();
      await new Promise((resolve) => setTimeout(resolve, 300));
      for (const canvas of figure.shadowRoot.querySelectorAll('canvas')) {
        if (!canvas.checkVisibility()) continue; // in a dialog that is closed
        canvas.scrollIntoView();
        await new Promise((resolve) => setTimeout(resolve, 100));
        const before = inked(canvas);
        canvas.dispatchEvent(new Event('contextlost'));
        canvas.getContext('2d').reset();
        canvas.dispatchEvent(new Event('contextrestored'));
        await new Promise((resolve) => setTimeout(resolve, 100));
        const after = inked(canvas);
        if (before === 0 || after < 0.9 * before) blank.push([tag, canvas.id || canvas.className, before, after]);
      }
    }
    return blank;
  }, tags);
  assert.deepEqual(blank, []);
  assert.deepEqual(problems, []);
  await close();
});

test('after all of this no word of a machine is to be seen', async () => {
  const { page, close } = await open('/all');
  await page.evaluate(async (tags) => {
    for (const tag of tags) {
      const figure = /** @type {any} */ (document.querySelector(tag));
      await figure.step(3);
      /** @type {any} */ (window).kill();
    }
    for (const tag of tags) await /** @type {any} */ (document.querySelector(tag)).step(3);
  }, tags);
  assert.doesNotMatch(await visibleText(page), /NaN|Infinity|undefined|\[object|killed by a test/);
  await close();
});
