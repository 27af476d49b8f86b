// Builds the site into dist/site/ and serves it. Files that hold everything are single.config.ts, the package wasm/vite.config.ts.
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/** What the page may do: its own files, its own worker and WebAssembly, nothing else and nobody else's. */
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types reluctant lit-html',
].join('; ');

const root = resolve(import.meta.dirname, '..');
const pages = resolve(import.meta.dirname, 'pages');
/** The lab's page, and that of every folder which has one. */
const input = ['.', ...readdirSync(pages)].map((page) => resolve(pages, page, 'index.html')).filter(existsSync);

export default defineConfig({
  root: pages,
  base: './',
  server: { fs: { allow: [root] } },
  worker: { format: 'es' },
  build: {
    outDir: resolve(root, 'dist/site'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input },
  },
  plugins: [policyInPage()],
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
