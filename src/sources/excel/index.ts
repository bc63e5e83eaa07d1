import { writeFile } from "node:fs/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { SourceType } from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { createFileSource, type FileTables } from "../files/file-source.js";
import { fileLiteral } from "../../duckdb/quote.js";
import { ScratchFolder } from "../files/scratch-folder.js";
import type { ExcelConfig } from "./config.js";
import { readWorkbook } from "./read-workbook.js";
import { sheetRows, sheetTable, type Cell, type SheetColumn } from "./sheet-table.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

/**
 * A table for each sheet, written to Parquet once for each version of the file and then read in
 * place.
 */
export const excelSource: SourceType<ExcelConfig> = {
  open(config, context) {
    const scratch = new ScratchFolder(context);
    return Promise.resolve(
      createFileSource(
        {
          kind: { name: "an Excel workbook (.xlsx)", may: /^an Excel/ },
          file: config.file,
          recordEnd: () => Promise.resolve({ kind: "whole" }),
          tables: async (files, connection) => {
            const tables = await workbookTables(files, connection, config, scratch);
            const hidden = hiddenSheets(tables, context.name);
            return { ...tables, warnings: [...(tables.warnings ?? []), ...hidden] };
          },
          directories: [scratch.path],
          close: () => scratch.remove(),
        },
        context,
      ),
    );
  },
};

async function workbookTables(
  files: readonly string[],
  connection: DuckDbConnection,
  config: ExcelConfig,
  scratch: ScratchFolder,
): Promise<FileTables> {
  const sheets = new Map<string, (readonly (readonly Cell[])[])[]>();
  const warnings: Diagnostic[] = [];
  for (const file of files) {
    const workbook = await readWorkbook(file);
    for (const { name, rows } of workbook.sheets) {
      sheets.set(name, [...(sheets.get(name) ?? []), rows]);
    }
    for (const { sheet, cell, what, count } of workbook.faultyCells) {
      warnings.push(createDiagnostic("excel-cell-error", { sheet, cell, what, count }));
    }
  }
  const chosen = chooseSheet([...sheets.keys()], config);
  const named = new Map<string, string>();
  for (const [name, parts] of sheets) {
    const table = sheetTable(name, sheetRows(parts, config.header), config.header);
    // A sheet without cells is no table; charts and cover pages are such sheets.
    if (table.columns.length === 0) continue;
    named.set(name, await writeTable(table.columns, connection, scratch));
    warnings.push(...table.warnings);
  }
  const main = named.get(chosen);
  if (main === undefined) {
    const { file } = config;
    throw new SourceError(createDiagnostic("excel-sheet-empty", { file, sheet: chosen }));
  }
  return { main, named, warnings };
}

/** Sheets whose name stands for the source's own table, which is another one. */
function hiddenSheets({ main, named = new Map() }: FileTables, source: string): Diagnostic[] {
  return [...named].flatMap(([sheet, sql]) => {
    const name = [source, "data"].find((own) => own.toLowerCase() === sheet.toLowerCase());
    if (name === undefined || sql === main) return [];
    return [createDiagnostic("excel-sheet-hidden", { sheet, name })];
  });
}

/** Names of sheets do not depend on their case, as in Excel. */
function chooseSheet(names: readonly string[], { file, sheet }: ExcelConfig): string {
  const [first = ""] = names;
  if (sheet === undefined) return first;
  const found = names.find((name) => name.toLowerCase() === sheet.toLowerCase());
  if (found !== undefined) return found;
  const hint = suggest(sheet, names);
  throw new SourceError(createDiagnostic("excel-sheet-unknown", { file, sheet }, { hint }));
}

/** The SELECT that reads the columns from the Parquet file that is written here. */
async function writeTable(
  columns: readonly SheetColumn[],
  connection: DuckDbConnection,
  scratch: ScratchFolder,
): Promise<string> {
  const [lines, parquet] = [await scratch.file("rows.ndjson"), await scratch.file("rows.parquet")];
  const rows = columns[0]?.texts.length ?? 0;
  const records = Array.from({ length: rows }, (_, row) =>
    JSON.stringify(
      Object.fromEntries(columns.map(({ texts }, at) => [`c${at}`, texts[row] ?? null])),
    ),
  );
  await writeFile(lines, records.join("\n"), { mode: 0o600 });
  const read = columns.map((_, at) => `c${at}: 'VARCHAR'`).join(", ");
  const list = columns.map(
    ({ name, type }, at) => `CAST(c${at} AS ${type}) AS ${quoteIdentifier(name)}`,
  );
  await connection.run(`COPY (SELECT ${list.join(", ")} FROM read_json(${fileLiteral(lines)},
    format = 'newline_delimited', columns = {${read}})) TO ${quoteText(parquet)} (FORMAT parquet)`);
  return `SELECT * FROM read_parquet(${fileLiteral(parquet)})`;
}
