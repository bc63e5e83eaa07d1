/**
 * The planner of merges: a throw-away DuckDB that sees the tables' columns and none of their rows.
 */
import { requireQuery } from "../statement.js";
import type { DuckDbConnection } from "../connection.js";
import { DuckDbDatabase } from "../database.js";
import { attachDatabases } from "../attach.js";
import { databasesOf, declaredType, directoriesOf, tableSql } from "../tables/table-sql.js";
import { readBound } from "./read-bound.js";
import { readPlan, tableFunctionName } from "./read-plan.js";
import type { BoundQuery } from "../../sql/elsewhere/bound-query.js";
import type { PlanFacts } from "../../sql/plan-facts.js";
import type { EngineScope, EngineTable } from "../../rows/relation.js";
import { createTables } from "../tables/create-tables.js";
import { quoteText } from "../../sql/quote.js";

/**
 * Optimizers that would look at the plan's cost, hide conditions in operators or reshape scans.
 * Those that are left move conditions and columns down to the scans; `statistics_propagation` and
 * `build_side_probe_side` resolve types that the plan's own writer forgets.
 */
const DISABLED = [
  "column_lifetime",
  "common_aggregate",
  "common_subexpressions",
  "common_subplan",
  "compressed_materialization",
  "duplicate_groups",
  "extension",
  "in_clause",
  "join_elimination",
  "join_filter_pushdown",
  "join_order",
  "late_materialization",
  "limit_pushdown",
  "materialized_cte",
  "regex_range",
  "reorder_filter",
  "row_group_pruner",
  "sampling_pushdown",
  "sum_rewriter",
  "top_n",
  "top_n_window_elimination",
  "window_self_join",
].join(",");

export interface PlanOptions {
  readonly temporaryDirectory: string;
  /** Bytes. */
  readonly memoryLimit: number;
}

/**
 * What a merge's SQL needs of its tables. SQL that cannot be planned is not understood; nothing
 * here fails a run.
 */
export async function planMerge(
  sql: string,
  scope: EngineScope,
  options: PlanOptions,
): Promise<PlanFacts> {
  try {
    const { text, names } = await serializedPlan(sql, scope, options, true);
    return readPlan(text, names);
  } catch (error) {
    return { understood: false, reason: firstLine(error) };
  }
}

/** The query as DuckDB binds it, or why it does not. */
export async function bindQuery(
  sql: string,
  scope: EngineScope,
  options: PlanOptions,
): Promise<BoundQuery> {
  try {
    return readBound((await serializedPlan(sql, scope, options, false)).text);
  } catch (error) {
    return { reason: firstLine(error) };
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}

/** DuckDB's plan as JSON, and the names of the columns of each table. */
async function serializedPlan(
  sql: string,
  { tables, timeZone }: EngineScope,
  options: PlanOptions,
  optimize: boolean,
): Promise<{ readonly text: string; readonly names: readonly (readonly string[])[] }> {
  const names: string[][] = [];
  const database = await DuckDbDatabase.open({
    ...options,
    timeZone,
    threads: 1,
    directories: tables.flatMap(directoriesOf),
    async prepare(connection) {
      await attachDatabases(connection, tables.flatMap(databasesOf));
      for (const [index, table] of tables.entries()) {
        names.push(await registerTable(connection, tableFunctionName(index), table));
      }
      await createTables(
        connection,
        tables.map(({ names: known }, index) => ({
          kind: "scan",
          names: known,
          sql: `FROM ${tableFunctionName(index)}()`,
          directories: [],
        })),
      );
      await connection.run(`SET disabled_optimizers = ${quoteText(DISABLED)}`);
    },
  });
  const connection = await database.connect(() => database.close());
  try {
    await requireQuery(connection, sql);
    const plan = `SELECT json_serialize_plan(${quoteText(sql)}, optimize := ${optimize})`;
    return { text: await connection.text(plan), names };
  } finally {
    connection.close();
  }
}

/**
 * Stands for a table in the plan; its names of columns. It is never run, and nothing says how many
 * rows it has, so that nothing looks empty.
 */
async function registerTable(
  connection: DuckDbConnection,
  name: string,
  table: EngineTable,
): Promise<string[]> {
  const columns = await columnsOf(connection, table);
  const { duckdb } = connection;
  const stand = duckdb.create_table_function();
  duckdb.table_function_set_name(stand, name);
  duckdb.table_function_supports_projection_pushdown(stand, true);
  duckdb.table_function_set_bind(stand, (info) => {
    for (const column of columns) duckdb.bind_add_result_column(info, column.name, column.type);
    duckdb.bind_set_bind_data(info, {});
  });
  duckdb.table_function_set_init(stand, (info) => duckdb.init_set_init_data(info, {}));
  duckdb.table_function_set_function(stand, (info) =>
    duckdb.function_set_error(info, "A table of the planner has no rows"),
  );
  connection.register(stand);
  return columns.map((column) => column.name);
}

async function columnsOf(connection: DuckDbConnection, table: EngineTable) {
  if (table.kind !== "declared") return connection.handlesOf(tableSql(table));
  const { columns, dialect } = table;
  const types = await connection.typesOf(columns.map((column) => declaredType(column, dialect)));
  return types.map((type, index) => ({ name: columns[index]?.name ?? "", type }));
}
