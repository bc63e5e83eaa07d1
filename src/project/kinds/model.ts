import { resolve } from "node:path";
import type { DeclaredColumn, Model, Source } from "../objects.js";
import { isMisspelt } from "../schema/check-fields.js";
import { reportSqlFault } from "../schema/check-sql.js";
import type { Checker } from "../schema/checker.js";
import { envValuesIn } from "../schema/config-value.js";
import type { BaseOf, BuildContext, KindDefinition } from "../schema/declaration.js";
import { defined } from "../schema/defined.js";
import type { Fields, FieldValues } from "../schema/field.js";
import { target, targets } from "../schema/linked.js";
import {
  placeInText,
  placeOf,
  placeOfKey,
  placeOfStart,
  type PlaceInText,
} from "../schema/place.js";
import type { YamlEntry, YamlMap } from "../yaml-node.js";
import { isRefused, pathsStart } from "./foreign-files.js";
import { NAMED_FIELDS } from "./named-fields.js";
import {
  delimiterOf,
  refuseFaultyPatterns,
  refuseNestedVariables,
  refuseNoCommand,
  refuseNoTime,
  refuseUnfitOptions,
} from "./script-options.js";

const MODEL_FIELDS = {
  ...NAMED_FIELDS,
  columns: {
    type: {
      is: "list",
      of: {
        is: "object",
        what: "column",
        fields: {
          name: {
            type: { is: "text" },
            description: "Name of the column.",
            required: true,
            example: "price",
          },
          type: { type: { is: "columnType" }, description: "Type of its values.", required: true },
        },
      },
    },
    description: "Declared columns: they take the place of what is found out from the rows.",
    example: '[{ name: id, type: int64 }, { name: price, type: "decimal(10,2)" }]',
  },
  fresh_for: {
    type: { is: "duration" },
    description: "How long an earlier result is good enough.",
  },
} as const satisfies Fields;

export const SQL_MODEL_FIELDS = {
  ...MODEL_FIELDS,
  sql: {
    type: { is: "text" },
    description: "The query, in the language of its source; a model on a file may leave it out.",
    example: "select * from orders",
  },
  source: {
    type: { is: "reference", to: ["source"], inline: true },
    description: "Where the query runs.",
    aliases: ["target"],
    default: "`defaults.source_name`, else the only source of the project",
  },
} as const satisfies Fields;

export const MERGE_MODEL_FIELDS = {
  ...MODEL_FIELDS,
  sql: {
    type: { is: "text" },
    description: "A query over the models, in the language of DuckDB.",
    required: true,
    example: "select * from orders",
  },
  models: {
    type: { is: "list", of: { is: "reference", to: ["model"], inline: true } },
    description: "The models that the query joins.",
    required: true,
    example: "[ref(orders), ref(customers)]",
  },
  engine: {
    type: { is: "reference", to: ["source"], inline: false },
    description:
      "The source on which the query runs instead, in its language; all models must be queries of it.",
    default: "the embedded DuckDB",
  },
} as const satisfies Fields;

