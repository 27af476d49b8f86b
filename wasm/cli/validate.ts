// `reluctant validate`: the core's judgement of a Scenario. What runs one is run.ts.
import { oneOf, operand, readJson, type Call } from './input.js';

/** Prints every mistake, or that there is none. */
export async function validate({ operands, options, lab }: Call): Promise<number> {
  const format = oneOf('--format', options.format ?? 'text', ['text', 'json']);
  const file = operand(operands, 'the file of a Scenario');
  const validation = lab.validate(await readJson(file));
  const lines = validation.ok
    ? [`${file}: right`]
    : validation.errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  process.stdout.write(format === 'json' ? `${JSON.stringify(validation, null, 2)}\n` : `${lines.join('\n')}\n`);
  return validation.ok ? 0 : 2;
}
