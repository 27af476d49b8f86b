// @ts-check
// What strangers may write into a scenario, an attribute, a link or a message: text stays text, and nothing is obeyed but
// commands. What a wrong Scenario is told is tests/wasm/scenario.test.mjs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dist, useBrowser, withFigure } from './browser.mjs';

/** Each would set `window.breached`, open a dialog or leave the page, if it were taken for markup, script or an address. */
const payloads = [
  '<script>breached = 1</script>',
  '</script><script>breached = 1</script>',
  '<img src=x onerror="breached = 1">',
  '<svg onload="breached = 1">',
  '<svg><script>breached = 1</script></svg>',
  '<svg><animate onbegin="breached = 1" attributeName=x dur=1s>',
  '<iframe srcdoc="<script>parent.breached = 1</script>">',
  '<body onload="breached = 1">',
  '<details open ontoggle="breached = 1">',
  '<input autofocus onfocus="breached = 1">',
  '<video><source onerror="breached = 1"></video>',
  '<math><mtext><table><mglyph><style><img src=x onerror="breached = 1">',
  '<a href="javascript:breached=1">x</a>',
  '<form action="javascript:breached=1"><button autofocus>x</form>',
  '<meta http-equiv="refresh" content="0;url=javascript:breached=1">',
  '<base href="https://example.org/">',
  '<object data="javascript:breached=1">',
  '<embed src="javascript:breached=1">',
  '<template><script>breached = 1</script></template>',
  '<style>@import "javascript:breached=1";</style>',
  '"><script>breached = 1</script>',
  '\'" onmouseover="breached = 1" x="',
  'javascript:breached=1',
  'data:text/html,<script>parent.breached=1</script>',
  '${breached = 1}',
  '{{constructor.constructor("breached = 1")()}}',
  '`-alert(1)-`',
  "'-alert(1)-'",
  '<!--><img src=x onerror=alert(1)-->',
  '\u202e<scr\u0000ipt>alert(1)</scr\u0000ipt>',
];

const tags = ['reluctant-lab', 'reluctant-neuron', 'reluctant-activations', 'reluctant-twins'];
/** How many times as much the long run tries. */
const times = process.env['RELUCTANT_LONG'] ? 20 : 1;

const { server, open } = useBrowser({
  folder: dist,
  pages: {
    ...Object.fromEntries(
      tags.map((tag) => [
        `/${tag}`,
        `<!doctype html><html lang="en"><title>Notes</title><link rel="icon" href="data:,">
        <script type="module" src="/elements.js"></script><${tag}></${tag}></html>`,
      ]),
    ),
    '/host': `<!doctype html><html lang="en"><title>Notes</title><link rel="icon" href="data:,">
        <script>errors = 0; addEventListener('message', ({ data }) => { errors += data.type === 'error'; if (data.type === 'ready') ready = true; });</script>
        <iframe title="A figure" src="/embed.html#${encodeURIComponent('{"network":{"hidden":[4]}}')}"></iframe></html>`,
  },
  usual: { viewport: { width: 700, height: 600 } },
});

