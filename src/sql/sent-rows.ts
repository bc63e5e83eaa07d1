/** Rows of one engine written into a statement of another. */
import type { LogicalType } from "../contract/logical-type.js";
import { decimalParts } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import type { Dialect } from "./dialect.js";
import { foldedName } from "./folded-name.js";
import type { SentRows, SentTexts } from "./sent-form.js";

export interface SentColumn {
  /** Unique, whatever case its letters have. */
  readonly name: string;
  readonly type: LogicalType;
  readonly values: ArrayLike<Value>;
}

/** Why the engine cannot have rows: a sentence's end. */
export interface Refused {
  readonly refused: string;
}

/** A SELECT that yields the rows, or why the engine cannot have them. */
export type SentQuery = { readonly sql: string } | Refused;

/**
 * Rows as a SELECT in a dialect, with the columns' names and types. Exact: what the engine could
 * hold only as something else is refused.
 */
export function rowsAsQuery(columns: readonly SentColumn[], rows: number, to: Dialect): SentQuery {
  const typed = columns.map((column) => ({
    ...column,
    type: column.type === "decimal" ? decimalOf(column.values) : column.type,
  }));
  const unknown = typed.findIndex(({ type }) => type === undefined);
  if (unknown >= 0) return withoutType(columns[unknown], to);
  const texts = sentTexts(columns, rows, to);
  if ("refused" in texts) return texts;
  return textsAsQuery(
    typed.map(({ name, type = "text" }) => ({ name, type })),
    texts.rows,
    to,
  );
}

/** The cells of rows as the texts that travel, or why the engine cannot have them. */
export function sentTexts(
  columns: readonly SentColumn[],
  rows: number,
  { sentRows, title }: Dialect,
): { readonly rows: SentTexts } | Refused {
  const texts: (string | null)[][] = [];
  for (let row = 0; row < rows; row++) {
    const cells: (string | null)[] = [];
    for (const { name, type, values } of columns) {
      const text = textOf(values[row] ?? null, type, sentRows);
      if (text === undefined) {
        return {
          refused: `its column \`${name}\` holds \`${String(values[row])}\`, which ${title} cannot be sent as ${named(type)}.`,
        };
      }
      cells.push(text);
    }
    texts.push(cells);
  }
  return { rows: texts };
}

/** Rows of such texts as a SELECT. */
export function textsAsQuery(
  columns: readonly Omit<SentColumn, "values">[],
  rows: SentTexts,
  to: Dialect,
): SentQuery {
  const { sentRows } = to;
  const quote = (text: string) => to.quoteText(text);
  const names = columns.map((_, at) => `hw_c${at}`);
  const list: string[] = [];
  for (const [at, column] of columns.entries()) {
    const typed = sentRows.typed(names[at] ?? "", column.type);
    if (typed === undefined) return withoutType(column, to);
    const name = sentRows.foldsNames ? foldedName(column.name, to) : column.name;
    list.push(`${typed} as ${to.quoteIdentifier(name)}`);
  }
  const isEmpty = rows.length === 0;
  const all = isEmpty ? [columns.map(() => null)] : rows;
  return {
    sql: `select ${list.join(", ")}\nfrom ${sentRows.from(all, names, quote)}${isEmpty ? "\nwhere 1 = 0" : ""}`,
  };
}

function withoutType(column: Omit<SentColumn, "values"> | undefined, { title }: Dialect): Refused {
  const { name = "", type = "text" } = column ?? {};
  return {
    refused: `its column \`${name}\` is ${named(type)}, which ${title} has no exact type for.`,
  };
}

/** Years of four digits are the same in all engines. */
const COMMON_DAY = /^(?!0000)\d{4}-/;

/** What stands in a literal for a value; undefined where no engine is sure to read it back. */
function textOf(
  value: Value,
  type: LogicalType,
  { hasNonFinite, hasNul }: Pick<SentRows, "hasNonFinite" | "hasNul">,
): string | null | undefined {
  if (value === null) return null;
  const text = String(value);
  switch (type) {
    case "date":
      return COMMON_DAY.test(text) ? text : undefined;
    case "timestamp":
      return COMMON_DAY.test(text) ? text.replace("T", " ") : undefined;
    case "instant":
      return COMMON_DAY.test(text) ? text.replace("T", " ").replace("Z", "+00:00") : undefined;
    case "time":
      return text.startsWith("24") ? undefined : text;
    case "float32":
    case "float64":
      return floatText(value, type, hasNonFinite);
    case "text":
    case "json":
      return text.includes("\0") && !hasNul ? undefined : text;
    default:
      return type.startsWith("decimal") && !/^-?\d+(?:\.\d+)?$/.test(text) ? undefined : text;
  }
}

/** All digits of a float32 too, so that it is the same number as a double. */
function floatText(value: Value, type: LogicalType, hasNonFinite: boolean): string | undefined {
  if (typeof value !== "number") return hasNonFinite ? String(value) : undefined;
  if (Object.is(value, -0)) return "-0.0";
  return String(type === "float32" ? Math.fround(value) : value);
}

/** The type that all values of a bare decimal have; undefined where one of them is no number. */
function decimalOf(values: ArrayLike<Value>): LogicalType | undefined {
  let whole = 1;
  let scale = 0;
  for (const value of Array.from(values)) {
    if (value === null) continue;
    const [, digits, fraction = ""] = /^-?0*(\d*)(?:\.(\d+))?$/.exec(String(value)) ?? [];
    if (digits === undefined) return undefined;
    whole = Math.max(whole, digits.length);
    scale = Math.max(scale, fraction.length);
  }
  return `decimal(${whole + scale},${scale})`;
}

function named(type: LogicalType): string {
  return decimalParts(type) || type === "decimal" ? `a \`${type}\` of these digits` : `\`${type}\``;
}
