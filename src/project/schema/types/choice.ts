import { suggest } from "../../../diagnostics/index.js";
import { orOpen } from "../json-schema.js";
import { placeOf } from "../place.js";
import type { TypeDefinition } from "../type-definition.js";
import { textIn } from "./text.js";

/** One of the words that the type lists. */
export const CHOICE: TypeDefinition<"choice"> = {
  check(type, node, checker) {
    const text = textIn(type, node, checker);
    if (text === undefined || type.values.includes(text)) return text;
    checker.report(
      "wrong-choice",
      { field: checker.label, value: text, choices: type.values },
      { at: placeOf(node), hint: suggest(text, type.values) },
    );
    return undefined;
  },
  expectation: ({ values }) => `one of ${values.map((value) => `\`${value}\``).join(", ")}`,
  example: ({ values }) => values[0],
  schema: ({ values }) => orOpen({ enum: [...values] }),
};
