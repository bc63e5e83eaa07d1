/** Errors of SQLite, as the user should see them. */
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError, TypeContradiction } from "../../rows/stream.js";

/** SQLite's primary result codes, as far as they have words of their own here. */
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const CORRUPT = 11;
const CANNOT_OPEN = 14;
const NOT_AUTHORIZED = 23;
const NOT_A_DATABASE = 26;

/** Why a statement failed, or the file could not be opened. */
export function sqliteFailure(error: unknown, source: string, file: string): Error {
  if (error instanceof SourceError || error instanceof TypeContradiction) return error;
  const message = error instanceof Error ? error.message : String(error);
  const reason = `${message}.`;
  switch (codeOf(error)) {
    case BUSY:
    case LOCKED:
      return new SourceError(createDiagnostic("source-locked", { source, file }));
    case READONLY:
    case NOT_AUTHORIZED:
      return new SourceError(createDiagnostic("query-would-write", { source, reason }));
    case NOT_A_DATABASE:
      return unreadable(file, "it is not a SQLite database, or it is encrypted.");
    case CORRUPT:
      return unreadable(file, reason, DAMAGED);
    case CANNOT_OPEN:
      return unreadable(file, reason);
    default:
      return new SourceError(
        createDiagnostic(
          /^(no such (table|column|function|collation)|ambiguous column)/.test(message)
            ? "query-name-unknown"
            : "query-failed",
          { source, reason },
        ),
      );
  }
}

/** Whether the file is no database of SQLite, or one that it cannot decipher. */
export function isNoDatabase(error: unknown): boolean {
  return codeOf(error) === NOT_A_DATABASE;
}

const DAMAGED =
  "It is cut off or damaged, as a copy of a file that was being written is: copy it again with `.backup` of SQLite's shell, or save what is left with `.recover`.";

function unreadable(file: string, reason: string, hint?: string): SourceError {
  return new SourceError(createDiagnostic("file-not-readable", { file, reason }, { hint }));
}

/** SQLite's own words for its codes: an error of the authorizer, or while rows are read, has no more. */
const WORDS: readonly (readonly [RegExp, number])[] = [
  [/^(authorization denied|not authorized)/, NOT_AUTHORIZED],
  [/^database disk image is malformed/, CORRUPT],
  [/^file is not a database/, NOT_A_DATABASE],
  [/^database (table )?is locked/, LOCKED],
  [/^unable to open database file/, CANNOT_OPEN],
  [/^attempt to write a readonly database/, READONLY],
];

/** The binding gives the extended code, if any; its low byte is the primary one. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("errcode" in error) return Number(error.errcode) & 0xff;
  return WORDS.find(([words]) => words.test(error.message))?.[1];
}
