// Checks the form of every file of the repository, or with --write mends it: clang-format for C++, Prettier for the rest.
// What the forms are is in .clang-format and .prettierrc.json.
// @ts-check
import { spawnSync } from 'node:child_process';

const write = process.argv.includes('--write');
const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' });
if (listed.status !== 0) {
  console.error(listed.stderr);
  process.exit(1);
}
const files = listed.stdout.split('\0').filter(Boolean);
const cpp = files.filter((file) => /\.(cpp|h)$/.test(file));

/** Runs a formatter; says how it is mended when it finds something. */
const run = (/** @type {string} */ command, /** @type {string[]} */ args) => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) console.error(`${command}: ${error.message}`);
  return status === 0;
};
const forms = [
  run('clang-format', write ? ['-i', ...cpp] : ['--dry-run', '--Werror', ...cpp]),
  run(process.execPath, [
    'node_modules/prettier/bin/prettier.cjs',
    write ? '--write' : '--check',
    '--log-level=warn',
    '--ignore-unknown',
    '--no-error-on-unmatched-pattern',
    '.',
  ]),
];
if (forms.includes(false)) {
  console.error('mend with: npm run format');
  process.exitCode = 1;
}
