/**
 * What a connector is. One folder per type under `src/sources/`, one line in `registry.ts`;
 * nothing else in the product knows a type by its name.
 */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { Column, ParquetCopy, RowStream, StreamOptions } from "../rows/stream.js";
import type { Relation } from "../rows/relation.js";
import type { UploadedColumn } from "../sql/uploaded-rows.js";

/** The part that connects. Imported on first use, in the source's reader. */
export interface SourceType<Config = Record<string, unknown>> {
  /** Connects lazily: a bad host fails at the first call, not here. */
  open(config: Config, context: SourceContext): Promise<Source>;
}

/** Structured-cloneable, so that it crosses into the reader. */
export interface SourceContext {
  /** Name of the source in the project. */
  readonly name: string;
  /** What the server's administrator sees, `headwater/<project>`. */
  readonly queryTag: string;
  /** Statements bear a mark of this process, by which another knows them when it is dead. */
  readonly marked?: boolean;
  /** IANA zone for the session; the server's own when absent. */
  readonly timeZone?: string;
  /**
   * Absolute folder of the project when it is trusted: only then code below it is loaded, and
   * what is the user's own goes to hosts that the project names.
   */
  readonly trustedRoot?: string;
  /**
   * Values that may never appear in a message; {@link SourceError} texts are scrubbed of them by
   * the reader.
   */
  readonly secrets: readonly string[];
  /**
   * Folder to which the source may write: files of `copyToParquet`, spilled data. Set by the
   * reader.
   */
  readonly temporaryDirectory?: string;
}

/**
 * A source as its reader has opened it. Failures that a user can mend reject with a {@link
 * SourceError}.
 */
export interface Source {
  /**
   * The connection doctor: stages in order, stopping at the first failure, and soon when the signal
   * is aborted.
   */
  check(signal?: AbortSignal): AsyncIterable<CheckStage>;
  /**
   * Exact names and types of a query's columns without running it. Aborting the signal stops
   * whatever the server does for it.
   */
  describe(sql: string, signal?: AbortSignal): Promise<Column[]>;
  /**
   * Opens what the next statement needs, which may begin soon or never. Rejects where no connection
   * can be had.
   */
  ready?(signal?: AbortSignal): Promise<void>;
  /**
   * Runs one statement, single pass. Resolves when the columns are known; batches follow at the
   * consumer's pace. Aborting the signal stops the statement on the server.
   */
  stream(sql: string, options: StreamOptions): Promise<RowStream>;
  /**
   * A warning of what the login may do in spite of a read-only transaction; undefined when nothing,
   * or when it cannot be said.
   */
  rights?(signal?: AbortSignal): Promise<Diagnostic | undefined>;
  /** Schemas, tables and columns, with their keys and comments where the source tells them. */
  catalog(signal?: AbortSignal): Promise<CatalogSchema[]>;
  /**
   * A query's rows as DuckDB SQL that scans the files in place; only types whose files DuckDB reads
   * have it. Undefined where the query means the same only when it runs here, once: its rows are
   * moved then.
   */
  relation?(sql: string): Promise<Relation | undefined>;
  /**
   * The columns of a query after a look at all of its rows inside the source, for engines whose
   * declarations do not bind: `exact` are those whose every value has the type, so that any part of
   * the rows has it too.
   */
  confirm?(sql: string): Promise<Column[]>;
  /**
   * About how many rows a query has, without reading them: from the planner's statistics, or by
   * counting as long as that is cheap. Undefined when the source cannot say; it never fails a run.
   */
  estimate?(sql: string, signal?: AbortSignal): Promise<number | undefined>;
  /**
   * Bytes for which the service would bill a query, which is not run: of services that bill by the
   * bytes that a query reads. Rejects where the query cannot run.
   */
  cost?(sql: string, signal?: AbortSignal): Promise<number>;
  /**
   * Makes tables of rows from elsewhere, has `use` run while they are there, and drops them whatever
   * comes of it. Only where the user has named a place for them; all else that is asked of a source
   * only reads. Rejects with a SourceError where the source would not keep a value as it is.
   */
  withTables?<T>(tables: UploadTables, use: () => Promise<T>): Promise<WithTables<T>>;
  /** Writes a query's rows to Parquet without passing through JavaScript; only engines that can. */
  copyToParquet?(sql: string, path: string, options: StreamOptions): Promise<ParquetCopy>;
  close(): Promise<void>;
}

export interface UploadTables {
  readonly tables: readonly UploadTable[];
  readonly signal: AbortSignal;
  readonly onProgress: (rows: number, bytes: number) => void;
}

export interface UploadTable {
  /** Of the model whose rows they are, for messages. */
  readonly model: string;
  /** Unique, as {@link newUploadName} makes them; in the place that the user has named. */
  readonly name: string;
  readonly columns: readonly UploadedColumn[];
  open(): Promise<RowStream>;
}

export interface WithTables<T> {
  readonly made: T;
  /** Tables that could not be dropped. */
  readonly warnings: readonly Diagnostic[];
}

export interface CheckStage {
  readonly stage:
    | "settings"
    | "resolve"
    | "connect"
    | "tls"
    | "login"
    | "privileges"
    | "query"
    /** What the project's models would be billed for. */
    | "cost";
  readonly ok: boolean;
  /** What the stage learned: an address, a server version, a time zone. */
  readonly detail?: string;
  /** The failure, or a warning that does not stop the check. */
  readonly diagnostic?: Diagnostic;
}

export interface CatalogSchema {
  readonly name: string;
  readonly tables: readonly CatalogTable[];
}

export interface CatalogTable {
  readonly name: string;
  readonly kind: "table" | "view";
  /** What its makers have written about it. */
  readonly comment?: string;
  readonly columns: readonly CatalogColumn[];
}

export interface CatalogColumn {
  readonly name: string;
  readonly nativeType: string;
  readonly type: LogicalType;
  /** `primary`: the table's primary key, or a part of it; `unique`: no value comes twice. */
  readonly key?: "primary" | "unique";
  readonly comment?: string;
}
