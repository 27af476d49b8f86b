// What a Scenario may be: the core's judgement, its messages, and that the generated JSON Schema judges the same.
// Links, which carry Scenarios, are link.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { loadLab, scenarioSchema } from '../../dist/index.node.js';

const lab = await loadLab();
const schema = JSON.parse(readFileSync('dist/scenario.schema.json', 'utf8'));
const fits = new Ajv({ allErrors: true, strict: true, strictTypes: false }).compile(schema);

/** @type {import('../../dist/index.js').Scenario} The public interface's own example. */
const example = {
  version: 1,
  seed: 7,
  data: { name: 'moons', samples: 400, noise: 0.1, testFraction: 0.25 },
  network: {
    hidden: [8, 8],
    activation: { name: 'relu' },
    weights: { name: 'he-normal' },
    bias: { name: 'constant', value: 0 },
    batchNorm: false,
    dropout: 0,
  },
  training: {
    loss: 'auto',
    optimizer: { name: 'sgd', learningRate: 0.1 },
    schedule: { name: 'constant' },
    batchSize: 32,
    inputNoise: 0,
    l1: 0,
    l2: 0,
    clipNorm: 0,
  },
  interventions: [{ step: 400, set: { 'training.optimizer.learningRate': 0.01 } }],
};

test('the example of the interface is right and its values are the defaults', () => {
  assert.deepEqual(lab.validate(example), { ok: true, errors: [] });
  assert.ok(fits(example), JSON.stringify(fits.errors));
  const { interventions, ...values } = example;
  const complete = lab.simulate(values).scenario;
  assert.deepEqual(complete, lab.simulate({}).scenario);
  assert.deepEqual(complete, lab.simulate().scenario);
  assert.deepEqual(lab.simulate(example).scenario.interventions, interventions);
});

test('every scenario of the tests is right and so says the schema', () => {
  const files = readdirSync('tests/scenarios').filter((file) => file.endsWith('.json'));
  assert.ok(files.length > 0);
  for (const file of files) {
    const scenario = JSON.parse(readFileSync(`tests/scenarios/${file}`, 'utf8'));
    assert.deepEqual(lab.validate(scenario), { ok: true, errors: [] }, file);
    assert.ok(fits(scenario), `${file}: ${JSON.stringify(fits.errors)}`);
  }
});

test('a property that is undefined is absent', () => {
  const scenario = { seed: undefined, network: { activation: undefined }, training: undefined };
  assert.deepEqual(lab.validate(scenario), { ok: true, errors: [] });
  assert.deepEqual(lab.validate(undefined), { ok: true, errors: [] });
});

