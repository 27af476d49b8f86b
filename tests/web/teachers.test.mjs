// @ts-check
// The page for teachers: what is done in the figure becomes the snippet, the snippet says exactly that in every kind of page,
// and the page itself keeps what was chosen. The frame that snippets point to is embed.test.mjs.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import puppeteer from 'puppeteer-core';
import { build } from 'vite';
import { linkFromScenario, loadLab, scenarioFromLink } from '../../dist/index.node.js';
import { dist, launchChromium, openPage, site } from './browser.mjs';
import { serve } from './serve.mjs';

const teachers = fileURLToPath(new URL('../../web/pages/teachers/', import.meta.url));
const scenarios = fileURLToPath(new URL('../scenarios/', import.meta.url));

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
/** A teacher's web space, with the files and what a test puts there. @type {Awaited<ReturnType<typeof serve>>} */
let school;
/** @type {Record<string, string>} */
const pages = {};
/** @type {string} */
let folder;
/** web/pages/teachers/snippets.ts and state.ts. @type {Record<string, any>} */
let rooms;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reluctant-teachers-'));
  const names = ['snippets', 'state'];
  [browser, server, school] = await Promise.all([
    launchChromium(),
    serve(site),
    serve(dist, pages),
    build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir: folder,
        minify: false,
        lib: {
          entry: Object.fromEntries(names.map((name) => [name, join(teachers, `${name}.ts`)])),
          formats: ['es'],
          fileName: (_, name) => `${name}.mjs`,
        },
      },
    }),
  ]);
  rooms = Object.assign(
    {},
    ...(await Promise.all(names.map((name) => import(pathToFileURL(join(folder, `${name}.mjs`)).href)))),
  );
});
after(async () => {
  await browser?.close();
  await Promise.all([server?.close(), school?.close()]);
  await rm(folder, { recursive: true, force: true });
});

/** The page, when its snippet stands. @param {string} [hash] @param {import('playwright-core').BrowserContextOptions} [options] */
async function open(hash = '', options = {}) {
  const opened = await openPage(browser, { reducedMotion: 'reduce', ...options });
  await opened.page.goto(`${server.origin}/teachers/${hash}`);
  await opened.page.waitForSelector('.part code');
  return opened;
}

/** @param {import('playwright-core').Page} page */
const snippet = (page, part = 0) => page.locator('.part code').nth(part).innerText();

/** The Scenario of the element that the snippet is. @param {import('playwright-core').Page} page */
const scenarioIn = async (page) => {
  const text = await snippet(page);
  const [, attribute] = / scenario='([^']*)'/.exec(text) ?? [];
  return attribute === undefined
    ? null
    : JSON.parse(attribute.replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&'));
};

/** @param {import('playwright-core').Page} page @param {RegExp} wanted */
const untilSnippet = (page, wanted) =>
  page.waitForFunction(
    ([source, flags]) => new RegExp(source ?? '', flags).test(document.querySelector('.part code')?.textContent ?? ''),
    [wanted.source, wanted.flags],
  );

const fragmentOf = (/** @type {import('playwright-core').Page} */ page) =>
  new URLSearchParams(new URL(page.url()).hash.slice(1));

