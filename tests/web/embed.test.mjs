// @ts-check
// embed.html in other people's pages: where it starts, what it says to its host and what it obeys. The element in a page
// of its own is elements.test.mjs.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { loadLab } from '../../dist/index.node.js';
import { dist, testInFirefox, untilLab, useBrowser, useServer, withLab } from './browser.mjs';

const short = { data: { name: 'circle', samples: 64 }, network: { hidden: [6] } };
const fragment = encodeURIComponent(JSON.stringify(short));

/** The loss after 40 steps, by the package under Node.js. */
let lossAt40 = 0;
/** @type {Record<string, string>} */
const pages = {};

const figures = useServer(dist);
const { server: hosts, open: openHost } = useBrowser({
  folder: dist,
  pages,
  usual: { viewport: { width: 900, height: 800 } },
});

/** A host that keeps what it hears. */
const hostPage = (/** @type {string} */ frame, head = '') => `<!doctype html><html lang="en"><head>${head}
<title>Course notes</title><link rel="icon" href="data:,"></head><body>
<script>heard = []; addEventListener('message', (event) => { if (event.source !== window) heard.push({ origin: event.origin, ...event.data }); });</script>
${frame}</body></html>`;

before(async () => {
  const lab = await loadLab();
  const simulation = lab.simulate(short);
  lossAt40 = simulation.step(40).trainLoss;
  const file = await readFile(`${dist}/embed.html`, 'utf8');
  const escaped = file.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const src = `${figures.origin}/embed.html`;
  const own = `${src}?origins=${hosts.origin}#${fragment}`;
  Object.assign(pages, {
    '/plain': hostPage(`<iframe title="A figure" width="640" height="460" src="${own}"></iframe>`),
    '/stranger': hostPage(`<iframe title="A figure" src="${src}?origins=https://example.org#${fragment}"></iframe>`),
    '/nobody': hostPage(`<iframe title="A figure" src="${src}#${fragment}"></iframe>`),
    '/sandbox': hostPage(`<iframe title="A figure" sandbox="allow-scripts" src="${own}"></iframe>`),
    '/canvas': hostPage(
      `<iframe title="A figure" width="640" height="460" name="f" align="left" frameborder="0" scrolling="no" sandbox="allow-scripts allow-same-origin allow-forms allow-popups" allowfullscreen src="${own}"></iframe>`,
    ),
    '/srcdoc': hostPage(`<iframe title="A figure" sandbox="allow-scripts" srcdoc="${escaped}"></iframe>`),
    '/strict': hostPage(
      `<iframe title="A figure" src="${own}"></iframe>`,
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; img-src data:; frame-src ${figures.origin}; require-trusted-types-for 'script'">`,
    ),
    '/wrong': hostPage(`<iframe title="A figure" src="${src}?figure=cat#${fragment}"></iframe>`),
    '/badlink': hostPage(
      `<iframe title="A figure" src="${src}?origins=nonsense%20${hosts.origin}#${encodeURIComponent('{"seed":')}"></iframe>`,
    ),
  });
});

/** The page and its frame, whose figure stands. @param {string} path */
async function open(path) {
  const opened = await openHost(path);
  const element = await opened.page.waitForSelector('iframe');
  const frame = /** @type {import('playwright-core').Frame} */ (await element.contentFrame());
  return { ...opened, frame };
}

/** What the host heard of a type, once there is one. @param {import('playwright-core').Page} page @param {string} type */
const heard = async (page, type, least = 1) => {
  await page.waitForFunction(
    ([type, least]) =>
      /** @type {any} */ (window).heard.filter((/** @type {any} */ m) => m.type === type).length >= least,
    /** @type {const} */ ([type, least]),
  );
  return page.evaluate(
    (type) => /** @type {any} */ (window).heard.filter((/** @type {any} */ m) => m.type === type),
    type,
  );
};

/** @param {import('playwright-core').Page} page @param {unknown} message */
const send = (page, message) =>
  page.evaluate((message) => document.querySelector('iframe')?.contentWindow?.postMessage(message, '*'), message);

/** Waits until `count` stays the same for a while, which must come within some seconds. @param {() => Promise<number>} count */
async function stands(count) {
  const counts = [await count()];
  while (counts.at(-1) !== counts.at(-2)) {
    assert.ok(counts.length < 20, `it never rests: ${counts}`);
    await new Promise((resolve) => setTimeout(resolve, 700));
    counts.push(await count());
  }
}

