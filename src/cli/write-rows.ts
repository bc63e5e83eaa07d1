/**
 * Rows on standard output or in the user's file; what is said about them goes to standard error.
 */
import { copyFile, open } from "node:fs/promises";
import { resolve } from "node:path";
import type { RowsRequest } from "./rows-options.js";
import type { Sink, Terminal } from "./terminal.js";
import { counted, groupedDigits } from "./text/plain-text.js";
import { csvText, jsonSheetText, ndjsonText, tableText } from "./text/sheet-text.js";
import type { Sheets } from "./text/sheet.js";
import { wrongUsage } from "./usage.js";

type TextFormat = Exclude<RowsRequest["format"], "parquet">;

const WRITERS = {
  table: (sheets, { colors }) => tableText(sheets, colors),
  json: jsonSheetText,
  ndjson: ndjsonText,
  csv: csvText,
} as const satisfies Record<TextFormat, (sheets: Sheets, out: Sink) => Iterable<string>>;

/** How many rows there are beyond those of the sheet: a number, or only that there are some. */
export type Rest = { readonly all: number } | { readonly more: boolean };

/** Writes a sheet as text, and says how many rows it holds and whether there are more. */
export async function writeSheet(
  sheets: Sheets,
  rest: Rest,
  format: TextFormat,
  output: string | undefined,
  terminal: Terminal,
): Promise<void> {
  const { out, err } = terminal;
  const pieces = WRITERS[format](sheets, out);
  if (output === undefined) for (const piece of pieces) out.write(piece);
  else await writeFile(pathOf(output, terminal), pieces).catch(cannotWrite(output));
  const told = restText(sheets.rows, rest);
  if (told !== undefined) err.write(told);
  else if (format === "table" && output === undefined)
    err.write(`${counted(sheets.rows, "row")}.\n`);
  if (output !== undefined) tellFile(sheets.rows, output, terminal);
}

/** Copies a Parquet file that holds the rows. */
export async function copyRows(
  from: string,
  rows: number,
  output: string,
  terminal: Terminal,
): Promise<void> {
  await copyFile(from, pathOf(output, terminal)).catch(cannotWrite(output));
  tellFile(rows, output, terminal);
}

function restText(shown: number, rest: Rest): string | undefined {
  if ("all" in rest) {
    return shown < rest.all
      ? `${groupedDigits(shown)} of ${counted(rest.all, "row")}; \`--limit\` shows more.\n`
      : undefined;
  }
  return rest.more ? `The first ${counted(shown, "row")}; \`--limit\` shows more.\n` : undefined;
}

function tellFile(rows: number, output: string, { err }: Terminal): void {
  err.write(`${counted(rows, "row")} in \`${output}\`.\n`);
}

function pathOf(output: string, { directory }: Terminal): string {
  return resolve(directory, output);
}

/** The file that the user named is the user's matter; a full disk is not. */
function cannotWrite(output: string): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    if (error.code === "ENOSPC") throw error;
    throw wrongUsage(`\`${output}\` cannot be written: ${error.message}.`, "Name another file.");
  };
}

async function writeFile(path: string, pieces: Iterable<string>): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const piece of pieces) await file.write(piece);
  } finally {
    await file.close();
  }
}
