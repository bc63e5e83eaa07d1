import { define } from "../definition.js";

/** Packages that add types of sources. */
export const pluginCodes = () => ({
  "plugin-not-found": define<{ plugin: string }>({
    severity: "error",
    message: ({ plugin }) => `The plugin \`${plugin}\` is not there.`,
    hint: ({ plugin }) =>
      plugin.startsWith(".")
        ? "A folder is looked for from the project's own folder."
        : `Install it beside the project with \`npm install ${plugin}\`; a folder begins with \`./\`.`,
  }),
  "plugin-invalid": define<{ plugin: string; reason: string }>({
    severity: "error",
    message: ({ plugin, reason }) => `The plugin \`${plugin}\` cannot be used: ${reason}`,
    hint: () => "Its author can mend that in its `headwater-source.json`.",
  }),
  "plugin-contract-unknown": define<{ plugin: string; contract: string; known: number }>({
    severity: "error",
    message: ({ plugin, contract, known }) =>
      `The plugin \`${plugin}\` is written for version ${contract} of the contract; this Headwater knows version ${known}.`,
    hint: () => "Install a version of the plugin that fits, or another version of Headwater.",
  }),
  "plugin-type-taken": define<{ plugin: string; type: string; by?: string }>({
    severity: "error",
    message: ({ plugin, type, by }) =>
      by === undefined
        ? `The plugin \`${plugin}\` is not used: the type \`${type}\` is part of Headwater.`
        : `The plugin \`${plugin}\` is not used: \`${by}\` has a type \`${type}\`, too.`,
    summary: "Two plugins, or a plugin and Headwater itself, have a type of the same name.",
    hint: () => "Leave one of them out.",
  }),
  "plugin-failed": define<{ plugin: string; reason: string }>({
    severity: "error",
    message: ({ plugin, reason }) => `The plugin \`${plugin}\` failed: ${reason}`,
    hint: () => "That is a fault of the plugin; tell its author.",
  }),
  "source-failed": define<{ message: string }>({
    severity: "error",
    message: ({ message }) => message,
    summary: "A source says what is wrong in its own words.",
  }),
});
