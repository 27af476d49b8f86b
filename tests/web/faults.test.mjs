// @ts-check
// What a browser may refuse: scripts, WebAssembly, workers, storage. There is always a figure, or a sentence that says why not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dist, launchChromium, openPage, useBrowser, useServer, visibleText, withLab } from './browser.mjs';

/** A strict page of somebody else's: its policy is in a meta element, the script its own file. */
const strict = (/** @type {string} */ policy) => `<!doctype html><html lang="en"><title>Course notes</title>
<meta http-equiv="Content-Security-Policy" content="${policy}"><script type="module" src="/elements.js"></script>
<body><reluctant-lab><p>A picture of a dying neuron</p></reluctant-lab></body></html>`;

const pages = {
  '/no-wasm': strict("script-src 'self'; worker-src 'none'"),
  '/no-worker': strict("script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'; connect-src 'none'; style-src 'none'"),
  '/trusted-types': strict("script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'"),
};

const notes = useServer(dist, pages);
const { server, open } = useBrowser();

test('without JavaScript the page says what is missing', async () => {
  const { page } = await open('/', { javaScriptEnabled: false });
  assert.match(await page.locator('main').innerText(), /JavaScript/);
});

test('without WebAssembly the page says what is missing', async (t) => {
  const bare = await launchChromium(['--js-flags=--jitless']); // V8 without its compilers has no WebAssembly
  t.after(() => bare.close());
  const { page } = await openPage(bare);
  await page.goto(server.origin);
  await page.getByRole('alert').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /WebAssembly/);
  assert.doesNotMatch(await visibleText(page), /undefined|\[object/);
});

/** Runs in the page. */
function refuseWorkers() {
  globalThis.Worker = /** @type {any} */ (
    class {
      constructor() {
        throw new DOMException('refused', 'SecurityError');
      }
    }
  );
}

test('without workers the page trains on its own thread with the same result', async () => {
  const losses = [];
  for (const refused of [false, true]) {
    const { page, problems } = await open('/', { reducedMotion: 'reduce', ...(refused && { first: refuseWorkers }) });
    losses.push((await withLab(page, (lab) => lab.step(120))).trainLoss);
    assert.equal(page.workers().length, refused ? 0 : 1);
    assert.deepEqual(problems, []);
  }
  assert.equal(losses[0], losses[1]);
});

test('without storage the page works', async () => {
  const { page, problems } = await open('/', {
    first: () =>
      void Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new DOMException('refused', 'SecurityError');
        },
      }),
  });
  await withLab(page, (lab) => lab.step(3));
  await page.getByRole('button', { name: 'Dark colours' }).click();
  assert.deepEqual(problems, []);
});

test('a policy that refuses WebAssembly is named with what to add', async () => {
  const { page } = await open(`${notes.origin}/no-wasm`);
  await page.getByRole('alert').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /wasm-unsafe-eval/);
  assert.ok(await page.getByText('A picture of a dying neuron').isVisible(), 'the children are not shown instead');
});

for (const path of /** @type {const} */ (['/no-worker', '/trusted-types'])) {
  test(`a policy that refuses the worker leaves the figure running at ${path}`, async () => {
    const { page } = await open(notes.origin + path);
    assert.equal((await withLab(page, (lab) => lab.step(50))).step, 50);
  });
}

test('a worker that dies is replaced and the run goes on from its step', async () => {
  const { page } = await open('/', {
    reducedMotion: 'reduce',
    first: () => {
      const Real = Worker;
      globalThis.Worker = class extends Real {
        constructor(/** @type {string | URL} */ url, /** @type {WorkerOptions | undefined} */ options) {
          super(url, options);
          Object.assign(globalThis, { lastWorker: this });
        }
      };
    },
  });
  const there = await withLab(page, async (lab) => {
    await lab.step(40);
    const worker = /** @type {any} */ (globalThis).lastWorker;
    worker.terminate();
    worker.dispatchEvent(new ErrorEvent('error', { message: 'killed by a test' }));
    return lab.step(40);
  });
  const other = await open('/', { reducedMotion: 'reduce' });
  assert.deepEqual(there, await withLab(other.page, (lab) => lab.step(80)));
});
