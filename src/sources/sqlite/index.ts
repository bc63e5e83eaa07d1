import { stat } from "node:fs/promises";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { CatalogSchema, CheckStage, Source, SourceContext, SourceType } from "../contract.js";
import { tokenizeSqlite } from "../../sql/dialects/sqlite/tokens.js";
import { firstStatement } from "../../sql/statement.js";
import type { Column, RowStream, SourceError, StreamOptions } from "../../rows/stream.js";
import type { Batch } from "../../rows/batch.js";
import type { Database } from "./binding.js";
import { readCatalog } from "./catalog.js";
import { confirmColumns } from "./confirm.js";
import { countRows } from "./count-rows.js";
import type { SqliteConfig } from "./config.js";
import { sqliteFailure } from "./failure.js";
import { NulGuard } from "./nul-guard.js";
import { openSqlite, type OpenDatabase } from "./open.js";
import { prepareQuery } from "./prepare.js";
import { mayBeHeld } from "./snapshot/held-file.js";
import { isPlainQuery } from "./snapshot/plain-query.js";
import { isReadingDear, startMeter } from "./snapshot/read-cost.js";
import { streamSnapshot } from "./snapshot/stream-snapshot.js";
import { streamQuery } from "./stream.js";
import { declaredType } from "./types.js";

/**
 * SQLite files, read-only. Everything is synchronous between two batches: a query can only be
 * stopped by ending the process that it runs in.
 */
export const sqliteSource: SourceType<SqliteConfig> = {
  open: async (config, context) => new SqliteSource(config, context),
};

class SqliteSource implements Source {
  constructor(
    private readonly config: SqliteConfig,
    private readonly context: SourceContext,
  ) {}

  async *check(): AsyncGenerator<CheckStage, void, undefined> {
    const file = this.config.database;
    yield { stage: "settings", ok: true, detail: file };
    try {
      const opened = await openSqlite(this.config, this.context.name);
      try {
        yield { stage: "connect", ok: true, detail: `${(await stat(file)).size} bytes` };
        yield { stage: "privileges", ok: true, detail: "opened read-only" };
        const tables = countTables(opened.database);
        const detail = `${facts(opened.database)}; ${tables} ${tables === 1 ? "table" : "tables"}`;
        const values = { source: this.context.name, database: file };
        const diagnostic = createDiagnostic("source-without-tables", values);
        yield { stage: "query", ok: true, detail, ...(tables === 0 && { diagnostic }) };
      } finally {
        opened.database.close();
      }
    } catch (error) {
      // Opening fails with SourceErrors only.
      const { diagnostic } = sqliteFailure(error, this.context.name, file) as SourceError;
      yield { stage: "connect", ok: false, diagnostic };
    }
  }

  /** SQLite declares types and does not hold values to them: none of these is exact. */
  async describe(sql: string): Promise<Column[]> {
    return this.#use((open) => {
      const { declared } = prepareQuery(open, this.context.name, sql, new NulGuard());
      return declared.map(({ name, declared: native }) => ({
        name,
        type: declaredType(native),
        nativeType: native ?? "",
        exact: false,
      }));
    });
  }

  async confirm(sql: string): Promise<Column[]> {
    return this.#use((open) => confirmColumns(open, this.context.name, sql));
  }

  /** Counts, as far as that is quick. */
  async estimate(sql: string): Promise<number | undefined> {
    return this.#use((open) => countRows(open, sql));
  }

  async stream(sql: string, options: StreamOptions): Promise<RowStream> {
    const many = options.toTheEnd === true && (await this.#mayReadSnapshot());
    const open = await openSqlite(this.config, this.context.name);
    let columns: readonly Column[];
    try {
      const meter = startMeter();
      const stream = streamQuery(open, this.context.name, sql, options);
      const isDear = many && stream.hasMore && isReadingDear(meter, stream.first);
      if (!isDear || !isPlainQuery(open, statementOf(sql))) {
        return { ...stream, batches: this.#closing(stream.batches, open) };
      }
      ({ columns } = stream);
    } catch (error) {
      open.database.close();
      throw this.#failure(error);
    }
    open.database.close();
    return this.#snapshot(sql, columns, options);
  }

  /** The rows from the beginning once more, in the way that is cheap for many. */
  async #snapshot(
    sql: string,
    columns: readonly Column[],
    options: StreamOptions,
  ): Promise<RowStream> {
    const stream = await streamSnapshot(this.config.database, statementOf(sql), columns, options);
    if (!stream) return this.stream(sql, { ...options, toTheEnd: false });
    return { ...stream, batches: this.#closing(stream.batches) };
  }

  async #mayReadSnapshot(): Promise<boolean> {
    const { database, attach, after_connect: setup } = this.config;
    return attach.length === 0 && setup === undefined && (await mayBeHeld(database));
  }

  async catalog(): Promise<CatalogSchema[]> {
    return this.#use(({ database }) => readCatalog(database));
  }

  /** Nothing is open between two calls. */
  async close(): Promise<void> {}

  async *#closing(
    batches: AsyncIterable<Batch>,
    open?: OpenDatabase,
  ): AsyncGenerator<Batch, void, undefined> {
    try {
      yield* batches;
    } catch (error) {
      throw this.#failure(error);
    } finally {
      open?.database.close();
    }
  }

  async #use<Result>(work: (open: OpenDatabase) => Result): Promise<Result> {
    const open = await openSqlite(this.config, this.context.name);
    try {
      return work(open);
    } catch (error) {
      throw this.#failure(error);
    } finally {
      open.database.close();
    }
  }

  #failure(error: unknown): Error {
    return sqliteFailure(error, this.context.name, this.config.database);
  }
}

function statementOf(sql: string): string {
  return firstStatement(sql, tokenizeSqlite)?.text ?? sql;
}

function countTables(database: Database): number {
  const { tables } = database
    .prepare("SELECT count(*) AS tables FROM sqlite_schema WHERE type IN ('table', 'view')")
    .get() as { tables: number };
  return tables;
}

function facts(database: Database): string {
  // The query's columns are named here.
  const { version } = database.prepare("SELECT sqlite_version() AS version").get() as {
    version: string;
  };
  const { encoding } = database.prepare("PRAGMA encoding").get() as { encoding: string };
  return `SQLite ${version}, encoding ${encoding}`;
}
