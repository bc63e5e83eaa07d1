import type { Diagnostic } from "../../contract/diagnostic.js";
import type { CatalogSchema, CheckStage, Source, SourceContext } from "../contract.js";
import type { Relation } from "../../rows/relation.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { copyQuery } from "../../duckdb/copy-query.js";
import { DuckDbDatabase } from "../../duckdb/database.js";
import { duckDbFailure } from "../../duckdb/failure.js";
import { fileKind, fileKindOrText, otherKind } from "./file-kind.js";
import { folderOf, requireFiles } from "./files.js";
import { changedFile, fileStates, fileVersion, type FileState } from "../../rows/file-version.js";
import type { Batch } from "../../rows/batch.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import type { RecordEnd } from "./settled-copy.js";
import { requireGzip } from "./gzip-file.js";
import type { ScratchFolder } from "./scratch-folder.js";
import { SettledFiles, unsettledFile } from "./settled-files.js";
import { parenthesised } from "../../duckdb/quote.js";
import { SharedDatabase } from "../../duckdb/shared-database.js";
import { standsAlone, runnableQuery } from "../../duckdb/runnable-query.js";
import { requireQuery } from "../../duckdb/statement.js";
import { onAbort, publicColumn, streamQuery } from "../../duckdb/stream-query.js";
import { isVolatile } from "../../duckdb/syntax-tree.js";
import { quoteIdentifier } from "../../sql/quote.js";

export interface FileSourceOptions {
  /**
   * How people call such a file: `a CSV file`; what it may be by its bytes, and whether it may be
   * packed with gzip. Without it nobody looks.
   */
  readonly kind?: {
    readonly name: string;
    readonly may?: RegExp;
    readonly isText?: boolean;
    readonly mayBePacked?: boolean;
  };
  /** Absolute path or pattern. */
  readonly file: string;
  /**
   * The tables in `files`; the connection may look into them. The signal aborts when nobody waits
   * for them any more; the connection's statements then fail by themselves.
   */
  readonly tables: (
    files: readonly string[],
    connection: DuckDbConnection,
    signal: AbortSignal,
  ) => Promise<FileTables>;
  /** Where else than in the files the tables' SELECTs read; it goes with the source. */
  readonly scratch?: ScratchFolder;
  /** What DuckDB says of a file that is damaged, and not of the query. */
  readonly damage?: RegExp;
  /** How a record that is half written is told; found out anew for each file. */
  readonly recordEnd: (file: string) => Promise<RecordEnd>;
}

/** Tables as the SELECTs that read them. */
export interface FileTables {
  /** The table that is named after the source, and `data`. */
  readonly main: string;
  /** Further tables by name, such as the sheets of a workbook; the main one may be among them. */
  readonly named?: ReadonlyMap<string, string>;
  /** Values that had to change form; part of the diagnostics of every query. */
  readonly warnings?: readonly Diagnostic[];
}

/** The file is a database with one table, named after the source, and `data`. */
const SECOND_NAME = "data";

