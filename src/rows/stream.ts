/**
 * How rows leave a source: one pass over batches, with what is known of their columns, and the two
 * ways in which it ends early.
 */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { ArtifactColumn } from "../contract/manifest.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { Batch } from "./batch.js";

export interface StreamOptions {
  readonly signal: AbortSignal;
  /** An error, never a cut, when exceeded. */
  readonly maxRows?: number;
  readonly maxBytes?: number;
  /** Positions of columns to be read as text, after a {@link TypeContradiction}. */
  readonly asText?: ReadonlySet<number>;
  /** Whoever asks wants all rows, as far as is known. */
  readonly toTheEnd?: boolean;
}

/** The rows of one statement. Batches are read once; leaving the loop early ends the statement. */
export interface RowStream {
  readonly columns: readonly Column[];
  readonly batches: AsyncIterable<Batch>;
  /**
   * Grows while the batches are read: values that had to change form, unknown types. Read it after
   * the last batch.
   */
  readonly warnings: readonly Diagnostic[];
  /**
   * Bytes for which the service bills the statement, of services that bill by bytes. Known after
   * the last batch.
   */
  readonly bytesBilled?: number | undefined;
}

export interface Column {
  readonly name: string;
  readonly type: LogicalType;
  /** The database's own word for the type. */
  readonly nativeType: string;
  /**
   * False where the type is only a guess, as for SQLite's expressions; such a column takes no
   * push-down.
   */
  readonly exact: boolean;
}

export interface ParquetCopy {
  readonly rows: number;
  readonly columns: readonly (Column & ArtifactColumn)[];
  readonly warnings: readonly Diagnostic[];
}

/** A user-facing failure of a source: it carries the diagnostic that will be shown. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  constructor(
    readonly diagnostic: Diagnostic,
    /**
     * What may well not happen again. `read`: the connection was lost, and the read is repeated;
     * `connect`: the server could not be had, which ends a read unless it is such a repetition.
     * Never a refused login. `changed`: what was read has changed meanwhile, and the next attempt
     * reads a copy of it.
     */
    readonly transient?: "read" | "connect" | "changed",
  ) {
    super(diagnostic.message);
  }
}

/**
 * Rows contradict the type that `describe` or the first rows suggested (SQLite keeps a type per
 * value). The consumer drops what it has and calls `stream` again with the column in `asText`.
 */
export class TypeContradiction extends Error {
  override readonly name = "TypeContradiction";
  constructor(
    readonly column: number,
    readonly detail: string,
    /** Needed when it is thrown before there is a stream, whose columns have names. */
    readonly columnName?: string,
  ) {
    super(detail);
  }
}
