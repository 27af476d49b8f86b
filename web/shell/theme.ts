// What the reader's system asks for: dark or light, forced colours, motion. The colours themselves are drawing/palette.ts.

/** How things are to be coloured: `forced` is the reader's own few colours, on a dark ground or a light one. */
export interface Appearance {
  dark: boolean;
  forced: boolean;
}

const dark = '(prefers-color-scheme: dark)';
const forced = '(forced-colors: active)';
const still = '(prefers-reduced-motion: reduce)';

/** The appearance to draw in. Forced colours win, then `wish` ("light" or "dark"), then the system. */
export function appearance(wish: string | null | undefined): Appearance {
  const system = { dark: matchMedia(dark).matches, forced: matchMedia(forced).matches };
  if (system.forced || (wish !== 'light' && wish !== 'dark')) return system;
  return { dark: wish === 'dark', forced: false };
}

/** Whether the reader asked for less motion. */
export function reducedMotion(): boolean {
  return matchMedia(still).matches;
}

/** Calls `changed` whenever an answer above may have changed. @returns the way to stop. */
export function watchPreferences(changed: () => void): () => void {
  const queries = [dark, forced, still].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    for (const query of queries) query.removeEventListener('change', changed);
  };
}
