import { define } from "../definition.js";

/** The command line itself. */
export const CLI_CODES = {
  "unknown-object": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `No object named \`${name}\`.`,
  }),
} as const;
