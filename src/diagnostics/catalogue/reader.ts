import { define } from "../definition.js";

/** Reading rows and landing them in files: reader threads, the embedded DuckDB, file sources. */
export const readerCodes = () => ({
  "reader-ended": define<{ reader: string }>({
    severity: "error",
    message: ({ reader }) => `The reader of \`${reader}\` ended before it answered.`,
    hint: () =>
      "It is started again at the next query. If it ran out of memory, read fewer rows or columns.",
  }),
  "reader-failed": define<{ reader: string; reason: string }>({
    severity: "error",
    message: ({ reader, reason }) => `The reader of \`${reader}\` failed: ${reason}`,
    hint: () => "This is a fault of Headwater or of the connector; please report it.",
  }),
  "read-cancelled": define({
    severity: "error",
    message: () => "Stopped before it was done.",
  }),
  "too-many-rows": define<{ limit: number }>({
    severity: "error",
    message: ({ limit }) =>
      `The query yields more than ${limit} ${limit === 1 ? "row" : "rows"}, the limit that was set.`,
    hint: () =>
      "Aggregate or filter in SQL, or raise `limits.max_rows` of the source or of `defaults`.",
  }),
  "too-many-bytes": define<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `The query yields more than ${limit} bytes, the limit that was set.`,
    hint: () =>
      "Select fewer columns or rows, or raise `limits.max_bytes` of the source or of `defaults`.",
  }),
  "arrow-unreadable": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `The Arrow data cannot be read: ${reason}`,
  }),
  "null-cohorts-dropped": define<{ rows: number }>({
    severity: "warning",
    message: ({ rows }) =>
      `${rows === 1 ? "1 row was left out, because its" : `${rows} rows were left out, because their`} \`cohort_on\` is NULL, as in Visivo 1.0, because the project runs in compat mode.`,
    hint: () => "Without compat mode they form a cohort of their own, shown as `(null)`.",
  }),
  "compat-words-null": define<{ values: number }>({
    severity: "warning",
    message: ({ values }) =>
      `${values === 1 ? "1 value such as `NA` or `null` is" : `${values} values such as \`NA\` or \`null\` are`} NULL, as in Visivo 1.0, because the project runs in compat mode.`,
    hint: () => "List the words that mean NULL in `null_values` of the model; `[]` keeps them all.",
  }),
  "column-renamed": define<{
    column: string;
    name: string;
    before: string;
    model?: string | undefined;
  }>({
    severity: "warning",
    message: ({ column, name, before, model }) => {
      const of = model === undefined ? "" : ` of \`${model}\``;
      return column === before
        ? `The second column \`${column}\`${of} is called \`${name}\` here.`
        : `Column \`${column}\`${of} is called \`${name}\` here: \`${before}\` comes before it, and names do not depend on their case.`;
    },
    summary: "A column is called otherwise, because one of the same name comes before it.",
    hint: ({ column, before }) =>
      `\`${column}\` means ${column === before ? "the first of them" : `\`${before}\``}. Give one of them another name.`,
  }),
  "column-read-as-text": define<{ column: string; reason: string }>({
    severity: "warning",
    message: ({ column, reason }) => `Column \`${column}\` is read as text: ${reason}`,
    hint: () => "Cast the column in SQL to say which type it has.",
  }),
  "decimal-as-double": define<{ column: string }>({
    severity: "warning",
    message: ({ column }) =>
      `The values of \`${column}\` do not fit a decimal of 38 digits; merges see it as double.`,
    hint: () => "Cast the column to a decimal with precision and scale in the model's SQL.",
  }),
  "nanoseconds-cut": define<{ column: string; stored?: boolean }>({
    severity: "warning",
    message: ({ column, stored }) =>
      stored === true
        ? `Times in \`${column}\` are stored in nanoseconds and read in whole microseconds: what is finer is cut.`
        : `Times in \`${column}\` were cut to whole microseconds.`,
  }),
  "column-unread": define<{ column: string; what: string }>({
    severity: "error",
    message: ({ column, what }) => `The column \`${column}\` cannot be read: it is ${what}.`,
    hint: () =>
      "Leave it out of the query, or write it otherwise: as text, or as a decimal of 38 digits at most.",
  }),
  "text-not-utf8": define<{ column: string }>({
    severity: "error",
    message: ({ column }) => `Column \`${column}\` holds text that is not valid UTF-8.`,
  }),
  "landing-failed": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `The rows could not be written to disk: ${reason}`,
    hint: () => "Look whether the disk of the project's `target` folder is full.",
  }),
  "result-without-columns": define({
    severity: "error",
    message: () => "This query yields no columns, so that there is nothing to keep of its rows.",
    hint: () => "Select one column at least.",
  }),
  "engine-query-failed": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `DuckDB refused the SQL: ${reason}`,
  }),
  "engine-spill-limit": define({
    severity: "error",
    message: () => "DuckDB needed more memory and more room on the disk than it may take.",
    hint: () =>
      "Filter or aggregate earlier in the SQL, or raise `limits.memory` or `limits.spill` below `defaults`.",
  }),
  "spill-directory-unusable": define<{ folder: string; reason: string }>({
    severity: "error",
    message: ({ folder, reason }) => `DuckDB cannot spill to \`${folder}\`: ${reason}.`,
    hint: () => "Name another folder in `spill_directory` below `defaults.limits`.",
  }),
  "engine-out-of-memory": define<{ reason: string }>({
    severity: "error",
    message: ({ reason }) => `DuckDB ran out of memory: ${reason}`,
    hint: () => "Filter or aggregate earlier in the SQL.",
  }),
  "not-one-statement": define<{ count: number }>({
    severity: "error",
    message: ({ count }) => `Exactly one statement is expected; here are ${count}.`,
  }),
  "not-a-query": define<{ kind: string }>({
    severity: "error",
    message: ({ kind }) => `Only queries are run; this is a statement of kind ${kind}.`,
    hint: () => "Write a SELECT.",
  }),
  "function-refused": define<{ name: string }>({
    severity: "error",
    message: ({ name }) =>
      `The function \`${name}\` may not be used here, since it can write files.`,
  }),
  "file-not-found": define<{ file: string }>({
    severity: "error",
    message: ({ file }) => `There is no file \`${file}\`.`,
    hint: ({ file }) => patternHint(file),
  }),
  "files-not-found": define<{ pattern: string }>({
    severity: "error",
    message: ({ pattern }) => `No file matches \`${pattern}\`.`,
    hint: ({ pattern }) => patternHint(pattern),
  }),
  "file-of-other-kind": define<{
    file: string;
    found: string;
    type: string | undefined;
    own: string;
  }>({
    severity: "error",
    message: ({ file, found, own }) => `\`${file}\` is ${found}, not ${own}.`,
    hint: ({ type, own }) => (type === undefined ? `Name ${own}.` : `\`type: ${type}\` reads it.`),
  }),
  "duckdb-file-version": define<{ file: string; writer: string; read: string; newer: boolean }>({
    severity: "error",
    message: ({ file, writer, read }) =>
      `\`${file}\` was written by ${writer}; Headwater reads files of ${read}.`,
    hint: ({ newer }) =>
      newer
        ? "Write it so that older versions read it, `ATTACH 'file.duckdb' AS f (STORAGE_VERSION 'v1.5.0')`, or its tables to Parquet: `COPY t TO 't.parquet'`."
        : "Export it with the version that wrote it (`EXPORT DATABASE 'folder' (FORMAT parquet)`) and name the Parquet files, or import them into a new file.",
  }),
  "file-changed": define<{ file: string }>({
    severity: "error",
    message: ({ file }) =>
      `\`${file}\` was cut or replaced each time it was read, so that no state of it could be had.`,
    hint: () =>
      "Let the program that writes it write another file and then rename that; or run again later.",
  }),
  "file-not-readable": define<{ file: string; reason: string }>({
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` cannot be read: ${reason}`,
    hint: ({ reason }) =>
      reason === "permission denied."
        ? "Let the user under whom Headwater runs read the file and enter its folders."
        : undefined,
  }),
  "csv-malformed": define<{ file: string; reason: string }>({
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` is not as its first lines promise: ${reason}`,
    hint: () =>
      "Set `delimiter`, `header`, `encoding` or `columns` of the source, or mend the file.",
  }),
  "csv-encoding-wrong": define<{ encoding: string; file?: string | undefined }>({
    severity: "error",
    message: ({ encoding, file }) =>
      `${file === undefined ? "The file" : `\`${file}\``} is not ${encoding} text.`,
    hint: () =>
      "Set `encoding`; files of Windows programs are mostly `windows-1252`, of which `latin-1` is a part.",
  }),
  "json-malformed": define<{ file: string; reason: string }>({
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` cannot be read as records: ${reason}`,
    hint: () =>
      "A list of records or one record per line is expected; `records` says where they lie in a document.",
  }),
  "excel-unreadable": define<{ file: string; reason: string }>({
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` cannot be read as an Excel workbook: ${reason}`,
    hint: () => "Save it as `.xlsx`; older formats and workbooks with a password are not read.",
  }),
  "excel-sheet-unknown": define<{ file: string; sheet: string }>({
    severity: "error",
    message: ({ file, sheet }) => `\`${file}\` has no sheet \`${sheet}\`.`,
  }),
  "excel-sheet-empty": define<{ file: string; sheet: string }>({
    severity: "error",
    message: ({ file, sheet }) => `The sheet \`${sheet}\` of \`${file}\` has no cells.`,
    hint: () => "Name another one with `sheet`.",
  }),
  "excel-sheet-hidden": define<{ sheet: string; name: string }>({
    severity: "warning",
    message: ({ sheet, name }) =>
      `The sheet \`${sheet}\` cannot be addressed, because \`${name}\` stands for the source's own table.`,
    hint: () => "Choose it with `sheet`, or give the source another name.",
  }),
  "excel-cell-error": define<{ sheet: string; cell: string; what: string; count: number }>({
    severity: "warning",
    message: ({ sheet, cell, what, count }) =>
      count === 1
        ? `The cell ${cell} of the sheet \`${sheet}\` holds ${what} and is NULL here.`
        : `${count} cells of the sheet \`${sheet}\` are NULL here, the first of them ${cell}, which holds ${what}.`,
    hint: () =>
      "Mend the formulas in the workbook and save it with a program that calculates them.",
  }),
  "excel-formula-doubtful": define<{ sheet: string; cell: string; count: number }>({
    severity: "warning",
    message: ({ sheet, cell, count }) =>
      `${count === 1 ? "A value" : `${count} values`} of formulas on the sheet \`${sheet}\`, ${count === 1 ? "" : "the first of them "}in ${cell}, may never have been calculated: the program that wrote the workbook asks Excel to do it when it opens it.`,
    hint: () => "Open the workbook in Excel or LibreOffice, and save it.",
  }),
  "excel-column-mixed": define<{ sheet: string; column: string; kinds: string }>({
    severity: "warning",
    message: ({ sheet, column, kinds }) =>
      `Column \`${column}\` of the sheet \`${sheet}\` is read as text, because it holds ${kinds}.`,
    hint: () => "Give the column one kind of value in the workbook, or cast it in SQL.",
  }),
  "duckdb-extension-missing": define<{ source: string; extension: string }>({
    severity: "error",
    message: ({ source, extension }) =>
      `\`${source}\` needs DuckDB's extension \`${extension}\`, which cannot be loaded.`,
    hint: ({ extension }) =>
      `Install it with DuckDB of the same version: \`INSTALL ${extension}\`. Headwater fetches nothing itself.`,
  }),
  "database-locked": define<{ file: string; pid: string }>({
    severity: "error",
    message: ({ file, pid }) => `\`${file}\` is locked by ${pid}.`,
    hint: () => "Close the program that has it open for writing, then run again.",
  }),
  "database-changed": define<{ file: string }>({
    severity: "error",
    message: ({ file }) =>
      `\`${file}\` was written to while it was read, so what was read is not to be trusted.`,
    hint: () => "Run again when the program that writes to it has finished.",
  }),
});

function patternHint(path: string): string {
  return /\{.*,.*\}/.test(path)
    ? "The patterns of `file` are DuckDB's, which knows no braces: write `*`, `?`, `[ab]` or `**`."
    : "Relative paths start at the folder of the file that declares the source.";
}
