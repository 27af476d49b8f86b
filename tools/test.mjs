// Runs the tests stage by stage and counts single tests over all runners; tools/test sets up the machine first.
//   tools/test [stage ...]   the stages named, and those that they stand on
//   tools/test --check       the quick ones: form, lint, layers, types, core, package
//   tools/test --long        all, and what takes minutes
// @ts-check
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */
/** @typedef {[command: string, ...args: string[]]} Command */
/** @typedef {Command | Command[]} Work  several commands run at once */
/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string} proves        what is known when it has passed
 * @property {() => Work[]} commands   run in order, to the first that fails
 * @property {(output: string) => Tally} [tally]  reads single tests off the last work; without it a stage is one test
 * @property {string[]} [after]     stages that must have passed
 * @property {boolean} [quick]      also in --check
 * @property {boolean} [long]       only in --long
 * @property {() => string} [away]  why it cannot run here, or ''
 */

const node = process.execPath;
const tool = (/** @type {string} */ path) => join('node_modules', path);

/** The test files of one folder, itself only: Node.js 20 takes folders, 22 patterns, both take files. */
const testFiles = (/** @type {string} */ folder) =>
  (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.test.mjs'))
    .map((file) => join(folder, file));

/** @returns {Command[]} none without files, for Node.js would look everywhere then */
const nodeTests = (/** @type {string} */ folder, /** @type {string[]} */ ...options) => {
  const files = testFiles(folder);
  const always = ['--test', '--test-reporter=spec', '--test-timeout=600000'];
  return files.length > 0 ? [[node, ...always, ...options, ...files]] : [];
};

/** @returns {Tally} */
const readNode = (/** @type {string} */ output) => {
  const count = (/** @type {string} */ word) => Number(output.match(new RegExp(`^ℹ ${word} (\\d+)`, 'm'))?.[1] ?? 0);
  // A file without a test is counted by Node.js as one that passed; its line is its path.
  const empty = output.match(/^✔ \S+\.test\.mjs \(/gm)?.length ?? 0;
  return {
    passed: count('pass') - empty,
    failed: count('fail') + count('cancelled') + empty,
    skipped: count('skipped'),
  };
};

/** Files of the core's tests that take half of their time. */
const heavy = '*inquest*,*permanence*,*simulation*,*watch*';

/** All cases of a doctest program, which uses one core, in two runs at once. @returns {Command[]} */
const inHalves = (/** @type {Command} */ [command, ...args]) =>
  ['-sf', '-sfe'].map((files) => [command, ...args, `${files}=${heavy}`]);

/** @returns {Tally} */
const readDoctest = (/** @type {string} */ output) => {
  const lines = output.matchAll(/test cases:\s*\d+\s*\|\s*(\d+) passed\s*\|\s*(\d+) failed\s*\|\s*(\d+) skipped/g);
  const halves = [...lines].map((line) => line.slice(1).map(Number));
  const sum = (/** @type {number} */ column) => halves.reduce((all, half) => all + (half[column] ?? 0), 0);
  // Each half also counts as skipped what the other has.
  const cases = Math.max(0, ...halves.map((half) => half.reduce((all, count) => all + count, 0)));
  return { passed: sum(0), failed: sum(1), skipped: cases - sum(0) - sum(1) };
};

/** @returns {Stage} */
const native = (
  /** @type {string} */ name,
  /** @type {string} */ proves,
  rest = {},
  /** @type {string[]} */ chosen = [],
) => ({
  name,
  proves,
  commands: () => [
    ['cmake', '--preset', name],
    ['cmake', '--build', '--preset', name],
    inHalves([`build/${name}/tests/reluctant_tests`, ...chosen]),
  ],
  tally: readDoctest,
  ...rest,
});

/** @returns {Stage} */
const wasm = (/** @type {string} */ name, /** @type {string} */ proves) => ({
  name,
  proves,
  commands: () => [
    ['tools/emscripten', name, 'reluctant_tests'],
    inHalves([node, `build/${name}/tests/reluctant_tests.cjs`]),
  ],
  tally: readDoctest,
});

const noChromium = () => (existsSync('/usr/bin/chromium') ? '' : 'there is no /usr/bin/chromium');

/** @type {Stage[]} */
const stages = [
  { name: 'format', proves: 'every file has its form', commands: () => [[node, 'tools/format.mjs']], quick: true },
  {
    name: 'lint',
    proves: 'ESLint finds nothing',
    commands: () => [[node, tool('eslint/bin/eslint.js'), '.']],
    quick: true,
  },
  native('native', 'the core, g++ -O3', { quick: true }),
  native('native-clang', 'the core, clang -O3'),
  native('native-emulated', 'four emulated lanes have the golden bits, clang -O3', {}, ['-tc=*golden*']),
  // Two cases take half of all time and run no line that others leave out.
  native('sanitize', 'the core under AddressSanitizer and UndefinedBehaviorSanitizer', {}, [
    '-tce=what is foretold of deaths*,values and slopes keep*',
  ]),
  {
    name: 'build',
    proves: 'the package and the page are built',
    commands: () => ['wasm', 'lib', 'site'].map((part) => ['npm', 'run', '--silent', `build:${part}`]),
    quick: true,
  },
  wasm('wasm-simd', 'the core as WebAssembly with SIMD'),
  wasm('wasm-scalar', 'the core as WebAssembly without SIMD'),
  {
    name: 'types',
    proves: 'TypeScript finds nothing and every public name has a sentence',
    commands: () =>
      ['wasm/tsconfig.json', 'web/tsconfig.json', 'tsconfig.scripts.json']
        .map((project) => /** @type {Command} */ ([node, tool('typescript/bin/tsc'), '--noEmit', '-p', project]))
        .concat([[node, tool('typedoc/bin/typedoc'), '--options', 'wasm/typedoc.mjs', '--emit', 'none']]),
    after: ['build'],
    quick: true,
  },
  {
    name: 'house',
    proves: 'who may call whom, forbidden symbols, versions, what is packed',
    commands: () => nodeTests('tests'),
    tally: readNode,
    after: ['native', 'build'],
    quick: true,
  },
  {
    name: 'package',
    proves: 'the package and the command line under Node.js, and that page and module keep their size',
    commands: () => [[node, tool('size-limit/bin.js')], ...nodeTests('tests/wasm')],
    tally: readNode,
    after: ['build'],
    quick: true,
  },
  {
    name: 'web',
    proves: 'the page in real browsers',
    // Node.js leaves a core out, but a browser often waits: never fewer than two files at once.
    commands: () => nodeTests('tests/web', `--test-concurrency=${Math.max(2, availableParallelism() - 1)}`),
    tally: readNode,
    after: ['build'],
    away: noChromium,
  },
  {
    name: 'soak',
    proves: 'ten million steps leave memory where it was, natively and as WebAssembly',
    commands: () =>
      [['build/native/tests/reluctant_tests'], [node, 'build/wasm-simd/tests/reluctant_tests.cjs']].map(
        ([command = '', ...args]) => [command, ...args, '-tc=ten million steps*', '--no-skip'],
      ),
    after: ['native', 'wasm-simd'],
    long: true,
  },
  {
    name: 'seeks',
    proves: 'ten thousand pairs of seeks leave no bit of difference and hundreds of deaths go as foretold',
    commands: () => [
      ['build/native/tests/reluctant_tests', '-tc=ten thousand pairs*,*hundreds of deaths*', '--no-skip'],
    ],
    after: ['native'],
    long: true,
  },
  {
    name: 'faults',
    proves: 'hundreds of deaths, ten thousand hostile Scenarios and thousands of messages do no harm',
    commands: () => {
      const files = ['wasm/keeper', 'wasm/divergence', 'wasm/hostile', 'web/recovery', 'web/divergence', 'web/hostile'];
      const tests = files.map((name) => `tests/${name}.test.mjs`);
      return [['env', 'RELUCTANT_LONG=1', node, '--test', '--test-concurrency=1', '--test-reporter=spec', ...tests]];
    },
    tally: readNode,
    after: ['build'],
    away: noChromium,
    long: true,
  },
  {
    name: 'tidy',
    proves: 'clang-tidy finds nothing in the core',
    commands: () => [['run-clang-tidy', '-quiet', '-p', 'build/native-clang', `${process.cwd()}/core/`]],
    after: ['native-clang'],
    long: true,
  },
];

/** Runs one command with its output kept; a missing program is a failure with its message. */
const run = (/** @type {Command} */ [command, ...args]) =>
  new Promise((/** @type {(result: { ok: boolean, output: string }) => void} */ done) => {
    let output = '';
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    });
    child.stdout.on('data', (text) => (output += text));
    child.stderr.on('data', (text) => (output += text));
    child.on('error', (error) => done({ ok: false, output: `${command}: ${error.message}\n` }));
    child.on('close', (code, signal) => {
      output = stripVTControlCharacters(output);
      if (signal) output += `${command} ended by ${signal}\n`;
      done({ ok: code === 0, output });
    });
  });

