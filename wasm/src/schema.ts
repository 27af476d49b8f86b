// The JSON Schema of a Scenario, made from the catalogue, for editors and for those who write Scenarios by
// program. Limits that join several fields (parameters in all, memory) are the core's alone.
import { entriesOf, isPerLayer, sharedFields } from './tables.js';
import type { Catalogue, CatalogueEntry, CatalogueField, CatalogueParameter } from './types.js';

/** A JSON Schema, draft 7. */
export type JsonSchema = Record<string, unknown>;

type Plain = Pick<
  CatalogueField,
  'type' | 'default' | 'min' | 'max' | 'exclusiveMin' | 'options' | 'label' | 'sentence'
>;

/** The JSON Schema (draft 7) of a Scenario. */
export function scenarioSchema(catalogue: Catalogue): JsonSchema {
  const isParameter = ({ path }: CatalogueField): boolean =>
    catalogue.fields.some((choice) => choice.type === 'choice' && path.startsWith(`${choice.path}.`));
  const root = strictObject({ version: { const: 1, default: 1, description: 'The version of this format.' } });
  for (const field of catalogue.fields) {
    if (!isParameter(field)) place(root, field.path.split('.'), schemaOf(field, catalogue));
  }
  const midRun = catalogue.fields.filter((field) => field.midRun);
  (root.properties as JsonSchema).interventions = {
    description: 'Changes during the run, each applied to the state after `step` optimiser steps.',
    type: 'array',
    default: [],
    items: {
      ...strictObject({
        step: { type: 'integer', minimum: 0, maximum: 2 ** 32 - 1 },
        set: strictObject(Object.fromEntries(midRun.map((field) => [field.path, schemaOf(field, catalogue)]))),
      }),
      required: ['step', 'set'],
    },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Scenario',
    description: 'One experiment of Reluctant, complete and reproducible to the bit. Every field is optional.',
    ...root,
  };
}

function schemaOf(field: CatalogueField, catalogue: Catalogue): JsonSchema {
  if (field.type !== 'choice') return plainSchema(field);
  const { path, label, sentence } = field;
  const choices = entriesOf(catalogue, path).map((entry) => entrySchema(entry, path, catalogue));
  const usual = choices.map((choice, index) =>
    entriesOf(catalogue, path)[index]?.name === field.default ? choice : { ...choice, required: ['name'] },
  );
  const named = choices.map((choice) => ({ ...choice, required: ['name'] }));
  return {
    title: label,
    description: sentence,
    anyOf: isPerLayer(path) ? [...usual, { type: 'array', items: { anyOf: named } }] : usual,
  };
}

function entrySchema(entry: CatalogueEntry, path: string, catalogue: Catalogue): JsonSchema {
  const shared = sharedFields(catalogue, path, entry).map(
    (field) => [field.path.slice(path.length + 1), plainSchema(field)] as const,
  );
  const own = entry.parameters.map(
    (parameter: CatalogueParameter) => [parameter.name, plainSchema(parameter)] as const,
  );
  return {
    title: entry.label,
    description: entry.description,
    ...strictObject({ name: { const: entry.name }, ...Object.fromEntries([...own, ...shared]) }),
  };
}

function plainSchema(plain: Plain): JsonSchema {
  const { label: title, sentence: description } = plain;
  const about = { title, description, ...(plain.default === null ? {} : { default: plain.default }) };
  switch (plain.type) {
    case 'integers':
      return { ...about, type: 'array', items: { type: 'integer', ...bounds(plain) } };
    case 'option':
      return { ...about, enum: plain.options };
    case 'boolean':
      // A switch that cannot be switched yet has the range 0 to 0.
      return plain.max === 0 ? { ...about, const: false } : { ...about, type: 'boolean' };
    default:
      return { ...about, type: plain.type, ...bounds(plain) };
  }
}

function bounds({ min, max, exclusiveMin }: Plain): JsonSchema {
  return {
    ...(min === undefined ? {} : { [exclusiveMin ? 'exclusiveMinimum' : 'minimum']: min }),
    ...(max === undefined ? {} : { maximum: max }),
  };
}

/** An object with these properties and no other. */
function strictObject(properties: JsonSchema): { type: 'object'; additionalProperties: false; properties: JsonSchema } {
  return { type: 'object', additionalProperties: false, properties };
}

function place(object: JsonSchema, [key, ...below]: string[], schema: JsonSchema): void {
  const properties = object.properties as Record<string, JsonSchema>;
  if (key === undefined) return;
  if (below.length === 0) properties[key] = schema;
  else place((properties[key] ??= strictObject({})), below, schema);
}
