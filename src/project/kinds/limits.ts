import { resolve } from "node:path";
import type { Limits } from "../objects.js";
import type { RunLimits } from "../project.js";
import { valuesOf } from "../schema/checked-field.js";
import { defined } from "../schema/defined.js";
import type { CheckedFields, Fields, FieldType } from "../schema/field.js";

const LIMITS_FIELDS = {
  max_rows: {
    type: { is: "number", whole: true, least: 1 },
    description: "Most rows that one query may yield; one that yields more fails.",
    example: "1000000",
  },
  max_bytes: {
    type: { is: "bytes" },
    description: "Most bytes of values that one query may yield.",
  },
  bytes_billed: {
    type: { is: "bytes" },
    description:
      "Most bytes for which the queries of one run may be billed together, on services such as BigQuery; when they would be more, none of them runs.",
    example: "100GB",
  },
} as const satisfies Fields;

const DEFAULT_LIMITS_FIELDS = {
  ...LIMITS_FIELDS,
  memory: {
    type: { is: "bytes" },
    description: "Most memory of the embedded DuckDB; what needs more is spilled to the disk.",
    default: "2 GB, or 40 % of the machine's memory where that is less",
  },
  spill: {
    type: { is: "bytes" },
    description: "Most bytes that one statement spills to the disk.",
    default: "10 GB",
  },
  spill_directory: {
    type: { is: "text" },
    description: "Folder for spilled data; a relative path starts at the project's root.",
    example: "/var/tmp",
    default: "below `target`",
  },
} as const satisfies Fields;

/** The type of `limits` of a source. */
export const LIMITS_TYPE = {
  is: "object",
  what: "set of limits",
  fields: LIMITS_FIELDS,
} as const satisfies FieldType;

/** The type of `limits` of `defaults`. */
export const DEFAULT_LIMITS_TYPE = {
  is: "object",
  what: "set of limits",
  fields: DEFAULT_LIMITS_FIELDS,
} as const satisfies FieldType;

/** The limits of a source's queries; none when it has no `limits`. */
export function limitsOf(fields: CheckedFields<typeof LIMITS_FIELDS> = {}): Limits {
  const { max_rows: maxRows, max_bytes: maxBytes, bytes_billed: bytesBilled } = valuesOf(fields);
  return defined({ maxRows, maxBytes, bytesBilled });
}

/**
 * The limits of the project; those that are not written are none. `root` is its absolute folder.
 */
export function defaultLimitsOf(
  fields: CheckedFields<typeof DEFAULT_LIMITS_FIELDS> = {},
  root: string,
): RunLimits {
  const { memory, spill, spill_directory: folder } = valuesOf(fields);
  const spillDirectory = folder === undefined ? undefined : resolve(root, folder);
  return { ...limitsOf(fields), ...defined({ memory, spill, spillDirectory }) };
}
