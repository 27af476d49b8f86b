// A Vite plugin: the lab's worker as one classic script in a string, for files that must hold everything. What starts a
// worker from a string is workerFromSource in wasm/src/client.ts.
import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';

/** Answers `import source from 'virtual:worker-source'`. */
export function workerSource(): Plugin {
  const name = 'virtual:worker-source';
  return {
    name: 'reluctant:worker-source',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    async load(id) {
      if (id !== `\0${name}`) return undefined;
      const entry = resolve(import.meta.dirname, '../wasm/src/worker.ts');
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        build: {
          write: false,
          target: 'es2022',
          lib: { entry, formats: ['iife'], name: 'reluctantWorker', fileName: () => 'worker.js' },
        },
      });
      const outputs = (Array.isArray(built) ? built : [built]) as { output: { type: string; code?: string }[] }[];
      const script = outputs.flatMap(({ output }) => output).find(({ type }) => type === 'chunk')?.code;
      if (script === undefined) return this.error('the worker was built, but no script came of it');
      return `export default ${JSON.stringify(script)};`;
    },
  };
}
