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
    refusal: 'LabLostError: the lab is lost, load another: no memory of 1025 MiB', // a page more than there may be
    same: true,
    step: 30,
  });
});

test('a worker that dies at any step is replaced and every run is where it was', { skip }, async (t) => {
  const times = process.env['RELUCTANT_LONG'] ? 100 : 10;
  const seen = await inPage(`/free.html?${times}`, async ({ client, wasm, view, lively, mortal }) => {
    const { make, kill, started } = mortal();
    const lab = await client.connect({ wasm, workers: [make] });
    const calm = await client.connect({ wasm, workers: [] });
    const runs = [await lab.simulate(lively, view), await calm.simulate(lively, view)];
    const times = Number(location.search.slice(1));
    const waits = [];
    let random = 20261121;
    const draw = (/** @type {number} */ below) => (random = (random * 48271) % 2147483647) % below;
    let same = 0;
    for (let death = 0; death < times; ++death) {
      const steps = 1 + draw(Math.ceil(2000 / times));
      for (const run of runs) {
        await run.advance(steps);
        if (death % 5 === 2) await run.apply({ 'training.optimizer.learningRate': 0.2 + draw(2) / 2 });
        random = 20261121 + death * 2 + (run === runs[1] ? 1 : 0) * 0;
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
  t.diagnostic(`${times} deaths up to step ${seen.step}, back after ${seen.median?.toFixed(0)} ms in the median`);
  assert.deepEqual(
    { same: seen.same, workers: seen.workers, scenarios: seen.scenarios, place: seen.place, changes: seen.changes },
    { same: times, workers: times + 1, scenarios: 1, place: 'worker', changes: times / 5 },
  );
});
