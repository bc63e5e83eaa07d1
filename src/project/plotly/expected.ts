import type { Attribute } from "./attribute.js";

/** What an attribute takes, in the words of messages. */
export function expected(attribute: Attribute): string {
  const { is } = attribute;
  if (is === "object") return "a mapping of keys to values";
  if (is === "objects") return "a list of mappings";
  const one = attribute.is === "subplotid" ? subplots(attribute.default) : WORDS[is];
  const extras = attribute.is === "integer" ? (attribute.extras ?? []) : [];
  const all = [one, ...extras.map((extra) => `\`${extra}\``)].join(" or ");
  return "orList" in attribute && attribute.orList ? `${all} or a list of them` : all;
}

function subplots(first: string | undefined): string {
  return first === undefined ? WORDS.subplotid : `\`${first}\`, \`${first}2\` or the like`;
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
