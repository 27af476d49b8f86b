// Training steps: the core's against ConvNetJS, Synaptic, TensorFlow.js and Eigen's own products, and as WebAssembly
// against the same source natively. What is raced is training.mjs.
//   node tests/bench/training.bench.mjs [--chromium] [W1r ...]      (tools/bench training, with the builds)
// Ours is the step alone: gathering a batch, forward, backward, update and the search for values that are not finite.
// What a simulation does besides, above all the search for the dead, is not in it.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { launchChromium, openPage } from '../web/browser.mjs';
import { serve } from '../web/serve.mjs';
import { machine } from './machine.mjs';
import { installPeers } from './peers.mjs';
import { raceAll } from './training.mjs';

const root = new URL('../../', import.meta.url).pathname;
const load = installPeers();

const run = (/** @type {string} */ command, /** @type {string[]} */ ...args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd: root });
  assert.equal(status, 0, `${command} ${args.join(' ')}: ${stdout}${stderr}`);
};

/** A native program of training_main.cpp. @returns {import('./training.mjs').Maker} */
const native = (/** @type {string} */ name, /** @type {string} */ program) => (task) => {
  const { features, width, depth, outputs, tanh, batch, rows, rate } = task.workload;
  const numbers = [features, width, depth, outputs, Number(tanh), batch, rows, rate];
  const input = Buffer.concat([task.parameters, task.inputs, task.targets].map(({ buffer }) => new Uint8Array(buffer)));
  const path = `${root}build/native/tests/bench/${program}`;
  /** After so many steps from the start. @returns {{ milliseconds: number, loss: number }} */
  const after = (/** @type {number} */ steps) =>
    JSON.parse(spawnSync(path, [...numbers, steps].map(String), { input, encoding: 'utf8' }).stdout);
  let steps = 0;
  return {
    name,
    train: (count) => after((steps = count)).milliseconds,
    loss: () => after(steps).loss,
  };
};

async function raceInNode(/** @type {string[]} */ names) {
  const program = (/** @type {string} */ name) => load(`${root}build/wasm-simd/tests/bench/${name}.cjs`)();
  const tf = load('@tensorflow/tfjs');
  load('@tensorflow/tfjs-backend-wasm');
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false); // one thread for everybody
  tf.enableProdMode();
  console.log(`${machine()}; median of the rounds' ratios [its middle half]`);
  const libraries = {
    ours: await program('training'),
    eigen: await program('training_eigen'),
    convnetjs: load('convnetjs'),
    synaptic: load('synaptic'),
    tf,
    more: [native('ours, native', 'training'), native('Eigen, native', 'training_eigen')],
  };
  await raceAll(libraries, names);
}

async function raceInChromium(/** @type {string[]} */ names) {
  const script = (/** @type {string} */ path) => `<script src="${path}"></script>`;
  const peer = (/** @type {string} */ path) => script(`/build/peers/node_modules/${path}`);
  const program = (/** @type {string} */ name) =>
    `${script(`/build/wasm-simd/tests/bench/${name}.cjs`)}<script>window.${name} = Module</script>`;
  const html = `<!doctype html><title>Training steps</title><link rel="icon" href="data:,">
    ${peer('convnetjs/build/convnet.js')}${peer('synaptic/dist/synaptic.js')}
    ${peer('@tensorflow/tfjs/dist/tf.min.js')}${peer('@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js')}
    ${program('training')}${program('training_eigen')}`;
  const server = await serve(root, { '/': html });
  const browser = await launchChromium();
  console.log(`${machine()}, Chromium ${browser.version()}; median of the rounds' ratios [its middle half]`);
  const { page } = await openPage(browser);
  page.on('console', (message) => console.log(message.text()));
  await page.goto(server.origin);
  // As an expression of the debugger: TypeScript would look for the page's modules on the disk.
  await page.evaluate(`(async () => {
    const { raceAll } = await import('/tests/bench/training.mjs');
    tf.wasm.setWasmPaths('/build/peers/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    tf.enableProdMode();
    const [ours, eigen] = [await training(), await training_eigen()];
    await raceAll({ ours, eigen, convnetjs, synaptic, tf, more: [] }, ${JSON.stringify(names)});
  })()`);
  await browser.close();
  await server.close();
}

run('tools/emscripten', 'wasm-simd', 'training', 'training_eigen');
run('cmake', '--preset', 'native');
run('cmake', '--build', '--preset', 'native', '--target', 'training', 'training_eigen');

const names = process.argv.slice(2).filter((word) => word !== '--chromium');
await (process.argv.includes('--chromium') ? raceInChromium : raceInNode)(names);
