// How a single file starts the lab and finds its other pages: everything is inside the script. Its twin for the site is
// beside.ts.
import workerSource from 'virtual:worker-source';
import scalar from '../build/wasm-scalar/wasm/core.wasm?url&inline';
import simd from '../build/wasm-simd/wasm/core.wasm?url&inline';
import { workerFromSource } from '../wasm/src/client.js';
import { startLabWith } from './figures/core.js';

/** Makes every figure of this script share one lab, which needs no other file. */
export function startLab(): void {
  startLabWith(() => ({
    wasm: { scalar: bytesOf(scalar), simd: bytesOf(simd) },
    workers: [workerFromSource(workerSource)],
  }));
}

/** The pages of the site alone: what they make points to files that lie beside it. */
const NOT_INSIDE: readonly string[] = ['teachers'];

/** The address of a page of the same file; null for one that it has not. */
export function addressOfPage(page: string): string | null {
  return NOT_INSIDE.includes(page) ? null : `?page=${page}`;
}

/** The bytes of a base64 `data:` address: read here, because a page's policy may refuse to fetch one. */
function bytesOf(address: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
}
