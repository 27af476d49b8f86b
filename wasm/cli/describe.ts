// `reluctant describe`: the catalogue in words. Nothing is listed here; everything is the core's.
import { entriesOf } from '../src/tables.js';
import type {
  Catalogue,
  CatalogueActivation,
  CatalogueEntry,
  CatalogueField,
  CatalogueParameter,
} from '../src/types.js';
import { oneOf, operand, Refusal, type Call } from './input.js';

/** Prints all fields and names, or what there is to say of one of them. */
export async function describe({ operands, options, lab: { catalogue } }: Call): Promise<number> {
  const format = oneOf('--format', options.format ?? 'text', ['text', 'json']);
  const found = operands.length === 0 ? catalogue : find(catalogue, operand(operands, 'one name'));
  const text = Array.isArray(found) ? found.map((one) => sectionOf(one, catalogue)).join('\n') : overview(catalogue);
  process.stdout.write(format === 'json' ? `${JSON.stringify(found, null, 2)}\n` : text);
  return 0;
}

type Found = CatalogueField | CatalogueEntry;

/** Everything called `name`: a field's path, or a name in a table, of which two tables may have the same. */
function find(catalogue: Catalogue, name: string): Found[] {
  const { fields, ...tables } = catalogue;
  const found = [
    ...fields.filter((field) => field.path === name),
    ...Object.values(tables).flatMap((table: CatalogueEntry[]) => table.filter((entry) => entry.name === name)),
  ];
  if (found.length === 0) throw new Refusal(`name: expected a field or a name of the catalogue, found "${name}"`);
  return found;
}

function overview({ fields, ...tables }: Catalogue): string {
  const longest = Math.max(...fields.map(({ path }) => path.length));
  const lines = fields.map((field) => `  ${field.path.padEnd(longest)}  ${field.label} (${allowed(field)})`);
  const names = Object.entries(tables).map(
    ([table, entries]: [string, CatalogueEntry[]]) => `  ${table}: ${entries.map(({ name }) => name).join(', ')}`,
  );
  return ['Fields of a Scenario', ...lines, '', 'Names', ...names, ''].join('\n');
}

function sectionOf(found: Found, catalogue: Catalogue): string {
  if ('path' in found) {
    const entries = entriesOf(catalogue, found.path).map(({ name, label }) => `  ${name}  ${label}`);
    return [`${found.path}: ${found.label}`, found.sentence, allowed(found), ...entries, ''].join('\n');
  }
  const { formula, slopeFormula, history, advantages, drawbacks } = found as Partial<CatalogueActivation>;
  const about = [formula, slopeFormula, history, advantages, drawbacks].filter((text) => text !== undefined);
  const parameters = found.parameters.map((one) => `  ${one.name}: ${one.label} (${allowed(one)}). ${one.sentence}`);
  return [`${found.name}: ${found.label}`, found.description, ...about, ...parameters, ''].join('\n');
}

function allowed(what: CatalogueField | CatalogueParameter): string {
  const { type, min, max, exclusiveMin, options, unit } = what;
  const range =
    min === undefined && max === undefined ? '' : ` in ${exclusiveMin ? '(' : '['}${min ?? '-∞'}, ${max ?? '∞'}]`;
  const kind = options ? `one of ${options.join(', ')}` : `${type}${range}${unit ? ` ${unit}` : ''}`;
  return what.default === null ? kind : `${kind}, default ${JSON.stringify(what.default)}`;
}
