import { isMapping } from "./answer.js";
import type { Signature } from "./types.js";

/**
 * A cell of an ARRAY, a MAP or a ROW as JSON text, by its type: numbers with every digit, JSON as it
 * is, everything else as Trino's own text.
 */
export function nestedJson({ base, inner }: Signature, cell: unknown): string {
  if (cell === null || cell === undefined) return "null";
  const [first, second] = inner;
  if (base === "array" && first && Array.isArray(cell)) {
    return `[${cell.map((item) => nestedJson(first.type, item)).join(",")}]`;
  }
  if (base === "map" && second && isMapping(cell)) {
    const entries = Object.entries(cell);
    return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${nestedJson(second.type, value)}`).join(",")}}`;
  }
  if (base === "row" && Array.isArray(cell)) {
    const values = inner.map(({ type }, index) => nestedJson(type, cell[index]));
    const names = inner.map(({ name }) => name);
    const isNamed = names.every((name) => name !== undefined);
    if (!isNamed || new Set(names).size < names.length) return `[${values.join(",")}]`;
    return `{${values.map((value, index) => `${JSON.stringify(names[index])}:${value}`).join(",")}}`;
  }
  return scalarJson(base, cell);
}

/** Types whose values are numbers, which may come as texts so that no digit is lost. */
const NUMBERS = new Set(["tinyint", "smallint", "integer", "bigint", "real", "double", "decimal"]);

function scalarJson(base: string, cell: unknown): string {
  if (typeof cell !== "string") return JSON.stringify(cell);
  const isNumber = NUMBERS.has(base) && /^-?\d/.test(cell);
  return isNumber || base === "json" ? cell : JSON.stringify(cell);
}
