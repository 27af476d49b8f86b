// A Scenario as the fragment of a link, and back: `1.` and base64url of the deflated JSON of what differs from
// the defaults. Whether what comes back is a right Scenario, the core says.
import { entriesOf } from './tables.js';
import type { Catalogue, CatalogueEntry, Mistake, Scenario } from './types.js';

/** What a link holds: any JSON value of bounded size, for the core to judge, or why it cannot be read. */
export type LinkReading = { ok: true; scenario: unknown } | { ok: false; errors: Mistake[] };

const VERSION = 1;
const LONGEST_FRAGMENT = 32 * 1024;
const LONGEST_TEXT = 256 * 1024;
const DEEPEST = 16;
const POISON = new Set(['__proto__', 'constructor', 'prototype']);

/** The fragment (without `#`) of a Scenario. Equal experiments give equal links, written out or not. */
export async function linkFromScenario(scenario: Scenario, catalogue: Catalogue): Promise<string> {
  const json = JSON.stringify(differing(scenario, catalogue));
  if (typeof CompressionStream === 'undefined') return encodeURIComponent(json);
  const bytes = await read(new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw')), Infinity);
  return `${VERSION}.${base64url(bytes)}`;
}

/** Reads a fragment, with or without its `#`; plain and percent-encoded JSON too. Never throws. */
export async function scenarioFromLink(fragment: string): Promise<LinkReading> {
  try {
    const text = await textOf(fragment.replace(/^#/, ''));
    if (depth(text) > DEEPEST) throw new Mistaken(`at most ${DEEPEST} levels of nesting`, `${depth(text)}`);
    return { ok: true, scenario: JSON.parse(text, refusePoison) };
  } catch (error) {
    const message = error instanceof Mistaken ? error.message : `expected JSON, found a damaged or shortened link`;
    return { ok: false, errors: [{ path: 'link', message }] };
  }
}

/** What of a Scenario is not as the catalogue has it by default, and the version. */
export function differing(scenario: Scenario, catalogue: Catalogue): object {
  const usual = new Map<string, unknown>(catalogue.fields.map((field) => [field.path, field.default]));
  usual.set('interventions', []);
  return { version: VERSION, ...(differingPart(scenario, '', catalogue, usual) as object | undefined) };
}

/** What of the part at `path` differs; undefined when nothing does. */
function differingPart(part: unknown, path: string, catalogue: Catalogue, usual: Map<string, unknown>): unknown {
  const entries = entriesOf(catalogue, path);
  if (Array.isArray(part) && entries.length > 0) {
    return part.map((choice: unknown) =>
      isObject(choice) ? differingChoice(choice, entries, usual.get(path)) : choice,
    );
  }
  if (isObject(part) && entries.length > 0) {
    const below = [...usual].filter(([field]) => field.startsWith(`${path}.`));
    const shared = below.map(([field, value]) => [field.slice(path.length + 1), value] as const);
    return filled(Object.entries(differingChoice(part, entries, usual.get(path), shared)));
  }
  if (usual.has(path)) return same(part, usual.get(path)) ? undefined : part;
  if (!isObject(part)) return part;
  const join = (key: string): string => (path === '' ? key : `${path}.${key}`);
  return filled(Object.entries(part).map(([key, value]) => [key, differingPart(value, join(key), catalogue, usual)]));
}

/** A choice without the parameters that are as its entry has them, and without its name when that is the usual one. */
function differingChoice(
  { name, ...parameters }: Record<string, unknown>,
  entries: readonly CatalogueEntry[],
  usualName: unknown,
  shared: (readonly [string, unknown])[] = [],
): Record<string, unknown> {
  const entry = entries.find((one) => one.name === (name ?? usualName));
  const own = entry?.parameters.map((parameter) => [parameter.name, parameter.default] as const) ?? [];
  const usual = new Map([...shared, ...own]);
  const differing = Object.entries(parameters).filter(
    ([key, value]) => !usual.has(key) || !same(value, usual.get(key)),
  );
  return { ...(name === usualName ? {} : { name }), ...Object.fromEntries(differing) };
}

/** An object of the entries that are there, in one order whoever wrote them; undefined when none is. */
function filled(entries: [string, unknown][]): Record<string, unknown> | undefined {
  const there = entries.filter(([, value]) => value !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
  return there.length > 0 ? Object.fromEntries(there) : undefined;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A mistake of the link itself, worded as the core words those of a Scenario. */
class Mistaken extends Error {
  constructor(allowed: string, found: string) {
    super(`expected ${allowed}, found ${found.length > 40 ? `${found.slice(0, 39)}…` : found}`);
  }
}

async function textOf(fragment: string): Promise<string> {
  if (fragment.length > LONGEST_FRAGMENT)
    throw new Mistaken(`at most ${LONGEST_FRAGMENT} characters`, `${fragment.length}`);
  const plain = (fragment.trimStart().startsWith('{') ? fragment : decodeURIComponent(fragment)).trim();
  if (plain.startsWith('{')) return isJson(plain) ? plain : decodeURIComponent(plain);
  const [, version, code] = /^(\d+)\.([\w-]*)=*$/.exec(plain) ?? [];
  if (version === undefined || code === undefined)
    throw new Mistaken(`'${VERSION}.' and a Scenario, or a Scenario in JSON`, plain || 'nothing');
  if (version !== String(VERSION)) throw new Mistaken(`a link of version ${VERSION}`, `version ${version}`);
  if (typeof DecompressionStream === 'undefined')
    throw new Mistaken('a browser that can decompress (or a link in plain JSON)', 'one that cannot');
  const bytes = new Blob([bytesOf(code)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new TextDecoder('utf-8', { fatal: true }).decode(await read(bytes, LONGEST_TEXT));
}

async function read(stream: ReadableStream<Uint8Array>, most: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > most) {
      // Without waiting: a bomb is dropped where it stands.
      reader.cancel().catch(() => undefined);
      throw new Mistaken(`at most ${most} characters of JSON`, 'more');
    }
    chunks.push(value);
  }
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function base64url(bytes: Uint8Array): string {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function bytesOf(code: string): Uint8Array<ArrayBuffer> {
  const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** How deep the brackets of a JSON text go, strings left aside. */
function depth(json: string): number {
  let now = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at] as string;
    if (character === '"') inString = !inString;
    else if (inString) at += character === '\\' ? 1 : 0;
    else if ('[{'.includes(character)) deepest = Math.max(deepest, (now += 1));
    else if (']}'.includes(character)) now -= 1;
  }
  return deepest;
}

/** A name that could reach an object's prototype is refused where it is read, before any code copies it. */
function refusePoison(key: string, value: unknown): unknown {
  if (POISON.has(key)) throw new Mistaken('names of a Scenario', key);
  return value;
}
