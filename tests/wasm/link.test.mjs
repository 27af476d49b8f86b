// Links: a Scenario as a fragment and back, and what hostile fragments come to. What a Scenario may be is
// scenario.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { linkFromScenario, loadLab, scenarioFromLink } from '../../dist/index.node.js';

const lab = await loadLab();
const packed = (/** @type {string | Buffer} */ text) => `1.${deflateRawSync(text).toString('base64url')}`;
const unpacked = (/** @type {string} */ link) =>
  JSON.parse(inflateRawSync(Buffer.from(link.slice(2), 'base64url')).toString());
const complete = (/** @type {any} */ scenario) => lab.simulate(scenario).scenario;

test('every scenario of the tests comes back as the same experiment', async () => {
  for (const file of readdirSync('tests/scenarios').filter((name) => name.endsWith('.json'))) {
    const scenario = JSON.parse(readFileSync(`tests/scenarios/${file}`, 'utf8'));
    const link = await linkFromScenario(scenario, lab.catalogue);
    assert.match(link, /^1\.[\w-]+$/);
    const reading = await scenarioFromLink(`#${link}`);
    assert.ok(reading.ok);
    assert.deepEqual(complete(reading.scenario), complete(scenario), file);
    assert.equal(await linkFromScenario(complete(scenario), lab.catalogue), link, `${file}, written out`);
  }
});

test('only what differs from the defaults is written and always the version', async () => {
  /** @type {[any, object][]} */
  const cases = [
    [{}, {}],
    [complete({}), {}],
    [{ seed: 8 }, { seed: 8 }],
    [complete({ data: { name: 'xor' } }), { data: { name: 'xor' } }],
    [complete({ data: { noise: 0.2 } }), { data: { noise: 0.2 } }],
    [complete({ data: { seed: 7 } }), { data: { seed: 7 } }],
    [
      complete({ network: { activation: { name: 'leaky-relu', slope: 0.2 } } }),
      { network: { activation: { name: 'leaky-relu', slope: 0.2 } } },
    ],
    [complete({ network: { hidden: [4] } }), { network: { hidden: [4] } }],
    [complete({ training: { optimizer: { learningRate: 1 } } }), { training: { optimizer: { learningRate: 1 } } }],
    [
      { interventions: [{ step: 3, set: { 'training.batchSize': 32 } }] },
      { interventions: [{ step: 3, set: { 'training.batchSize': 32 } }] },
    ],
  ];
  for (const [scenario, written] of cases) {
    assert.deepEqual(unpacked(await linkFromScenario(scenario, lab.catalogue)), { version: 1, ...written });
  }
});

test('drawn Scenarios come back as the same experiment', async () => {
  const { activations, initializers, datasets } = lab.catalogue;
  const name = (/** @type {{ name: string }[]} */ table) => fc.constantFrom(...table.map((entry) => entry.name));
  const activation = fc.oneof(
    name(activations).map((one) => ({ name: one })),
    fc.double({ min: 0, max: 1, noNaN: true }).map((slope) => ({ name: 'leaky-relu', slope })),
  );
  const scenario = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }).chain((hidden) =>
    fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      data: fc.record({
        name: name(datasets.filter((family) => family.name !== 'custom')),
        samples: fc.integer({ min: 2, max: 60 }),
        noise: fc.double({ min: 0, max: 1, noNaN: true }),
      }),
      network: fc.record({
        hidden: fc.constant(hidden),
        activation: fc.oneof(activation, fc.array(activation, { minLength: hidden.length, maxLength: hidden.length })),
        weights: fc.record({
          name: name(initializers.filter(({ parameters }) => parameters[0]?.name === 'gain')),
          gain: fc.double({ min: 0.1, max: 9, noNaN: true }),
        }),
      }),
      training: fc.record({
        batchSize: fc.integer({ min: 0, max: 50 }),
        optimizer: fc.record({ learningRate: fc.double({ min: 1e-6, max: 1, noNaN: true }) }),
      }),
    }),
  );
  await fc.assert(
    fc.asyncProperty(scenario, async (value) => {
      assert.deepEqual(lab.validate(value).errors, []);
      const written = complete(value);
      const reading = await scenarioFromLink(await linkFromScenario(written, lab.catalogue));
      assert.ok(reading.ok);
      assert.deepEqual(complete(reading.scenario), written);
    }),
    { numRuns: 150 },
  );
});

