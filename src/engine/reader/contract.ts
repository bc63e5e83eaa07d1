/**
 * Readers turn queries into artifact files away from the main thread: one per source, in a worker thread or a child
 * process, and one for the embedded DuckDB. Rows go from the source to the file inside the reader;
 * the main thread sees counters and paths only.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Artifact } from "../../contract/manifest.js";
import type { Result } from "../../contract/result.js";
import type {
  CatalogSchema,
  CheckStage,
  Column,
  DeclaredSourceType,
  PluginModule,
  Relation,
  SourceContext,
} from "../../sources/contract.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";
import type { PlanFacts } from "../merge/read-plan.js";

/** What a reader needs to open its source. Structured-cloneable. */
export interface ReaderSource {
  /** Equal keys share a reader: hash of type, resolved fields and context. */
  readonly key: string;
  readonly type: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly context: SourceContext;
  /** Of a source whose type is a plugin's. */
  readonly plugin?: ReaderPlugin;
}

/** What readers know of a plugin's type; of built-in ones the registry says it. */
export type ReaderPlugin = PluginModule &
  Pick<DeclaredSourceType, "dialect" | "isolation" | "pool" | "timedByReader">;

export interface ReadControl {
  readonly signal: AbortSignal;
  readonly onProgress?: (rows: number, bytes: number) => void;
  readonly maxRows?: number;
  readonly maxBytes?: number;
}

/** A finished file in the state's temporary folder, not yet published. */
export interface Draft {
  readonly path: string;
  readonly artifact: Artifact;
  /** Bytes of the values that passed through the reader; absent where none did. */
  readonly bytesRead?: number;
  /** Rows that compat mode removed and the like; the job's diagnostics. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Rows that nobody keeps. */
export interface AdHocRows {
  readonly result: Result;
  /** There are more than were asked for. */
  readonly more: boolean;
  /** Warnings of the rows that were read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A trace's query to a JSON or Arrow result; a model's to Parquet. Failures reject with a SourceError. */
export interface Reader {
  trace(query: TraceQuery, control: ReadControl): Promise<Draft>;
  model(sql: string, control: ReadControl): Promise<Draft>;
  /** Ad-hoc rows, at most `limit`; one more is read to know whether there are more. */
  rows(sql: string, limit: number, control: ReadControl): Promise<AdHocRows>;
  describe(sql: string, signal?: AbortSignal): Promise<Column[]>;
  check(onStage: (stage: CheckStage) => void): Promise<void>;
  catalog(): Promise<CatalogSchema[]>;
  /** DuckDB SQL that scans the query's files in place; undefined when the source's rows must be moved. */
  relation(sql: string, signal?: AbortSignal): Promise<Relation | undefined>;
  /** The query's columns after a look at all rows inside the source; undefined when `describe` says what can be said. */
  confirm(sql: string, signal?: AbortSignal): Promise<Column[] | undefined>;
  /** About how many rows a query has; undefined when the source cannot say cheaply. */
  estimate(sql: string, signal?: AbortSignal): Promise<number | undefined>;
}

/** A table that embedded SQL may use; the view is created before the SQL runs. */
export interface EmbeddedRelation extends Relation {
  /** Schema and name under which the SQL addresses it; no schema: the default one. */
  readonly names: readonly { readonly schema?: string; readonly table: string }[];
}

/** A table of a merge of which nothing is known but its columns; types are DuckDB's. */
export interface ColumnsOnly {
  readonly names: EmbeddedRelation["names"];
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** What a merge's planner knows of a table: the SELECT that yields its rows, of which it looks at the columns, or these alone. */
export type PlannedTable = EmbeddedRelation | ColumnsOnly;

export interface EmbeddedScope {
  readonly relations: readonly EmbeddedRelation[];
  /** IANA zone of the session. */
  readonly timeZone: string;
}

/** The embedded DuckDB: merges, traces on merge and script models, files of script output. Locked down. */
export interface Embedded {
  trace(query: TraceQuery, scope: EmbeddedScope, control: ReadControl): Promise<Draft>;
  model(sql: string, scope: EmbeddedScope, control: ReadControl): Promise<Draft>;
  rows(sql: string, limit: number, scope: EmbeddedScope, control: ReadControl): Promise<AdHocRows>;
  describe(sql: string, scope: EmbeddedScope): Promise<Column[]>;
  /** An Arrow IPC file to Parquet, which DuckDB itself cannot read. Rejects with `arrow-unreadable` when it is damaged. */
  arrow(file: string, control: ReadControl): Promise<Draft>;
  /** What a merge's SQL needs of its tables. No row is read, and what is wrong with the SQL is for the run to tell. */
  plan(sql: string, tables: readonly PlannedTable[], timeZone: string): Promise<PlanFacts>;
}

/** All readers of a run or of a serve session. */
export interface Readers {
  source(source: ReaderSource): Reader;
  readonly embedded: Embedded;
  /** Stops what still runs, on the servers too, and ends all threads and processes. */
  close(): Promise<void>;
}

export interface ReadersOptions {
  /** Absolute folder for drafts and spilled data, on the same file system as the artifacts. */
  readonly temporaryDirectory: string;
  readonly limits?: ReaderLimits;
}

/** What the embedded DuckDB may take. */
export interface ReaderLimits {
  /** Bytes of memory; min(2 GB, 40 % of the machine's) when absent. */
  readonly memory?: number;
  /** Bytes that one statement may spill; 10 GB when absent. */
  readonly spill?: number;
  /** Absolute folder for spilled data; the temporary folder when absent. */
  readonly spillDirectory?: string;
}
