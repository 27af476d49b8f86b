// core/activations/ACCURACY.md: runs the target `accuracy` (main.cpp) and torch_peer.py, and puts each row that they
// print in its place, at once, so that a run that is broken off loses nothing. Called by tools/accuracy.
// @ts-check
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { createInterface } from 'node:readline';

const TABLE = 'core/activations/ACCURACY.md';
const JUDGE = 'build/native/tests/accuracy/accuracy';
const PYTHON = '/usr/bin/python3';
const DAY_AND_MACHINE = `${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim() ?? process.arch}`;
const HEAD = ['Function', 'By', 'Floats', 'Value, ULP', 'Slope, ULP', 'NaN lost', 'Steps back', 'Measured'];

const options = process.argv.slice(2);
const labels = options.filter((option, index) => option !== '--every' && options[index - 1] !== '--every');
const page = existsSync(TABLE) ? readFileSync(TABLE, 'utf8') : '';
const text = page.slice(0, page.indexOf('| Function'));

const cellsOf = (/** @type {string} */ row) =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const keyOf = (/** @type {string[]} */ cells) => `${cells[0]} by ${(cells[1] ?? '').replace(/ [\d.]+\w*$/, '')}`;
const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;

/** @type {Map<string, string[]>} the rows by function and measurer, in their order */
const rows = new Map();
for (const row of page
  .split('\n')
  .filter((found) => found.startsWith('|'))
  .slice(2)) {
  const cells = cellsOf(row);
  rows.set(keyOf(cells), cells);
}

/** Runs a measurer and takes in its rows. */
const take = async (/** @type {string} */ command, /** @type {string[]} */ args) => {
  const child = spawn('nice', ['-n', '19', command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  for await (const row of createInterface({ input: child.stdout })) {
    const cells = [...cellsOf(row), DAY_AND_MACHINE];
    rows.set(keyOf(cells), cells);
    writeFileSync(
      TABLE,
      [text + line(HEAD), line(HEAD.map(() => '---')), ...[...rows.values()].map(line), ''].join('\n'),
    );
    console.log(row);
  }
  if ((await ended) !== 0) process.exit(1);
};

await take(JUDGE, options);
if (spawnSync(PYTHON, ['-c', 'import torch']).status === 0) {
  await take(PYTHON, ['tests/accuracy/torch_peer.py', JUDGE, ...labels]);
} else {
  console.error('tools/accuracy: PyTorch is left out, there is no python3-torch');
}
spawnSync('node', ['node_modules/prettier/bin/prettier.cjs', '--write', '--log-level=warn', TABLE], {
  stdio: 'inherit',
});
