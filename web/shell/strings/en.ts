// Every sentence that a reader sees, in English. Names and sentences of what a Scenario can name are the catalogue's.
import type {
  CascadeUnit,
  Divergence,
  LifeEvent,
  LifeEventCause,
  Mistake,
  Prescription,
  UnitPlace,
} from '../../../wasm/src/types.js';

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

/** A sentence that is often read, and what is so. */
export interface Claim {
  claim: string;
  truth: string;
}

/** What a few words can say of a curve. */
export interface ShapeOfCurve {
  smooth: boolean;
  straight: boolean;
  /** Least and largest value; infinite where there is none. */
  floor: number;
  ceiling: number;
  /** Whether it falls before it rises. */
  dips: boolean;
}

/** What a run has to say to the question that was asked of it. */
export interface Facts {
  step: number;
  units: number;
  dead: number;
  /** Dead at step 0. */
  born: number;
  /** Revivals. */
  back: number;
  /** By hidden layer. */
  layers: readonly { units: number; dead: number }[];
  /** Training rows on the wrong side; null where there are no classes. */
  wrong: number | null;
  rows: number;
  loss: number;
  /** Whether the network says the same of every row. */
  constant: boolean;
  /** Least and largest mean and variance of a layer's outputs, where they are measured. */
  balance: { mean: readonly [number, number]; variance: readonly [number, number] } | null;
  /** The latest intervention: how many were dead just before it, and how many came back after it. */
  turn: { step: number; dead: number; back: number } | null;
}

/** What a setting takes. */
export interface Limits {
  type: string;
  min?: number;
  max?: number;
  exclusiveMin?: boolean;
  unit?: string;
  /** Whether it can change while the run goes on. */
  midRun: boolean;
}

/** What brings a neuron back: more bias, fresh weights, or another activation for all. */
export type Remedy =
  | { kind: 'bias'; by: number }
  | { kind: 'reset' }
  | { kind: 'activation'; name: string; label: string; everywhere: boolean };

/** The step that killed: its rate, and the largest sum before and after it. */
export interface Fall {
  rate: number | null;
  before: number | null;
  after: number;
}

const language = 'en';
const wholeNumber = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const percentage = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
const plurals = new Intl.PluralRules(language);

const trueMinus = (text: string): string => text.replaceAll('-', '\u2212');
/** From this power of ten on, up or down, a number is written with it. */
const FAR = 9;
/** Writes numbers with so many digits that count: far ones by a power of ten, and a dash for what is none. */
function writer(digits: number): (value: number) => string {
  const plain = new Intl.NumberFormat(language, { maximumSignificantDigits: digits });
  const far = new Intl.NumberFormat(language, { maximumSignificantDigits: digits, notation: 'scientific' });
  return (value) => {
    if (!Number.isFinite(value)) return '\u2013';
    if (value === 0 || Math.abs(Math.log10(Math.abs(value))) < FAR) return trueMinus(plain.format(value));
    const [head = '', power = ''] = far.format(value).split('E');
    return `${trueMinus(head)} \u00b7 10${raised(power)}`;
  };
}

const number = writer(4);
const short = writer(3);
const rough = writer(2);
const exact = writer(10);
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

const cameBack = (count: number): string => (count === 0 ? 'none came back' : `${whole(count)} came back`);
const wrongOf = (wrong: number, rows: number): string => `${whole(wrong)} of ${whole(rows)} points`;

/** What a branch has come to: the figures of its step. */
export interface BranchFacts {
  from: number;
  step: number;
  /** The step shown is before they part. */
  ahead: boolean;
  changed: boolean;
  dead: number;
  units: number;
  /** Some were dead where they parted, and every one of them is dead. */
  stayed: boolean;
  /** Training rows on the wrong side; null where there are no classes. */
  wrong: number | null;
  rows: number;
  loss: number;
  diverged: boolean;
}

const branchWhere = ({ from, ahead }: BranchFacts): string =>
  ahead ? `one run until step ${whole(from)}, then` : `fork at step ${whole(from)}:`;

function branchOutcome({ step, dead, units, stayed, wrong, rows, loss, diverged }: BranchFacts): string {
  if (diverged) return `its numbers grew without bound at step ${whole(step)}`;
  const cost = wrong === null ? `loss ${number(loss)}` : `${whole(wrong)} of ${whole(rows)} wrong`;
  if (units === 0) return cost;
  return `${stayed ? 'the dead stay dead' : deadOf(dead, units)}, ${cost}`;
}

