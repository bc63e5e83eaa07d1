import { columnValues } from "../rows/column-values.js";
import type { Value } from "../contract/result.js";
import { readBatches } from "./read-batches.js";
import { columnType, type NamedColumnType } from "./column-type.js";
import type {
  Connection,
  DuckDb,
  LogicalType,
  PreparedStatement,
  Result,
  TableFunction,
} from "./bindings.js";

/** How often a statement is stopped that may not have begun. */
const STOP_MILLISECONDS = 50;

/**
 * One connection of a database. Statements of one connection follow one another; DuckDB's errors
 * are thrown as they are.
 */
export class DuckDbConnection {
  readonly #connection: Connection;
  readonly #onClose: (isSound: boolean) => void;
  #open = true;
  #interrupted = false;
  #streaming = false;
  #stopping: NodeJS.Timeout | undefined;

  constructor(
    readonly duckdb: DuckDb,
    connection: Connection,
    onClose: (isSound: boolean) => void = () => undefined,
  ) {
    this.#connection = connection;
    this.#onClose = onClose;
  }

  /** Runs statements of ours whose rows do not matter. */
  async run(sql: string): Promise<void> {
    await this.duckdb.query(this.#connection, sql);
  }

  /** All rows of a small query of ours; its columns must be of types that are read as they are. */
  async rows(sql: string): Promise<Value[][]> {
    this.#throwIfInterrupted();
    const result = await this.duckdb.query(this.#connection, sql);
    const columns = this.#resultColumns(result);
    const rows: Value[][] = [];
    for await (const batch of readBatches(this.duckdb, result, columns, () => undefined)) {
      const values = batch.columns.map((column) => columnValues(column, batch.rows));
      for (let row = 0; row < batch.rows; row++)
        rows.push(values.map((column) => column[row] ?? null));
    }
    return rows;
  }

  /** The one text that a query of ours yields; empty for NULL or no row. */
  async text(sql: string): Promise<string> {
    const [row] = await this.rows(sql);
    return String(row?.[0] ?? "");
  }

  /** How many statements DuckDB makes of a text; 0 where it cannot read it. Nothing is run. */
  async countStatements(sql: string): Promise<number> {
    const { statement_count: count } = await this.duckdb.extract_statements(this.#connection, sql);
    return count;
  }

  /** Names and types of a query's columns. It is bound, not run. */
  async describe(sql: string): Promise<NamedColumnType[]> {
    return this.#prepared(sql, (prepared) => {
      const count = this.duckdb.prepared_statement_column_count(prepared);
      return Promise.resolve(
        Array.from({ length: count }, (_, index) => ({
          ...columnType(
            this.duckdb,
            this.duckdb.prepared_statement_column_logical_type(prepared, index),
          ),
          name: this.duckdb.prepared_statement_column_name(prepared, index),
        })),
      );
    });
  }

  /** DuckDB's handles for types that are written as in SQL; equal types share one. */
  async typesOf(types: readonly string[]): Promise<LogicalType[]> {
    const distinct = [...new Set(types)];
    const list = distinct.map((type) => `NULL::${type}`);
    const result = await this.duckdb.query(this.#connection, `SELECT ${list.join(", ")} LIMIT 0`);
    const handles = new Map(
      distinct.map((type, index) => [type, this.duckdb.column_logical_type(result, index)]),
    );
    // Each of them is among the distinct ones.
    return types.map((type) => handles.get(type) as LogicalType);
  }

  /** Names of a query's columns, with DuckDB's handles for their types. It is not run. */
  async handlesOf(sql: string): Promise<{ readonly name: string; readonly type: LogicalType }[]> {
    const result = await this.duckdb.query(this.#connection, `SELECT * FROM (${sql}\n) LIMIT 0`);
    return Array.from({ length: this.duckdb.column_count(result) }, (_, index) => ({
      name: this.duckdb.column_name(result, index),
      type: this.duckdb.column_logical_type(result, index),
    }));
  }

  /** Makes a table function known to the SQL of this connection's database. */
  register(tableFunction: TableFunction): void {
    this.duckdb.register_table_function(this.#connection, tableFunction);
  }

  /**
   * Starts a query whose rows are then fetched chunk by chunk, in a transaction of its own, which
   * {@link requireWholeStream} looks at after the last chunk.
   */
  async stream(sql: string): Promise<Result> {
    await this.run("BEGIN TRANSACTION");
    this.#streaming = true;
    try {
      return await this.#prepared(sql, (prepared) =>
        this.duckdb.execute_prepared_streaming(prepared),
      );
    } catch (error) {
      await this.run("ROLLBACK");
      this.#streaming = false;
      throw error;
    }
  }

  /**
   * Fails with what broke the rows of `stream` off. The binding takes an error for their end; what
   * tells is that a failed statement leaves its transaction aborted. The query then runs once more,
   * without its rows, to learn the reason.
   */
  async requireWholeStream(sql: string): Promise<void> {
    this.#throwIfInterrupted();
    const isWhole = await this.run("SELECT 1").then(
      () => true,
      () => false,
    );
    await this.run(isWhole ? "COMMIT" : "ROLLBACK");
    this.#streaming = false;
    if (isWhole) return;
    await this.run(`EXPLAIN ANALYZE\n${sql}`).catch((error: unknown) => {
      throw new Error(onOwnLines(error), { cause: error });
    });
    throw new Error("The rows broke off before their end, and DuckDB did not say why");
  }

  /**
   * Stops the statement that runs, which fails with an interrupt error, and every later one. DuckDB
   * forgets an interrupt that arrives before a statement, as one does that still waits for a thread
   * of Node's: it is told again until the connection is closed.
   */
  interrupt(): void {
    this.#interrupted = true;
    if (!this.#open) return;
    const stop = () => this.duckdb.interrupt(this.#connection);
    stop();
    this.#stopping ??= setInterval(stop, STOP_MILLISECONDS).unref();
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    clearInterval(this.#stopping);
    this.duckdb.disconnect_sync(this.#connection);
    this.#onClose(!this.#interrupted && !this.#streaming);
  }

  async #prepared<T>(sql: string, use: (prepared: PreparedStatement) => Promise<T>): Promise<T> {
    const prepared = await this.duckdb.prepare(this.#connection, sql);
    try {
      this.#throwIfInterrupted();
      return await use(prepared);
    } finally {
      this.duckdb.destroy_prepare_sync(prepared);
    }
  }

  #throwIfInterrupted(): void {
    if (this.#interrupted) throw new Error("INTERRUPT Error");
  }

  #resultColumns(result: Result): NamedColumnType[] {
    return Array.from({ length: this.duckdb.column_count(result) }, (_, index) => ({
      ...columnType(this.duckdb, this.duckdb.column_logical_type(result, index)),
      name: this.duckdb.column_name(result, index),
    }));
  }
}

/** A message that counts the lines of the query without the one that we put before it. */
function onOwnLines(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^LINE (\d+)/m, (_, line: string) => `LINE ${Number(line) - 1}`);
}
