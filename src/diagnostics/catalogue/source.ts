import { define } from "../definition.js";

/** Connecting to sources and reading from them. */
export const SOURCE_CODES = {
  "query-failed": define<{ source: string; reason: string }>({
    severity: "error",
    message: ({ source, reason }) => `\`${source}\` refused the query: ${reason}`,
  }),
} as const;
