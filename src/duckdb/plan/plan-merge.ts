/** The planner of merges: a throw-away DuckDB that sees the tables' columns and none of their rows. */
import { requireQuery } from "../statement.js";
import { literal } from "../quote.js";
import { type DuckDbConnection } from "../connection.js";
import { DuckDbDatabase } from "../database.js";
import { attachDatabases } from "../attach.js";
import { readPlan, tableFunctionName } from "./read-plan.js";
import { type PlanFacts } from "../../sql/plan-facts.js";
import type { PlannedTable } from "../../rows/relation.js";
import { createRelations } from "../create-relations.js";

/**
 * Optimizers that would look at the plan's cost, hide conditions in operators or reshape scans. Those that are left move
 * conditions and columns down to the scans; `statistics_propagation` and `build_side_probe_side` resolve types that
 * the plan's own writer forgets.
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
  readonly timeZone: string;
  readonly temporaryDirectory: string;
  readonly memoryLimit: number;
}

/** What a merge's SQL needs of its tables. SQL that cannot be planned is not understood; nothing here fails a run. */
export async function planMerge(
  sql: string,
  tables: readonly PlannedTable[],
  options: PlanOptions,
): Promise<PlanFacts> {
  try {
    const names: string[][] = [];
    const database = await DuckDbDatabase.open({
      ...options,
      threads: 1,
      directories: tables.flatMap((table) => ("sql" in table ? table.directories : [])),
      async prepare(connection) {
        await attachDatabases(
          connection,
          tables.flatMap((table) => ("sql" in table ? (table.databases ?? []) : [])),
        );
        for (const [index, table] of tables.entries()) {
          names.push(await registerTable(connection, tableFunctionName(index), table));
        }
        await createRelations(
          connection,
          tables.map((table, index) => ({
            names: table.names,
            sql: `FROM ${tableFunctionName(index)}()`,
            directories: [],
          })),
        );
        await connection.run(`SET disabled_optimizers = ${literal(DISABLED)}`);
      },
    });
    const connection = await database.connect(() => database.close());
    try {
      await requireQuery(connection, sql);
      const plan = `SELECT json_serialize_plan(${literal(sql)}, optimize := true)`;
      return readPlan(await connection.text(plan), names);
    } finally {
      connection.close();
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { understood: false, reason: reason.split("\n")[0] ?? "" };
  }
}

/**
 * Stands for a table in the plan; its names of columns. It is never run, and nothing says how many rows it has, so that
 * nothing looks empty.
 */
async function registerTable(
  connection: DuckDbConnection,
  name: string,
  table: PlannedTable,
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

async function columnsOf(connection: DuckDbConnection, table: PlannedTable) {
  if ("sql" in table) return connection.handlesOf(table.sql);
  const types = await connection.typesOf(table.columns.map(({ type }) => type));
  return types.map((type, index) => ({ name: table.columns[index]?.name ?? "", type }));
}