describe('snippets', () => {
  const anyText = fc.string({ unit: 'binary', maxLength: 30 });
  // The only letter that HTML has no way to write.
  const text = anyText.map((written) => written.replaceAll('\0', ''));
  const hostile = fc.constantFrom(
    '"><script>breached = 1</script>',
    "'><img src=x onerror='breached = 1'>",
    '\' onmouseover="breached = 1" x="',
    '</iframe><script>breached = 1</script>',
    '</p></reluctant-lab><script>breached = 1</script>',
    '<!--',
    '-->',
    ']]>',
    '&quot;&#39;&lt;&amp;amp;',
    '\n\n# heading\n\n',
    '```\n```',
    '\r\n\t',
    '{{ 1 }}${1}',
    'javascript:breached=1',
  );
  const said = fc.oneof(text, hostile);
  const scenario = fc.oneof(
    fc.constant(null),
    fc.dictionary(fc.oneof(anyText, hostile), fc.oneof(fc.jsonValue(), anyText, hostile), { maxKeys: 4 }),
  );
  const embedding = fc.record({
    figure: fc.oneof(fc.constantFrom('lab', 'neuron', 'activations'), hostile),
    tag: fc.constantFrom('reluctant-lab', 'reluctant-neuron', 'reluctant-activations'),
    scenario,
    link: fc.oneof(fc.constant(''), fc.stringMatching(/^1\.[\w-]{1,60}$/)),
    twin: fc.oneof(fc.constant(''), hostile),
    controls: fc.option(said),
    lang: said,
    theme: said,
    autoplay: fc.boolean(),
    address: fc.constantFrom('', 'https://school.example/~o\'hara/a&b/"/'),
    page: fc.constantFrom('https://school.example/', 'https://school.example/neuron/'),
    frame: fc.record({
      width: said,
      height: fc.integer({ min: 100, max: 9999 }),
      origins: said,
      sandbox: fc.boolean(),
    }),
    title: said,
    fallback: said,
  });
  const many = { numRuns: 400, seed: 20261121 };

  /** What a browser makes of each text: every element with its attributes, and the text in it. @param {string[]} texts */
  async function parsed(texts) {
    const { page, close } = await openPage(browser);
    const found = await page.evaluate(
      (all) =>
        all.map((html) => {
          const template = document.createElement('template');
          template.innerHTML = html;
          return [...template.content.querySelectorAll('*')].map((one) => ({
            name: one.localName,
            attributes: Object.fromEntries([...one.attributes].map(({ name, value }) => [name, value])),
            text: one.textContent,
          }));
        }),
      texts,
    );
    await close();
    return found;
  }

  /** The attributes that are there. @param {Record<string, string | null | false>} all */
  const there = (all) =>
    Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== false));

  const elementOf = (/** @type {any} */ one) => ({
    name: one.tag,
    attributes: there({
      controls: one.controls,
      lang: one.lang || null,
      theme: one.theme || null,
      autoplay: one.autoplay && '',
      twin: one.twin || null,
      scenario: one.scenario && JSON.stringify(one.scenario),
    }),
    text: one.fallback,
  });
  const fallbackOf = (/** @type {any} */ one) => ({ name: 'p', attributes: {}, text: one.fallback });
  const scriptOf = (/** @type {any} */ one) => ({
    name: 'script',
    attributes: one.address ? { src: `${one.address}reluctant.iife.js` } : { type: 'module', src: 'elements.js' },
    text: '',
  });
  const frameOf = (/** @type {any} */ one, slide = false) => ({
    name: 'iframe',
    attributes: there({
      [slide ? 'data-src' : 'src']: rooms['frameAddress'](one),
      'data-preload': slide && '',
      title: one.title,
      width: one.frame.width,
      height: String(one.frame.height),
      frameborder: '0',
      allow: 'fullscreen; clipboard-write',
      sandbox: one.frame.sandbox && 'allow-scripts allow-popups allow-downloads',
      referrerpolicy: 'no-referrer',
      loading: !slide && 'lazy',
    }),
    text: '',
  });
  const textOf = (/** @type {string} */ format, /** @type {any} */ one) =>
    rooms['snippetOf'](format, one).parts.at(-1).text;

  for (const [format, wanted] of /** @type {[string, (one: any) => unknown[]][]} */ ([
    ['element', (one) => [scriptOf(one), elementOf(one), fallbackOf(one)]],
    ['frame', (one) => [frameOf(one)]],
    ['markdown', (one) => [frameOf(one)]],
    [
      'mkdocs',
      (one) => [{ name: 'div', attributes: {}, text: `\n${one.fallback}\n` }, elementOf(one), fallbackOf(one)],
    ],
    ['quarto', (one) => [scriptOf(one), elementOf(one), fallbackOf(one)]],
    ['reveal', (one) => [{ name: 'section', attributes: {}, text: '\n  \n' }, frameOf(one, true)]],
  ])) {
    test(`a browser reads from a snippet of ${format} just what was put in`, async () => {
      const samples = fc.sample(embedding, many);
      const texts = samples.map((one) => textOf(format, one));
      for (const written of texts) assert.doesNotMatch(written.trim(), /\n\s*\n/, 'a blank line ends HTML in Markdown');
      const found = await parsed(
        texts.map((written) => (format === 'quarto' ? written.replace(/^```\{=html\}\n|\n```$/g, '') : written)),
      );
      samples.forEach((one, index) => assert.deepEqual(found[index], wanted(one), texts[index]));
    });
  }

  test('what is tried stands in the snippet word for word', () => {
    fc.assert(
      fc.property(embedding, (one) => {
        for (const format of ['element', 'frame', 'markdown', 'quarto']) {
          const { html, parts } = rooms['snippetOf'](format, one);
          assert.ok(parts[0].text.includes(html), format);
        }
        const { html, parts } = rooms['snippetOf']('mkdocs', one);
        assert.ok(html.includes(parts[1].text.replace(/^<div>\n|\n<\/div>$/g, '')));
      }),
      many,
    );
  });

  test('every wish is found again in the address of a frame', () => {
    fc.assert(
      fc.property(embedding, (one) => {
        const { searchParams, hash, pathname } = new URL(rooms['frameAddress'](one), 'https://course.example/week/');
        assert.ok(pathname.endsWith('/embed.html'));
        assert.equal(hash, one.link && `#${one.link}`);
        assert.deepEqual(
          Object.fromEntries(searchParams),
          there({
            figure: one.figure,
            twin: one.twin || null,
            controls: one.controls,
            lang: one.lang || null,
            theme: one.theme || null,
            autoplay: one.autoplay && '1',
            origins: one.frame.origins || null,
          }),
        );
      }),
      many,
    );
  });

  const python = spawnSync('python3', ['--version']).status === 0 ? false : 'there is no python3';
  test('Python reads from the cell of a notebook just what was put in', { skip: python }, () => {
    const samples = fc.sample(embedding, { ...many, numRuns: 200 });
    const reader = `import ast, json, sys
def traits(code):
    body = ast.parse(code).body
    widget = next(one for one in body if isinstance(one, ast.ClassDef))
    calls = {one.targets[0].id: one.value.func.value for one in widget.body[1:]}
    return {name: ast.literal_eval(call.args[0]) for name, call in calls.items() if call.args}
print(json.dumps([traits(code) for code in json.load(sys.stdin)]))`;
    const cells = samples.map((one) => textOf('notebook', one));
    const found = JSON.parse(
      execFileSync('python3', ['-c', reader], { input: JSON.stringify(cells), encoding: 'utf8', maxBuffer: 1e8 }),
    );
    samples.forEach((one, index) => {
      const wanted = there({
        figure: one.figure,
        twin: one.twin || null,
        controls: one.controls,
        theme: one.theme || null,
        autoplay: /** @type {any} */ (one.autoplay),
      });
      assert.deepEqual(found[index], { ...wanted, scenario: JSON.parse(JSON.stringify(one.scenario)) }, cells[index]);
    });
  });

  test('in a page of snippets full of markup nothing runs', async () => {
    const samples = fc.sample(embedding, { ...many, numRuns: 60 }).map((one) => ({ ...one, address: '' }));
    const body = samples
      .flatMap((one) => ['element', 'frame', 'reveal'].map((format) => textOf(format, one)))
      .join('\n');
    // Without the files: what the figures do with such texts is hostile.test.mjs.
    pages['/hostile'] =
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Notes</title><link rel="icon" href="data:,">
      <body>${body.replaceAll('embed.html', 'none.html').replaceAll('elements.js', 'none.js')}</body></html>`;
    const { page, close } = await openPage(browser);
    /** @type {string[]} */
    const breaches = [];
    page.on('dialog', (dialog) => {
      breaches.push(dialog.message());
      void dialog.dismiss();
    });
    await page.goto(`${school.origin}/hostile`);
    const found = await page.evaluate(() => ({
      breached: /** @type {any} */ (window).breached,
      names: [...new Set([...document.body.querySelectorAll('*')].map(({ localName }) => localName))].sort(),
    }));
    assert.equal(found.breached, undefined);
    assert.deepEqual(found.names, [
      'iframe',
      'p',
      'reluctant-activations',
      'reluctant-lab',
      'reluctant-neuron',
      'script',
      'section',
    ]);
    assert.deepEqual(breaches, []);
    await close();
  });

  test('the link of every snippet opens the Scenario that it was made from', async () => {
    const lab = await loadLab();
    for (const name of readdirSync(scenarios)) {
      const complete = JSON.parse(readFileSync(join(scenarios, name), 'utf8'));
      const link = await linkFromScenario(complete, lab.catalogue);
      const frame = rooms['usual'];
      const one = {
        ...frame,
        tag: 'reluctant-lab',
        scenario: null,
        link,
        controls: null,
        page: 'https://x.example/',
        frame,
        title: '',
        fallback: '',
      };
      const cells = ['frame', 'myst', 'link'].map((format) => textOf(format, one).replaceAll('&amp;', '&'));
      for (const text of cells) {
        const fragment = /#(1\.[\w-]+)/.exec(text)?.[1] ?? '';
        const reading = await scenarioFromLink(fragment);
        assert.ok(reading.ok, name);
        assert.equal(await linkFromScenario(/** @type {any} */ (reading.scenario), lab.catalogue), link, name);
        const [opened, meant] = [reading.scenario, complete].map(
          (each) => lab.simulate(/** @type {any} */ (each)).scenario,
        );
        assert.deepEqual(opened, meant, name);
      }
    }
  });
});

describe('the address of the page', () => {
  const known = { figures: ['lab', 'activations', 'neuron'], languages: ['en'] };
  const choices = fc.record({
    figure: fc.constantFrom(...known.figures),
    link: fc.oneof(fc.constant(''), fc.stringMatching(/^1\.[\w-]{1,60}$/), fc.json()),
    twin: fc.oneof(fc.constant(''), fc.json()),
    controls: fc.option(fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,12}$/))),
    lang: fc.constantFrom('', 'en'),
    theme: fc.constantFrom('', 'light', 'dark'),
    autoplay: fc.boolean(),
    format: fc.constantFrom('element', 'frame', 'mkdocs', 'notebook', 'link'),
    address: fc.constantFrom('', 'https://school.example/figures/'),
    width: fc.constantFrom('100%', '640', '50%'),
    height: fc.integer({ min: 100, max: 9999 }),
    origins: fc.string(),
    sandbox: fc.boolean(),
    tried: fc.constantFrom(390, 640, 960),
  });

  test('says all that was chosen', () => {
    fc.assert(
      fc.property(choices, (chosen) => {
        assert.deepEqual(rooms['choicesFrom'](rooms['fragmentFrom'](chosen), known), { ...chosen });
      }),
    );
  });

  test('of any text makes choices that there are', () => {
    const keys = Object.keys({ ...rooms['usual'], scenario: '' });
    const pairs = fc.dictionary(fc.constantFrom(...keys), fc.string({ unit: 'binary' }));
    const fragment = fc.oneof(
      fc.string({ unit: 'binary' }),
      pairs.map((all) => new URLSearchParams(all).toString()),
    );
    fc.assert(
      fc.property(fragment, (text) => {
        const { figure, format, theme, lang, width, height, address, tried } = rooms['choicesFrom'](text, known);
        assert.ok(known.figures.includes(figure) && rooms['FORMATS'].includes(format));
        assert.ok(
          ['', 'light', 'dark'].includes(theme) && ['', 'en'].includes(lang) && [390, 640, 960].includes(tried),
        );
        assert.match(width, /^[1-9]\d{0,3}%?$/);
        assert.ok(Number.isInteger(height) && height >= 100);
        assert.ok(address === '' || /^https?:\/\//.test(address));
      }),
    );
  });

  for (const [text, address] of [
    ['https://school.example/figures', 'https://school.example/'],
    [' https://school.example/figures/ ', 'https://school.example/figures/'],
    ['https://school.example/figures/embed.html?a=1#b', 'https://school.example/figures/'],
    ['javascript:alert(1)', null],
    ['figures', null],
    ['', ''],
  ]) {
    test(`${JSON.stringify(text)} is ${address === null ? 'no address' : `the folder ${address}`}`, () => {
      assert.equal(rooms['addressFrom'](text), address);
    });
  }
});

describe('setting a figure up by using it', () => {
  test('nothing is said of what was not touched', async () => {
    const { page, problems, close } = await open();
    assert.equal(await scenarioIn(page), null);
    assert.match(
      await snippet(page),
      /^<script type="module" src="elements.js"><\/script>\n<reluctant-lab controls="activation learning-rate">/,
    );
    assert.equal(new URL(page.url()).hash, '');
    assert.deepEqual(problems, []);
    await close();
  });

  test('a setting becomes the Scenario and Back takes it back and a reload keeps it', async () => {
    const { page, problems, close } = await open();
    await page.getByRole('combobox', { name: 'Learning rate' }).selectOption({ label: '3' });
    await untilSnippet(page, /"learningRate":3/);
    const made = await scenarioIn(page);
    assert.deepEqual(made.training.optimizer, { learningRate: 3 });
    const link = fragmentOf(page).get('scenario') ?? '';
    assert.deepEqual(await scenarioFromLink(link), { ok: true, scenario: made });

    await page.reload();
    await untilSnippet(page, /"learningRate":3/);
    assert.deepEqual(await scenarioIn(page), made);
    assert.equal(await page.getByRole('combobox', { name: 'Learning rate' }).inputValue(), '3');

    await page.goBack();
    await untilSnippet(page, /^(?!.*scenario).*<reluctant/s);
    await page.waitForFunction(
      () =>
        /** @type {any} */ (document.querySelector('reluctant-lab'))?.scenario?.training?.optimizer.learningRate ===
        1.4,
    );
    assert.deepEqual(problems, []);
    await close();
  });

  test('an intervention stands in the snippet at its step', async () => {
    const { page, close } = await open();
    await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).step(20));
    await page.getByRole('combobox', { name: 'Learning rate' }).selectOption({ label: '0.1' });
    await untilSnippet(page, /"interventions"/);
    const { interventions } = await scenarioIn(page);
    assert.deepEqual(
      interventions.map((/** @type {any} */ { step }) => step),
      [20],
    );
    // Back to an earlier step, and on another way: what came later is gone.
    await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).seek(10));
    await page.getByRole('combobox', { name: 'Learning rate' }).selectOption({ label: '0.3' });
    await untilSnippet(page, /"step":10/);
    assert.deepEqual(
      (await scenarioIn(page)).interventions.map((/** @type {any} */ { step }) => step),
      [10],
    );
    await close();
  });

  test('back to its opening nothing is left in the snippet', async () => {
    const { page, close } = await open(`#scenario=${encodeURIComponent('{"seed":5}')}`);
    await untilSnippet(page, /"seed":5/);
    await page.getByRole('button', { name: 'Back to its opening' }).click();
    await untilSnippet(page, /^(?!.*scenario).*<reluctant/s);
    await close();
  });

  for (const [name, tag] of [
    ['Activations', 'reluctant-activations'],
    ['One neuron', 'reluctant-neuron'],
  ]) {
    test(`${name} can be chosen and makes a snippet of its own`, async () => {
      const { page, problems, close } = await open();
      await page.getByRole('radio', { name: new RegExp(`^${name}`) }).check();
      await untilSnippet(page, new RegExp(`<${tag}><p>`));
      await page.waitForSelector(`.live ${tag}`);
      assert.equal(await page.locator('.live reluctant-lab').count(), 0);
      assert.equal(fragmentOf(page).get('figure'), tag?.replace('reluctant-', ''));
      assert.deepEqual(problems, []);
      await close();
    });
  }

  test('a question put to the single neuron becomes its Scenario', async () => {
    const { page, close } = await open('#figure=neuron');
    await page.getByRole('button', { name: 'A very negative bias?' }).click();
    await untilSnippet(page, /scenario='\{/);
    const scenario = await scenarioIn(page);
    assert.equal(scenario.data.name, 'custom');
    await page.reload();
    await untilSnippet(page, /scenario='\{/);
    assert.deepEqual(await scenarioIn(page), scenario);
    await close();
  });
});

