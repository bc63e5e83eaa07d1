/** SQLite in WebAssembly over one file, of which it takes for granted that nobody writes to it. */
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { builtModule } from "../../../disk/built-module.js";
import type { DeclaredColumn } from "../prepare.js";
import type { SqliteValue } from "../types.js";
import { fileCalls, notThere, PATH, type OpenFile } from "./file-calls.js";
import { SqliteMemory, VALUE_BYTES } from "./sqlite-memory.js";
import { webAssembly, type Memory } from "../../web-assembly.js";

/** Addresses are numbers; `sqlite3_` is left out. */
interface Sqlite {
  readonly malloc: (bytes: number) => number;
  readonly open_v2: (path: number, target: number, flags: number, system: number) => number;
  readonly prepare_v2: (
    database: number,
    sql: number,
    bytes: number,
    target: number,
    rest: number,
  ) => number;
  readonly step: (statement: number) => number;
  readonly finalize: (statement: number) => number;
  readonly column_name: (statement: number, column: number) => number;
  /** 0 for an expression. */
  readonly column_decltype: (statement: number, column: number) => number;
  readonly column_count: (statement: number) => number;
  readonly column_value: (statement: number, column: number) => number;
  readonly column_type: (statement: number, column: number) => number;
  readonly column_int64: (statement: number, column: number) => bigint;
  readonly column_double: (statement: number, column: number) => number;
  readonly column_text: (statement: number, column: number) => number;
  readonly column_blob: (statement: number, column: number) => number;
  readonly column_bytes: (statement: number, column: number) => number;
  readonly errmsg: (database: number) => number;
}

const FILES = { sqlite: "./sqlite3.wasm", rows: "./take-rows.wasm" };
const OK = 0;
const ROW = 100;
const DONE = 101;
const READ_ONLY = 0x1;
const WITH_PARAMETERS = 0x40;
/** Pages of memory at first and at most: a program that keeps nothing needs few. */
const FIRST_PAGES = 256;
const MOST_PAGES = 32_768;

/** Of `take-rows.wat`. */
type TakeRows = (
  statement: number,
  columns: number,
  columnsEnd: number,
  most: number,
  atRow: number,
) => number;

/** Why no more rows were taken, by the number that says so. */
const WHY = ["all", "other value", "end", "failure"] as const;

/** What is compiled of SQLite and of the loop over its rows. */
export type SqliteModules = Record<keyof typeof FILES, object>;

export async function loadSqliteWasm(): Promise<SqliteModules> {
  const [sqlite, rows] = await Promise.all([compiled(FILES.sqlite), compiled(FILES.rows)]);
  return { sqlite, rows };
}

async function compiled(file: string): Promise<object> {
  return webAssembly.compile(await readFile(fileURLToPath(builtModule(file, import.meta.url))));
}

export class SqliteSnapshot {
  readonly memory: SqliteMemory;
  readonly #database: number;

