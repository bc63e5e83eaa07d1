/** Tables that SQL of the embedded engine may name: what they scan, and under which names. */
import type { Diagnostic } from "../contract/diagnostic.js";

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
