// The lab: how it loads, its tables, activations over arrays. Its runs are simulation.test.mjs, its judgement of
// Scenarios scenario.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LoadError, loadLab, ScenarioError } from '../../dist/index.node.js';

const lab = await loadLab();
const file = (/** @type {string} */ name) => new URL(`../../dist/${name}`, import.meta.url);

test('info says the version of the package and which module it is', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
  assert.deepEqual((await loadLab({ simd: 'on' })).info, { version, simd: true });
  assert.deepEqual((await loadLab({ simd: 'off' })).info, { version, simd: false });
});

test('the module can be given as bytes and as an address', async () => {
  const bytes = readFileSync(file('core.wasm'));
  assert.equal((await loadLab({ wasmBinary: bytes })).info.simd, false);
  assert.equal((await loadLab({ wasmUrl: file('core.simd.wasm') })).info.simd, true);
  assert.equal((await loadLab({ wasmUrl: file('core.simd.wasm').pathname })).info.simd, true);
});

test('what cannot be loaded is refused with a reason', async () => {
  /** @type {[any, import('../../dist/index.js').LoadFailure, RegExp][]} */
  const cases = [
    [{ wasmUrl: file('missing.wasm') }, 'unreachable', /missing\.wasm/],
    [{ wasmBinary: new Uint8Array([1, 2, 3]) }, 'damaged', /not a WebAssembly module/],
    [{ wasmBinary: new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]) }, 'damaged', /not a module of this version/],
    [{ wasmBinary: readFileSync(file('core.wasm')), simd: 'on' }, 'damaged', /scalar one, but 'on' was asked for/],
  ];
  for (const [options, reason, message] of cases) {
    await assert.rejects(loadLab(options), (error) => {
      assert.ok(error instanceof LoadError);
      assert.equal(error.reason, reason);
      assert.match(error.message, message);
      return true;
    });
  }
});

test('options of loadLab that do not exist are refused', async () => {
  await assert.rejects(
    loadLab(/** @type {any} */ ({ simd: 'yes' })),
    /simd: expected 'auto', 'on' or 'off', found yes/,
  );
  await assert.rejects(loadLab(/** @type {any} */ ({ wasm: 1 })), /expected an object with simd, wasmBinary, wasmUrl/);
  await assert.rejects(loadLab(/** @type {any} */ (null)), TypeError);
});

