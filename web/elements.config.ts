// Builds all elements in one file, with the worker and the core inside: dist/elements.js, and for pages without modules
// dist/reluctant.iife.js. The site is vite.config.ts, whole pages in one file single.config.ts.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { workerSource } from './worker-source.config.js';

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: resolve(import.meta.dirname, '../dist'),
    // The package and the site are built into the same folder by others.
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    lib: {
      entry: resolve(import.meta.dirname, 'elements.ts'),
      formats: ['es', 'iife'],
      name: 'reluctant',
      fileName: (format) => (format === 'es' ? 'elements.js' : 'reluctant.iife.js'),
    },
    rollupOptions: { output: { codeSplitting: false } },
  },
  plugins: [workerSource()],
});
