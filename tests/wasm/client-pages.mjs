// Chromium with the client of a lab in it, for client.test.mjs and keeper.test.mjs: pages under several policies, and what
// their scripts are given.
// @ts-check
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before } from 'node:test';
import { build } from 'vite';
import { launchChromium } from '../web/browser.mjs';
import { serve } from '../web/serve.mjs';

export const skip = existsSync('/usr/bin/chromium') ? false : 'there is no /usr/bin/chromium';
export const golden = JSON.parse(readFileSync('tests/golden/fingerprints.json', 'utf8')).scenarios.default;

/** What every page offers to `inPage`. */
const setup = `import * as client from '/client.js';
  /** Workers that can be killed. */
  function mortal(make = client.workerFromUrl('/worker.js', 'classic')) {
    const started = [];
    return {
      started,
      make: async () => {
        const worker = await make();
        started.push(worker);
        return worker;
      },
      kill: () => {
        started.at(-1).terminate();
        started.at(-1).dispatchEvent(new Event('error'));
      },
    };
  }
  /** A worker whose memory cannot grow beyond so many MiB. */
  const workerUnder = (limit, source) => client.workerFromSource(\`{
    const { grow } = WebAssembly.Memory.prototype;
    WebAssembly.Memory.prototype.grow = function (pages) {
      if (this.buffer.byteLength / 65536 + pages > \${limit * 16}) throw new RangeError('refused by a test');
      return grow.call(this, pages);
    };
  }\${source}\`);
  /** Draws integers from 0 to below what is given, the same in every run. */
  const dice = (seed) => (below) => (seed = (seed * 48271) % 2147483647) % below;
  window.given = {
    client,
    golden: ${JSON.stringify(golden)},
    wasm: { scalar: '/core.wasm', simd: '/core.simd.wasm' },
    view: { unitResolution: 4, unitBounds: [-1, 1, -1, 1], surfaceResolution: 6, surfaceBounds: [-1, 1, -1, 1] },
    lively: { data: { name: 'xor', samples: 120 }, training: { optimizer: { learningRate: 1 }, batchSize: 4 } },
    mortal,
    workerUnder,
    dice,
    source: () => fetch('/worker.js').then((response) => response.text()),
  };`;
const pageUnder = (/** @type {string} */ policy) =>
  `<!doctype html><link rel="icon" href="data:,">
  ${policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`}<script type="module" src="/setup.js"></script>`;
const shipped = [
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'",
  "img-src data:; require-trusted-types-for 'script'; trusted-types reluctant",
].join('; ');

/** Builds the client and opens the browser for the tests of one file. @returns runs `work` in a page of its own */
export function useClientPages() {
  /** @type {import('playwright-core').Browser} */
  let browser;
  /** @type {{ origin: string, close: () => Promise<void> }} */
  let server;

  const folder = mkdtempSync(join(tmpdir(), 'reluctant-client-'));

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
  return async function inPage(path, work) {
    const page = await browser.newPage();
    try {
      await page.goto(`${server.origin}${path}`);
      await page.waitForFunction(() => 'given' in window);
      // As text: an expression of the debugger is not bound by the page's policy.
      return /** @type {Result} */ (await page.evaluate(`(${work.toString()})(window.given)`));
    } finally {
      await page.close();
    }
  };
}
