import type { Fields } from "../schema/field.js";

/** Fields of `dbt` in the root file. */
export const DBT_FIELDS = {
  enabled: {
    type: { is: "boolean" },
    description: "Whether models and sources are taken over.",
    default: "`true`",
  },
  dbt_project_yml_location: {
    type: { is: "text" },
    description: "Folder of `dbt_project.yml`, relative to the project's.",
    example: "dbt",
    default: "the project's folder",
  },
  profiles_yml_location: {
    type: { is: "text" },
    description: "Folder of `profiles.yml`, relative to the project's.",
    example: "dbt",
    default: "the project's folder",
  },
  prefix: {
    type: { is: "text" },
    description: "Goes before the names of models and sources.",
    example: "dbt_",
  },
  output_file: {
    type: { is: "text" },
    description: "File to which `headwater dbt` writes what is taken over; nothing reads it.",
    default: "standard output",
    example: "dbt.yml",
  },
} as const satisfies Fields;
