// The package as others get it: packed, installed in an empty folder without the network, and used there. What is in it
// is package-shape.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'vite';
import { launchChromium, openPage } from './web/browser.mjs';
import { serve } from './web/serve.mjs';

/** The empty folder. */
let home = '';
const typescript = join(process.cwd(), 'node_modules/typescript/bin/tsc');

before(() => {
  home = mkdtempSync(join(tmpdir(), 'reluctant-tarball-'));
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', home];
  const tarball = execFileSync('npm', pack, { encoding: 'utf8' }).trim();
  writeFileSync(join(home, 'package.json'), JSON.stringify({ type: 'module', private: true }));
  const install = ['install', '--offline', '--no-audit', '--no-fund', '--silent', join(home, tarball)];
  execFileSync('npm', install, { cwd: home });
});
after(() => rmSync(home, { recursive: true, force: true }));

/** What a program in the folder prints. @param {string} program @param {string[]} flags */
const run = (program, flags = ['--input-type=module']) =>
  execFileSync(process.execPath, [...flags, '-e', program], { cwd: home, encoding: 'utf8' }).trim();

test('it brings no other package and runs nothing when it is installed', () => {
  assert.deepEqual(
    readdirSync(join(home, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['reluctant'],
  );
  const scripts = run(
    `import { createRequire } from 'node:module';
     console.log(JSON.stringify(Object.keys(createRequire(import.meta.url)('reluctant/package.json').scripts)));`,
  );
  assert.deepEqual(
    JSON.parse(scripts).filter((/** @type {string} */ name) => /^(pre|post)?install$|^prepare$/.test(name)),
    [],
  );
});

test('Node.js trains with it by import and by require', () => {
  const train = `(await loadLab()).simulate({ seed: 3 }).step(10).step`;
  assert.equal(run(`import { loadLab } from 'reluctant'; console.log(${train});`), '10');
  assert.equal(
    run(`(async () => { const { loadLab } = await import('reluctant'); console.log(${train}); })()`, []),
    '10',
  );
});

test('the elements can be imported where there is no page', () => {
  assert.equal(run(`import 'reluctant/elements'; console.log('quiet');`), 'quiet');
});

test('the command runs from the folder', () => {
  const told = execFileSync(join(home, 'node_modules/.bin/reluctant'), ['describe', '--help'], {
    cwd: home,
    encoding: 'utf8',
  });
  assert.match(told, /describe/);
});

const program = `import { loadLab, type Scenario } from 'reluctant';
import 'reluctant/elements';
const scenario: Scenario = { network: { hidden: [4] } };
const lab = await loadLab();
export const loss: number = lab.simulate(scenario).step(3).trainLoss;
const figure = document.createElement('reluctant-lab');
figure.scenario = scenario;
figure.addEventListener('reluctant-step', ({ detail }) => detail.step.toFixed());
export const later: Promise<void> = figure.ready;
// @ts-expect-error a lab has no such setting
figure.speed = 3;
`;

// The declarations themselves are checked once; the resolutions differ in how they are found.
for (const [module, resolution, ...more] of [
  ['node16', 'node16'],
  ['nodenext', 'nodenext', '--skipLibCheck'],
  ['esnext', 'bundler', '--skipLibCheck'],
]) {
  test(`TypeScript finds the types by ${resolution}`, () => {
    writeFileSync(join(home, 'program.ts'), program);
    const flags = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom,esnext.disposable'];
    const ways = ['--module', /** @type {string} */ (module), '--moduleResolution', /** @type {string} */ (resolution)];
    execFileSync(process.execPath, [typescript, ...flags, ...ways, ...more, 'program.ts'], {
      cwd: home,
      stdio: 'pipe',
    });
  });
}

test('Vite bundles it and takes the modules along by itself', async () => {
  mkdirSync(join(home, 'app'));
  writeFileSync(join(home, 'app/index.html'), '<!doctype html><script type="module" src="./main.js"></script>');
  writeFileSync(
    join(home, 'app/main.js'),
    `import { loadLab } from 'reluctant'; loadLab().then((lab) => console.log(lab.info));`,
  );
  await build({ root: join(home, 'app'), configFile: false, logLevel: 'error' });
  const modules = readdirSync(join(home, 'app/dist/assets')).filter((name) => name.endsWith('.wasm'));
  assert.equal(modules.length, 2, String(modules));
  assert.ok(existsSync(join(home, 'app/dist/index.html')));
});

/** A page that knows no bundler: an import map finds the package in its folder. */
const page = `<!doctype html><html lang="en"><title>Course notes</title><link rel="icon" href="data:,">
<script type="importmap">
  { "imports": {
    "reluctant": "./node_modules/reluctant/dist/index.browser.js",
    "reluctant/elements": "./node_modules/reluctant/dist/elements.js"
  } }
</script>
<script type="module">
  import { loadLab } from 'reluctant';
  import 'reluctant/elements';
  const lab = await loadLab();
  const run = lab.simulate({ seed: 3 });
  run.step(100);
  window.found = run.fingerprint();
</script>
<reluctant-lab scenario='{"seed": 3}'></reluctant-lab></html>`;

const noChromium = existsSync('/usr/bin/chromium') ? false : 'there is no /usr/bin/chromium';
test('a page without a bundler computes what Node.js does', { skip: noChromium }, async (t) => {
  const train = `const run = (await loadLab()).simulate({ seed: 3 }); const { trainLoss } = run.step(100);`;
  const told = run(`import { loadLab } from 'reluctant'; ${train} console.log(run.fingerprint(), trainLoss);`);
  const [browser, server] = await Promise.all([launchChromium(), serve(home, { '/': page })]);
  t.after(() => Promise.all([browser.close(), server.close()]));
  const { page: opened, problems } = await openPage(browser);
  await opened.goto(`${server.origin}/`);
  const fingerprint = await opened.waitForFunction(() => /** @type {any} */ (window).found);
  const loss = await opened.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
    await lab.ready;
    return (await lab.step(100)).trainLoss;
  });
  assert.equal(`${await fingerprint.jsonValue()} ${loss}`, told);
  assert.deepEqual(problems, []);
});