describe('what readers may set', () => {
  test('a tick adds the name that the element knows and the figure shows it', async () => {
    const { page, close } = await open();
    await page.getByRole('group', { name: 'Network' }).getByRole('checkbox', { name: 'Layers and units' }).check();
    await page.getByRole('group', { name: 'Training' }).getByRole('checkbox', { name: 'Learning rate' }).uncheck();
    await page.locator('summary', { hasText: 'Brakes and noise' }).click();
    await page.getByRole('checkbox', { name: 'Dropout' }).check();
    assert.match(await snippet(page), /<reluctant-lab controls="hidden activation dropout">/);
    assert.equal(fragmentOf(page).get('controls'), 'hidden activation dropout');

    pages['/controls'] =
      `<!doctype html><html lang="en"><title>Notes</title><body>${await snippet(page)}</body></html>`;
    await page.goto(`${school.origin}/controls`);
    await page.waitForSelector('reluctant-lab .control');
    const shown = await page
      .locator('reluctant-lab .settings .control')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-control')));
    assert.deepEqual(shown, ['activation', 'hidden', 'dropout']);
    await close();
  });

  test('every name that is offered shows a setting in the figure', async () => {
    const lab = await loadLab();
    const scenario = { training: { optimizer: { name: 'rmsprop' } }, network: { activation: { name: 'elu' } } };
    const { page, close } = await open(
      `#scenario=${await linkFromScenario(/** @type {any} */ (scenario), lab.catalogue)}`,
    );
    const offered = await page
      .locator('.options .checks input')
      .evaluateAll((all) =>
        all.map((one) => /** @type {HTMLInputElement} */ (one).value).filter((name) => name !== 'all'),
      );
    assert.ok(offered.length > 20 && new Set(offered).size === offered.length, String(offered));
    // One name for the activation's alpha and the optimiser's.
    assert.equal(offered.filter((name) => name === 'alpha').length, 1);
    const shown = await page.evaluate(async (names) => {
      const figure = /** @type {any} */ (document.querySelector('reluctant-lab'));
      figure.controls = names.join(' ');
      await figure.updateComplete;
      return [...figure.shadowRoot.querySelectorAll('.settings .control')].map((one) => one.dataset.control);
    }, offered);
    assert.deepEqual([...new Set(shown)].sort(), offered.sort());
    assert.equal(shown.filter((name) => name === 'alpha').length, 2);
    await close();
  });

  test('none at all is said where the figure would show some by itself', async () => {
    const { page, close } = await open('#figure=neuron&controls=');
    await untilSnippet(page, /<reluctant-neuron controls="none">/);
    await close();
  });
});

