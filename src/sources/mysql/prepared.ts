/** A statement of the user, from its text to the columns that it will yield. */
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { withoutRows } from "../server/failure.js";
import { RefusedByServer } from "../server/refusal.js";
import { resultShape, type ResultShape } from "../server/result-shape.js";
import { firstWord } from "./first-word.js";
import type { Session } from "./session.js";
import { prepare, type Statement } from "./statement.js";
import type { Field } from "./wire/packets.js";
import { textWireType, wireType, type WireType } from "./wire/types.js";

/** The server cannot prepare this kind of statement. */
const NOT_PREPARABLE = "1295";
/** Statements that only tell: they may run as text where they cannot be prepared. */
export const TELLING: ReadonlySet<string> = new Set([
  "show",
  "describe",
  "desc",
  "explain",
  "help",
]);
/**
 * Undefined: the statement has to be run as text, since the server cannot tell its columns
 * beforehand.
 */
export async function parse(
  session: Session,
  source: string,
  sql: string,
  tag: string,
): Promise<Statement | undefined> {
  const word = firstWord(sql);
  try {
    const statement = await prepare(session, tagged(sql, tag));
    if (statement.parameters > 0) throw withParameters(source);
    if (statement.columns > 0) return statement;
    if (statement.columns === 0 && TELLING.has(word)) return undefined;
  } catch (error) {
    if (!(error instanceof RefusedByServer) || error.refusal.code !== NOT_PREPARABLE) throw error;
    if (TELLING.has(word)) return undefined;
  }
  throw withoutRows(source);
}

/** The statement behind a comment that says who asks, on the same line. */
export function tagged(sql: string, tag: string): string {
  return `/* ${tag.replaceAll(/\*\/|\/\*/g, "")} */ ${sql}`;
}

/** How the columns come; `asText` are the positions of those whose values did not fit. */
export function shapeOf(
  fields: readonly Field[],
  protocol: "binary" | "text",
  asText?: ReadonlySet<number>,
): ResultShape<WireType> {
  const types = fields.map((field, index) =>
    protocol === "text" ? textWireType(field) : wireType(field, asText?.has(index)),
  );
  return resultShape(fields, types);
}

function withParameters(source: string): SourceError {
  const reason = "it holds a `?` outside of quotes, which stands for a value that nobody gives.";
  return new SourceError(createDiagnostic("query-failed", { source, reason }));
}