  private constructor(
    private readonly sqlite: Sqlite,
    private readonly takeRows: TakeRows,
    memory: Memory,
  ) {
    this.memory = new SqliteMemory(memory);
    const target = this.allocate(8);
    const path = this.#text(`file:${PATH}?immutable=1`);
    const code = sqlite.open_v2(path, target, READ_ONLY | WITH_PARAMETERS, this.#text("unix-none"));
    this.#database = this.#word(target);
    if (code !== OK) throw this.#failure();
  }

  static async open(modules: SqliteModules, file: OpenFile): Promise<SqliteSnapshot> {
    const memory = new webAssembly.Memory({ initial: FIRST_PAGES, maximum: MOST_PAGES });
    const calls = fileCalls(memory, file);
    const imports: Record<string, Record<string, unknown>> = {};
    for (const { module: from, name, kind } of webAssembly.Module.imports(modules.sqlite)) {
      const found = kind === "memory" ? memory : (calls[name] ?? notThere);
      imports[from] = { ...imports[from], [name]: found };
    }
    const { exports } = await webAssembly.instantiate(modules.sqlite, imports);
    // Functions over numbers, by their names in C.
    const functions = exports as Record<string, (...args: unknown[]) => never>;
    functions["__wasm_call_ctors"]?.();
    functions["sqlite3_initialize"]?.();
    const sqlite = Object.fromEntries(
      Object.entries(functions).map(([name, call]) => [name.replace(/^sqlite3_/, ""), call]),
    );
    const { step, column_value } = sqlite;
    const rows = await webAssembly.instantiate(modules.rows, {
      sqlite: { memory, step, column_value },
    });
    const { take } = rows.exports as { readonly take: TakeRows };
    return new SqliteSnapshot(sqlite as unknown as Sqlite, take, memory);
  }

  /** Fails where SQLite cannot prepare it. */
  prepare(sql: string): SnapshotStatement {
    const target = this.allocate(8);
    const code = this.sqlite.prepare_v2(this.#database, this.#text(sql), -1, target, 0);
    if (code !== OK) throw this.#failure();
    const { sqlite, takeRows, memory } = this;
    return new SnapshotStatement(sqlite, takeRows, this.#word(target), memory, () =>
      this.#failure(),
    );
  }

  /** All rows of a short query. */
  rows(sql: string): SqliteValue[][] {
    const statement = this.prepare(sql);
    const rows: SqliteValue[][] = [];
    while (statement.step()) rows.push(statement.values());
    statement.finish();
    return rows;
  }

  /** Whether values lie where {@link SqliteMemory} looks for them. */
  keepsValuesAsKnown(): boolean {
    const statement = this.prepare(
      "VALUES (9007199254740993, -2.5, 'tést', x'00ff', NULL), (-1, 9e999, '', x'', 'end')",
    );
    let same = true;
    while (statement.step()) same &&= statement.keepsValuesAsKnown();
    statement.finish();
    return same;
  }

  /** The address of that many bytes, which stay until the process ends. */
  allocate(size: number): number {
    const at = this.sqlite.malloc(size);
    this.memory.refresh();
    if (at === 0) throw new Error("SQLite has no more memory");
    return at;
  }

  #failure(): Error {
    return new Error(this.memory.text(this.sqlite.errmsg(this.#database)));
  }

  /** As C has it. It stays until the process ends, as all of this memory does. */
  #text(text: string): number {
    const bytes = Buffer.from(`${text}\0`);
    const at = this.allocate(bytes.length);
    this.memory.bytes.set(bytes, at);
    return at;
  }

  #word(at: number): number {
    this.memory.refresh();
    return this.memory.words[at >> 2] ?? 0;
  }
}

export class SnapshotStatement {
  readonly columns: number;
  readonly declared: readonly DeclaredColumn[];

  constructor(
    private readonly sqlite: Sqlite,
    private readonly takeRows: TakeRows,
    private readonly statement: number,
    private readonly memory: SqliteMemory,
    private readonly failure: () => Error,
  ) {
    this.columns = sqlite.column_count(statement);
    this.declared = Array.from({ length: this.columns }, (_, column) => {
      const type = sqlite.column_decltype(statement, column);
      return {
        name: memory.text(sqlite.column_name(statement, column)),
        declared: type === 0 ? null : memory.text(type),
      };
    });
  }

  /** Goes to the next row; false when there is none. */
  step(): boolean {
    const code = this.sqlite.step(this.statement);
    this.memory.refresh();
    if (code === ROW) return true;
    if (code === DONE) return false;
    throw this.failure();
  }

  /**
   * The next rows into the columns that lie from `columns` to `columnsEnd`, with the row at which it
   * stands if the last ones ended before it.
   */
  take(
    columns: number,
    columnsEnd: number,
    most: number,
    atRow: boolean,
  ): { readonly rows: number; readonly why: "all" | "other value" | "end" } {
    const taken = this.takeRows(this.statement, columns, columnsEnd, most, atRow ? 1 : 0);
    this.memory.refresh();
    const why = WHY[taken >> 16] ?? "failure";
    if (why === "failure") throw this.failure();
    return { rows: taken & 0xffff, why };
  }

  /** Where the row's first value lies; the others follow. */
  get row(): number {
    return this.sqlite.column_value(this.statement, 0);
  }

  values(): SqliteValue[] {
    const { row, memory } = this;
    return Array.from({ length: this.columns }, (_, column) =>
      memory.value(row + column * VALUE_BYTES),
    );
  }

  finish(): void {
    this.sqlite.finalize(this.statement);
  }

  keepsValuesAsKnown(): boolean {
    const { sqlite, statement } = this;
    return this.values().every((value, column) => {
      const address = this.row + column * VALUE_BYTES;
      if (sqlite.column_value(statement, column) !== address) return false;
      switch (sqlite.column_type(statement, column)) {
        case 1:
          return value === sqlite.column_int64(statement, column);
        case 2:
          return value === sqlite.column_double(statement, column);
        case 3:
          return (
            value === this.#part(sqlite.column_text(statement, column), column).toString("utf8")
          );
        case 4:
          return (
            value instanceof Uint8Array &&
            this.#part(sqlite.column_blob(statement, column), column).equals(value)
          );
        default:
          return value === null;
      }
    });
  }

  #part(start: number, column: number): Buffer {
    const length = this.sqlite.column_bytes(this.statement, column);
    this.memory.refresh();
    return Buffer.from(this.memory.bytes.buffer, start, length);
  }
}
