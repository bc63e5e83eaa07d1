import { define } from "../definition.js";

/** Reading rows and landing them in files: reader threads, the embedded DuckDB, file sources. */
export const READER_CODES = {
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
    message: ({ limit }) => `The query yields more than ${limit} rows, the limit that was set.`,
    hint: () => "Aggregate or filter in SQL, or raise `limits.max_rows`.",
  }),
  "too-many-bytes": define<{ limit: number }>({
    severity: "error",
    message: ({ limit }) => `The query yields more than ${limit} bytes, the limit that was set.`,
    hint: () => "Select fewer columns or rows, or raise `limits.max_bytes`.",
  }),
  "null-cohorts-dropped": define<{ rows: number }>({
    severity: "warning",
    message: ({ rows }) => `${rows} rows were left out, because their \`cohort_on\` is NULL.`,
    hint: () => "Without compat mode they form a cohort of their own, shown as `(null)`.",
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
  "nanoseconds-cut": define<{ column: string }>({
    severity: "warning",
    message: ({ column }) => `Times in \`${column}\` were cut to whole microseconds.`,
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
    hint: () => "Relative paths start at the folder of the file that declares the source.",
  }),
  "file-not-readable": define<{ file: string; reason: string }>({
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` cannot be read: ${reason}`,
  }),
  "csv-malformed": define<{ file: string; reason: string }>({
    severity: "error",
    message: ({ file, reason }) => `\`${file}\` is not as its first lines promise: ${reason}`,
    hint: () =>
      "Set `delimiter`, `header`, `encoding` or `columns` of the source, or mend the file.",
  }),
  "database-locked": define<{ file: string; pid: string }>({
    severity: "error",
    message: ({ file, pid }) => `\`${file}\` is locked by ${pid}.`,
    hint: () => "Close the program that has it open for writing, then run again.",
  }),
} as const;