/** Questions, with a sentence before the run has answered and one after. */
const questions = {
  tooFast: {
    question: 'Too fast?',
    before: () =>
      'The steps are large. Watch which neurons stand it, and whether smaller steps from 120 on help the others.',
    after: ({ dead, units, turn }: Facts) =>
      `${whole(dead)} of ${neurons(units)} are dead. ` +
      `At step ${whole(turn?.step ?? 0)} the learning rate came down, and ${cameBack(turn?.back ?? 0)}: ` +
      'a smaller step cannot wake what gets no gradient.',
  },
  negativeBias: {
    question: 'A very negative bias?',
    before: () => 'Every neuron starts with a bias far below 0. For how many points can its sum still be positive?',
    after: ({ born, units, back, wrong, rows }: Facts) =>
      `${whole(born)} of ${neurons(units)} were dead before the first step, and ${cameBack(back)}. ` +
      `Those that are left get ${wrongOf(wrong ?? 0, rows)} wrong.`,
  },
  bornDead: {
    question: 'Born dead?',
    before: ({ layers }: Facts) =>
      `${whole(layers.length)} layers of ${whole(layers[0]?.units ?? 0)}, and not one step of training yet. Does the input get through?`,
    after: ({ born, units, layers, constant, step }: Facts) =>
      `${whole(born)} of ${neurons(units)} were dead at birth; in ${whole(layers.filter((layer) => layer.dead === layer.units).length)} ` +
      'layers there is nobody else. ' +
      (constant ? `After ${whole(step)} steps the network still says the same of every point.` : ''),
  },
  leak: {
    question: 'Rescued by a leak?',
    before: () => 'The run of \u201cToo fast?\u201d once more, but at step 240 the flat side is given a slope.',
    after: ({ dead, wrong, rows, turn }: Facts) =>
      `${whole(turn?.dead ?? 0)} were dead when the slope came at step ${whole(turn?.step ?? 0)}; ${whole(dead)} are now, ` +
      `and ${wrongOf(wrong ?? 0, rows)} are wrong.`,
  },
  depth: {
    question: 'Does depth kill?',
    before: ({ layers }: Facts) =>
      `${whole(layers.length)} layers: every one is fed by what the ones before it let through. Where do neurons die most?`,
    after: ({ layers }: Facts) => {
      const gone = layers.findIndex((layer) => layer.dead === layer.units);
      const dead = `Dead by layer, from the input on: ${list(layers.map((layer) => whole(layer.dead)))}.`;
      return gone < 0
        ? dead
        : `${dead} Of layer ${whole(gone + 1)} nobody is left, so no gradient reaches the layers before it.`;
    },
  },
  balance: {
    question: 'Can SELU keep its balance?',
    before: ({ layers }: Facts) =>
      `${whole(layers.length)} layers, and nothing to hold their outputs in place but the shape of SELU.`,
    after: ({ wrong, rows, balance }: Facts) =>
      (balance
        ? `From layer to layer the mean output lies between ${rough(balance.mean[0])} and ${rough(balance.mean[1])}, the variance ` +
          `between ${rough(balance.variance[0])} and ${rough(balance.variance[1])}: SELU pulls them towards 0 and 1. `
        : '') + `${wrongOf(wrong ?? 0, rows)} are wrong.`,
  },
  vaccine: {
    question: 'Is batch norm a vaccine?',
    before: () =>
      'The steps are far too large, but every sum is centred and scaled over its batch. Will that protect them?',
    after: ({ dead, units }: Facts) =>
      `${deadOf(dead, units)} all the same. Batch normalisation makes deaths rarer, not impossible: ` +
      'switch it off among all settings, and count again.',
  },
  spare: {
    question: 'Does a dead neuron matter?',
    before: ({ born, units }: Facts) => `${whole(born)} of ${neurons(units)} are born dead. Will the others do?`,
    after: ({ dead, units, wrong, rows }: Facts) =>
      `${deadOf(dead, units)}, and ${wrongOf(wrong ?? 0, rows)} are wrong. ` +
      'Where there are more neurons than the task needs, the dead cost next to nothing.',
  },
};

export type QuestionName = keyof typeof questions;

/** What a setting takes, and when a change of it takes effect. */
function limits({ type, min, max, exclusiveMin, unit, midRun }: Limits): string {
  const when = midRun ? 'Takes effect at once.' : 'Starts the run again.';
  if (!['number', 'integer', 'integers', 'numbers'].includes(type) || min === undefined) return when;
  const kind = type.startsWith('integer') ? 'A whole number' : 'A number';
  const from = exclusiveMin ? `above ${exact(min)}` : `from ${exact(min)}`;
  const to = max === undefined ? '' : exclusiveMin ? ` and at most ${exact(max)}` : ` to ${exact(max)}`;
  return `${kind} ${from}${to}${unit ? ` ${unit}` : ''}. ${when}`;
}

function happened(events: readonly LifeEvent[]): string {
  const died = events.filter((event) => event.kind !== 'revived').length;
  const revived = events.length - died;
  const parts = [];
  if (died > 0) parts.push(`${neurons(died)} died`);
  if (revived > 0) parts.push(`${neurons(revived)} came back`);
  return parts.join(', ');
}

const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const fixed = (value: number, digits: number): string => trueMinus(value.toFixed(digits));
const rounded = (value: number): string => fixed(value, 2).replace(/\.?0+$/, '');
const cost = (ns: number): string => ns.toFixed(ns < 0.995 ? 2 : ns < 9.95 ? 1 : 0);
/** Three digits, the small ones as powers of ten. */
function significant(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 0.001) return trueMinus(Number(value.toPrecision(3)).toString());
  const [digits = '', power = ''] = value.toExponential(1).split('e');
  return trueMinus(`${digits} \u00b7 10${raised(power.replace('+', ''))}`);
}
/** A power of ten as such. */
const powerOfTen = (value: number): string => `10${raised(String(Math.round(Math.log10(value))))}`;
const raised = (power: string): string => Array.from(power, (sign) => SUPERSCRIPTS[sign] ?? sign).join('');
const SUPERSCRIPTS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from('-0123456789', (sign, index) => [
    sign,
    '\u207b\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079'.charAt(index),
  ]),
);

