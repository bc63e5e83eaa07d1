import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { firstStatement } from "../../sql/statement.js";
import { tokenizeBigquery } from "../../sql/dialects/bigquery/tokens.js";
import { at, numberAt, textAt } from "./answer.js";
import { queryConfiguration } from "./query-configuration.js";
import type { Service } from "./service.js";
import { fieldsOf, type Field } from "./types.js";

/** What BigQuery knows of a query that it has only looked at. */
export interface DryRun {
  /** The one statement, as it is sent: without a semicolon and what stands behind it. */
  readonly sql: string;
  readonly fields: readonly Field[];
  /** Most bytes that it would read, and be billed for. */
  readonly bytes: number;
  /** Where it would run. */
  readonly location: string | undefined;
}

/** Words with which a statement begins that yields rows and changes nothing. */
const QUERIES = new Set(["SELECT", "WITH", "FROM", "GRAPH", ""]);

/**
 * Has the service look at a statement without running it, which costs nothing. Rejects unless it is
 * one query: the service's own word for the kind of a statement decides, and before that its number
 * and its first word, so that nothing else is sent at all.
 */
export async function dryRun(service: Service, sql: string, signal?: AbortSignal): Promise<DryRun> {
  const { name: source } = service.context;
  const statement = onlyQuery(source, sql);
  const answer = await service.call({
    method: "POST",
    path: "jobs",
    body: {
      jobReference: {
        projectId: service.config.project,
        ...(service.config.location !== undefined && { location: service.config.location }),
      },
      configuration: { ...queryConfiguration(service, statement), dryRun: true },
    },
    repeatable: true,
    signal,
  });
  const query = at(answer, "statistics", "query");
  const kind = textAt(query, "statementType");
  if (kind !== "SELECT") throw wouldWrite(source, kind ?? "UNKNOWN");
  const bytes =
    numberAt(query, "totalBytesProcessed") ?? numberAt(answer, "statistics", "totalBytesProcessed");
  return {
    sql: statement,
    fields: fieldsOf(at(query, "schema")),
    bytes: bytes ?? 0,
    location: textAt(answer, "jobReference", "location"),
  };
}

function onlyQuery(source: string, sql: string): string {
  const first = firstStatement(sql, tokenizeBigquery);
  // BigQuery says what is wrong with a text that cannot be read.
  if (!first) return sql;
  if (first.count === 0) {
    throw new SourceError(createDiagnostic("statement-without-rows", { source }));
  }
  if (first.count > 1) throw wouldWrite(source, "SCRIPT");
  if (!QUERIES.has(first.word)) throw wouldWrite(source, first.word);
  return first.text;
}

function wouldWrite(source: string, kind: string): SourceError {
  const reason =
    kind === "SCRIPT"
      ? "several statements are a script, which may write."
      : `\`${kind.replaceAll("_", " ")}\` is no query.`;
  return new SourceError(createDiagnostic("query-would-write", { source, reason }));
}
