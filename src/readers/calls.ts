/** Every question to a reader host, declared once. */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { EngineScope, LandedTable, Relation } from "../rows/relation.js";
import type { AdHocRows } from "../rows/result/first-rows.js";
import type { Column } from "../rows/stream.js";
import type { CatalogSchema, UploadTable } from "../sources/contract.js";
import type { BoundQuery } from "../sql/elsewhere/bound-query.js";
import type { PlanFacts } from "../sql/plan-facts.js";
import type { TraceQuery } from "../sql/trace/trace-query.js";
import { answer, draft, rows } from "./call.js";

/** A table to be made of the rows of a file. */
export interface LandedUpload extends Omit<UploadTable, "open"> {
  readonly rows: LandedTable;
}

/** Questions to a source. */
export const SOURCE_CALLS = {
  /** A trace's query to a JSON or Arrow result. */
  trace: draft<[query: TraceQuery]>("statement"),
  /** A model's rows to Parquet. */
  model: draft<[sql: string]>("landing"),
  /**
   * The same of a query over tables that are made for it, of rows in files, and dropped behind it:
   * of a source whose user has named a place for them.
   */
  modelOver: draft<[sql: string, tables: readonly LandedUpload[]]>("landing"),
  /** Ad-hoc rows, at most `limit`; one more is read to know whether there are more. */
  rows: rows<[sql: string, limit: number], AdHocRows>("statement"),
  /** At most `limit` rows in a file that is read part by part, however many they are. */
  sheets: draft<[sql: string, limit: number]>("statement"),
  /** Names and types of a query's columns; no row is read. */
  describe: answer<[sql: string], Column[]>(),
  /** Opens what the next statement needs, while something else is waited for. */
  ready: answer<[], void>(),
  /** The connection doctor. Its stages come one by one, to `onStage`. */
  check: answer<[], void>(),
  /** A warning of what the login may do in spite of a read-only transaction. */
  rights: answer<[], Diagnostic | undefined>(),
  /** Schemas, tables and columns. */
  catalog: answer<[], CatalogSchema[]>(),
  /**
   * DuckDB SQL that scans the query's files in place; undefined when the source's rows must be
   * moved.
   */
  relation: answer<[sql: string], Relation | undefined>(),
  /**
   * The query's columns after a look at all rows inside the source; undefined when `describe` says
   * what can be said.
   */
  confirm: answer<[sql: string], Column[] | undefined>(),
  /** Bytes for which a query would be billed; undefined where nobody bills by them. */
  cost: answer<[sql: string], number | undefined>(),
  /** About how many rows a query has; undefined when the source cannot say cheaply. */
  estimate: answer<[sql: string], number | undefined>(),
};

/** Questions to an engine that joins tables of several sources. */
export const ENGINE_CALLS = {
  /** A trace's query to a JSON or Arrow result. */
  trace: draft<[query: TraceQuery, scope: EngineScope]>("statement"),
  /** A model's rows to Parquet. */
  model: draft<[sql: string, scope: EngineScope]>("statement"),
  /** Ad-hoc rows, at most `limit`; one more is read to know whether there are more. */
  rows: rows<[sql: string, limit: number, scope: EngineScope], AdHocRows>("statement"),
  /** At most `limit` rows in a file that is read part by part, however many they are. */
  sheets: draft<[sql: string, limit: number, scope: EngineScope]>("statement"),
  /** Names and types of a query's columns; no row is read. */
  describe: answer<[sql: string, scope: EngineScope], Column[]>("statement"),
  /**
   * What the SQL needs of its tables. No row is read; SQL that is wrong is not understood, and
   * fails when it runs.
   */
  plan: answer<[sql: string, scope: EngineScope], PlanFacts>("statement"),
  /** The query as it is bound over the tables. No row is read; SQL that is wrong has a reason. */
  bind: answer<[sql: string, scope: EngineScope], BoundQuery>("statement"),
};

/** Questions to DuckDB in this process. */
export const EMBEDDED_CALLS = {
  ...ENGINE_CALLS,
  /**
   * An Arrow IPC file to Parquet, which no SQL can read. Rejects with `arrow-unreadable` when it is
   * damaged.
   */
  arrow: draft<[file: string]>("landing"),
};
