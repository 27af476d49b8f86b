// A lab in a worker, in Chromium: every rung of the ladder, and what crosses the border. What happens after a crash is
// keeper.test.mjs, the synchronous calls are simulation.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { golden, skip, useClientPages } from './client-pages.mjs';

const inPage = useClientPages();

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
