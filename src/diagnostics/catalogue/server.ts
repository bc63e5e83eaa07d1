import { define } from "../definition.js";

/** Serving pages. */
export const SERVER_CODES = {
  "port-taken": define<{ port: number; used: number }>({
    severity: "warning",
    message: ({ port, used }) => `Port ${port} is taken; ${used} is used instead.`,
  }),
  "port-unusable": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `The server cannot listen: ${reason}.`,
    hint: () => "Choose another port with `--port`; 0 takes any that is free.",
  }),
} as const;
