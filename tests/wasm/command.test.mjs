// The command `reluctant`: formats, exit statuses, what goes where. The library behind it is simulation.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';

const lab = await loadLab();
const folder = mkdtempSync(join(tmpdir(), 'reluctant-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} words @param {string} [input] */
const reluctant = (words, input = '') => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...words], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
};
const write = (/** @type {string} */ name, /** @type {string} */ text) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const xor = write('xor.json', '{"data":{"name":"xor","samples":80}}');
const wrong = write('wrong.json', '{"seed":-1,"network":{"hidden":[0]}}');

test('run in JSON holds the last report and the fingerprint of the library', () => {
  const { status, stdout, stderr } = reluctant(['run', xor, '--steps', '50', '--format', 'json']);
  const run = lab.simulate({ data: { name: 'xor', samples: 80 } });
  const report = run.step(50);
  assert.deepEqual(JSON.parse(stdout), { report, fingerprint: run.fingerprint() });
  assert.deepEqual([status, stderr], [0, '']);
});

test('run in text names step and losses and fingerprint', () => {
  const { status, stdout, stderr } = reluctant(['run', xor, '--steps=50']);
  assert.match(stdout, /^step +50 \(epoch /m);
  assert.match(stdout, /^training loss +0\.\d+$/m);
  assert.match(stdout, /^dead neurons +\d+ of 16$/m);
  assert.match(stdout, /^fingerprint +[0-9a-f]{16}$/m);
  assert.deepEqual([status, stderr], [0, '']);
});

test('run in CSV has a row for the start and every so many steps and the end', () => {
  const { status, stdout } = reluctant(['run', xor, '--steps', '25', '--format', 'csv', '--every', '10']);
  const [head, ...rows] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  assert.equal(
    head?.join(),
    'step,epoch,trainLoss,testLoss,trainAccuracy,testAccuracy,regularizedLoss,gradientNorm,status',
  );
  assert.deepEqual(
    rows.map(([step]) => step),
    ['0', '10', '20', '25'],
  );
  assert.ok(rows.every((row) => row.length === head?.length && row.at(-1) === 'running'));
  assert.equal(rows[0]?.[7], '');
  assert.equal(status, 0);
});

test('the module that computes changes no figure', () => {
  const outputs = ['on', 'off'].map(
    (simd) => reluctant(['run', xor, '--steps', '60', '--format', 'json', '--simd', simd]).stdout,
  );
  assert.equal(outputs[0], outputs[1]);
});

test('a Scenario comes from standard input when the file is a dash and may begin with a byte order mark', () => {
  const text = readFileSync(xor, 'utf8');
  const fromFile = reluctant(['run', xor, '--steps', '9', '--format', 'json']);
  assert.deepEqual(reluctant(['run', '-', '--steps', '9', '--format', 'json'], `\uFEFF${text}`), fromFile);
  assert.equal(reluctant(['validate', '-'], text).stdout, '-: right\n');
});

test('a diverged run is a result', () => {
  const { status, stdout } = reluctant(['run', 'tests/scenarios/diverging.json', '--steps', '500']);
  assert.match(stdout, /^diverged +at step \d+, layer \d+: \w+/m);
  assert.doesNotMatch(stdout, /NaN|Infinity|undefined/);
  assert.equal(status, 0);
  const rows = reluctant(['run', 'tests/scenarios/diverging.json', '--format', 'csv']);
  assert.match(rows.stdout, /,diverged\n$/);
  assert.equal(rows.status, 0);
});

test('validate says right or every mistake', () => {
  assert.deepEqual(reluctant(['validate', xor]), { status: 0, stdout: `${xor}: right\n`, stderr: '' });
  const { status, stdout } = reluctant(['validate', wrong]);
  assert.equal(status, 2);
  assert.deepEqual(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(':')[0]),
    ['seed', 'network.hidden[0]'],
  );
  const json = reluctant(['validate', wrong, '--format', 'json']);
  assert.equal(json.status, 2);
  assert.deepEqual(JSON.parse(json.stdout), lab.validate(JSON.parse(readFileSync(wrong, 'utf8'))));
});