const command = (/** @type {string} */ type, rest = {}) => ({ source: 'reluctant', version: 1, type, ...rest });

for (const path of ['/plain', '/sandbox', '/canvas', '/strict']) {
  test(`in the frame of ${path} it starts and computes the same numbers`, async () => {
    const { page, problems } = await open(path);
    const [ready] = await heard(page, 'ready');
    assert.equal(ready.figure, 'lab');
    assert.deepEqual([ready.source, ready.version, ready.scenario.data.samples], ['reluctant', 1, 64]);
    await send(page, command('step', { count: 40 }));
    const loss = await page.waitForFunction(
      () => /** @type {any} */ (window).heard.find((/** @type {any} */ m) => m.detail?.step === 40)?.detail.trainLoss,
    );
    assert.equal(await loss.jsonValue(), lossAt40);
    assert.deepEqual(problems, []);
  });
}

test('as srcdoc in a sandbox it starts without any address', async () => {
  const { page, problems } = await open('/srcdoc');
  const [ready] = await heard(page, 'ready');
  assert.equal(ready.scenario.data.name, 'xor');
  assert.equal(ready.origin, 'null');
  assert.deepEqual(problems, []);
});

test('by a double click it opens from the disk and asks the network for nothing', async () => {
  const { page, problems, requests } = await openHost(`file://${dist}/embed.html#${fragment}`);
  assert.equal((await withLab(page, (lab) => lab.step(40))).trainLoss, lossAt40);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    requests.filter((url) => !/^(file|data|blob):/.test(url)),
    [],
  );
});

test('commands take effect in order and the state comes back', async () => {
  const { page, problems } = await open('/plain');
  await heard(page, 'ready');
  await send(page, command('step', { count: 5 }));
  await send(page, command('load', { scenario: { ...short, seed: 9 } }));
  await send(page, command('step'));
  await page.waitForFunction(() =>
    /** @type {any} */ (window).heard.some(
      (/** @type {any} */ m) => m.type === 'state' && m.scenario.seed === 9 && m.step === 1,
    ),
  );
  await send(page, command('restore', { state: { scenario: { ...short, seed: 4 }, step: 30 } }));
  await page.waitForFunction(() =>
    /** @type {any} */ (window).heard.some(
      (/** @type {any} */ m) => m.type === 'state' && m.scenario.seed === 4 && m.step === 30,
    ),
  );
  await send(page, command('reset'));
  await page.waitForFunction(() => /** @type {any} */ (window).heard.at(-1).step === 0);
  assert.deepEqual(problems, []);
});

test('a wrong command is answered by its mistake and changes nothing', async () => {
  const { page, frame, problems } = await open('/plain');
  await heard(page, 'ready');
  for (const [message, mistake] of /** @type {[unknown, RegExp][]} */ ([
    [{ ...command('play'), version: 2 }, /message\.version: expected 1, found 2/],
    [command('jump'), /message\.type: expected .*found "jump"/],
    [command('step', { count: 0.5 }), /message\.count: /],
    [command('play', { loudly: true }), /message\.loudly: /],
    [command('load', { scenario: { sead: 1 } }), /sead/],
    [command('load', { scenario: 'x'.repeat(70_000) }), /at most 65536 characters/],
  ])) {
    const before = (await page.evaluate(() => /** @type {any} */ (window).heard.length)) || 0;
    await send(page, message);
    await page.waitForFunction((n) => /** @type {any} */ (window).heard.length > n, before);
    const [error] = await page.evaluate((n) => /** @type {any} */ (window).heard.slice(n), before);
    assert.equal(error.type, 'error');
    assert.match(error.message, mistake);
  }
  assert.deepEqual(await withLab(frame, (lab) => [lab.at, lab.playing ?? false]), [0, false]);
  assert.deepEqual(problems, []);
});

test('messages of others and from other windows are no commands', async () => {
  const { page, frame } = await open('/plain');
  await heard(page, 'ready');
  await send(page, { type: 'play' });
  await send(page, 'play');
  await send(page, null);
  await frame.evaluate((message) => window.postMessage(message, '*'), command('step', { count: 9 }));
  await page.waitForTimeout(300);
  assert.equal(await withLab(frame, (lab) => lab.at), 0);
  assert.deepEqual(
    await page.evaluate(() => /** @type {any} */ (window).heard.filter((/** @type {any} */ m) => m.type === 'error')),
    [],
  );
});

