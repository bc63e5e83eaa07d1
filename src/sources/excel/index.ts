import { rm } from "node:fs/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { SourceType } from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { createFileSource, type FileTables } from "../files/file-source.js";
import { fileLiteral } from "../../duckdb/quote.js";
import { PARQUET_OPTIONS } from "../../duckdb/parquet-options.js";
import { ScratchFolder } from "../files/scratch-folder.js";
import type { ExcelConfig } from "./config.js";
import { SheetCells, type SheetFaults } from "./sheet-cells.js";
import { SheetTableWriter, type SheetTable } from "./sheet-table.js";
import { openWorkbook } from "./workbook.js";
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
          kind: { name: "an Excel workbook (.xlsx)", may: /^an Excel|zip/ },
          file: config.file,
          recordEnd: () => Promise.resolve({ kind: "whole" }),
          tables: async (files, connection, signal) => {
            const tables = await workbookTables(files, connection, config, scratch, signal);
            const hidden = hiddenSheets(tables, context.name);
            return { ...tables, warnings: [...(tables.warnings ?? []), ...hidden] };
          },
          scratch,
        },
        context,
      ),
    );
  },
};

/** Sheets of one name in all files make one table; those without cells, such as charts, are none. */
async function workbookTables(
  files: readonly string[],
  connection: DuckDbConnection,
  config: ExcelConfig,
  scratch: ScratchFolder,
  signal: AbortSignal,
): Promise<FileTables> {
  const sheets = new Map<string, OpenSheet>();
  const warnings: Diagnostic[] = [];
  for (const file of files) {
    try {
      const workbook = await openWorkbook(file, signal);
      for (const { name, path } of workbook.sheets) {
        const sheet = sheets.get(name) ?? (await openSheet(name, config, scratch));
        sheets.set(name, sheet);
        sheet.table.beginFile();
        const cells = new SheetCells(workbook);
        for await (const row of cells.read(path, signal)) await sheet.table.write(row);
        warnings.push(...faultWarnings(name, cells.faults));
      }
    } catch (error) {
      throw unreadable(file, error, signal);
    }
  }
  const chosen = chooseSheet([...sheets.keys()], config);
  const named = new Map<string, string>();
  for (const [name, { table, lines }] of sheets) {
    const finished = await table.finish();
    if (finished.columns.length === 0) continue;
    named.set(name, await writeTable(finished, lines, connection, scratch));
    warnings.push(...finished.warnings);
  }
  const main = named.get(chosen);
  if (main === undefined) {
    const { file } = config;
    throw new SourceError(createDiagnostic("excel-sheet-empty", { file, sheet: chosen }));
  }
  return { main, named, warnings };
}

interface OpenSheet {
  readonly table: SheetTableWriter;
  /** The file to which it writes. */
  readonly lines: string;
}

async function openSheet(name: string, { header }: ExcelConfig, scratch: ScratchFolder) {
  const lines = await scratch.file("rows.ndjson");
  return { table: new SheetTableWriter(name, header, lines), lines };
}

function faultWarnings(sheet: string, { missing, doubtful }: SheetFaults): Diagnostic[] {
  return [
    ...(missing ? [createDiagnostic("excel-cell-error", { sheet, ...missing })] : []),
    ...(doubtful ? [createDiagnostic("excel-formula-doubtful", { sheet, ...doubtful })] : []),
  ];
}

function unreadable(file: string, error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted || error instanceof SourceError) return error;
  const reason = error instanceof Error ? error.message.replace(/\.$/, "") : String(error);
  return new SourceError(createDiagnostic("excel-unreadable", { file, reason: `${reason}.` }));
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

/** DuckDB's limit for a line unless it is told another one. */
const USUAL_LINE = 16 * 1024 ** 2;

/**
 * The SELECT that reads the columns from the Parquet file that is written here. Parquet has no
 * durations below zero, so these are texts there.
 */
async function writeTable(
  { columns, longest }: SheetTable,
  lines: string,
  connection: DuckDbConnection,
  scratch: ScratchFolder,
): Promise<string> {
  const parquet = await scratch.file("rows.parquet");
  const read = columns.map(({ key }) => `${key}: 'VARCHAR'`).join(", ");
  const list = columns.map(({ key, type }) =>
    type === "INTERVAL" ? key : `CAST(${key} AS ${type}) AS ${key}`,
  );
  await connection.run(`COPY (SELECT ${list.join(", ")} FROM read_json(${fileLiteral(lines)},
    format = 'newline_delimited', columns = {${read}}, maximum_object_size = ${Math.max(USUAL_LINE, longest)}))
    TO ${quoteText(parquet)} ${PARQUET_OPTIONS}`);
  await rm(lines);
  const named = columns.map(({ key, type, name }) => {
    const value = type === "INTERVAL" ? `CAST(${key} AS INTERVAL)` : key;
    return `${value} AS ${quoteIdentifier(name)}`;
  });
  return `SELECT ${named.join(", ")} FROM read_parquet(${fileLiteral(parquet)})`;
}
