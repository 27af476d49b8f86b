// How the site's pages start the lab and find each other: files that lie beside each other. Its twin for single files is
// inside.ts, which single.config.ts puts in its place.
import { workerFromSource, workerFromUrl } from '../wasm/src/client.js';
import workerUrl from '../wasm/src/worker.ts?worker&url';
import scalar from '../build/wasm-scalar/wasm/core.wasm?url';
import simd from '../build/wasm-simd/wasm/core.wasm?url';
import { startLabWith } from './figures/core.js';

/** Says where the lab's files are. */
export function startLab(): void {
  startLabWith(() => ({
    wasm: { scalar, simd },
    // A frame without an origin starts no worker from an address.
    workers: [workerFromUrl(workerUrl), workerFromSource(() => import('virtual:worker-source').then(sourceOf))],
  }));
}

const sourceOf = (module: { default: string }): string => module.default;

/** The address of a page, from another: the lab lies at the top, every other in a folder of its own. */
export function addressOfPage(page: string, here: string): string | null {
  return `${here === 'lab' ? './' : '../'}${page === 'lab' ? '' : `${page}/`}`;
}
