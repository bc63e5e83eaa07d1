import { define } from "../definition.js";

/** The objects of a project: their fields, references and relations. */
export const OBJECT_CODES = {
  "unknown-reference": define<{ name: string }>({
    severity: "error",
    message: ({ name }) => `Nothing in this project is named \`${name}\`.`,
  }),
} as const;
