/**
 * Readers turn queries into artifact files away from the main thread: one per source, in a worker
 * thread or a child process, and one for the embedded DuckDB. Rows go from the source to the file
 * inside the reader; the main thread sees counters and paths only.
 */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { ScannedTable } from "../rows/relation.js";
import type { DialectName } from "../sql/dialect.js";
import type { SourceContext } from "../sources/contract.js";
import type { DeclaredSourceType, PluginModule } from "../project/source-types.js";
import type { AskControl, NearEnd } from "./call.js";
import type { EMBEDDED_CALLS, ENGINE_CALLS, SOURCE_CALLS } from "./calls.js";

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

/** One source. */
export type Reader = NearEnd<typeof SOURCE_CALLS>;

/**
 * An engine that runs SQL over tables of several sources: merges, and traces on what they yield.
 */
export interface MergeEngine extends NearEnd<typeof ENGINE_CALLS> {
  /** Of the SQL that it takes. */
  readonly dialect: DialectName;
  /**
   * A source's query as a table that the engine reads where it lies; undefined when its rows must
   * be moved to it.
   */
  inPlace(
    source: ReaderSource,
    sql: string,
    control: AskControl,
  ): Promise<ScannedTable | undefined>;
  /**
   * The id of the table of which a statement read what is not here (see `LandedTable`), if that is
   * why it failed.
   */
  lacking(failure: Diagnostic): string | undefined;
}

/**
 * DuckDB in this process, locked down: the engine where no other is named. It reads files of script
 * output too.
 */
export interface EmbeddedEngine extends MergeEngine, NearEnd<typeof EMBEDDED_CALLS> {}

/** All readers of a run or of a serve session. */
export interface Readers {
  source(source: ReaderSource): Reader;
  readonly embedded: EmbeddedEngine;
  /** Ends the thread or process of one source; asking it again starts another. */
  end(source: ReaderSource): Promise<void>;
  /** Stops what still runs, on the servers too, and ends all threads and processes. */
  close(): Promise<void>;
}
