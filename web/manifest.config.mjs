// What the analyser of custom-elements manifests reads; tools/manifest.mjs runs it and tidies what it writes.
// @ts-check
export default {
  globs: ['web/figures/element.ts', 'web/figures/*/element.ts'],
  litelement: true,
  outdir: 'build',
  // What package.json says of the manifest is written there by hand.
  packagejson: false,
  quiet: true,
};
