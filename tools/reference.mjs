// Writes docs/REFERENCE.md: all that a Scenario can name, in words, from the core's catalogue and the table of measured
// errors, and the elements, from their manifest; then the pages of the package's interface and of the core in build/reference/. Needs dist/ (npm run build).
// That the page is up to date is asserted by tests/wasm/reference.test.mjs.
// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadLab } from '../dist/index.node.js';
import { noDoxygen, readDoors } from './doxygen.mjs';
import { LISTS } from './manifest.mjs';

/** @typedef {import('../dist/index.js').Catalogue} Catalogue */
/** @typedef {Catalogue['activations'][number]} Activation */
/** @typedef {Catalogue['initializers'][number]} Entry */
/** @typedef {Catalogue['fields'][number]} Field */
/** @typedef {Entry['parameters'][number]} Parameter */

/** @typedef {import('./manifest.mjs').Manifest} Manifest */
/** @typedef {import('./manifest.mjs').Declaration} Declaration */
/** @typedef {import('./manifest.mjs').Item} Item */
/** @typedef {Declaration['members'][number]} Method */

export const PAGE = fileURLToPath(new URL('../docs/REFERENCE.md', import.meta.url));
export const MANIFEST = fileURLToPath(new URL('../dist/custom-elements.json', import.meta.url));
const ACCURACY = fileURLToPath(new URL('../core/activations/ACCURACY.md', import.meta.url));

/** What a value may be, as a table's cell. @param {Field | Parameter} what */
function allowed({ type, min, max, exclusiveMin, options, unit }) {
  if (options) return options.map((option) => `\`${option}\``).join(', ');
  const bounds = [min === undefined ? '' : `${exclusiveMin ? '>' : '≥'} ${min}`, max === undefined ? '' : `≤ ${max}`];
  return [type, ...bounds.filter(Boolean)].join(', ') + (unit ? `; ${unit}` : '');
}

const valueOf = (/** @type {unknown} */ value) => (value === null ? '' : `\`${JSON.stringify(value)}\``);

/** @param {string[]} heads @param {string[][]} rows */
const table = (heads, rows) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** @param {readonly Parameter[]} parameters */
const parametersOf = (parameters) =>
  table(
    ['Parameter', 'What it is', 'Values', 'Default'],
    parameters.map((one) => [
      `\`${one.name}\``,
      `**${one.label}.** ${one.sentence}`,
      allowed(one),
      valueOf(one.default),
    ]),
  );

/** One entry of a table. @param {Entry} entry @param {string[]} more */
const sectionOf = ({ name, label, description, parameters }, more = []) =>
  [
    `### ${label}`,
    `\`${name}\`. ${description}`,
    ...more,
    ...(parameters.length > 0 ? [parametersOf(parameters)] : []),
  ].join('\n\n');

