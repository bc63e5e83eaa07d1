import { define } from "../definition.js";

/** The command line itself. */
export const cliCodes = () => ({
  "unknown-command": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `\`${name}\` is not a command.`,
    hint: () => "`headwater --help` lists the commands.",
  }),
  "command-retired": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `Headwater has no command \`${name}\`.`,
  }),
  "wrong-usage": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => reason,
    hint: () => "`--help` shows how the command is used.",
  }),
  "unknown-object": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `No model or trace is named \`${name}\`.`,
  }),
  "unknown-source": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `No source is named \`${name}\`.`,
  }),
  "unknown-table": define<{ source: string; name: string }>({
    severity: "error",
    message: ({ source, name }) => `\`${source}\` has no schema and no table \`${name}\`.`,
    hint: ({ source }) =>
      `\`headwater sources tables ${source}\` shows all that the login may read.`,
  }),
  "ambiguous-object": define<{ name: string; count: number }>({
    severity: "error",
    message: ({ name, count }) => `\`${name}\` may mean ${count} objects.`,
    hint: () => "Write the kind before the name, as in `model:orders` or `trace:orders`.",
  }),
  "object-without-rows": define<{ name: string; kind: string }>({
    severity: "error",
    message: ({ name, kind }) => `\`${name}\` is a ${kind}; only models and traces have rows.`,
  }),
  "folder-has-project": define<{ folder: string; file: string }>({
    severity: "error",
    message: ({ folder, file }) => `\`${folder}\` already has a project: \`${file}\`.`,
    hint: () => "Name a new folder: `headwater init my-project`.",
  }),
  "file-exists": define<{ file: string }>({
    severity: "error",
    message: ({ file }) => `\`${file}\` exists already, and \`init\` overwrites nothing.`,
    hint: () => "Name a new folder: `headwater init my-project`.",
  }),
  "out-of-resource": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `The machine ran out of something: ${reason}.`,
  }),
  "file-refused": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `The operating system refused a file: ${reason}.`,
    hint: () => "Look at the owner and the permissions of the file and its folder.",
  }),
  "internal-error": define({
    severity: "error",
    message: () => "This is a fault in Headwater, not in your project.",
    hint: () => "Please report it with the lines below.",
  }),
});