/** @type {[unknown, string, RegExp][]} A wrong Scenario, the path of its one mistake and what the message says. */
const wrong = [
  [null, '', /expected an object, found null/],
  [7, '', /found 7/],
  ['{}', '', /found "\{\}"/],
  [[], '', /found \[\]/],
  [{ version: 2 }, 'version', /expected 1, found 2/],
  [{ sede: 1 }, 'sede', /expected one of the fields .*seed.*, found "sede"/],
  [{ seed: -1 }, 'seed', /expected an integer in \[0, 4294967295\], found -1/],
  [{ seed: 2 ** 32 }, 'seed', /found 4294967296/],
  [{ seed: 1.5 }, 'seed', /found 1.5/],
  [{ seed: '7' }, 'seed', /found "7"/],
  [{ seed: null }, 'seed', /found null/],
  [{ data: 'moons' }, 'data', /expected an object with a name, found "moons"/],
  [{ data: { name: 'moon' } }, 'data.name', /expected one of .*"moons".*, found "moon"/],
  [{ data: { samples: 1 } }, 'data.samples', /found 1/],
  [{ data: { samples: 100001 } }, 'data.samples', /100000\], found 100001/],
  [{ data: { noize: 1 } }, 'data.noize', /found "noize"/],
  [{ data: { testFraction: 1 } }, 'data.testFraction', /found 1/],
  [{ data: { seed: 0.5 } }, 'data.seed', /found 0.5/],
  [{ network: [] }, 'network', /found \[\]/],
  [{ network: { layers: 3 } }, 'network.layers', /found "layers"/],
  [{ network: { hidden: 8 } }, 'network.hidden', /found 8/],
  [{ network: { hidden: [8, 0] } }, 'network.hidden[1]', /expected an integer in \[1, 1024\], found 0/],
  [{ network: { hidden: [1025] } }, 'network.hidden[0]', /found 1025/],
  [{ network: { hidden: Array(101).fill(1) } }, 'network.hidden', /100.*found 101/],
  [{ network: { hidden: [1024, 1024] } }, 'network.hidden', /1000000 parameters, found 1053697/],
  [{ network: { activation: { name: 'leaky-relu', slope: 'x' } } }, 'network.activation.slope', /found "x"/],
  [{ network: { activation: { name: 'relu', slope: 0.1 } } }, 'network.activation.slope', /found "slope"/],
  [{ network: { activation: [{ name: 'relu' }] } }, 'network.activation', /each of the 2 hidden layers, found 1/],
  [{ network: { activation: [{ name: 'relu' }, { name: 'x' }] } }, 'network.activation[1].name', /found "x"/],
  [{ network: { weights: { name: 'he' } } }, 'network.weights.name', /found "he"/],
  [{ network: { weights: { gain: 0 } } }, 'network.weights.gain', /expected a number in \(0, 100\], found 0/],
  [{ network: { bias: { value: 'big' } } }, 'network.bias.value', /found "big"/],
  [{ network: { batchNorm: 1 } }, 'network.batchNorm', /expected true or false, found 1/],
  [{ network: { dropout: 1 } }, 'network.dropout', /expected a number in \[0, 0.99\], found 1/],
  [{ training: { loss: 'huber' } }, 'training.loss', /found "huber"/],
  [{ training: { loss: 'cross-entropy' } }, 'training.loss', /for two classes, found "cross-entropy"/],
  [{ training: { optimizer: { name: 'lion' } } }, 'training.optimizer.name', /found "lion"/],
  [{ training: { optimizer: { name: 'adam', betas: 0.9 } } }, 'training.optimizer.betas', /an array of 2 numbers/],
  [{ data: { name: 'custom', targets: [1] } }, 'data.inputs', /an array of 1 to 100000 rows, found nothing/],
  [{ data: { name: 'custom', inputs: [[1], [2]], targets: [1] } }, 'data.targets', /2 rows, as many as inputs/],
  [
    { training: { optimizer: { learningRate: 'fast' } } },
    'training.optimizer.learningRate',
    /^expected a number in \(0, 1000\], found "fast"$/,
  ],
  [{ training: { optimizer: { learningRate: 0 } } }, 'training.optimizer.learningRate', /found 0/],
  [{ training: { optimizer: { momentum: 1 } } }, 'training.optimizer.momentum', /found 1$/],
  [{ training: { batchSize: -1 } }, 'training.batchSize', /found -1/],
  [{ training: { l2: -1 } }, 'training.l2', /expected a number in \[0, 100\], found -1/],
  [{ interventions: {} }, 'interventions', /expected an array, found \{\}/],
  [{ interventions: [1] }, 'interventions[0]', /found 1/],
  [{ interventions: [{ step: 1 }] }, 'interventions[0].set', /found nothing/],
  [{ interventions: [{ set: { 'training.batchSize': 1 } }] }, 'interventions[0].step', /found nothing/],
  [{ interventions: [{ step: 1, set: {} }] }, 'interventions[0].set', /found \{\}/],
  [{ interventions: [{ step: -1, set: { 'training.batchSize': 1 } }] }, 'interventions[0].step', /found -1/],
  [{ interventions: [{ step: 1, at: 2, set: { 'training.batchSize': 1 } }] }, 'interventions[0].at', /found "at"/],
  [{ interventions: [{ step: 1, set: { seed: 1 } }] }, 'interventions[0].set["seed"]', /found "seed"/],
  [{ interventions: [{ step: 1, set: { 'training.loss': 'mse' } }] }, 'interventions[0].set["training.loss"]', /found/],
  [
    { interventions: [{ step: 1, set: { 'training.optimizer.learningRate': 1e4 } }] },
    'interventions[0].set["training.optimizer.learningRate"]',
    /found 10000/,
  ],
  [JSON.parse('{"__proto__": {"seed": 1}}'), '__proto__', /found "__proto__"/],
  [{ constructor: 1 }, 'constructor', /found "constructor"/],
  [{ data: { name: 'x'.repeat(100) } }, 'data.name', /found "x{39}…$/],
];

