import { basename } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import type { SourceType } from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { isNamedGzip } from "../files/gzip-file.js";
import { createFileSource, type FileTables } from "../files/file-source.js";
import { literalList, fileLiterals } from "../../duckdb/quote.js";
import type { RecordEnd } from "../files/settled-copy.js";
import { ScratchFolder } from "../files/scratch-folder.js";
import type { CsvConfig } from "./config.js";
import { NATIVE_ENCODINGS } from "./encodings.js";
import { readCsvHead, type CsvFile } from "./header.js";
import type { LineBreak } from "./line-ends.js";
import { duckDbFailure } from "../../duckdb/failure.js";
import { transcode } from "./transcode.js";
import { castText, inferTypes } from "../files/infer-types.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

/**
 * One table of all files. Nothing is guessed from a sample: the header is the first line, a row
 * with too few or too many values is an error, and a column's type holds for every row.
 */
export const csvSource: SourceType<CsvConfig> = {
  open(config, context) {
    const { file } = config;
    const scratch = new ScratchFolder(context);
    return Promise.resolve(
      createFileSource(
        {
          kind: KIND,
          file,
          recordEnd: (one) => recordEnd(one, config),
          scratch,
          tables: (files, connection, signal) =>
            csvTables(files, connection, { config, scratch, signal }),
        },
        context,
      ),
    );
  },
};

interface CsvReading {
  readonly config: CsvConfig;
  readonly scratch: ScratchFolder;
  readonly signal: AbortSignal;
}

/**
 * DuckDB reads the files themselves where it can. Copies take their place where it cannot: in other
 * encodings, below a line that tells the delimiter, and where lines end in several ways, be it between the files or in the middle of one,
 * which DuckDB meets as an error that has no other cause then.
 */
async function csvTables(
  files: readonly string[],
  connection: DuckDbConnection,
  reading: CsvReading,
): Promise<FileTables> {
  const { config } = reading;
  const heads = await Promise.all(files.map((file) => readCsvHead(file, config)));
  const shape = sharedShape(heads, config);
  const isNative = NATIVE_ENCODINGS.some((encoding) => encoding === config.encoding);
  if (!isNative || heads.some(({ isMixed, tellsDelimiter }) => isMixed || tellsDelimiter)) {
    return copiedTable(await copies(heads, reading), connection, shape, config);
  }
  try {
    return await csvTable(files, connection, shape, config, false);
  } catch (error) {
    if (!isOfLines(error)) throw error;
    const copied = await copies(heads, reading);
    if (copied.breaks.size < 2) throw error;
    return copiedTable(copied, connection, shape, config);
  }
}

/** Errors that lines with several ends may have caused. */
function isOfLines(error: unknown): boolean {
  return (
    error instanceof Error &&
    /CSV Parser state machine|unterminated quote|Expected Number of Columns/.test(error.message)
  );
}

interface Copies {
  readonly files: readonly string[];
  /** What ends lines in them, or stands within quotes. */
  readonly breaks: ReadonlySet<LineBreak>;
}

async function copiedTable(
  { files, breaks }: Copies,
  connection: DuckDbConnection,
  shape: CsvShape,
  config: CsvConfig,
): Promise<FileTables> {
  try {
    return await csvTable(files, connection, shape, config, true);
  } catch (error) {
    if (breaks.size < 2 || !isOfLines(error)) throw error;
    const { diagnostic } = duckDbFailure(error, "engine");
    const ends = [...breaks].map((one) => `\`${JSON.stringify(one).slice(1, -1)}\``);
    const hint = `It has ${ends.join(" and ")}: outside of quotes each of them ends a line.`;
    throw new SourceError({ ...diagnostic, hint });
  }
}

async function copies(heads: readonly CsvFile[], { scratch, signal }: CsvReading): Promise<Copies> {
  const breaks = new Set<LineBreak>();
  const files: string[] = [];
  for (const { file, encoding, delimiter, tellsDelimiter: withoutFirstLine } of heads) {
    const copy = await scratch.copyOf(file, basename(file, ".gz"));
    const found = await transcode(file, copy, { encoding, delimiter, withoutFirstLine, signal });
    for (const lineBreak of found) breaks.add(lineBreak);
    files.push(copy);
  }
  return { files, breaks };
}

const KIND = { name: "a CSV file", may: /gzip/, isText: true, mayBePacked: true };

