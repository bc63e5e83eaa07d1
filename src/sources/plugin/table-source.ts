import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Source, SourceContext } from "../contract.js";
import { createFileSource } from "../files/file-source.js";
import { ScratchFolder } from "../files/scratch-folder.js";
import { writeTable, type PluginTable } from "./table-file.js";

/** The tables that a plugin finds in files. */
export interface PluginTables {
  /** The table that is named after the source, and `data`. */
  readonly main: PluginTable;
  /** Further tables by name. */
  readonly named?: Readonly<Record<string, PluginTable>>;
  /**
   * What a reader should know of the rows; part of the diagnostics of every query. It may grow
   * while the rows are read.
   */
  readonly warnings?: readonly Diagnostic[];
}

export interface TableSourceOptions {
  /** Absolute path of the file, or a pattern such as `/data/*.log`. */
  readonly file: string;
  /**
   * The tables in `files`, which come in the order of their names. Called again when one of them
   * has changed.
   */
  readonly tables: (files: readonly string[]) => PluginTables | Promise<PluginTables>;
}

/**
 * A source whose plugin only reads files: its tables are written to Parquet once for each version
 * of the files, and the embedded DuckDB does the rest, from SQL to the catalogue and the connection
 * doctor. Its dialect is `duckdb`.
 */
export function createTableSource(
  { file, tables }: TableSourceOptions,
  context: SourceContext,
): Source {
  const scratch = new ScratchFolder(context);
  return createFileSource(
    {
      file,
      scratch,
      recordEnd: () => Promise.resolve({ kind: "whole" }),
      async tables(files, connection) {
        const { main, named = {}, warnings = [] } = await tables(files);
        const first = await writeTable(main, connection, scratch, context.name);
        const told = [...first.warnings];
        const others = new Map<string, string>();
        for (const [name, table] of Object.entries(named)) {
          const written =
            table === main ? first : await writeTable(table, connection, scratch, context.name);
          others.set(name, written.sql);
          if (written !== first) told.push(...written.warnings);
        }
        // Reading the rows may have added to the plugin's own.
        return { main: first.sql, named: others, warnings: [...warnings, ...told] };
      },
    },
    context,
  );
}
