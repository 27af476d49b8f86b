// Arguments of the library's calls, checked where they come in. A Scenario is checked by the core alone.

/** `value` when it is an integer from `from` to `to`, else a TypeError or RangeError that names both. */
export function integer(name: string, value: unknown, from: number, to: number = MOST): number {
  const allowed = to === MOST ? `an integer from ${from} on` : `an integer from ${from} to ${to}`;
  if (typeof value !== 'number') throw new TypeError(refusal(name, allowed, value));
  if (!Number.isInteger(value) || value < from || value > to) throw new RangeError(refusal(name, allowed, value));
  return value;
}

/** `value` when it is a list of such integers. */
export function integers(name: string, value: unknown, from: number, to: number = MOST): number[] {
  if (!Array.isArray(value)) throw new TypeError(refusal(name, 'a list of integers', value));
  return value.map((one: unknown, i) => integer(`${name}[${i}]`, one, from, to));
}

/** `value` when it is a finite number greater than 0. */
export function positive(name: string, value: unknown): number {
  const allowed = 'a number greater than 0';
  if (typeof value !== 'number') throw new TypeError(refusal(name, allowed, value));
  if (!(value > 0 && value <= Number.MAX_VALUE)) throw new RangeError(refusal(name, allowed, value));
  return value;
}

/** `value` when it is a number from 0 to 1. */
export function fraction(name: string, value: unknown): number {
  const allowed = 'a number in [0, 1]';
  if (typeof value !== 'number') throw new TypeError(refusal(name, allowed, value));
  if (!(value >= 0 && value <= 1)) throw new RangeError(refusal(name, allowed, value));
  return value;
}

/** `value` when it is a Float32Array of whole rows. */
export function rows(name: string, value: unknown, columns: number): Float32Array {
  const array = floats(name, value);
  if (array.length === 0 || array.length % columns !== 0) {
    throw new RangeError(refusal(name, `rows of ${columns} numbers`, `${array.length} numbers`));
  }
  return array;
}

/** `value` when it is a Float32Array. */
export function floats(name: string, value: unknown): Float32Array {
  if (!(value instanceof Float32Array)) throw new TypeError(refusal(name, 'a Float32Array', value));
  return value;
}

/** `value` when it is an object with no property but `keys`; undefined is an empty one. */
export function options<T extends object>(name: string, value: T | undefined, keys: readonly (keyof T & string)[]): T {
  if (value === undefined) return {} as T;
  if (typeof value !== 'object' || (value as unknown) === null) throw new TypeError(refusal(name, 'an object', value));
  const unknown = Object.keys(value).find((key) => !(keys as readonly string[]).includes(key));
  if (unknown !== undefined) throw new TypeError(refusal(name, `an object with ${keys.join(', ')}`, unknown));
  return value;
}

/** How every refused argument reads. */
export function refusal(name: string, allowed: string, found: unknown): string {
  return `${name}: expected ${allowed}, found ${shown(found)}`;
}

/** `value` when it is true or false. */
export function boolean(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TypeError(refusal(name, 'true or false', value));
  return value;
}

/** `value` when it is a string. */
export function string(name: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(refusal(name, 'a string', value));
  return value;
}

/** The largest count that the core takes: an unsigned integer of 32 bits. */
const MOST = 2 ** 32 - 1;

/** A value as a message calls it, at most 40 characters. */
function shown(found: unknown): string {
  switch (typeof found) {
    case 'object':
      if (found === null) return 'null';
      if (Array.isArray(found)) return `a list of ${found.length}`;
      return `a ${Object.prototype.toString.call(found).slice('[object '.length, -1)}`;
    case 'function':
    case 'symbol':
      return `a ${typeof found}`;
    case 'string':
      return found.length > 40 ? `${found.slice(0, 39)}…` : found;
    default:
      return String(found);
  }
}
