import { define } from "../definition.js";

/** Finding, rendering and parsing the project's files. */
export const readCodes = () => ({
  "project-not-found": define<{ directory: string }>({
    severity: "error",
    message: ({ directory }) => `No project file in \`${directory}\` or any folder above it.`,
    hint: () => "Create one with `headwater init`, or name its folder with `--project-dir`.",
  }),

  // Files
  "file-unreadable": define<{ file: string; reason: string }>({
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` cannot be read (${reason}).`,
  }),
  "file-too-large": define({
    severity: "error",
    message: () => "This file is larger than 16 MB.",
    hint: () => "Split it, or load long lists from a JSON file with `read_json_file`.",
  }),
  "file-not-utf8": define({
    severity: "error",
    message: () => "This file is not UTF-8 text.",
    hint: () => "Save it again with the encoding UTF-8.",
  }),
  "file-character": define<{ character: string }>({
    severity: "error",
    message: ({ character }) => `The character ${character} is not allowed in a project file.`,
    hint: ({ character }) =>
      character === "U+FEFF"
        ? "It is a byte order mark in the middle of the file, which editors do not show. Delete it."
        : "It is invisible in most editors. Delete it, or write it as an escape in double quotes.",
  }),

  // The environment
  "environment-name-invalid": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` cannot be the name of an environment.`,
    hint: () => "Use letters, digits, `-`, `_` and `.`; it becomes part of file names.",
  }),
  "environment-file-missing": define<{ name: string }>({
    severity: "warning",
    message: ({ name }) =>
      `There is no \`.env.${name}\`, so the environment \`${name}\` is \`.env\` alone.`,
    hint: () => "Create the file, or name another environment.",
  }),
  "environment-not-meant": define<{ name: string; variables: readonly string[] }>({
    severity: "error",
    message: ({ name, variables }) =>
      `There is no \`.env.${name}\`, and nothing else sets ${variables.map((one) => `\`${one}\``).join(", ")}: their defaults would be published.`,
    hint: () => "Name another environment, create the file, or set them.",
  }),
  "environment-variable-needed": define<{ variable: string }>({
    severity: "error",
    message: ({ variable }) =>
      `The environment variable \`${variable}\` is not set, and the text of the file depends on it.`,
    hint: ({ variable }) =>
      `Set it in the environment or in \`.env\`, or give a default: \`env_var('${variable}', '…')\`.`,
  }),
  "environment-reference-invalid": define({
    severity: "warning",
    message: () => "This looks like a reference to the environment, but it is kept as text.",
    hint: () => "The form is `${env.NAME}` or `${env.NAME:-default}`.",
  }),
  "dotenv-syntax": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `This line of the environment file cannot be read: ${reason}.`,
  }),
  "dotenv-reserved": define<{ variable: string }>({
    severity: "warning",
    message: ({ variable }) =>
      `\`${variable}\` is ignored here: variables that steer Headwater come from the process's environment only.`,
  }),

  // Includes
  "include-invalid": define<{ problem: string }>({
    severity: "error",
    message: ({ problem }) => `This include cannot be read: ${problem}.`,
    hint: () =>
      "An include is a file or a folder: `- path: models/sales.yml`, or just `- models/`.",
  }),
  "include-missing": define<{ path: string }>({
    severity: "error",
    message: ({ path }) => `The included \`${path}\` does not exist.`,
    hint: () => "Paths are relative to the file that includes them.",
  }),
  "include-empty": define<{ path: string }>({
    severity: "warning",
    message: ({ path }) => `The included folder \`${path}\` has no YAML files to read.`,
  }),
  "include-outside-project": define<{ path: string }>({
    severity: "error",
    message: ({ path }) => `The included \`${path}\` lies outside the project's folder.`,
    hint: () => "A project reads files below its root file only, symbolic links followed.",
  }),
  "include-cycle": define<{ chain: readonly string[] }>({
    severity: "error",
    message: ({ chain }) => `Files include each other in a circle: ${chainText(chain)}.`,
  }),
  "include-duplicate": define<{ file: string; chain: readonly string[] }>({
    severity: "warning",
    message: ({ file, chain }) =>
      `\`${file}\` is included twice and read once: it came by ${chainText(chain)} before.`,
  }),
  "include-git": define<{ path: string }>({
    severity: "error",
    message: ({ path }) =>
      `\`${path}\` is in a Git repository, which is not fetched: this project is not trusted.`,
    hint: () =>
      "Look at the repository, then fetch it with `--trust`. Its commit is pinned in `headwater.lock`.",
  }),
  "include-git-skipped": define<{ path: string }>({
    severity: "warning",
    message: ({ path }) =>
      `\`${path}\` is in a Git repository, which is not fetched: the project is read without it.`,
    hint: () =>
      "Nothing needs it unless references below are unknown: then fetch it with `--trust`, else delete the include.",
  }),
  "include-git-invalid": define<{ path: string; problem: string }>({
    severity: "error",
    message: ({ path, problem }) =>
      `The included repository \`${path}\` cannot be read: ${problem}.`,
    hint: () =>
      "Write `org/repository.git@v1.2`, `https://host/org/repository.git@v1.2`, or one of them with ` -- models.yml`.",
  }),
  "include-git-failed": define<{ url: string; ref: string; problem: string }>({
    severity: "error",
    message: ({ url, ref, problem }) => `\`${url}\` at \`${ref}\` cannot be fetched: ${problem}.`,
  }),
  "include-git-file-missing": define<{ path: string; file?: string }>({
    severity: "error",
    message: ({ path, file }) =>
      file === undefined
        ? `The repository of \`${path}\` has no project file.`
        : `The repository of \`${path}\` has no file \`${file}\`.`,
    summary: "The repository has no project file, or not the file that is named.",
    hint: ({ file }) => (file === undefined ? "Name a file of it: ` -- models.yml`." : undefined),
  }),
  "include-git-refused": define<{ what: string }>({
    severity: "error",
    message: ({ what }) => `A file from a Git repository must not have ${what}.`,
    hint: () =>
      "Files of others run no commands, read no environment, send no messages and stay in their folder. Copy what you need into the project.",
  }),

  // Jinja
  "jinja-syntax": define<{ problem: string }>({
    severity: "error",
    message: ({ problem }) => `This template cannot be read: ${problem}.`,
  }),
  "jinja-undefined": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is not defined in this template.`,
  }),
  "jinja-undefined-is-empty": define<{ name: string }>({
    severity: "warning",
    message: ({ name }) => `\`${name}\` is not defined in this template; it stands for nothing.`,
  }),
  "jinja-unknown": define<{ what: string; name: string }>({
    severity: "error",
    message: ({ what, name }) => `There is no ${what} \`${name}\` in templates.`,
  }),
  "jinja-failed": define<{ problem: string }>({
    severity: "error",
    message: ({ problem }) => `This template failed: ${problem}.`,
  }),
  "jinja-exhausted": define<{ resource: "time" | "memory" | "text" }>({
    severity: "error",
    message: ({ resource }) => EXHAUSTED[resource],
    summary: "A template took too long, needed too much memory or made too much text.",
    hint: () => "Look for a loop or a repetition that is far larger than it was meant to be.",
  }),

  // YAML
  "yaml-syntax": define<{ problem: string }>({
    severity: "error",
    message: ({ problem }) => `This is not valid YAML: ${problem}.`,
  }),
  "yaml-tab": define({
    severity: "error",
    message: () => "This line is indented with a tab, which YAML does not allow.",
    hint: () => "Use spaces.",
  }),
  "yaml-too-large": define<{ limit: "depth" | "nodes" | "aliases" }>({
    severity: "error",
    message: ({ limit }) => TOO_LARGE[limit],
    summary: "A file nests too deeply, or has too many values or aliases.",
  }),
  "yaml-several-documents": define({
    severity: "error",
    message: () => "A second YAML document begins here; a project file holds one.",
    hint: () => "Delete the line `---`, or move what follows into a file of its own.",
  }),
  "yaml-duplicate-key": define<{ key: string }>({
    severity: "error",
    message: ({ key }) => `The key \`${key}\` is written twice in this mapping.`,
    hint: () => "Keep one of them: YAML itself would drop the other without a word.",
  }),
  "yaml-key-not-text": define({
    severity: "error",
    message: () => "A key must be text.",
  }),
  "yaml-tag": define({
    severity: "error",
    message: () => "This YAML tag is not supported.",
    hint: () => "Delete the word that begins with `!`, or put the value into quotation marks.",
  }),
  "yaml-unknown-alias": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `No anchor \`&${name}\` is written above this alias.`,
  }),
  "yaml-alias-in-itself": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `The alias \`*${name}\` stands inside its own anchor.`,
  }),
  "more-alike": define<{ code: string; count: number; file: string | undefined }>({
    severity: "error",
    message: ({ code, count, file }) =>
      `${new Intl.NumberFormat("en").format(count)} more of \`${code}\`${file === undefined ? "" : ` are in \`${file}\``}.`,
    hint: () => "They are shown when those before them are mended.",
  }),
  "yaml-merge-invalid": define({
    severity: "error",
    message: () => "Only mappings can be merged with `<<`.",
  }),
});

const EXHAUSTED = {
  time: "This template takes too long, and was stopped.",
  memory: "This template needs more memory than templates may use, and was stopped.",
  text: "This template produces more than 16 MB of text.",
} as const;

const TOO_LARGE = {
  depth: "Values are nested more than 64 levels deep here.",
  nodes:
    "This file holds more than 1,000,000 values, aliases counted with all that they stand for.",
  aliases: "This file holds more than 1,000 aliases.",
} as const;

function chainText(chain: readonly string[]): string {
  return chain.map((file) => `\`${file}\``).join(" → ");
}