test('without WebAssembly the message says so', () => {
  const program = `delete globalThis.WebAssembly;
    const { loadLab } = await import('${file('index.node.js')}');
    await loadLab().catch(({ name, reason }) => console.log(name, reason));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  assert.equal(stdout, 'LoadError no-webassembly\n');
});

test('nothing in the package makes code from strings', () => {
  const program = `const { loadLab } = await import('${file('index.node.js')}');
    const lab = await loadLab();
    const run = lab.simulate();
    run.step(10);
    run.health();
    run.field(0, 0);
    run.apply({ 'network.activation': { name: 'tanh' } });
    lab.evaluate('tanh', new Float32Array(3));
    lab.validate({ seed: -1 });
    run.dispose();
    try { eval('1'); } catch ({ name }) { console.log(name); }`;
  const flags = ['--disallow-code-generation-from-strings', '--input-type=module', '-e', program];
  const { stdout, stderr } = spawnSync(process.execPath, flags, { encoding: 'utf8' });
  assert.equal(stdout, 'EvalError\n', stderr);
});

test('the catalogue is frozen to its last word', () => {
  const walk = (/** @type {unknown} */ value) => {
    if (typeof value !== 'object' || value === null) return;
    assert.ok(Object.isFrozen(value));
    Object.values(value).forEach(walk);
  };
  walk(lab.catalogue);
});

test('the catalogue has the shape that types.ts declares', () => {
  const { fields, ...tables } = lab.catalogue;
  const names = ['activations', 'initializers', 'biases', 'optimizers', 'losses', 'datasets', 'schedules', 'states'];
  assert.deepEqual(Object.keys(tables), names);
  const kinds = ['number', 'integer', 'boolean', 'option', 'numbers'];
  const optional = ['min', 'max', 'exclusiveMin', 'options', 'unit'];
  /** @param {object} object @param {Record<string, string | ((value: any) => boolean)>} shape @param {string[]} [more] */
  const hasShape = (object, shape, more = []) => {
    const known = [...Object.keys(shape), ...more];
    assert.deepEqual(
      Object.keys(object).filter((key) => !known.includes(key)),
      [],
      JSON.stringify(object),
    );
    for (const [key, wanted] of Object.entries(shape)) {
      const value = /** @type {any} */ (object)[key];
      assert.ok(
        typeof wanted === 'string' ? typeof value === wanted : wanted(value),
        `${key} of ${JSON.stringify(object)}`,
      );
    }
  };
  const isText = (/** @type {any} */ value) => typeof value === 'string' && value.length > 0;
  for (const [table, entries] of Object.entries(tables)) {
    assert.ok(entries.length > 0, table);
    for (const entry of entries) {
      const activation = {
        formula: isText,
        slopeFormula: isText,
        slopeAtZero: 'number',
        canDie: 'boolean',
        saturates: 'boolean',
        smooth: 'boolean',
        monotonic: 'boolean',
        zeroCentred: 'boolean',
        history: isText,
        advantages: isText,
        drawbacks: isText,
      };
      hasShape(entry, {
        name: isText,
        label: isText,
        description: isText,
        parameters: Array.isArray,
        ...(table === 'activations' ? activation : {}),
      });
      for (const parameter of entry.parameters) {
        const shape = {
          name: isText,
          label: isText,
          sentence: isText,
          type: (/** @type {any} */ type) => kinds.includes(type),
          default: (/** @type {any} */ value) =>
            Array.isArray(value) || ['number', 'boolean', 'string'].includes(typeof value),
        };
        hasShape(parameter, shape, optional);
      }
    }
  }
  for (const field of fields) {
    const shape = {
      path: isText,
      label: isText,
      sentence: isText,
      midRun: 'boolean',
      type: (/** @type {any} */ type) => [...kinds, 'choice', 'integers'].includes(type),
      default: (/** @type {any} */ value) => value !== undefined,
    };
    hasShape(field, shape, optional);
  }
});

test('the states have the numbers that a health report uses', () => {
  const names = lab.catalogue.states.map(({ name }) => name);
  assert.deepEqual(names, ['dead', 'cutOff', 'saturated', 'inactive', 'dormant', 'alwaysOn', 'alive']);
});

test('the defaults in the catalogue are those of a Scenario without a field', () => {
  const { scenario } = lab.simulate();
  for (const { path, type, default: initial } of lab.catalogue.fields) {
    const found = path.split('.').reduce((part, key) => part?.[key], /** @type {any} */ (scenario));
    if (initial === null) assert.equal(found, undefined, path);
    else assert.deepEqual(type === 'choice' ? found.name : found, initial, path);
  }
});

test('evaluate gives value and slope as the formulas say', () => {
  const z = Float32Array.of(-2, -0.5, 0, 0.5, 2);
  assert.deepEqual(lab.evaluate('relu', z), {
    value: Float32Array.of(0, 0, 0, 0.5, 2),
    slope: Float32Array.of(0, 0, 0, 1, 1),
  });
  assert.deepEqual(lab.evaluate('leaky-relu', z, { slope: 0.5 }), {
    value: Float32Array.of(-1, -0.25, 0, 0.5, 2),
    slope: Float32Array.of(0.5, 0.5, 0.5, 1, 1),
  });
  assert.deepEqual(lab.evaluate('tanh', z).value, z.map(Math.tanh));
});

test('evaluate keeps NaN and takes an empty array', () => {
  for (const { name } of lab.catalogue.activations) {
    const { value, slope } = lab.evaluate(name, Float32Array.of(NaN, 1));
    assert.ok(Number.isNaN(value[0]), name);
    if (name !== 'identity') assert.ok(Number.isNaN(slope[0]), name);
    assert.deepEqual(lab.evaluate(name, new Float32Array()), { value: new Float32Array(), slope: new Float32Array() });
  }
});

test('evaluate refuses what it cannot take and says what it can', () => {
  const evaluate = /** @type {any} */ (lab.evaluate.bind(lab));
  const z = new Float32Array(2);
  assert.throws(() => evaluate(undefined, z), {
    name: 'TypeError',
    message: 'name: expected a string, found undefined',
  });
  assert.throws(() => evaluate('relu', [1, 2]), {
    name: 'TypeError',
    message: 'z: expected a Float32Array, found a list of 2',
  });
  assert.throws(() => evaluate('relu', new Float64Array(2)), TypeError);
  assert.throws(
    () => evaluate('rellu', z),
    (error) => error instanceof ScenarioError && /found "rellu"/.test(error.message),
  );
  assert.throws(
    () => evaluate('leaky-relu', z, { slop: 1 }),
    (error) => error instanceof ScenarioError && /slop/.test(error.message),
  );
  assert.throws(
    () => evaluate('leaky-relu', z, { slope: NaN }),
    (error) => error instanceof ScenarioError && /found NaN/.test(error.message),
  );
  assert.equal(lab.evaluate('relu', z).value.length, 2);
});

test('benchmarkActivations gives a time for every activation and length', () => {
  const timings = lab.benchmarkActivations({ lengths: [7, 1000] });
  const names = lab.catalogue.activations.map(({ name }) => name);
  assert.deepEqual(
    timings.map(({ name }) => name),
    [...names, ...names],
  );
  timings.forEach(({ length, value, both, backward }, i) => {
    assert.equal(length, i < names.length ? 7 : 1000);
    for (const time of [value, both, backward]) assert.ok(time > 0 && time < 1e5, String(time));
  });
  assert.deepEqual(
    lab.benchmarkActivations({ lengths: [7, 9], name: 'gelu' }).map(({ name, length }) => [name, length]),
    [
      ['gelu', 7],
      ['gelu', 9],
    ],
  );
  const benchmark = /** @type {any} */ (lab.benchmarkActivations.bind(lab));
  assert.throws(() => benchmark({ name: 'gulu' }), /name: expected an activation of the catalogue, found gulu/);
  assert.deepEqual(benchmark({ lengths: [] }), []);
  assert.throws(() => benchmark({ lengths: [0] }), /lengths\[0\]: expected an integer from 1 to 1000000, found 0/);
  assert.throws(() => benchmark({ lengths: 5 }), /lengths: expected a list of integers, found 5/);
  assert.throws(() => benchmark({ length: 5 }), /expected an object with lengths, name, found length/);
});

test('two labs share nothing', async () => {
  const other = await loadLab();
  const [one, two] = [lab.simulate({ seed: 1 }), other.simulate({ seed: 2 })];
  const alone = other.simulate({ seed: 2 });
  alone.step(40);
  for (let i = 0; i < 4; i += 1) {
    one.step(10);
    two.step(10);
  }
  assert.equal(two.fingerprint(), alone.fingerprint());
  assert.notEqual(one.fingerprint(), two.fingerprint());
  one.dispose();
  assert.equal(two.report.step, 40);
});

test('a Scenario is estimated before anything is taken', () => {
  const small = lab.estimate({});
  assert.equal(small.parameters, 105);
  assert.equal(small.multiplyAddsPerStep, 3 * 32 * (2 * 8 + 8 * 8 + 8));
  assert.ok(small.bytes > 1e4 && small.bytes < 1e6);
  assert.ok(lab.estimate({ network: { hidden: [64, 64] } }).bytes > small.bytes);
  assert.throws(() => lab.estimate({ seed: 'x' }), /seed: expected an integer/);
});

test('a table of text becomes rows of a data set, or mistakes with their places', () => {
  const table = lab.parseCsv('x;y;kind\r\n1,5;2;cat\r\n-1;0;dog\r\n0;1;cat\r\n');
  assert.deepEqual(table, {
    inputs: [
      [1.5, 2],
      [-1, 0],
      [0, 1],
    ],
    targets: [0, 1, 0],
    features: ['x', 'y'],
    classes: ['cat', 'dog'],
    errors: [],
  });
  const { inputs, targets } = table;
  assert.ok(lab.validate({ data: { name: 'custom', inputs, targets } }).ok);
  const wrong = lab.parseCsv('a,b\n1,2\n3,x\n', { target: 'a' });
  assert.deepEqual(wrong.inputs, []);
  assert.equal(wrong.errors[0]?.line, 3);
  assert.equal(wrong.errors[0]?.column, 2);
  const even = lab.parseCsv('a,b\n1,0\n3,1\n', { standardize: true });
  assert.deepEqual(even.inputs, [[-1], [1]]);
});
