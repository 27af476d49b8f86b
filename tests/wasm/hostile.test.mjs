// What strangers may give the library as text: tables and links of any shape are read or refused in words, in no long time.
// Scenarios of any shape are scenario.test.mjs, the page is tests/web/hostile.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { loadLab, scenarioFromLink } from '../../dist/index.node.js';

/** The long run tries twenty times as much. */
const times = process.env['RELUCTANT_LONG'] ? 20 : 1;

/** @type {Awaited<ReturnType<typeof loadLab>>} */
let lab;

before(async () => {
  lab = await loadLab();
});

/** Longer than any of these may take on a slow machine. */
const SECONDS = 5;

const cell = fc.oneof(
  fc.double().map(String),
  fc.constantFrom(
    '',
    '"',
    '""',
    '1,5',
    '1e999',
    '-',
    'NaN',
    'nan',
    '=1+1',
    '__proto__',
    '\ufeff',
    '\0',
    'x'.repeat(300),
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const table = fc
  .tuple(
    fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 12 }),
    fc.constantFrom(',', ';', '\t'),
    fc.constantFrom('\n', '\r\n', '\r'),
  )
  .map(([rows, comma, end]) => rows.map((row) => row.join(comma)).join(end));

const right = fc
  .array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.integer(), fc.nat(3)), {
    minLength: 2,
    maxLength: 20,
  })
  .map((rows) => ['x,y,class', ...rows.map((row) => row.join())].join('\n'));

test('a table of any shape is read or refused in words and what was read is a Scenario', () => {
  const prototype = Object.getOwnPropertyNames(Object.prototype).length;
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(table, right, fc.string({ unit: 'binary' })), fc.boolean(), (text, standardize) => {
      const start = performance.now();
      const { errors, inputs, targets } = lab.parseCsv(text, { standardize });
      assert.ok(performance.now() - start < SECONDS * 1000);
      for (const { message } of errors) assert.ok(message.length > 0);
      if (errors.length > 0) return;
      read += 1;
      const { errors: mistakes } = lab.validate({ data: { name: 'custom', inputs, targets } });
      for (const { path } of mistakes) assert.match(path, /^data/);
    }),
    { numRuns: 1500 * times, seed: 20261121 },
  );
  assert.equal(Object.getOwnPropertyNames(Object.prototype).length, prototype);
  assert.ok(read > 0, 'no table was read at all');
});

test('a link of any shape is read or refused in words', async () => {
  const alphabet = fc.constantFrom(
    '%',
    '{',
    '}',
    '"',
    '1',
    '.',
    '-',
    '_',
    'A',
    'z',
    '=',
    '&',
    '#',
    '\ud800',
    '__proto__',
    ':',
  );
  const text = fc.oneof(
    fc.string({ unit: alphabet, maxLength: 60 }),
    fc.string({ unit: 'binary' }),
    fc.base64String({ maxLength: 4000 }).map((code) => `1.${code}`),
    fc.json().map((json) => encodeURIComponent(json)),
  );
  await fc.assert(
    fc.asyncProperty(text, async (fragment) => {
      const start = performance.now();
      const reading = await scenarioFromLink(fragment);
      if (reading.ok) lab.validate(reading.scenario);
      else assert.ok(reading.errors.every(({ message }) => message.length > 0) && reading.errors.length > 0);
      assert.ok(performance.now() - start < SECONDS * 1000);
    }),
    { numRuns: 1000 * times, seed: 20261121 },
  );
});
