// The messages between an embedded figure and its host, and who may be told what. No window: that is host.ts.
import {
  integer,
  literal,
  maxValue,
  minValue,
  number,
  optional,
  picklist,
  pipe,
  safeParse,
  strictObject,
  unknown,
  variant,
  type InferOutput,
} from 'valibot';

/** Of the protocol. A message of another version is answered by an error. */
export const VERSION = 1;

/** Longer messages are refused unread: a Scenario of the largest custom data set travels as a file, not as a message. */
const LONGEST = 64 * 1024;

const MOST_STEPS = 1_000_000;
const LAST_STEP = 2 ** 32 - 1;

const ours = { source: literal('reluctant'), version: literal(VERSION) };
const commands = variant('type', [
  strictObject({ ...ours, type: literal('play') }),
  strictObject({ ...ours, type: literal('pause') }),
  strictObject({
    ...ours,
    type: literal('step'),
    count: optional(pipe(number(), integer(), minValue(1), maxValue(MOST_STEPS)), 1),
  }),
  strictObject({ ...ours, type: literal('reset') }),
  strictObject({ ...ours, type: literal('load'), scenario: unknown() }),
  strictObject({
    ...ours,
    type: literal('restore'),
    state: strictObject({ scenario: unknown(), step: pipe(number(), integer(), minValue(0), maxValue(LAST_STEP)) }),
  }),
  strictObject({ ...ours, type: literal('theme'), value: picklist(['light', 'dark', '']) }),
]);

/** What a host may ask of a figure. */
export type Command = InferOutput<typeof commands>;

/** A command; why a message meant for us is none; or null for what others say to each other. */
export type Reading = { command: Command } | { mistake: string } | null;

/** Reads a message's data, which may be anything. Never throws. */
export function readMessage(data: unknown): Reading {
  if (data === 'slide:start') return { command: { source: 'reluctant', version: VERSION, type: 'play' } };
  if (data === 'slide:stop') return { command: { source: 'reluctant', version: VERSION, type: 'pause' } };
  if (typeof data !== 'object' || data === null || !('source' in data) || data.source !== 'reluctant') return null;
  const length = lengthOf(data);
  if (length === null) return { mistake: 'message: expected plain data, found what JSON cannot hold' };
  if (length > LONGEST) return { mistake: `message: expected at most ${LONGEST} characters, found ${length}` };
  const { success, issues, output } = safeParse(commands, data);
  if (success) return { command: output };
  const [issue] = issues;
  const path = ['message', ...(issue.path?.map(({ key }) => String(key)) ?? [])].join('.');
  return { mistake: `${path}: expected ${issue.expected ?? 'another value'}, found ${cut(issue.received)}` };
}

/** At most `most` a second: a host in a loop must not starve the figure. */
export function rateLimit(most: number): (now: number) => boolean {
  const times: number[] = [];
  return (now) => {
    while (times.length > 0 && now - (times[0] as number) >= 1000) times.shift();
    if (times.length >= most) return false;
    times.push(now);
    return true;
  };
}

function lengthOf(data: object): number | null {
  try {
    return JSON.stringify(data).length;
  } catch {
    return null;
  }
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
