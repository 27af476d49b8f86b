// What a lab comes back from, in Chromium: workers that die, memory that is refused. Starting and asking is client.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skip, useClientPages } from './client-pages.mjs';

const inPage = useClientPages();

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

/** The long run goes to the true limits; the ordinary one to lower ones of the same kind. */
const long = process.env['RELUCTANT_LONG'] !== undefined;

for (const [limit, asked] of long
  ? [
      [160, 161],
      [1024, 1025],
    ]
  : [[160, 161]]) {
  test(`at a limit of ${limit} MiB the run that asked for more is refused and the others go on`, { skip }, async () => {
    const seen = await inPage(`/free.html?${limit}`, async ({ client, wasm, lively, source, workerUnder }) => {
      const view = { unitResolution: 0, unitBounds: [0, 1, 0, 1], surfaceResolution: 0, surfaceBounds: [0, 1, 0, 1] };
      const lab = await client.connect({
        wasm,
        workers: [workerUnder(Number(location.search.slice(1)), await source())],
      });
      const run = await lab.simulate(lively, view);
      await run.advance(25);
      const before = await run.fingerprint();
      const large = { network: { hidden: [990, 990] }, data: { name: 'moons', samples: 2 } };
      let refusal = null;
      for (let opened = 0; refusal === null && opened < 100; ++opened)
        await lab.simulate(large, view).catch((/** @type {any} */ error) => (refusal = error));
      const { name, message, memory } = /** @type {any} */ (refusal);
      return {
        said: `${name}: ${message}`,
        memory,
        same: (await run.fingerprint()) === before,
        step: (await run.advance(5)).report.step,
      };
    });
    assert.equal(
      seen.said,
      `LabLostError: the lab is lost, load another: there are no ${Math.ceil(seen.memory / 2 ** 20)} MiB of memory`,
    );
    assert.ok(seen.memory / 2 ** 20 >= Number(asked) - 1 / 16, `${seen.memory} bytes`);
    assert.deepEqual([seen.same, seen.step], [true, 30]);
  });
}

test('a worker that dies at any step is replaced and every run is where it was', { skip }, async (t) => {
  const times = long ? 100 : 10;
  const seen = await inPage(`/free.html?${times}`, async ({ client, wasm, view, lively, mortal, dice }) => {
    const { make, kill, started } = mortal();
    const lab = await client.connect({ wasm, workers: [make] });
    const calm = await client.connect({ wasm, workers: [] });
    const runs = [await lab.simulate(lively, view), await calm.simulate(lively, view)];
    const times = Number(location.search.slice(1));
    const waits = [];
    const draw = dice(20261121);
    let same = 0;
    for (let death = 0; death < times; ++death) {
      const steps = 1 + draw(Math.ceil(4000 / times));
      const learningRate = 0.2 + draw(8) / 10;
      for (const run of runs) {
        await run.advance(steps);
        if (death % 5 === 2) await run.apply({ 'training.optimizer.learningRate': learningRate });
      }
      kill();
      const since = performance.now();
      const [one, other] = [await runs[0].fingerprint(), await runs[1].fingerprint()];
      waits.push(performance.now() - since);
      same += one === other && runs[0].frame.report.step === runs[1].frame.report.step ? 1 : 0;
    }
    const scenarios = new Set(runs.map(({ scenario }) => JSON.stringify(scenario)));
    return {
      same,
      workers: started.length,
      scenarios: scenarios.size,
      place: lab.place,
      changes: runs[0].scenario.interventions.length,
      step: runs[0].frame.report.step,
      median: waits.sort((a, b) => a - b)[times >> 1],
    };
  });
  const { step, median, ...rest } = seen;
  t.diagnostic(`${times} deaths up to step ${step}, back after ${median?.toFixed(0)} ms in the median`);
  assert.deepEqual(rest, { same: times, workers: times + 1, scenarios: 1, place: 'worker', changes: times / 5 });
});

