import type { TypeDefinition } from "../type-definition.js";
import { textIn } from "./text.js";

/** A language tag that the runtime knows. */
export const LANGUAGE: TypeDefinition<"language"> = {
  check(type, node, checker) {
    const tag = textIn(type, node, checker);
    if (tag === undefined || isLanguage(tag)) return tag;
    const [written = ""] = tag.split(".");
    const near = written.replaceAll("_", "-");
    const hint = isLanguage(near) ? `Did you mean \`${near}\`?` : undefined;
    checker.wrongType(node, type, hint);
    return undefined;
  },
  expectation: () => "a language tag such as `de-DE`",
  example: () => "de-DE",
  schema: () => ({ type: "string", examples: ["en-US", "de-DE"] }),
};

function isLanguage(tag: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
}
