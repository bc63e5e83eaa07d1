import { resolve } from "node:path";
import { quoteIdentifier } from "../../sql/quote.js";
import type { DeclaredColumn, MergeModel, Model, SqlModel } from "../objects.js";
import { isMisspelt, writtenField } from "../schema/check-fields.js";
import { valuesOf, type CheckedField, type WrittenField } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import { envValuesIn } from "../schema/config-value.js";
import { defined } from "../schema/defined.js";
import type { CheckedFields } from "../schema/field.js";
import type { CheckedObject, KindDefinition } from "../schema/kind-definition.js";
import { target, targets } from "../schema/linked.js";
import { placeInText, placeOf, placeOfStart, type PlaceInText } from "../schema/place.js";
import { reportEnvInSql, reportSqlFault } from "../schema/types/sql.js";
import {
  fill,
  referToSwitches,
  switchedModel,
  switchesOf,
  variantsOf,
  type WrittenSql,
} from "../switches.js";
import type { YamlMap } from "../yaml-node.js";
import { isRefused, pathsStart } from "./foreign-files.js";
import {
  MERGE_MODEL_FIELDS,
  type MODEL_FIELDS,
  SCRIPT_MODEL_FIELDS,
  SQL_MODEL_FIELDS,
} from "./model-fields.js";
import {
  delimiterOf,
  refuseNestedVariables,
  refuseNoCommand,
  refuseNoTime,
  refuseUnfitOptions,
  refuseFaultyPatterns,
} from "./script-options.js";

/** Milliseconds. */
const SCRIPT_TIMEOUT = 300_000;

/** The type of a model follows from its keys, in this order: `args`, `models`, else `sql`. */
export const MODEL: KindDefinition<Model> = {
  kind: "model",
  list: "models",
  check(map, checker) {
    const args = writtenField(map, SCRIPT_MODEL_FIELDS, "args");
    if (args) return checkScript(map, args, checker);
    if (writtenField(map, MERGE_MODEL_FIELDS, "models")) return checkMerge(map, checker);
    return checkSql(map, checker);
  },
};

function checkSql(map: YamlMap, checker: Checker): CheckedObject<Model> {
  const fields = checker.fields(map, SQL_MODEL_FIELDS, "model");
  refuseColumnTwice(fields.columns, checker);
  refuseFaultySql(fields.sql, checker);
  const named = isGiven(fields.source);
  const reference = named
    ? fields.source?.value
    : checker.refer({ to: ["source"], form: { by: "default", of: "source" }, node: map });
  const sql = fields.sql?.value;
  const written = writtenSql(fields.sql);
  const references = referToSwitches(written, checker);
  return {
    fields,
    build(base, { sourceTypes }) {
      const source = target(reference, "source");
      const info = source && sourceTypes.get(source.type);
      const isReported = isGiven(fields.sql) || isMisspelt(map, SQL_MODEL_FIELDS, "sql");
      if (sql === undefined && info && !info.file && !isReported) {
        const words = { source: source.name, type: source.type };
        checker.report("model-without-sql", words, { at: fields.sql?.keyAt ?? placeOfStart(map) });
      }
      const model: SqlModel = {
        ...base,
        type: "sql",
        ...modelPart(fields, source?.freshFor),
        ...defined({ source }),
        sql: queryOf(sql, source?.name),
        sqlAt: placeInSql(fields.sql, map),
        usesDefaultSource: !named,
      };
      return switchedModel(model, switchesOf(references, written, checker), (one, texts) => ({
        ...one,
        sql: fill(one.sql, texts),
      }));
    },
  };
}

function checkMerge(map: YamlMap, checker: Checker): CheckedObject<Model> {
  const fields = checker.fields(map, MERGE_MODEL_FIELDS, "merge model");
  refuseColumnTwice(fields.columns, checker);
  refuseFaultySql(fields.sql, checker);
  const written = writtenSql(fields.sql);
  const references = referToSwitches(written, checker);
  const form = { by: "default", of: "engine" } as const;
  const chosen = isGiven(fields.engine)
    ? fields.engine?.value
    : checker.refer({ to: ["source"], form, node: map });
  return {
    fields,
    build(base, { chooseEngine }) {
      const models = targets(fields.models?.value, "model");
      const named = typeof chosen === "string" ? undefined : chosen;
      const engine = target(named, "source");
      const isAuto = chosen === "auto" || (chooseEngine && !isGiven(fields.engine));
      const merge: MergeModel = {
        ...base,
        type: "merge",
        ...modelPart(fields),
        sql: queryOf(fields.sql?.value, undefined),
        sqlAt: placeInSql(fields.sql, map),
        models,
        ...defined({ engine }),
        ...(isAuto && { choosesEngine: true }),
      };
      const own = switchesOf(references, written, checker);
      const switches = [...new Set([...own, ...models.flatMap((model) => model.switches ?? [])])];
      return switchedModel(merge, switches, (one, texts) => ({
        ...one,
        sql: fill(one.sql, texts),
        models: variantsOf(one.models, texts),
      }));
    },
  };
}

