// The JSON Schema of a Scenario, made from the catalogue, for editors and for those who write Scenarios by
// program. Limits that join several fields (parameters in all, memory) are the core's alone.
import { entriesOf, isPerLayer, sharedFields } from './tables.js';
import type { Catalogue, CatalogueEntry, CatalogueField, CatalogueParameter } from './types.js';

/** A JSON Schema, draft 7. */
export type JsonSchema = Record<string, unknown>;

type Plain = Pick<CatalogueField, 'default' | 'min' | 'max' | 'exclusiveMin' | 'options' | 'label' | 'sentence'> & {
  type: CatalogueField['type'] | CatalogueParameter['type'];
};

/** The JSON Schema (draft 7) of a Scenario. */
export function scenarioSchema(catalogue: Catalogue): JsonSchema {
  const isParameter = ({ path }: CatalogueField): boolean =>
    catalogue.fields.some((choice) => choice.type === 'choice' && path.startsWith(`${choice.path}.`));
  const root = strictObject({});
  for (const field of catalogue.fields) {
    if (!isParameter(field)) place(root, field.path.split('.'), schemaOf(field, catalogue));
  }
  root.properties.interventions = {
    description: 'Changes during the run, each applied to the state after `step` optimiser steps.',
    type: 'array',
    default: [],
    items: {
      ...strictObject({
        step: { type: 'integer', minimum: 0, maximum: 2 ** 32 - 1 },
        set: { ...strictObject(changes(catalogue)), minProperties: 1 },
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

/** What an intervention can set, by dotted path: fields, and parameters of whatever is chosen then. */
function changes(catalogue: Catalogue): JsonSchema {
  const all: JsonSchema = {};
  for (const field of catalogue.fields.filter(({ midRun }) => midRun)) {
    for (const { parameters } of entriesOf(catalogue, field.path)) {
      for (const parameter of parameters) {
        const path = `${field.path}.${parameter.name}`;
        all[path] = {
          anyOf: [...((all[path] as { anyOf: JsonSchema[] } | undefined)?.anyOf ?? []), plainSchema(parameter)],
        };
      }
    }
    all[field.path] ??= schemaOf(field, catalogue);
  }
  return { ...all, ...stateChanges };
}

/** What an intervention can change besides settings. That a neuron and its parameters are there is the core's to say. */
const stateChanges: JsonSchema = {
  parameters: {
    description: 'Replaces all parameters, as `parameters()` has them.',
    type: 'array',
    items: { type: 'number' },
  },
  neuron: {
    description: 'Changes one hidden neuron: its bias, or by reset all of it.',
    ...strictObject({
      layer: { type: 'integer', minimum: 0 },
      unit: { type: 'integer', minimum: 0 },
      bias: { type: 'number' },
      biasBy: { type: 'number' },
      reset: { const: true },
    }),
    required: ['layer', 'unit'],
    minProperties: 3,
  },
};

function schemaOf(field: CatalogueField, catalogue: Catalogue): JsonSchema {
  if (field.type !== 'choice') return plainSchema(field);
  const { path, label, sentence } = field;
  const choices = entriesOf(catalogue, path).map((entry) => entrySchema(entry, path, catalogue));
  const usual = choices.map((choice, index) =>
    entriesOf(catalogue, path)[index]?.name === field.default
      ? choice
      : {
          ...choice,
          required: ['name', ...(entriesOf(catalogue, path)[index]?.name === 'custom' ? ['inputs', 'targets'] : [])],
        },
  );
  return {
    title: label,
    description: sentence,
    anyOf: isPerLayer(path) ? [...usual, { type: 'array', items: { anyOf: usual } }] : usual,
  };
}

function entrySchema(entry: CatalogueEntry, path: string, catalogue: Catalogue): JsonSchema {
  const shared = sharedFields(catalogue, path).map(
    (field) => [field.path.slice(path.length + 1), plainSchema(field)] as const,
  );
  const own = entry.parameters.map(
    (parameter: CatalogueParameter) => [parameter.name, plainSchema(parameter)] as const,
  );
  return {
    title: entry.label,
    description: entry.description,
    ...strictObject({
      name: { const: entry.name },
      ...Object.fromEntries([...own, ...shared]),
      ...(isRows(entry, path) ? rowsOfOnesOwn : {}),
    }),
  };
}

const isRows = (entry: CatalogueEntry, path: string): boolean => path === 'data' && entry.name === 'custom';

/** The tables of the data set `custom`. That rows are equally long, and as many, is the core's to say. */
const rowsOfOnesOwn: JsonSchema = {
  inputs: {
    description: 'Rows of numbers, all of one length.',
    type: 'array',
    minItems: 1,
    maxItems: 100_000,
    items: { type: 'array', minItems: 1, items: { type: 'number' } },
  },
  targets: {
    description: 'A row of numbers for each row of inputs, or a number alone.',
    type: 'array',
    minItems: 1,
    maxItems: 100_000,
    items: { anyOf: [{ type: 'number' }, { type: 'array', minItems: 1, items: { type: 'number' } }] },
  },
};

function plainSchema(plain: Plain): JsonSchema {
  const { label: title, sentence: description } = plain;
  const about = { title, description, ...(plain.default === null ? {} : { default: plain.default }) };
  switch (plain.type) {
    case 'integers':
      return { ...about, type: 'array', items: { type: 'integer', ...bounds(plain) } };
    case 'numbers': {
      const count = (plain.default as number[]).length;
      return {
        ...about,
        type: 'array',
        items: { type: 'number', ...bounds(plain) },
        minItems: count,
        maxItems: count,
      };
    }
    case 'option':
      return { ...about, enum: plain.options };
    default:
      // A range of one value is a thing that cannot be changed: a version, or a feature that is not there.
      if (plain.min !== undefined && plain.min === plain.max) {
        return { ...about, const: plain.type === 'boolean' ? plain.min !== 0 : plain.min };
      }
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
