/** The embedded DuckDB inside its reader host: one locked instance per call, which sees the call's relations only. */
import type { Column, RowStream, StreamOptions } from "../../sources/contract.js";
import {
  copyQuery,
  DuckDbDatabase,
  duckDbFailure,
  publicColumn,
  requireQuery,
  streamQuery,
  type DuckDbConnection,
} from "../../sources/duckdb-family.js";
import { openArrow } from "../../sources/arrow.js";
import { createLandings } from "../landing/land-parquet.js";
import { parquetDraft } from "../landing/parquet-draft.js";
import type { AdHocRows, Draft, EmbeddedScope, PlannedTable } from "../reader/contract.js";
import type { CallControl, EmbeddedCalls, HostTask, Limits, Service } from "../reader/messages.js";
import { landModel } from "../reader/land-model.js";
import { readStream, requireWithin } from "../reader/read-stream.js";
import { firstRows } from "../result/first-rows.js";
import { writeResult } from "../result/write-result.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";
import { planMerge } from "./plan-merge.js";
import { createRelations } from "./relations.js";
import { whileUnchanged } from "./while-unchanged.js";

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
