/**
 * Another way to read many rows, at a third of the cost: SQLite in WebAssembly, whose memory is
 * read without a JavaScript value for each of theirs. It knows no locks and no log; a guard, in a
 * process of its own, keeps the file as it is.
 *
 *   guard holds the file ─▶ all is in the file? ─▶ it is opened, the same one? ─▶ rows
 *                                                                          ─▶ guard still there?
 *
 * Wherever an answer is no, the usual way reads the rows.
 */
import { closeSync, fstatSync, openSync } from "node:fs";
import type { Diagnostic } from "../../../contract/diagnostic.js";
import { createDiagnostic } from "../../../diagnostics/index.js";
import type { Batch } from "../../../rows/batch.js";
import {
  SourceError,
  type Column,
  type RowStream,
  type StreamOptions,
} from "../../../rows/stream.js";
import { encodedColumns, readBatches } from "../batches.js";
import { NulGuard } from "../nul-guard.js";
import { startProcess, type Guard } from "./guard.js";
import { isComplete } from "./held-file.js";
import { isPlainProgram } from "./plain-program.js";
import { repairedTexts } from "./repaired-texts.js";
import { RowTaker } from "./row-taker.js";
import {
  loadSqliteWasm,
  SqliteSnapshot,
  type SnapshotStatement,
  type SqliteModules,
} from "./sqlite-wasm.js";

/**
 * The rows of one plain query, whose first ones have these columns; undefined when they have to be
 * read in the usual way. Opens and closes files: this process may hold no lock on the database.
 */
export async function streamSnapshot(
  file: string,
  sql: string,
  columns: readonly Column[],
  options: StreamOptions,
  startGuard: (file: string) => Promise<Guard | undefined> = startProcess,
): Promise<RowStream | undefined> {
  if (!(await isComplete(file))) return undefined;
  const loading = loadSqliteWasm().catch(() => undefined);
  const guard = await startGuard(file);
  const modules = await loading;
  let descriptor: number | undefined;
  const close = () => {
    if (descriptor !== undefined) closeSync(descriptor);
    guard?.end();
  };
  try {
    if (guard && modules && (await isComplete(file))) {
      descriptor = openSync(file, "r");
      const snapshot = await openSnapshot(modules, descriptor, guard);
      const statement = snapshot && prepare(snapshot, sql, guard);
      if (snapshot && statement && hasColumns(statement, columns)) {
        return rowsOf(snapshot, statement, columns, file, guard, close, options);
      }
    }
  } catch {
    // The usual way tells what is wrong, unless it is only this one that does not work here.
  }
  close();
  return undefined;
}

/** Undefined when the file is another one than the guard holds. */
async function openSnapshot(
  modules: SqliteModules,
  descriptor: number,
  { file }: Guard,
): Promise<SqliteSnapshot | undefined> {
  const { dev, ino, size } = fstatSync(descriptor, { bigint: true });
  if (file.device !== String(dev) || file.inode !== String(ino)) return undefined;
  return SqliteSnapshot.open(modules, { descriptor, size: Number(size) });
}

/** Undefined when it is not for this build. */
function prepare(
  snapshot: SqliteSnapshot,
  sql: string,
  { version }: Guard,
): SnapshotStatement | undefined {
  if (!snapshot.keepsValuesAsKnown()) return undefined;
  const same = snapshot.rows("SELECT sqlite_source_id()")[0]?.[0] === version;
  return isPlainProgram(snapshot.rows(`EXPLAIN ${sql}`), same) ? snapshot.prepare(sql) : undefined;
}

/** The file may have been written to since the columns were found. */
function hasColumns({ declared }: SnapshotStatement, columns: readonly Column[]): boolean {
  return (
    declared.length === columns.length &&
    declared.every(
      ({ name, declared: type }, index) =>
        name === columns[index]?.name && (type ?? "") === columns[index].nativeType,
    )
  );
}

function rowsOf(
  snapshot: SqliteSnapshot,
  statement: SnapshotStatement,
  columns: readonly Column[],
  file: string,
  guard: Guard,
  close: () => void,
  { signal, asText }: StreamOptions,
): RowStream {
  const encoded = encodedColumns(columns, new NulGuard(), asText);
  const rows = new RowTaker(statement, snapshot, columns, encoded);
  const append = () => rows.append();
  const warnings: Diagnostic[] = [];
  const batches = readBatches(append, columns, encoded, warnings, signal);
  return { columns, warnings, batches: guarded(repairedTexts(batches, columns, warnings)) };

  async function* guarded(rows: AsyncIterable<Batch>): AsyncGenerator<Batch, void, undefined> {
    try {
      yield* rows;
      if (!(await guard.holds())) {
        throw new SourceError(createDiagnostic("file-changed", { file }), "changed");
      }
    } finally {
      close();
    }
  }
}
