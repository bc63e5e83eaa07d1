/** Options of the commands that print rows, `show` and `query`. */
import { Option, type Command } from "commander";
import type { CommonOptions } from "./command.js";
import { wrongUsage } from "./usage.js";

export const FORMATS = ["table", "json", "ndjson", "csv", "parquet"] as const;
export type Format = (typeof FORMATS)[number];

const TABLE_ROWS = 50;

export interface RowsOptions extends CommonOptions {
  readonly format?: Format;
  readonly limit?: string;
  readonly output?: string;
}

/** What is asked of the rows. */
export interface RowsRequest {
  readonly format: Format;
  /** Most rows; all when absent. */
  readonly limit: number | undefined;
  /** As written on the command line; standard output when absent. */
  readonly output: string | undefined;
}

export function addRowsOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--format <format>", "how to write the rows (default: table)").choices(FORMATS),
    )
    .option("--limit <rows>", `at most so many rows (default: ${TABLE_ROWS} in a table, else all)`)
    .option("-o, --output <file>", "write to a file; needed for parquet");
}

/** Whether programs read what is printed. */
export function isJson({ format }: RowsRequest): boolean {
  return format === "json" || format === "ndjson";
}

/** A table on the terminal is short unless a limit says otherwise. */
export function rowsRequest({ format, json, limit, output }: RowsOptions): RowsRequest {
  if (limit !== undefined && !/^\d+$/.test(limit)) {
    throw wrongUsage(`\`${limit}\` is not a number of rows.`);
  }
  if (format === "parquet" && output === undefined) {
    throw wrongUsage("Parquet is written to a file.", "Add `-o rows.parquet`.");
  }
  if (format === "parquet" && limit !== undefined) {
    throw wrongUsage("Parquet is written as a whole.", "Leave `--limit` out, or limit in SQL.");
  }
  const form = format ?? (json ? "json" : "table");
  const few = form === "table" && output === undefined ? TABLE_ROWS : undefined;
  return { format: form, limit: limit === undefined ? few : Number(limit), output };
}