test('a worker that dies before it has answered is asked again whatever was asked', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view, lively, mortal }) => {
    const { make, kill, started } = mortal();
    const lab = await client.connect({ wasm, workers: [make] });
    const calm = await client.connect({ wasm, workers: [] });
    const [one, other] = [await lab.simulate(lively, view), await calm.simulate(lively, view)];
    for (const run of [one, other]) await run.advance(300);
    const { layer, unit } = (await one.events()).find((/** @type {any} */ event) => event.kind === 'died');
    /** @type {((run: any) => Promise<unknown>)[]} */
    const questions = [
      (run) => run.advance(50),
      (run) => run.seek(120),
      (run) => run.history(25), // of all that is known, far beyond the step shown
      (run) => run.raster(25),
      (run) => run.events(),
      (run) => run.autopsy(layer, unit),
      (run) => run.cascade(layer, unit),
      (run) => run.ablate([{ layer, unit }]),
      (run) => run.inspect(layer, unit),
      (run) => run.nextRows(),
      (run) => run.look({ ...view, unitResolution: 6 }),
      (run) => run.apply({ 'network.activation': { name: 'leaky-relu' } }),
      (run) => run.history(25), // what lay beyond the change is known no more
      (run) => run.fork().then((/** @type {any} */ fork) => fork.advance(5)),
      (run) => run.fingerprint(),
    ];
    const wrong = [];
    for (const [index, ask] of questions.entries()) {
      const [asked, calmly] = [ask(one), ask(other)];
      kill();
      const [answer, expected] = [await asked, await calmly].map((value) => JSON.stringify(value));
      if (answer !== expected) wrong.push([index, answer, expected]);
    }
    return { wrong, workers: started.length };
  });
  assert.deepEqual(seen, { wrong: [], workers: 16 });
});

test(
  'workers that die while a run is rebuilt are followed by others and at last by the main thread',
  { skip },
  async () => {
    const seen = await inPage('/free.html', async ({ client, wasm, view, lively, mortal }) => {
      const { make, kill, started } = mortal();
      let doomed = 0;
      /** A worker that dies once it has started, in the midst of the replay, as long as some are doomed. */
      const makeDoomed = async () => {
        const worker = await make();
        if (doomed-- > 0) worker.addEventListener('message', () => setTimeout(kill), { once: true });
        return worker;
      };
      const lab = await client.connect({ wasm, workers: [makeDoomed] });
      const run = await lab.simulate(lively, view);
      await run.advance(60);
      const before = await run.fingerprint();
      const lives = [];
      for (const deaths of [1, 2, 3]) {
        doomed = deaths - 1;
        kill();
        lives.push([(await run.fingerprint()) === before, lab.place, started.length]);
      }
      return { lives, step: (await run.advance(5)).report.step };
    });
    assert.deepEqual(seen, {
      lives: [
        [true, 'worker', 2],
        [true, 'worker', 4],
        [true, 'main-thread', 6],
      ],
      step: 65,
    });
  },
);

test('where no other worker can be started the main thread goes on', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view, lively, mortal }) => {
    const { make, kill, started } = mortal();
    const once = () => (started.length === 0 ? make() : Promise.reject(new DOMException('refused', 'SecurityError')));
    const lab = await client.connect({ wasm, workers: [once] });
    const run = await lab.simulate(lively, view);
    await run.advance(60);
    const before = await run.fingerprint();
    kill();
    return [(await run.fingerprint()) === before, lab.place, (await run.advance(5)).report.step];
  });
  assert.deepEqual(seen, [true, 'main-thread', 65]);
});

test('an error that nobody caught in the worker counts as its death', { skip }, async () => {
  const seen = await inPage('/free.html', async ({ client, wasm, view, lively, mortal, source }) => {
    const fault = "addEventListener('message', ({ data }) => { if (data === 'fault') throw new Error('a fault'); });";
    const { make, started } = mortal(client.workerFromSource(`${fault}${await source()}`));
    const lab = await client.connect({ wasm, workers: [make] });
    const run = await lab.simulate(lively, view);
    await run.advance(60);
    const before = await run.fingerprint();
    started[0].postMessage('fault');
    await new Promise((heard) => started[0].addEventListener('error', heard));
    return [(await run.fingerprint()) === before, lab.place, started.length];
  });
  assert.deepEqual(seen, [true, 'worker', 2]);
});
