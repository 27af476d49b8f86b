// The one lab that every figure of a page shares. How it starts (which files, which worker) is the entry's to say.
import { connect, type Connection, type LabClient } from '../../wasm/src/client.js';

let connection: (() => Connection) | null = null;
let lab: Promise<LabClient> | null = null;

/** Says how the lab is to be started. An entry calls it once, before its first figure is connected. */
export function startLabWith(wanted: () => Connection): void {
  connection = wanted;
}

/** The lab, started at the first call. A start that failed is tried again at the next. */
export function connectedLab(): Promise<LabClient> {
  if (!connection) return Promise.reject(new Error('reluctant: the entry has not said how the core starts'));
  lab ??= connect(connection()).catch((error: unknown) => {
    lab = null;
    throw error;
  });
  return lab;
}
