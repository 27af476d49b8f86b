// Builds the files that hold everything, worker and both modules too: `vite build --mode NAME` writes dist/NAME.js, or
// for a page dist/NAME.html. The site, whose files lie beside each other, is vite.config.ts.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type LibraryFormats, type Plugin } from 'vite';
import { workerSource } from './worker-source.config.js';

/** The script of each file, in which formats, and the page that it makes live. */
const files: Record<string, { entry: string; formats: LibraryFormats[]; page?: string }> = {
  elements: { entry: 'elements.ts', formats: ['es', 'iife'] },
  anywidget: { entry: 'anywidget.ts', formats: ['es'] },
  reluctant: { entry: 'offline/main.ts', formats: ['iife'], page: 'pages/index.html' },
  embed: { entry: 'embed/main.ts', formats: ['iife'], page: 'embed/embed.html' },
};

/** By what name people load a script without modules. */
const classicName = (name: string): string => (name === 'elements' ? 'reluctant.iife.js' : `${name}.iife.js`);

export default defineConfig(({ mode }) => {
  const file = files[mode];
  if (!file) throw new Error(`--mode: expected one of ${Object.keys(files).join(', ')}, found ${mode}`);
  const { entry, formats, page } = file;
  return {
    root: import.meta.dirname,
    // Beside the elements: their types, and what they are under Node.js.
    publicDir: mode === 'elements' ? 'package' : false,
    resolve: { alias: [{ find: /^.*\/beside\.js$/, replacement: resolve(import.meta.dirname, 'inside.ts') }] },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: resolve(import.meta.dirname, '../dist'),
      // The package, the site and the other files are built into the same folder by others.
      emptyOutDir: false,
      target: 'es2022',
      assetsInlineLimit: Infinity,
      reportCompressedSize: false,
      lib: {
        entry: resolve(import.meta.dirname, entry),
        formats,
        name: 'reluctant',
        fileName: (format) => (format === 'es' ? `${mode}.js` : classicName(mode)),
        cssFileName: mode,
      },
      rollupOptions: { output: { codeSplitting: false } },
    },
    plugins: [workerSource(), ...(page ? [onePage(resolve(import.meta.dirname, page), `${mode}.html`)] : [])],
  };
});

/**
 * Puts script and style into the page in the place of the files that it names, under a policy that lets in nothing but
 * them, by their hashes.
 */
function onePage(page: string, fileName: string): Plugin {
  return {
    name: 'reluctant:one-page',
    enforce: 'post',
    generateBundle(_, bundle) {
      let script = '';
      let style = '';
      for (const [name, part] of Object.entries(bundle)) {
        if (part.type === 'chunk') script += part.code;
        else if (name.endsWith('.css')) style += String(part.source);
        else this.error(`${name} would lie beside ${fileName}, which has to be alone`);
        Reflect.deleteProperty(bundle, name);
      }
      // The only words that end a script or hide its end from an HTML parser.
      script = script.replaceAll('</script', '<\\/script');
      if (/<script/.test(script) && script.includes('<!--')) this.error('the script holds both "<!--" and "<script"');
      const policy = [
        "default-src 'none'",
        `script-src '${hashOf(script)}' 'wasm-unsafe-eval'`,
        'worker-src blob:',
        `style-src '${hashOf(style)}'`,
        'img-src data: blob:',
        'font-src data:',
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types reluctant lit-html',
      ].join('; ');
      const icon = readFileSync(resolve(import.meta.dirname, 'pages/icon.svg'), 'utf8');
      const html = readFileSync(page, 'utf8')
        .replaceAll(/^ *<(link rel="stylesheet"|script type="module").*\n/gm, '')
        .replace('./icon.svg', () => `data:image/svg+xml,${encodeURIComponent(icon)}`)
        .replace('<head>', () => `<head>\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`)
        .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
        .replace('</body>', () => `<script>${script}</script>\n  </body>`);
      this.emitFile({ type: 'asset', fileName, source: html });
    },
  };
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