/** A source whose rows lie in files that DuckDB reads in place. */
export function createFileSource(options: FileSourceOptions, context: SourceContext): Source {
  const { file } = options;
  const of = { source: context.name };
  const copies = new SettledFiles(options.recordEnd, context);
  const { scratch } = options;
  const directories = [folderOf(file), ...(scratch ? [scratch.path] : [])];
  /** The tables of the last version of the files: what it costs to find them out is paid once. */
  let tables: readonly FileTable[] = [];
  let warnings: readonly Diagnostic[] = [];
  let read: readonly FileState[] = [];
  let tablesVersion: string | undefined;
  const shared = new SharedDatabase(
    (version, signal) =>
      DuckDbDatabase.open({
        directories: [
          ...directories,
          copies.folder,
          ...(context.temporaryDirectory === undefined ? [] : [context.temporaryDirectory]),
        ],
        temporaryDirectory: context.temporaryDirectory,
        timeZone: context.timeZone,
        prepare: async (connection) => {
          if (tablesVersion !== version) {
            signal.throwIfAborted();
            const stop = onAbort(signal, () => connection.interrupt());
            const named = await requireFiles(connection, file);
            await refuseOthers(named, options.kind);
            const settled = await copies.of(version, named);
            const states = await fileStates(settled);
            if (options.kind?.mayBePacked === true) await requireAllGzip(settled, signal);
            const found = await options.tables(settled, connection, signal).finally(stop);
            read = states;
            tables = namedTables(found, context.name);
            warnings = found.warnings ?? [];
            tablesVersion = version;
          }
          for (const { name, sql } of tables) {
            await connection.run(`CREATE VIEW ${quoteIdentifier(name)} AS ${sql}`);
          }
        },
      }),
    async () => copies.versionOf(await fileVersion(file)),
    (version) => copies.release(version),
  );
  /** Two steps lead from a file to what is read, and each may have made a copy. */
  function inOwnNames(error: unknown): unknown {
    const found = options.damage ? damageOf(error, options.damage, file) : error;
    return copies.inOwnNames(scratch?.inOwnNames(found) ?? found);
  }
  async function connect(signal?: AbortSignal): Promise<DuckDbConnection> {
    try {
      return await shared.connect(signal);
    } catch (error) {
      throw inOwnNames(duckDbFailure(error, of));
    }
  }
  /** A look at the files finds a half-written record too; then it is taken at a copy. */
  async function connectSettled(signal?: AbortSignal): Promise<DuckDbConnection> {
    const before = await fileStates([file]);
    try {
      return await connect(signal);
    } catch (error) {
      if ((await changedFile(before)) === undefined || !copies.begin()) throw error;
      return connect(signal);
    }
  }
  /** What is read of the files as they are now; fails when they have changed in the end. */
  async function whileSettled<T>(before: readonly FileState[], work: () => Promise<T>): Promise<T> {
    const outcome = await work().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    const changed = await unsettledFile(before, options.recordEnd);
    if (changed !== undefined) {
      copies.begin();
      throw new SourceError(createDiagnostic("file-changed", { file: changed }), "changed");
    }
    if ("error" in outcome) throw inOwnNames(outcome.error);
    return outcome.value;
  }
  async function using<T>(use: (connection: DuckDbConnection) => Promise<T>): Promise<T> {
    const connection = await connectSettled();
    try {
      return await use(connection);
    } finally {
      connection.close();
    }
  }

  return {
    async *check(): AsyncGenerator<CheckStage> {
      yield { stage: "settings", ok: true, detail: file };
      let stage: CheckStage["stage"] = "resolve";
      try {
        await fileVersion(file);
        yield { stage, ok: true };
        stage = "query";
        const rows = await using((connection) =>
          connection.rows(`SELECT count(*) FROM ${quoteIdentifier(SECOND_NAME)}`),
        );
        const [diagnostic] = warnings;
        const count = Number(rows[0]?.[0] ?? 0);
        const detail = `${count} ${count === 1 ? "row" : "rows"}`;
        yield { stage, ok: true, detail, ...(diagnostic && { diagnostic }) };
      } catch (error) {
        const { diagnostic } = duckDbFailure(inOwnNames(error), of);
        yield { stage, ok: false, diagnostic };
      }
    },
    async describe(sql) {
      return using(async (connection) => {
        try {
          const runnable = await runnableQuery(connection, sql);
          return (await connection.describe(runnable)).map(publicColumn);
        } catch (error) {
          throw inOwnNames(duckDbFailure(error, of, sql));
        }
      });
    },
    async stream(sql, streamOptions) {
      const connection = await connectSettled(streamOptions.signal);
      const [before, states] = [warnings, read];
      const start = () => streamQuery(connection, sql, { ...streamOptions, of });
      // Once it yields rows, what ends it is looked at behind the last of them.
      const stream = await start().catch(async (error: unknown) =>
        whileSettled(states, () => Promise.reject(error as Error)),
      );
      const { columns } = stream;
      const batches = settledBatches(stream.batches, (work) => whileSettled(states, work));
      return {
        columns,
        batches,
        get warnings() {
          return [...before, ...stream.warnings];
        },
      };
    },
    async catalog(): Promise<CatalogSchema[]> {
      const shown = await using((connection) =>
        Promise.all(
          tables
            .filter(({ second }) => !second)
            .map(async ({ name }) => ({
              name,
              kind: "table" as const,
              columns: (await connection.describe(`FROM ${quoteIdentifier(name)}`)).map(
                ({ name: column, native, type }) => ({ name: column, nativeType: native, type }),
              ),
            })),
        ),
      );
      return [{ name: "main", tables: shown }];
    },
    async relation(sql): Promise<Relation | undefined> {
      // Connecting reads the files' columns, and with them `tables`.
      return using(async (connection) => {
        try {
          if (await standsAlone(connection, sql)) return undefined;
          const tree = await requireQuery(connection, sql);
          if (await isVolatile(connection, tree)) return undefined;
          // Copies go when they have been read.
          if (copies.areTaken) return undefined;
        } catch (error) {
          throw inOwnNames(duckDbFailure(error, of, sql));
        }
        const ctes = tables.map(
          ({ name, sql }) => `${quoteIdentifier(name)} AS ${parenthesised(sql)}`,
        );
        return {
          sql: `WITH ${ctes.join(", ")}\nSELECT * FROM ${parenthesised(sql)}`,
          directories,
          files: read,
          warnings,
        };
      });
    },
    async copyToParquet(sql, path, streamOptions) {
      const connection = await connectSettled(streamOptions.signal);
      const [before, states] = [warnings, read];
      const copied = await whileSettled(states, () =>
        copyQuery(connection, sql, path, { ...streamOptions, of }),
      );
      return { ...copied, warnings: [...before, ...copied.warnings] };
    },
    async close() {
      await shared.close();
      await copies.close();
      await scratch?.remove();
    },
  };
}

