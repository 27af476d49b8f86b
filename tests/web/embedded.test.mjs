// @ts-check
// What a figure owes to the page around it and to that page's readers, in each way of embedding: axe, scrolling, writing
// from right to left, no script, a sum that is checked. Where it starts at all is matrix.test.mjs.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { unzipSync } from 'fflate';
import { dist, launchChromium, openPage, site } from './browser.mjs';
import { inSomeFrame, trained } from './figures.mjs';
import { serve } from './serve.mjs';

const names = ['lab', 'neuron', 'activations', 'twins'];
const element = (/** @type {string} */ name) => `<reluctant-${name}></reluctant-${name}>`;
const page_ = (/** @type {string} */ body, attributes = 'lang="en"', head = '') => `<!doctype html><html ${attributes}>
<head><meta name="viewport" content="width=device-width" /><title>Course notes</title><link rel="icon" href="data:,">${head}</head>
<body><main><h1>Course notes</h1>${body}</main></body></html>`;
const follow = `<script>addEventListener('message', ({ data }) => {
  if (data.type === 'resize') document.querySelector('iframe').height = data.height;
});</script>`;
const script = '<script type="module" src="/elements.js"></script>';

/** @type {import('playwright-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof serve>>} */
let figures;
/** @type {Awaited<ReturnType<typeof serve>>} */
let hosts;
/** @type {Record<string, string>} */
const pages = {};

before(async () => {
  [browser, figures, hosts] = await Promise.all([
    launchChromium(),
    serve(dist, {}, () => ({ 'access-control-allow-origin': '*' })),
    serve(dist, pages),
  ]);
  const frame = (/** @type {string} */ name, rest = '') =>
    `<iframe title="A figure" width="100%" height="900" src="${figures.origin}/embed.html?figure=${name}" ${rest}></iframe>`;
  const below = '<p style="height: 3000px">Text</p>';
  for (const name of names) {
    pages[`/element-${name}`] = page_(script + element(name));
    pages[`/frame-${name}`] = page_(frame(name));
    pages[`/wheel-${name}`] = page_(script + element(name) + below);
    // Once the frame is as high as its content, there is nothing in it to scroll.
    pages[`/wheel-frame-${name}`] = page_(frame(name) + below + follow);
    pages[`/rtl-${name}`] = page_(script + element(name), 'lang="ar" dir="rtl"');
  }
  const files = unzipSync(readFileSync(`${dist}/reluctant-scorm.zip`));
  for (const [name, bytes] of Object.entries(files)) pages[`/scorm/${name}`] = new TextDecoder().decode(bytes);
  const wrong = `#${encodeURIComponent('{"colour":1}')}`;
  const refused = (/** @type {string} */ rest) => page_(frame('lab', rest).replace('figure=lab', `figure=lab${wrong}`));
  pages['/refused'] = refused('');
  pages['/refused-allowed'] = refused('allow="clipboard-write"');
});
after(async () => {
  await browser?.close();
  await Promise.all([figures?.close(), hosts?.close()]);
});

/** @param {string} address @param {import('playwright-core').BrowserContextOptions} [options] */
async function open(address, options) {
  const opened = await openPage(browser, {
    viewport: { width: 900, height: 800 },
    reducedMotion: 'reduce',
    ...options,
  });
  await opened.page.goto(address.startsWith('/') ? hosts.origin + address : address);
  return opened;
}

/** Waits for the figure, whichever it is. @param {import('playwright-core').Page} page */
const stands = (page) =>
  inSomeFrame(page, async () => {
    const figure = /** @type {any} */ (
      document.querySelector(
        'reluctant-lab:defined, reluctant-neuron:defined, reluctant-activations:defined, reluctant-twins:defined',
      )
    );
    await figure?.ready;
    return figure ? figure.localName : null;
  });

for (const [way, address] of [
  ...names.map((name) => [`the element of ${name}`, `/element-${name}`]),
  ...names.map((name) => [`the frame of ${name}`, `/frame-${name}`]),
  ['the SCORM unit', '/scorm/index.html'],
  ...names.map((name) => [`the one file at ${name}`, `file://${dist}/reluctant.html?page=${name}`]),
]) {
  test(`axe finds nothing in ${way}`, async () => {
    const { page, close } = await open(/** @type {string} */ (address));
    await stands(page);
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
      [],
    );
    await close();
  });
}