describe('a Scenario of one’s own', () => {
  /** @param {import('playwright-core').Page} page @param {string} text */
  async function paste(page, text) {
    const field = page.getByLabel('A link to a figure or to this page, or a Scenario in JSON');
    if (!(await field.isVisible())) await page.getByText('Open a link or a Scenario').click();
    await field.fill(text);
    await page.getByRole('button', { name: 'Open', exact: true }).click();
  }

  test('is opened as JSON or as a link or as an address of this page', async () => {
    const { page, problems, close } = await open();
    await paste(page, ' {"seed": 3}\n');
    await untilSnippet(page, /"seed":3/);
    const lab = await loadLab();
    const link = await linkFromScenario({ seed: 4 }, lab.catalogue);
    for (const [text, seed] of [
      [`https://school.example/embed.html?figure=lab#${link}`, 4],
      [`#${encodeURIComponent('{"seed":5}')}`, 5],
      [`https://school.example/teachers/#figure=lab&scenario=${link}`, 4],
      [link, 4],
    ]) {
      await paste(page, '{"seed": 6}');
      await untilSnippet(page, /"seed":6/);
      await paste(page, String(text));
      await untilSnippet(page, new RegExp(`"seed":${seed}`));
      assert.equal(
        await page.evaluate(() => /** @type {any} */ (document.querySelector('reluctant-lab')).scenario.seed),
        seed,
      );
    }
    assert.deepEqual(problems, []);
    await close();
  });

  test('that is longer than any link goes into the element and not into a frame', async () => {
    const { page, problems, close } = await open();
    const inputs = Array.from({ length: 3000 }, (_, row) => [Math.sin(row * 1.7), Math.cos(row * row)]);
    const data = { name: 'custom', inputs, targets: inputs.map(([x = 0, y = 0]) => Number(x > y)) };
    await paste(page, JSON.stringify({ data }));
    await untilSnippet(page, /"custom"/);
    assert.deepEqual((await scenarioIn(page)).data, data);
    await page.getByText('too long for the address of this page').waitFor();
    assert.ok(page.url().length < 200, page.url());
    await page.getByRole('radio', { name: 'HTML frame' }).check();
    await page.getByText('too long for a link').waitFor();
    await page.getByRole('button', { name: 'Back to its opening' }).click();
    await untilSnippet(page, /<iframe src="embed.html\?[^#"]*"/);
    assert.equal(await page.getByText('too long for a link').count(), 0);
    assert.deepEqual(problems, []);
    await close();
  });

  test('is refused with the path of each mistake and nothing changes', async () => {
    const { page, close } = await open();
    const before = await snippet(page);
    await paste(page, '{"sead": 1, "training": {"optimizer": {"learningRate": "fast"}}}');
    const alert = page.locator('.paste [role=alert]');
    await alert.getByText('training.optimizer.learningRate').waitFor();
    assert.match(await alert.innerText(), /sead: .*\n.*training\.optimizer\.learningRate: expected a number/s);
    await paste(page, 'what?');
    await alert.getByText('link: expected').waitFor();
    assert.equal(await snippet(page), before);
    await paste(page, '{"seed": 2}');
    await untilSnippet(page, /"seed":2/);
    assert.equal((await alert.innerText()).trim(), '');
    await close();
  });

  test('that an address has wrong is named beside the figure', async () => {
    const { page, close } = await open(`#scenario=${encodeURIComponent('{"network":{"hidden":[0]}}')}`);
    await page.locator('.paste [role=alert]').getByText('network.hidden[0]').waitFor();
    assert.equal(await scenarioIn(page), null);
    await close();
  });
});

