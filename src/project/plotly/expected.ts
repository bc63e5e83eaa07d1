import type { Attribute } from "./attribute.js";

/** What an attribute takes, in the words of messages. */
export function expected(attribute: Attribute): string {
  const { is } = attribute;
  if (is === "object") return "a mapping of keys to values";
  if (is === "objects") return "a list of mappings";
  const one = WORDS[is];
  return "orList" in attribute && attribute.orList ? `${one} or a list of them` : one;
}

const WORDS = {
  data_array: "a list",
  any: "a value",
  boolean: "`true` or `false`",
  color: "a colour",
  colorlist: "a list of colours",
  colorscale: "the name of a colour scale or a list of pairs such as `[0, white]`",
  angle: "an angle in degrees",
  number: "a number",
  integer: "a whole number",
  string: "text",
  enumerated: "one of its values",
  flaglist: "names joined by `+`",
  subplotid: "the name of an axis or a subplot",
  info_array: "a list",
} as const;