for (const path of names.flatMap((name) => [`/wheel-${name}`, `/wheel-frame-${name}`])) {
  test(`the wheel over the figure at ${path} scrolls the page`, async () => {
    const { page, close } = await open(path);
    await stands(page);
    const box = await page
      .locator('reluctant-lab, reluctant-neuron, reluctant-activations, reluctant-twins, iframe')
      .first()
      .boundingBox();
    assert.ok(box);
    for (const share of [0.25, 0.5, 0.75]) {
      await page.evaluate(() => scrollTo(0, 0));
      await page.mouse.move(box.x + box.width * share, Math.min(700, box.y + 0.5 * box.height));
      await page.mouse.wheel(0, 400);
      await page.waitForFunction(() => scrollY > 100);
    }
    await close();
  });
}

for (const name of names) {
  for (const width of [320, 390, 900]) {
    test(`from right to left ${name} stays inside ${width} pixels`, async () => {
      const { page, problems, close } = await open(`/rtl-${name}`, { viewport: { width, height: 844 } });
      await stands(page);
      // The figure takes the form of its window a frame after it stands.
      await page.waitForFunction((width) => document.documentElement.scrollWidth === width, width);
      const outside = await page.evaluate((name) => {
        const figure = document.querySelector(`reluctant-${name}`);
        const { left, right } = figure?.getBoundingClientRect() ?? new DOMRect();
        const leaves = [...(figure?.shadowRoot?.querySelectorAll('button, h2, h3, canvas, select, input') ?? [])];
        const far = leaves
          .filter(
            (leaf) =>
              !leaf.closest('dialog, [popover], details, .quick, .questions') && leaf.getClientRects().length > 0,
          )
          .filter((leaf) => {
            const box = leaf.getBoundingClientRect();
            return box.left < left - 1 || box.right > right + 1;
          });
        return { page: document.documentElement.scrollWidth, far: far.map((leaf) => leaf.outerHTML.slice(0, 80)) };
      }, name);
      assert.deepEqual(outside, { page: width, far: [] });
      assert.deepEqual(problems, []);
      await close();
    });
  }
}

for (const address of [
  ...names.map((name) => `page ${name}`),
  `file://${dist}/reluctant.html`,
  `file://${dist}/embed.html`,
]) {
  test(`without JavaScript a sentence says so at ${address.replace(dist, 'dist')}`, async (t) => {
    const pagesOfSite = await serve(site);
    t.after(() => pagesOfSite.close());
    const [, name] = address.match(/^page (\w+)$/) ?? [];
    const there = name ? `${pagesOfSite.origin}/${name === 'lab' ? '' : `${name}/`}` : address;
    const { page, close } = await open(there, { javaScriptEnabled: false });
    assert.match(await page.locator('body').innerText(), /takes JavaScript/);
    await close();
  });
}

for (const [path, allowed] of /** @type {const} */ ([
  ['/refused', false],
  ['/refused-allowed', true],
])) {
  test(`a link that was refused can be copied from the frame at ${path}`, async () => {
    const { page, close } = await open(path);
    await stands(page);
    const frame = await (await page.waitForSelector('iframe')).contentFrame();
    await frame?.getByRole('button', { name: 'Copy' }).click();
    if (allowed) await frame?.getByRole('button', { name: 'Copied' }).waitFor();
    else {
      await frame?.waitForFunction(() => {
        const root = /** @type {any} */ (document.querySelector('reluctant-lab')?.shadowRoot);
        return /colour/.test(String(root.getSelection?.() ?? getSelection()));
      });
    }
    await close();
  });
}

test('the script of the README runs with its sum and not with another', async () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const [snippet = ''] = readme.match(/<script[^>]*integrity[^>]*><\/script>/) ?? [];
  assert.ok(snippet.includes(`reluctant@${version}/dist/elements.js`), snippet);
  const sum = createHash('sha384')
    .update(readFileSync(`${dist}/elements.js`))
    .digest('base64');
  const here = snippet.replace(/https:.*\/dist\//, `${figures.origin}/`);
  const fallback = '<reluctant-lab><p>A picture of a dead neuron.</p></reluctant-lab>';
  pages['/sum'] = page_(here.replace('sha384-…', `sha384-${sum}`) + fallback);
  pages['/other-sum'] = page_(here.replace('sha384-…', `sha384-${sum.replace(/^../, 'AA')}`) + fallback);
  const right = await open('/sum');
  assert.ok((await trained(right.page)).loss > 0);
  assert.deepEqual(right.problems, []);
  await right.close();
  const wrong = await open('/other-sum');
  await wrong.page.getByText('A picture of a dead neuron.').waitFor();
  assert.ok(wrong.problems.some((problem) => /integrity/.test(problem)));
  assert.equal(await wrong.page.evaluate(() => customElements.get('reluctant-lab') === undefined), true);
  await wrong.close();
});
