// Remakes fingerprints.json from tests/scenarios: `npm run golden`, after a build. A change in the table is a decision:
// say it in the changelog, marked bits.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { loadLab } from '../../dist/index.node.js';

const folder = new URL('../scenarios/', import.meta.url);
const table = new URL('fingerprints.json', import.meta.url);
const steps = 2000;
const lab = await loadLab();
const scenarios = Object.fromEntries(
  readdirSync(folder)
    .sort()
    .map((file) => {
      const simulation = lab.simulate(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
      simulation.step(steps);
      return [basename(file, '.json'), { steps, fingerprint: simulation.fingerprint() }];
    }),
);
const { about } = JSON.parse(readFileSync(table, 'utf8'));
writeFileSync(table, `${JSON.stringify({ about, scenarios }, null, 2)}\n`);
