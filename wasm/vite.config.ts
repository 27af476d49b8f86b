// Builds the npm package into dist/: the library for Node and for browsers with its types, the command, both
// modules, the schema. The page is web/vite.config.ts.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const here = import.meta.dirname;
const dist = resolve(here, '../dist');
const built = (preset: string, file: string): string => resolve(here, '../build', preset, 'wasm', file);

export default defineConfig({
  root: here,
  publicDir: false,
  build: {
    outDir: dist,
    // The page and the elements are built into the same folder by others.
    emptyOutDir: false,
    target: 'es2022',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        'index.browser': resolve(here, 'src/index.ts'),
        'index.node': resolve(here, 'src/index.node.ts'),
        cli: resolve(here, 'cli/main.ts'),
      },
      external: [/^node:/],
      preserveEntrySignatures: 'strict',
      output: {
        entryFileNames: '[name].js',
        chunkFileNames: '[name].js',
        minifyInternalExports: false,
        // What all entries share; what only Node has stays in its own.
        codeSplitting: { groups: [{ name: 'library', test: (id) => !/index\.node\.ts$|\/cli\//.test(id) }] },
      },
    },
  },
  plugins: [oneGlue(), commandOverLibrary(), modulesBeside(), packageFiles()],
});

/** Both modules are started by one file of Emscripten's, which holds only as long as it wrote the same twice. */
function oneGlue(): Plugin {
  return {
    name: 'reluctant:one-glue',
    buildStart() {
      const [simd, scalar] = ['wasm-simd', 'wasm-scalar'].map((preset) =>
        readFileSync(built(preset, 'core.js'), 'utf8'),
      );
      if (simd !== scalar) this.error('core.js of wasm-simd and of wasm-scalar differ: module.ts can load only one');
    },
  };
}

/** The command calls the library of its package, as any program does. */
function commandOverLibrary(): Plugin {
  return {
    name: 'reluctant:command-over-library',
    enforce: 'pre',
    resolveId: (id) => (id === '../src/index.node.js' ? { id: './index.node.js', external: 'absolute' } : undefined),
  };
}

/** Leaves the modules' addresses to the bundlers of those who use the package: the mark was for this build alone. */
function modulesBeside(): Plugin {
  return {
    name: 'reluctant:modules-beside',
    renderChunk: (code) => code.replace(/\s*\/\* @vite-ignore \*\//g, ''),
  };
}

/** What is in the package beside bundles: types, the modules, the schema that the library makes of its catalogue. */
function packageFiles(): Plugin {
  return {
    name: 'reluctant:package-files',
    async closeBundle() {
      execFileSync(
        process.execPath,
        [resolve(here, '../node_modules/typescript/bin/tsc'), '-p', 'tsconfig.package.json'],
        {
          cwd: here,
          stdio: 'inherit',
        },
      );
      copyFileSync(built('wasm-scalar', 'core.wasm'), resolve(dist, 'core.wasm'));
      copyFileSync(built('wasm-simd', 'core.wasm'), resolve(dist, 'core.simd.wasm'));
      chmodSync(resolve(dist, 'cli.js'), 0o755);
      const library = (await import(
        pathToFileURL(resolve(dist, 'index.node.js')).href
      )) as typeof import('./src/index.node.js');
      const { catalogue } = await library.loadLab();
      writeFileSync(
        resolve(dist, 'scenario.schema.json'),
        `${JSON.stringify(library.scenarioSchema(catalogue), null, 2)}\n`,
      );
    },
  };
}
