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
  tests: listOf("test", "Assertions on results; a trace may hold its own."),
  alerts: listOf("alert", "Messages that `headwater test` sends, such as when a test failed."),
  destinations: listOf("destination", "Where alerts go."),
} as const satisfies Fields;

/** An entry of `includes`, which reading the files checks. */
const INCLUDE_FIELDS = {
  path: {
    type: { is: "text" },
    description:
      "A file, or a folder whose `.yml` files are all read, relative to this file; or those of a Git repository: `org/repository.git@version -- file.yml`.",
    required: true,
  },
  depth: {
    type: { is: "number", whole: true, least: 0 },
    description: "Levels of sub-folders that are read; 0 is the folder itself.",
    default: "all",
  },
  exclusions: {
    type: { is: "list", of: { is: "text" } },
    description: "Patterns of paths inside the folder that are left out, such as `drafts/*`.",
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
  },
  ...LISTS,
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
  plugins: {
    type: { is: "list", of: { is: "text" } },
    description:
      "Packages that add types of sources: names of installed packages, or folders such as `./plugins/log`.",
  },
  cli_version: ignored("Version of Visivo that the project was written for."),
  path: ignored("Written by Visivo's editor."),
  file_path: ignored("Written by Visivo's editor."),
  project_file_path: ignored("Written by Visivo's editor."),
} as const satisfies Fields;

/** Keys of a file from a Git repository, which may be the root file of a project of its own: what steers that is left out. */
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

function listOf(kind: Kind, description: string, aliases: readonly string[] = []) {
  const type = { is: "maps", what: kind, fields: () => ({}) } as const;
  return { type, description, aliases } satisfies Field;
}

function ignored(description: string) {
  return { type: { is: "config" }, description, status: "ignored" } as const satisfies Field;
}
