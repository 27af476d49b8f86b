// The picture that stands where no figure can run and its element has no children: a small network of which some neurons
// are dead, as SVG. Who shows it is failure.ts.
import { svg, html, type SVGTemplateResult, type TemplateResult } from 'lit';
import { ALIVE, DEAD, GLYPH_BOX, GLYPHS, glyphStroke } from '../drawing/glyphs.js';
import type { Strings } from '../shell/strings/index.js';

const SIZE = { width: 320, height: 190 } as const;
const GLYPH = 26;
/** Where the neurons stand: inputs, hidden neurons with their states, the output. */
const INPUTS = [65, 125].map((y) => ({ x: 24, y }));
const HIDDEN = [ALIVE, DEAD, DEAD, ALIVE, DEAD].map((state, unit) => ({ x: 160, y: 19 + 38 * unit, state }));
const OUTPUT = { x: 296, y: 95 };

/** The picture, with the sentence that stands for it. */
export function stillView(words: Strings): TemplateResult {
  const dead = HIDDEN.filter(({ state }) => state === DEAD).length;
  return html`<svg class="still" viewBox="0 0 ${SIZE.width} ${SIZE.height}" width=${SIZE.width} height=${SIZE.height}
    role="img" aria-label=${words.stillPicture(dead, HIDDEN.length)}>
    ${HIDDEN.map(({ x, y, state }) => [...INPUTS, OUTPUT].map((end) => edgeView(end, { x, y }, state === DEAD)))}
    ${[...INPUTS, OUTPUT].map(({ x, y }) => svg`<circle cx=${x} cy=${y} r="9" fill="var(--panel)" stroke="var(--ink-2)" stroke-width="2" />`)}
    ${HIDDEN.map(neuronView)}
  </svg>`;
}

/** Nothing flows through a dead neuron: its lines are dotted. */
function edgeView(end: { x: number; y: number }, neuron: { x: number; y: number }, dead: boolean): SVGTemplateResult {
  return svg`<path d="M${end.x} ${end.y}L${neuron.x} ${neuron.y}" fill="none" stroke=${dead ? 'var(--line)' : 'var(--ink-2)'}
    stroke-width=${dead ? 1 : 1.8} stroke-dasharray=${dead ? '3 4' : 'none'} />`;
}

function neuronView({ x, y, state }: { x: number; y: number; state: number }): SVGTemplateResult {
  const colour = `var(--state-${state})`;
  const parts = GLYPHS[state] ?? [];
  return svg`<circle cx=${x} cy=${y} r=${GLYPH / 2} fill="var(--panel)" />
    <g transform="translate(${x - GLYPH / 2} ${y - GLYPH / 2}) scale(${GLYPH / GLYPH_BOX})">
      ${parts.map(({ path, width }) =>
        width === 0
          ? svg`<path d=${path} fill=${colour} fill-rule="evenodd" />`
          : svg`<path d=${path} fill="none" stroke=${colour} stroke-width=${width * glyphStroke(GLYPH)} stroke-linecap="round" />`,
      )}
    </g>`;
}
