/** A statement of the user, from its text to the columns that it will yield. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError, type Column } from "../../rows/stream.js";
import { serverErrorOf } from "./failure.js";
import { firstWord } from "./first-word.js";
import type { Field } from "./packets.js";
import type { Session } from "./session.js";
import { prepare, type Statement } from "./statement.js";
import { textWireType, wireType, type WireType } from "./types.js";

/** The server cannot prepare this kind of statement. */
const NOT_PREPARABLE = 1295;
/** Statements that only tell: they may run as text where they cannot be prepared. */
const TELLING = new Set(["show", "describe", "desc", "explain", "help"]);
/**
 * Statements that may yield rows. All others are refused, whatever the server would say to them: MariaDB's ANALYZE runs
 * what it explains, and `ANALYZE SELECT … INTO OUTFILE` writes its file.
 */
const YIELDING = new Set([
  ...TELLING,
  "select",
  "with",
  "values",
  "table",
  "checksum",
  // These may return rows on MariaDB; the transaction refuses them in the server's own words.
  "insert",
  "replace",
  "delete",
  "update",
]);

/** Undefined: the statement has to be run as text, since the server cannot tell its columns beforehand. */
export async function parse(
  session: Session,
  source: string,
  sql: string,
  tag: string,
): Promise<Statement | undefined> {
  const word = firstWord(sql);
  if (TELLING.has(word) && /\binto\s+(?:out|dump)file\b/i.test(sql)) throw withoutRows(source);
  try {
    const statement = await prepare(session, tagged(sql, tag));
    if (statement.parameters > 0) throw withParameters(source);
    if (statement.columns > 0 && YIELDING.has(word)) return statement;
    if (statement.columns === 0 && TELLING.has(word)) return undefined;
  } catch (error) {
    if (serverErrorOf(error)?.number !== NOT_PREPARABLE) throw error;
    if (TELLING.has(word)) return undefined;
  }
  throw withoutRows(source);
}

/** The statement behind a comment that says who asks, on the same line. */
export function tagged(sql: string, tag: string): string {
  return `/* ${tag.replaceAll(/\*\/|\/\*/g, "")} */ ${sql}`;
}

export interface Shape {
  readonly columns: readonly Column[];
  readonly types: readonly WireType[];
  readonly warnings: readonly Diagnostic[];
}

/** How the columns come; `asText` are the positions of those whose values did not fit. */
export function shapeOf(
  fields: readonly Field[],
  protocol: "binary" | "text",
  asText?: ReadonlySet<number>,
): Shape {
  const types = fields.map((field, index) =>
    protocol === "text" ? textWireType(field) : wireType(field, asText?.has(index)),
  );
  const columns = types.map(({ logical, native }, index) => ({
    name: fields[index]?.name ?? "",
    type: logical,
    nativeType: native,
    exact: true,
  }));
  const warnings = types.flatMap(({ known, native }, index) => {
    const column = fields[index]?.name ?? "";
    return known ? [] : createDiagnostic("column-type-unknown", { column, type: native });
  });
  return { columns, types, warnings };
}

/** The statement yields no rows, and was not run, or only told something. */
export function withoutRows(source: string): SourceError {
  return new SourceError(createDiagnostic("statement-without-rows", { source }));
}

function withParameters(source: string): SourceError {
  const reason = "it holds a `?` outside of quotes, which stands for a value that nobody gives.";
  return new SourceError(createDiagnostic("query-failed", { source, reason }));
}
