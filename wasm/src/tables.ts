// Which table of the catalogue each choice of a Scenario picks from. What links, schema and help say of a
// choice they read there; the tables themselves are the core's.
import type { Catalogue, CatalogueEntry, CatalogueField } from './types.js';

type TableName = Exclude<keyof Catalogue, 'fields'>;

const tables: Record<string, TableName> = {
  data: 'datasets',
  'network.activation': 'activations',
  'network.weights': 'initializers',
  'network.bias': 'biases',
  'training.optimizer': 'optimizers',
  'training.schedule': 'schedules',
};

/** What the choice at `path` can be, in the catalogue's order; nothing when `path` is not a choice. */
export function entriesOf(catalogue: Catalogue, path: string): readonly CatalogueEntry[] {
  const table = tables[path];
  return table === undefined ? [] : catalogue[table];
}

/** Fields below a choice that every entry has but no entry lists, as the seed of the data. */
export function sharedFields(catalogue: Catalogue, path: string): CatalogueField[] {
  const known = new Set(
    entriesOf(catalogue, path).flatMap(({ parameters }) => parameters.map(({ name }) => `${path}.${name}`)),
  );
  return catalogue.fields.filter((field) => field.path.startsWith(`${path}.`) && !known.has(field.path));
}

/** Whether a Scenario can be an array of this choice, one a hidden layer. */
export function isPerLayer(path: string): boolean {
  return path === 'network.activation';
}
