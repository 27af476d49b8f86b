#!/usr/bin/env node
// The command `reluctant`: which subcommand, and what its end means to a shell. One file a subcommand beside it.
import { parseArgs } from 'node:util';
import { loadLab, ScenarioError, type SimdChoice } from '../src/index.node.js';
import { describe } from './describe.js';
import { oneOf, Refusal, type Call } from './input.js';
import { run } from './run.js';
import { validate } from './validate.js';

const HELP = `reluctant: train a small network exactly, and see its neurons die

  reluctant run <scenario.json> [--steps 1000] [--format text|json|csv] [--every n]
      trains and reports; json holds the last report and the fingerprint, csv a row every n steps
  reluctant validate <scenario.json> [--format text|json]
      every mistake of a Scenario by its path, or none
  reluctant describe [name] [--format text|json]
      what a Scenario can hold: everything, a field (training.batchSize) or a name (leaky-relu)

  <scenario.json> can be - for standard input.
  --simd auto|on|off   which module computes; the bits are the same
  --help, --version

Exit status: 0 done (a diverged run is a result too), 1 failed, 2 wrong input.
`;

/** @returns the exit status. */
type Command = (call: Call) => Promise<number>;

const commands: Record<string, { takes: (keyof Call['options'])[]; start: Command }> = {
  run: { takes: ['steps', 'format', 'every'], start: run },
  validate: { takes: ['format'], start: validate },
  describe: { takes: ['format'], start: describe },
};

async function main(words: string[]): Promise<number> {
  const { values, positionals } = readWords(words);
  const { help, version, simd = 'auto', ...options } = values;
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  const load = () => loadLab({ simd: oneOf<SimdChoice>('--simd', simd, ['auto', 'on', 'off']) });
  if (version) {
    process.stdout.write(`${(await load()).info.version}\n`);
    return 0;
  }
  const [name = 'nothing', ...operands] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new Refusal(`command: expected one of ${Object.keys(commands).join(', ')}, found ${name}`);
  const stranger = Object.keys(options).find((option) => !(command.takes as string[]).includes(option));
  if (stranger) throw new Refusal(`--${stranger}: not an option of ${name}`);
  return command.start({ operands, options, lab: await load() });
}

function readWords(words: string[]) {
  const word = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: { help: { ...flag, short: 'h' }, version: flag, simd: word, steps: word, format: word, every: word },
    });
  } catch (error) {
    throw new Refusal((error as Error).message);
  }
}

// `reluctant describe | head` closes the pipe early, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isWrongInput = error instanceof Refusal || error instanceof ScenarioError;
  process.stderr.write(`reluctant: ${(error as Error).message}\n`);
  if (error instanceof Refusal) process.stderr.write('reluctant --help says more\n');
  process.exitCode = isWrongInput ? 2 : 1;
}
