import type { LogicalType } from "../../../contract/logical-type.js";
import { decimalParts, SIMPLE_TYPES } from "../../../contract/logical-type.js";
import { suggest } from "../../../diagnostics/index.js";
import { placeOf } from "../place.js";
import type { TypeDefinition } from "../type-definition.js";
import { textIn } from "./text.js";

/** Names of types elsewhere. */
const OTHER_TYPE_NAMES: Readonly<Record<string, string>> = {
  int: "int64",
  integer: "int64",
  bigint: "int64",
  string: "text",
  varchar: "text",
  double: "float64",
  float: "float64",
  real: "float32",
  bool: "boolean",
  datetime: "timestamp",
};

/** A logical type that can be declared; white space inside it does not count. */
export const COLUMN_TYPE: TypeDefinition<"columnType"> = {
  check(type, node, checker) {
    const text = textIn(type, node, checker);
    if (text === undefined) return undefined;
    const written = text.replaceAll(/\s/g, "");
    const simple = SIMPLE_TYPES.find((name) => name === written);
    if (simple) return simple;
    // decimalParts yields parts of `decimal(p,s)` only, which is a logical type.
    if (decimalParts(written as LogicalType)) return written;
    const hint = suggest(OTHER_TYPE_NAMES[text.toLowerCase()] ?? text, SIMPLE_TYPES);
    const words = { field: checker.label, value: text, choices: SIMPLE_TYPES };
    checker.report("wrong-choice", words, { at: placeOf(node), hint });
    return undefined;
  },
  expectation: () => "a column type such as `int64` or `text`",
  example: () => "int64",
  schema: () => ({
    anyOf: [
      { enum: [...SIMPLE_TYPES] },
      {
        type: "string",
        pattern: "^\\s*decimal\\s*\\(\\s*\\d+\\s*,\\s*\\d+\\s*\\)\\s*$|\\{\\{|\\$\\{",
      },
    ],
  }),
};
