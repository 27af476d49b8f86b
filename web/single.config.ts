// Builds one HTML file with everything inside: dist/<mode>.html, by `vite build --mode embed` or `--mode reluctant`.
// Pages whose files lie beside each other are vite.config.ts.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vite';
import { workerSource } from './worker-source.config.js';

/** Each file's page, and the script that makes it live. */
const pages: Record<string, { page: string; entry: string }> = {
  embed: { page: 'embed/embed.html', entry: 'embed/main.ts' },
};

export default defineConfig(({ mode }) => {
  const files = pages[mode];
  if (!files) throw new Error(`--mode: expected one of ${Object.keys(pages).join(', ')}, found ${mode}`);
  return {
    root: import.meta.dirname,
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: resolve(import.meta.dirname, '../dist'),
      // The package, the elements and the site are built into the same folder by others.
      emptyOutDir: false,
      target: 'es2022',
      // Whatever a page asks for has to be inside.
      assetsInlineLimit: Infinity,
      reportCompressedSize: false,
      lib: {
        entry: resolve(import.meta.dirname, files.entry),
        formats: ['iife'],
        name: 'reluctant',
        fileName: () => `${mode}.js`,
        cssFileName: mode,
      },
      rollupOptions: { output: { codeSplitting: false } },
    },
    plugins: [workerSource(), onePage(resolve(import.meta.dirname, files.page), `${mode}.html`)],
  };
});

/** Puts script and style into the page, under a policy that lets in nothing but them, by their hashes. */
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
      const html = readFileSync(page, 'utf8')
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