/** What is often said of an activation, and what is so; the numbers are held by tests/web/activations.test.mjs. */
const claimsOfActivations: Readonly<Record<string, readonly Claim[]>> = {
  relu: [
    {
      claim: 'Once its sum is negative, a neuron stops learning for ever.',
      truth:
        'A negative sum for one point is normal, about half of them are. A neuron is dead when its sum is 0 or less for every training point.',
    },
    {
      claim: 'The bias of a dead neuron still learns.',
      truth:
        'Its gradient has the same slope as a factor, and that is 0: weights and bias stay as they are, to the last bit.',
    },
  ],
  'leaky-relu': [
    {
      claim: 'Leaky ReLU does better than ReLU.',
      truth:
        'Results differ from one data set to the next, and with a slope of 0.01 they are close to ReLU\u2019s (Maas et al. 2013, Xu et al. 2015).',
    },
    {
      claim: 'A leak cures dead neurons at once.',
      truth:
        'The way back takes its time, the more the smaller the slope. One neuron that starts at a sum of \u22122 and should give 1 (rate 0.1) has a positive sum after 46 steps with a slope of 0.1, and after 496 with 0.01.',
    },
  ],
  rrelu: [
    {
      claim: 'In evaluation its slope is 1/5.5, about 0.18.',
      truth:
        'In the paper, which divides by a number between 3 and 8. Here and in PyTorch the slope itself is drawn, from 1/8 to 1/3, and its mean is 0.229.',
    },
  ],
  elu: [
    {
      claim: 'ELU is smooth.',
      truth: 'Only with alpha 1. The slope just below 0 is alpha and above it 1, so that any other alpha makes a kink.',
    },
    { claim: 'Its slope is ELU(z) + alpha.', truth: 'Below 0 it is. Above 0 it is 1.' },
    { claim: 'Alpha should be between 0.1 and 0.3.', truth: 'The paper takes 1, and so does PyTorch.' },
  ],
  selu: [
    {
      claim: 'Alpha is 1.67732632\u2026',
      truth:
        'Two digits changed places on the way: it is 1.67326324\u2026 With the wrong one, outputs of a normal sum have mean \u22120.001 and variance 1.0022 instead of 0 and 1.',
    },
  ],
  gelu: [cannotDie('GELU', '\u22120.75')],
  silu: [cannotDie('SiLU', '\u22121.28')],
  mish: [cannotDie('Mish', '\u22121.19')],
  sigmoid: [
    {
      claim: 'With the sigmoid the problem of dead neurons is gone.',
      truth:
        'It is exchanged for another. No side is quite flat, but the slope is a quarter at most: after ten layers less than a millionth of the gradient is left.',
    },
  ],
  tanh: [
    {
      claim: 'With tanh the problem of dead neurons is gone.',
      truth: 'It is exchanged for another: both sides fade. At a sum of \u22125 or 5 the slope is 0.00018.',
    },
  ],
};

function cannotDie(label: string, lowest: string): Claim {
  return {
    claim: `${label} neurons cannot die.`,
    truth:
      `Left of its lowest point, at ${lowest}, the slope is negative: a neuron that should rise is pushed further down, and the slope fades. ` +
      'One that starts at a sum of \u22122 and should give 1 (rate 0.1) was still negative after 200,000 steps; with ELU it took 11.',
  };
}

