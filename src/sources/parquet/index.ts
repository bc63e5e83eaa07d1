import { open } from "node:fs/promises";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { fileKind } from "../files/file-kind.js";
import type { SourceType } from "../contract.js";
import { createFileSource } from "../files/file-source.js";
import { fileLiterals } from "../../duckdb/quote.js";
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
          recordEnd: () => Promise.resolve({ kind: "whole" }),
          tables: async (files, connection) => {
            for (const one of files) await requireEnd(one);
            return {
              main: `SELECT * FROM read_parquet(${fileLiterals(files)}${files.length > 1 ? ", union_by_name = true" : ""})`,
              warnings: renamedColumns(await columnsOf(files[0] ?? "", connection)),
            };
          },
        },
        context,
      ),
    );
  },
};

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

/** The names of a file's columns as they are written in it; those of nested fields are left out. */
async function columnsOf(file: string, connection: DuckDbConnection): Promise<string[]> {
  const [root, ...fields] = await connection.rows(
    `SELECT name, num_children FROM parquet_schema(${fileLiterals([file])})`,
  );
  const names: string[] = [];
  /** Fields that are still to come below the column that was last. */
  let below = 0;
  for (const [name, children] of root ? fields : []) {
    if (below > 0) below--;
    else names.push(String(name));
    below += Number(children ?? 0);
  }
  return names;
}
