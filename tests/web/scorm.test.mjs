// @ts-check
// The SCORM unit in a stub of a learning system: what it asks for, what it leaves there. The frame inside is embed.test.mjs.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { unzipSync } from 'fflate';
import { dist, untilLab, useBrowser, withLab } from './browser.mjs';

/** A course's page with the run-time interface of SCORM 1.2, which keeps all calls and values. */
const course = `<!doctype html><html lang="en"><title>Course</title><link rel="icon" href="data:,"><script>
calls = []; values = JSON.parse(sessionStorage.values ?? '{}');
const note = (name, ...rest) => { calls.push([name, ...rest]); return 'true'; };
API = {
  LMSInitialize: (text) => note('initialize', text), LMSFinish: (text) => note('finish', text),
  LMSGetValue: (name) => (note('get', name), values[name] ?? ''), LMSCommit: (text) => note('commit', text),
  LMSSetValue: (name, value) => { values[name] = value; sessionStorage.values = JSON.stringify(values); return note('set', name, value); },
};</script><iframe title="Unit" src="/index.html" width="900" height="700"></iframe></html>`;

const files = unzipSync(readFileSync(`${dist}/reluctant-scorm.zip`));
const folder = mkdtempSync(join(tmpdir(), 'reluctant-scorm-'));
for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
after(() => rmSync(folder, { recursive: true, force: true }));

const { open } = useBrowser({ folder, pages: { '/course': course } });

test('the manifest names every file of the zip and no other', () => {
  const manifest = new TextDecoder().decode(files['imsmanifest.xml']);
  const named = [...manifest.matchAll(/<file href="([^"]+)"/g)].map(([, name]) => name);
  assert.deepEqual([...named, 'imsmanifest.xml'].sort(), Object.keys(files).sort());
});

test('a unit is begun and kept and completed by a death and a revival and goes on where it was left', async () => {
  const { page, problems } = await open('/course');
  const figure = async () => {
    const unit = await (await page.waitForSelector('iframe')).contentFrame();
    const frame = await (await unit?.waitForSelector('iframe'))?.contentFrame();
    assert.ok(frame);
    await withLab(frame, () => null);
    return frame;
  };
  const value = (/** @type {string} */ name) => page.evaluate((name) => /** @type {any} */ (window).values[name], name);
  const frame = await figure();
  assert.equal(await value('cmi.core.lesson_status'), 'incomplete');
  await withLab(frame, (lab) => lab.step(240));
  await frame.locator('reluctant-lab .rescue').first().click();
  await withLab(frame, (lab) => lab.step(200));
  await page.waitForFunction(() => /** @type {any} */ (window).values['cmi.core.lesson_status'] === 'completed');
  await page.waitForFunction(() => JSON.parse(/** @type {any} */ (window).values['cmi.suspend_data']).step === 440);
  assert.ok((await value('cmi.suspend_data')).length <= 4096);

  await page.reload();
  const again = await figure();
  await untilLab(again, (lab) => lab.at === 440);
  assert.equal(await value('cmi.core.lesson_status'), 'completed');
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).calls[0]), ['initialize', '']);
  assert.deepEqual(problems, []);
});
