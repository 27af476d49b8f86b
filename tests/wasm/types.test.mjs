// The declarations in the package, as a strict consumer compiles them. What is behind them is lab.test.mjs and
// simulation.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const folder = mkdtempSync(join(tmpdir(), 'reluctant-types-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} program @returns {string} what the compiler has to say of it */
function compile(program) {
  const path = join(folder, 'program.mts');
  writeFileSync(
    path,
    `import { loadLab, ScenarioError, type Scenario, type StepReport } from '${resolve('dist/index.js')}';\n${program}`,
  );
  const flags = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--lib', 'es2023,dom'];
  const { stdout } = spawnSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...flags, path], {
    cwd: folder,
    encoding: 'utf8',
  });
  return stdout;
}

test('a strict consumer without newer libraries compiles', () => {
  const program = `
    const scenario: Scenario = { network: { hidden: [4], activation: { name: 'leaky-relu', slope: 0.1 } } };
    const lab = await loadLab({ simd: 'auto' });
    const run = lab.simulate(scenario);
    const report: StepReport = run.step(10);
    const loss: number = report.trainLoss, test: number | null = report.testLoss;
    const states: Uint8Array = run.health({ set: 'test' }).states;
    const causes: string[] = run.events({ since: 3 }).map((event) => event.cause);
    run.apply({ 'training.batchSize': 8 });
    try { lab.simulate({ seed: -1 }); } catch (error) { if (error instanceof ScenarioError) console.log(error.errors[0]?.path); }
    console.log(loss, test, states, causes, run.scenario.network.hidden, lab.catalogue.fields[0]?.default);`;
  assert.equal(compile(program), '');
});

test('what the interface has not is an error of types', () => {
  const said = compile(`
    const lab = await loadLab({ wasm: 1 });
    lab.simulate({ sede: 1 });
    lab.simulate({}).step('3');
    lab.simulate({}).health({ set: 'all' });`);
  const lines = [...said.matchAll(/program\.mts\((\d+),/g)].map(([, line]) => Number(line));
  assert.deepEqual(lines, [3, 4, 5, 6], said);
});
