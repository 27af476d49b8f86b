// Trains what a student handed in and prints what there is to compare: node grade.mjs reluctant.json 2000, or a link
// in quotes in place of the file. In the folder: npm install path/to/reluctant.
import { readFile } from 'node:fs/promises';
import { loadLab, scenarioFromLink } from 'reluctant';

const [what = '', steps = '2000'] = process.argv.slice(2);
const reading = what.includes('#')
  ? await scenarioFromLink(what.slice(what.indexOf('#')))
  : { ok: true, scenario: JSON.parse(await readFile(what, 'utf8')) };
const lab = await loadLab();
const errors = reading.ok ? lab.validate(reading.scenario).errors : reading.errors;
for (const { path, message } of errors) console.error(`${path}: ${message}`);
if (errors.length > 0) process.exit(2);

const run = lab.simulate(reading.scenario);
const { trainLoss } = run.step(Number(steps));
const count = (kind) => run.events().filter((event) => event.kind === kind).length;
console.log(`loss ${trainLoss}, ${count('died')} died, ${count('revived')} revived`);
console.log(`fingerprint ${run.fingerprint()}`);
