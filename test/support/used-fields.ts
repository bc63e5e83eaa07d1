/**
 * Which fields of the grammar a project uses, found by walking its YAML along the tables that also
 * check it.
 */
import { KIND_DEFINITIONS, KIND_FORMS, type KindForm } from "../../src/project/kinds/grammar.js";
import { ROOT_FILE_FIELDS } from "../../src/project/kinds/top-level.js";
import { KINDS, type Kind } from "../../src/project/objects.js";
import type { Field, Fields, FieldType } from "../../src/project/schema/field.js";
import { shapeOf } from "../../src/project/source-config/schema-traits.js";
import type { YamlMap, YamlNode } from "../../src/project/yaml-node.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";

/** A mapping of the grammar by its title, such as `Trace` or `Table.column_defs`. */
interface Mapping {
  readonly title: string;
  readonly fields: Fields;
}

const PROJECT: Mapping = { title: "Project", fields: ROOT_FILE_FIELDS };

/** Every field that has an effect, as `title.key`. */
export function allFields(): Set<string> {
  const names = new Set<string>();
  const open: Mapping[] = [
    PROJECT,
    ...KINDS.flatMap((kind): readonly Mapping[] => KIND_FORMS[kind]),
    ...[...SOURCE_TYPES.keys()].map(sourceMapping),
  ];
  const seen = new Set<string>();
  for (let mapping = open.pop(); mapping; mapping = open.pop()) {
    if (seen.has(mapping.title)) continue;
    seen.add(mapping.title);
    for (const [key, field] of Object.entries(mapping.fields)) {
      if (field.status) continue;
      names.add(`${mapping.title}.${key}`);
      open.push(...mappingsIn(field.type, `${mapping.title}.${key}`));
    }
  }
  return names;
}

/** The fields that have a value in a file. */
export function usedFields(root: YamlNode | undefined, used: Set<string>): void {
  if (root?.kind === "map") useMap(root, PROJECT, used);
}

function useMap(map: YamlMap, { title, fields }: Mapping, used: Set<string>): void {
  for (const { key: written, value } of map.entries) {
    const [key, field] = fieldOf(fields, written) ?? [];
    if (key === undefined || !field || (value.kind === "scalar" && value.value === null)) continue;
    used.add(`${title}.${key}`);
    useValue(value, field.type, `${title}.${key}`, used);
  }
}

function useValue(node: YamlNode, type: FieldType, title: string, used: Set<string>): void {
  if (node.kind === "scalar") return;
  if (type.is === "config" && type.checkedAs) useValue(node, type.checkedAs, title, used);
  else if (type.is === "either") {
    for (const one of type.of) useValue(node, one, title, used);
  } else if (node.kind === "list") {
    const of = type.is === "list" ? type.of : type.is === "maps" ? type : undefined;
    for (const item of node.items) {
      if (item.kind === "list" || !of) continue;
      useValue(item, of, title, used);
    }
  } else if (type.is === "reference" || (type.is === "maps" && kindNamed(type.what))) {
    const kind = type.is === "reference" ? type.to.find((to) => kindNamed(to)) : type.what;
    const found = kindNamed(kind);
    if (found) useObject(found, node, used);
  } else {
    for (const mapping of mappingsIn(type, title)) useMap(node, mapping, used);
  }
}

function useObject(kind: Kind, map: YamlMap, used: Set<string>): void {
  useMap(map, formOf(kind, map), used);
  const type = map.get("type")?.value;
  if (kind !== "source" || type?.kind !== "scalar" || typeof type.value !== "string") return;
  useMap(map, sourceMapping(type.value), used);
}

function formOf(kind: Kind, map: YamlMap): Mapping {
  const forms: readonly KindForm[] = KIND_FORMS[kind];
  const fitting = forms.find(({ when }) => {
    const value = when && map.get(when.key)?.value;
    return !when || (value && (!when.is || (value.kind === "scalar" && value.value === when.is)));
  });
  return fitting ?? { title: KIND_DEFINITIONS[kind].list, fields: {} };
}

/** The mappings of the grammar that a value of a type may be, objects of a kind left out. */
function mappingsIn(type: FieldType, title: string): Mapping[] {
  switch (type.is) {
    case "object":
      return [{ title, fields: type.fields }];
    case "list":
    case "map":
      return mappingsIn(type.of, title);
    case "either":
      return type.of.flatMap((one) => mappingsIn(one, title));
    case "maps":
      return kindNamed(type.what) ? [] : [{ title: type.what, fields: type.fields() }];
    case "config":
      return type.checkedAs ? mappingsIn(type.checkedAs, title) : [];
    default:
      return [];
  }
}

function sourceMapping(type: string): Mapping {
  const shape = shapeOf(SOURCE_TYPES.get(type)?.config) ?? {};
  const field: Field = { type: { is: "config" }, description: "" };
  const fields = Object.fromEntries(Object.keys(shape).map((key) => [key, field]));
  return { title: `Source of type ${type}`, fields };
}

function kindNamed(name: string | undefined): Kind | undefined {
  return KINDS.find((kind) => kind === name);
}

function fieldOf(fields: Fields, written: string): [string, Field] | undefined {
  return Object.entries(fields).find(
    ([key, { aliases }]) => key === written || aliases?.includes(written),
  );
}
