// Where in a JSON text the value at a Scenario path stands, so that a mistake can be shown in the text that has it.

export interface Located {
  /** Both from 1. */
  line: number;
  column: number;
  /** The value's own text, cut when it is long. */
  excerpt: string;
}

const LONGEST_EXCERPT = 40;

/** The place of the value at `path` (`network.hidden[1]`) in the JSON `text`; null when it is not found there. */
export function located(text: string, path: string): Located | null {
  if (path === '') return null;
  const keys = [...path.matchAll(/\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? '',
  );
  const reader = { text, at: 0 };
  try {
    for (const key of keys) enter(reader, key);
    const from = space(reader);
    skip(reader);
    const found = text.slice(from, reader.at);
    const above = text.slice(0, from).split('\n');
    return {
      line: above.length,
      column: (above.at(-1)?.length ?? 0) + 1,
      excerpt: found.length > LONGEST_EXCERPT ? `${found.slice(0, LONGEST_EXCERPT)}\u2026` : found,
    };
  } catch {
    return null;
  }
}

interface Reader {
  text: string;
  at: number;
}

/** Moves to the value of `key` in the object, or array, that begins here. Throws when there is none. */
function enter(reader: Reader, key: string): void {
  space(reader);
  const open = reader.text[reader.at++];
  if (open !== '{' && open !== '[') throw new Error('neither an object nor an array');
  for (let index = 0; ; ++index) {
    space(reader);
    if (reader.text[reader.at] === '}' || reader.text[reader.at] === ']') throw new Error('not in here');
    let name = String(index);
    if (open === '{') {
      const from = reader.at;
      skip(reader);
      name = String(JSON.parse(reader.text.slice(from, reader.at)));
      space(reader);
      reader.at += 1; // the colon
    }
    if (name === key) return;
    skip(reader);
    space(reader);
    if (reader.text[reader.at] === ',') reader.at += 1;
  }
}

/** Moves behind the value that begins here. */
function skip(reader: Reader): void {
  space(reader);
  let depth = 0;
  do {
    const token = /^(?:"(?:[^"\\]|\\.)*"|[{}[\]]|[^\s{}[\],:"]+|[,:\s])/.exec(reader.text.slice(reader.at));
    if (!token) throw new Error('not JSON');
    if (token[0] === '{' || token[0] === '[') depth += 1;
    if (token[0] === '}' || token[0] === ']') depth -= 1;
    reader.at += token[0].length;
  } while (depth > 0);
}

/** Moves over white space. @returns where the next token begins */
function space(reader: Reader): number {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at += 1;
  return reader.at;
}
