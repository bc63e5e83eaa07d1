/**
 * A server's refusal, made useful: the place of the expression that it is about, the SQL that was
 * sent, near names.
 */
import { suggest } from "../diagnostics/index.js";
import { type Column, SourceError } from "../rows/stream.js";
import type { Diagnostic, SourceRange } from "../contract/diagnostic.js";
import type { Model, Source, Trace } from "../project/objects.js";
import type { SqlText } from "../sql/trace/trace-sql.js";
import { subjectOf, underCaret } from "./refusal.js";
import { placeInSource } from "./source-place.js";

/** Codes of failures that are about the SQL and not about the connection. */
const QUERY_CODES = new Set([
  "engine-query-failed",
  "query-failed",
  "query-name-unknown",
  "query-not-permitted",
  "query-timed-out",
  "query-would-write",
  "statement-not-sent",
  "statement-without-rows",
]);

/**
 * Completes the failure of a trace's query. The model's columns are asked for only when the server
 * names a column that it does not know; when even that fails, the fault lies in the model's own
 * SQL.
 */
export async function explainTraceFailure(
  diagnostic: Diagnostic,
  trace: Trace,
  sql: string,
  describeModel: () => Promise<readonly Column[]>,
): Promise<Diagnostic> {
  if (!QUERY_CODES.has(diagnostic.code))
    return { at: placeOf(diagnostic, trace.model, trace), ...diagnostic };
  const subject = subjectOf(diagnostic.message);
  const expression = subject && findExpression(trace, subject.name);
  const complete = withSql(diagnostic, sql);
  if (subject?.kind === "column") {
    const columns = await describeModel().catch((error: unknown) => {
      if (error instanceof SourceError) return error.diagnostic;
      throw error;
    });
    if ("code" in columns) {
      return { ...complete, at: sqlPlace(trace.model, columns) ?? trace.at };
    }
    const hint =
      suggest(
        subject.name,
        columns.map(({ name }) => name),
      ) ?? diagnostic.hint;
    return { ...complete, at: expression?.at ?? trace.at, ...(hint !== undefined && { hint }) };
  }
  const inModel =
    subject && !expression && trace.model && mentions(modelSql(trace.model), subject.name);
  const at = inModel ? sqlPlace(trace.model, diagnostic) : undefined;
  return { ...complete, at: at ?? expression?.at ?? trace.at };
}

/** Completes the failure of a model's own query. */
export function explainModelFailure(diagnostic: Diagnostic, model: Model): Diagnostic {
  if (!QUERY_CODES.has(diagnostic.code))
    return { at: placeOf(diagnostic, model, model), ...diagnostic };
  const at = sqlPlace(model, diagnostic) ?? model.at;
  return { ...withSql(diagnostic, modelSql(model)), at };
}

/** A place in the source for failures to reach or open it, else the object's. */
function placeOf(
  diagnostic: Diagnostic,
  model: Model | undefined,
  object: Trace | Model,
): SourceRange {
  const source = sourceOf(model);
  return (source && placeInSource(diagnostic, source)) ?? object.at;
}

/** Which is asked: of a merge the engine that it names. */
function sourceOf(model: Model | undefined): Source | undefined {
  if (model?.type === "merge") return model.engine;
  return model?.type === "sql" ? model.source : undefined;
}

function withSql(diagnostic: Diagnostic, sql: string): Diagnostic {
  const { detail } = diagnostic;
  if (detail?.includes(sql)) return diagnostic;
  return { ...diagnostic, detail: detail === undefined ? sql : `${detail}\n\n${sql}` };
}

function modelSql(model: Model): string {
  return model.type === "script" ? "" : model.sql;
}

/** The place of what a refusal is about in a model's SQL, else of all its SQL. */
function sqlPlace(
  model: Model | undefined,
  { message, detail = "" }: Diagnostic,
): SourceRange | undefined {
  if (!model || model.type === "script") return undefined;
  const marked = underCaret(detail, model.sql);
  if (marked) return model.sqlAt(marked.start, marked.end);
  const subject = subjectOf(message);
  const places = subject ? mentionsOf(withoutTexts(model.sql), subject.name) : [];
  const [first, ...others] = places;
  // Every place of an unknown name is as wrong as the first.
  if (subject && first !== undefined && (subject.kind !== "word" || others.length === 0)) {
    return model.sqlAt(first, first + subject.name.length);
  }
  return model.locate(["sql"]);
}

/** SQL with blanks in place of comments and texts. */
function withoutTexts(sql: string): string {
  return sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, (part) =>
    part.replaceAll(/[^\n]/g, " "),
  );
}

/** The first of a trace's expressions that has the word. */
function findExpression(trace: Trace, word: string): SqlText | undefined {
  return [
    ...trace.queries,
    ...trace.columns,
    ...(trace.cohortOn ? [trace.cohortOn] : []),
    ...trace.filters,
    ...(trace.groupBy || []),
    ...trace.orderBy,
  ].find(({ sql }) => mentions(sql, word));
}

function mentions(text: string, word: string): boolean {
  return mentionsOf(text, word).length > 0;
}

/**
 * Where the text has the word with no letter, digit or underscore beside it; case does not count.
 */
function mentionsOf(text: string, word: string): number[] {
  const isPart = (character: string | undefined) =>
    character !== undefined && /[\p{L}\p{N}_]/u.test(character);
  const [lower, wanted] = [text.toLowerCase(), word.toLowerCase()];
  const found: number[] = [];
  if (wanted === "") return found;
  for (let i = lower.indexOf(wanted); i >= 0; i = lower.indexOf(wanted, i + 1)) {
    const ends = [lower[i - 1], lower[i + wanted.length]];
    if (!/^\w/u.test(wanted) || !ends.some(isPart)) found.push(i);
  }
  return found;
}
