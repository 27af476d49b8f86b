// Any JavaScript value as JSON text for the core. What JSON has no word for becomes a mark, so that the
// core's refusal can name it; JSON.stringify would make NaN null, drop functions and throw on bigints.

/** The only key of a mark; its value is how a message calls what was found. */
const MARK = '\u0000';

/** Deeper than any Scenario; what lies below is not looked at. */
const DEEPEST = 64;

/** Longer than any list of a Scenario; `new Array(2 ** 32 - 1)` must not hang the page. */
const LONGEST = 10_000_000;

/**
 * JSON text of `value`. Typed arrays are lists; a property that is undefined is absent. NaN, infinities,
 * functions, symbols, bigints, dates and other objects of a class of their own, cycles, undefined inside a
 * list and what is nested beyond 64 levels become `{"\u0000": "NaN"}`, `{"\u0000": "a function"}`, … Never throws.
 */
export function marked(value: unknown): string {
  return text(value, []);
}

function text(value: unknown, above: readonly object[]): string {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? String(value) : mark(String(value));
    case 'boolean':
      return String(value);
    case 'string':
      return JSON.stringify(value);
    case 'object':
      return value === null ? 'null' : objectText(value, above);
    case 'undefined':
      return mark('undefined');
    default:
      return mark(`a ${typeof value}`);
  }
}

function objectText(value: object, above: readonly object[]): string {
  if (above.includes(value)) return mark('a cycle');
  if (above.length >= DEEPEST) return mark(`more than ${DEEPEST} levels`);
  const path = [...above, value];
  try {
    if (Array.isArray(value) || isTypedArray(value)) {
      if (value.length > LONGEST) return mark(`a list of ${value.length}`);
      return `[${Array.from(value as ArrayLike<unknown>, (entry) => text(entry, path)).join(',')}]`;
    }
    // By tag and not by prototype: an object of another frame is as plain as ours.
    const tag = Object.prototype.toString.call(value).slice('[object '.length, -1);
    if (tag !== 'Object') return mark(`a ${tag}`);
    const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${text(entry, path)}`).join(',')}}`;
  } catch {
    return mark('an unreadable object'); // a getter or a proxy that throws
  }
}

function isTypedArray(value: object): value is Float64Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function mark(found: string): string {
  return `{${JSON.stringify(MARK)}:${JSON.stringify(found)}}`;
}
