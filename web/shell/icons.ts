// The icons of buttons, 20 x 20, in the colour of the text around them. Their names for readers are in strings/.
import { svg, type SVGTemplateResult, html, type TemplateResult } from 'lit';

const icon = (content: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">${content}</svg>`;

const filled = (path: string): SVGTemplateResult => svg`<path d=${path} fill="currentColor" />`;
const stroked = (path: string): SVGTemplateResult =>
  svg`<path d=${path} fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" />`;

const pips = [6.8, 13.2].flatMap((x) => [6.8, 13.2].map((y) => ({ x, y })));

export const playIcon = icon(filled('M6 3.6v12.8a.8.8 0 0 0 1.2.7l10-6.4a.8.8 0 0 0 0-1.4l-10-6.4a.8.8 0 0 0-1.2.7z'));
export const pauseIcon = icon(filled('M5.5 4h3v12h-3zM11.5 4h3v12h-3z'));
export const stepIcon = icon(
  svg`${filled('M4 4.4v11.2a.6.6 0 0 0 .9.5l8.3-5.6a.6.6 0 0 0 0-1L4.9 3.9a.6.6 0 0 0-.9.5z')}${filled('M14 4h2.2v12H14z')}`,
);
export const resetIcon = icon(stroked('M4.4 6.6A7 7 0 1 1 3 10.8M4.2 2.8v4.2h4.2'));
export const diceIcon = icon(
  svg`<rect x="2.6" y="2.6" width="14.8" height="14.8" rx="3" fill="none" stroke="currentColor" stroke-width="1.8" />
    ${[...pips, { x: 10, y: 10 }].map(({ x, y }) => svg`<circle cx=${x} cy=${y} r="1.3" fill="currentColor" />`)}`,
);
export const contrastIcon = icon(
  svg`<circle cx="10" cy="10" r="7.2" fill="none" stroke="currentColor" stroke-width="1.8" />${filled('M10 2.8a7.2 7.2 0 0 1 0 14.4z')}`,
);
export const closerIcon = icon(stroked('M10 4v12M4 10h12'));
export const furtherIcon = icon(stroked('M4 10h12'));
export const wholeIcon = icon(stroked('M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4'));
export const undoIcon = icon(stroked('M7.2 4.2L3.4 8l3.8 3.8M3.8 8h7.7a4.6 4.6 0 0 1 0 9.2H8'));
export const redoIcon = icon(stroked('M12.8 4.2L16.6 8l-3.8 3.8M16.2 8H8.5a4.6 4.6 0 0 0 0 9.2H12'));
export const closeIcon = icon(stroked('M5 5l10 10M15 5L5 15'));
