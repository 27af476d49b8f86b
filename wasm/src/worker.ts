// A lab in a worker: remote.ts behind Comlink, whose arrays are transferred. Who starts it is client.ts.
import { expose, proxy, transfer, type ProxyMarked } from 'comlink';
import { carryErrors } from './errors.js';
import type { SimdChoice, WasmFiles } from './module.js';
import { openRemote } from './remote.js';
import type { Remote } from './types.js';

/** The worker's first answer: loads a lab and offers its calls. */
export interface Host {
  start(wasm: WasmFiles, simd: SimdChoice): Promise<Remote & ProxyMarked>;
}

carryErrors();
expose({
  start: async (wasm, simd) => proxy(transferring(await openRemote(wasm, simd))),
} satisfies Host);

/** The same calls, whose typed arrays move to the page instead of being copied. */
function transferring(remote: Remote): Remote {
  const entries = Object.entries(remote).map(([name, call]: [string, (...values: unknown[]) => Promise<unknown>]) => [
    name,
    async (...values: unknown[]) => {
      const result = await call(...values);
      return typeof result === 'object' && result !== null ? transfer(result, buffers(result)) : result;
    },
  ]);
  return Object.fromEntries(entries) as Remote;
}

/** The buffers of all typed arrays in `value`, each once. */
function buffers(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer];
  if (typeof value !== 'object' || value === null) return [];
  return [...new Set(Object.values(value).flatMap(buffers))];
}
