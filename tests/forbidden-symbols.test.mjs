// What no compiled object of the core may call or hold: libm, fused multiply-add, <random>. It reads the objects of
// build/native and build/native-clang; what sources may say is layers.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

// The C and C++ mathematical functions, with f, l and the compiler's _finite and vector forms.
const LIBM = new RegExp(
  '^(__)?(' +
    'a?(sin|cos|tan)h?|sincos|atan2|a?(sin|cos|tan)pi|exp(2|10|m1)?|pow|log(2|10|1p|b)?|ilogb|sqrt|cbrt|rsqrt|hypot|' +
    'erfc?|[lt]gamma|gamma|j[01n]|y[01n]|fmod|remainder|remquo|fma|fmax|fmin|fdim|scal[bn]+|ldexp|frexp|modf|' +
    'ceil|floor|trunc|rint|nearbyint|l?l?round|l?lrint|nextafter|nexttoward|copysign|fabs' +
    ')[fl]?(_finite|_r)?$',
);
// libstdc++ and libc++ keep <random> in these; the rest of it is templates, named by what they make.
const RANDOM = /random_device|mersenne_twister|_distribution|linear_congruential|subtract_with_carry|seed_seq/;
const FUSED = /^v?fn?m(add|sub|addsub|subadd|la|ls)\w*/;

const output = (/** @type {string} */ command, /** @type {string[]} */ args) => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  assert.equal(status, 0, `${command}: ${error?.message ?? stderr}`);
  return stdout;
};

/** @returns {string[]} what is forbidden in an object file or library, as `symbol: why` */
const forbiddenIn = (/** @type {string} */ file) => {
  const wrong = new Set();
  for (const [, kind = '', symbol = ''] of output('nm', ['--demangle', file]).matchAll(/ ([A-Za-z]) (.+)$/gm)) {
    if (kind === 'U' && LIBM.test(symbol.replace(/@.*$/, ''))) wrong.add(`${symbol}: libm differs between systems`);
    if (RANDOM.test(symbol)) wrong.add(`${symbol}: <random> differs between libraries`);
  }
  const code = output('objdump', ['--disassemble', '--no-show-raw-insn', file]);
  for (const [, instruction = ''] of code.matchAll(/^\s*[0-9a-f]+:\s+(\S+)/gm)) {
    if (FUSED.test(instruction)) wrong.add(`${instruction}: a product and sum rounded once has other bits`);
  }
  return [...wrong];
};

for (const build of ['build/native', 'build/native-clang']) {
  test(`${build} holds no libm call no fused instruction and nothing of <random>`, (t) => {
    const core = join(build, 'core');
    if (!existsSync(core)) return t.skip(`there is no ${core}: run tools/test house`);
    const libraries = readdirSync(core).filter((file) => file.endsWith('.a'));
    const rooms = readFileSync('core/CMakeLists.txt', 'utf8').matchAll(/^reluctant_room\((\w+)/gm);
    const expected = [...rooms].map(([, room]) => `libreluctant_${room}.a`);
    assert.deepEqual(libraries.sort(), expected.sort(), 'every room has its library');
    for (const library of libraries) assert.deepEqual(forbiddenIn(join(core, library)), [], library);
  });
}

test('each of them is seen in a planted object', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'reluctant-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const x86 = process.arch === 'x64';
  /** @type {[what: string, source: string, flags: string[], found: RegExp][]} */
  const planted = [
    ['a call of expf', '#include <cmath>\nfloat f(float x) { return std::exp(x); }', [], /^expf: libm/],
    ['a call of tanh', '#include <cmath>\ndouble f(double x) { return std::tanh(x); }', [], /^tanh: libm/],
    [
      'a call of sqrtf',
      '#include <cmath>\nfloat f(float x) { return std::sqrt(x); }',
      ['-fmath-errno'],
      /^sqrtf: libm/,
    ],
    ['a call of log1p', '#include <cmath>\ndouble f(double x) { return std::log1p(x); }', [], /^log1p: libm/],
    [
      'a contracted sum',
      'float f(float a, float b, float c) { return a * b + c; }',
      ['-ffp-contract=fast', ...(x86 ? ['-mfma'] : [])],
      /^v?fm\w+: a product and sum/,
    ],
    [
      'a normal distribution',
      '#include <random>\ndouble f(std::mt19937& e) { return std::normal_distribution<>()(e); }',
      ['-O0'],
      /<random>/,
    ],
  ];
  for (const [what, source, flags, found] of planted) {
    await t.test(what, () => {
      const object = join(folder, 'planted.o');
      writeFileSync(join(folder, 'planted.cpp'), source);
      output('g++', ['-std=c++20', '-O2', ...flags, '-c', join(folder, 'planted.cpp'), '-o', object]);
      assert.ok(
        forbiddenIn(object).some((line) => found.test(line)),
        forbiddenIn(object).join('\n'),
      );
    });
  }
  await t.test('and an innocent object passes', () => {
    const object = join(folder, 'innocent.o');
    writeFileSync(join(folder, 'innocent.cpp'), 'float f(float a, float b) { return __builtin_sqrtf(a * b); }');
    output('g++', ['-O2', '-fno-math-errno', '-c', join(folder, 'innocent.cpp'), '-o', object]);
    assert.deepEqual(forbiddenIn(object), []);
  });
});