test('each wrong Scenario is refused by its path with what is allowed and what was found', () => {
  for (const [scenario, path, message] of wrong) {
    const { ok, errors } = lab.validate(scenario);
    assert.equal(ok, false, JSON.stringify(scenario));
    assert.deepEqual(
      errors.map((error) => error.path),
      [path],
      JSON.stringify(errors),
    );
    assert.match(errors[0]?.message ?? '', message);
    assert.match(errors[0]?.message ?? '', /^expected .+, found .+/);
  }
});

test('the schema refuses what the core refuses but for limits that join fields', () => {
  const joined = [/each of the/, /parameters, found/, /at most 100 integers/, /for two classes/, /as many as inputs/];
  for (const [scenario, , message] of wrong) {
    const beyond = joined.some((limit) => limit.test(lab.validate(scenario).errors[0]?.message ?? ''));
    if (!beyond) assert.equal(fits(scenario), false, `${JSON.stringify(scenario)} ${String(message)}`);
  }
});

test('all mistakes are named at once', () => {
  const { errors } = lab.validate({
    seed: -1,
    data: { name: 'x' },
    network: { hidden: [0, -1] },
    training: { l1: -1 },
    x: 1,
  });
  assert.deepEqual(errors.map(({ path }) => path).sort(), [
    'data.name',
    'network.hidden[0]',
    'network.hidden[1]',
    'seed',
    'training.l1',
    'x',
  ]);
});

test('values that JSON has not are named', () => {
  /** @type {Record<string, unknown>} */
  const cycle = {};
  cycle.data = cycle;
  const trap = {
    get seed() {
      throw new Error('boom');
    },
  };
  let deep = /** @type {unknown} */ (1);
  for (let i = 0; i < 100; i += 1) deep = [deep];
  /** @type {[unknown, string, string][]} */
  const cases = [
    [{ seed: NaN }, 'seed', 'NaN'],
    [{ seed: Infinity }, 'seed', 'Infinity'],
    [{ training: { batchSize: -Infinity } }, 'training.batchSize', '-Infinity'],
    [{ seed: () => 1 }, 'seed', 'a function'],
    [{ seed: class {} }, 'seed', 'a function'],
    [{ seed: Symbol('x') }, 'seed', 'a symbol'],
    [{ seed: 7n }, 'seed', 'a bigint'],
    [{ seed: new Date() }, 'seed', 'a Date'],
    [{ data: new Map([['name', 'xor']]) }, 'data', 'a Map'],
    [{ network: { hidden: [8, undefined] } }, 'network.hidden[1]', 'undefined'],
    [{ network: { hidden: [, 8] } }, 'network.hidden[0]', 'undefined'], // eslint-disable-line no-sparse-arrays
    [{ network: { hidden: [NaN] } }, 'network.hidden[0]', 'NaN'],
    [{ network: { hidden: new Array(2 ** 32 - 1) } }, 'network.hidden', 'a list of 4294967295'],
    [cycle, 'data', 'a cycle'],
    [trap, '', 'an unreadable object'],
    [{ seed: trap }, 'seed', 'an unreadable object'],
    [Symbol('x'), '', 'a symbol'],
    [() => 1, '', 'a function'],
    [10n, '', 'a bigint'],
    [NaN, '', 'NaN'],
    [{ interventions: [{ step: NaN, set: { 'training.batchSize': 1 } }] }, 'interventions[0].step', 'NaN'],
  ];
  for (const [scenario, path, found] of cases) {
    const { errors } = lab.validate(scenario);
    assert.deepEqual(
      errors.map((error) => error.path),
      [path],
      JSON.stringify(errors),
    );
    assert.ok(errors[0]?.message.endsWith(`, found ${found}`), errors[0]?.message);
  }
  assert.equal(lab.validate({ network: { hidden: deep } }).ok, false);
});

test('typed arrays are lists and objects of other realms and prototypes are plain', () => {
  const bare = Object.assign(Object.create(null), { network: { hidden: Uint8Array.of(3, 4) } });
  assert.deepEqual(lab.validate(bare), { ok: true, errors: [] });
  assert.deepEqual(lab.simulate(bare).scenario.network.hidden, [3, 4]);
});

