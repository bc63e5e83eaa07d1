/**
 * The embedded DuckDB inside its reader host: a locked instance for each call, which sees the call's
 * relations only.
 */
import type { RowStream, StreamOptions } from "../rows/stream.js";
import { publicColumn, streamQuery } from "../duckdb/stream-query.js";
import { runnableQuery } from "../duckdb/runnable-query.js";
import { duckDbFailure } from "../duckdb/failure.js";
import type { DuckDbConnection } from "../duckdb/connection.js";
import { DuckDbDatabase } from "../duckdb/database.js";
import { SpareDatabases } from "../duckdb/spare-databases.js";
import { copyQuery } from "../duckdb/copy-query.js";
import { openArrow } from "../rows/arrow/open-arrow.js";
import { createLandings } from "../duckdb/landing/land-parquet.js";
import { parquetDraft } from "../duckdb/landing/parquet-draft.js";
import type { EngineScope } from "../rows/relation.js";
import type { Service } from "./call.js";
import type { EMBEDDED_CALLS } from "./calls.js";
import type { HostTask } from "./messages.js";
import { landModel } from "./land-model.js";
import { readStream, requireWithin } from "./read-stream.js";
import { firstRows } from "../rows/result/first-rows.js";
import { writeSheets } from "../rows/result/sheets-file.js";
import { writeResult } from "../rows/result/write-result.js";
import { bindQuery, planMerge } from "../duckdb/plan/plan-merge.js";
import { createTables } from "../duckdb/tables/create-tables.js";
import { databasesOf, directoriesOf } from "../duckdb/tables/table-sql.js";
import { whileUnchanged } from "../duckdb/tables/while-unchanged.js";

const OF = "engine";

/** Answers the calls of {@link EMBEDDED_CALLS}. */
export function createEmbeddedService(
  task: HostTask & { readonly kind: "embedded" },
): Service<typeof EMBEDDED_CALLS> {
  const { temporaryDirectory, memoryLimit, spillLimit } = task;
  const landings = createLandings();
  const spares = new SpareDatabases();

  async function connect(scope: EngineScope, files: readonly string[]): Promise<DuckDbConnection> {
    const options = {
      directories: [...new Set(scope.tables.flatMap(directoriesOf))],
      temporaryDirectory,
      memoryLimit,
      spillLimit,
      timeZone: scope.timeZone,
      prepare: (connection: DuckDbConnection) => createTables(connection, scope.tables),
    };
    try {
      const attached = scope.tables.flatMap(databasesOf);
      if (files.length === 0 && attached.length === 0) return await spares.connect(options);
      const database = await DuckDbDatabase.open({ ...options, files });
      return await database.connect(() => database.close());
    } catch (error) {
      throw duckDbFailure(error, OF);
    }
  }

  /** `use` closes the connection that it gets. */
  async function withConnection<T>(
    scope: EngineScope,
    files: readonly string[],
    use: (connection: DuckDbConnection) => Promise<T>,
  ): Promise<T> {
    return use(await connect(scope, files));
  }

  const stream =
    (sql: string, scope: EngineScope) =>
    (options: StreamOptions): Promise<RowStream> =>
      withConnection(scope, [], (connection) =>
        streamQuery(connection, sql, { ...options, of: OF }),
      );

  return {
    trace(query, scope, path, limits, control) {
      return whileUnchanged(scope, () =>
        readStream(stream(query.sql, scope), limits, control, (rows) =>
          writeResult(rows, query, path),
        ),
      );
    },
    rows(sql, limit, scope, limits, control) {
      return whileUnchanged(scope, () =>
        readStream(stream(sql, scope), limits, control, (rows) => firstRows(rows, limit)),
      );
    },
    sheets(sql, limit, scope, path, limits, control) {
      return whileUnchanged(scope, () =>
        readStream(stream(sql, scope), limits, control, (rows) => writeSheets(rows, limit, path)),
      );
    },
    async model(sql, scope, path, limits, control) {
      // Bytes are counted as rows pass through here.
      if (limits.maxBytes !== undefined) {
        return whileUnchanged(scope, () =>
          landModel(stream(sql, scope), path, landings, limits, control),
        );
      }
      const copied = await whileUnchanged(scope, () =>
        withConnection(scope, [path], (connection) =>
          copyQuery(connection, sql, path, { signal: control.signal, of: OF }),
        ),
      );
      requireWithin(copied.rows, 0, limits);
      return parquetDraft(path, copied.rows, copied.columns, copied.warnings);
    },
    describe(sql, scope) {
      return withConnection(scope, [], async (connection) => {
        try {
          const runnable = await runnableQuery(connection, sql);
          return (await connection.describe(runnable)).map(publicColumn);
        } catch (error) {
          throw duckDbFailure(error, OF, sql);
        } finally {
          connection.close();
        }
      });
    },
    arrow(file, path, limits, control) {
      return landModel(() => openArrow(file), path, landings, limits, control);
    },
    plan: (sql, scope) => planMerge(sql, scope, { temporaryDirectory, memoryLimit }),
    bind: (sql, scope) => bindQuery(sql, scope, { temporaryDirectory, memoryLimit }),
    async close() {
      spares.close();
      await landings.close();
    },
  };
}