export const SCRIPT_MODEL_FIELDS = {
  ...MODEL_FIELDS,
  name: { ...NAMED_FIELDS.name, required: true },
  args: {
    type: { is: "list", of: { is: "text" } },
    description: "The command and its arguments; no shell reads them.",
    required: true,
    example: "[python3, scripts/rates.py]",
  },
  table_name: {
    type: { is: "text" },
    description: "Second name under which merge models may address it.",
    default: "`model`",
    example: "rates",
  },
  format: {
    type: { is: "choice", values: ["csv", "tsv", "json", "ndjson", "parquet", "arrow"] },
    description: "What the command writes to its standard output.",
    default: "found out from the first bytes",
  },
  delimiter: {
    type: { is: "text" },
    description: "What separates the values of a CSV row.",
    default: "found out from the first line: a comma, tab, semicolon or `|`",
    example: '";"',
  },
  header: {
    type: { is: "boolean" },
    description:
      "Whether the first row of CSV or TSV holds names; without, the declared `columns` name them in order.",
    default: "`true`",
  },
  null_values: {
    type: { is: "list", of: { is: "text" }, lone: true },
    description:
      "Texts that stand for NULL, as JSON's null and an empty field of CSV without quotes do; not for Parquet and Arrow.",
    example: '["-", n/a]',
  },
  inputs: {
    type: { is: "list", of: { is: "text" }, lone: true },
    description:
      "Files that the command reads, from its working folder; may be patterns (`data/{a,b}-*.json`). A change of one makes the result old, as one of a file among `args` does.",
    example: "[data/*.json]",
  },
  timeout: {
    type: { is: "duration" },
    description: "How long the command may take.",
    default: "300 s",
  },
  cwd: {
    type: { is: "text" },
    description: "Working folder.",
    default: "the folder of the declaring file",
    example: "scripts",
  },
  env: {
    type: { is: "map", of: { is: "config" } },
    description: "Environment of the command: only these variables and `PATH`.",
    default: "the whole environment, without variables of Headwater",
    example: '{ API_URL: "https://api.example.com" }',
  },
  allow_empty: {
    type: { is: "boolean" },
    description: "Whether a command may yield nothing.",
    default: "`false`",
  },
} as const satisfies Fields;

const SCRIPT_TIMEOUT = 300_000;

/** The type of a model follows from its keys, in this order: `args`, `models`, else `sql`. */
export const MODEL: KindDefinition<Model> = {
  kind: "model",
  list: "models",
  check(map, checker) {
    const args = map.get("args");
    if (args) return checkScript(map, args, checker);
    if (map.get("models")) return checkMerge(map, checker);
    return checkSql(map, checker);
  },
};

type Build = (base: BaseOf<Model>, context: BuildContext) => Model;

function checkSql(map: YamlMap, checker: Checker): Build {
  const values = checker.fields(map, SQL_MODEL_FIELDS, "model");
  refuseColumnTwice(map, values, checker);
  refuseFaultySql(map, checker);
  const named = isGiven(map.get("source")) || isGiven(map.get("target"));
  const reference = named
    ? values.source
    : checker.refer({ to: ["source"], form: { by: "default" }, node: map });
  return (base, { sourceTypes }) => {
    const source = target(reference, "source");
    const info = source && sourceTypes.get(source.type);
    const isTold = isGiven(map.get("sql")) || isMisspelt(map, SQL_MODEL_FIELDS, "sql");
    if (values.sql === undefined && info && !info.file && !isTold) {
      const words = { source: source.name, type: source.type };
      const written = map.get("sql");
      const at = written ? placeOfKey(map, written) : placeOfStart(map);
      checker.report("model-without-sql", words, { at });
    }
    return {
      ...base,
      type: "sql",
      ...modelPart(values, source?.freshFor),
      ...defined({ source }),
      sql: queryOf(values.sql, source?.name),
      sqlAt: placeInSql(map),
      usesDefaultSource: !named,
    };
  };
}

function checkMerge(map: YamlMap, checker: Checker): Build {
  const values = checker.fields(map, MERGE_MODEL_FIELDS, "merge model");
  refuseColumnTwice(map, values, checker);
  refuseFaultySql(map, checker);
  return (base) => {
    const models = targets(values.models, "model");
    const engine = target(values.engine, "source");
    const written = map.get("engine")?.value;
    if (engine && written) {
      for (const model of models) {
        const place = placeElsewhere(model, engine);
        if (place === undefined) continue;
        const words = { name: base.name, engine: engine.name, model: model.name, place };
        checker.report("merge-engine-elsewhere", words, { at: placeOf(written) });
      }
    }
    return {
      ...base,
      type: "merge",
      ...modelPart(values),
      sql: queryOf(values.sql, undefined),
      sqlAt: placeInSql(map),
      models,
      ...defined({ engine }),
    };
  };
}

