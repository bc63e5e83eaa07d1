import type { Field, Fields } from "../schema/field.js";
import type { Kind } from "../objects.js";
import { DBT_FIELDS } from "./dbt.js";
import { DEFAULTS_FIELDS } from "./defaults.js";

const LISTS = {
  sources: listOf("source", "Databases, warehouses and files.", ["targets"]),
  models: listOf("model", "Named queries and commands that yield rows."),
  traces: listOf("trace", "Models drawn with Plotly's properties."),
  charts: listOf("chart", "Traces with a layout."),
  tables: listOf("table", "Rows of traces or models."),
  selectors: listOf("selector", "Choices among series, charts, tables, rows and items."),
  dashboards: listOf("dashboard", "Pages of rows and items."),
} as const satisfies Fields;

const LATER = {
  tests: later("Assertions on results."),
  alerts: later("Messages when a test fails."),
  destinations: later("Where alerts go."),
} as const satisfies Fields;

/** Keys of an included file. */
export const INCLUDED_FILE_FIELDS = {
  includes: {
    type: { is: "config" },
    description: "More files, or folders of files, that belong to the project.",
  },
  ...LISTS,
  ...LATER,
} as const satisfies Fields;

/** Keys of the root file. */
export const ROOT_FILE_FIELDS = {
  name: { type: { is: "text" }, description: "Name of the project.", default: "its folder's" },
  defaults: {
    type: { is: "object", what: "`defaults` mapping", fields: DEFAULTS_FIELDS },
    description: "Settings of the whole project.",
  },
  ...INCLUDED_FILE_FIELDS,
  dbt: {
    type: { is: "object", what: "`dbt` mapping", fields: DBT_FIELDS },
    description: "Takes over the sources and models of a dbt project.",
  },
  plugins: later("Packages that add types of sources."),
  cli_version: ignored("Version of Visivo that the project was written for."),
  path: ignored("Written by Visivo's editor."),
  file_path: ignored("Written by Visivo's editor."),
  project_file_path: ignored("Written by Visivo's editor."),
} as const satisfies Fields;

function listOf(kind: Kind, description: string, aliases: readonly string[] = []) {
  const type = { is: "maps", what: kind, fields: () => ({}) } as const;
  return { type, description, aliases } satisfies Field;
}

function later(description: string) {
  return { type: { is: "config" }, description, status: "later" } as const satisfies Field;
}

function ignored(description: string) {
  return { type: { is: "config" }, description, status: "ignored" } as const satisfies Field;
}
