// Makes dist/reluctant-scorm.zip, a unit for learning systems that know SCORM 1.2: npm run build:scorm, after npm run build.
// @ts-check
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { zipSync } from 'fflate';
import { build } from 'vite';

if (!existsSync('dist/embed.html')) {
  console.error('expected dist/embed.html, found none: run npm run build first');
  process.exit(1);
}
const built = await build({
  configFile: false,
  publicDir: false,
  logLevel: 'error',
  build: { write: false, target: 'es2022', lib: { entry: 'web/scorm/unit.ts', formats: ['iife'], name: 'unit' } },
});
const [script] = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
if (script?.type !== 'chunk') throw new Error('the unit was built, but no script came of it');
/** @type {Record<string, Uint8Array>} */
const files = { 'unit.js': new TextEncoder().encode(script.code), 'embed.html': readFileSync('dist/embed.html') };
for (const name of ['imsmanifest.xml', 'index.html', 'unit.css']) files[name] = readFileSync(`web/scorm/${name}`);
// One date for all, so that the same files make the same zip.
writeFileSync('dist/reluctant-scorm.zip', zipSync(files, { level: 9, mtime: new Date(2026, 0, 1) }));
console.log('dist/reluctant-scorm.zip');
