import { instantText } from "../../contract/value-text.js";
import { listAt, at, parsedObject } from "./answer.js";
import type { Field } from "./types.js";

/**
 * A cell of an ARRAY or a STRUCT as JSON text, by its field's type: numbers with every digit, JSON
 * as it is, instants in UTC, everything else as a text.
 */
export function nestedJson(field: Field, cell: unknown): string {
  if (cell === null || cell === undefined) return "null";
  if (field.repeated) {
    const items = Array.isArray(cell) ? cell : [];
    const element = { ...field, repeated: false };
    return `[${items.map((item) => nestedJson(element, at(item, "v"))).join(",")}]`;
  }
  if (field.type === "STRUCT") {
    const values = listAt(parsedObject(cell), "f");
    const members = field.fields.map(
      (inner, index) =>
        `${JSON.stringify(inner.name)}:${nestedJson(inner, at(values[index], "v"))}`,
    );
    return `{${members.join(",")}}`;
  }
  return scalarJson(field.type, typeof cell === "string" ? cell : JSON.stringify(cell));
}

function scalarJson(type: string, text: string): string {
  switch (type) {
    case "INT64":
    case "NUMERIC":
    case "BIGNUMERIC":
      return text;
    case "FLOAT64":
      return /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(text) ? text : JSON.stringify(specialDouble(text));
    case "BOOL":
      return text === "true" ? "true" : "false";
    case "JSON":
      return text;
    case "TIMESTAMP":
      return JSON.stringify(/^-?\d+$/.test(text) ? instantText(BigInt(text)) : text);
    default:
      return JSON.stringify(text);
  }
}

/** As JavaScript writes it, and results do. */
function specialDouble(text: string): string {
  const word = text.toLowerCase();
  if (word === "nan") return "NaN";
  return word.startsWith("-") ? "-Infinity" : "Infinity";
}