test('validate takes any value and never throws', () => {
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withTypedArray: true,
        withSparseArray: true,
        withNullPrototype: true,
      }),
      (value) => {
        const { ok, errors } = lab.validate(value);
        assert.equal(ok, errors.length === 0);
      },
    ),
    { numRuns: 500 },
  );
});

test('core and schema agree on Scenarios drawn by the catalogue', () => {
  /** A value for a field or parameter: mostly allowed, sometimes not. */
  const valueOf = (/** @type {any} */ { type, min, max, options, default: usual }) => {
    const odd = fc.constantFrom(null, 'x', -1, 1.5, true, [], {}, 1e12);
    const low = min ?? -1000;
    // More samples than this meet the limit of memory, which joins several fields.
    const high = max === 100_000 ? 2000 : (max ?? 1000);
    const right =
      type === 'boolean'
        ? fc.boolean()
        : type === 'option'
          ? fc.constantFrom(...options)
          : type === 'integers'
            ? fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 })
            : type === 'integer'
              ? fc.integer({ min: low, max: high })
              : type === 'numbers'
                ? fc.tuple(...usual.map(() => fc.double({ min: low, max: high, noNaN: true })))
                : fc.double({ min: low, max: high, noNaN: true });
    return fc.oneof({ arbitrary: right, weight: 40 }, { arbitrary: odd, weight: 1 });
  };
  /** @param {any[]} entries */
  const choiceOf = (entries) =>
    fc.constantFrom(...entries).chain(({ name, parameters }) =>
      fc
        .record(
          {
            name: fc.constant(name),
            ...Object.fromEntries(parameters.map((/** @type {any} */ p) => [p.name, valueOf(p)])),
            odd: fc.constant(1),
          },
          { requiredKeys: ['name'] },
        )
        .chain((choice) => fc.nat(20).map((n) => (n === 0 ? choice : { ...choice, odd: undefined }))),
    );
  const { fields, activations, initializers, biases, optimizers, datasets, schedules } = lab.catalogue;
  const field = (/** @type {string} */ path) => valueOf(fields.find((one) => one.path === path));
  const optional = { requiredKeys: /** @type {never[]} */ ([]) };
  const change = fc.oneof(
    field('training.batchSize').map((value) => ({ 'training.batchSize': value })),
    choiceOf(activations).map((value) => ({ 'network.activation': value })),
    choiceOf(optimizers).map((value) => ({ 'training.optimizer': value })),
    fc.nat(9).map((n) => (n === 0 ? { seed: 1 } : { 'training.optimizer.learningRate': n })),
  );
  const scenario = fc.record(
    {
      version: fc.constantFrom(1, 1, 1, 1, 1, 1, 2),
      seed: field('seed'),
      data: choiceOf(datasets),
      network: fc.record(
        {
          hidden: field('network.hidden'),
          activation: choiceOf(activations),
          weights: choiceOf(initializers),
          bias: choiceOf(biases),
          dropout: field('network.dropout'),
          batchNorm: field('network.batchNorm'),
        },
        optional,
      ),
      training: fc.record(
        {
          // Which loss fits which data is a limit that joins two fields.
          loss: field('training.loss').map((loss) => (/cross-entropy/.test(loss) ? 'auto' : loss)),
          optimizer: choiceOf(optimizers),
          schedule: choiceOf(schedules),
          batchSize: field('training.batchSize'),
          l1: field('training.l1'),
        },
        optional,
      ),
      interventions: fc.array(fc.record({ step: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, -1), set: change }), {
        maxLength: 2,
      }),
    },
    optional,
  );
  let right = 0;
  fc.assert(
    fc.property(scenario, (value) => {
      const plain = JSON.parse(JSON.stringify(value));
      const { ok, errors } = lab.validate(plain);
      right += ok ? 1 : 0;
      assert.equal(fits(plain), ok, `${JSON.stringify(errors)} ${JSON.stringify(fits.errors?.slice(0, 3))}`);
    }),
    { numRuns: 600 },
  );
  assert.ok(right > 60 && right < 540, `${right} of 600 were right: the draw says too little`);
});

test('the schema in the package is what the library makes of its catalogue', () => {
  assert.deepEqual(schema, JSON.parse(JSON.stringify(scenarioSchema(lab.catalogue))));
});