test('a page that origins does not name hears of no state and commands nothing', async () => {
  const { page, frame, problems } = await open('/stranger');
  await heard(page, 'ready');
  await send(page, command('step', { count: 9 }));
  await page.waitForTimeout(300);
  assert.equal(await withLab(frame, (lab) => lab.at), 0);
  const types = await page.evaluate(() => /** @type {any} */ (window).heard.map((/** @type {any} */ m) => m.type));
  assert.ok(!types.includes('state') && !types.includes('event'), String(types));
  assert.deepEqual(problems, []);
});

test('without origins the parent commands but is told no state', async () => {
  const { page, frame } = await open('/nobody');
  await heard(page, 'ready');
  await send(page, command('step', { count: 9 }));
  await untilLab(frame, (lab) => lab.at === 9);
  const types = await page.evaluate(() => /** @type {any} */ (window).heard.map((/** @type {any} */ m) => m.type));
  assert.ok(!types.includes('state') && !types.includes('event'), String(types));
});

test('the height is told to every kind of host and does not creep', async () => {
  const { page, frame } = await open('/plain');
  const [{ height }] = await heard(page, 'resize');
  assert.ok(height > 200 && Number.isInteger(height), String(height));
  const [canvas, edx, h5p] = await page.evaluate(() => {
    const { heard } = /** @type {any} */ (window);
    return [
      heard.find((/** @type {any} */ m) => m.subject === 'lti.frameResize').height,
      heard.find((/** @type {any} */ m) => m.type === 'plugin.resize').payload.height,
      heard.find((/** @type {any} */ m) => m.context === 'h5p' && m.action === 'resize').scrollHeight,
    ];
  });
  assert.deepEqual([canvas, edx, h5p], [height, height, height]);
  // A host that follows every height must come to rest.
  await page.evaluate(() => {
    addEventListener('message', ({ data }) => {
      const frame = document.querySelector('iframe');
      if (data.type === 'resize' && frame) frame.style.height = `${data.height}px`;
    });
    const frame = document.querySelector('iframe');
    if (frame) frame.style.width = '320px';
  });
  await stands(() =>
    page.evaluate(() => /** @type {any} */ (window).heard.filter((/** @type {any} */ m) => m.type === 'resize').length),
  );
  const { scroll, client } = await frame.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, `${scroll} > ${client}`);
});

test('slides start and stop it', async () => {
  const { page, frame } = await open('/plain');
  await heard(page, 'ready');
  await send(page, 'slide:start');
  await untilLab(frame, (lab) => lab.at > 2);
  await send(page, 'slide:stop');
  await heard(page, 'state', 2);
  await stands(() => withLab(frame, (lab) => lab.at));
});

test('a figure that is not known and a link that cannot be read are said in words', async () => {
  const wrong = await open('/wrong');
  await wrong.frame.waitForFunction(() => document.body.textContent?.includes('figure: expected'));
  const { page } = await open('/badlink');
  const errors = await heard(page, 'error', 2);
  assert.match(errors[0].message, /origins: expected an origin/);
  assert.match(errors[1].message, /link: expected JSON/);
});

test('more than 60 commands a second are refused', async () => {
  const { page, frame } = await open('/plain');
  await heard(page, 'ready');
  await page.evaluate((message) => {
    for (let i = 0; i < 100; i += 1) document.querySelector('iframe')?.contentWindow?.postMessage(message, '*');
  }, command('step'));
  await heard(page, 'error', 40);
  await untilLab(frame, (lab) => lab.at === 60);
});

testInFirefox('Firefox starts it in frames and in a sandbox and from the disk with the same numbers', async (page) => {
  for (const path of ['/plain', '/sandbox', '/srcdoc', '/canvas']) {
    await page.goto(hosts.origin + path);
    const [ready] = await page.waitForFunction(firstReady).then((found) => found.jsonValue());
    assert.equal(ready.figure, 'lab', path);
  }
  await page.goto(`file://${dist}/embed.html#${fragment}`);
  const loss = await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector('reluctant-lab'));
    await lab.ready;
    return (await lab.step(40)).trainLoss;
  });
  assert.equal(loss, lossAt40);
});

/** Runs in the host: what the figure said when it was ready, in a list; nothing before. */
function firstReady() {
  const said = /** @type {any} */ (window).heard.filter((/** @type {any} */ message) => message.type === 'ready');
  return said.length > 0 ? said : null;
}
