// Every sentence that a reader sees, in English. Names and sentences of what a Scenario can name are the catalogue's.
import type { Divergence, LifeEvent, Mistake } from '../../../wasm/src/types.js';

/** A piece of a sentence; `strong` pieces carry its point. */
export interface Piece {
  text: string;
  strong?: boolean;
}

/** What a caption can speak of. */
export interface Situation {
  step: number;
  units: number;
  /** Whether each unit has a picture of its inputs. */
  pictured: boolean;
  dead: number;
  /** Units that pass no point though they are not dead. */
  silent: number;
  /** Whether a whole hidden layer is dead. */
  collapsed: boolean;
  /** Whether a unit of the present activation can die. */
  canDie: boolean;
  /** Whether its slope fades on both sides, as that of tanh. */
  saturates: boolean;
  /** The present activation's label. */
  activation: string;
  /** The slope of its flat side, where it has one. */
  slope: number | null;
  /** Whether units have died in this run. */
  mourned: boolean;
  /** The step at which the learning rate last came down; null when it did not. */
  slowedAt: number | null;
  divergence: Divergence | null;
}

const language = 'en';
const plainNumber = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
const wholeNumber = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const percentage = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
const plurals = new Intl.PluralRules(language);

const trueMinus = (text: string): string => text.replaceAll('-', '\u2212');
const number = (value: number): string => (Number.isFinite(value) ? trueMinus(plainNumber.format(value)) : '\u2013');
const whole = (value: number): string => trueMinus(wholeNumber.format(value));
const percent = (share: number): string => percentage.format(share);
const plural = (count: number, one: string, other: string): string => (plurals.select(count) === 'one' ? one : other);
const list = (items: readonly string[]): string => items.join(' \u00b7 ');

const neurons = (count: number): string => `${whole(count)} ${plural(count, 'neuron', 'neurons')}`;
const deadOf = (dead: number, units: number): string =>
  `${whole(dead)} of ${neurons(units)} ${plural(dead, 'is', 'are')} dead`;

function caption(now: Situation): Piece[] {
  if (now.divergence) {
    return [
      { text: `The run ended at step ${whole(now.divergence.step)}.`, strong: true },
      { text: ` In layer ${whole(now.divergence.layer + 1)} the ${now.divergence.what} grew past every number. ` },
      { text: 'What you see is the last finite state. A smaller learning rate keeps it finite.' },
    ];
  }
  if (now.units === 0) return [{ text: 'Without a hidden layer there is no neuron that could die.' }];
  if (!now.canDie) {
    const means =
      now.slope === null ? `With ${now.activation}` : `With a slope of ${number(now.slope)} on the flat side`;
    if (!now.mourned && now.saturates)
      return [
        { text: `${now.activation} is nowhere quite flat: ` },
        { text: 'no neuron can die.', strong: true },
        { text: ' But its slope fades far from 0, and a neuron that gets there hardly learns: it is saturated.' },
      ];
    if (!now.mourned)
      return [
        { text: `${means}, the gradient gets through everywhere: ` },
        { text: 'no neuron can die.', strong: true },
      ];
    if (now.silent === 0)
      return [{ text: 'They came back.', strong: true }, { text: ` ${means}, the gradient gets through again.` }];
    return [
      { text: 'No longer dead.', strong: true },
      { text: ` ${means}, the gradient gets through again. ${neurons(now.silent)} ` },
      { text: `${plural(now.silent, 'is', 'are')} still silent and on the way back.` },
    ];
  }
  if (now.dead === 0) {
    if (now.mourned)
      return [
        { text: 'All alive again.', strong: true },
        { text: ' A flat side is still there: it can happen once more.' },
      ];
    if (!now.pictured)
      return [
        { text: 'Each disc is a neuron:', strong: true },
        { text: ' the more points it fires for, the brighter it is. Watch what large steps do to them.' },
      ];
    return [
      { text: 'Each disc is a neuron,', strong: true },
      {
        text: ' and its picture shows all possible inputs: it is lit where the neuron fires. Watch what large steps do to them.',
      },
    ];
  }
  if (now.collapsed) {
    return [
      { text: 'A whole layer is dead.', strong: true },
      {
        text: ' Nothing of the input gets past it, so the network says the same everywhere, and no gradient comes back.',
      },
    ];
  }
  if (now.slowedAt !== null) {
    return [
      { text: `At step ${whole(now.slowedAt)} the learning rate came down. ` },
      { text: 'The dead stay dead:', strong: true },
      { text: ' their output is 0 for every point, so no gradient reaches them.' },
    ];
  }
  return [
    { text: 'A neuron dies when its output is ' },
    { text: '0 for every point', strong: true },
    { text: '. Then no gradient reaches it, and it cannot learn its way back.' },
  ];
}

function happened(events: readonly LifeEvent[]): string {
  const died = events.filter((event) => event.kind !== 'revived').length;
  const revived = events.length - died;
  const parts = [];
  if (died > 0) parts.push(`${neurons(died)} died`);
  if (revived > 0) parts.push(`${neurons(revived)} came back`);
  return parts.join(', ');
}

