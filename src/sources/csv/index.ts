import { basename } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import type { SourceType } from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { createFileSource, type FileTables } from "../files/file-source.js";
import { literalList, fileLiterals } from "../../duckdb/quote.js";
import type { RecordEnd } from "../files/settled-copy.js";
import { ScratchFolder } from "../files/scratch-folder.js";
import type { CsvConfig } from "./config.js";
import { NATIVE_ENCODINGS } from "./encodings.js";
import { readCsvHead } from "./header.js";
import { transcode } from "./transcode.js";
import { castText, inferTypes } from "../files/infer-types.js";
import { quoteText } from "../../sql/quote.js";

/**
 * One table of all files. Nothing is guessed from a sample: the header is the first line, a row
 * with too few or too many values is an error, and a column's type holds for every row.
 */
export const csvSource: SourceType<CsvConfig> = {
  open(config, context) {
    const { file } = config;
    const scratch = new ScratchFolder(context);
    const native = NATIVE_ENCODINGS.some((encoding) => encoding === config.encoding);
    return Promise.resolve(
      createFileSource(
        native
          ? {
              kind: KIND,
              file,
              recordEnd: (one) => recordEnd(one, config),
              tables: (files, connection) => csvTable(files, connection, config),
            }
          : {
              kind: KIND,
              file,
              recordEnd: (one) => recordEnd(one, config),
              directories: [scratch.path],
              close: () => scratch.remove(),
              tables: async (files, connection) =>
                csvTable(
                  await Promise.all(files.map((one) => asUtf8(one, config, scratch))),
                  connection,
                  { ...config, encoding: "utf-8" },
                ),
            },
        context,
      ),
    );
  },
};

const KIND = { name: "a CSV file", may: /gzip/, isText: true };

/** Where records end; the bytes of quotes and line ends are no part of other characters here. */
async function recordEnd(file: string, config: CsvConfig): Promise<RecordEnd> {
  if (file.endsWith(".gz") || file.endsWith(".zst")) return { kind: "whole" };
  if (config.encoding.startsWith("utf-16")) return { kind: "wide" };
  const { delimiter } = await readCsvHead(file, config);
  return { kind: "csv", delimiter };
}

async function asUtf8(file: string, { encoding }: CsvConfig, scratch: ScratchFolder) {
  const copy = await scratch.file(basename(file, ".gz"));
  await transcode(file, encoding, copy);
  return copy;
}

async function csvTable(
  files: readonly string[],
  connection: DuckDbConnection,
  config: CsvConfig,
): Promise<FileTables> {
  const { delimiter, names, warnings } = await sharedHead(files, config);
  const texts = readCsv(files, names, delimiter, config);
  const declared = declaredTypes(names, config);
  const open = names.filter((name) => !declared.has(name));
  const inferred = await inferTypes(connection, texts, open);
  const types = new Map([
    ...declared,
    ...open.map((name, index): [string, string] => [name, inferred[index] ?? "VARCHAR"]),
  ]);
  const list = names.map((name) => castText(name, types.get(name) ?? "VARCHAR"));
  return { main: `SELECT ${list.join(", ")} FROM ${texts}`, warnings };
}

/**
 * Every option is set, so that DuckDB finds out nothing by itself: its sniffer skips lines and
 * pads rows.
 */
function readCsv(
  files: readonly string[],
  names: readonly string[],
  delimiter: string,
  config: CsvConfig,
): string {
  const columns = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(", ");
  const nulls = literalList(["", ...(config.null_values ?? [])]);
  return `read_csv(${fileLiterals(files)}, auto_detect = false, columns = {${columns}}, header = ${config.header},
    delim = ${quoteText(delimiter)}, quote = '"', escape = '"', comment = '', skip = 0, encoding = ${quoteText(config.encoding)},
    nullstr = ${nulls}, allow_quoted_nulls = false, strict_mode = true, null_padding = false, ignore_errors = false)`;
}

/** All files must have the same columns in the same order. */
async function sharedHead(files: readonly string[], config: CsvConfig) {
  let shared:
    | {
        readonly delimiter: string;
        readonly names: readonly string[];
        readonly file: string;
        readonly warnings: readonly Diagnostic[];
      }
    | undefined;
  for (const file of files) {
    const { delimiter, first } = await readCsvHead(file, config);
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
