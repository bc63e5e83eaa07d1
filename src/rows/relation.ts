/**
 * Tables that SQL of a merge engine names: where the rows of each are, and under which names it is
 * addressed.
 */
import type { ArtifactColumn } from "../contract/manifest.js";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { DialectName } from "../sql/dialect.js";
import type { FileState } from "./file-version.js";
import type { Column } from "./stream.js";

/** A query's rows as DuckDB reads them where they lie. */
export interface Relation {
  /** A SELECT in DuckDB's dialect. */
  readonly sql: string;
  /** Folders that DuckDB must be allowed to read. */
  readonly directories: readonly string[];
  /** Files that the SELECT reads, as they were when it was made. */
  readonly files?: readonly FileState[];
  /** DuckDB databases that the SELECT names. */
  readonly databases?: readonly AttachedDatabase[];
  /** Values that had to change form; part of the diagnostics of every query over them. */
  readonly warnings?: readonly Diagnostic[];
}

/** A DuckDB file, attached read-only. */
export interface AttachedDatabase {
  /** As SQL addresses it. Equal for equal files. */
  readonly name: string;
  /** Absolute path. */
  readonly file: string;
}

/** Rows that are read where they lie. */
export interface ScannedTable extends Relation {
  readonly kind: "scan";
}

/**
 * Rows that landed in a Parquet file; they are read with the types that the columns had at their
 * source.
 */
export interface LandedTable {
  readonly kind: "landed";
  /** Absolute. */
  readonly path: string;
  /** Of the file. */
  readonly columns: readonly ArtifactColumn[];
  /**
   * The table of which the file holds some columns. To read one of the others is an error that
   * names the table.
   */
  readonly partOf?: TableShape;
  /** Bare decimals and intervals are read as written, to be shown and not to be calculated with. */
  readonly exact?: boolean;
}

/**
 * A table of which nothing is here but its columns: enough for a plan. To read a row is an error
 * that names it.
 */
export interface DeclaredTable extends TableShape {
  readonly kind: "declared";
}

/** A table as its source declares it. */
export interface TableShape {
  /** By which errors name it. */
  readonly id: string;
  readonly columns: readonly Column[];
  /** Of the source, whose words the columns' native types are. */
  readonly dialect: DialectName;
}

/** Where the rows of a table are. */
export type TableRows = ScannedTable | LandedTable | DeclaredTable;

export type EngineTable = TableRows & {
  /** Under which the SQL addresses it; no schema: the default one. */
  readonly names: readonly TableName[];
};

export interface TableName {
  readonly schema?: string;
  readonly table: string;
}

/** What SQL of a merge engine sees. */
export interface EngineScope {
  readonly tables: readonly EngineTable[];
  /** IANA zone of the session. */
  readonly timeZone: string;
}
