/** Every field of the grammar has an example, and each example is what the field takes. */
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { schemaText } from "../src/cli/editor-schema.js";
import { DBT_FIELDS } from "../src/project/kinds/dbt.js";
import { DEFAULTS_FIELDS } from "../src/project/kinds/defaults.js";
import { ITEM_FIELDS, ROW_FIELDS } from "../src/project/kinds/dashboard-rows.js";
import { KIND_FORMS } from "../src/project/kinds/grammar.js";
import { ROOT_FILE_FIELDS } from "../src/project/kinds/top-level.js";
import { exampleOf } from "../src/project/schema/type-table.js";
import type { Field, Fields } from "../src/project/schema/field.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";

interface Schema {
  readonly properties: Readonly<Record<string, { readonly examples?: readonly string[] }>>;
  readonly $defs: Record<string, Schema>;
}

const project = JSON.parse(await schemaText()) as Schema;
const ajv = new Ajv({ strict: false }).addSchema({ ...project, $id: "project" });

const forms = Object.entries(KIND_FORMS).flatMap(([kind, of]) =>
  of.map(({ title, fields }): [string, Fields] => [
    `$defs/${encodeURIComponent(of.length === 1 ? kind : title)}`,
    fields,
  ]),
);

const tables: [string, Fields][] = [
  ["", ROOT_FILE_FIELDS],
  ["properties/defaults", DEFAULTS_FIELDS],
  ["properties/dbt", DBT_FIELDS],
  ["$defs/row", ROW_FIELDS],
  ["$defs/item", ITEM_FIELDS],
  ...forms,
];

test.each(tables)("%s: each field takes its example", (place, fields) => {
  const wrong = Object.entries(fields)
    .filter(([, { status }]) => status === undefined)
    .filter(([name, field]) => !takes(`${place}/properties/${name}`, field));
  expect(wrong.map(([name, field]) => `${name}: ${exampleOf(field) ?? "no example"}`)).toEqual([]);
});

function takes(place: string, field: Field): boolean {
  const example = exampleOf(field);
  if (example === undefined) return false;
  const pointer = place.startsWith("/") ? place : `/${place}`;
  return ajv.compile({ $ref: `project#${pointer}` })(parse(example));
}

test.each([...SOURCE_TYPES.keys()])("%s: each field of the source takes its example", (type) => {
  const properties = project.$defs[`${type} source`]?.properties ?? {};
  const wrong = Object.entries(properties)
    .filter(([, { examples }]) => examples !== undefined)
    .filter(([name, { examples = [] }]) => {
      const pointer = `/$defs/${encodeURIComponent(`${type} source`)}/properties/${name}`;
      return !ajv.compile({ $ref: `project#${pointer}` })(parse(String(examples[0])));
    });
  expect(wrong).toEqual([]);
  expect(Object.keys(properties).length).toBeGreaterThan(5);
});
