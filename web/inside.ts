// Starts the lab from what is inside the script: both modules and the worker. For single files; the site's files lie
// beside each other (pages/site.ts).
import workerSource from 'virtual:worker-source';
import scalar from '../build/wasm-scalar/wasm/core.wasm?url&inline';
import simd from '../build/wasm-simd/wasm/core.wasm?url&inline';
import { workerFromSource } from '../wasm/src/client.js';
import { startLabWith } from './figures/core.js';

/** Makes every figure of this script share one lab, which needs no other file. */
export function startLabInside(): void {
  startLabWith(() => ({
    wasm: { scalar: bytesOf(scalar), simd: bytesOf(simd) },
    workers: [workerFromSource(workerSource)],
  }));
}

/** The bytes of a base64 `data:` address: read here, because a page's policy may refuse to fetch one. */
function bytesOf(address: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
}