const threeDigits = new Intl.NumberFormat(language, { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
const power = new Intl.NumberFormat(language, { maximumSignificantDigits: 3, notation: 'scientific' });
const plain = new Intl.NumberFormat(language, { maximumSignificantDigits: 4 });
const few = new Intl.NumberFormat(language, { maximumSignificantDigits: 2 });

/** A factor of a sum by hand: three digits, and a whole number only where it is exactly that. */
function digits(value: number): string {
  if (!Number.isFinite(value)) return '\u2013';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e4) return whole(value === 0 ? 0 : value);
  const short = Number(value.toPrecision(3));
  const format = size < 1e-3 || size >= 1e4 ? power : Number.isInteger(short) ? threeDigits : plain;
  return trueMinus(format.format(short).replace('E', 'e'));
}

/** What the caption of the single neuron can speak of. */
export interface NeuronSituation {
  firing: number;
  points: number;
  dead: boolean;
  /** Whether the step made last killed it. */
  justDied: boolean;
  /** Whether the step made last woke it: a point fires again. */
  justWoke: boolean;
  /** Whether it is silent for every point that the next step takes, with a slope of 0. */
  untaught: boolean;
  /** The mean slope of the points that the next step takes. */
  slope: number;
  /** Of the next step, or of the one that killed: its rate, and the least that kills; Infinity where none does. */
  rate: number;
  critical: number | null;
  divergence: Divergence | null;
}

function neuronCaption(now: NeuronSituation): Piece[] {
  const fires = `${whole(now.firing)} of ${whole(now.points)} points ${plural(now.firing, 'fires', 'fire')} it.`;
  const { rate, critical } = now;
  if (now.divergence)
    return [
      { text: `The run ended at step ${whole(now.divergence.step)}.`, strong: true },
      { text: ' Its numbers grew past every number. What you see is the last finite state.' },
    ];
  if (now.dead && now.justDied) {
    const limit =
      critical === null || critical === Infinity
        ? ''
        : ` It would have lived at any rate below ${number(critical)}; this step took ${number(rate)}, ${few.format(rate / critical)} times as much.`;
    return [{ text: 'That step killed it.', strong: true }, { text: limit }];
  }
  if (now.dead)
    return [
      { text: 'Dead: no point fires it, so every slope is 0.', strong: true },
      {
        text: ' Whatever the error asks for is times 0: w\u2081, w\u2082 and b stay, bit for bit. Only c, after the neuron, still learns.',
      },
    ];
  if (now.justWoke)
    return [{ text: 'It fires again.', strong: true }, { text: ` ${fires} The flat side was not quite flat.` }];
  if (now.firing === 0)
    return [
      { text: 'Silent, but not dead.', strong: true },
      { text: ` No point fires it, yet the slope is ${digits(now.slope)}: each step still moves it a little.` },
    ];
  if (now.untaught)
    return [
      { text: 'Silent for this point: slope 0.', strong: true },
      { text: ` The next step cannot move the neuron. But it is not dead: ${fires}` },
    ];
  if (critical !== null && rate >= critical)
    return [
      { text: `The next step goes too far.`, strong: true },
      { text: ` ${fires} At a rate of ${number(rate)} none will; the limit of this step is ${number(critical)}.` },
    ];
  return [{ text: fires, strong: true }, { text: ' Each step turns and shifts its line a little.' }];
}

const fell = ({ before, after }: Fall): string =>
  before === null
    ? `its largest sum came to ${digits(after)}`
    : `its largest sum fell from ${digits(before)} to ${digits(after)}`;
const atRate = ({ rate }: Fall): string => (rate === null ? '' : ` at learning rate ${number(rate)}`);
/** A share that may lie beyond 0 to 1. */
const part = (share: number): string => trueMinus(percentage.format(share));

const causes: Readonly<Record<LifeEventCause, (fall: Fall) => { title: string; text: string }>> = {
  initialization: ({ after }) => ({
    title: 'Born dead.',
    text: `Before the first step no point made it fire: its largest sum was ${digits(after)}.`,
  }),
  'own-update': (fall) => ({
    title: 'Killed by its own update.',
    text: `In one step${atRate(fall)} ${fell(fall)}. Its own weights and bias did it.`,
  }),
  upstream: (fall) => ({
    title: 'Killed by its inputs.',
    text: `The neurons below it moved: in one step${atRate(fall)} ${fell(fall)}.`,
  }),
  either: (fall) => ({
    title: 'Killed twice over.',
    text: `Its own update alone would have done it, and so would the shift of its inputs: in one step${atRate(fall)} ${fell(fall)}.`,
  }),
  'both-together': (fall) => ({
    title: 'Killed by both together.',
    text: `Neither its own update nor the shift of its inputs would have done it alone: in one step${atRate(fall)} ${fell(fall)}.`,
  }),
  intervention: (fall) => ({
    title: 'Killed by a change from outside.',
    text: `No step of training did it: a setting was changed, and ${fell(fall)}.`,
  }),
};

/** By the number of the state: dead, cut off, saturated, inactive, dormant, always on, alive. */
const living = [
  'Dead.',
  'Cut off.',
  'Saturated.',
  'Silent, but not dead.',
  'Hardly ever heard.',
  'On for every point.',
  'Alive and learning.',
];

const placeName = ({ layer, unit }: UnitPlace): string => `neuron ${whole(unit + 1)} of layer ${whole(layer + 1)}`;
const atStep = (step: number): string => `step ${whole(step)}`;

const microscope = {
  neuron: ({ layer, unit }: UnitPlace) => `Layer ${whole(layer + 1)}, neuron ${whole(unit + 1)}`,
  keys: 'arrow keys: the next neuron \u00b7 Esc: close',
  close: 'Close',
  looking: 'Looking\u2026',
  deadSince: (step: number | null, cause: LifeEventCause) =>
    cause === 'initialization' || step === null ? 'dead since birth' : `dead since step ${whole(step)}`,
  lives: (state: number) => (living[state] ?? '').toLowerCase().replace('.', ''),
  revived: (back: number, died: number | null) =>
    died === null ? `back since step ${whole(back)}` : `died at step ${whole(died)}, back since step ${whole(back)}`,
  atStep,

  fires: (firing: number, points: number) =>
    `${firing === 0 ? 'None' : whole(firing)} of ${whole(points)} points ${plural(firing, 'makes', 'make')} it fire.`,
  plane: (sentence: string) => `The input plane with the training points. ${sentence}`,
  howPlane: (lit: boolean) =>
    lit ? 'Its line, and the side that it fires on.' : 'No point is left on its lit side; its line may lie outside.',
  point: (row: number) => `point ${whole(row + 1)}`,

  sums: (points: number) => `Where its ${whole(points)} sums fall`,
  oneAxis: 'one axis for all three: z',
  sumsSentence: (silent: number, firing: number, largest: number) =>
    `Histogram of its sums: ${whole(silent)} at most 0, ${whole(firing)} above, the largest ${digits(largest)}. Below it the activation and its slope.`,
  silent: (silent: number, all: number) => `silent: ${whole(silent)} of ${whole(all)}`,
  firing: (firing: number) => `fires: ${whole(firing)}`,
  rows: ['sums', 'f(z)', 'f\u2032(z)'],

  whyNothing: 'Why it learns nothing: the chain rule, for one point',
  whyLearns: 'How it learns: the chain rule, for one point',
  forPoint: 'point',
  wanted: 'change wanted in a weight',
  upstream: '\u2202L/\u2202a  what the loss wants',
  slopeAt: (z: number) => `\u2202a/\u2202z  slope at z = ${digits(z)}`,
  norm: '\u03b3/\u03c3',
  normAbout: 'batch normalisation',
  cameIn: '\u2202z/\u2202w  what came in',
  noChange: 'no change, whatever the loss',
  change: 'times the rate, the step',
  weights: (weights: readonly { index: number; value: number }[], more: number, bias: number, normed: boolean) =>
    `Incoming: ${list([
      ...weights.map(({ index, value }) => `w${whole(index + 1)} = ${digits(value)}`),
      ...(more > 0 ? [`${whole(more)} more`] : []),
      `${normed ? '\u03b2' : 'b'} = ${digits(bias)}`,
    ])}`,

  lifeBySum: ['Life story', 'its largest sum since it last came to life, logarithmic'],
  lifeByShare: ['Life story', 'share of points that make it fire'],
  noEvents: 'It has not died in this run.',
  events: (events: readonly LifeEvent[]) => {
    const last = events
      .slice(-6)
      .map(
        ({ kind, step }) =>
          `${{ 'born-dead': 'was born dead', died: 'died', revived: 'came back' }[kind]} at ${atStep(step)}`,
      );
    return `${events.length > last.length ? `${whole(events.length - last.length)} earlier turns, then it ` : 'It '}${last.join(', ')}.`;
  },

  autopsy: 'Autopsy',
  checkUp: 'Check-up',
  causes,
  living: (state: number) => living[state] ?? '',
  learnsFrom: (rows: number, all: number) =>
    rows === 0
      ? 'No point gives it a slope.'
      : `Its slope is not 0 for ${whole(rows)} of ${whole(all)} points: so much of the gradient gets through.`,
  wasDead: (step: number, cause: LifeEventCause) =>
    cause === 'initialization' ? 'It was born dead.' : `It had died at ${atStep(step)}.`,
  shares: (own: number) => `Of that fall, ${part(own)} came from its own update, ${part(1 - own)} from its inputs.`,
  ofTheFall: (share: number, killer: boolean) =>
    killer
      ? `This step killed it: ${part(share)} of the fall from its highest point.`
      : `It had been sinking before: this step made ${part(share)} of the fall.`,
  rates: (deadly: number, used: number) =>
    `Learning rate of that step: it survives below ${number(deadly)}; ${number(used)} was used.`,
  survives: (rate: number) => `survives below ${short(rate)}`,
  used: (rate: number) => `used ${short(rate)}`,
  permanent: (permanent: boolean) => (permanent ? 'For good.' : 'Perhaps not for good.'),
  taken: (cutOff: readonly CascadeUnit[], starved: readonly CascadeUnit[]) =>
    cutOff.length > 0
      ? `It cut off ${list(cutOff.slice(0, 4).map(placeName))}${cutOff.length > 4 ? ` and ${whole(cutOff.length - 4)} more` : ''}.`
      : starved.length > 0
        ? `It cut off nobody; ${neurons(starved.length)} below ${plural(starved.length, 'learns', 'learn')} with a smaller gradient.`
        : 'It took nobody along.',
  without: (loss: number, other: number, dead: boolean) =>
    dead
      ? `Now it adds ${loss === other ? 'nothing' : 'a constant'}: the loss with it is ${short(loss)}, without it ${short(other)}.`
      : short(loss) === short(other)
        ? `Without it the loss would hardly change: it is ${short(loss)}.`
        : `Without it the loss would be ${short(other)} instead of ${short(loss)}.`,
  remedies: 'What would bring it back',
  remedy: (remedy: Remedy) =>
    remedy.kind === 'bias'
      ? `Bias ${remedy.by > 0 ? '+' : ''}${digits(remedy.by)}`
      : remedy.kind === 'reset'
        ? 'Draw its weights anew'
        : `${remedy.label} ${remedy.everywhere ? 'for all' : 'in its layer'}`,
  promise: ({ activeFraction, meanSlope, steps }: Prescription['effect']) =>
    `Then ${percent(activeFraction)} of the points give it a slope, ${rough(meanSlope)} on average` +
    `${steps === undefined || steps === 0 ? '' : `, and its sum is positive after ${whole(steps)} steps`}.`,
  lowerRate: 'Lower learning rate',
  prevents: 'prevents, does not revive',
  otherActivations: (count: number) => `${whole(count)} other activations`,
  apply: 'Apply',
  applyTo: (remedy: string) => `Apply: ${remedy}`,
};

/** What two runs have in common, and in how many settings they differ. */
function twinsShare(shared: { data: boolean; weights: boolean; batches: boolean }, differences: number): string {
  const same = [
    shared.data ? 'same data' : '',
    shared.weights ? 'same first weights' : '',
    shared.batches ? 'same batches' : '',
  ].filter((part) => part !== '');
  const common = same.length > 0 ? `${same.join(', ')}.` : 'nothing of what is drawn by chance is the same.';
  const apart =
    differences === 0
      ? 'Nothing differs yet: choose another value.'
      : differences === 1
        ? 'One setting differs.'
        : `${whole(differences)} settings differ.`;
  return `${common.charAt(0).toUpperCase()}${common.slice(1)} ${apart}`;
}

export const en = {
  microscope,

  number,
  whole,
  percent,
  list,
  caption,

  brand: 'Reluctant',
  pages: 'Pages',
  pageNames: {
    lab: 'Lab',
    activations: 'Activations',
    neuron: 'One neuron',
    twins: 'Twins',
    teachers: 'For teachers',
  },
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
  deadShort: (dead: number) => `${whole(dead)} dead`,

  neuronList: 'Neurons',
  neuronIs: ({ layer, unit }: { layer: number; unit: number }, state: string, share: number, largest: number) =>
    `Layer ${whole(layer + 1)}, neuron ${whole(unit + 1)}: ${state.toLowerCase()}, ` +
    `fires for ${percent(share)} of the points, largest sum ${number(largest)}`,

  neuronPlace: microscope.neuron,
  neuronState: (state: string, share: number) => `${state.toLowerCase()}, fires for ${percent(share)}`,

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
  edgesLeftOut: (count: number, each: number) =>
    `${each === 1 ? 'Each neuron\u2019s strongest weight' : 'Each neuron\u2019s two strongest weights'}; ` +
    `${whole(count)} weaker ${plural(count, 'weight is', 'weights are')} not drawn`,
  gradientBars: (from: number, to: number) =>
    `Gradient by layer: ${powerOfTen(from)} to ${powerOfTen(to)}, logarithmic`,
  zoom: 'How close the network is seen',
  zoomIn: 'Look closer',
  zoomOut: 'Step back',
  zoomWhole: 'See the whole network',
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

  curves: 'Curves',
  logScale: 'Logarithmic, where it can be',
  train: 'train',
  test: 'test',
  short,
  rough,
  plots: {
    loss: 'Loss',
    accuracy: 'Accuracy',
    deadShare: 'Dead share by layer',
    gradientNorm: 'Gradient norm by layer',
    outputMean: 'Mean output by layer',
    outputVariance: 'Variance of outputs by layer',
  },
  plotSentence: (name: string, step: number, values: readonly { label: string; value: string }[], layered: boolean) =>
    `${name} at step ${whole(step)}: ` +
    values.map(({ label, value }) => `${layered ? `layer ${label}` : label} ${value}`).join(', '),

  settings: 'Settings',
  allSettings: 'All settings',
  groups: {
    data: 'Data',
    network: 'Network',
    training: 'Training',
    brakes: 'Brakes and noise',
    chance: 'Chance',
  },
  changedSettings: (count: number) => `${whole(count)} changed`,
  limits,
  ofLayer: (label: string, layer: number) => `${label}, layer ${whole(layer + 1)}`,
  eachLayer: 'Each layer its own activation',
  numberOf: (label: string, index: number) => `${label} ${whole(index + 1)}`,
  notSet: 'not set',
  files: 'File',
  save: {
    scenario: 'Scenario (JSON)',
    curves: 'Curves (CSV)',
    lifelines: 'Lifelines (CSV)',
    png: 'Picture (PNG)',
    svg: 'Picture (SVG)',
    film: 'Start a film',
  },
  openFile: 'Open a Scenario',
  own: {
    title: 'Your own data',
    paint: 'Paint points',
    brush: 'Brush',
    brushes: { a: 'Class A', b: 'Class B', eraser: 'Eraser' },
    clear: 'Clear',
    painted: (a: number, b: number) =>
      `${whole(a)} ${plural(a, 'point', 'points')} of class A, ${whole(b)} of class B. ` +
      'Paint with the pointer, or with arrow keys and Enter.',
    usePoints: 'Train on these points',
    table: 'Read a table',
    text: 'Comma-separated values, with or without a first line of names',
    example: 'x1,x2,class\n0.5,1.2,1\n-0.3,0.8,0',
    file: 'Or a file',
    target: 'Column to learn',
    lastColumn: 'the last one',
    standardize: 'Give every input mean 0 and deviation 1',
    useTable: 'Train on this table',
    mistake: ({ line, column, message }: { line: number; column: number; message: string }) =>
      line === 0 ? message : `line ${whole(line)}${column === 0 ? '' : `, column ${whole(column)}`}: ${message}`,
  },
  endFilm: 'End the film',
  questions,
  question: 'Question',
  noQuestion: 'Ask one',
  undo: 'Undo (Ctrl+Z)',
  redo: 'Redo (Shift+Ctrl+Z)',
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

  branch: {
    title: (changed: boolean) => (changed ? 'The run with your change' : 'The same run, had you done nothing'),
    briefly: (changed: boolean) => (changed ? 'With your change' : 'Had you done nothing'),
    where: branchWhere,
    outcome: branchOutcome,
    exchange: 'Go on with this one',
    forget: 'Forget it',
    sentence: (outcome: BranchFacts) =>
      `Below it ${outcome.changed ? 'the run with your change' : 'the same run, had you done nothing'}: ${branchWhere(outcome)} ${branchOutcome(outcome)}.`,
    spokenBegun: 'The run as it was goes on beside it.',
    spokenExchanged: (changed: boolean, state: string) =>
      `Shown is the run ${changed ? 'with' : 'without'} your change. ${state}`,
  },

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
  stopped: 'The figure has stopped',
  stoppedByBrowser: 'The browser ended what computes it.',
  noMemory: (mebibytes: number) => `The browser gave no memory: ${whole(mebibytes)} MiB were asked for.`,
  stoppedHelp: 'Nothing is lost: the run is kept at its step. It may help to close other tabs first.',
  memoryHelp: 'It may help to close other tabs or other pages with figures.',
  tryAgain: 'Try again',
  stillPicture: (dead: number, of: number) =>
    `A small network with two inputs and one output. ${whole(dead)} of its ${whole(of)} hidden neurons are dead.`,

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

  explorer: {
    pageTitle: 'Activations and their slopes \u2013 Reluctant',
    title: 'Activations and their slopes',
    lead: 'Line: output. Grey: where the network\u2019s sums lie. Green band: slope. Where the band is gone, nothing is learnt.',
    legend: 'Signs on the cards',
    fates: {
      dies: 'can die',
      crawls: 'crawls back',
      drifts: 'can drift away',
      saturates: 'can saturate',
      straight: 'a straight line',
    },
    fateMeans: {
      dies: 'Flat for every sum on its low side: no gradient gets through there, and a neuron that has only such sums is dead.',
      crawls: 'Some slope is left on the low side, so a neuron that should rise finds its way back, fast or slowly.',
      drifts:
        'On its low side the slope is negative: a neuron that should rise is pushed further down, where the slope fades.',
      saturates: 'The slope fades on both sides: a neuron far out hardly learns, whichever way it should go.',
      straight: 'The slope is the same everywhere: no neuron dies, and no bend is learnt.',
    },
    costLegend: 'cost a value',
    cards: 'All activations',
    shape: ({ smooth, floor, ceiling, dips, straight }: ShapeOfCurve) => {
      if (straight) return 'straight, unbounded';
      const bound =
        Number.isFinite(floor) && Number.isFinite(ceiling)
          ? -floor === ceiling
            ? `between \u00b1${rounded(ceiling)}`
            : `from ${rounded(floor)} to ${rounded(ceiling)}`
          : dips
            ? `dips to ${rounded(floor)}`
            : Number.isFinite(floor)
              ? floor === 0
                ? 'never below 0'
                : `floor ${rounded(floor)}`
              : 'unbounded';
      return `${smooth ? 'smooth' : 'kinked'}, ${bound}`;
    },
    flat: '0',
    cost: (ns: number) => `${cost(ns)} ns`,
    noCost: '\u2013',
    setting: (name: string, value: unknown) => `${name} ${typeof value === 'number' ? rounded(value) : String(value)}`,
    cardSentence: (label: string, shape: string, fate: string, ns: number | null) =>
      `${label}: ${shape}; ${fate}${ns === null ? '' : `; ${cost(ns)} nanoseconds a value`}`,
    compare: (label: string) => `Compare ${label}`,

    plot: 'Output and slope at a sum',
    reach: 'Sums shown',
    reachOf: (reach: number) => `\u2212${whole(reach)} to ${whole(reach)}`,
    cursor: 'Sum',
    value: 'f(z)',
    slope: 'f\u2032(z)',
    at: (z: number) => `z = ${fixed(z, 2)}`,
    axis: number,
    readout: significant,
    pointSentence: (z: number, points: readonly { label: string; value: number; slope: number }[]) =>
      `${fixed(z, 2)}; ${points.map(({ label, value, slope }) => `${label}: output ${significant(value)}, slope ${significant(slope)}`).join('; ')}`,
    release: (label: string) => `Take ${label} out of the comparison`,
    compareHint: 'To compare, press + on up to three cards.',
    spokenChosen: (label: string) => `${label} is shown.`,
    spokenPinned: (labels: readonly string[]) => `Compared: ${labels.join(', ')}.`,

    allAbout: (label: string) => `All about ${label}`,
    parameters: 'Parameters',
    defaults: 'Defaults',
    formula: 'Formula',
    meets: (sums: number, flat: number, slope: number) =>
      flat > 0
        ? [
            { text: `${percent(flat)} of the network\u2019s ${whole(sums)} sums`, strong: true },
            { text: ' meet a slope of exactly 0 here.' },
          ]
        : [
            { text: 'None of the network\u2019s ', strong: true },
            { text: `${whole(sums)} sums`, strong: true },
            { text: ` meets a slope of exactly 0 here; its mean size is ${significant(slope)}.` },
          ],
    adopt: (label: string) => `Train the network with ${label}`,
    claims: 'Often read, and wrong',
    history: 'Where it comes from',
    advantages: 'What speaks for it',
    drawbacks: 'What speaks against it',
    properties: 'Properties',
    yes: 'yes',
    no: 'no',
    property: {
      canDie: 'can die',
      saturates: 'saturates',
      smooth: 'smooth',
      monotonic: 'monotonic',
      zeroCentred: 'zero-centred',
      slopeAtZero: 'slope at 0',
    },
    costs: 'Cost',
    costOf: { value: 'output alone', both: 'output and slope', backward: 'backward' },
    costUnit: 'nanoseconds a value',
    table: 'All activations as a table',
    tableName: 'Activation',
    tableCost: 'ns a value',

    sums: 'Grey sums',
    network: (activation: string, step: number) => `${activation} network, step ${whole(step)}`,
    mixed: 'mixed',
    noSums: 'This network has no hidden neuron, and so no sums.',
    someSums: (shown: number, units: number) => `Sums of ${whole(shown)} of ${neurons(units)}`,
    ended: 'its numbers grew past every bound',
    measure: 'Measure again',
    measureFirst: 'Measure the cost',
    measuring: (share: number) => `Measuring, ${percent(share)}`,
    measured: (at: Date) => `Measured on this machine, ${moment.format(at)}`,
    unmeasured: 'Cost: not measured yet',

    claimsOf: claimsOfActivations,
  },

  neuron: {
    pageTitle: 'One neuron, step by step \u2013 Reluctant',
    digits,
    caption: neuronCaption,
    figure: 'A single neuron in training',
    title: 'One neuron, one step too far',
    hint: 'Drag anything round: weights, bias, points, learning rate. Everything can be undone.',
    questions: 'Questions to try',
    question: {
      tooBig: 'Too big a step?',
      farBias: 'A very negative bias?',
      leak: 'Can a leak pull it back?',
      bias: 'Does the bias still learn?',
      silent: 'Is one silent point a death?',
    },
    /** What to do first, at step 0 of a question. */
    invitation: {
      tooBig: 'One point asks for much less. Take one step, and look at the slope of the next.',
      farBias: 'The bias starts at \u22122.5, and no point lifts the sum by more than 0.42. Take some steps.',
      leak: 'It dies at step 1. From step 4 on the flat side has a slope of 0.2. Press play.',
      bias: 'It is only 0.02 short of firing, and every step takes all points. Press play, and watch b and c.',
      silent: 'The first point that it is taught by lies on its dark side. Take some steps.',
    },
    step: 'Take a step',
    undo: 'Undo (Ctrl+Z)',
    redo: 'Redo (Shift+Ctrl+Z)',
    reset: 'Back to the start',
    stepNumber: (step: number) => `Step ${whole(step)}`,

    diagram: 'The neuron',
    input: (index: number) => `x${['\u2081', '\u2082'][index] ?? ''}`,
    parameter: { w1: 'w\u2081', w2: 'w\u2082', b: 'b', v: 'v', c: 'c' },
    parameterName: {
      w1: 'weight w\u2081',
      w2: 'weight w\u2082',
      b: 'bias b',
      v: 'output weight v',
      c: 'output bias c',
    },
    slider: (name: string) => `${name}, slider`,
    sum: 'z = w\u2081x\u2081 + w\u2082x\u2082 + b',
    value: 'a = f(z)',
    output: 'y = v\u00b7a + c',
    probability: 'y = \u03c3(v\u00b7a + c)',
    sumIs: (z: number) => `z = ${digits(z)}`,
    wanted: (target: number) => `it should say ${digits(target)}`,
    disc: (firing: number, points: number, dead: boolean) =>
      dead
        ? `Dead: fires for none of ${whole(points)} points.`
        : `Fires for ${whole(firing)} of ${whole(points)} points.`,
    activation: 'Activation',
    curve: (name: string, z: number, slope: number) =>
      `${name}: at the sum ${digits(z)} of the ringed point the slope is ${digits(slope)}.`,
    flat: 'flat: slope',
    slopeHere: 'slope',

    plane: 'The points, and where the neuron fires',
    fireFor: (firing: number, points: number) =>
      `${whole(firing)} of ${whole(points)} ${plural(points, 'point fires', 'points fire')} it`,
    loss: (loss: number) => `loss ${digits(loss)}`,
    colour: 'colour of a point: target',
    usedToFire: 'where it used to fire',
    point: (row: number, x1: number, x2: number, target: number, z: number) =>
      `Point ${whole(row + 1)}: ${digits(x1)}, ${digits(x2)}, target ${digits(target)}. Its sum is ${digits(z)}${z > 0 ? ', it fires' : ''}.`,
    pointMoves: 'movable point',
    planeHint: 'Click an empty place to add a point. Arrow keys move a point, Delete removes it.',
    pointNumber: (row: number) => `Point ${whole(row + 1)}`,
    nextPoint: 'Next point',
    target: 'target',
    add: 'Add a point',
    remove: 'Remove it',

    last: 'The last step',
    killer: 'The step that killed it',
    next: 'The next step',
    noLast: 'None yet. Here the step just made will stand, with every number that went into it.',
    byHand: 'You moved it by hand: no step led here.',
    on: 'learns from',
    onePoint: 'one point',
    allPoints: 'all points',
    taken: (rows: number, first: number) =>
      rows === 1 ? `point ${whole(first + 1)}` : `the mean of ${whole(rows)} points`,
    old: 'old',
    rate: 'learning rate \u03b7',
    rateShort: '\u03b7',
    error: '\u2202L/\u2202a',
    errorOut: '\u2202L/\u2202y',
    slope: 'slope',
    factor: 'input',
    means: {
      error: 'how fast the loss grows with the output a: the error, sent back',
      slope: 'how fast a grows with the sum z; also \u2202a/\u2202z',
      factor: 'what the number multiplies in z; 1 for a bias',
    },
    product: 'mean of \u2202L/\u2202a \u00b7 slope \u00b7 input',
    becomes: 'new',
    unchanged: 'unchanged',
    after: 'after the neuron',
    rateBar: {
      none: 'No rate helps: the slope is 0.',
      safe: 'No rate kills it in this step.',
      kills: (rate: number) => `${number(rate)} or more kills`,
      killsUpTo: (from: number, to: number) => `${number(from)} to ${number(to)} kills`,
      unknown: '',
    },
    took: (rate: number) => `this step took ${number(rate)}`,
    details: 'Every point of the next step',
    contributions: (of: string) => `adds to \u2202L/\u2202${of}`,

    refused: 'This figure cannot show that Scenario; it opens with its first question instead.',
    expected: (allowed: string, found: string) =>
      `expected ${allowed} in the figure of a single neuron, found ${found}`,
    spoken: (step: number, firing: number, points: number, dead: boolean) =>
      `Step ${whole(step)}. ${dead ? 'Dead: ' : ''}${whole(firing)} of ${whole(points)} points fire it.`,
  },

  twins: {
    pageTitle: 'Twins: one setting apart \u2013 Reluctant',
    figure: 'Two networks in training, side by side',
    title: 'Twins',
    sides: ['The first run', 'The second run'] as const,
    shared: twinsShare,
    dead: (dead: number, units: number) =>
      units === 0 ? '' : dead === 0 ? 'none dead' : `${whole(dead)} of ${whole(units)} dead`,
    /** The number between the two, and what it counts. */
    differ: (count: number | null) =>
      count === null
        ? (['\u2013', 'not alike'] as const)
        : ([whole(count), plural(count, 'differs', 'differ')] as const),
    differMeans: 'Neurons whose state is another one than their twin\u2019s',
    incomparable: 'The networks have other layers: their neurons cannot be compared one by one',
    playhead: 'Step shown of both runs',
    differs: 'What differs',
    both: 'Settings of both runs',
    ofSecond: (label: string) => `${label} of the second`,
    more: 'More\u2026',
    second: 'Settings of the second run',
    sameAgain: 'Same again',
    equalise: (label: string) => `${label}: make it the same again`,
    interventions: 'Interventions',
    atSteps: (steps: readonly number[]) =>
      steps.length === 0 ? 'none' : `at ${plural(steps.length, 'step', 'steps')} ${steps.map(whole).join(', ')}`,
    setting: (label: string, value: string) => `${label}: ${value}`,
    onOrOff: (on: boolean) => (on ? 'on' : 'off'),
    refused: 'This twin cannot run',
    refusedInstead: 'Two equal runs are shown instead. The text is kept here, as it came:',
    compare: 'Compare with a twin',
    spoken: (step: number, runs: readonly { name: string; dead: number; units: number }[], differ: number | null) =>
      `Step ${whole(step)}. ${runs.map(({ name, dead, units }) => `${name}: ${deadOf(dead, units)}.`).join(' ')} ` +
      (differ === null ? '' : `${neurons(differ)} ${plural(differ, 'differs', 'differ')}.`),
  },
};

export type Strings = typeof en;
