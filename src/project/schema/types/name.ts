import { placeOf } from "../place.js";
import type { TypeDefinition } from "../type-definition.js";
import { textIn } from "./text.js";

const LONGEST_NAME = 128;

/** The name of an object. */
export const NAME: TypeDefinition<"name"> = {
  check(type, node, checker) {
    const name = textIn(type, node, checker);
    if (name === undefined || isName(name)) return name;
    checker.report("wrong-name", {}, { at: placeOf(node) });
    return undefined;
  },
  expectation: () => "text",
  example: () => undefined,
  schema: () => ({ type: "string", minLength: 1, maxLength: LONGEST_NAME }),
};

/** Whether text may name an object. */
export function isName(text: string): boolean {
  // oxlint-disable-next-line no-control-regex -- control characters are what this rejects
  return text.trim() !== "" && text.length <= LONGEST_NAME && !/[\u0000-\u001f\u007f]/.test(text);
}