function checkScript(map: YamlMap, args: WrittenField, checker: Checker): CheckedObject<Model> {
  const refused = isRefused(map, "commands", checker, args.keyAt);
  const fields = checker.fields(map, SCRIPT_MODEL_FIELDS, "script model");
  refuseColumnTwice(fields.columns, checker);
  refuseNoCommand(fields.args, checker);
  refuseNoTime(fields.timeout, checker);
  refuseNestedVariables(fields.env, checker);
  refuseUnfitOptions(fields, checker);
  const delimiter = delimiterOf(fields.delimiter, checker);
  const values = valuesOf(fields);
  const env = values.env && Object.fromEntries(values.env);
  for (const envValue of envValuesIn(env ?? null)) checker.sayUnset(envValue);
  const { compat } = checker.setting;
  const directory = resolve(pathsStart(map, checker), values.cwd ?? "");
  refuseFaultyPatterns(fields.inputs, directory, checker);
  return {
    fields,
    build: (base) => ({
      ...base,
      type: "script",
      ...modelPart(fields),
      args: (refused ? undefined : values.args) ?? [],
      inputs: (values.inputs ?? []).map((path) => resolve(directory, path)),
      directory,
      tableName: values.table_name ?? "model",
      timeout: values.timeout ?? SCRIPT_TIMEOUT,
      allowEmpty: values.allow_empty ?? false,
      compat,
      ...defined({
        format: values.format,
        delimiter,
        header: values.header,
        nullValues: values.null_values,
        env,
      }),
    }),
  };
}

type ModelFields = CheckedFields<typeof MODEL_FIELDS>;

/** Names of columns are the same when they differ by case only. */
function refuseColumnTwice(columns: ModelFields["columns"], checker: Checker): void {
  const seen = new Set<string>();
  for (const { fields } of columns?.value ?? []) {
    const name = fields.name?.value;
    if (name === undefined) continue;
    if (seen.has(name.toLowerCase())) {
      const words = { field: "columns", reason: `it declares \`${name}\` twice.` };
      checker.report("wrong-value", words, { at: fields.name?.at });
      return;
    }
    seen.add(name.toLowerCase());
  }
}

function refuseFaultySql(field: CheckedField<string> | undefined, checker: Checker): void {
  const sql = textIn(field);
  if (!field || sql === undefined) return;
  const { at } = field;
  if (reportEnvInSql(field.node, checker)) return;
  if (/[^;\s]/.test(sql)) reportSqlFault(sql, "sql", { at, several: true }, checker);
  else checker.report("empty-expression", { field: "sql" }, { at });
}

function writtenSql(field: CheckedField<string> | undefined): WrittenSql[] {
  const sql = textIn(field);
  return field && sql !== undefined ? [{ sql, node: field.node, at: field.at }] : [];
}

function isGiven(field: CheckedField | undefined): boolean {
  return field !== undefined && !field.isEmpty;
}

function modelPart({ columns, fresh_for }: ModelFields, freshFor?: number) {
  return {
    columns: (columns?.value ?? []).flatMap(({ fields }): DeclaredColumn[] => {
      const { name, type } = valuesOf(fields);
      return name === undefined || type === undefined ? [] : [{ name, type }];
    }),
    ...defined({ freshFor: fresh_for?.value ?? freshFor }),
  };
}

function placeInSql(field: CheckedField<string> | undefined, map: YamlMap): PlaceInText {
  const sql = textIn(field);
  if (!field || sql === undefined) return () => field?.at ?? placeOf(map);
  return placeInText(field.node, sql);
}

/** The text of a field as it stands in the file; undefined when it comes from the environment. */
function textIn(field: CheckedField | undefined): string | undefined {
  const node = field?.node;
  return node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined;
}

/**
 * Without SQL a model yields all rows of its source, which is a file with one table of the same
 * name.
 */
function queryOf(sql: string | undefined, source: string | undefined): string {
  if (sql !== undefined) return sql.trimEnd();
  return source === undefined ? "" : `select * from ${quoteIdentifier(source)}`;
}
