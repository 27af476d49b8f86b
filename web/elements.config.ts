// Builds dist/elements.js: all elements in one file, with the worker and the core inside. The site is vite.config.ts.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  worker: { format: 'iife' },
  build: {
    outDir: resolve(import.meta.dirname, '../dist'),
    // The package and the site are built into the same folder by others.
    emptyOutDir: false,
    target: 'es2022',
    reportCompressedSize: false,
    lib: { entry: resolve(import.meta.dirname, 'elements.ts'), formats: ['es'], fileName: () => 'elements.js' },
    rollupOptions: { output: { codeSplitting: false } },
  },
});
