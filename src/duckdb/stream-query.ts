import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { Batch } from "../rows/batch.js";
import { TypeContradiction, type Column, type RowStream } from "../rows/stream.js";
import type { Result } from "./bindings.js";
import { castExpression, type NamedColumnType } from "./column-type.js";
import type { DuckDbConnection } from "./connection.js";
import { duckDbFailure, type FailureOf } from "./failure.js";
import { parenthesised } from "./quote.js";
import { readBatches } from "./read-batches.js";
import { runnableQuery } from "./runnable-query.js";

export interface QueryOptions {
  readonly signal: AbortSignal;
  /** In whose name failures are reported. */
  readonly of: FailureOf;
  /**
   * Positions of columns to be read as text, after a {@link TypeContradiction}. Copies do without:
   * they widen a column themselves.
   */
  readonly asText?: ReadonlySet<number> | undefined;
}

/**
 * Runs one query of the user's and yields its rows as batches. The connection is the stream's own:
 * it is closed after the last batch, on failure, and when the consumer stops early.
 */
export async function streamQuery(
  connection: DuckDbConnection,
  sql: string,
  options: QueryOptions,
): Promise<RowStream> {
  const warnings: Diagnostic[] = [];
  const stop = onAbort(options.signal, () => connection.interrupt());
  try {
    options.signal.throwIfAborted();
    const runnable = await runnableQuery(connection, sql);
    const { columns, result, text } = await start(
      connection,
      runnable,
      options.asText ?? new Set(),
    );
    const batches = readBatches(connection.duckdb, result, columns, (index) => {
      warnings.push(createDiagnostic("nanoseconds-cut", { column: columns[index]?.name ?? "" }));
    });
    return {
      columns: columns.map(publicColumn),
      batches: guarded(whole(batches, connection, text), columns, options, sql, () => {
        stop();
        connection.close();
      }),
      warnings,
    };
  } catch (error) {
    stop();
    connection.close();
    throw options.signal.aborted
      ? duckDbFailure(new Error("INTERRUPT Error"), options.of)
      : duckDbFailure(error, options.of, sql);
  }
}

/**
 * A cast may fail as soon as the query starts: then it starts once more with the column as text.
 */
async function start(
  connection: DuckDbConnection,
  sql: string,
  asText: ReadonlySet<number>,
): Promise<{ columns: readonly NamedColumnType[]; result: Result; text: string }> {
  const columns = (await connection.describe(sql)).map((column, index) =>
    asText.has(index) ? textColumn(column) : column,
  );
  try {
    const text = readable(sql, columns);
    return { columns, result: await connection.stream(text), text };
  } catch (error) {
    const wide = wideIntegerAt(error, columns);
    if (wide === undefined) throw error;
    return start(connection, sql, new Set([...asText, wide]));
  }
}

/** What others see of a column. */
export function publicColumn(column: NamedColumnType): Column {
  const { name, type, native } = column;
  return { name, type, nativeType: native, exact: !isWideInteger(column) };
}

/** Calls `action` once when the signal aborts; the answer takes the listener away. */
export function onAbort(signal: AbortSignal, action: () => void): () => void {
  signal.addEventListener("abort", action, { once: true });
  return () => signal.removeEventListener("abort", action);
}

/** A 128-bit integer of which 64 bits were expected. */
export function isWideInteger(column: NamedColumnType): boolean {
  return column.readAs === "BIGINT";
}

/** The first column of wide integers when one of them may be why a cast failed. */
export function wideIntegerAt(
  error: unknown,
  columns: readonly NamedColumnType[],
): number | undefined {
  const message = error instanceof Error ? error.message : "";
  const column = columns.findIndex(isWideInteger);
  return column >= 0 && /^Conversion Error: .*U?INT128/s.test(message) ? column : undefined;
}

/** The column as text; wide integers stay numbers, as a decimal without precision. */
export function textColumn(column: NamedColumnType): NamedColumnType {
  return {
    ...column,
    type: isWideInteger(column) ? "decimal" : "text",
    layout: { kind: "string" },
    readAs: "VARCHAR",
    storeAs: "VARCHAR",
  };
}

/**
 * The query itself where every column can be read as it is, else a query over it that casts the
 * others.
 */
function readable(sql: string, columns: readonly NamedColumnType[]): string {
  if (columns.every(({ readAs }) => readAs === undefined)) return sql;
  const names = columns.map((_, index) => `c${index}`);
  const list = columns.map(({ readAs }, index) => castExpression(`c${index}`, readAs));
  return `SELECT ${list.join(", ")} FROM ${parenthesised(sql)} AS hw_rows(${names.join(", ")})`;
}

/** The batches, and after the last one a failure where more should have come. */
async function* whole(
  batches: AsyncGenerator<Batch>,
  connection: DuckDbConnection,
  text: string,
): AsyncGenerator<Batch> {
  yield* batches;
  await connection.requireWholeStream(text);
}

async function* guarded(
  batches: AsyncGenerator<Batch>,
  columns: readonly NamedColumnType[],
  options: QueryOptions,
  sql: string,
  done: () => void,
): AsyncGenerator<Batch> {
  try {
    for await (const batch of batches) {
      options.signal.throwIfAborted();
      yield batch;
    }
  } catch (error) {
    if (options.signal.aborted) throw duckDbFailure(new Error("INTERRUPT Error"), options.of);
    const wide = wideIntegerAt(error, columns);
    if (wide !== undefined) throw new TypeContradiction(wide, "it has integers beyond 64 bits.");
    throw duckDbFailure(error, options.of, sql);
  } finally {
    done();
  }
}