/** Runs a stage to its first failing command. @returns {Promise<Tally & { output: string }>} */
const runStage = async (/** @type {Stage} */ stage) => {
  let ok = true;
  let last = '';
  let output = '';
  for (const work of stage.commands()) {
    const commands = /** @type {Command[]} */ (Array.isArray(work[0]) ? work : [work]);
    const results = await Promise.all(commands.map(run));
    last = results.map((result) => result.output).join('');
    output += results.map((result, index) => `$ ${commands[index]?.join(' ')}\n${result.output}`).join('');
    ok = results.every((result) => result.ok);
    if (!ok) break;
  }
  if (!stage.tally) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, output };
  const tally = stage.tally(last);
  if (!ok && tally.failed === 0) tally.failed = 1;
  if (ok && tally.passed + tally.failed === 0) {
    tally.failed = 1;
    output += `no test ran in ${stage.name}\n`;
  }
  return { ...tally, output };
};

const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const named = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const unknown = [
  ...options.filter((option) => !['--check', '--long'].includes(option)),
  ...named.filter((name) => !stages.some((stage) => stage.name === name)),
];
if (unknown.length > 0) {
  console.error(`expected --check, --long or some of: ${stages.map(({ name }) => name).join(' ')}, found ${unknown}`);
  process.exit(2);
}

