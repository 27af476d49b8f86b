// @ts-check
// On paper: nothing to press, light, one moment of the run, and where it can be found again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dist, site, useBrowser } from './browser.mjs';
import { serve } from './serve.mjs';

const names = ['lab', 'neuron', 'activations', 'twins'];
/** @type {Record<string, string>} */
const pages = {};
for (const name of names) {
  pages[`/${name}`] = `<!doctype html><html lang="en"><title>Course notes</title><link rel="icon" href="data:,">
    <script type="module" src="/elements.js"></script>
    <reluctant-${name} autoplay theme="dark" ${name === 'lab' ? 'controls="activation all"' : ''}></reluctant-${name}></html>`;
}
const { open } = useBrowser({ folder: dist, pages });

/** Runs in the page: what of the figure can be pressed and is seen. */
const pressable = () => {
  const figure = document.querySelector('reluctant-lab, reluctant-neuron, reluctant-activations, reluctant-twins');
  return [...(figure?.shadowRoot?.querySelectorAll('button, input, select') ?? [])]
    .filter((one) => one.getClientRects().length > 0 && !one.classList.contains('choose'))
    .map((one) => one.outerHTML.slice(0, 80));
};

for (const name of names) {
  test(`${name} is printed light and still and without anything to press`, async () => {
    const { page, problems } = await open(`/${name}`);
    const tag = `reluctant-${name}`;
    await page.waitForFunction((tag) => /** @type {any} */ (document.querySelector(tag)).at > 0, tag);
    const shown = await page.evaluate(pressable);
    assert.ok(shown.length > 2, String(shown.length));

    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    const at = () => page.evaluate((tag) => /** @type {any} */ (document.querySelector(tag)).at, tag);
    const look = () =>
      page.evaluate((tag) => getComputedStyle(/** @type {any} */ (document.querySelector(tag))).colorScheme, tag);
    const stopped = await at();
    assert.equal(await look(), 'light');
    assert.deepEqual(await page.evaluate(pressable), []);
    await page.waitForTimeout(500);
    assert.ok((await at()) <= stopped + 1, `went on from ${stopped} to ${await at()}`);

    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    await page.emulateMedia({ media: 'screen' });
    assert.equal(await look(), 'dark');
    assert.equal((await page.evaluate(pressable)).length, shown.length);
    assert.deepEqual(problems, []);
  });
}

test('a frame and a page of the site print where they can be found again', async (t) => {
  const pagesOfSite = await serve(site);
  t.after(() => pagesOfSite.close());
  for (const address of ['/embed.html#{"seed":9}', `${pagesOfSite.origin}/#{"seed":9}`]) {
    const { page } = await open(address);
    await page.evaluate(`(async () => {
      while (!document.querySelector('reluctant-lab')) await new Promise((later) => setTimeout(later, 50));
      await document.querySelector('reluctant-lab').ready;
    })()`);
    const printed = page.locator('.address');
    assert.equal(await printed.count(), 0);
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await printed.innerText(), page.url());
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
    assert.equal(await printed.count(), 0);
    await page.close();
  }
});

test('a frame that the reader has changed prints the link of the change', async () => {
  const { page } = await open('/embed.html?controls=seed%20all#{"seed":9}');
  await page.evaluate(`(async () => {
    while (!document.querySelector('reluctant-lab')) await new Promise((later) => setTimeout(later, 50));
    await document.querySelector('reluctant-lab').ready;
  })()`);
  await page
    .getByRole('button', { name: /seed|dice|New/i })
    .first()
    .click();
  await page.waitForFunction(() => {
    dispatchEvent(new Event('beforeprint'));
    return /#1\./.test(document.querySelector('.address')?.textContent ?? '');
  });
});
