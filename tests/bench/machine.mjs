// What a figure was measured on. The race itself, race.mjs, also runs in a browser.
// @ts-check
import { cpus } from 'node:os';

/** The processor and the Node.js that a figure was measured with. */
export const machine = () => `${cpus()[0]?.model.trim() ?? process.arch}, Node.js ${process.version}`;
