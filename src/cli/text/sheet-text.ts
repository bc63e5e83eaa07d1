/**
 * The four forms in which `show` writes rows. Each yields pieces of text, so that large results are
 * never one string.
 */
import { isNumeric } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import type { Colors } from "../colors.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import { jsonText } from "./json-text.js";
import { clip, displayWidth, pad, singleLine } from "./plain-text.js";
import type { Sheet, Sheets } from "./sheet.js";

const WIDEST_CELL = 60;
const PIECE_ROWS = 1000;

/**
 * Aligned columns, numbers to the right, NULL as a dim `–`; cells beyond 60 columns are cut with
 * `…`. Columns are as wide as the first part of the rows needs.
 */
export function* tableText(sheets: Sheets, colors: Colors): Generator<string> {
  const numeric = sheets.columns.map(({ type }) => isNumeric(type));
  const names = sheets.columns.map(({ name }) => clip(singleLine(name), WIDEST_CELL));
  let widths: readonly number[] | undefined;
  const line = (row: readonly string[]) =>
    row.map((cell, column) => pad(cell, widths?.[column] ?? 0, numeric[column] ? "left" : "right"));
  for (const sheet of sheets.rows === 0 ? [EMPTY] : sheets.parts()) {
    const cells = rowNumbers(sheet).map((row) =>
      sheet.columns.map((_, column) => clip(cellText(sheet.cell(row, column)), WIDEST_CELL)),
    );
    if (!widths) {
      widths = names.map((name, column) =>
        cells.reduce(
          (widest, row) => Math.max(widest, displayWidth(row[column] ?? "")),
          displayWidth(name),
        ),
      );
      yield `${colors.bold(line(names).join("  ").trimEnd())}\n`;
      yield `${colors.dim(widths.map((width) => "─".repeat(width)).join("  "))}\n`;
    }
    for (const [row, texts] of cells.entries()) {
      const painted = line(texts).map((text, column) =>
        sheet.cell(row, column) === null ? colors.dim(text) : text,
      );
      yield `${painted.join("  ").trimEnd()}\n`;
    }
  }
}

const EMPTY: Sheet = { columns: [], rows: 0, cell: () => null };

/**
 * The names of the fields in JSON: of several columns that have one name each gets its own, since
 * an object would hold the last of them only.
 */
export function fieldNames(columns: Sheet["columns"]): readonly string[] {
  const names = columns.map(({ name }) => name);
  return new Set(names).size < names.length ? uniqueColumnNames(names) : names;
}

/** One JSON array of records. */
export function* jsonSheetText(sheets: Sheets): Generator<string> {
  const names = fieldNames(sheets.columns);
  yield "[";
  let separator = "\n  ";
  for (const records of pieces(sheets, (sheet, row) => jsonText(recordOf(sheet, row, names)))) {
    yield separator + records.join(",\n  ");
    separator = ",\n  ";
  }
  yield sheets.rows > 0 ? "\n]\n" : "]\n";
}

/** One record per line. */
export function* ndjsonText(sheets: Sheets): Generator<string> {
  const names = fieldNames(sheets.columns);
  const lines = (sheet: Sheet, row: number) => `${jsonText(recordOf(sheet, row, names))}\n`;
  for (const piece of pieces(sheets, lines)) {
    yield piece.join("");
  }
}

/** RFC 4180 with `\n`; NULL is nothing, the empty string is `""`. */
export function* csvText(sheets: Sheets): Generator<string> {
  yield `${sheets.columns.map(({ name }) => csvField(name)).join(",")}\n`;
  const lines = (sheet: Sheet, row: number) =>
    `${sheet.columns.map((_, column) => csvField(sheet.cell(row, column))).join(",")}\n`;
  for (const piece of pieces(sheets, lines)) yield piece.join("");
}

function* pieces(
  sheets: Sheets,
  textOf: (sheet: Sheet, row: number) => string,
): Generator<string[]> {
  for (const sheet of sheets.parts()) {
    for (let start = 0; start < sheet.rows; start += PIECE_ROWS) {
      const length = Math.min(PIECE_ROWS, sheet.rows - start);
      yield Array.from({ length }, (_, index) => textOf(sheet, start + index));
    }
  }
}

function rowNumbers(sheet: Sheet): number[] {
  return Array.from({ length: sheet.rows }, (_, row) => row);
}

/** A column may be called `__proto__`: entries make it an ordinary key. */
function recordOf(sheet: Sheet, row: number, names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(names.map((name, column) => [name, sheet.cell(row, column)]));
}

function cellText(value: Value): string {
  return value === null ? "–" : singleLine(String(value));
}

function csvField(value: Value): string {
  if (value === null) return "";
  const text = String(value);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