describe('the snippet', () => {
  test('is copied and that is said', async () => {
    const { page, close } = await open('#format=mkdocs', { permissions: ['clipboard-read', 'clipboard-write'] });
    for (const part of [0, 1]) {
      await page.getByRole('button', { name: 'Copy', exact: true }).nth(part).click();
      await page.locator('.part .told').nth(part).getByText('Copied').waitFor();
      assert.equal(
        await page.evaluate('navigator.clipboard.readText()'),
        await page.locator('.part code').nth(part).textContent(),
      );
    }
    await close();
  });

  test('is selected where the clipboard is refused', async () => {
    const { page, close } = await openPage(browser, { reducedMotion: 'reduce' });
    await page.addInitScript(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: () => Promise.reject(new DOMException('', 'NotAllowedError')) },
      });
    });
    await page.goto(`${server.origin}/teachers/`);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Your browser refused').waitFor();
    assert.equal(
      await page.evaluate(() => getSelection()?.toString().trim()),
      (await page.locator('.part code').textContent())?.trim(),
    );
    await close();
  });

  test('from a server that others reach needs no file and is selected where there is no clipboard', async (t) => {
    const other = await launchChromium(['--host-resolver-rules=MAP school.example 127.0.0.1']);
    t.after(() => other.close());
    const { page, problems } = await openPage(other, { reducedMotion: 'reduce' });
    const origin = server.origin.replace('127.0.0.1', 'school.example');
    await page.goto(`${origin}/teachers/`);
    await page.getByText('Nothing has to be uploaded').waitFor();
    assert.match(await snippet(page), new RegExp(`^<script src="${origin}/reluctant.iife.js">`));
    assert.equal(await page.evaluate('navigator.clipboard'), undefined);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByText('Your browser refused').waitFor();
    await page.getByRole('radio', { name: 'Link' }).check();
    assert.equal(await snippet(page), `${origin}/`);
    assert.deepEqual(problems, []);
  });

  test('of each kind is reached by the arrow keys', async () => {
    const { page, close } = await open();
    await page.getByRole('radio', { name: 'HTML', exact: true }).focus();
    const seen = [];
    for (let press = 0; press < 9; press += 1) {
      seen.push(fragmentOf(page).get('format') ?? 'element');
      assert.ok((await snippet(page)).length > 20);
      await page.keyboard.press('ArrowRight');
    }
    assert.deepEqual(seen, rooms['FORMATS']);
    await close();
  });

  test('names the files that it needs and offers those that are here', async () => {
    const { page, problems, close } = await open();
    for (const [format, file] of [
      ['element', 'elements.js'],
      ['frame', 'embed.html'],
      ['mkdocs', 'reluctant.iife.js'],
      ['notebook', 'anywidget.js'],
    ]) {
      await page.evaluate((to) => (location.hash = `format=${to}`), format);
      const link = page.getByRole('link', { name: `Download ${file}` });
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      assert.equal(download.suggestedFilename(), file);
      assert.deepEqual(readFileSync(await download.path()), readFileSync(join(dist, file ?? '')));
    }
    assert.deepEqual(problems, []);
    await close();
  });

  test('says that a file is not here instead of offering it', async () => {
    const { page, close } = await openPage(browser, { reducedMotion: 'reduce' });
    await page.route(/(elements|iife)\.js$/, (route) => route.fulfill({ status: 404 }));
    await page.goto(`${server.origin}/teachers/`);
    await page.getByText('elements.js (not on this server').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Download elements.js' }).count(), 0);
    await close();
  });

  test('with an address takes the classic script from there', async () => {
    const { page, close } = await open();
    await page.getByRole('radio', { name: 'At this address' }).check();
    assert.match(await snippet(page), new RegExp(`^<script src="${server.origin}/reluctant.iife.js">`));
    await page.getByLabel('Address of the files').fill('https://school.example/figures/');
    await page.keyboard.press('Tab');
    await untilSnippet(page, /^<script src="https:\/\/school\.example\/figures\/reluctant\.iife\.js">/);
    await page.getByLabel('Address of the files').fill('not an address');
    await page.keyboard.press('Tab');
    assert.equal(
      await page
        .getByLabel('Address of the files')
        .evaluate((field) => /** @type {HTMLInputElement} */ (field).validationMessage),
      'expected an address such as https://school.example/figures/',
    );
    assert.match(await snippet(page), /^<script src="https:\/\/school\.example\/figures\//);
    await close();
  });

  const short = { data: { name: 'circle', samples: 64 }, network: { hidden: [6] } };
  for (const format of ['element', 'frame', 'markdown', 'mkdocs', 'quarto', 'reveal']) {
    test(`pasted into a page of another server as ${format} it shows the same run`, async () => {
      const lab = await loadLab();
      const { page, problems, close } = await open(
        `#format=${format}&theme=dark&scenario=${await linkFromScenario(short, lab.catalogue)}`,
      );
      await page.getByText('"version":1').or(page.getByText('#1.')).first().waitFor();
      const text = (await snippet(page, format === 'mkdocs' ? 1 : 0))
        .replace(/^```\{=html\}\n|\n```$/g, '')
        // What MkDocs writes for its configuration, and what reveal.js does when the slide is near.
        .replace(/^<div>/, '<script src="reluctant.iife.js"></script><div>')
        .replace('data-src=', 'src=');
      pages['/course'] =
        `<!doctype html><html lang="en"><title>Notes</title><link rel="icon" href="data:,"><body>${text}</body></html>`;
      await page.goto(`${school.origin}/course`);
      const frame = text.includes('<iframe') ? await (await page.waitForSelector('iframe')).contentFrame() : page;
      assert.ok(frame);
      await frame.waitForSelector('reluctant-lab');
      const found = await frame.evaluate(async () => {
        const figure = /** @type {any} */ (document.querySelector('reluctant-lab'));
        await customElements.whenDefined('reluctant-lab');
        await figure.ready;
        const { trainLoss } = await figure.step(40);
        return { trainLoss, theme: figure.theme, controls: figure.controls };
      });
      assert.deepEqual(found, {
        trainLoss: lab.simulate(short).step(40).trainLoss,
        theme: 'dark',
        controls: 'activation learning-rate',
      });
      assert.deepEqual(problems, []);
      await close();
    });
  }

  test('as a link opens the page of the figure with the same Scenario', async () => {
    const { page, close } = await open(`#format=link&scenario=${encodeURIComponent('{"seed":5}')}`);
    await untilSnippet(page, /#1\./);
    await page.goto(await snippet(page));
    await page.waitForFunction(
      () => /** @type {any} */ (document.querySelector('reluctant-lab'))?.scenario?.seed === 5,
    );
    await close();
  });
});

