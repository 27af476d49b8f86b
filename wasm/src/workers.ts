// Ways to start worker.ts. Who tries them, and what happens when a worker dies, is keeper.ts.

/** Makes a worker that may turn out to be refused. */
export type WorkerMaker = () => Worker | Promise<Worker>;

/** How long a worker may take to answer for the first time. A refused one reports within milliseconds. */
export const PATIENCE_MS = 20_000;

/** A worker from its address, which the page's own origin must serve. `new Worker` needs no other door under Trusted Types. */
export function workerFromUrl(url: string, type: WorkerType = 'module'): () => Worker {
  return () => new Worker(trusted(url), { type });
}

/**
 * A classic worker from its source: it starts in a sandboxed frame and from `file://` too.
 *
 * @param source the script, or what fetches it where it is wanted only in need
 */
export function workerFromSource(source: string | (() => Promise<string>)): WorkerMaker {
  return async () => {
    const script = typeof source === 'string' ? source : await source();
    const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    // Revoked when the worker must have read it: a refusal is reported later than the constructor returns.
    setTimeout(() => URL.revokeObjectURL(url), PATIENCE_MS);
    return new Worker(trusted(url));
  };
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined;

/** Lets an address of this origin, or a blob that this page made, pass as a worker under Trusted Types. */
function trusted(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('reluctant', {
    createScriptURL(address) {
      const { protocol, origin } = new URL(address, document.baseURI);
      if (protocol === 'blob:' || origin === location.origin) return address;
      throw new TypeError(`worker: expected an address of ${location.origin}, found ${address}`);
    },
  });
  return policy.createScriptURL(url);
}
