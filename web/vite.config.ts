// Builds the site into dist/site/ and serves it. Files that hold everything are single.config.ts, the package wasm/vite.config.ts.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import subsetFont from 'subset-font';
import { defineConfig, type Plugin } from 'vite';
import { workerSource } from './worker-source.config.js';

/** What the page may do: its own files, its own worker and WebAssembly, nothing else and nobody else's. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  // Frames in which teachers try a figure: a page made on the spot, and embed.html in it.
  "frame-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types reluctant lit-html',
].join('; ');

const root = resolve(import.meta.dirname, '..');
const pages = resolve(import.meta.dirname, 'pages');
/** The lab's page, and that of every folder which has one, by their names. */
const input = Object.fromEntries(
  ['.', ...readdirSync(pages)]
    .map((page) => [page === '.' ? 'lab' : page, resolve(pages, page, 'index.html')] as const)
    .filter(([, file]) => existsSync(file)),
);

export default defineConfig({
  root: pages,
  base: './',
  // Every page is a file: an address without one is answered by 404, not by the lab.
  appType: 'mpa',
  server: { fs: { allow: [root] } },
  worker: { format: 'es' },
  build: {
    outDir: resolve(root, 'dist/site'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input,
      output: {
        // What comes when it is asked for lies apart from what every visit loads: package.json has limits for the latter.
        // A figure that several pages show is named after its folder.
        chunkFileNames: ({ isDynamicEntry, moduleIds }) => {
          const figure = moduleIds.map((id) => /figures\/(\w+)\/element\.ts$/.exec(id)?.[1]).find(Boolean);
          return `assets/${isDynamicEntry ? 'later/' : ''}${figure ?? '[name]'}-[hash].js`;
        },
      },
    },
  },
  plugins: [workerSource(), policyInPage(), smallFont()],
});

/** Writes the policy into the built page; the development server injects scripts that it would refuse. */
function policyInPage(): Plugin {
  return {
    name: 'reluctant:policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  };
}

/** Signs beyond ASCII that the pages write and Inter's Latin file has; all others come from the reader's system. */
const signs = '\u00a0·×½±²³¹‘’“”–—…−←→';

/** Cuts the pages' font down to its signs, weights and features that they use: a third of it. */
function smallFont(): Plugin {
  const ascii = String.fromCharCode(...Array.from({ length: 95 }, (_, index) => 32 + index));
  const options = {
    targetFormat: 'woff2',
    variationAxes: { wght: { min: 400, max: 720 } },
    keepFeatures: ['kern', 'tnum', 'ccmp'],
  } as const;
  return {
    name: 'reluctant:small-font',
    apply: 'build',
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.woff2')) continue;
        file.source = await subsetFont(Buffer.from(file.source), ascii + signs, options);
      }
    },
  };
}
