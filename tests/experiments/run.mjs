// Repeats with the package what the literature and derivations say about neurons that die, and prints both side by
// side: `npm run experiments`, after a build. With --quick fewer runs; with --write also into RESULTS.md; words choose
// experiments by a part of their name.
// @ts-check
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { loadLab } from '../../dist/index.node.js';
import { experiments } from './experiments.mjs';

const words = process.argv.slice(2);
const quick = words.includes('--quick');
const wanted = words.filter((word) => !word.startsWith('--'));
const chosen = experiments.filter(({ name }) => wanted.length === 0 || wanted.some((word) => name.includes(word)));
if (chosen.length === 0) {
  console.error(`expected a part of: ${experiments.map(({ name }) => name).join('; ')}`);
  process.exit(2);
}

const lab = await loadLab();
const seconds = (/** @type {number} */ since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
/** @type {string[]} */
const text = [];
const print = (/** @type {string} */ line) => {
  text.push(line);
  console.log(line);
};

const start = performance.now();
let [agreed, asked] = [0, 0];
for (const { name, source, remark, run } of chosen) {
  const since = performance.now();
  const rows = run(lab, quick);
  print(`\n## ${name}\n\n${source}; ${seconds(since)}\n`);
  const table = [
    ['', 'expected', 'found', 'agrees'],
    ...rows.map((row) => [row.claim, row.expected, row.found, row.agrees ? 'yes' : '**no**']),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  print(line(table[0] ?? []));
  print(`| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  for (const cells of table.slice(1)) print(line(cells));
  if (remark) print(`\n${remark}`);
  agreed += rows.filter(({ agrees }) => agrees).length;
  asked += rows.length;
}
const last = `${agreed} of ${asked} agree; ${seconds(start)} in all`;
console.log(`\n${last}`);
if (words.includes('--write')) {
  const { version, simd } = lab.info;
  const machine = `${cpus()[0]?.model.trim()}, Node.js ${process.versions.node}, reluctant ${version}, SIMD ${simd ? 'on' : 'off'}`;
  const head = `# Experiments\n\nMade by \`npm run experiments -- --write\` ${quick ? 'with --quick ' : ''}on ${new Date().toISOString().slice(0, 10)}: ${machine}. ${last}.\n`;
  writeFileSync(new URL('RESULTS.md', import.meta.url), `${head}${text.join('\n')}\n`);
}
