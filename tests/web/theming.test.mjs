// @ts-check
// Figures in the colours and the type of the page around them: custom properties and parts, on canvases too. Their names are
// in dist/custom-elements.json, which is manifest.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dist, useBrowser } from './browser.mjs';

const names = ['lab', 'neuron', 'activations', 'twins'];
const page_ = (/** @type {string} */ name, /** @type {string} */ style) => `<!doctype html><html lang="en"><head>
<title>Course notes</title><link rel="icon" href="data:,"><style>${style}</style></head><body>
<script type="module" src="/elements.js"></script><reluctant-${name}></reluctant-${name}></body></html>`;
const wishes = `--reluctant-ground: rgb(255 250 230); --reluctant-ink: rgb(60 0 60); --reluctant-accent: rgb(138 21 56);
  --reluctant-font: Georgia, serif; --reluctant-radius: 2px;`;

/** @type {Record<string, string>} */
const pages = {};
for (const name of names) {
  pages[`/${name}`] = page_(name, '');
  pages[`/wished-${name}`] = page_(name, `reluctant-${name} { ${wishes} }`);
  pages[`/part-${name}`] = page_(name, `reluctant-${name}::part(play) { background: rgb(1 2 3); }`);
  pages[`/nonsense-${name}`] = page_(
    name,
    `reluctant-${name} { --reluctant-ink: red; } reluctant-${name} { --reluctant-ink: soup; --reluctant-font: 12; }`,
  );
}
const { open } = useBrowser({ folder: dist, pages, usual: { viewport: { width: 1300, height: 900 } } });

/** What the figure wears. @param {import('playwright-core').Page} page @param {string} name */
const worn = (page, name) =>
  page.evaluate(async (tag) => {
    const figure = /** @type {any} */ (document.querySelector(tag));
    await customElements.whenDefined(tag);
    await figure.ready;
    await figure.updateComplete;
    const style = getComputedStyle(figure);
    const cards = [...figure.shadowRoot.querySelectorAll('.timeline, .card, .side, .plot')];
    const card = cards.find((one) => parseFloat(getComputedStyle(one).borderTopLeftRadius) > 0);
    return {
      ink: style.color,
      font: style.fontFamily,
      accent: style.getPropertyValue('--accent').trim(),
      ground: style.getPropertyValue('--panel').trim(),
      line: style.getPropertyValue('--line').trim(),
      radius: card ? getComputedStyle(card).borderTopLeftRadius : null,
      play: getComputedStyle(figure.shadowRoot.querySelector('[part=play]')).backgroundColor,
    };
  }, `reluctant-${name}`);

for (const name of names) {
  test(`${name} wears the ground and the ink and the accent and the type and the corners of the page`, async () => {
    const usual = await worn((await open(`/${name}`)).page, name);
    const { page, problems } = await open(`/wished-${name}`);
    const found = await worn(page, name);
    assert.equal(found.ink, 'rgb(60, 0, 60)');
    assert.match(found.font, /^Georgia/);
    assert.deepEqual([found.accent, found.ground], ['rgb(138 21 56)', 'rgb(255 250 230)']);
    assert.notEqual(found.line, usual.line);
    if (found.radius !== null) assert.deepEqual([usual.radius, found.radius], ['14px', '2px']);
    assert.deepEqual(problems, []);
  });

  test(`${name} keeps its own look where the page says nonsense`, async () => {
    const usual = await worn((await open(`/${name}`)).page, name);
    const found = await worn((await open(`/nonsense-${name}`)).page, name);
    assert.deepEqual([found.ink, found.accent, found.ground], [usual.ink, usual.accent, usual.ground]);
  });

  test(`the page reaches the play button of ${name} as a part`, async () => {
    assert.equal((await worn((await open(`/part-${name}`)).page, name)).play, 'rgb(1, 2, 3)');
  });

  test(`the reader's own few colours win over the page's in ${name}`, async () => {
    const { page } = await open(`/wished-${name}`, { forcedColors: 'active' });
    assert.equal((await worn(page, name)).ground, 'Canvas');
  });
}

test('the words of a canvas take the ink and the type of the page', async () => {
  const written = async (/** @type {string} */ path) => {
    const { page } = await open(path, {
      first: () => {
        const { prototype } = CanvasRenderingContext2D;
        const { fillText } = prototype;
        const looks = Object.assign(window, { looks: new Set() }).looks;
        prototype.fillText = function (...given) {
          looks.add(`${this.font} in ${this.fillStyle}`);
          fillText.apply(this, given);
        };
      },
    });
    await worn(page, 'lab');
    await page.waitForFunction(() => /** @type {any} */ (window).looks.size > 0);
    return page.evaluate(() => [.../** @type {any} */ (window).looks].join('; '));
  };
  const wished = await written('/wished-lab');
  assert.match(wished, /Georgia/);
  assert.doesNotMatch(wished, /Inter|system-ui/);
  assert.match(wished, /in #3c003c|in rgb\(60/);
  assert.doesNotMatch(await written('/lab'), /Georgia|#3c003c/);
});