/** The largest errors of our kernels, by the labels of ACCURACY.md. @returns {[label: string, errors: string][]} */
function measuredErrors() {
  const rows = readFileSync(ACCURACY, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'));
  return rows
    .map((row) => row.split('|').map((cell) => cell.trim()))
    .filter((cells) => cells[2] === 'this')
    .map(([, label, , floats, value, slope]) => [
      String(label),
      `value ${inUlp(value)}, slope ${inUlp(slope)}, over ${floats === 'all' ? 'all floats' : `${floats} floats`}`,
    ]);
}

/** "0.509 at -0.1" without the place. */
const inUlp = (/** @type {string | undefined} */ cell) =>
  cell === 'exact' ? 'exact' : `${(cell ?? '').replace(/ at .*/, '')} ULP`;

/** @param {Activation} activation @param {[label: string, errors: string][]} errors */
function activationSection(activation, errors) {
  const own = activation.label.toLowerCase();
  const measured = errors.flatMap(([label, text]) => {
    const rest = label.toLowerCase().startsWith(own) ? label.slice(own.length) : undefined;
    return rest === '' || rest?.startsWith(' ') ? [`${rest === '' ? '' : `(${rest.trim()}) `}${text}`] : [];
  });
  return sectionOf(activation, [
    `\`\`\`math\n${activation.formula}\n\`\`\``,
    `\`\`\`math\n${activation.slopeFormula}\n\`\`\``,
    [
      `- **History.** ${activation.history}`,
      `- **For it.** ${activation.advantages}`,
      `- **Against it.** ${activation.drawbacks}`,
      `- **Largest error measured.** ${measured.join('; ')}.`,
    ].join('\n'),
  ]);
}

const yes = (/** @type {boolean} */ is) => (is ? 'yes' : '');

/** @param {readonly Activation[]} activations */
const propertiesOf = (activations) =>
  table(
    ['Activation', 'Can die', 'Saturates', 'Smooth', 'Monotonic', 'Both signs', 'Slope at 0'],
    activations.map((one) => [
      `[${one.label}](#${one.label.toLowerCase().replaceAll(' ', '-')})`,
      ...[one.canDie, one.saturates, one.smooth, one.monotonic, one.zeroCentred].map(yes),
      String(Number(one.slopeAtZero.toPrecision(6))),
    ]),
  );

/** @param {readonly Field[]} fields */
const fieldsOf = (fields) =>
  table(
    ['Field', 'What it is', 'Values', 'Default', 'Mid-run'],
    fields.map((field) => [
      `\`${field.path}\``,
      `**${field.label}.** ${field.sentence}`,
      allowed(field),
      valueOf(field.default),
      yes(field.midRun),
    ]),
  );

/** @param {Declaration} declaration @param {(item: Item) => boolean} shown which of its items */
function listsOf({ attributes, members, events, cssProperties, cssParts, slots }, shown) {
  const typed = (/** @type {Item} */ { name, type, description }) => [code(name), code(type?.text), plain(description)];
  const named = (/** @type {Item} */ { name, description }) => [code(name), plain(description)];
  // An attribute that is a property too stands once.
  const mirrored = (/** @type {Item} */ { name, description }) =>
    attributes.some((one) => one.name === name && one.description === description);
  /** @type {[heads: string[], rows: string[][]][]} */
  const tables = [
    [['Attribute', 'Type', 'What it is'], attributes.filter(shown).map(typed)],
    [
      ['Property', 'Type', 'What it is'],
      members.filter((item) => item.kind === 'field' && shown(item) && !mirrored(item)).map(typed),
    ],
    [['Method', 'What it does'], members.filter((item) => item.kind === 'method' && shown(item)).map(methodRow)],
    [['Event', '`detail`', 'When'], events.filter(shown).map(typed)],
    [['Custom property', 'Type', 'What it is'], cssProperties.filter(shown).map(typed)],
    [['Part', 'What it is'], cssParts.filter(shown).map(named)],
  ];
  const children = slots.filter(shown).map(({ description }) => `Its children: ${plain(description)}.`);
  return [...children, ...tables.filter(([, rows]) => rows.length > 0).map(([heads, rows]) => table(heads, rows))];
}

/** @param {Method} method */
const methodRow = ({ name, parameters = [], return: answer, description }) => [
  code(`${name}(${parameters.map((one) => one.name).join(', ')}): ${answer?.type.text}`),
  plain(description),
];

const code = (text = '') => `\`${text.replace(/^CustomEvent<(.*)>$/, '$1').replaceAll('|', '\\|')}\``;
const plain = (text = '') => text.replaceAll('\n', ' ');

/** What all elements have alike, once, and then what each has of its own. @param {Manifest} manifest */
function elementsOf({ modules }) {
  const declarations = modules.flatMap((module) => module.declarations);
  const [first, ...others] = declarations;
  if (!first) throw new Error('the manifest names no element');
  const everywhere = (/** @type {Item} */ item) =>
    others.every((other) =>
      LISTS.some((list) => other[list].some((one) => one.name === item.name && one.description === item.description)),
    );
  return [
    '### All elements',
    ...listsOf(first, everywhere),
    ...declarations.flatMap((declaration) => [
      `### \`<${declaration.tagName}>\``,
      plain(declaration.description),
      ...listsOf(declaration, (item) => !everywhere(item)),
    ]),
  ];
}

/** The whole page. @param {Catalogue} catalogue @param {Manifest} manifest */
export function referenceOf(catalogue, manifest) {
  const errors = measuredErrors();
  /** @type {[title: string, entries: readonly Entry[]][]} */
  const tables = [
    ['First weights', catalogue.initializers],
    ['First biases', catalogue.biases],
    ['Losses', catalogue.losses],
    ['Optimisers', catalogue.optimizers],
    ['Schedules', catalogue.schedules],
    ['Data', catalogue.datasets],
    ['States of a neuron', catalogue.states],
  ];
  const sections = [
    '# Reference',
    'All that a Scenario can name, and the elements of the page. Made by `npm run reference` from the tables of the core and ' +
      'the docstrings of the elements; change those, not this page.',
    '## Fields',
    'A field that an intervention may change while a run goes on says so under _Mid-run_. A choice is written as an object with ' +
      'a `name` and the parameters of its entry below.',
    fieldsOf(catalogue.fields),
    '## Activations',
    '_Can die_ means, with default parameters, that the slope is exactly 0 somewhere, so that a neuron there for every ' +
      'sample learns nothing. _Saturates_: the slope goes to 0 above. _Both signs_: outputs are positive and negative. ' +
      'Errors are in units of the last place (ULP), where 0.5 is correct rounding; how they are measured is ' +
      '[ACCURACY.md](../core/activations/ACCURACY.md).',
    propertiesOf(catalogue.activations),
    ...catalogue.activations.map((one) => activationSection(one, errors)),
    ...tables.flatMap(([title, entries]) => [`## ${title}`, ...entries.map((entry) => sectionOf(entry))]),
    '## Elements',
    'What a page can set, hear and ask; how it gets them is [TEACHING.md](TEACHING.md). Colours and type are custom properties ' +
      'of the element, read when it is connected and when `theme` changes; under forced colours the reader’s own win. ' +
      'Every attribute is a property of the same name; `scenario` takes an object too. ' +
      'Made of `dist/custom-elements.json`.',
    ...elementsOf(manifest),
  ];
  return `${sections.join('\n\n')}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { catalogue } = await loadLab();
  writeFileSync(PAGE, referenceOf(catalogue, JSON.parse(readFileSync(MANIFEST, 'utf8'))));
  const typedoc = ['node_modules/typedoc/bin/typedoc', '--options', 'wasm/typedoc.mjs'];
  const { status } = spawnSync(process.execPath, typedoc, { stdio: 'inherit' });
  const silent = noDoxygen ? [] : readDoors();
  for (const line of silent) console.error(line);
  if (status !== 0 || silent.length > 0) process.exitCode = 1;
  const pages = ['docs/REFERENCE.md', 'build/reference/package/index.html'];
  console.log([...pages, ...(noDoxygen ? [] : ['build/reference/core/index.html'])].join('\n'));
  if (noDoxygen) console.log(`no pages of the core: ${noDoxygen}`);
}
