// @ts-check
// dist/custom-elements.json against the elements themselves, in both directions: what it names is there, and what is there
// it names. What the elements do is elements.test.mjs.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { dist, useBrowser } from './browser.mjs';

/** @typedef {import('../../tools/manifest.mjs').Declaration} Declaration */
/** @type {import('../../tools/manifest.mjs').Manifest} */
const manifest = JSON.parse(readFileSync(`${dist}/custom-elements.json`, 'utf8'));
const declarations = manifest.modules.flatMap((module) => module.declarations);
const names = (/** @type {{ name: string }[]} */ items) => items.map(({ name }) => name).sort();

const figures = new URL('../../web/figures/', import.meta.url).pathname;
/** All that a figure's folder and the files that all figures share say, but for docstrings. @param {string} tag @param {string} end */
function sourceOf(tag, end) {
  const folders = [figures, `${figures}${tag.replace('reluctant-', '')}/`];
  return folders
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}${name}`))
    .filter((path) => path.endsWith(end))
    .map((path) => readFileSync(path, 'utf8').replace(/\/\*\*[\s\S]*?\*\//g, ''))
    .join('\n');
}

/** What a figure needs to show all its parts. @type {Record<string, string>} */
const shown = { 'reluctant-twins': 'controls="twin"' };

/** @type {Record<string, string>} */
const pages = Object.fromEntries(
  declarations.map(({ tagName }) => [
    `/${tagName}`,
    `<!doctype html><html lang="en"><title>Course notes</title><link rel="icon" href="data:,">
     <script type="module" src="/elements.js"></script><${tagName} ${shown[tagName] ?? ''}></${tagName}></html>`,
  ]),
);
const { open } = useBrowser({ folder: dist, pages });

test('the manifest names every element and no other', () => {
  const source = readFileSync(`${figures}all.ts`, 'utf8');
  const tags = [...source.matchAll(/tag: '([\w-]+)'/g)].map(([, tag]) => tag);
  assert.ok(tags.length >= 3, String(tags));
  assert.deepEqual(declarations.map(({ tagName }) => tagName).sort(), tags.sort());
});

test('everything in the manifest has a sentence', () => {
  for (const { tagName, attributes, members, events, slots, cssProperties, cssParts, description } of declarations) {
    for (const item of [...attributes, ...members, ...events, ...slots, ...cssProperties, ...cssParts]) {
      assert.ok(item.description, `${tagName} ${item.name}`);
    }
    assert.ok(description, tagName);
  }
});

for (const { tagName, attributes, members, events, cssProperties, cssParts } of declarations) {
  test(`attributes and properties and methods of ${tagName} are those of its class`, async () => {
    const { page } = await open(`/${tagName}`);
    const own = await page.evaluate(async (tag) => {
      await customElements.whenDefined(tag);
      const made = /** @type {any} */ (customElements.get(tag));
      const offered = new Set(Object.keys(made.properties ?? {}));
      for (let type = made; type.name !== '' && 'observedAttributes' in type; type = Object.getPrototypeOf(type)) {
        if (Object.hasOwn(type, 'properties')) for (const name of Object.keys(type.properties)) offered.add(name);
      }
      const figure = document.querySelector(tag);
      return { observed: [...made.observedAttributes].sort(), offered: [...offered].sort(), figure: figure?.localName };
    }, tagName);
    assert.deepEqual(names(attributes), own.observed);
    assert.deepEqual(own.offered, own.observed);
    const kinds = await page.evaluate(
      ([tag, members]) => {
        const figure = /** @type {any} */ (document.querySelector(tag));
        return members.map((name) =>
          name in figure ? (typeof figure[name] === 'function' ? 'method' : 'field') : 'none',
        );
      },
      /** @type {const} */ ([tagName, members.map(({ name }) => name)]),
    );
    assert.deepEqual(
      kinds,
      members.map(({ kind }) => kind),
    );
    const types = readFileSync(`${dist}/elements.d.ts`, 'utf8');
    const [, type = ''] = types.match(new RegExp(`'${tagName}': (\\w+)`)) ?? [];
    const interfaces = ['ReluctantFigure', type].map(
      (name) => types.match(new RegExp(`interface ${name} [^]*?\\n}`))?.[0],
    );
    const declared = [...interfaces.join('\n').matchAll(/^ {2}(?:readonly )?(\w+)[:(]/gm)].map(([, name]) => name);
    const missing = declared.filter((name) => !members.some((member) => member.name === name));
    assert.deepEqual(missing, []);
  });

  test(`events of ${tagName} are those that its source sends`, () => {
    const sent = [...sourceOf(tagName, '.ts').matchAll(/emit\(([^;]*?)\)?;/g)].flatMap(([call]) =>
      [...call.matchAll(/'(reluctant-\w+)'/g)].map(([, name]) => name),
    );
    assert.deepEqual(names(events), [...new Set(sent)].sort());
  });

  test(`custom properties of ${tagName} are those that its source reads`, () => {
    const source = sourceOf(tagName, '.ts') + sourceOf(tagName, '.css');
    const wished = [...source.matchAll(/wish\('(\w+)'/g)].map(([, name]) => `--reluctant-${name}`);
    const used = [...source.matchAll(/--reluctant-\w+/g)]
      .map(([name]) => name)
      .filter((name) => name !== '--reluctant-');
    assert.deepEqual(names(cssProperties), [...new Set([...wished, ...used])].sort());
  });

  test(`parts of ${tagName} are those that stand in it`, async () => {
    const { page } = await open(`/${tagName}`);
    const parts = await page.evaluate(async (tag) => {
      const figure = /** @type {any} */ (document.querySelector(tag));
      await customElements.whenDefined(tag);
      await figure.ready;
      await figure.updateComplete;
      const all = [...figure.shadowRoot.querySelectorAll('[part]')].flatMap((one) => [...one.part]);
      return [...new Set(all)].sort();
    }, tagName);
    assert.deepEqual(parts, names(cssParts));
  });
}
