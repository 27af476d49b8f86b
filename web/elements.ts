// One file for any page: the elements, the worker and the core inside. The site's own entry is pages/lab/main.ts.
import InlineWorker from '../wasm/src/worker.ts?worker&inline';
import scalar from '../build/wasm-scalar/wasm/core.wasm?url&inline';
import simd from '../build/wasm-simd/wasm/core.wasm?url&inline';
import { startLabWith } from './figures/core.js';
import { defineLab } from './figures/lab/element.js';

startLabWith(() => ({
  wasm: { scalar: bytesOf(scalar), simd: bytesOf(simd) },
  workers: [() => new InlineWorker()],
}));
defineLab();

/** The bytes of a base64 `data:` address: read here, because a page's policy may refuse to fetch one. */
function bytesOf(address: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), (letter) => letter.charCodeAt(0));
}
