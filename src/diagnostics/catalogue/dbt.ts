import { define } from "../definition.js";

/** Models and sources that come from a dbt project. */
export const dbtCodes = () => ({
  "dbt-file-missing": define<{ file: string; field: string }>({
    severity: "error",
    message: ({ file }) => `There is no \`${file}\`, from which dbt's models and sources come.`,
    hint: ({ field }) =>
      `Name its folder with \`${field}\`, or write \`enabled: false\` below \`dbt\`.`,
  }),
  "dbt-manifest-missing": define<{ file: string }>({
    severity: "error",
    message: ({ file }) => `There is no \`${file}\`, so dbt's models are not known.`,
    hint: () => "Run `dbt compile` in the dbt project.",
  }),
  "dbt-file-invalid": define<{ file: string; reason: string }>({
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` cannot be read: ${reason}.`,
    hint: () => "Run `dbt compile`, which tells what is wrong or writes the file anew.",
  }),
  "dbt-outside-project": define<{ file: string }>({
    severity: "error",
    message: ({ file }) => `\`${file}\` lies outside the project's folder and is not read.`,
    hint: () => "Put the project file into a folder that holds dbt's files as well.",
  }),
  "dbt-profile-unknown": define<{ profile: string }>({
    severity: "error",
    message: ({ profile }) =>
      profile === ""
        ? "It is not said which of dbt's profiles the models belong to."
        : `\`profiles.yml\` has no profile \`${profile}\`.`,
    hint: () => "Name one with `profile` in `dbt_project.yml` or with `--dbt-profile`.",
  }),
  "dbt-target-unknown": define<{ profile: string; target: string }>({
    severity: "error",
    message: ({ profile, target }) =>
      `The profile \`${profile}\` of \`profiles.yml\` has no output \`${target}\`.`,
    hint: () => "Name one with `target` in the profile or with `--dbt-target`.",
  }),
  "dbt-type-unknown": define<{ type: string; source: string }>({
    severity: "warning",
    message: ({ type, source }) =>
      `\`${type}\` is not a type of source here: \`${source}\` and dbt's models on it are left out.`,
    hint: () => "Choose another output with `--dbt-target`.",
  }),
  "dbt-fields-ignored": define<{ source: string; fields: readonly string[] }>({
    severity: "warning",
    message: ({ source, fields }) =>
      `${fields.map((field) => `\`${field}\``).join(", ")} of dbt's output \`${source}\` ${fields.length === 1 ? "has" : "have"} no effect here.`,
    hint: () => "Write the source yourself if it needs them.",
  }),
  "dbt-models-left-out": define<{ models: readonly string[] }>({
    severity: "warning",
    message: ({ models }) =>
      `These models of dbt are ephemeral and not compiled, so they are left out: ${models.map((model) => `\`${model}\``).join(", ")}.`,
    hint: () => "Run `dbt compile`, which puts their SQL into the manifest.",
  }),
});
