import { readFile, stat } from "node:fs/promises";
import { createDiagnostic } from "../../diagnostics/index.js";
import { findFaultyCells, type FaultyCells } from "./faulty-cells.js";
import { SourceError } from "../../rows/stream.js";
import { CellNumber, type Cell } from "./sheet-table.js";

/** A workbook is held in memory as a whole. */
const MOST_BYTES = 200 * 1024 ** 2;

export interface WorkbookSheet {
  readonly name: string;
  readonly rows: readonly (readonly Cell[])[];
}

export interface Workbook {
  /** In the workbook's order. */
  readonly sheets: readonly WorkbookSheet[];
  readonly faultyCells: readonly FaultyCells[];
}

/** Rejects with `excel-unreadable` where the file is too large or no workbook. */
export async function readWorkbook(file: string): Promise<Workbook> {
  const { size } = await stat(file);
  if (size > MOST_BYTES) {
    throw unreadable(file, `it has ${size} bytes, and ${MOST_BYTES} are the most.`);
  }
  const { default: readSheets } = await import("read-excel-file/node");
  try {
    const sheets = await readSheets(file, {
      parseNumber: (text) => new CellNumber(text),
      trim: false,
    });
    return {
      sheets: sheets.map(({ sheet, data }) => ({
        name: sheet,
        rows: data.map((row) => row.map((value) => value as Cell)), // its types call dates `typeof Date`
      })),
      faultyCells: findFaultyCells(await readFile(file)),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(file, `${reason.replace(/\.$/, "")}.`);
  }
}

function unreadable(file: string, reason: string): SourceError {
  return new SourceError(createDiagnostic("excel-unreadable", { file, reason }));
}
