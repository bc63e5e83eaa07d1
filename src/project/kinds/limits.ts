import type { Limits } from "../objects.js";
import { defined } from "../schema/defined.js";
import type { Fields, FieldType, FieldValues } from "../schema/field.js";

const LIMITS_FIELDS = {
  max_rows: {
    type: { is: "number", whole: true, least: 1 },
    description: "Most rows that one query may yield.",
  },
  max_bytes: {
    type: { is: "number", whole: true, least: 1 },
    description: "Most bytes of values that one query may yield.",
  },
} as const satisfies Fields;

/** `limits` of a source and of `defaults`. */
export const LIMITS_TYPE = {
  is: "object",
  what: "set of limits",
  fields: LIMITS_FIELDS,
} as const satisfies FieldType;

export function limitsOf(values: FieldValues<typeof LIMITS_FIELDS> | undefined): Limits {
  return defined({ maxRows: values?.max_rows, maxBytes: values?.max_bytes });
}
