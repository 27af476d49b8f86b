// Whom a frame may tell of its state: the origins that its address names. What it tells them is embed/messages.ts.

/** The origins that `?origins=` names, separated by commas or spaces, and what in it is none. */
export function readOrigins(text: string): { origins: string[]; mistakes: string[] } {
  const words = text.split(/[\s,]+/).filter(Boolean);
  const origins = words.filter(isOrigin);
  const mistakes = words
    .filter((word) => !isOrigin(word))
    .map((word) => `origins: expected an origin such as https://example.org, found ${cut(word)}`);
  return { origins, mistakes };
}

function isOrigin(word: string): boolean {
  try {
    const { origin, protocol } = new URL(word);
    return origin === word && (protocol === 'https:' || protocol === 'http:');
  } catch {
    return false;
  }
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}\u2026` : text;
}
