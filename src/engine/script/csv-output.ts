import type { ScriptModel } from "../../project/objects.js";
import { identifier, literal } from "../../sources/duckdb-family.js";
import { columnNames, firstRecord, sniffDelimiter } from "./csv-header.js";
import { withoutMark, type OutputEnds } from "./output-format.js";
import type { TextTable } from "./text-table.js";

/** Bytes of the longest record. */
const LONGEST_LINE = 16_777_216;

type CsvOptions = Pick<ScriptModel, "delimiter" | "header" | "nullValues" | "columns">;

/**
 * Separated values as columns of text. Nothing is guessed but the delimiter, so that a row of the wrong width is an
 * error with its line and never a header. Without a header the declared columns, if there are as many, give the
 * names. Fails with a clause when the first record is none.
 */
export function csvTable(
  path: string,
  format: "csv" | "tsv",
  ends: OutputEnds,
  options: CsvOptions,
): TextTable | { readonly fault: string } {
  const head = withoutMark(ends.head);
  const delimiter = options.delimiter ?? (format === "tsv" ? "\t" : sniffDelimiter(head));
  const header = options.header ?? true;
  const fields = firstRecord(head, delimiter, ends.isLonger);
  if (!fields) return { fault: "its first line does not end; is a quote missing?" };
  if (header && fields.length === 1 && fields[0]?.trim() === "") {
    return { fault: "its first line is empty, where the names of the columns are expected." };
  }
  const declared = options.columns.map(({ name }) => name);
  const named = header || declared.length === fields.length;
  const names = columnNames(header || !named ? fields : declared, named);
  const columns = names.map((name) => `${literal(name)}: 'VARCHAR'`).join(", ");
  const parameters = [
    literal(path),
    "auto_detect = false",
    `columns = {${columns}}`,
    `header = ${header}`,
    `delim = ${literal(delimiter)}`,
    `quote = '"'`,
    `escape = '"'`,
    `nullstr = [${["", ...(options.nullValues ?? [])].map(literal).join(", ")}]`,
    // A quoted empty text is a text.
    "allow_quoted_nulls = false",
    "strict_mode = true",
    `max_line_size = ${LONGEST_LINE}`,
  ];
  const sql = `from read_csv(${parameters.join(", ")})`;
  return { sql, columns: names.map((name) => ({ name, text: identifier(name) })) };
}