test('plain and percent-encoded JSON is read too', async () => {
  const scenario = { seed: 9, data: { name: 'xor' }, interventions: [{ step: 5, set: { 'training.batchSize': 8 } }] };
  const json = JSON.stringify(scenario);
  const partly = json.replaceAll('"', '%22'); // what an address bar makes of it
  for (const fragment of [
    json,
    `#${json}`,
    encodeURIComponent(json),
    encodeURI(json),
    partly,
    ` ${json} `,
    packed(json),
  ]) {
    assert.deepEqual(await scenarioFromLink(fragment), { ok: true, scenario }, fragment);
  }
  assert.deepEqual(await scenarioFromLink('{"a":"100%"}'), { ok: true, scenario: { a: '100%' } });
});

test('what is not a link is refused with a sentence', async () => {
  /** @type {[string, RegExp][]} */
  const cases = [
    ['', /expected '1\.' and a Scenario, or a Scenario in JSON, found nothing/],
    ['#', /found nothing/],
    ['hello', /found hello/],
    ['x'.repeat(100), /found x{39}…$/],
    ['2.abc', /expected a link of version 1, found version 2/],
    ['1.', /damaged or shortened/],
    ['1.!!!!', /expected '1\.'/],
    ['1.abcd', /damaged or shortened/],
    ['%', /damaged or shortened/],
    ['%7B%', /damaged or shortened/],
    ['{', /damaged or shortened/],
    ['{"seed":}', /damaged or shortened/],
    [packed('{"seed":'), /damaged or shortened/],
    [packed(Buffer.from([0x7b, 0xff, 0x7d])), /damaged or shortened/],
    [packed('{"seed":1}').slice(0, -4), /damaged or shortened/],
    [`1.${'A'.repeat(32 * 1024)}`, /expected at most 32768 characters, found 32770/],
    [`{"a":"${'x'.repeat(32 * 1024)}"}`, /expected at most 32768 characters/],
    [packed(JSON.stringify('x'.repeat(256 * 1024))), /expected at most 262144 characters of JSON, found more/],
    [packed('['.repeat(17) + ']'.repeat(17)), /expected at most 16 levels of nesting, found 17/],
    [packed('['.repeat(100_000)), /expected at most 16 levels of nesting, found 100000/],
    ['{"__proto__":{"polluted":1}}', /found __proto__/],
    ['{"data":{"constructor":{"prototype":{"polluted":1}}}}', /found (prototype|constructor)/],
    [packed('{"a":[{"__proto__":1}]}'), /found __proto__/],
  ];
  for (const [fragment, message] of cases) {
    const reading = await scenarioFromLink(fragment);
    assert.equal(reading.ok, false, fragment.slice(0, 60));
    if (reading.ok) continue;
    assert.deepEqual(
      reading.errors.map(({ path }) => path),
      ['link'],
    );
    assert.match(reading.errors[0]?.message ?? '', message);
  }
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test('brackets inside strings are no nesting', async () => {
  const scenario = { a: '[{'.repeat(40), b: '\\"[[[[[[[[[[[[[[[[[[' };
  assert.deepEqual(await scenarioFromLink(packed(JSON.stringify(scenario))), { ok: true, scenario });
});

test('a text of endless strings is read in time', async () => {
  const start = performance.now();
  for (const text of [`"${'\\\\"'.repeat(80_000)}`, '"'.repeat(200_001), '{"a":'.repeat(40_000)]) {
    assert.equal((await scenarioFromLink(packed(text))).ok, false);
  }
  assert.ok(performance.now() - start < 1000);
});

test('a bomb ends early', async () => {
  // As much as 32 KiB of link can unfold to.
  const bomb = deflateRawSync(Buffer.alloc(24_000_000, 0x20)).toString('base64url');
  assert.ok(bomb.length < 32 * 1024);
  const start = performance.now();
  const reading = await scenarioFromLink(`1.${bomb}`);
  assert.equal(reading.ok, false);
  assert.ok(performance.now() - start < 1000);
});

test('any text is read or refused and nothing is thrown', async () => {
  const text = fc.oneof(
    fc.string({ maxLength: 200 }),
    fc.json(),
    fc.base64String().map((code) => `1.${code}`),
    fc.json().map(packed),
    fc.json().map(encodeURIComponent),
  );
  const before = Object.getOwnPropertyNames(Object.prototype).length;
  await fc.assert(
    fc.asyncProperty(text, async (fragment) => {
      const reading = await scenarioFromLink(fragment);
      if (reading.ok) lab.validate(reading.scenario);
      else assert.ok(reading.errors.length > 0);
    }),
    { numRuns: 400 },
  );
  assert.equal(Object.getOwnPropertyNames(Object.prototype).length, before);
});
