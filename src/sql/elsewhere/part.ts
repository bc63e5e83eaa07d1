/** A SELECT in its parts, while it is written. */
import type { EngineRules, Written } from "./engine-rules.js";
import { held, Held } from "./held.js";
import { typeName } from "./type-name.js";
import type { Cell } from "./write-expression.js";

export interface WriteContext {
  readonly rules: EngineRules;
  /** A name that no other table of the statement has. */
  readonly nextAlias: () => string;
}

export interface Order {
  readonly sql: string;
  /** `asc nulls last`. */
  readonly how: string;
}

/** A SELECT in its parts. */
export interface Part {
  /** Empty: one row. */
  readonly from: string;
  /** Whether `from` is a join. */
  readonly joined: boolean;
  readonly where: readonly string[];
  readonly cells: readonly Cell[];
  readonly order: readonly Order[];
  /** Values of which each row has others; absent where that is not known. */
  readonly keys?: readonly string[];
}

/** A part's statement with these columns. */
export function select(part: Part, columns: readonly string[]): string {
  return `select ${columns.join(", ") || "1 as c"}${rest(part)}${orderBy(part)}`;
}

export function orderBy({ order }: Part): string {
  if (order.length === 0) return "";
  return `\norder by ${order.map(({ sql, how }) => `${sql} ${how}`).join(", ")}`;
}

/** What stands behind the columns, without an order. */
export function rest({ from, where }: Pick<Part, "from" | "where">): string {
  const filter = where.length === 0 ? "" : `\nwhere ${where.join(" and ")}`;
  return `${from === "" ? "" : `\nfrom ${from}`}${filter}`;
}

/** The cells that can be used as columns by their position, and what they are below the alias. */
export function renamed(cells: readonly Cell[], alias: string) {
  return {
    columns: cells.flatMap((cell, at) => ("reason" in cell ? [] : [`${cell.sql} as c${at}`])),
    cells: cells.map((cell, at): Cell =>
      "reason" in cell ? cell : { sql: `${alias}.c${at}`, type: cell.type },
    ),
  };
}

/** The columns of a SELECT by their position. */
export function list(cells: readonly Written[]): string {
  return cells.map(({ sql }, at) => `${sql} as c${at}`).join(", ") || "1 as c";
}

/** Throws where it cannot be used. */
export function usable(cell: Cell): Written {
  if ("reason" in cell) throw new Held(cell.reason);
  return cell;
}

/** What is equal must be the same, so that it does not matter which of them stands for all. */
export function grouped(
  cell: Written,
  rules: EngineRules,
  what: string,
  place: { readonly at?: number } = {},
): Written {
  if (!rules.groups(cell.type))
    throw held(`${what} of ${typeName(cell.type)}`, place, what.split(" ")[0] ?? "");
  return cell;
}

/** A statement as a table. */
export function derivedFrom(sql: string, cells: readonly Cell[], alias: string): Part {
  const from = `(\n${sql}\n) ${alias}`;
  return { from, joined: false, where: [], cells: renamed(cells, alias).cells, order: [] };
}