export const en = {
  number,
  whole,
  percent,
  list,
  caption,

  brand: 'Reluctant',
  pageTitle: 'Reluctant: why ReLU neurons die',
  share: 'Share this run',
  shared: 'Link copied',
  shareByHand: 'Copy the link from the address bar',
  unknownFigure: (name: string, known: readonly string[]) =>
    `figure: expected ${known.join(' or ')}, found ${name.slice(0, 40)}`,
  darker: 'Dark colours',
  lighter: 'Light colours',

  figure: 'A network in training',
  deadCount: (units: number, dead: number) => [`of ${neurons(units)}`, `${plural(dead, 'is', 'are')} dead`] as const,
  layer: (index: number) => `Layer ${whole(index + 1)}`,
  layerSmall: (index: number) => `layer ${whole(index + 1)}`,
  deadInLayer: (dead: number, units: number) => (dead === 0 ? 'none dead' : `${whole(dead)} of ${whole(units)} dead`),

  bringBack: 'Bring them back',
  bringBackMeans: (activation: string) => `Give the flat side of ${activation} a slope`,
  flatAgain: (activation: string) => `Make it flat again (${activation})`,

  howToRead: 'How to read a neuron',
  lit: 'lit: it fires here',
  ring: 'ring: share of points',
  neverLit: 'never lit: dead',

  saysTitle: 'What the network says',
  best: (wrong: number) => `best was ${whole(wrong)}`,
  wrongOf: (wrong: number, rows: number) => `${whole(wrong)} of ${whole(rows)} wrong`,
  rowsWrong: (rows: number) => [`of ${whole(rows)}`, 'wrong'] as const,
  lossIs: (loss: number) => `loss ${number(loss)}`,
  noPlane: (inputs: number) =>
    `The network has ${whole(inputs)} inputs, and a picture has room for two. So there is none of what it says; each neuron is as bright as its share of points.`,
  tooManyOutputs: (outputs: number) => `The network has ${whole(outputs)} outputs: too many for one picture.`,
  classNumber: (index: number) => `class ${whole(index)}`,
  target: 'target',
  hollow: 'hollow: test',
  edgesLeftOut: (count: number) => `${whole(count)} weaker ${plural(count, 'weight is', 'weights are')} not drawn.`,
  classA: 'class A',
  classB: 'class B',
  wrong: 'wrong',
  neuronLine: 'a neuron\u2019s line',

  play: 'Play',
  pause: 'Pause',
  step: 'One step',
  reset: 'Back to step 0, the same run again',
  newSeed: 'New seed',
  speed: 'Speed',
  speedOf: (stepsASecond: number) =>
    Number.isFinite(stepsASecond)
      ? `${whole(stepsASecond)} ${plural(stepsASecond, 'step', 'steps')} a second`
      : 'as fast as it can',
  stepWord: 'step',
  loss: 'loss',
  deadShare: 'dead share',
  playhead: 'Step shown',

  settings: 'Settings',
  close: 'Close',
  wholeSet: 'all',
  mixed: 'mixed',
  addLayer: 'Add a layer',
  removeLayer: 'Remove the last layer',
  neuronsInLayer: (index: number) => `Neurons in layer ${whole(index + 1)}`,
  noLayers: 'none',

  flagRate: (from: string, to: string) => `rate ${from} \u2192 ${to}`,
  flagSlope: (from: string, to: string) => `slope ${from} \u2192 ${to}`,
  flagChoice: (to: string) => `\u2192 ${to}`,
  flagField: (label: string, to: string) => `${label} \u2192 ${to}`,

  table: 'All neurons as a table',
  tableLayer: 'Layer',
  tableNeuron: 'Neuron',
  tableState: 'State',
  tableShare: 'Fires for',
  tableMargin: 'Largest sum',

  refused: 'This link does not describe an experiment that can run',
  refusedScenario: 'This Scenario cannot run',
  refusedInstead: 'The opening experiment is shown instead. The text is kept here, as it came:',
  mistake: ({ path, message }: Mistake) => (path === '' ? message : `${path}: ${message}`),
  at: (line: number, column: number) => `line ${whole(line)}, column ${whole(column)}`,
  copy: 'Copy the text',
  copied: 'Copied',
  refusedChange: (mistakes: readonly Mistake[]) =>
    mistakes.map(({ path, message }) => `${path}: ${message}`).join('; '),

  starting: 'Starting\u2026',
  failed: 'The figure cannot run here',
  failedHelp:
    'Any browser of the last years can show it; a school filter or a strict page policy can stand in the way.',

  networkSentence: (layers: readonly { units: number; dead: number }[], playing: boolean, step: number) => {
    if (layers.length === 0) return 'A network without hidden layers.';
    const rows = layers.map((layer, index) => `layer ${whole(index + 1)}: ${deadOf(layer.dead, layer.units)}`);
    return `The network at step ${whole(step)}${playing ? ', training' : ''}. ${rows.join('; ')}.`;
  },
  surfaceSentence: (inputs: number, wrong: number | null, rows: number, loss: number) => {
    const over = inputs === 1 ? 'its input' : inputs === 2 ? 'the input plane' : `${whole(inputs)} inputs`;
    return wrong === null
      ? `What the network says over ${over}, with the data: the loss is ${number(loss)}.`
      : `What the network says over ${over}, with the data: ${whole(wrong)} of ${whole(rows)} points are on the wrong side.`;
  },
  timelineSentence: (step: number, died: number, revived: number, share: number) =>
    `The run up to step ${whole(step)}: ${whole(died)} ${plural(died, 'death', 'deaths')} and ${whole(revived)} ` +
    `${plural(revived, 'revival', 'revivals')}; ${percent(share)} of the neurons are dead.`,

  spokenEvents: (step: number, events: readonly LifeEvent[], dead: number, units: number) =>
    `Step ${whole(step)}${events.length > 0 ? `: ${happened(events)}` : ''}. ${deadOf(dead, units)}.`,
  spokenPaused: (step: number, dead: number, units: number) => `Paused at step ${whole(step)}. ${deadOf(dead, units)}.`,
  spokenDiverged: (step: number) => `The run ended at step ${whole(step)}: its numbers grew without bound.`,
};

export type Strings = typeof en;