/** Where records end; the bytes of quotes and line ends are no part of other characters here. */
async function recordEnd(file: string, config: CsvConfig): Promise<RecordEnd> {
  if (isNamedGzip(file)) return { kind: "whole" };
  if (config.encoding.startsWith("utf-16")) return { kind: "wide" };
  const { delimiter } = await readCsvHead(file, config);
  return { kind: "csv", delimiter };
}

async function csvTable(
  files: readonly string[],
  connection: DuckDbConnection,
  shape: CsvShape,
  config: CsvConfig,
  areCopies: boolean,
): Promise<FileTables> {
  const { names, warnings } = shape;
  const declared = declaredTypes(names, config);
  const open = names.filter((name) => !declared.has(name));
  const texts = readCsv(files, shape, config, areCopies);
  const inferred = await inferTypes(connection, texts, open);
  const types = new Map(open.map((name, index) => [name, inferred[index]]));
  /** What DuckDB's reader makes of texts itself: what fits, and has no text that is empty. */
  const read = new Map<string, string>();
  const made: string[] = [];
  for (const name of names) {
    const found = types.get(name);
    const type = declared.get(name) ?? found?.type ?? "VARCHAR";
    if (found?.hasEmpty === false) read.set(name, type);
    else if (type !== "VARCHAR") made.push(`${castText(name, type)} AS ${quoteIdentifier(name)}`);
  }
  const replace = made.length > 0 ? ` REPLACE (${made.join(", ")})` : "";
  return {
    main: `SELECT *${replace} FROM ${readCsv(files, shape, config, areCopies, read)}`,
    warnings,
  };
}

/**
 * Every option is set, so that DuckDB finds out nothing by itself: its sniffer skips lines and
 * pads rows.
 */
function readCsv(
  files: readonly string[],
  { names, delimiter }: CsvShape,
  config: CsvConfig,
  areCopies: boolean,
  types: ReadonlyMap<string, string> = new Map(),
): string {
  const columns = names
    .map((name) => `${quoteText(name)}: '${types.get(name) ?? "VARCHAR"}'`)
    .join(", ");
  const nulls = literalList(["", ...(config.null_values ?? [])]);
  const encoding = areCopies ? "utf-8" : config.encoding;
  // Without it DuckDB takes the first line break for the lines' end, also one between quotes.
  const newLine = areCopies ? String.raw`, new_line = '\n'` : "";
  return `read_csv(${fileLiterals(files)}, auto_detect = false, columns = {${columns}}, header = ${config.header},
    delim = ${quoteText(delimiter)}, quote = '"', escape = '"', comment = '', skip = 0, encoding = ${quoteText(encoding)},
    nullstr = ${nulls}, allow_quoted_nulls = false, strict_mode = true, null_padding = false, ignore_errors = false,
    max_line_size = ${config.max_line_bytes}${newLine})`;
}

/** What all files have in common. */
interface CsvShape {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

/** All files must have the same columns in the same order. */
function sharedShape(heads: readonly CsvFile[], config: CsvConfig): CsvShape {
  let shared: (CsvShape & { readonly file: string }) | undefined;
  for (const { file, delimiter, first } of heads) {
    if (!first) {
      throw new SourceError(createDiagnostic("csv-malformed", { file, reason: "it is empty." }));
    }
    const names = config.header
      ? uniqueColumnNames(first)
      : first.map((_, index) => `column${index}`);
    const warnings = config.header ? renamedColumns(first) : [];
    shared ??= { delimiter, names, file, warnings };
    if (names.join("\n") !== shared.names.join("\n") || delimiter !== shared.delimiter) {
      const reason = `its columns are not those of \`${shared.file}\`.`;
      throw new SourceError(createDiagnostic("csv-malformed", { file, reason }));
    }
  }
  if (!shared) throw new Error("A CSV source without files");
  return shared;
}

function declaredTypes(names: readonly string[], config: CsvConfig): Map<string, string> {
  const declared = new Map(Object.entries(config.columns ?? {}));
  for (const name of declared.keys()) {
    if (names.includes(name)) continue;
    const reason = `it has no column \`${name}\`, whose type is given.`;
    throw new SourceError(
      createDiagnostic(
        "csv-malformed",
        { file: config.file, reason },
        { hint: suggest(name, names) },
      ),
    );
  }
  return declared;
}
