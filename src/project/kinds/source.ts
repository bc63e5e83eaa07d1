import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { DeclaredSourceType, SourceTypes } from "../source-types.js";
import { EnvValue, type ConfigValue } from "../env-value.js";
import { fillEnvValue } from "../fill-env-value.js";
import type { Source } from "../objects.js";
import { writtenField } from "../schema/check-fields.js";
import { nodeAt, type FieldRecord, type WrittenField } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import { configOf, envValuesIn } from "../schema/config-value.js";
import { defined } from "../schema/defined.js";
import type { Field, Fields } from "../schema/field.js";
import type { KindDefinition } from "../schema/kind-definition.js";
import { placeOf, placeOfStart } from "../schema/place.js";
import { type Config, coerced, mapConfig } from "../source-config/leaves.js";
import { configFaults, type ConfigPlaces } from "../source-config/faults.js";
import { descriptionOf, isRequired, shapeOf } from "../source-config/schema-traits.js";
import type { YamlMap, YamlNode, YamlScalar } from "../yaml-node.js";
import { catalogsOf } from "./catalogs.js";
import { limitsOf, LIMITS_TYPE } from "./limits.js";
import { isRefused, pathsOutside, pathsStart } from "./foreign-files.js";
import { NAMED_FIELDS } from "./named-fields.js";

/** The fields of every source; those of its type come from the type's own schema. */
export const SOURCE_FIELDS = {
  ...NAMED_FIELDS,
  type: {
    type: { is: "config" },
    description: "Which kind of database or file it is.",
    required: true,
    example: "postgresql",
  },
  fresh_for: {
    type: { is: "duration" },
    description: "How long an earlier result of its models is good enough.",
  },
  limits: {
    type: LIMITS_TYPE,
    description: "Most rows and bytes of one query; more is an error.",
    default: "`limits` of `defaults`",
    example: "{ max_rows: 1000000 }",
  },
} as const satisfies Fields;

export const SOURCE: KindDefinition<Source> = {
  kind: "source",
  list: "sources",
  check(map, checker) {
    const typeField = writtenField(map, SOURCE_FIELDS, "type");
    const { info, type } = typeOf(typeField, checker);
    const table = {
      ...(info && fieldsOfAny(typeField, info, checker)),
      ...SOURCE_FIELDS,
    };
    const lenient = checker.setting.compat || checker.setting.isIncluded(map.file);
    const fields = checker.fields(map, table, info ? `source of type \`${info.type}\`` : "source", {
      as: info ? (lenient ? "warning" : "error") : "nothing",
    });
    refuseTwoPools(fields, checker);
    const config = info ? checkConfig(fields, map, info, checker) : {};
    const refused = info !== undefined && refusePathsOutside(fields, map, config, info, checker);
    const reachesOthers = info?.dialect === "trino";
    const catalogs = reachesOthers ? catalogsOf(fields, checker) : undefined;
    return {
      fields,
      build: (base) => ({
        ...base,
        // A source without a type is opened by nobody.
        type: refused ? "" : type,
        config,
        limits: limitsOf(fields.limits?.value?.fields),
        ...defined({ freshFor: fields.fresh_for?.value, catalogs }),
        directory: pathsStart(map, checker),
        warnings: checker.owner.warnings,
      }),
    };
  },
};

/** Version 1.0 had another name for `pool`, which types of sources list as a field of their own. */
function refuseTwoPools(fields: FieldRecord, checker: Checker): void {
  const alias = "connection_pool_size";
  const older = fields[alias];
  if (!older || !fields["pool"]) return;
  checker.report("field-given-twice", { key: "pool", alias }, { at: older.keyAt });
}

/** A source in a file of a Git repository reads no files but the repository's. */
function refusePathsOutside(
  fields: FieldRecord,
  map: YamlMap,
  config: Config,
  info: DeclaredSourceType,
  checker: Checker,
): boolean {
  const { repository } = map.file;
  if (repository === undefined) return false;
  const where = { from: pathsStart(map, checker), folder: repository };
  const outside = pathsOutside(config, info.config, where);
  for (const path of outside) {
    const at = placeOf(nodeAt(fields, path) ?? map);
    isRefused(map, "paths that lead out of it", checker, at);
  }
  return outside.length > 0;
}

