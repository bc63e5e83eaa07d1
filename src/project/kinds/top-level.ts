import type { Field, Fields } from "../schema/field.js";
import type { Kind } from "../objects.js";
import { DBT_FIELDS } from "./dbt.js";
import { DEFAULTS_FIELDS } from "./defaults.js";

const LISTS = {
  sources: listOf(
    "source",
    "Databases, warehouses and files.",
    "[{ name: orders, type: csv, file: orders.csv }]",
    ["targets"],
  ),
  models: listOf(
    "model",
    "Named queries and commands that yield rows.",
    "[{ name: paid, source: ref(orders), sql: select * from orders }]",
  ),
  inputs: listOf(
    "input",
    "What readers choose: filters that traces follow, and switches in their SQL.",
    "[{ name: region }, { name: period, column: ordered_at, type: range, by: month }]",
  ),
  traces: listOf(
    "trace",
    "Models drawn with Plotly's properties.",
    '[{ name: sales, model: ref(paid), props: { type: bar, y: "?{ sum(amount) }" } }]',
  ),
  charts: listOf("chart", "Traces with a layout.", "[{ name: Sales, traces: [ref(sales)] }]"),
  tables: listOf("table", "Rows of traces or models.", "[{ name: Orders, model: ref(paid) }]"),
  selectors: listOf(
    "selector",
    "Choices among series, charts, tables, rows and items.",
    "[{ name: What, options: [ref(Sales), ref(Orders)] }]",
  ),
  dashboards: listOf(
    "dashboard",
    "Pages of rows and items.",
    "[{ name: Shop, rows: [{ items: [{ chart: ref(Sales) }] }] }]",
  ),
  tests: listOf(
    "test",
    "Assertions on results; a trace may hold its own.",
    '[{ name: some sales, assertions: [">{ sum(ref(sales).props.y) > 0 }"] }]',
  ),
  alerts: listOf(
    "alert",
    "Messages that `headwater test` sends, such as when a test failed.",
    "[{ name: failures, destinations: [ref(team)] }]",
  ),
  destinations: listOf(
    "destination",
    "Where alerts go.",
    '[{ name: team, type: slack, webhook_url: "${env.SLACK_WEBHOOK}" }]',
  ),
} as const satisfies Fields;

/** An entry of `includes`, which reading the files checks. */
const INCLUDE_FIELDS = {
  path: {
    type: { is: "text" },
    description:
      "A file, or a folder whose `.yml` files are all read, relative to this file; or those of a Git repository: `org/repository.git@version -- file.yml`.",
    required: true,
    example: "models",
  },
  depth: {
    type: { is: "number", whole: true, least: 0 },
    description: "Levels of sub-folders that are read; 0 is the folder itself.",
    default: "all",
    example: "1",
  },
  exclusions: {
    type: { is: "list", of: { is: "text" } },
    description: "Patterns of paths inside the folder that are left out, such as `drafts/*`.",
    example: '["drafts/*"]',
  },
} as const satisfies Fields;

/** Keys of an included file. */
export const INCLUDED_FILE_FIELDS = {
  includes: {
    type: {
      is: "config",
      checkedAs: {
        is: "list",
        of: {
          is: "either",
          of: [{ is: "text" }, { is: "object", what: "include", fields: INCLUDE_FIELDS }],
        },
      },
    },
    description: "More files, or folders of files, that belong to the project.",
    example: "[models/, charts.yml]",
  },
  ...LISTS,
} as const satisfies Fields;

/** Keys of the root file. */
export const ROOT_FILE_FIELDS = {
  name: {
    type: { is: "text" },
    description: "Name of the project.",
    default: "its folder's",
    example: "shop",
  },
  defaults: {
    type: { is: "object", what: "`defaults` mapping", fields: DEFAULTS_FIELDS },
    description: "Settings of the whole project.",
    example: "{ source_name: shop, time_zone: Europe/Berlin }",
  },
  ...INCLUDED_FILE_FIELDS,
  dbt: {
    type: { is: "object", what: "`dbt` mapping", fields: DBT_FIELDS },
    description: "Takes over the sources and models of a dbt project.",
    example: "{ enabled: true, prefix: dbt_ }",
  },
  plugins: {
    type: { is: "list", of: { is: "text" } },
    description:
      "Packages that add types of sources: names of installed packages, or folders such as `./plugins/log`.",
    example: "[headwater-source-log, ./plugins/notes]",
  },
  cli_version: ignored("Version of Visivo that the project was written for."),
  path: ignored("Written by Visivo's editor."),
  file_path: ignored("Written by Visivo's editor."),
  project_file_path: ignored("Written by Visivo's editor."),
} as const satisfies Fields;

/**
 * Keys of a file from a Git repository, which may be the root file of a project of its own: what
 * steers that is left out.
 */
export const REPOSITORY_FILE_FIELDS = {
  name: ignored("Name of the repository's own project."),
  defaults: ignored("Settings of the repository's own project."),
  dbt: ignored("Of the repository's own project."),
  plugins: ignored("Of the repository's own project."),
  cli_version: ROOT_FILE_FIELDS.cli_version,
  path: ROOT_FILE_FIELDS.path,
  file_path: ROOT_FILE_FIELDS.file_path,
  project_file_path: ROOT_FILE_FIELDS.project_file_path,
  ...INCLUDED_FILE_FIELDS,
} as const satisfies Fields;

function listOf(kind: Kind, description: string, example: string, aliases: readonly string[] = []) {
  const type = { is: "maps", what: kind, fields: () => ({}) } as const;
  return { type, description, example, aliases } satisfies Field;
}

function ignored(description: string) {
  return { type: { is: "config" }, description, status: "ignored" } as const satisfies Field;
}
