import type { Fields, FieldType } from "../schema/field.js";
import { NAMED_FIELDS } from "./named-fields.js";

/** The fields of every model. */
export const MODEL_FIELDS = {
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

/** Where merges run. */
export const ENGINE_TYPE = {
  is: "reference",
  to: ["source"],
  inline: false,
  or: ["duckdb", "auto"],
} as const satisfies FieldType;

/** Fields of a model whose query runs on its source. */
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

/** Fields of a model that joins other models. */
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
    type: ENGINE_TYPE,
    description:
      "The source on which the query runs instead, in its language; models that live elsewhere are sent along as rows, at most 10,000 each. `duckdb` is the embedded DuckDB; `auto` takes the source that moves the fewest bytes, if the query is sure to mean there what it means in DuckDB, whose language it is.",
    default: "`defaults.engine`, else the embedded DuckDB",
  },
} as const satisfies Fields;

/** Fields of a model whose rows a command writes. */
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