const wanted = (/** @type {Stage} */ stage) => {
  if (named.length > 0) return named.includes(stage.name);
  return options.includes('--check') ? Boolean(stage.quick) : options.includes('--long') || !stage.long;
};
const chosen = new Set(stages.filter(wanted).flatMap((stage) => [...(stage.after ?? []), stage.name]));

const total = { passed: 0, failed: 0, skipped: 0 };
/** @type {Set<string>} */
const broken = new Set();
const start = performance.now();
const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

for (const stage of stages) {
  if (!chosen.has(stage.name)) continue;
  const since = performance.now();
  process.stdout.write(`${stage.name.padEnd(13)} ${stage.proves} … `);
  const away = stage.away?.();
  const cause = stage.after?.find((name) => broken.has(name));
  if (away) {
    console.log(`SKIPPED: ${away}`);
    total.skipped += 1;
    continue;
  }
  if (cause) {
    console.log(`FAILED: it stands on ${cause}`);
    broken.add(stage.name);
    total.failed += 1;
    continue;
  }
  const { passed, failed, skipped, output } = await runStage(stage);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  console.log(
    `${failed > 0 ? 'FAILED' : 'ok'}: ${passed} passed, ${failed} failed, ${skipped} skipped, ${seconds(since)}`,
  );
  for (const line of output.match(/^\s*﹣ .*$/gm) ?? []) console.log(`  skipped: ${line.trim()}`);
  if (failed > 0) {
    broken.add(stage.name);
    console.log(output.replace(/^\s*✔.*\n/gm, '').replace(/^/gm, '  | '));
  }
}

const left = stages.filter(({ name }) => !chosen.has(name)).map(({ name }) => name);
console.log();
if (left.length > 0) console.log(`not asked for: ${left.join(', ')}`);
if (broken.size > 0) console.log(`failed: ${[...broken].join(', ')}`);
if (total.skipped > 0) console.log(`skipped: ${total.skipped}`);
console.log(`${seconds(start)} in all`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