describe('the figure on a course page', () => {
  /** The page in which the snippet is tried, once it has a frame. @param {import('playwright-core').Page} page */
  async function tried(page) {
    await page.locator('.pane').scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector('.pane iframe')?.getAttribute('src')?.startsWith('blob:'));
    const frame = await (await page.waitForSelector('.pane iframe')).contentFrame();
    assert.ok(frame);
    return frame;
  }

  test('is the element of the snippet in a page that can reach nothing', async () => {
    const { page, problems, close } = await open(`#scenario=${encodeURIComponent('{"seed":5}')}`);
    await untilSnippet(page, /"seed":5/);
    const frame = await tried(page);
    await frame.waitForSelector('reluctant-lab .network');
    assert.equal(
      await frame.evaluate(async () => {
        const figure = /** @type {any} */ (document.querySelector('reluctant-lab'));
        await figure.ready;
        return figure.scenario.seed;
      }),
      5,
    );
    assert.equal(await frame.evaluate(() => window.origin), 'null');
    await page.getByText(/At 640 px the figure is \d+ px high/).waitFor();
    for (const width of [390, 960]) {
      await page.getByRole('radio', { name: `${width} px` }).check();
      await page.getByText(new RegExp(`At ${width} px the figure is \\d+ px high`)).waitFor();
      assert.equal(await frame.evaluate(() => innerWidth), width);
    }
    assert.deepEqual(problems, []);
    await close();
  });

  test('is the frame of the snippet and its height can be taken over', async () => {
    const { page, problems, close } = await open('#format=frame&figure=neuron');
    const frame = await tried(page);
    const inner = await (await frame.waitForSelector('iframe')).contentFrame();
    assert.ok(inner);
    assert.equal(inner.url(), `${server.origin}/embed.html?figure=neuron`);
    await inner.waitForSelector('reluctant-neuron');
    const taking = page.getByRole('button', { name: /Make the frame \d+ px high/ });
    await page.waitForFunction(
      () => Number(document.querySelector('.height')?.textContent?.match(/is (\d+) px high/)?.[1]) > 900,
    );
    await taking.click();
    const height = /is (\d+) px high/.exec(await page.locator('.height').innerText())?.[1];
    assert.match(await snippet(page), new RegExp(` height="${height}"`));
    assert.deepEqual(problems, []);
    await close();
  });

  const firefox = '/usr/bin/firefox-esr';
  const away = existsSync(firefox) ? false : `there is no ${firefox}`;
  test('is tried in Firefox too', { skip: away }, async (t) => {
    const fox = await puppeteer.launch({
      browser: 'firefox',
      executablePath: firefox,
      protocol: 'webDriverBiDi',
      headless: true,
    });
    t.after(() => fox.close());
    const page = await fox.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    for (const format of ['element', 'frame']) {
      await page.goto(`${server.origin}/teachers/#format=${format}`);
      await page.reload();
      await page.waitForSelector('.part code');
      await page.evaluate(() => document.querySelector('.pane')?.scrollIntoView());
      await page.waitForFunction(() =>
        /is (5|6|7|8)\d\d px high/.test(document.querySelector('.height')?.textContent ?? ''),
      );
    }
  });
});

