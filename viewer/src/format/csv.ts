/** CSV that a spreadsheet can open without running what data put into it. */
import type { Value } from "../../../src/contract/result.js";

/** First characters that make a spreadsheet read a text as a formula, full-width forms included. */
const FORMULA = /^[\s\u00a0]*[=+\-@\t\r＝＋－＠]/;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/;

/**
 * NULL is nothing, the empty string is `""`; texts that look like formulas get a leading
 * apostrophe.
 */
export function csvCell(value: Value): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return safe === "" || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Lines end in CRLF, as RFC 4180 has it. */
export function csvText(header: readonly string[], rows: Iterable<readonly Value[]>): string {
  const lines = [header.map(csvCell).join(",")];
  for (const row of rows) lines.push(row.map(csvCell).join(","));
  return `${lines.join("\r\n")}\r\n`;
}
