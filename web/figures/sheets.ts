// The colours of drawing/palette.ts as style sheets, so that a document, a shadow root and a canvas share one table.
import { cssVariables, darkTheme, forcedTheme, lightTheme, type Theme } from '../drawing/palette.js';
import type { Appearance } from '../shell/theme.js';

/** The colours of an appearance. */
export function themeOf({ dark, forced }: Appearance): Theme {
  if (forced) return forcedTheme(dark);
  return dark ? darkTheme : lightTheme;
}

/** Writes the colours of `theme` into `sheet` as custom properties of `selector`. */
export function fillSheet(sheet: CSSStyleSheet, selector: string, theme: Theme): void {
  const states = theme.states.map((colour, state) => `--state-${state}: ${colour};`);
  sheet.replaceSync(
    `${selector} { color-scheme: ${theme.dark ? 'dark' : 'light'}; ${cssVariables(theme)} ${states.join(' ')} }`,
  );
}
