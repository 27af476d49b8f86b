// What TypeDoc makes of the package's interface, by npm run reference and by the types stage of the tests: pages in
// build/reference/package. A public name without a sentence is an error; a property needs one only where its name, its
// type and the sentence of its interface leave something open, and a Scenario's fields have theirs in the catalogue.
// @ts-check

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name: 'reluctant',
  tsconfig: 'tsconfig.json',
  entryPoints: ['src/index.ts'],
  out: '../build/reference/package',
  readme: 'none',
  excludePrivate: true,
  disableSources: true,
  githubPages: false,
  validation: { notDocumented: true, notExported: true, invalidLink: true },
  requiredToBeDocumented: [
    'Class',
    'Interface',
    'TypeAlias',
    'Function',
    'Variable',
    'Method',
    'Accessor',
    'CallSignature',
    'ConstructorSignature',
  ],
  treatWarningsAsErrors: true,
  treatValidationWarningsAsErrors: true,
  logLevel: 'Warn',
};
