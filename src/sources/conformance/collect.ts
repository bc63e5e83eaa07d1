import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Value } from "../../contract/result.js";
import { columnValues } from "../../rows/column-values.js";
import type { Source } from "../contract.js";
import { SourceError, TypeContradiction, type Column } from "../../rows/stream.js";

export interface Collected {
  readonly columns: readonly Column[];
  /** Columns of values in their one text form, in the order of `columns`. */
  readonly values: readonly (readonly Value[])[];
  readonly rows: number;
  readonly batches: number;
  readonly warnings: readonly Diagnostic[];
  /** What the rows contradicted, as far as columns had to be read again as text. */
  readonly contradictions: readonly TypeContradiction[];
}

/** Reads a whole result, with restarts as the product makes them. */
export async function collect(source: Source, sql: string): Promise<Collected> {
  const asText = new Set<number>();
  const contradictions: TypeContradiction[] = [];
  for (;;) {
    try {
      return { ...(await collectOnce(source, sql, asText)), contradictions };
    } catch (error) {
      if (!(error instanceof TypeContradiction) || asText.has(error.column)) throw error;
      contradictions.push(error);
      asText.add(error.column);
    }
  }
}

async function collectOnce(source: Source, sql: string, asText: ReadonlySet<number>) {
  const { signal } = new AbortController();
  const stream = await source.stream(sql, { signal, asText });
  const values = stream.columns.map((): Value[] => []);
  let rows = 0;
  let batches = 0;
  for await (const batch of stream.batches) {
    rows += batch.rows;
    batches += 1;
    for (const [index, column] of batch.columns.entries()) {
      for (const value of columnValues(column, batch.rows)) values[index]?.push(value);
    }
  }
  return { columns: stream.columns, values, rows, batches, warnings: stream.warnings };
}

/** The diagnostic with which a promise is rejected; fails when it is not, or with another error. */
export async function refusal(promise: Promise<unknown>): Promise<Diagnostic> {
  const outcome = await promise.then(
    () => new Error("not refused"),
    (error: unknown) => error,
  );
  if (outcome instanceof SourceError) return outcome.diagnostic;
  throw outcome;
}
