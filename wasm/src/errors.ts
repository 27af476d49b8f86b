// What the library throws, and how it crosses from a worker to the page. Where arguments are checked is check.ts.
import { transferHandlers, type TransferHandler } from 'comlink';
import type { Mistake } from './types.js';

/** A Scenario (or a change to one) that the core refused: `errors` names every mistake, the message lists them. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError';

  /** An error that lists `errors`, one a line. */
  constructor(readonly errors: readonly Mistake[]) {
    super(errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n'));
  }
}

/**
 * Why a lab could not be loaded:
 * `no-webassembly` the browser has none; `refused` a content security policy forbids it; `unreachable` the
 * module's file could not be read; `damaged` the bytes are not a module of this version; `no-simd` SIMD was
 * asked for and is missing; `no-memory` the browser gave none.
 */
export type LoadFailure = 'no-webassembly' | 'refused' | 'unreachable' | 'damaged' | 'no-simd' | 'no-memory';

/** WebAssembly or the module's file is missing or refused; the message says what to do. */
export class LoadError extends Error {
  override readonly name = 'LoadError';

  /** An error for `reason`, told by `message`. */
  constructor(
    readonly reason: LoadFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** How the message of every lab that is lost begins. */
const LOST = 'the lab is lost, load another: ';

/** The core stopped (out of memory, or a fault): its lab and all its simulations are gone. A new lab replays them. */
export class LabLostError extends Error {
  override readonly name = 'LabLostError';

  /** An error that says what the core said last. @param memory bytes that it asked for and was refused, where that is why */
  constructor(
    cause: unknown,
    readonly memory: number | null = null,
  ) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(`${LOST}${memory === null ? why : `there are no ${inMebibytes(memory)} MiB of memory`}`, { cause });
  }

  /** The message without its advice. */
  get why(): string {
    return this.message.slice(LOST.length);
  }
}

/** Bytes as whole mebibytes, never fewer than asked for. */
export function inMebibytes(bytes: number): number {
  return Math.ceil(bytes / 2 ** 20);
}

interface PlainError {
  name: string;
  message: string;
  errors?: readonly Mistake[];
  reason?: LoadFailure;
  memory?: number | null;
}

const kinds: Record<string, (plain: PlainError) => Error> = {
  ScenarioError: ({ errors }) => new ScenarioError(errors ?? []),
  LoadError: ({ reason, message }) => new LoadError(reason ?? 'damaged', message),
  LabLostError: ({ message, memory }) => new LabLostError(message.slice(LOST.length), memory ?? null),
  RangeError: ({ message }) => new RangeError(message),
  TypeError: ({ message }) => new TypeError(message),
};

/** Makes Comlink carry the errors above with their kind and their mistakes. Both sides of a worker call it once. */
export function carryErrors(): void {
  const thrown = transferHandlers.get('throw') as TransferHandler<{ value: unknown }, PlainError>;
  transferHandlers.set('throw', {
    canHandle: thrown.canHandle,
    serialize: ({ value }) => {
      if (!(value instanceof Error)) return [{ name: 'Error', message: String(value) }, []];
      const { name, message } = value;
      if (value instanceof ScenarioError) return [{ name, message, errors: value.errors }, []];
      if (value instanceof LoadError) return [{ name, message, reason: value.reason }, []];
      if (value instanceof LabLostError) return [{ name, message, memory: value.memory }, []];
      return [{ name, message }, []];
    },
    deserialize: (plain) => {
      throw kinds[plain.name]?.(plain) ?? new Error(plain.message);
    },
  } satisfies TransferHandler<{ value: unknown }, PlainError>);
}
