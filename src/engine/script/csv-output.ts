import type { LogicalType } from "../../contract/logical-type.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { ScriptModel } from "../../project/objects.js";
import type { TableRows } from "../../rows/relation.js";
import { fileLiteral } from "../../duckdb/quote.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import { columnNames, firstLineEnd, firstRecord, sniffDelimiter } from "./csv-header.js";
import { withoutMark, type OutputEnds } from "./output-format.js";
import { scanOf } from "./output-options.js";
import type { TextTable } from "./text-table.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

/** What pandas, with which Visivo 1.0 read CSV, takes for missing. */
const PANDAS_NULLS =
  "NA,N/A,n/a,#N/A,#N/A N/A,#NA,<NA>,NULL,null,None,NaN,nan,-NaN,-nan,1.#IND,-1.#IND,1.#QNAN,-1.#QNAN".split(
    ",",
  );

/** Bytes of the longest record. */
const LONGEST_LINE = 16_777_216;

type CsvOptions = Pick<ScriptModel, "delimiter" | "header" | "nullValues" | "columns" | "compat">;

/**
 * Separated values as columns of text. Nothing is guessed but the delimiter, so that a row of the
 * wrong width is an error with its line and never a header. Without a header the declared columns,
 * if there are as many, give the names. Fails with a clause when the first record is none.
 */
export function csvTable(
  path: string,
  format: "csv" | "tsv",
  ends: OutputEnds,
  options: CsvOptions,
): (TextTable & { readonly renamed: readonly Diagnostic[] }) | { readonly fault: string } {
  const head = withoutMark(ends.head);
  const delimiter = options.delimiter ?? (format === "tsv" ? "\t" : sniffDelimiter(head));
  const header = options.header ?? true;
  const fields = firstRecord(head, delimiter, ends.isLonger);
  if (!fields) return { fault: "its first line does not end; is a quote missing?" };
  if (header && fields.length === 1 && fields[0]?.trim() === "") {
    return { fault: "its first line is empty, where the names of the columns are expected." };
  }
  const { end, hasOthers } = firstLineEnd(head);
  // DuckDB takes the first line break for the end of all lines, also one between quotes; another
  // one than `\\r\\n` it can be told.
  if (hasOthers && end === "\r\n") {
    return {
      fault: "its first line has a line break between quotes that is not `\\r\\n`, its end.",
    };
  }
  const declared = options.columns.map(({ name }) => name);
  const named = header || declared.length === fields.length;
  const names = columnNames(header || !named ? fields : declared, named);
  const columns = names.map((name) => `${quoteText(name)}: 'VARCHAR'`).join(", ");
  const skipsBlank = options.compat && names.length === 1;
  const words = nullWords(options);
  const parameters = [
    fileLiteral(path),
    "auto_detect = false",
    `columns = {${columns}}`,
    `header = ${header}`,
    `delim = ${quoteText(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `nullstr = [${["", ...(skipsBlank ? [] : words)].map(quoteText).join(", ")}]`,
    // A quoted empty text is a text, except for Visivo 1.0.
    `allow_quoted_nulls = ${options.compat && !skipsBlank}`,
    "strict_mode = true",
    `max_line_size = ${LONGEST_LINE}`,
    ...(hasOthers && end !== undefined ? [`new_line = '${end === "\n" ? "\\n" : "\\r"}'`] : []),
  ];
  const scan = `from read_csv(${parameters.join(", ")})`;
  const sql = skipsBlank ? withoutBlankLines(scan, names[0] ?? "", words) : scan;
  const choose = options.compat ? { choose: textForTimes } : {};
  const rows = scanOf(sql, path);
  const renamed = header ? renamedColumns(fields, { unique: names }) : [];
  return {
    rows,
    renamed,
    columns: names.map((name) => ({ name, text: quoteIdentifier(name), ...choose })),
  };
}

/** Of a file with one column: Visivo 1.0 took no blank line for a row, and words for NULL. */
function withoutBlankLines(scan: string, name: string, words: readonly string[]): string {
  const column = quoteIdentifier(name);
  const nulls = ["", ...words].map(quoteText).join(", ");
  return `select case when ${column} in (${nulls}) then null else ${column} end as ${column} from (${scan}) where ${column} is not null`;
}

/** SQL written for Visivo 1.0 expects dates of scripts as text, `substr(day, 1, 7)`. */
function textForTimes(type: LogicalType): LogicalType {
  return type === "date" || type === "timestamp" || type === "instant" ? "text" : type;
}

function nullWords({ nullValues, compat }: CsvOptions): readonly string[] {
  return nullValues ?? (compat ? PANDAS_NULLS : []);
}

/**
 * A query over the same file that counts what compat mode takes for NULL though it is written;
 * undefined without that.
 */
export function compatNullCount(
  path: string,
  format: "csv" | "tsv",
  ends: OutputEnds,
  options: CsvOptions,
): { readonly rows: TableRows; readonly items: string } | undefined {
  if (!options.compat || options.nullValues) return undefined;
  const raw = csvTable(path, format, ends, { ...options, nullValues: [] });
  if ("fault" in raw) return undefined;
  const words = PANDAS_NULLS.map(quoteText).join(", ");
  const counts = raw.columns.map(({ text }) => `count(*) filter (${text} in (${words}))`);
  return { rows: raw.rows, items: counts.join(" + ") };
}
