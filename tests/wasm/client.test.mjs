// A lab in a worker, in Chromium: every rung of the ladder, what crosses the border, and what happens after a crash.
// The synchronous calls are simulation.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'vite';
import { loadLab } from '../../dist/index.node.js';
import { launchChromium } from '../web/browser.mjs';
import { serve } from '../web/serve.mjs';

const skip = existsSync('/usr/bin/chromium') ? false : 'there is no /usr/bin/chromium';
const folder = mkdtempSync(join(tmpdir(), 'reluctant-client-'));
const golden = JSON.parse(readFileSync('tests/golden/fingerprints.json', 'utf8')).scenarios.default;

/** What every page offers to `inPage`. */
const setup = `import * as client from '/client.js';
  window.given = {
    client,
    golden: ${JSON.stringify(golden)},
    wasm: { scalar: '/core.wasm', simd: '/core.simd.wasm' },
    view: { unitResolution: 4, unitBounds: [-1, 1, -1, 1], surfaceResolution: 6, surfaceBounds: [-1, 1, -1, 1] },
    lively: { data: { name: 'xor', samples: 120 }, training: { optimizer: { learningRate: 1 }, batchSize: 4 } },
    source: () => fetch('/worker.js').then((response) => response.text()),
  };`;
const pageUnder = (/** @type {string} */ policy) =>
  `<!doctype html><link rel="icon" href="data:,">
  ${policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`}<script type="module" src="/setup.js"></script>`;
const shipped = [
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'",
  "img-src data:; require-trusted-types-for 'script'; trusted-types reluctant",
].join('; ');

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {{ origin: string, close: () => Promise<void> }} */
let server;

before(async () => {
  if (skip) return;
  const bundle = (/** @type {string} */ entry, /** @type {'es' | 'iife'} */ format) =>
    build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        emptyOutDir: false,
        lib: {
          entry: resolve('wasm/src', `${entry}.ts`),
          formats: [format],
          name: 'reluctant',
          fileName: () => (entry === 'client' && format === 'iife' ? 'client.classic.js' : `${entry}.js`),
        },
      },
    });
  await bundle('client', 'es');
  await bundle('client', 'iife');
  await bundle('worker', 'iife');
  for (const module of ['core.wasm', 'core.simd.wasm']) copyFileSync(join('dist', module), join(folder, module));
  writeFileSync(join(folder, 'setup.js'), setup);
  server = await serve(folder, {
    '/free.html': pageUnder(''),
    '/shipped.html': pageUnder(shipped),
    '/no-wasm.html': pageUnder("script-src 'self'; worker-src 'none'"),
    '/no-worker.html': pageUnder("script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'"),
  });
  browser = await launchChromium();
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(folder, { recursive: true });
});

/**
 * Runs `work` in a page of its own, with what `setup` gives.
 *
 * @template Result
 * @param {string} path
 * @param {(given: any) => Promise<Result>} work
 * @returns {Promise<Result>}
 */
async function inPage(path, work) {
  const page = await browser.newPage();
  try {
    await page.goto(`${server.origin}${path}`);
    await page.waitForFunction(() => 'given' in window);
    // As text: an expression of the debugger is not bound by the page's policy.
    return /** @type {Result} */ (await page.evaluate(`(${work.toString()})(window.given)`));
  } finally {
    await page.close();
  }
}

test('a worker from its address trains to the golden fingerprint', { skip }, async () => {
  const seen = await inPage('/shipped.html', async ({ client, wasm, view, golden }) => {
    const results = [];
    for (const simd of ['on', 'off']) {
      const lab = await client.connect({ wasm, simd, workers: [client.workerFromUrl('/worker.js', 'classic')] });
      const run = await lab.simulate({}, view);
      const frame = await run.advance(golden.steps);
      results.push([lab.place, lab.info.simd, frame.report.step, await run.fingerprint()]);
      lab.dispose();
    }
    return results;
  });
  assert.deepEqual(seen, [
    ['worker', true, golden.steps, golden.fingerprint],
    ['worker', false, golden.steps, golden.fingerprint],
  ]);
});

test('a worker from its source starts under the shipped policy', { skip }, async () => {
  const seen = await inPage('/shipped.html', async ({ client, wasm, view, golden, source }) => {
    const lab = await client.connect({ wasm, workers: [client.workerFromSource(await source())] });
    const run = await lab.simulate({}, view);
    await run.advance(golden.steps);
    return [lab.place, await run.fingerprint()];
  });
  assert.deepEqual(seen, ['worker', golden.fingerprint]);
});

test('where workers are refused the main thread trains in slices to the same bits', { skip }, async () => {
  const seen = await inPage('/no-worker.html', async ({ client, wasm, view, golden, source }) => {
    const workers = [
      client.workerFromUrl('/worker.js'),
      client.workerFromSource(await source()),
      () => {
        throw new Error('no');
      },
    ];
    const lab = await client.connect({ wasm, workers });
    const run = await lab.simulate({}, view);
    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    });
    await run.advance(golden.steps);
    clearInterval(watch);
    return { place: lab.place, fingerprint: await run.fingerprint(), longest };
  });
  assert.equal(seen.place, 'main-thread');
  assert.equal(seen.fingerprint, golden.fingerprint);
  assert.ok(seen.longest < 200, `the page stood still for ${seen.longest} ms`);
});

test('a missing worker file falls through to the next way', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view, source }) => {
    const workers = [client.workerFromUrl('/missing.js'), client.workerFromSource(await source())];
    const lab = await client.connect({ wasm, workers });
    return [lab.place, (await lab.simulate({}, view)).frame.report.step];
  });
  assert.deepEqual(seen, ['worker', 0]);
});

test('a lab that cannot load says why', { skip }, async () => {
  const reasonAt = (/** @type {string} */ path) =>
    inPage(path, async ({ client, wasm }) => {
      const missing = { scalar: '/missing.wasm', simd: '/missing.wasm' };
      const workers = [client.workerFromUrl('/worker.js', 'classic')];
      const attempt = (/** @type {object} */ connection) =>
        client.connect(connection).then(
          () => 'loaded',
          (/** @type {any} */ error) => `${error.name} ${error.reason} ${error.message}`,
        );
      return [await attempt({ wasm }), await attempt({ wasm: missing, workers })];
    });
  const [refused] = await reasonAt('/no-wasm.html');
  assert.match(refused ?? '', /^LoadError refused .*'wasm-unsafe-eval'/);
  const [loaded, missing] = await reasonAt('/free.html');
  assert.equal(loaded, 'loaded');
  assert.match(missing ?? '', /^LoadError unreachable could not read http.*\/missing\.wasm: the server answered 404/);
});

test('a classic worker from its source starts in a sandboxed frame without an origin', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ source, golden }) => {
    const [client, worker] = [await (await fetch('/client.classic.js')).text(), await source()];
    const bytes = await (await fetch('/core.wasm')).arrayBuffer();
    const frame = document.createElement('iframe');
    frame.sandbox.add('allow-scripts');
    const answer = new Promise((done) => addEventListener('message', ({ data }) => done(data)));
    frame.srcdoc = `<script>${client}</script><script>addEventListener('message', async ({ data: { worker, bytes, steps } }) => {
      const { connect, workerFromSource } = reluctant;
      const lab = await connect({ wasm: { scalar: bytes, simd: bytes }, workers: [workerFromSource(worker)] });
      const nothing = { unitResolution: 0, unitBounds: [0, 1, 0, 1], surfaceResolution: 0, surfaceBounds: [0, 1, 0, 1] };
      const run = await lab.simulate({}, nothing);
      await run.advance(steps);
      parent.postMessage([origin, lab.place, lab.info.simd, await run.fingerprint()], '*');
    })</script>`;
    document.body.append(frame);
    await new Promise((done) => (frame.onload = done));
    frame.contentWindow?.postMessage({ worker, bytes, steps: golden.steps }, '*');
    return answer;
  });
  assert.deepEqual(seen, ['null', 'worker', false, golden.fingerprint]);
});

test('a worker evaluates and times activations and names what is wrong', { skip }, async () => {
  const seen = await inPage('/shipped.html', async ({ client, wasm }) => {
    const lab = await client.connect({ wasm, workers: [client.workerFromUrl('/worker.js', 'classic')] });
    const { value, slope } = await lab.evaluate('elu', Float32Array.of(-Infinity, 0, 2), { alpha: 2 });
    const [timing] = await lab.benchmarkActivations({ lengths: [64], name: 'elu' });
    const mistakes = await lab
      .evaluate('elu', Float32Array.of(1), { alpha: NaN })
      .catch((/** @type {any} */ error) => error.errors);
    return { value: [...value], slope: [...slope], timing, mistakes };
  });
  assert.deepEqual(seen.value, [-2, 0, 2]);
  assert.deepEqual(seen.slope, [0, 2, 1]);
  assert.equal(seen.timing.name, 'elu');
  assert.ok(seen.timing.value > 0);
  assert.match(seen.mistakes[0].path, /alpha/);
});

test('a frame has every array in its size and only new events', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view, lively }) => {
    const lab = await client.connect({ wasm, workers: [client.workerFromUrl('/worker.js', 'classic')] });
    const run = await lab.simulate(lively, view);
    const sizes = (/** @type {any} */ frame) =>
      Object.fromEntries(
        Object.entries(frame).flatMap(([key, value]) =>
          ArrayBuffer.isView(value) ? [[key, /** @type {any} */ (value).length]] : [],
        ),
      );
    const frames = [
      run.frame,
      await run.advance(30),
      await run.advance(0),
      await run.advance(40),
      await run.seek(35),
      await run.advance(35),
      await run.look({ ...view, unitResolution: 0, surfaceResolution: 3 }),
    ];
    const told = [0, 1, 2, 3].flatMap((at) => frames[at].events);
    const all = await run.events();
    return {
      sizes: sizes(frames[1]),
      looked: sizes(frames[6]),
      steps: frames.map(({ report }) => report.step),
      told: JSON.stringify(told) === JSON.stringify(all),
      again:
        JSON.stringify(frames[5].events) === JSON.stringify(all.filter((/** @type {any} */ { step }) => step > 35)),
      some: all.length > 0,
      layers: frames[1].layers.length,
      data: [run.data.inputs.length, run.data.trainCount, run.scenario.data.name],
    };
  });
  const sizes = {
    states: 16,
    activeFraction: 16,
    margin: 16,
    parameters: 105,
    unitFields: 16 * 16,
    surface: 36,
    predictions: 120,
  };
  assert.deepEqual(seen, {
    sizes,
    looked: { ...sizes, unitFields: 0, surface: 9 },
    steps: [0, 30, 30, 70, 35, 70, 70],
    told: true,
    again: true,
    some: true,
    layers: 3,
    data: [240, 90, 'xor'],
  });
});

test('errors cross with their kind and their mistakes and the run stays as it was', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view }) => {
    const lab = await client.connect({ wasm, workers: [client.workerFromUrl('/worker.js', 'classic')] });
    const run = await lab.simulate({}, view);
    await run.advance(5);
    const before = await run.fingerprint();
    const failure = (/** @type {Promise<any>} */ promise) =>
      promise.then(
        () => ['none'],
        (/** @type {any} */ error) => [
          error.name,
          error.errors?.map((/** @type {any} */ { path }) => path) ?? error.message,
        ],
      );
    return {
      failures: [
        await failure(lab.simulate({ seed: () => 1, network: { hidden: [NaN] } }, view)),
        await failure(run.apply({ 'training.optimizer.learningRate': 'fast' })),
        await failure(run.advance(-1)),
        await failure(run.seek('x')),
        await failure(run.look({ ...view, unitResolution: 1e6 })),
      ],
      valid: await lab.validate({ seed: 10n }),
      same: (await run.fingerprint()) === before && (await run.seek(5)).report.step === 5,
    };
  });
  assert.deepEqual(seen, {
    failures: [
      ['ScenarioError', ['seed', 'network.hidden[0]']],
      ['ScenarioError', ['training.optimizer.learningRate']],
      ['RangeError', 'steps: expected an integer from 0 on, found -1'],
      ['TypeError', 'step: expected an integer from 0 on, found x'],
      ['RangeError', 'view.unitResolution: expected an integer from 0 to 2048, found 1000000'],
    ],
    valid: { ok: false, errors: [{ path: 'seed', message: 'expected an integer in [0, 4294967295], found a bigint' }] },
    same: true,
  });
});

test('long training lets other runs through and ends when its run is disposed of', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view }) => {
    const lab = await client.connect({ wasm, workers: [client.workerFromUrl('/worker.js', 'classic')] });
    const [long, short] = [await lab.simulate({}, view), await lab.simulate({ seed: 8 }, view)];
    const training = long.advance(1e9).then(
      () => 'ended',
      (/** @type {Error} */ error) => error.message,
    );
    const start = performance.now();
    for (let i = 0; i < 5; i += 1) await short.advance(1);
    const waited = performance.now() - start;
    await long.dispose();
    return { waited, message: await training, step: (await short.seek(3)).report.step };
  });
  assert.ok(seen.waited < 2000, `${seen.waited} ms`);
  assert.match(seen.message, /disposed of/);
  assert.equal(seen.step, 3);
});

test('an interval of time ends an advance early', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view }) => {
    const lab = await client.connect({ wasm, workers: [client.workerFromUrl('/worker.js', 'classic')] });
    const run = await lab.simulate({}, view);
    const start = performance.now();
    const { report } = await run.advance(1e9, 60);
    return { step: report.step, time: performance.now() - start };
  });
  assert.ok(seen.step >= 1 && seen.time < 1000, JSON.stringify(seen));
});

test('histories, rasters and forks cross the border', { skip }, async () => {
  const seen = await inPage('/shipped.html', async ({ client, wasm, view, lively }) => {
    const lab = await client.connect({ wasm, workers: [client.workerFromUrl('/worker.js', 'classic')] });
    const run = await lab.simulate(lively, view);
    await run.advance(90);
    await run.seek(40);
    const fork = await run.fork();
    await fork.apply({ 'training.optimizer.learningRate': 0.01 });
    const frame = await fork.advance(10);
    const [history, raster] = await Promise.all([run.history(30), run.raster()]);
    const result = {
      forked: [frame.report.step, fork.scenario.interventions.length, (await fork.raster(5)).to],
      kept: [run.frame.report.step, run.scenario.interventions.length],
      steps: history.step,
      raster: [raster.to, raster.offsets.length, raster.offsets.at(-1) === raster.states.length],
      arrays: [raster.offsets, raster.steps, raster.states].map((array) => array.constructor.name),
    };
    await run.dispose();
    return { ...result, alone: (await fork.seek(50)).report.step };
  });
  assert.deepEqual(seen, {
    forked: [50, 1, 50],
    kept: [40, 0],
    steps: [0, 30, 60, 90],
    raster: [90, 17, true],
    arrays: ['Uint32Array', 'Uint32Array', 'Uint8Array'],
    alone: 50,
  });
});

test('after a crash of the worker every run goes on at its step to the same bits', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view, lively }) => {
    /** @type {Worker[]} */
    const started = [];
    const makeWorker = () => {
      const worker = client.workerFromUrl('/worker.js', 'classic')();
      started.push(worker);
      return worker;
    };
    const crash = () => {
      started.at(-1)?.terminate();
      started.at(-1)?.dispatchEvent(new Event('error'));
    };
    const lab = await client.connect({ wasm, workers: [makeWorker] });
    const calm = await client.connect({ wasm, workers: [] });
    const runs = await Promise.all([lab.simulate(lively, view), calm.simulate(lively, view)]);
    for (const run of runs) {
      await run.advance(20);
      await run.apply({ 'network.activation': { name: 'leaky-relu' } });
    }
    crash();
    const events = [];
    for (const run of runs) events.push((await run.advance(30)).events);
    const underWay = runs[0].advance(100);
    crash();
    await Promise.all([underWay, runs[1].advance(100)]);
    return {
      workers: started.length,
      place: lab.place,
      steps: runs.map(({ frame }) => frame.report.step),
      fingerprints: new Set(await Promise.all(runs.map((run) => run.fingerprint()))).size,
      events: JSON.stringify(events[0]) === JSON.stringify(events[1]),
      scenarios: JSON.stringify(runs[0].scenario) === JSON.stringify(runs[1].scenario),
    };
  });
  assert.deepEqual(seen, {
    workers: 3,
    place: 'worker',
    steps: [150, 150],
    fingerprints: 1,
    events: true,
    scenarios: true,
  });
});

test('when memory gives out the run that asked is refused and the others go on', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, lively }) => {
    const view = { unitResolution: 0, unitBounds: [0, 1, 0, 1], surfaceResolution: 0, surfaceBounds: [0, 1, 0, 1] };
    const lab = await client.connect({ wasm, workers: [client.workerFromUrl('/worker.js', 'classic')] });
    const run = await lab.simulate(lively, view);
    await run.advance(25);
    const before = await run.fingerprint();
    const large = { network: { hidden: [990, 990] }, data: { name: 'moons', samples: 2 } };
    let refusal = '';
    while (refusal === '')
      await lab
        .simulate(large, view)
        .catch((/** @type {Error} */ error) => (refusal = `${error.name}: ${error.message}`));
    return { refusal, same: (await run.fingerprint()) === before, step: (await run.advance(5)).report.step };
  });
  assert.deepEqual(seen, {
    refusal: 'LabLostError: the lab is lost, load another: out of memory',
    same: true,
    step: 30,
  });
});

test('a lab that was disposed of refuses every call', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view }) => {
    const lab = await client.connect({ wasm, workers: [client.workerFromUrl('/worker.js', 'classic')] });
    const run = await lab.simulate({}, view);
    await run.dispose();
    await run.dispose();
    const message = (/** @type {Promise<any>} */ promise) =>
      promise.then(
        () => '',
        (/** @type {Error} */ error) => error.message,
      );
    const ofRun = await message(run.advance(1));
    lab.dispose();
    return [ofRun, await message(lab.validate({}))];
  });
  assert.match(seen[0] ?? '', /expected the number of an open run/);
  assert.match(seen[1] ?? '', /the lab was disposed of/);
});

test('a run is questioned through the worker as in the same thread', { skip }, async () => {
  const seen = await inPage('/shipped.html', async ({ client, wasm, view, lively }) => {
    const lab = await client.connect({ wasm, workers: [client.workerFromUrl('/worker.js', 'classic')] });
    const run = await lab.simulate(lively, view);
    await run.advance(400);
    const { layer, unit, step } = (await run.events()).find((/** @type {any} */ event) => event.kind === 'died');
    const refused = await run.ablate([{ layer, unit: 99 }]).catch((/** @type {Error} */ error) => String(error));
    return {
      place: { layer, unit, step },
      autopsy: await run.autopsy(layer, unit, step),
      cascade: await run.cascade(layer, unit),
      health: (await run.health()).layers,
      ablation: await run.ablate([{ layer, unit }]),
      sums: [...(await run.inspect(layer, unit)).sums],
      refused,
    };
  });
  const lab = await loadLab();
  const run = lab.simulate({
    data: { name: 'xor', samples: 120 },
    training: { optimizer: { name: 'sgd', learningRate: 1 }, batchSize: 4 },
  });
  run.step(400);
  const { layer, unit, step } = seen.place;
  assert.deepEqual(seen.autopsy, run.autopsy(layer, unit, { step }));
  assert.deepEqual(seen.cascade, run.cascade(layer, unit));
  assert.deepEqual(seen.health, run.health().layers);
  assert.deepEqual(seen.ablation, run.ablate([{ layer, unit }]));
  assert.deepEqual(seen.sums, [...run.inspect(layer, unit).sums]);
  assert.match(seen.refused, /^RangeError: units\[0\]\.unit: expected an integer from 0 to 7, found 99/);
});
