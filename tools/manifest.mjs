// Writes dist/custom-elements.json, what editors and other tools know of the elements: made of the docstrings in
// web/figures by the analyser of custom-elements manifests. Part of npm run build:site; reference.mjs makes a chapter of it.
// @ts-check
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** @typedef {{ name: string, description?: string, type?: { text: string }, default?: string, privacy?: string, kind?: string }} Item */
/**
 * @typedef {object} Declaration
 * @property {string} name
 * @property {string} tagName
 * @property {string} description
 * @property {Item[]} attributes
 * @property {(Item & { parameters?: Item[], return?: { type: { text: string } } })[]} members
 * @property {Item[]} events
 * @property {Item[]} slots
 * @property {Item[]} cssProperties
 * @property {Item[]} cssParts
 */
/** @typedef {{ schemaVersion: string, modules: { path: string, declarations: Declaration[] }[] }} Manifest */

/** The file of the package in which all elements are. */
const FILE = 'dist/elements.js';
const ANALYSER = 'node_modules/@custom-elements-manifest/analyzer/cem.js';
export const LISTS = /** @type {const} */ (['attributes', 'members', 'events', 'slots', 'cssProperties', 'cssParts']);

/** @returns {Manifest} one declaration an element, with what it has from the base class as its own */
export function manifestOfElements() {
  const args = [ANALYSER, 'analyze', '--config', 'web/manifest.config.mjs'];
  execFileSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const { schemaVersion, modules } = JSON.parse(readFileSync('build/custom-elements.json', 'utf8'));
  /** @type {Declaration[]} */
  const declarations = modules
    .flatMap((/** @type {{ declarations: Declaration[] }} */ module) => module.declarations)
    .filter((/** @type {Declaration} */ { tagName }) => tagName);
  for (const declaration of declarations) tidy(declaration);
  const exports = declarations.map(({ name, tagName }) => ({
    kind: 'custom-element-definition',
    name: tagName,
    declaration: { name, module: FILE },
  }));
  return {
    schemaVersion,
    modules: [Object.assign({ kind: 'javascript-module', path: FILE, declarations }, { exports })],
  };
}

/** Leaves what the package shows: public, named, from one file. @param {Declaration} declaration */
function tidy(declaration) {
  Reflect.deleteProperty(declaration, 'superclass');
  for (const list of LISTS) {
    for (const item of declaration[list] ?? []) {
      Reflect.deleteProperty(item, 'inheritedFrom');
      if (list === 'attributes') Object.assign(item, { type: { text: typeOfAttribute(item) } });
    }
  }
  const shown = (/** @type {Item} */ { name, privacy = 'public' }) => privacy === 'public' && !name.startsWith('#');
  declaration.members = declaration.members.filter(shown);
  for (const member of declaration.members) {
    const attribute = declaration.attributes.find(({ name }) => name === member.name);
    member.description ??= attribute?.description ?? '';
    if (attribute && member.kind === 'field') member.type ??= { text: typeOfAttribute(attribute) };
  }
  // What the one place that sends them looks like to the analyser.
  declaration.events = declaration.events.filter((/** @type {Item} */ { name }) => name.startsWith('reluctant-'));
}

/** An attribute is text, or is there. @param {Item} item */
const typeOfAttribute = ({ type }) => (type?.text === 'boolean' ? 'boolean' : 'string');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync('dist/custom-elements.json', `${JSON.stringify(manifestOfElements(), null, 2)}\n`);
  console.log('dist/custom-elements.json');
}
