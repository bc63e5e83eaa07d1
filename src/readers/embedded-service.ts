/** The embedded DuckDB inside its reader host: one locked instance per call, which sees the call's relations only. */
import type { Column, RowStream, StreamOptions } from "../rows/stream.js";
import { publicColumn, streamQuery } from "../duckdb/stream-query.js";
import { requireQuery } from "../duckdb/statement.js";
import { duckDbFailure } from "../duckdb/failure.js";
import { type DuckDbConnection } from "../duckdb/connection.js";
import { DuckDbDatabase } from "../duckdb/database.js";
import { copyQuery } from "../duckdb/copy-query.js";
import { openArrow } from "../rows/arrow/open-arrow.js";
import { createLandings } from "../duckdb/landing/land-parquet.js";
import { parquetDraft } from "../duckdb/landing/parquet-draft.js";
import type { AdHocRows } from "./contract.js";
import type { EmbeddedScope, PlannedTable } from "../rows/relation.js";
import type { Draft } from "../rows/result/draft.js";
import type { CallControl, EmbeddedCalls, HostTask, Limits, Service } from "./messages.js";
import { landModel } from "./land-model.js";
import { readStream, requireWithin } from "./read-stream.js";
import { firstRows } from "../rows/result/first-rows.js";
import { writeResult } from "../rows/result/write-result.js";
import type { TraceQuery } from "../sql/trace-query.js";
import { planMerge } from "../duckdb/plan/plan-merge.js";
import { createRelations } from "../duckdb/create-relations.js";
import { whileUnchanged } from "../duckdb/while-unchanged.js";

const OF = "engine";

/** Answers the calls of `Embedded`. */
export function createEmbeddedService(
  task: HostTask & { readonly kind: "embedded" },
): Service<EmbeddedCalls> {
  const { temporaryDirectory, memoryLimit, spillLimit } = task;
  const landings = createLandings({ temporaryDirectory });

  async function open(scope: EmbeddedScope, files: readonly string[]): Promise<DuckDbDatabase> {
    try {
      return await DuckDbDatabase.open({
        directories: [...new Set(scope.relations.flatMap(({ directories }) => directories))],
        files,
        temporaryDirectory,
        memoryLimit,
        spillLimit,
        timeZone: scope.timeZone,
        prepare: (connection) => createRelations(connection, scope.relations),
      });
    } catch (error) {
      throw duckDbFailure(error, OF);
    }
  }

  /** The instance lives as long as the connection that `use` gets, and `use` closes that. */
  async function withConnection<T>(
    scope: EmbeddedScope,
    files: readonly string[],
    use: (connection: DuckDbConnection) => Promise<T>,
  ): Promise<T> {
    const database = await open(scope, files);
    return use(await database.connect(() => database.close()));
  }

  const stream =
    (sql: string, scope: EmbeddedScope) =>
    (options: StreamOptions): Promise<RowStream> =>
      withConnection(scope, [], (connection) =>
        streamQuery(connection, sql, { ...options, of: OF }),
      );

  return {
    trace(
      query: TraceQuery,
      path: string,
      scope: EmbeddedScope,
      limits: Limits,
      control: CallControl,
    ): Promise<Draft> {
      return whileUnchanged(scope, () =>
        readStream(stream(query.sql, scope), limits, control, (rows) =>
          writeResult(rows, query, path),
        ),
      );
    },
    rows(
      sql: string,
      limit: number,
      scope: EmbeddedScope,
      limits: Limits,
      control: CallControl,
    ): Promise<AdHocRows> {
      return whileUnchanged(scope, () =>
        readStream(stream(sql, scope), limits, control, (rows) => firstRows(rows, limit)),
      );
    },
    async model(
      sql: string,
      path: string,
      scope: EmbeddedScope,
      limits: Limits,
      control: CallControl,
    ): Promise<Draft> {
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
    describe(sql: string, scope: EmbeddedScope): Promise<Column[]> {
      return withConnection(scope, [], async (connection) => {
        try {
          await requireQuery(connection, sql);
          return (await connection.describe(sql)).map(publicColumn);
        } catch (error) {
          throw duckDbFailure(error, OF, sql);
        } finally {
          connection.close();
        }
      });
    },
    arrow(file: string, path: string, limits: Limits, control: CallControl): Promise<Draft> {
      return landModel(() => openArrow(file), path, landings, limits, control);
    },
    plan: (sql: string, tables: readonly PlannedTable[], timeZone: string) =>
      planMerge(sql, tables, { timeZone, temporaryDirectory, memoryLimit }),
    close: () => landings.close(),
  };
}
