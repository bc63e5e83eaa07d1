import { define } from "../definition.js";

/** Running jobs and keeping their artifacts. */
export const ENGINE_CODES = {
  "dependency-failed": define<{ name: string; dependency: string }>({
    severity: "error",
    message: ({ name, dependency }) => `\`${name}\` was not run, because \`${dependency}\` failed.`,
  }),
} as const;
