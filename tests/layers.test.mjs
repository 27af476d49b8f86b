// Who may call whom, C++ and TypeScript in one table, and what no room may hold. The checker is a function of texts, so
// that it is seen to fail on planted breaches; what the compiled objects may hold is in forbidden-symbols.test.mjs.
// @ts-check
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';

/**
 * Each room with what it may call: rooms, single files of rooms, packages of npm (a colon: of Node.js).
 * A folder stands for the files below it that are in no other entry; a file's room is the longest entry that its path
 * begins with.
 *
 * @type {Record<string, string[]>}
 */
const rooms = {
  'core/numerics': [],
  'core/activations': ['core/numerics'],
  'core/data': ['core/numerics'],
  'core/network': ['core/numerics', 'core/activations'],
  'core/training': ['core/numerics', 'core/activations', 'core/network'],
  'core/health': ['core/numerics', 'core/activations', 'core/network', 'core/training'],
  'core/experiment': ['core/numerics', 'core/activations', 'core/data', 'core/network', 'core/training', 'core/health'],
  'wasm/bindings': ['core/experiment'],
  'wasm/src': ['wasm/src/module.ts', 'comlink'],
  'wasm/src/module.ts': ['wasm/src', 'build/wasm-simd/wasm/core.js', 'wasm-feature-detect'],
  'wasm/src/index.node.ts': ['wasm/src', 'wasm/src/module.ts', 'node:'],
  'wasm/cli': ['wasm/src', 'wasm/src/index.node.ts', 'node:'],
  'web/drawing': ['wasm/src/types.ts'],
  'web/shell': ['wasm/src/types.ts', 'wasm/src/link.ts', 'web/drawing/palette.ts', 'lit'],
  'web/figures': ['web/shell', 'web/drawing', 'wasm/src', 'tests/scenarios', 'lit'],
  'web/figures/lab': ['web/figures', 'web/shell', 'web/drawing', 'wasm/src', 'tests/scenarios', 'lit', 'uplot'],
  'web/figures/neuron': ['web/figures', 'web/shell', 'web/drawing', 'wasm/src', 'lit'],
  'web/figures/activations': ['web/figures', 'web/shell', 'web/drawing', 'wasm/src', 'lit'],
  'web/figures/twins': ['web/figures', 'web/shell', 'web/drawing', 'wasm/src', 'lit'],
  'web/figures/all.ts': [
    'web/figures',
    'web/figures/lab',
    'web/figures/neuron',
    'web/figures/activations',
    'web/figures/twins',
  ],
  'web/pages': [
    'web/figures',
    'web/figures/lab',
    'web/figures/neuron',
    'web/figures/activations',
    'web/figures/twins',
    'web/figures/all.ts',
    'web/shell',
    'web/drawing',
    'wasm/src',
    'lit',
    '@fontsource-variable/inter',
    'web/figures/all.ts',
    'web/beside.ts',
  ],
  'web/beside.ts': [
    'web/figures/core.ts',
    'wasm/src/client.ts',
    'wasm/src/worker.ts',
    'virtual:worker-source',
    'build/wasm-simd/wasm/core.wasm',
    'build/wasm-scalar/wasm/core.wasm',
  ],
  'web/inside.ts': [
    'web/figures/core.ts',
    'wasm/src/client.ts',
    'virtual:worker-source',
    'build/wasm-simd/wasm/core.wasm',
    'build/wasm-scalar/wasm/core.wasm',
  ],
  'web/elements.ts': ['web/figures/all.ts', 'web/inside.ts'],
  'web/anywidget.ts': ['web/figures', 'web/figures/all.ts', 'web/inside.ts', 'wasm/src/types.ts'],
  'web/scorm': [],
  'web/offline': ['web/pages'],
  'web/embed': ['web/inside.ts', 'web/figures', 'web/figures/all.ts', 'web/shell', 'wasm/src', 'valibot'],
};

/**
 * Words that stand in no file of a part, but for the files named.
 *
 * @type {{ under: RegExp, word: RegExp, why: string, but?: string[] }[]}
 */
