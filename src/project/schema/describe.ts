/** Words for types and values in messages. */
import { EnvValue } from "../env-value.js";
import type { YamlNode } from "../yaml-node.js";
import type { FieldType } from "./field.js";

const EXPECTATIONS: {
  readonly [Is in FieldType["is"]]: string | ((type: Extract<FieldType, { is: Is }>) => string);
} = {
  text: "text",
  name: "text",
  choice: ({ values }) => `one of ${values.map((value) => `\`${value}\``).join(", ")}`,
  number: ({ whole }) => (whole ? "a whole number" : "a number"),
  boolean: "`true` or `false`",
  false: "`false`",
  link: "an address such as `https://example.com/`",
  bytes: "a size such as `500MB` or `2GB`",
  duration: "a length of time such as `30s`, `5m` or `1h`",
  timeZone: "a time zone such as `Europe/Berlin`",
  language: "a language tag such as `de-DE`",
  columnType: "a column type such as `int64` or `text`",
  list: "a list",
  maps: "a list",
  map: "a mapping of keys to values",
  object: "a mapping of keys to values",
  "free map": "a mapping of keys to values",
  either: ({ of }) => of.map(expectation).join(" or "),
  reference: ({ to, inline }) =>
    `a reference such as \`ref(name)\`${inline ? `, or the ${to.join(" or ")} itself` : ""}`,
  sql: "an SQL expression such as `?{ amount }`",
  config: ({ checkedAs }) => (checkedAs ? expectation(checkedAs) : "a value"),
  "test expression": "an expression such as `>{ sum(ref(name).props.y) > 0 }`",
  late: ({ of }) => expectation(of),
};

/** What a type expects: "a whole number", "one of `left`, `right`". */
export function expectation(type: FieldType): string {
  // The table's key and the type's name are the same, which an index by a union cannot express.
  const words = EXPECTATIONS[type.is] as string | ((type: FieldType) => string);
  return typeof words === "string" ? words : words(type);
}

/** What a value is: "text", "the number 3", "a list". Not for sources, whose values may be secret. */
export function kindOfValue(node: YamlNode): string {
  if (node.kind === "list") return "a list";
  if (node.kind === "map") return "a mapping";
  const { value } = node;
  if (value === null) return "nothing";
  if (value instanceof EnvValue || typeof value === "string") return "text";
  return typeof value === "number" ? `the number ${value}` : `\`${value}\``;
}

/** "a trace", "an item". */
export function withArticle(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
