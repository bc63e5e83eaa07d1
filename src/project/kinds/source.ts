import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { SourceTypeInfo } from "../../sources/contract.js";
import { EnvValue } from "../env-value.js";
import { fillEnvValue } from "../fill-env-value.js";
import type { Source } from "../objects.js";
import type { Checker } from "../schema/checker.js";
import { configOf, envValuesIn } from "../schema/config-value.js";
import type { KindDefinition } from "../schema/declaration.js";
import { defined } from "../schema/defined.js";
import type { Field, Fields } from "../schema/field.js";
import { nodeAt, placeOf, placeOfStart } from "../schema/place.js";
import { configFaults } from "../source-config/faults.js";
import type { Config } from "../source-config/leaves.js";
import { coerced, mapConfig } from "../source-config/leaves.js";
import { descriptionOf, shapeOf } from "../source-config/schema-traits.js";
import type { YamlMap } from "../yaml-node.js";
import { NAMED_FIELDS } from "./named-fields.js";

/** The fields of every source; those of its type come from the type's own schema. */
export const SOURCE_FIELDS = {
  ...NAMED_FIELDS,
  type: {
    type: { is: "config" },
    description: "Which kind of database or file it is.",
    required: true,
  },
  fresh_for: {
    type: { is: "duration" },
    description: "How long an earlier result of its models is good enough.",
  },
} as const satisfies Fields;

/** Fields of every source that nothing reads yet; a type may take them over. */
export const LATER_SOURCE_FIELDS = {
  limits: {
    type: { is: "config" },
    description: "Most rows and bytes of one query.",
    status: "later",
  },
  catalog: { type: { is: "text" }, description: "Its name in Trino.", status: "later" },
} as const satisfies Fields;

export const SOURCE: KindDefinition<Source> = {
  kind: "source",
  list: "sources",
  check(map, checker) {
    const info = infoOf(map, checker);
    const table = { ...LATER_SOURCE_FIELDS, ...(info && fieldsOfType(info)), ...SOURCE_FIELDS };
    const lenient = checker.setting.compat || checker.setting.isIncluded(map.file);
    const values = checker.fields(map, table, info ? `source of type \`${info.type}\`` : "source", {
      as: info ? (lenient ? "warning" : "error") : "nothing",
    });
    const config = info ? checkConfig(map, info, checker) : {};
    return (base) => ({
      ...base,
      type: info?.type ?? "",
      config,
      ...defined({ freshFor: values.fresh_for }),
      directory: checker.setting.compat ? checker.setting.root : map.file.directory,
    });
  },
};

/** The source's type; undefined when it is unknown, missing or waits for a variable, all of which is reported. */
function infoOf(map: YamlMap, checker: Checker): SourceTypeInfo | undefined {
  const node = map.get("type")?.value;
  if (!node || (node.kind === "scalar" && node.value === null)) return undefined;
  if (node.kind === "scalar" && node.value instanceof EnvValue && isUnset(node.value, checker)) {
    return undefined;
  }
  const type = checker.within("type", () => checker.value({ is: "text" }, node));
  if (type === undefined) return undefined;
  const { sourceTypes } = checker.setting;
  const info = sourceTypes.get(type);
  if (!info) {
    const hint = suggest(type, sourceTypes.keys());
    checker.report("unknown-source-type", { type }, { at: placeOf(node), hint });
  }
  return info;
}

/** A warning now, since only a job needs the source; the job then finds the error among the source's problems. */
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

function fieldsOfType(info: SourceTypeInfo): Fields {
  const fields = Object.entries(shapeOf(info.config) ?? {}).map(
    ([key, schema]): [string, Field] => [
      key,
      { type: { is: "config" }, description: descriptionOf(schema) },
    ],
  );
  return Object.fromEntries(fields);
}

/** The fields that the type knows, checked as far as they do not wait for the environment. */
function checkConfig(map: YamlMap, info: SourceTypeInfo, checker: Checker): Config {
  const known = shapeOf(info.config);
  const written = map.entries.filter(({ key, value }) => {
    const own = Object.hasOwn(SOURCE_FIELDS, key) || (known && !Object.hasOwn(known, key));
    return !own && !(value.kind === "scalar" && value.value === null);
  });
  const plain = Object.fromEntries(written.map(({ key, value }) => [key, configOf(value)]));
  const config = mapConfig(plain, info.config, coerced);
  const faults = configFaults(config, info, {
    value: (path) => placeOf(nodeAt(map, path) ?? map),
    start: (path) => {
      const node = nodeAt(map, path);
      return node && node.kind !== "map" ? placeOf(node) : placeOfStart(node ?? map);
    },
  });
  for (const fault of faults) checker.add(fault);
  if (!map.file.mayLackVariables) {
    for (const envValue of envValuesIn(config)) checker.sayUnset(envValue);
  }
  return config;
}