describe('the page', () => {
  test('is in the bar of the site and not in that of the offline file', async () => {
    const { page, close } = await open();
    await page.getByRole('link', { name: 'Lab', exact: true }).click();
    await page.getByRole('link', { name: 'For teachers' }).click();
    await page.waitForSelector('.part code');
    await page.goto(`file://${dist}/reluctant.html`);
    await page.getByRole('link', { name: 'One neuron' }).waitFor();
    assert.equal(await page.getByRole('link', { name: 'For teachers' }).count(), 0);
    await close();
  });

  test('keeps everything in its address', async () => {
    const { page, close } = await open();
    await page.getByRole('radio', { name: 'HTML frame' }).check();
    await page.getByLabel('Width', { exact: true }).fill('80 %');
    await page.getByLabel('Height', { exact: true }).fill('555');
    await page.getByLabel('Who may hear of its state').fill('https://school.example nonsense');
    await page.keyboard.press('Tab');
    await page.getByRole('combobox', { name: 'Colours' }).selectOption('Dark');
    await page.getByLabel('Plays by itself').check();
    await page.getByText('origins: expected an origin such as').waitFor();
    const made = await snippet(page);
    for (const part of [
      'width="80%"',
      'height="555"',
      'origins=https%3A%2F%2Fschool.example"',
      'theme=dark',
      'autoplay=1',
    ])
      assert.ok(made.includes(part), `${part} is not in ${made}`);
    const colleague = await page.context().newPage();
    await colleague.goto(page.url());
    await colleague.waitForSelector('.part code');
    assert.equal(await snippet(colleague), made);
    await page.getByLabel('Height', { exact: true }).fill('9');
    await page.keyboard.press('Tab');
    assert.match(
      await page
        .getByLabel('Height', { exact: true })
        .evaluate((field) => /** @type {HTMLInputElement} */ (field).validationMessage),
      /expected CSS pixels/,
    );
    assert.equal(await snippet(page), made);
    await close();
  });

  test('turns no part of its address into markup', async () => {
    const { page, problems, close } = await open();
    for (const payload of ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:alert(1)']) {
      const said = new URLSearchParams(
        Object.fromEntries([...Object.keys(rooms['usual']), 'scenario'].map((key) => [key, payload])),
      );
      await page.goto(`${server.origin}/teachers/#${said.toString()}`);
      await page.reload();
      await page.waitForSelector('.part code');
      assert.equal(await page.locator('main img, main script, main [onerror]').count(), 0);
      assert.ok(!(await page.locator('.part code').first().innerText()).includes(payload));
    }
    assert.deepEqual(problems, []);
    await close();
  });

  for (const [width, height] of [
    [1440, 900],
    [768, 1024],
    [390, 844],
  ]) {
    for (const colorScheme of /** @type {const} */ (['light', 'dark'])) {
      test(`axe finds nothing at ${width} in ${colorScheme} colours`, async () => {
        const { page, close } = await open('#format=frame', {
          viewport: { width: width ?? 0, height: height ?? 0 },
          colorScheme,
        });
        await page.getByText('Open a link or a Scenario').click();
        await page.waitForTimeout(350);
        const { violations } = await new AxeBuilder({ page })
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          .exclude('.pane iframe')
          .analyze();
        assert.deepEqual(
          violations.map(
            ({ id, nodes }) =>
              `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
          ),
          [],
        );
        await close();
      });
    }
  }

  for (const width of [320, 390, 768, 1440, 2560]) {
    test(`nothing runs out to the side at ${width}`, async () => {
      const { page, close } = await open('', { viewport: { width, height: 900 } });
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
      const small = await page
        .locator('main > * button:visible, main > * summary:visible, main > * label:visible')
        .evaluateAll((all) =>
          all
            .filter((one) => one.getRootNode() === document)
            .map((one) => ({ name: one.textContent?.trim().slice(0, 30), box: one.getBoundingClientRect() }))
            .filter(({ box }) => box.height < 43.9 || box.width < 43.9)
            .map(({ name, box }) => `${name}: ${box.width} x ${box.height}`),
        );
      assert.deepEqual(small, []);
      await close();
    });
  }
});