interface ChosenType {
  /** Absent when the type is unknown, missing or waits for a variable, all of which is reported. */
  readonly info?: DeclaredSourceType;
  readonly type: string;
}

function typeOf(field: WrittenField | undefined, checker: Checker): ChosenType {
  if (!field || field.isEmpty) return { type: "" };
  const { node } = field;
  if (isFromEnvironment(node) && isUnset(node.value, checker)) return { type: "" };
  const type = checker.within("type", () => checker.value({ is: "text" }, node));
  if (type === undefined) return { type: "" };
  const { sourceTypes } = checker.setting;
  const info = sourceTypes.get(type);
  if (info) return { info, type };
  const { at } = field;
  const hint = rightWord(type, sourceTypes) ?? suggest(type, sourceTypes.keys(), sourceTypes.size);
  checker.report("unknown-source-type", { type }, { at, hint });
  return { type };
}

/** For a type that has another name here. */
function rightWord(type: string, sourceTypes: SourceTypes): string | undefined {
  const word = type.toLowerCase();
  for (const { type: own, otherNames = {} } of sourceTypes.values()) {
    const remark = Object.hasOwn(otherNames, word) ? otherNames[word] : undefined;
    if (remark !== undefined || own === word)
      return `Write \`type: ${own}\`.${remark ? ` ${remark}` : ""}`;
  }
  return undefined;
}

function isFromEnvironment(node: YamlNode): node is YamlScalar & { readonly value: EnvValue } {
  return node.kind === "scalar" && node.value instanceof EnvValue;
}

/**
 * A warning now, since only a job needs the source; the job then finds the error among the source's
 * problems.
 */
function isUnset(type: EnvValue, checker: Checker): boolean {
  const filled = fillEnvValue(type, checker.setting.environment);
  if ("text" in filled) return false;
  checker.sayUnset(type);
  for (const variable of filled.missing) {
    const missing = createDiagnostic("missing-variable", { variable }, { at: type.at });
    checker.owner.problems.push(missing);
  }
  return true;
}

/**
 * Where the environment chooses the type, the fields of all types may stand side by side, and none
 * of them must.
 */
function fieldsOfAny(
  type: WrittenField | undefined,
  info: DeclaredSourceType,
  checker: Checker,
): Fields {
  if (!type || !isFromEnvironment(type.node)) return fieldsOfType(info);
  const others = [...checker.setting.sourceTypes.values()].flatMap((other) =>
    Object.entries(fieldsOfType(other)).map(([key, { type, description }]): [string, Field] => [
      key,
      { type, description },
    ]),
  );
  return { ...Object.fromEntries(others), ...fieldsOfType(info) };
}

function fieldsOfType(info: DeclaredSourceType): Fields {
  const fields = Object.entries(shapeOf(info.config) ?? {}).map(
    ([key, schema]): [string, Field] => [
      key,
      {
        type: { is: "config" },
        description: descriptionOf(schema),
        ...(isRequired(schema) && { required: true }),
      },
    ],
  );
  return Object.fromEntries(fields);
}

/** The fields that the type knows, checked as far as they do not wait for the environment. */
function checkConfig(
  fields: FieldRecord,
  map: YamlMap,
  info: DeclaredSourceType,
  checker: Checker,
): Config {
  const known = shapeOf(info.config) ?? {};
  const plain: Record<string, ConfigValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    const isOfType = Object.hasOwn(known, name) && !Object.hasOwn(SOURCE_FIELDS, name);
    if (isOfType && field && !field.isEmpty) plain[name] = configOf(field.node);
  }
  const config = mapConfig(plain, info.config, coerced);
  const places: ConfigPlaces = {
    value: (path) => placeOf(nodeAt(fields, path) ?? map),
    start: (path) => {
      if (path.length === 0) return undefined;
      const node = nodeAt(fields, path);
      return node && node.kind !== "map" ? placeOf(node) : placeOfStart(node ?? map);
    },
  };
  const faults = configFaults(config, info, places, pathsStart(map, checker));
  for (const fault of faults) checker.add(fault);
  if (!map.file.mayLackVariables) {
    for (const envValue of envValuesIn(config)) checker.sayUnset(envValue);
  }
  return config;
}
