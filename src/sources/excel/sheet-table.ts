/** Cells of a sheet as a table: names from its first row, and one type per column. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import { renamedColumns } from "../../rows/renamed-columns.js";

/** A number with the digits that the file has for it. */
export class CellNumber {
  constructor(readonly text: string) {}
}

/**
 * What stands in a cell: formulas as the values that they had when the file was saved; null where
 * there is nothing.
 */
export type Cell = string | boolean | Date | CellNumber | null;

export interface SheetTable {
  readonly columns: readonly SheetColumn[];
  readonly warnings: readonly Diagnostic[];
}

export interface SheetColumn {
  readonly name: string;
  /** DuckDB's type, to which the texts can be cast. */
  readonly type: string;
  readonly texts: readonly (string | null)[];
}

type Kind = "whole" | "number" | "boolean" | "date" | "timestamp" | "time" | "text";

/** Kinds that can stand together in a column, and its type then; others make it text. */
const TYPES: readonly (readonly [type: string, kinds: readonly Kind[]])[] = [
  ["BIGINT", ["whole"]],
  ["DOUBLE", ["whole", "number"]],
  ["BOOLEAN", ["boolean"]],
  ["DATE", ["date"]],
  ["TIMESTAMP", ["date", "timestamp"]],
  ["TIME", ["time"]],
];

/**
 * Excel has 15 digits; files that other programs wrote may have more, of which these fit 64 bits.
 */
const MOST_WHOLE_DIGITS = 18;
const DAY = 86_400_000;
/** Excel's day 1; what lies before is a time of no day. */
const FIRST_DAY = Date.UTC(1899, 11, 31);
/** Excel counts a 29 February 1900, so that days before it are read a day too early. */
const FIRST_RIGHT_DAY = Date.UTC(1900, 1, 28);

/** Rows without any cell are left out; so are columns that have neither a name nor a value. */
export function sheetTable(
  sheet: string,
  rows: readonly (readonly Cell[])[],
  header: boolean,
): SheetTable {
  const filled = rows.filter((row) => row.some((cell) => cell !== null));
  const width = filled.reduce((widest, row) => Math.max(widest, row.length), 0);
  const first = header ? (filled[0] ?? []) : [];
  const body = header ? filled.slice(1) : filled;
  const used = Array.from({ length: width }, (_, index) => index).filter(
    (index) => (first[index] ?? null) !== null || body.some((row) => (row[index] ?? null) !== null),
  );
  const heads = used.map((index) => textOf(first[index] ?? null)?.trim() || columnLetters(index));
  const names = uniqueColumnNames(heads);
  const warnings: Diagnostic[] = renamedColumns(heads);
  const columns = used.map((index, position): SheetColumn => {
    const name = names[position] ?? "";
    const cells = body.map((row) => row[index] ?? null);
    const kinds = [...new Set(cells.flatMap((cell) => (cell === null ? [] : [kindOf(cell)])))];
    const type = typeOf(kinds);
    if (type === "VARCHAR" && kinds.length > 1) {
      const words = kinds.map((kind) => WORDS[kind]);
      const list = [...new Set(words)].join(" and ");
      warnings.push(createDiagnostic("excel-column-mixed", { sheet, column: name, kinds: list }));
    }
    return { name, type, texts: cells.map((cell) => textOf(cell, type)) };
  });
  return { columns, warnings };
}

/**
 * Tables of one name from several files as one: columns are matched by name, and one that a file
 * lacks is NULL there.
 */
export function sheetRows(
  tables: readonly (readonly (readonly Cell[])[])[],
  header: boolean,
): (readonly Cell[])[] {
  if (tables.length <= 1 || !header) return tables.flat();
  const names: string[] = [];
  const bodies = tables.flatMap((rows) => {
    const filled = rows.filter((row) => row.some((cell) => cell !== null));
    const heads = uniqueColumnNames(
      (filled[0] ?? []).map((cell, index) => textOf(cell)?.trim() || columnLetters(index)),
    );
    for (const name of heads) if (!names.includes(name)) names.push(name);
    return filled
      .slice(1)
      .map((row) => new Map(heads.map((name, index) => [name, row[index] ?? null])));
  });
  return [names, ...bodies.map((row) => names.map((name) => row.get(name) ?? null))];
}

function typeOf(kinds: readonly Kind[]): string {
  if (kinds.length === 0) return "VARCHAR";
  const found = TYPES.find(([, allowed]) => kinds.every((kind) => allowed.includes(kind)));
  return found?.[0] ?? "VARCHAR";
}

const WORDS: Readonly<Record<Kind, string>> = {
  whole: "numbers",
  number: "numbers",
  boolean: "truth values",
  date: "dates",
  timestamp: "dates",
  time: "times",
  text: "text",
};

function kindOf(cell: Exclude<Cell, null>): Kind {
  if (typeof cell === "string") return "text";
  if (typeof cell === "boolean") return "boolean";
  if (cell instanceof CellNumber) {
    return new RegExp(`^-?\\d{1,${MOST_WHOLE_DIGITS}}$`).test(cell.text) ? "whole" : "number";
  }
  if (cell.getTime() < FIRST_DAY) return "time";
  return cell.getTime() % DAY === 0 ? "date" : "timestamp";
}

/** The text that casts to the column's type; the one text form of the value in a column of text. */
function textOf(cell: Cell, type = "VARCHAR"): string | null {
  if (cell === null || typeof cell === "string") return cell;
  if (typeof cell === "boolean") return String(cell);
  if (cell instanceof CellNumber) return type === "VARCHAR" ? plainNumber(cell.text) : cell.text;
  const [date = "", time = ""] = rightDay(cell).toISOString().slice(0, -1).split("T");
  const short = time.replace(/\.?0+$/, (zeros) => (zeros.startsWith(".") ? "" : zeros));
  switch (kindOf(cell)) {
    case "time":
      return short;
    case "date":
      return date;
    default:
      return `${date}T${short}`;
  }
}

function rightDay(date: Date): Date {
  const time = date.getTime();
  return time >= FIRST_DAY && time < FIRST_RIGHT_DAY ? new Date(time + DAY) : date;
}

/**
 * `5` is written `5.0` by some programs, and `1E+2` by Excel: a name or a text shows the number as
 * people write it.
 */
function plainNumber(text: string): string {
  return /^-?\d{1,15}$/.test(text) ? text : String(Number(text));
}

/** `A` for 0, `AA` for 26. */
export function columnLetters(index: number): string {
  let letters = "";
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters;
}
