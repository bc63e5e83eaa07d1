import { define } from "../definition.js";

/** Finding, rendering and parsing the project's files. */
export const READ_CODES = {
  "project-not-found": define<{ directory: string }>({
    severity: "error",
    message: ({ directory }) => `No project file in \`${directory}\` or any folder above it.`,
    hint: () => "Create one with `headwater init`, or name its folder with `--project-dir`.",
  }),
} as const;