/** Where a model lives if that is surely not on a source; `--source` may still move one that names none. */
function placeElsewhere(model: Model, engine: Source): string | undefined {
  if (model.type !== "sql") return `a ${model.type} model`;
  if (!model.source || model.source === engine || model.usesDefaultSource) return undefined;
  return `on \`${model.source.name}\``;
}

function checkScript(map: YamlMap, { keyStart, keyEnd }: YamlEntry, checker: Checker): Build {
  const refused = isRefused(map, "commands", checker, map.file.locate(keyStart, keyEnd));
  const values = checker.fields(map, SCRIPT_MODEL_FIELDS, "script model");
  refuseColumnTwice(map, values, checker);
  refuseNoCommand(map, checker);
  refuseNoTime(map, values.timeout, checker);
  refuseNestedVariables(map, checker);
  refuseUnfitOptions(map, values.format, checker);
  const delimiter = delimiterOf(map, values.delimiter, checker);
  const env = values.env && Object.fromEntries(values.env);
  for (const envValue of envValuesIn(env ?? null)) checker.sayUnset(envValue);
  const { compat } = checker.setting;
  const directory = resolve(pathsStart(map, checker), values.cwd ?? "");
  refuseFaultyPatterns(map, directory, checker);
  return (base) => ({
    ...base,
    type: "script",
    ...modelPart(values),
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
  });
}

/** Names of columns are the same when they differ by case only. */
function refuseColumnTwice(
  map: YamlMap,
  { columns = [] }: FieldValues<typeof MODEL_FIELDS>,
  checker: Checker,
): void {
  const names = columns.map(({ name }) => name?.toLowerCase());
  const again = columns.findIndex(
    ({ name }, i) => name !== undefined && names.indexOf(name.toLowerCase()) < i,
  );
  const name = columns[again]?.name;
  const node = map.get("columns")?.value;
  if (name === undefined || node?.kind !== "list") return;
  const written = node.items.filter((item) => item.kind === "map")[again];
  const words = { field: "columns", reason: `it declares \`${name}\` twice.` };
  checker.report("wrong-value", words, { at: placeOf(written?.get("name")?.value ?? node) });
}

function refuseFaultySql(map: YamlMap, checker: Checker): void {
  const sql = map.get("sql")?.value;
  if (sql?.kind !== "scalar" || typeof sql.value !== "string") return;
  const at = placeOf(sql);
  if (/[^;\s]/.test(sql.value)) reportSqlFault(sql.value, "sql", { at, several: true }, checker);
  else checker.report("empty-expression", { field: "sql" }, { at });
}

function isGiven(entry: YamlEntry | undefined): boolean {
  return entry !== undefined && !isEmpty(entry);
}

function isEmpty({ value }: YamlEntry): boolean {
  return value.kind === "scalar" && value.value === null;
}

function modelPart(values: FieldValues<typeof MODEL_FIELDS>, freshFor?: number) {
  return {
    columns: (values.columns ?? []).flatMap(({ name, type }): DeclaredColumn[] =>
      name === undefined || type === undefined ? [] : [{ name, type }],
    ),
    ...defined({ freshFor: values.fresh_for ?? freshFor }),
  };
}

function placeInSql(map: YamlMap): PlaceInText {
  const node = map.get("sql")?.value;
  if (node?.kind !== "scalar" || typeof node.value !== "string") return () => placeOf(node ?? map);
  return placeInText(node, node.value);
}

/** Without SQL a model yields all rows of its source, which is a file with one table of the same name. */
function queryOf(sql: string | undefined, source: string | undefined): string {
  if (sql !== undefined) return sql.replace(/[;\s]+$/, "");
  return source === undefined ? "" : `select * from "${source.replaceAll('"', '""')}"`;
}
