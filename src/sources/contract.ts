/**
 * What a connector is. One folder per type under `src/sources/`, one line in `registry.ts`;
 * nothing else in the product knows a type by its name.
 */
import type { z } from "zod";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { DialectName } from "../sql/dialect.js";
import type { Batch } from "./batch.js";

/** The part that `compile` needs: plain data and a schema, no driver. */
export interface DeclaredSourceType<Config = Record<string, unknown>> {
  readonly type: string;
  /** One sentence for the docs and the schema. */
  readonly description: string;
  /**
   * Fields besides `name` and `type`. Every field has a description; secrets carry `.meta({ secret: true })`,
   * paths `.meta({ path: true })` and are absolute by the time that `open` sees them.
   */
  readonly config: z.ZodType<Config>;
  readonly dialect: DialectName;
  /**
   * `thread`: runs in a worker of its own. `process`: in a child process, for engines that can only be stopped by a kill.
   */
  readonly isolation: "thread" | "process";
  /**
   * True for file-like types whose models may leave out `sql` and which are scanned in place.
   * The file is a database with one table named after the source, and `data`.
   */
  readonly file: boolean;
  /** Statements that run at once on one source, unless its `pool` says otherwise. */
  readonly pool: number;
  /** True where no server holds statements to the source's `timeout`, so that its reader stops them. */
  readonly timedByReader?: true;
  /** Fields that name the server and the login: sources that agree in them share the connections of one `pool`. */
  readonly server?: readonly string[];
  /** Of a type that a plugin adds: its code, which only the readers of a trusted project load. */
  readonly plugin?: PluginModule;
}

/** Where the code of a plugin is. Structured-cloneable. */
export interface PluginModule {
  /** As the project names it. */
  readonly name: string;
  /** Absolute path of the module that exports its `sourceType`. */
  readonly path: string;
}

/** What a plugin declares, or why it cannot be used; faults have no place yet. */
export interface PluginLookup {
  readonly type?: DeclaredSourceType;
  readonly faults: readonly Diagnostic[];
  /** Absolute paths of files that were read. */
  readonly inputs: readonly string[];
}

/** Reads what a plugin declares and imports none of its code. `name` is as written, `root` the project's folder. */
export type ReadPlugin = (name: string, root: string) => Promise<PluginLookup>;

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
  /** IANA zone for the session; the server's own when absent. */
  readonly timeZone?: string;
  /** Values that may never appear in a message; {@link SourceError} texts are scrubbed of them by the reader. */
  readonly secrets: readonly string[];
  /** Folder to which the source may write: files of `copyToParquet`, spilled data. Set by the reader. */
  readonly temporaryDirectory?: string;
}

export interface Source {
  /** The connection doctor: stages in order, stopping at the first failure. */
  check(): AsyncIterable<CheckStage>;
  /** Exact names and types of a query's columns without running it. Aborting the signal stops whatever the server does for it. */
  describe(sql: string, signal?: AbortSignal): Promise<Column[]>;
  /**
   * Runs one statement, single pass. Resolves when the columns are known; batches follow at the consumer's pace.
   * Aborting the signal stops the statement on the server.
   */
  stream(sql: string, options: StreamOptions): Promise<RowStream>;
  /** Schemas, tables and columns. */
  catalog(signal?: AbortSignal): Promise<CatalogSchema[]>;
  /**
   * A query's rows as DuckDB SQL that scans the files in place; only types whose files DuckDB reads have it. Undefined where
   * the query means the same only when it runs here, once: its rows are moved then.
   */
  relation?(sql: string): Promise<Relation | undefined>;
  /**
   * The columns of a query after a look at all of its rows inside the source, for engines whose declarations do not bind:
   * `exact` are those whose every value has the type, so that any part of the rows has it too.
   */
  confirm?(sql: string): Promise<Column[]>;
  /**
   * About how many rows a query has, without reading them: from the planner's statistics, or by counting as long as that is
   * cheap. Undefined when the source cannot say; it never fails a run.
   */
  estimate?(sql: string, signal?: AbortSignal): Promise<number | undefined>;
  /** Writes a query's rows to Parquet without passing through JavaScript; only engines that can. */
  copyToParquet?(sql: string, path: string, options: StreamOptions): Promise<ParquetCopy>;
  close(): Promise<void>;
}

export interface StreamOptions {
  readonly signal: AbortSignal;
  /** An error, never a cut, when exceeded. */
  readonly maxRows?: number;
  readonly maxBytes?: number;
  /** Positions of columns to be read as text, after a {@link TypeContradiction}. */
  readonly asText?: ReadonlySet<number>;
}

export interface RowStream {
  readonly columns: readonly Column[];
  readonly batches: AsyncIterable<Batch>;
  /** Grows while the batches are read: values that had to change form, unknown types. Read it after the last batch. */
  readonly warnings: readonly Diagnostic[];
}

export interface Column {
  readonly name: string;
  readonly type: LogicalType;
  /** The database's own word for the type. */
  readonly nativeType: string;
  /** False where the type is only a guess, as for SQLite's expressions; such a column takes no push-down. */
  readonly exact: boolean;
}

export interface Relation {
  /** A SELECT in DuckDB's dialect. */
  readonly sql: string;
  /** Folders that DuckDB must be allowed to read. */
  readonly directories: readonly string[];
  /** DuckDB databases that the SELECT names. */
  readonly databases?: readonly AttachedDatabase[];
  /** What had to change form, told with every query. */
  readonly warnings?: readonly Diagnostic[];
}

/** A DuckDB file, attached read-only. */
export interface AttachedDatabase {
  /** As SQL addresses it. Equal for equal files. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
}

export interface ParquetCopy {
  readonly rows: number;
  readonly columns: readonly Column[];
  readonly warnings: readonly Diagnostic[];
}

export interface CheckStage {
  readonly stage: "settings" | "resolve" | "connect" | "tls" | "login" | "privileges" | "query";
  readonly ok: boolean;
  /** What was found: an address, a server version, a time zone. */
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
  readonly columns: readonly {
    readonly name: string;
    readonly nativeType: string;
    readonly type: LogicalType;
  }[];
}

/** A user-facing failure of a source: it carries the diagnostic that will be shown. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  constructor(
    readonly diagnostic: Diagnostic,
    /**
     * What may well not happen again. `read`: the connection was lost, and the read is repeated; `connect`: the server could
     * not be had, which ends a read unless it is such a repetition. Never a refused login.
     */
    readonly transient?: "read" | "connect",
  ) {
    super(diagnostic.message);
  }
}

/**
 * Rows contradict the type that `describe` or the first rows suggested (SQLite keeps a type per value).
 * The consumer drops what it has and calls `stream` again with the column in `asText`.
 */
export class TypeContradiction extends Error {
  override readonly name = "TypeContradiction";
  constructor(
    readonly column: number,
    readonly detail: string,
  ) {
    super(detail);
  }
}
