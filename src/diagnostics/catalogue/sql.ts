import { define } from "../definition.js";

/** Expressions and the queries made from them. */
export const SQL_CODES = {
  "expression-not-parsed": define<{ expression: string; dialect: string }>({
    severity: "warning",
    message: ({ expression, dialect }) =>
      `\`${expression}\` could not be parsed as ${dialect} and is sent as written.`,
    hint: () => "Say how the trace is grouped with `group_by`.",
  }),
} as const;
