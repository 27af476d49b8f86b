// The colours of drawing/palette.ts as style sheets, so that a document, a shadow root and a canvas share one table.
import { cssVariables, darkTheme, forcedTheme, lightTheme, themeAsWished, type Theme } from '../drawing/palette.js';
import type { Appearance } from '../shell/theme.js';

/** The colours of an appearance. */
export function themeOf({ dark, forced }: Appearance): Theme {
  if (forced) return forcedTheme(dark);
  return dark ? darkTheme : lightTheme;
}

/** `theme` with what the page around `host` has set as `--reluctant-…`. What is no colour and no family counts as unset. */
export function themeForHost(theme: Theme, host: Element): Theme {
  const set = getComputedStyle(host);
  const wish = (name: string, property: string): string => {
    const value = set.getPropertyValue(`--reluctant-${name}`).trim();
    return CSS.supports(property, value) ? value : '';
  };
  return themeAsWished(theme, {
    ground: wish('ground', 'color'),
    ink: wish('ink', 'color'),
    accent: wish('accent', 'color'),
    font: wish('font', 'font-family'),
  });
}

/** Writes the colours of `theme` into `sheet` as custom properties of `selector`. */
export function fillSheet(sheet: CSSStyleSheet, selector: string, theme: Theme): void {
  const states = theme.states.map((colour, state) => `--state-${state}: ${colour};`);
  sheet.replaceSync(
    `${selector} { color-scheme: ${theme.dark ? 'dark' : 'light'}; ${cssVariables(theme)} ${states.join(' ')} }`,
  );
}
