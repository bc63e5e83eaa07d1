import type { TypeDefinition } from "../type-definition.js";
import { textIn } from "./text.js";

/** Only addresses that a browser opens as a page: a link may not run code. */
export const LINK: TypeDefinition<"link"> = {
  check(type, node, checker) {
    const link = textIn(type, node, checker);
    if (link === undefined || /^(https?:\/\/|\/(?!\/))[^\s]+$/i.test(link)) return link;
    checker.wrongType(node, type);
    return undefined;
  },
  expectation: () => "an address such as `https://example.com/`",
  example: () => "https://example.com/",
  schema: () => ({ type: "string" }),
};
