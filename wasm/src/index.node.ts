// The door of the npm package under Node: index.ts, but for how the module's bytes are got.
import { readFile } from 'node:fs/promises';
import { labLoader, type LoadLab } from './lab.js';
import { readByFetch, type Read } from './module.js';

export * from './index.js';

const readFromDisk: Read = (address) => {
  const url = typeof address === 'string' && !URL.canParse(address) ? address : new URL(address);
  return typeof url === 'string' || url.protocol === 'file:' ? readFile(url) : readByFetch(url);
};

/** Loads a lab: the core with its tables, in an instance and a memory of its own. */
export const loadLab: LoadLab = labLoader(
  {
    scalar: new URL(/* @vite-ignore */ './core.wasm', import.meta.url),
    simd: new URL(/* @vite-ignore */ './core.simd.wasm', import.meta.url),
  },
  readFromDisk,
);
