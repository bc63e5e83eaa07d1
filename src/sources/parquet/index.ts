import { open } from "node:fs/promises";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { fileKind } from "../files/file-kind.js";
import type { SourceType } from "../contract.js";
import { createFileSource, type FileTables } from "../files/file-source.js";
import {
  fractionColumns,
  parquetColumns,
  parquetSchemaQuery,
  parquetSelect,
  type ParquetColumn,
} from "../../duckdb/parquet-columns.js";
import { fileLiterals } from "../../duckdb/quote.js";
import { quoteIdentifier } from "../../sql/quote.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import type { ParquetConfig } from "./config.js";

/** One table of all files. Columns are matched by name, and one that a file lacks is NULL there. */
export const parquetSource: SourceType<ParquetConfig> = {
  open(config, context) {
    return Promise.resolve(
      createFileSource(
        {
          kind: { name: "a Parquet file", may: /Parquet/ },
          file: config.file,
          damage: DAMAGE,
          recordEnd: () => Promise.resolve({ kind: "whole" }),
          tables: async (files, connection) => {
            for (const one of files) await requireEnd(one);
            return parquetTable(files, connection);
          },
        },
        context,
      ),
    );
  },
};

/** What lies behind a file's marks is read by its own word: DuckDB meets anything there. */
const DAMAGE =
  /Failed to read (?:Parquet )?file|Could not read enough bytes|No magic bytes|Parquet file (?:is|has)|TProtocolException|don't know what type|: Invalid Error: /;

const MARK = "PAR1";

/** A Parquet file ends as it begins; what stands before its end says where everything is. */
async function requireEnd(file: string): Promise<void> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const end = await handle.read(Buffer.alloc(4), 0, 4, Math.max(0, size - 4));
    if (end.buffer.toString("latin1") === MARK || (await fileKind(file)) === undefined) return;
  } finally {
    await handle.close();
  }
  const reason = "its end is missing: it was not written or copied to the end.";
  const hint = "Write or copy it again.";
  throw new SourceError(createDiagnostic("file-not-readable", { file, reason }, { hint }));
}

async function parquetTable(
  files: readonly string[],
  connection: DuckDbConnection,
): Promise<FileTables> {
  const found = parquetColumns(await connection.rows(parquetSchemaQuery(files)));
  const columns = found.flat();
  const unread = new Map([
    ...columns.flatMap(({ name, unread }) =>
      unread === undefined ? [] : [[name, unread] as const],
    ),
    ...(await encryptedColumns(files, found, connection)).map(
      (name) => [name, "encrypted"] as const,
    ),
  ]);
  const cut = new Set(columns.filter((one) => one.cutsNanoseconds).map(({ name }) => name));
  const warnings = [...cut].map((column) =>
    createDiagnostic("nanoseconds-cut", { column, stored: true }),
  );
  const names = (found[0] ?? []).map(({ name }) => name);
  return {
    main: parquetSelect(files, unread, fractionColumns(found)),
    warnings: [...renamedColumns(names), ...warnings],
  };
}

/** In a file that anybody can open single columns may be encrypted; only reading them tells. */
async function encryptedColumns(
  files: readonly string[],
  columns: readonly (readonly ParquetColumn[])[],
  connection: DuckDbConnection,
): Promise<string[]> {
  const encrypted: string[] = [];
  if (!(await mayBeEncrypted(files, connection))) return encrypted;
  for (const [index, file] of files.entries()) {
    if (!(await mayBeEncrypted([file], connection))) continue;
    for (const { name } of columns[index] ?? []) {
      const sql = `SELECT ${quoteIdentifier(name)} IS NULL FROM read_parquet(${fileLiterals([file])}) LIMIT 1`;
      if (!(await isRead(connection.rows(sql)))) encrypted.push(name);
    }
  }
  return encrypted;
}

async function mayBeEncrypted(files: readonly string[], connection: DuckDbConnection) {
  // DuckDB fails where a file has the entry at all.
  const sql = `SELECT count(encryption_algorithm) FROM parquet_file_metadata(${fileLiterals(files)})`;
  return connection.rows(sql).then(
    ([row]) => Number(row?.[0]) > 0,
    () => true,
  );
}

/** What DuckDB says of encrypted bytes depends on what it takes them for. */
async function isRead(rows: Promise<unknown>): Promise<boolean> {
  return rows.then(
    () => true,
    (error: unknown) => {
      if (String(error).includes("INTERRUPT")) throw error;
      return false;
    },
  );
}
