import { define } from "../definition.js";

/** Serving pages. */
export const SERVER_CODES = {
  "port-taken": define<{ port: number; used: number }>({
    severity: "warning",
    message: ({ port, used }) => `Port ${port} is taken; ${used} is used instead.`,
  }),
} as const;