test('a number too large for a double is named and not taken for another', () => {
  const { status, stdout } = reluctant(['validate', '-'], '{"training":{"optimizer":{"learningRate":1e999}}}');
  assert.equal(status, 2);
  assert.match(stdout, /learningRate: .*found Infinity/);
});

test('describe lists everything and says what there is to a name', () => {
  const all = reluctant(['describe']);
  for (const { path } of lab.catalogue.fields) assert.ok(all.stdout.includes(`  ${path} `), path);
  for (const { name } of lab.catalogue.activations) assert.ok(all.stdout.includes(name), name);
  const field = lab.catalogue.fields.find(({ path }) => path === 'training.batchSize');
  assert.ok(reluctant(['describe', 'training.batchSize']).stdout.includes(field?.sentence ?? '?'));
  const leaky = reluctant(['describe', 'leaky-relu']);
  const told = lab.catalogue.activations.find(({ name }) => name === 'leaky-relu');
  assert.ok(told && leaky.stdout.includes(told.history) && leaky.stdout.includes(told.drawbacks));
  assert.match(leaky.stdout, /slope: .*default 0\.01/);
  assert.deepEqual(JSON.parse(reluctant(['describe', '--format', 'json']).stdout), lab.catalogue);
  assert.deepEqual(
    JSON.parse(reluctant(['describe', 'tanh', '--format', 'json']).stdout),
    lab.catalogue.activations.filter(({ name }) => name === 'tanh'),
  );
  assert.equal(all.status, 0);
});

test('help and version are results', () => {
  const help = reluctant(['--help']);
  for (const word of ['run', 'validate', 'describe', 'Exit status']) assert.ok(help.stdout.includes(word));
  assert.equal(help.status, 0);
  assert.equal(reluctant(['run', '--help']).stdout, help.stdout);
  assert.deepEqual(reluctant(['--version']), { status: 0, stdout: `${lab.info.version}\n`, stderr: '' });
});

test('wrong input ends with status 2 and a sentence on standard error alone', () => {
  /** @type {[string[], RegExp][]} */
  const cases = [
    [[], /command: expected one of run, validate, describe, found nothing/],
    [['train'], /found train/],
    [['toString'], /found toString/],
    [['run'], /expected the file of a Scenario, found nothing/],
    [['run', xor, wrong], /found ".*wrong\.json" too/],
    [['run', join(folder, 'none.json')], /none\.json: .*no such file/],
    [['run', folder], /EISDIR/],
    [['run', write('text.json', 'moons')], /text\.json: expected JSON: /],
    [['run', wrong], /seed: expected an integer.*\n.*network\.hidden\[0\]: expected/],
    [['run', xor, '--steps', 'many'], /--steps: expected an integer from 0 to 4294967295, found "many"/],
    [['run', xor, '--steps', '1.5'], /--steps/],
    [['run', xor, '--steps', '-1'], /--steps/],
    [['run', xor, '--steps', '4294967296'], /--steps/],
    [['run', xor, '--every', '0'], /--every: expected an integer from 1/],
    [['run', xor, '--format', 'xml'], /--format: expected one of text, json, csv, found "xml"/],
    [['run', xor, '--simd', 'maybe'], /--simd: expected one of auto, on, off, found "maybe"/],
    [['run', xor, '--fast'], /--fast/],
    [['validate', xor, '--steps', '5'], /--steps: not an option of validate/],
    [['describe', 'x'], /name: expected a field or a name of the catalogue, found "x"/],
  ];
  for (const [words, message] of cases) {
    const { status, stdout, stderr } = reluctant(words);
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
    assert.deepEqual([status, stdout], [2, ''], words.join(' '));
  }
});

test('a reader who has enough is no failure', () => {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"${process.execPath}" dist/cli.js describe --format json | head -c 1`],
    { encoding: 'utf8' },
  );
  assert.deepEqual([status, stdout, stderr], [0, '{', '']);
});

test('a terminal sees progress and a pipe does not', (context) => {
  const { status, stdout, error } = spawnSync(
    'script',
    ['-qec', `"${process.execPath}" dist/cli.js run "${xor}" --steps 400`, '/dev/null'],
    { encoding: 'utf8' },
  );
  if (error) return context.skip('there is no `script` to make a terminal with');
  assert.equal(status, 0);
  assert.match(stdout, /█+ step 400 of 400/);
});
