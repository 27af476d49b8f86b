// @ts-check
// docs/TEACHING.md: every example of it in a stand-in of its host, on an origin of its own, in Chromium and Firefox. The
// elements and frames themselves are elements.test.mjs, embed.test.mjs and hosts.test.mjs; the SCORM unit is scorm.test.mjs.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { dist, launchChromium, openPage } from './browser.mjs';
import { launchFirefox, noFirefox, trained } from './figures.mjs';
import { serve } from './serve.mjs';

const folder = new URL('../../docs/examples/', import.meta.url).pathname;
/** @type {Record<string, string>} */
const examples = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(folder + name, 'utf8')]));
const example = (/** @type {string} */ name) => examples[name] ?? assert.fail(`there is no ${name}`);
const guide = readFileSync(`${folder}../TEACHING.md`, 'utf8');
/** Where the guide says that a school has put the files. */
const school = 'https://your.school/reluctant/';

/** @typedef {{ language: string, text: string }} Block */
/** @type {Block[]} */
const blocks = [...guide.matchAll(/^(`{3,})(\S*)\n([\s\S]*?)\n\1$/gm)].map(([, , language = '', text = '']) => ({
  language,
  text,
}));

const page_ = (/** @type {string} */ body, head = '') => `<!doctype html><html lang="en"><head><meta charset="utf-8" />
<title>Course</title><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;

/** A page of Moodle's, with RequireJS on it, which counts whoever calls it. */
const moodle = (/** @type {string} */ text) =>
  page_(
    `<div id="page-mod-page-content">${text}</div>`,
    `<script>called = 0; define = () => (called += 1); define.amd = { jQuery: true }; require = () => (called += 1);</script>`,
  );

const KEPT = /^(src|width|height|name|title|align|frameborder|scrolling|sandbox|allowfullscreen|id|class|lang|dir)$/;

/** What Canvas leaves of a text: no script, no unknown tag, of frames the attributes above; and it obeys its own message. */
const canvas = (/** @type {string} */ text) =>
  page_(
    text
      .replace(/<script[\s\S]*?<\/script>|<\/?reluctant-\w+[^>]*>|<!--[\s\S]*?-->/g, '')
      .replace(/<iframe([^>]*)>/g, (_, attributes) => {
        const kept = [...attributes.matchAll(/([\w-]+)="([^"]*)"/g)].filter(([, name]) => KEPT.test(name));
        return `<iframe ${kept.map(([whole]) => whole).join(' ')}>`;
      }),
    `<script>addEventListener('message', ({ source, data }) => {
      if (data?.subject !== 'lti.frameResize') return;
      for (const frame of document.querySelectorAll('iframe')) if (frame.contentWindow === source) frame.height = data.height;
    });</script>`,
  );

/** The HTML that Quarto makes of a document: what it puts into the head, and raw blocks as they are. */
const quarto = (/** @type {string} */ document) => {
  const head = document.match(/^ {2}text: \|\n((?: {4}.*\n)+)/m)?.[1] ?? assert.fail('nothing for the head');
  const raw = [...document.matchAll(/^```\{=html\}\n([\s\S]*?)\n```$/gm)].map(([, html]) => html);
  return page_(`<main class="content">${raw.join('\n')}</main>`, head);
};

/** The directives of a MyST document. @returns {{ address: string, body: string }} */
const directive = (/** @type {string} */ document, /** @type {string} */ name) => {
  const [, address = '', body = ''] =
    document.match(new RegExp(`^\`\`\`\\{${name}\\} (\\S+)\\n([\\s\\S]*?)\\n\`\`\`$`, 'm')) ?? assert.fail(name);
  return { address, body };
};

/** What MyST makes of `{iframe}`: a frame that keeps the shape of a film. */
const mystFrame = (/** @type {string} */ document) =>
  page_(`<figure><div style="position: relative; padding-bottom: 60%">
    <iframe src="${directive(document, 'iframe').address}" width="100%" height="100%" allowfullscreen allow="autoplay"
      style="position: absolute; inset: 0; border: none"></iframe></div></figure>`);

/** What reveal.js does with frames: loaded ahead or when shown; told when their slide is shown and when it is left. */
const reveal = `const slides = () => [...document.querySelectorAll('.slides > section')];
let shown = -1;
const start = (frame) => frame.contentWindow.postMessage('slide:start', '*');
const leave = (slide) => {
  for (const frame of slide.querySelectorAll('iframe')) frame.contentWindow.postMessage('slide:stop', '*');
  for (const frame of slide.querySelectorAll('iframe[data-src]')) frame.removeAttribute('src');
};
const enter = (slide) => {
  for (const frame of slide.querySelectorAll('iframe[src]')) start(frame);
  for (const frame of slide.querySelectorAll('iframe[data-src]')) {
    frame.addEventListener('load', () => start(frame), { once: true });
    frame.src = frame.dataset.src;
  }
};
Reveal = {
  initialize() {
    for (const frame of document.querySelectorAll('iframe[data-src][data-preload]')) {
      frame.src = frame.dataset.src;
      frame.removeAttribute('data-src');
    }
    Reveal.slide(0);
  },
  slide(at) {
    if (shown >= 0) leave(slides()[shown]);
    slides().forEach((slide, index) => { slide.hidden = index !== at; });
    enter(slides()[shown = at]);
  },
};`;

/** @type {import('playwright-core').Browser} */
let browser;
/** The school's web space. @type {Awaited<ReturnType<typeof serve>>} */
let figures;
/** The system with the course. @type {Awaited<ReturnType<typeof serve>>} */
let hosts;
/** @type {Record<string, string>} */
const pages = {};

before(async () => {
  [browser, figures, hosts] = await Promise.all([
    launchChromium(),
    serve(dist, {}, () => ({ 'access-control-allow-origin': '*' })),
    serve(dist, pages),
  ]);
  const there = (/** @type {string} */ name) => example(name).replaceAll(school, `${figures.origin}/`);
  Object.assign(pages, {
    '/element.html': there('element.html'),
    '/classic.html': there('classic.html'),
    '/frame.html': there('frame.html'),
    '/moodle': moodle(there('moodle.html')),
    '/canvas': canvas(there('canvas.html')),
    '/canvas-frame': canvas(there('frame.html').replace(/[\s\S]*<body>|<\/body>[\s\S]*/g, '')),
    '/quarto': quarto(there('quarto.qmd')),
    '/myst': mystFrame(there('myst.md')),
    '/reveal.html': there('reveal.html'),
    '/reveal-late.html': there('reveal.html').replace('data-preload', ''),
    '/dist/reveal.js': reveal,
    '/dist/reveal.css': '.slides > section[hidden] { display: none; }',
    '/dist/theme/white.css': 'body { background: #fff; }',
    '/notebook': page_('<div id="cell"></div>'),
    '/favicon.ico': '',
  });
});
after(async () => {
  await browser?.close();
  await Promise.all([figures?.close(), hosts?.close()]);
});

const wish = { seed: 7, network: { hidden: [8, 8] } };
/** @type {[path: string, given: object, controls: string][]} */
const cases = [
  ['/element.html', { ...wish, rate: 1 }, 'activation learning-rate'],
  ['/classic.html', {}, 'learning-rate'],
  ['/frame.html', { ...wish, rate: 1 }, 'learning-rate'],
  ['/moodle', wish, 'activation learning-rate'],
  ['/canvas', {}, 'activation learning-rate'],
  ['/canvas-frame', { ...wish, rate: 1 }, 'learning-rate'],
  ['/quarto', wish, 'activation learning-rate'],
  ['/myst', {}, 'learning-rate'],
  ['/reveal.html', { ...wish, rate: 1 }, ''],
];

/** Compares a figure with the package under Node.js. @param {{ scenario: any, loss: number, controls: string }} found */
async function compare(found, /** @type {any} */ given, /** @type {string} */ wanted) {
  const { scenario, loss, controls } = found;
  const lab = await loadLab();
  assert.equal(loss, lab.simulate(scenario).step(40).trainLoss);
  assert.equal(controls, wanted);
  if (given.seed) assert.deepEqual([scenario.seed, scenario.network.hidden], [given.seed, given.network.hidden]);
  if (given.rate) assert.equal(scenario.training.optimizer.learningRate, given.rate);
}

for (const [path, given, controls] of cases) {
  test(`the example at ${path} runs as the guide says`, async () => {
    const { page, problems, close } = await openPage(browser, { viewport: { width: 960, height: 900 } });
    await page.goto(hosts.origin + path);
    await compare(await trained(page), given, controls);
    assert.deepEqual(problems, []);
    if (path === '/moodle') assert.equal(await page.evaluate(() => /** @type {any} */ (window).called), 0);
    await close();
  });
}

test('Firefox runs the examples with the same numbers', { skip: noFirefox }, async (t) => {
  const driven = await launchFirefox();
  t.after(() => driven.close());
  for (const [path, given, controls] of cases) {
    const page = await driven.newPage();
    await page.goto(hosts.origin + path);
    await compare(await trained(page), given, controls);
    await page.close();
  }
});

test('each block of the guide stands in an example', () => {
  const bare = (/** @type {string} */ text) => text.replace(/\s+/g, '');
  const notebook = JSON.parse(example('jupyter.ipynb')).cells.map((/** @type {any} */ { source }) => source.join(''));
  const all = Object.entries(examples).map(([name, text]) =>
    bare(name.endsWith('.ipynb') ? notebook.join('\n') : text),
  );
  assert.ok(blocks.length > 15, String(blocks.length));
  for (const { language, text } of blocks) {
    if (language === 'sh' || language === 'text') continue;
    assert.ok(
      all.some((one) => one.includes(bare(text))),
      text,
    );
  }
});

test('each command of the guide prints what the guide says', () => {
  const commands = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
  const told = blocks.find(({ language }) => language === 'text')?.text;
  assert.deepEqual(
    commands.map((command) => command.split(' ')[0]),
    ['npx', 'node'],
  );
  const [run = [], grade = []] = commands.map((command) => command.split(' ').slice(1));
  const inFolder = /** @type {const} */ ({ cwd: folder, encoding: 'utf8' });
  const report = JSON.parse(execFileSync(process.execPath, [`${dist}/cli.js`, ...run.slice(1)], inFolder));
  assert.ok(guide.includes(`\`${report.fingerprint}\``), report.fingerprint);
  assert.equal(execFileSync(process.execPath, grade, inFolder).trim(), told);
  const link = `${school}reluctant.html#${encodeURIComponent(example('scenario.json'))}`;
  assert.equal(execFileSync(process.execPath, ['grade.mjs', link, '2000'], inFolder).trim(), told);
  const { status, stderr } = spawnSync(process.execPath, ['grade.mjs', `${school}#{"sead":1}`], inFolder);
  assert.deepEqual([status, /sead/.test(stderr)], [2, true]);
});

test('the element takes its colour from the page and tells it of deaths', async () => {
  const { page, close } = await openPage(browser, { viewport: { width: 960, height: 900 } });
  await page.goto(`${hosts.origin}/element.html`);
  await trained(page);
  const accent = await page.evaluate(() => {
    const lab = document.querySelector('reluctant-lab');
    return lab && getComputedStyle(lab).getPropertyValue('--accent').trim();
  });
  assert.equal(accent, '#8a1538');
  await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).step(300));
  assert.ok(Number(await page.locator('#deaths').innerText()) > 0);
  await close();
});

for (const path of ['/frame.html', '/canvas']) {
  test(`the frame at ${path} becomes as high as its content`, async () => {
    const { page, close } = await openPage(browser, { viewport: { width: 700, height: 900 } });
    await page.goto(hosts.origin + path);
    await trained(page);
    await page.waitForFunction(() => !['560', '700'].includes(document.querySelector('iframe')?.height ?? ''));
    const frame = await (await page.$('iframe'))?.contentFrame();
    const [content = 0, window_ = 1] = (await frame?.evaluate(() => [
      document.documentElement.scrollHeight,
      innerHeight,
    ])) ?? [0];
    assert.ok(content <= window_, `${content} > ${window_}`);
    await close();
  });
}

for (const path of ['/reveal.html', '/reveal-late.html']) {
  test(`the slide at ${path} plays while it is shown and stands still when it is left`, async () => {
    const { page, problems, close } = await openPage(browser, { viewport: { width: 960, height: 900 } });
    await page.goto(`${hosts.origin}${path}`);
    const show = (/** @type {number} */ at) => page.evaluate((at) => /** @type {any} */ (window).Reveal.slide(at), at);
    const at = async () => {
      for (const frame of page.frames().slice(1)) {
        const step = await frame
          .evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab'))?.at)
          .catch(() => undefined);
        if (step !== undefined) return step;
      }
      return 0;
    };
    const until = async (/** @type {() => Promise<boolean>} */ holds) => {
      while (!(await holds())) await page.waitForTimeout(50);
    };
    await show(1);
    await until(async () => (await at()) > 3);
    if (path === '/reveal.html') {
      await show(0);
      await page.waitForTimeout(200);
      const left = await at();
      await page.waitForTimeout(400);
      assert.equal(await at(), left);
      await show(1);
      await until(async () => (await at()) > left);
    }
    assert.deepEqual(problems, []);
    await close();
  });
}

/** Stand-ins for the two packages; then the cells. What the last line of a cell gives is printed as JSON. */
const python = String.raw`
import ast, json, sys, types

class Trait:
    def __init__(self, default=None):
        self.default = default
    def tag(self, sync):
        self.sync = sync
        return self

class AnyWidget:
    def __init__(self, **values):
        self.traits = [name for name, trait in vars(type(self)).items() if isinstance(trait, Trait) and trait.sync]
        for name in values:
            assert name in self.traits, name
        for name in self.traits:
            setattr(self, name, values.get(name, vars(type(self))[name].default))

sys.modules["anywidget"] = types.SimpleNamespace(AnyWidget=AnyWidget)
sys.modules["traitlets"] = types.SimpleNamespace(Any=Trait, Unicode=Trait, Bool=Trait, List=Trait)
request = json.load(sys.stdin)
names = {}
for number, cell in enumerate(request["cells"]):
    tree = ast.parse(cell)
    last = ast.Expression(tree.body.pop().value)
    if number > 0:
        for trait, value in request["traits"].items():
            setattr(names["lab"], trait, value)
    exec(compile(tree, "cell", "exec"), names)
    result = eval(compile(last, "cell", "eval"), names)
    if isinstance(result, AnyWidget):
        result = {"esm": str(result._esm), "traits": {name: getattr(result, name) for name in result.traits}}
    print(json.dumps(result))
`;

/** What the notebook's cells give. @param {string[]} cells @param {object} traits what the figure has sent back */
const runCells = (cells, traits) =>
  execFileSync('python3', ['-c', python], { input: JSON.stringify({ cells, traits }), encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Runs in a page: shows a widget with a model that keeps the traits, and trains its figure `steps` steps. */
async function showWidget(/** @type {any} */ { address, traits, steps }) {
  const { default: widget } = await import(address);
  const model = {
    get: (/** @type {string} */ name) => traits[name],
    set: (/** @type {string} */ name, /** @type {unknown} */ value) => (traits[name] = value),
    on: () => undefined,
    off: () => undefined,
    save_changes: () => undefined,
  };
  const root = document.querySelector('#cell')?.attachShadow({ mode: 'open' });
  const el = root?.appendChild(document.createElement('div'));
  widget.render({ model, el });
  const figure = /** @type {any} */ (el?.firstElementChild);
  await figure.ready;
  const { scenario, controls } = figure;
  await figure.step(40);
  const { trainLoss } = await figure.seek(40);
  await figure.step(steps - 40);
  return { scenario, controls, loss: trainLoss, events: traits.events };
}

const noPython = spawnSync('python3', ['--version']).status === 0 ? false : 'there is no python3';
test('the notebook shows the figure and hears of its deaths', { skip: noPython }, async () => {
  const cells = JSON.parse(example('jupyter.ipynb'))
    .cells.filter((/** @type {any} */ { cell_type }) => cell_type === 'code')
    .map((/** @type {any} */ { source }) => source.join(''));
  const [{ esm, traits }] = runCells(cells.slice(0, 1), {});
  const { page, problems, close } = await openPage(browser);
  await page.goto(`${hosts.origin}/notebook`);
  const found = await page.evaluate(showWidget, { address: `/${esm}`, traits, steps: 300 });
  await compare(found, { seed: 7, network: { hidden: [8, 8] }, rate: 1 }, 'activation learning-rate');
  const [, [deaths, scenario]] = runCells(cells, { events: found.events, scenario: found.scenario });
  assert.equal(deaths, found.events.filter((/** @type {any} */ { kind }) => kind === 'died').length);
  assert.ok(deaths > 0);
  assert.equal(scenario.seed, 7);
  assert.deepEqual(problems, []);
  await close();
});

test('the widget of MyST comes from another origin with its own settings', async () => {
  const { address, body } = directive(example('myst.md'), 'anywidget');
  const { page, problems, close } = await openPage(browser);
  await page.goto(`${hosts.origin}/notebook`);
  const found = await page.evaluate(showWidget, {
    address: address.replace(school, `${figures.origin}/`),
    traits: JSON.parse(body),
    steps: 50,
  });
  await compare(found, wish, 'activation learning-rate');
  assert.deepEqual(problems, []);
  await close();
});

test('the one file opens on the experiment behind its address', async () => {
  const { page, close } = await openPage(browser);
  await page.goto(`file://${dist}/reluctant.html#${encodeURIComponent(JSON.stringify(wish))}`);
  const { scenario } = await trained(page);
  assert.deepEqual([scenario.seed, scenario.network.hidden], [7, [8, 8]]);
  await close();
});
