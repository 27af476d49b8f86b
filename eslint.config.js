// What ESLint asks of TypeScript and of the scripts. Who may call whom is not here but in tests/layers.test.mjs, which
// knows both languages; form is Prettier's.
import js from '@eslint/js';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
  { ignores: ['.tools/', 'build/', 'dist/', 'node_modules/', 'wasm/glue/', 'web/package/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    // Names that exist are TypeScript's matter, in scripts too: they begin with `// @ts-check`.
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { project: ['wasm/tsconfig.json', 'web/tsconfig.json', 'tsconfig.scripts.json'] },
    },
    rules: {
      // Numbers are what most of our sentences and paths are made of.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `while (true)` with a way out is plain in loops that wait.
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      // `() => act()` in a template says what braces would say.
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // A call that answers a promise is `async` even when it has nothing to wait for: then it rejects, never throws.
      '@typescript-eslint/require-await': 'off',
      // Views are handed records of functions, which no `this` belongs to.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.config.ts'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { parserOptions: { project: null } },
  },
  {
    files: ['web/**/*.ts'],
    extends: [lit.configs['flat/recommended'], litA11y.configs.recommended],
    rules: {
      // A canvas gets its label from speech.ts as the run goes on; axe sees it in tests/web.
      'lit-a11y/alt-text': 'off',
    },
  },
);
