/**
 * The grammar as one JSON Schema (draft 7, which every editor reads), made of the tables and schemas that checking
 * reads too. It fits the root file and included files; what only Jinja or the environment knows is left open.
 */
import type { JsonObject } from "../../contract/json-value.js";
import { KIND_DEFINITIONS } from "../kinds/all.js";
import { KIND_FORMS, type KindForm } from "../kinds/grammar.js";
import { ROOT_FILE_FIELDS } from "../kinds/top-level.js";
import { KINDS, type Kind } from "../objects.js";
import type { Fields } from "../schema/field.js";
import type { SourceTypes } from "../source-types.js";
import { fieldsSchema, type Definitions } from "./field-schema.js";
import { conditional, definition } from "./json-schema.js";
import { addPlotly } from "./plotly-definitions.js";
import { sourceSchema } from "./source-schema.js";

/** The JSON Schema of a project file. */
export function projectSchema(sourceTypes: SourceTypes): JsonObject {
  const defs: JsonObject = {};
  const freeMaps = addPlotly(defs);
  const pending = new Map<string, () => Fields>();
  const definitions: Definitions = {
    freeMaps,
    define(name, fields) {
      if (!isKind(name) && !(name in defs)) pending.set(name, fields);
    },
  };
  const root = fieldsSchema(ROOT_FILE_FIELDS, definitions);
  requireNames(root);
  for (const kind of KINDS) {
    defs[kind] =
      kind === "source"
        ? sourceSchema(sourceTypes, definitions, defs)
        : kindSchema(KIND_FORMS[kind], definitions, defs);
  }
  for (const [name, fields] of pending) {
    pending.delete(name);
    defs[name] = fieldsSchema(fields(), definitions);
  }
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Headwater project",
    ...root,
    $defs: defs,
  };
}

/** The first form whose key is there, else the last. */
function kindSchema(
  forms: readonly KindForm[],
  definitions: Definitions,
  defs: JsonObject,
): JsonObject {
  let schema: JsonObject | undefined;
  for (const { title, fields, when } of forms.toReversed()) {
    const form = { title, ...fieldsSchema(fields, definitions) };
    if (forms.length === 1) return form;
    defs[title] = form;
    schema =
      schema && when
        ? { type: "object", ...conditional(conditionOf(when), definition(title), schema) }
        : definition(title);
  }
  return schema ?? {};
}

function conditionOf({ key, is }: NonNullable<KindForm["when"]>): JsonObject {
  return { required: [key], ...(is !== undefined && { properties: { [key]: { const: is } } }) };
}

/** Objects of a top-level list need the name that the same kind may lack inside another object. */
function requireNames({ properties }: JsonObject): void {
  for (const kind of KINDS) {
    const { list } = KIND_DEFINITIONS[kind];
    const needed = KIND_FORMS[kind].every(({ fields }: KindForm) => fields["name"]?.required);
    if (!needed) continue;
    // The root's properties were made from a table that has every kind's list.
    const schema = (properties as Record<string, JsonObject>)[list];
    if (schema) schema["items"] = { allOf: [definition(kind)], required: ["name"] };
  }
}

function isKind(name: string): name is Kind {
  return KINDS.some((kind) => kind === name);
}