/** A page in which nothing may open and from which nothing may lead away. @param {string} address */
async function guarded(address) {
  const { page, problems } = await open('about:blank');
  /** @type {string[]} */
  const breaches = [];
  page.on('dialog', (dialog) => {
    breaches.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(server.origin + address);
  page.on('framenavigated', (frame) => breaches.push(`navigation: ${frame.url()}`));
  const judge = async () => {
    const set = await page.evaluate(() =>
      [window, ...Array.from(window)].map((view) => /** @type {any} */ (view).breached),
    );
    return [...breaches, ...set.filter((value) => value !== undefined).map(() => 'script ran'), ...problems];
  };
  return { page, judge };
}

for (const tag of tags) {
  test(`no field of a scenario and no attribute of ${tag} turns text into markup`, async () => {
    const { page, judge } = await guarded(`/${tag}`);
    // What the figures share is seen in the first of them: the others meet all of it in the long run.
    const some = payloads.filter((_, index) => times > 1 || tag === tags[0] || index % 4 === 0);
    const refused = await withFigure(tag)(
      page,
      async (figure, payloads) => {
        let refused = 0;
        for (const text of payloads) {
          for (const scenario of [
            text,
            { [text]: 1 },
            { data: { name: text } },
            { data: { name: 'custom', inputs: [[text]], targets: [0] } },
            { network: { activation: { name: text } } },
            { network: { weights: { name: 'normal', [text]: 1 } } },
            { training: { optimizer: { learningRate: text } } },
            { interventions: [{ step: 1, set: { [text]: text } }] },
          ]) {
            await figure.load({ scenario });
            await figure.updateComplete;
            refused += figure.shadowRoot.querySelector('[role=alert]') ? 1 : 0;
          }
          for (const attribute of ['controls', 'twin', 'lang', 'theme']) figure.setAttribute(attribute, text);
          await figure.updateComplete;
        }
        return refused;
      },
      some,
    );
    assert.equal(refused, some.length * 8);
    assert.deepEqual(await judge(), []);
  });

  test(`${tag} goes on whatever its attributes are set to`, async () => {
    const { page, judge } = await guarded(`/${tag}`);
    const words = fc.constantFrom(
      '__proto__',
      'constructor',
      'toString',
      'all',
      'question',
      'en',
      'dark',
      '',
      ' ',
      ...payloads,
    );
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), words, fc.json(), fc.constant('{"seed":3}'));
    const settings = fc.record({
      name: fc.constantFrom('scenario', 'twin', 'controls', 'lang', 'theme', 'autoplay', 'dir', 'hidden'),
      value: fc.option(text),
    });
    const changes = fc.sample(settings, { numRuns: 60 * times, seed: 20261121 });
    const steps = await withFigure(tag)(
      page,
      async (figure, changes) => {
        const steps = [];
        for (const [index, { name, value }] of changes.entries()) {
          if (value === null) figure.removeAttribute(name);
          else figure.setAttribute(name, value);
          await figure.updateComplete;
          if (index % 30 === 29) steps.push((await figure.step(1)).step > 0);
        }
        return steps;
      },
      changes,
    );
    assert.deepEqual(steps, Array(2 * times).fill(true));
    assert.deepEqual(await judge(), []);
  });
}

test('no part of an address turns text into markup', async () => {
  // Six at once: markup is markup wherever in a text it stands.
  for (let index = 0; index < payloads.length; index += 6) {
    const text = payloads.slice(index, index + 6).join(' ');
    const coded = encodeURIComponent(text);
    const part = index % 4 === 0 ? `#${coded}` : `#${encodeURIComponent(JSON.stringify({ [text]: text }))}`;
    const { page, judge } = await guarded(
      `/embed.html?figure=lab&controls=${coded}&lang=${coded}&theme=${coded}&origins=${coded}${part}`,
    );
    await page.waitForSelector('reluctant-lab');
    assert.deepEqual(await judge(), [], text);
  }
  const { page, judge } = await guarded(`/embed.html?figure=${encodeURIComponent(payloads.join(''))}`);
  await page.waitForFunction(() => document.body.textContent?.includes('figure: expected'));
  assert.deepEqual(await judge(), []);
});

test('thousands of messages of any shape are no commands and reach no prototype', async () => {
  const { page, judge } = await guarded('/host');
  await page.waitForFunction(() => /** @type {any} */ (window).ready === true);
  const poison = fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString');
  /** @type {fc.Arbitrary<unknown>} */
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.dictionary(fc.oneof(poison, fc.string()), fc.jsonValue()),
    fc.record({
      source: fc.constant('reluctant'),
      version: fc.oneof(fc.constant(1), fc.jsonValue()),
      type: fc.oneof(fc.constantFrom('jump', 'steps', 'eval', 'open', ...payloads), fc.jsonValue()),
      rest: fc.jsonValue(),
    }),
    fc.record({
      source: fc.constant('reluctant'),
      version: fc.constant(1),
      type: fc.constantFrom('step', 'load', 'restore', 'theme'),
      unknown: fc.jsonValue(),
    }),
  );
  const messages = fc.sample(anything, { numRuns: 3000 * times, seed: 20261121 });
  const frame = page.frames()[1];
  assert.ok(frame);
  const fingerprint = () =>
    frame.evaluate(() => {
      const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
      return JSON.stringify([lab.scenario, lab.at, lab.theme, Object.keys(Object.prototype)]);
    });
  const before = await fingerprint();
  await page.evaluate(async (messages) => {
    for (const [index, message] of messages.entries()) {
      document.querySelector('iframe')?.contentWindow?.postMessage(message, '*');
      if (index % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }, messages);
  await page.waitForFunction(() => /** @type {any} */ (window).errors > 0);
  await page.waitForTimeout(300);
  assert.equal(await fingerprint(), before);
  assert.deepEqual(await judge(), []);
});
