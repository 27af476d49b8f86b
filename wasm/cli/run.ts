// `reluctant run`: trains a Scenario and reports. What judges one without a run is validate.ts.
import type { Simulation } from '../src/simulation.js';
import type { Scenario, StepReport } from '../src/types.js';
import { count, oneOf, operand, readJson, type Call } from './input.js';

const COLUMNS = [
  'step',
  'epoch',
  'trainLoss',
  'testLoss',
  'trainAccuracy',
  'testAccuracy',
  'regularizedLoss',
  'gradientNorm',
  'status',
] as const satisfies (keyof StepReport)[];

/** Trains `--steps` steps and prints the report in the format asked for. */
export async function run({ operands, options, lab }: Call): Promise<number> {
  const format = oneOf('--format', options.format ?? 'text', ['text', 'json', 'csv']);
  const steps = count('--steps', options.steps ?? '1000', 0);
  const every = options.every === undefined ? Math.max(1, Math.ceil(steps / 100)) : count('--every', options.every, 1);
  const scenario = await readJson(operand(operands, 'the file of a Scenario'));
  const simulation = lab.simulate(scenario as Scenario);
  try {
    if (format === 'csv') {
      writeRows(simulation, steps, every);
    } else {
      const report = train(simulation, steps, steps);
      const fingerprint = simulation.fingerprint();
      const json = () => `${JSON.stringify({ report, fingerprint }, null, 2)}\n`;
      process.stdout.write(format === 'json' ? json() : sentences(simulation, fingerprint));
    }
    return 0;
  } finally {
    simulation.dispose();
  }
}

/** A row of the report at step 0, after every `every` steps and at the end. */
function writeRows(simulation: Simulation, steps: number, every: number): void {
  let { report } = simulation;
  process.stdout.write(`${COLUMNS.join(',')}\n${row(report)}`);
  while (report.step < steps && report.status === 'running') {
    report = train(simulation, Math.min(report.step + every, steps), steps);
    process.stdout.write(row(report));
  }
}

/** Trains to step `goal`; a terminal sees how much of `whole` is done. */
function train(simulation: Simulation, goal: number, whole: number): StepReport {
  let { report } = simulation;
  while (report.step < goal && report.status === 'running') {
    report = simulation.runFor(100, goal - report.step);
    showProgress(report.step, whole);
  }
  if (report.step === whole || report.status === 'diverged') clearProgress();
  return report;
}

function showProgress(done: number, whole: number): void {
  if (!process.stderr.isTTY) return;
  const width = 30;
  const filled = Math.round((done / whole) * width);
  process.stderr.write(`\r${'█'.repeat(filled)}${'░'.repeat(width - filled)} step ${done} of ${whole}`);
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
}

function row(report: StepReport): string {
  return `${COLUMNS.map((column) => report[column] ?? '').join(',')}\n`;
}

function sentences(simulation: Simulation, fingerprint: string): string {
  const { report } = simulation;
  const { layers } = simulation.health();
  const sum = (pick: (layer: (typeof layers)[number]) => number) =>
    layers.reduce((total, layer) => total + pick(layer), 0);
  const lines: [string, string][] = [
    ['step', `${report.step} (epoch ${report.epoch})`],
    ['training loss', number(report.trainLoss)],
    ['test loss', number(report.testLoss)],
    ['training accuracy', number(report.trainAccuracy)],
    ['test accuracy', number(report.testAccuracy)],
    ['dead neurons', `${sum(({ dead }) => dead)} of ${sum(({ units }) => units)}`],
    ['fingerprint', fingerprint],
  ];
  const { divergence } = report;
  if (divergence) {
    lines.unshift(['diverged', `at step ${divergence.step}, layer ${divergence.layer}: ${divergence.what}`]);
  }
  return lines.map(([name, value]) => `${name.padEnd(18)} ${value}\n`).join('');
}

function number(value: number | null): string {
  return value === null ? 'none' : String(Number(value.toPrecision(6)));
}
