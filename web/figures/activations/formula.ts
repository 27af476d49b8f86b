// The catalogue's formulas as MathML, which browsers set and screen readers speak. Understands the TeX that the
// catalogue uses and refuses all other; where a formula stands is about.ts.
import { html, mathml, type TemplateResult } from 'lit';

/** An element of MathML: with text, or with parts. */
export interface MathNode {
  tag: 'mrow' | 'mi' | 'mn' | 'mo' | 'mtext' | 'mspace' | 'msup' | 'mfrac' | 'cases';
  /** The text; of `mspace` its width. */
  text: string;
  /** Of `cases` a row for each, two parts in a row: the value, and when it holds. */
  parts: readonly MathNode[];
}

const leaf = (tag: MathNode['tag'], text: string): MathNode => ({ tag, text, parts: [] });
const group = (tag: MathNode['tag'], parts: readonly MathNode[]): MathNode => ({ tag, text: '', parts });
const row = (parts: readonly MathNode[]): MathNode =>
  parts.length === 1 && parts[0] ? parts[0] : group('mrow', parts);

const functions = ['\\max', '\\min', '\\tanh', '\\ln'];
const THIN = '0.17em';

/** What a single command stands for. */
const signs: Readonly<Record<string, MathNode>> = {
  '\\alpha': leaf('mi', 'α'),
  '\\beta': leaf('mi', 'β'),
  '\\lambda': leaf('mi', 'λ'),
  '\\sigma': leaf('mi', 'σ'),
  '\\varphi': leaf('mi', 'φ'),
  '\\Phi': leaf('mi', 'Φ'),
  '\\le': leaf('mo', '≤'),
  '\\sim': leaf('mo', '∼'),
  '\\approx': leaf('mo', '≈'),
  '\\quad': leaf('mspace', '1em'),
  '\\,': leaf('mspace', THIN),
  '\\ ': leaf('mspace', '0.25em'),
  '-': leaf('mo', '−'),
  ...Object.fromEntries(functions.map((name) => [name, leaf('mi', name.slice(1))])),
};

const TOKEN = /\\(?:begin|end|text)\{[^}]*\}|\\[a-zA-Z]+|\\[\\, ]|\d+\.\d+|\S/g;

/** The tree of `tex`. Throws on what it does not know. */
export function formulaTree(tex: string): MathNode {
  const tokens = tex.match(TOKEN) ?? [];
  let at = 0;

  const take = (): string => {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`formula: ${tex} ends too early`);
    return token;
  };
  /** Up to one of `ends`, which is taken too; without any, to the end of all. */
  const until = (...ends: string[]): { parts: MathNode[]; end: string } => {
    const parts: MathNode[] = [];
    for (;;) {
      if (ends.length === 0 && at === tokens.length) return { parts, end: '' };
      if (ends.includes(tokens[at] ?? '')) return { parts, end: take() };
      parts.push(scripted());
    }
  };
  /** One thing with what is raised above it. */
  const scripted = (): MathNode => {
    const first = tokens[at] ?? '';
    let base = one();
    for (;;) {
      if (tokens[at] === "'") {
        take();
        base = group('mrow', [base, leaf('mo', '′')]); // the sign stands high by itself
      } else if (tokens[at] === '^') {
        take();
        base = group('msup', [base, one()]);
      } else break;
    }
    return functions.includes(first) && tokens[at] !== '(' ? row([base, leaf('mspace', THIN)]) : base;
  };
  const one = (): MathNode => {
    const token = take();
    const sign = signs[token];
    if (sign) return sign;
    if (token === '{') return row(until('}').parts);
    if (token === '\\begin{cases}') return cases();
    if (token.startsWith('\\text{')) return leaf('mtext', token.slice(6, -1));
    if (/^\\[dt]?frac$/.test(token)) return group('mfrac', [one(), one()]);
    if (/^\\big[lr]$/.test(token)) return one(); // no bracket here is larger than what it holds
    if (/^\d/.test(token)) return leaf('mn', token);
    if (/^[a-zA-Z]$/.test(token)) return leaf('mi', token);
    if (/^[=+/(),<>|]$/.test(token)) return leaf('mo', token);
    throw new Error(`formula: ${token} is not known`);
  };
  const cases = (): MathNode => {
    const rows: MathNode[] = [];
    for (let end = ''; end !== '\\end{cases}';) {
      const value = row(until('&').parts);
      const when = until('\\\\', '\\end{cases}');
      rows.push(group('mrow', [value, row(when.parts)]));
      end = when.end;
    }
    return group('cases', rows);
  };

  return row(until().parts);
}

/** The formula `tex`, to stand between words or alone. */
export function formula(tex: string): TemplateResult {
  return html`<math>${drawn(formulaTree(tex))}</math>`;
}

function drawn({ tag, text, parts }: MathNode): ReturnType<typeof mathml> {
  const inside = parts.map(drawn);
  switch (tag) {
    case 'mi':
      return mathml`<mi>${text}</mi>`;
    case 'mn':
      return mathml`<mn>${text}</mn>`;
    case 'mo':
      return mathml`<mo stretchy="false">${text}</mo>`;
    case 'mtext':
      return mathml`<mtext>${text}</mtext>`;
    case 'mspace':
      return mathml`<mspace width=${text}></mspace>`;
    case 'mrow':
      return mathml`<mrow>${inside}</mrow>`;
    case 'msup':
      return mathml`<msup>${inside}</msup>`;
    case 'mfrac':
      return mathml`<mfrac>${inside}</mfrac>`;
    case 'cases':
      return mathml`<mrow><mo stretchy="true">{</mo><mtable>${parts.map(
        (each) => mathml`<mtr>${each.parts.map((part) => mathml`<mtd>${drawn(part)}</mtd>`)}</mtr>`,
      )}</mtable></mrow>`;
  }
}