/** A text of another kind would be read as rows that nobody meant. */
async function refuseOthers(
  files: readonly string[],
  expected: FileSourceOptions["kind"],
): Promise<void> {
  if (!expected) return;
  const { name, may, isText = false } = expected;
  for (const file of files) {
    const kind = await (isText ? fileKind(file) : fileKindOrText(file));
    if (kind && !may?.test(kind.name)) throw otherKind(file, kind, name);
  }
}

async function requireAllGzip(files: readonly string[], signal: AbortSignal): Promise<void> {
  for (const file of files) await requireGzip(file, signal);
}

/** The file's failure, where that is what a query's says. */
function damageOf(error: unknown, damage: RegExp, file: string): unknown {
  if (!(error instanceof SourceError) || error.diagnostic.code !== "query-failed") return error;
  const { message } = error.diagnostic;
  if (!damage.test(message)) return error;
  const named = / file ["']([^"']+)["']/.exec(message)?.[1] ?? file;
  const reason = "it is damaged, or not what its name says.";
  const detail = message.slice(message.indexOf(": ") + 2);
  const hint = "Write or copy it again.";
  return new SourceError(
    createDiagnostic("file-not-readable", { file: named, reason }, { hint, detail }),
  );
}

/** The same batches; the end, good, bad or early, passes through `settle`. */
async function* settledBatches(
  batches: AsyncIterable<Batch>,
  settle: <T>(work: () => Promise<T>) => Promise<T>,
): AsyncGenerator<Batch> {
  const iterator = batches[Symbol.asyncIterator]();
  let isEarly = true;
  try {
    for (;;) {
      const next = await iterator.next().catch((error: Error) => error);
      isEarly = !(next instanceof Error) && next.done !== true;
      if (next instanceof Error) await settle(() => Promise.reject(next));
      else if (next.done === true) return await settle(() => Promise.resolve());
      else yield next.value;
    }
  } finally {
    await iterator.return?.();
    // Whoever stops at some of the rows has them of one state of the files, too.
    if (isEarly) await settle(() => Promise.resolve());
  }
}

interface FileTable {
  readonly name: string;
  readonly sql: string;
  /** It is there under another name already. */
  readonly second: boolean;
}

/**
 * Names do not depend on their case. The main table's names are its own: another table of such a
 * name is not reachable.
 */
function namedTables({ main, named = new Map() }: FileTables, source: string): FileTable[] {
  const tables = new Map<string, FileTable>();
  for (const [name, sql] of named) tables.set(name.toLowerCase(), { name, sql, second: false });
  for (const [name, second] of [
    [source, named.size > 0],
    [SECOND_NAME, true],
  ] as const) {
    const same = tables.get(name.toLowerCase())?.sql === main;
    if (!same) tables.set(name.toLowerCase(), { name, sql: main, second });
  }
  return [...tables.values()];
}