const forbidden = [
  {
    under: /^core\//,
    word: /#\s*include\s*<(iostream|fstream|filesystem|chrono|thread|random)>/,
    why: 'the core knows no console, file, clock, thread and no random numbers but its own',
  },
  { under: /^core\//, word: /emscripten/i, why: 'the core does not know Emscripten' },
  {
    under: /^wasm\/bindings\//,
    word: /\b(if|for|while|switch) *\(| \? /,
    why: 'bindings are names and views, with no branch and no loop',
  },
  {
    under: /^(wasm|web)\//,
    word: /innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|new Function\b|\beval\(/,
    why: 'text becomes no markup and no code',
  },
  { under: /^web\/.*\.ts$/, word: /\sstyle=["$]/, why: 'the policy of the page refuses style attributes' },
  {
    under: /^(wasm|web)\/.*\.ts$/,
    word: /\bHEAP(U?8|U?16|U?32|F32|F64)\b|\bcreateCore\b/,
    why: 'module.ts alone knows Emscripten',
    but: ['wasm/src/module.ts', 'wasm/src/core.d.ts'],
  },
  {
    under: /^(wasm|web)\/.*\.ts$/,
    word: /\bloadInstance\b|\bCoreRun\b/,
    why: 'lab.ts and simulation.ts alone hold objects of the module',
    but: ['wasm/src/module.ts', 'wasm/src/lab.ts', 'wasm/src/simulation.ts'],
  },
  {
    under: /^(wasm|web)\/.*\.ts$/,
    word: /\b(local|session)Storage\b/,
    why: 'one file touches storage, for even reading the property can throw',
    but: ['web/shell/storage.ts'],
  },
];

const noRoom = /^(utils?|common|helpers?|misc)(\.|$)/;
const isCpp = (/** @type {string} */ path) => /\.(cpp|h)$/.test(path);

/** @typedef {{ path: string, text: string }} File */

/** What a C++ file includes with quotes: `health/census.h` is core/health; a plain name is its own room's. */
const includes = (/** @type {File} */ { text }) =>
  [...text.matchAll(/^\s*#\s*include\s*"([^"]+\/[^"]+)"/gm)].map(([, path]) => `core/${path}`);

/** What a TypeScript file imports, in earnest or as a type: other files as a path from the root, packages by name. */
const imports = (/** @type {File} */ { path, text }) => {
  /** @type {string[]} */
  const calls = [];
  const add = (/** @type {ts.Node | undefined} */ specifier) => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const name = specifier.text.replace(/\?.*$/, '');
    const target = name.startsWith('.') ? join(dirname(path), name).replaceAll('\\', '/') : name;
    calls.push(/^(wasm|web)\//.test(target) ? target.replace(/\.js$/, '.ts') : target);
  };
  const walk = (/** @type {ts.Node} */ node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0]);
    if (ts.isNewExpression(node) && node.expression.getText(source) === 'URL') add(node.arguments?.[0]);
    ts.forEachChild(node, walk);
  };
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  walk(source);
  return calls;
};

const below = (/** @type {string} */ path, /** @type {string} */ entry) =>
  path === entry || path.startsWith(entry.endsWith(':') ? entry : `${entry}/`);
const longest = (/** @type {string[]} */ entries) => entries.toSorted((a, b) => b.length - a.length)[0];
const roomOf = (/** @type {string} */ path) => longest(Object.keys(rooms).filter((room) => below(path, room)));
/** Whether `entry` stands for `path`: it is below it, and in no room further down. */
const standsFor = (/** @type {string} */ entry, /** @type {string} */ path) =>
  below(path, entry) && (roomOf(path) ?? '').length <= entry.length;

/**
 * @param {File[]} files  paths from the root, with / between
 * @returns {string[]} each breach as `path: what is wrong`; empty when all is well
 */
export const breaches = (files) =>
  files.flatMap((file) => {
    const { path, text } = file;
    const wrong = [];
    if (path.split('/').some((part) => noRoom.test(part))) wrong.push('a name that says nothing');
    for (const { under, word, why, but } of forbidden) {
      const found = under.test(path) && !but?.includes(path) && text.match(word);
      if (found) wrong.push(`${found[0].trim()}: ${why}`);
    }
    if (path.startsWith('wasm/bindings/') && text.split('\n').length > 100) wrong.push('a binding of over 100 lines');
    const room = roomOf(path);
    if (!room) {
      const calls = /\.(ts|cpp|h)$/.test(path) && !/\.(config|d)\.ts$/.test(path);
      return (calls ? [...wrong, 'in no room of the table'] : wrong).map((what) => `${path}: ${what}`);
    }
    for (const target of isCpp(path) ? includes(file) : imports(file)) {
      const allowed = [room, ...(rooms[room] ?? [])].some((entry) => standsFor(entry, target));
      if (!allowed) wrong.push(`${room} may not call ${target}`);
    }
    return wrong.map((what) => `${path}: ${what}`);
  });

/** All files of the three parts that hold code or markup. */
const files = ['core', 'wasm', 'web'].flatMap((part) =>
  readdirSync(part, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ['.cpp', '.h', '.ts', '.html', '.css', '.js'].includes(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(path, 'utf8') })),
);

test('no file of the house breaks the table', () => {
  assert.ok(files.length > 20, `found only ${files.length} files`);
  assert.deepEqual(breaches(files), []);
});

test('the checker sees every planted breach', async (t) => {
  /** @type {[path: string, text: string, breach: RegExp][]} */
  const planted = [
    ['core/network/forward.cpp', '#include "health/census.h"', /core\/network may not call core\/health\/census\.h/],
    ['core/data/families.cpp', '# include "network/layout.h"', /core\/data may not call core\/network/],
    ['core/numerics/random.cpp', '#include <random>', /#include <random>: the core knows/],
    ['core/health/census.h', '#include <iostream>', /no console/],
    ['core/health/events.cpp', '  #include <chrono>', /no console, file, clock/],
    ['core/experiment/simulation.cpp', '#include <emscripten/bind.h>', /does not know Emscripten/],
    ['core/cellar/rats.cpp', '', /in no room/],
    ['core/health/common.h', '', /a name that says nothing/],
    ['wasm/bindings/health.cpp', '#include "health/census.h"', /wasm\/bindings may not call/],
    ['wasm/bindings/experiment.cpp', '\n'.repeat(110), /over 100 lines/],
    ['wasm/bindings/run.cpp', 'if (step < 0) return;', /no branch and no loop/],
    ['wasm/src/client.ts', "import { loadInstance } from './module.js';", /alone hold objects of the module/],
    ['wasm/src/client.ts', "await import('../../web/figures/lab/run.js');", /wasm\/src may not call web\/figures/],
    ['wasm/src/lab.ts', "import core from '../../build/wasm-simd/wasm/core.js';", /wasm\/src may not call build/],
    [
      'wasm/src/link.ts',
      "import { Lab } from '../../web/figures/lab/element.js';",
      /wasm\/src may not call web\/figures/,
    ],
    ['wasm/src/lab.ts', "import { readFile } from 'node:fs/promises';", /wasm\/src may not call node:fs/],
    ['wasm/src/simulation.ts', 'const all = core.HEAPF32;', /module\.ts alone knows Emscripten/],
    ['web/drawing/network.ts', "import { connect } from '../../wasm/src/client.js';", /web\/drawing may not call/],
    ['web/drawing/field.ts', "import type { Store } from '../figures/lab/store.js';", /web\/drawing may not call/],
    ['web/drawing/axis.ts', "import uPlot from 'uplot';", /web\/drawing may not call uplot/],
    ['web/shell/theme.ts', "export { Lab } from '../figures/lab/element.js';", /web\/shell may not call/],
    ['web/figures/lab/view.ts', "import '../../pages/lab/page.js';", /web\/figures\/lab may not call web\/pages/],
    [
      'web/figures/lab/run.ts',
      "new Worker(new URL('../../pages/lab/worker.ts', import.meta.url));",
      /may not call web\/pages/,
    ],
    [
      'web/figures/neuron/hand.ts',
      "import type { Store } from '../lab/store.js';",
      /neuron may not call web\/figures\/lab/,
    ],
    ['web/figures/lab/run.ts', "import '../activations/run.js';", /lab may not call web\/figures\/activations/],
    ['web/figures/lab/microscope/view.ts', "import '../../neuron/plane.js';", /lab may not call web\/figures\/neuron/],
    [
      'web/figures/element.ts',
      "import { Store } from './lab/store.js';",
      /web\/figures may not call web\/figures\/lab/,
    ],
    ['web/figures/twins/run.ts', "import { Run } from '../lab/run.js';", /twins may not call web\/figures\/lab/],
    ['web/figures/lab/view.ts', 'host.innerHTML = text;', /text becomes no markup/],
    ['web/figures/lab/view.ts', 'html`<p style="color: red"></p>`', /refuses style attributes/],
    ['web/figures/lab/store.ts', 'localStorage.theme = 1;', /one file touches storage/],
    ['web/pages/lab/utils.ts', '', /a name that says nothing/],
    ['web/rats.ts', '', /in no room/],
  ];
  for (const [path, text, breach] of planted) {
    await t.test(`${path} with ${JSON.stringify(text.trim() || 'a bad name or place')}`, () => {
      const found = breaches([{ path, text }]);
      assert.equal(found.length, 1, found.join('\n'));
      assert.match(found[0] ?? '', breach);
    });
  }
});

test('a file that may hold a forbidden word does', () => {
  for (const { word, but = [] } of forbidden) {
    for (const path of but) assert.ok(word.test(readFileSync(path, 'utf8')), `${path} needs no leave`);
  }
});

test('the checker lets the arrows of the table pass', () => {
  const right = [
    ['core/health/census.cpp', '#include <vector>\n#include "census.h"\n#include "network/layout.h"'],
    ['wasm/src/client.ts', "import type { WasmFiles } from './module.js';\nimport { wrap } from 'comlink';"],
    [
      'wasm/cli/run.ts',
      "import { readFile } from 'node:fs/promises';\nimport { loadLab } from '../src/index.node.js';",
    ],
    ['web/drawing/network.ts', "import type { Frame } from '../../wasm/src/types.js';"],
    ['web/figures/lab/view.ts', "import { paint } from '../../drawing/network.js';\nimport { html } from 'lit';"],
    [
      'web/figures/lab/microscope/view.ts',
      "import { words } from '../view.js';\nimport { FigureElement } from '../../element.js';",
    ],
  ].map(([path = '', text = '']) => ({ path, text }));
  assert.deepEqual(breaches(right), []);
});

test('CMake shows a room no other rooms than the table does', () => {
  const listed = [...readFileSync('core/CMakeLists.txt', 'utf8').matchAll(/^reluctant_room\((\w+)([^)]*)\)/gm)];
  assert.ok(listed.length > 0);
  const uses = new Map(
    listed.map(([, room = '', rest = '']) => {
      const words = rest.match(/USES((?:\s+[a-z]+)+)/)?.[1] ?? '';
      return [room, words.split(/\s+/).filter(Boolean)];
    }),
  );
  /** @returns {string[]} */
  const seen = (/** @type {string} */ room) => (uses.get(room) ?? []).flatMap((other) => [other, ...seen(other)]);
  for (const room of uses.keys()) {
    const allowed = rooms[`core/${room}`] ?? [];
    for (const other of seen(room)) assert.ok(allowed.includes(`core/${other}`), `${room} sees ${other}`);
  }
});

test('an include of a higher room does not compile', async (t) => {
  const list = 'build/native/compile_commands.json';
  if (!existsSync(list)) return t.skip(`there is no ${list}: run tools/test house`);
  /** @type {{ command: string, file: string, directory: string }[]} */
  const commands = JSON.parse(readFileSync(list, 'utf8'));
  for (const room of Object.keys(rooms).filter((name) => name.startsWith('core/'))) {
    const entry = commands.find(({ file }) => file.startsWith(join(process.cwd(), room)));
    assert.ok(entry, `no command compiles a file of ${room}`);
    const [compiler = '', ...words] = entry.command.split(' ').filter(Boolean);
    const flags = words.filter(
      (word, at) => /^-(I|D|m|f|std)/.test(word) || /^-(isystem)$/.test(words[at - 1] ?? '') || word === '-isystem',
    );
    const compiles = (/** @type {string} */ door) =>
      spawnSync(compiler, [...flags, '-fsyntax-only', '-x', 'c++', '-'], {
        cwd: entry.directory,
        input: `#include "${door}"\n`,
        encoding: 'utf8',
      });
    for (const [other, folder] of Object.keys(rooms)
      .filter((name) => name.startsWith('core/'))
      .map((name) => [name, basename(name)])) {
      const door = readdirSync(`${other}/include/${folder}`)[0];
      const mayCall = other === room || rooms[room]?.includes(other ?? '');
      if (mayCall && other !== room) continue; // downwards: every file of the house compiles so
      await t.test(`${room} ${mayCall ? 'sees its own' : 'does not see'} ${folder}/${door}`, () => {
        const { status, stderr } = compiles(`${folder}/${door}`);
        if (mayCall) assert.equal(status, 0, stderr);
        else assert.match(stderr, /No such file or directory/);
      });
    }
  }
});

test('every source file begins by saying what is in it', () => {
  const silent = files.filter(({ path, text }) => {
    const first = text.split('\n').find((line) => !/^(#!|#pragma once|<!doctype|<html|<head|<meta|$)/i.test(line));
    return /\.(cpp|h|ts)$/.test(path) && !/^(\/\/|\/\*)/.test(first ?? '');
  });
  assert.deepEqual(
    silent.map(({ path }) => path),
    [],
  );
});
