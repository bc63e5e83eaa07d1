import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../rows/stream.js";

/** In whose name a failure is reported: a source's, or the embedded engine's. */
export type FailureOf = { readonly source: string } | "engine";

const UNKNOWN_NAME =
  /^Binder Error: (?:Referenced (?:column|table)|Table "[^"]*" does not have a column)|^Catalog Error: .* does not exist!/;

/** DuckDB's error as the user should see it. A SourceError passes unchanged. */
export function duckDbFailure(error: unknown, of: FailureOf, sql?: string): SourceError {
  if (error instanceof SourceError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/^INTERRUPT Error/i.test(message))
    return new SourceError(createDiagnostic("read-cancelled", {}));
  const malformed =
    csvFailure(message) ??
    // A script's output has words of its own for these.
    (of === "engine" ? undefined : (jsonFailure(message) ?? encodingFailure(message)));
  if (malformed) return malformed;
  const { reason, rest } = splitMessage(message);
  if (message.includes("max_temp_directory_size")) {
    return new SourceError(createDiagnostic("engine-spill-limit", {}, { detail: reason }));
  }
  if (message.startsWith("Out of Memory Error")) {
    return new SourceError(createDiagnostic("engine-out-of-memory", { reason }, { detail: rest }));
  }
  const detail = [sql === undefined ? rest : onLinesOf(rest, sql), sql]
    .filter((text) => text !== undefined && text !== "")
    .join("\n\n");
  const context = detail === "" ? {} : { detail };
  if (of === "engine") {
    return new SourceError(createDiagnostic("engine-query-failed", { reason }, context));
  }
  const code = UNKNOWN_NAME.test(message) ? "query-name-unknown" : "query-failed";
  return new SourceError(createDiagnostic(code, { source: of.source, reason }, context));
}

/**
 * `Binder Error: text …` → its first line without the kind, which says nothing to most people, and
 * the other lines.
 */
function splitMessage(message: string): { reason: string; rest: string } {
  const [first = "", ...others] = message.trim().split("\n");
  const reason = first.replace(
    /^(?:Binder|Catalog|Parser|Conversion|Invalid Input|IO|Permission) Error: /,
    "",
  );
  return { reason, rest: others.join("\n").trim() };
}

const SHOWN_LINE = /^LINE \d+: (\.{3})?(.*?)(\.{3})?$/m;

/**
 * The line that DuckDB shows, counted in the user's SQL, to which others may have been put before.
 */
function onLinesOf(rest: string, sql: string): string {
  const [whole, before = "", shown, after = ""] = SHOWN_LINE.exec(rest) ?? [];
  if (whole === undefined || !shown) return rest;
  const lines = sql.split("\n");
  const found = lines.flatMap((line, index) => (line.includes(shown) ? [index + 1] : []));
  const [number] = found;
  if (number === undefined || found.length > 1) return rest;
  const mended = `LINE ${number}: ${before}${shown}${after}`;
  // The caret stands below its word.
  const moved = mended.length - whole.length;
  const caret = (blanks: string) => (moved < 0 ? blanks.slice(-moved) : " ".repeat(moved) + blanks);
  return rest.replace(SHOWN_LINE, () => mended).replace(/^[ \t]+(?=\^)/m, caret);
}

const ENCODING_HINT =
  "Set `encoding`: files of Windows programs are mostly `windows-1252`, also where they say `ANSI`.";

/** DuckDB's account of a CSV file, without its advice to skip rows. */
function csvFailure(message: string): SourceError | undefined {
  const line = /CSV Error on Line: (\d+)/.exec(message)?.[1];
  const file = /^\s*file = (.*)$/m.exec(message)?.[1];
  if (line === undefined || file === undefined) return undefined;
  const what =
    /^(?:Expected Number of Columns|Value with unterminated quote|Invalid unicode|Maximum line size|Error when|The CSV).*/m.exec(
      message,
    )?.[0] ?? "it cannot be read.";
  const original =
    /Original Line: ([\s\S]*?)\n(?:Expected|Value with|Invalid unicode|Maximum|Error when|Possible)/.exec(
      message,
    );
  return new SourceError(
    createDiagnostic(
      "csv-malformed",
      { file, reason: `line ${line}: ${what}` },
      {
        ...(original && { detail: original[1]?.trim() }),
        ...(what.startsWith("Invalid unicode") && { hint: ENCODING_HINT }),
      },
    ),
  );
}

function jsonFailure(message: string): SourceError | undefined {
  const found = /^Invalid Input Error: Malformed JSON in file "(.*?)", (?:at )?(.*?)\s*$/s.exec(
    message,
  );
  if (!found) return undefined;
  const [, file = "", what = ""] = found;
  const reason = `${what.split("\n", 1)[0]?.replace(/\.?\s*$/, "")}.`;
  return new SourceError(createDiagnostic("json-malformed", { file, reason }));
}

/** DuckDB names no file here, and knows the strict ISO 8859-1 only. */
function encodingFailure(message: string): SourceError | undefined {
  const encoding = /^Invalid Input Error: File is not (\S+) encoded/.exec(message)?.[1];
  if (encoding === undefined) return undefined;
  return new SourceError(createDiagnostic("csv-encoding-wrong", { encoding }));
}
