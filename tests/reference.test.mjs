// @ts-check
// What the core shows to others is described where it stands. The package's interface is described too: the types stage
// runs TypeDoc; docs/REFERENCE.md is tests/wasm/reference.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noDoxygen, readDoors } from '../tools/doxygen.mjs';

test('every public name of the core has a sentence', { skip: noDoxygen || false }, () => {
  assert.deepEqual(readDoors(), []);
});
