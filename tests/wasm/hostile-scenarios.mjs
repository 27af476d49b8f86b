// Scenarios that the core accepts and that hurt: every setting at its ends as often as anywhere between. Who runs them is
// divergence.test.mjs, here and in tests/web.
// @ts-check
import fc from 'fast-check';

/** @typedef {import('../../dist/index.js').Catalogue} Catalogue */
/** @typedef {Catalogue['optimizers'][number]['parameters'][number]} Parameter */

/** Settings that cost time, not numbers: kept small. @type {Record<string, fc.Arbitrary<unknown>>} */
const small = {
  samples: fc.integer({ min: 2, max: 120 }),
  'training.batchSize': fc.integer({ min: 0, max: 200 }),
  'network.hidden': fc.array(fc.integer({ min: 1, max: 24 }), { maxLength: 5 }),
};

/**
 * A number between its ends, at them, or of any size.
 *
 * @param {{ min?: number, max?: number, default: unknown }} ends
 */
function number({ min = 0, max = 1, default: usual }, exclusive = false) {
  const least = exclusive ? Number.MIN_VALUE : min;
  const sizes = fc.double({ min: -9, max: Math.log10(Math.max(1, max)), noNaN: true }).map((size) => 10 ** size);
  const inside = (/** @type {number} */ value) => Math.min(max, Math.max(least, value));
  return fc.oneof(
    fc.constantFrom(least, max, usual),
    sizes.map(inside),
    sizes.map((size) => inside(-size)),
  );
}

/** @param {Parameter} parameter @returns {fc.Arbitrary<unknown>} */
function valueOf(parameter) {
  const { name, type, min, max, options, exclusiveMin } = /** @type {any} */ (parameter);
  const known = small[name];
  if (known) return known;
  if (type === 'boolean') return fc.boolean();
  if (type === 'integer') return fc.integer({ min, max: Math.min(max, 1000) });
  if (type === 'option') return fc.constantFrom(...options);
  if (name === 'betas') return fc.tuple(number({ max, default: 0.9 }), number({ max, default: 0.999 }));
  return number(/** @type {any} */ (parameter), exclusiveMin);
}

/** Any of `entries`, with any of its parameters. */
const choice = (/** @type {readonly { name: string, parameters: readonly Parameter[] }[]} */ entries) =>
  fc.oneof(
    ...entries.map(({ name, parameters }) =>
      fc.record(
        { name: fc.constant(name), ...Object.fromEntries(parameters.map((one) => [one.name, valueOf(one)])) },
        { requiredKeys: ['name'] },
      ),
    ),
  );

/** @param {Catalogue} catalogue @returns {fc.Arbitrary<object>} */
export function hostileScenarios(catalogue) {
  const { activations, initializers, biases, optimizers, datasets, schedules } = catalogue;
  /** @type {Record<string, readonly { name: string, parameters: readonly Parameter[] }[]>} */
  const choices = {
    data: datasets.filter(({ name }) => name !== 'custom'),
    'network.activation': activations,
    'network.weights': initializers,
    'network.bias': biases,
    'training.optimizer': optimizers,
    'training.schedule': schedules,
  };
  /** @type {Record<string, fc.Arbitrary<unknown>>} */
  const midRun = {};
  /** @type {Record<string, Record<string, fc.Arbitrary<unknown>>>} */
  const parts = { network: {}, training: {} };
  for (const field of catalogue.fields) {
    const { path, type } = field;
    const [part = '', name = '', ...deeper] = path.split('.');
    const entries = choices[path];
    const value = entries ? choice(entries) : (small[path] ?? valueOf(/** @type {any} */ (field)));
    if (field.midRun && type !== 'integers') midRun[path] = value;
    const room = parts[part];
    if (room && deeper.length === 0 && path !== 'training.loss') room[name] = value;
  }
  const intervention = fc.record({
    step: fc.integer({ min: 0, max: 40 }),
    set: fc.record(midRun, { requiredKeys: [] }).filter((set) => Object.keys(set).length > 0),
  });
  const any = (/** @type {Record<string, fc.Arbitrary<unknown>>} */ model) => fc.record(model, { requiredKeys: [] });
  return any({
    seed: fc.nat(),
    data: choice(choices['data'] ?? []),
    network: any(parts['network'] ?? {}),
    training: any(parts['training'] ?? {}),
    interventions: fc
      .array(intervention, { maxLength: 2 })
      .map((list) => list.toSorted((one, other) => one.step - other.step)),
  });
}
