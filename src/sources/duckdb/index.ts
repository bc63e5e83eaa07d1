import { createDiagnostic } from "../../diagnostics/index.js";
import type { CheckStage, Source, SourceContext, SourceType } from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { copyQuery } from "../../duckdb/copy-query.js";
import { DuckDbDatabase } from "../../duckdb/database.js";
import { duckDbFailure } from "../../duckdb/failure.js";
import { fileVersion } from "../../rows/file-version.js";
import { openRetrying } from "../../duckdb/open-retrying.js";
import { SharedDatabase } from "../../duckdb/shared-database.js";
import { runnableQuery } from "../../duckdb/runnable-query.js";
import { publicColumn, streamQuery } from "../../duckdb/stream-query.js";
import { readCatalog } from "./catalog.js";
import type { DuckdbConfig } from "./config.js";
import { inPlaceRelation } from "./in-place.js";
import { unreadableFile } from "./unreadable-file.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

/** The doctor is done within ten seconds. */
const CHECK_PATIENCE = 8000;

const COUNT_TABLES = `SELECT count(*) FROM (
  FROM duckdb_tables() SELECT internal UNION ALL FROM duckdb_views() SELECT internal) WHERE NOT internal`;

/** A DuckDB file, opened read-only while statements run on it and closed soon after. */
export const duckdbSource: SourceType<DuckdbConfig> = {
  open: (config, context) => Promise.resolve(createDatabaseSource(config, context)),
};

function createDatabaseSource(config: DuckdbConfig, context: SourceContext): Source {
  const of = { source: context.name };
  const attached = (config.attach ?? []).flatMap(({ schema_name: name, database, source }) => {
    const file = database ?? source?.database;
    return file === undefined ? [] : [{ name, file }];
  });
  const files = [config.database, ...attached.map(({ file }) => file)];
  /** Milliseconds to wait for another process that writes; as long as any read when absent. */
  let patience: number | undefined;
  const shared = new SharedDatabase(
    () => openRetrying(config.database, () => openDatabase(config, attached, context), patience),
    async () => (await Promise.all(files.map(fileVersion))).join(" "),
  );

  async function connect(): Promise<DuckDbConnection> {
    try {
      return await shared.connect();
    } catch (error) {
      throw (await unreadableFile(error, files)) ?? duckDbFailure(error, of);
    }
  }
  async function using<T>(
    use: (connection: DuckDbConnection) => Promise<T>,
    sql?: string,
  ): Promise<T> {
    const connection = await connect();
    try {
      return await use(connection);
    } catch (error) {
      throw duckDbFailure(error, of, sql);
    } finally {
      connection.close();
    }
  }

  return {
    async *check(): AsyncGenerator<CheckStage> {
      yield { stage: "settings", ok: true, detail: files.join(", ") };
      let stage: CheckStage["stage"] = "resolve";
      patience = CHECK_PATIENCE;
      try {
        await Promise.all(files.map(fileVersion));
        yield { stage, ok: true };
        stage = "connect";
        const version = await using((connection) => connection.text("SELECT version()"));
        yield { stage, ok: true, detail: `DuckDB ${version}, read-only` };
        stage = "query";
        const tables = await using((connection) => connection.text(COUNT_TABLES));
        const detail = `${tables} ${tables === "1" ? "table" : "tables"}`;
        const values = { ...of, database: config.database };
        const diagnostic = createDiagnostic("source-without-tables", values);
        yield { stage, ok: true, detail, ...(tables === "0" && { diagnostic }) };
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        yield { stage, ok: false, diagnostic: error.diagnostic };
      } finally {
        patience = undefined;
      }
    },
    describe: (sql) =>
      using(async (connection) => {
        const runnable = await runnableQuery(connection, sql);
        return (await connection.describe(runnable)).map(publicColumn);
      }, sql),
    // What is attached and loaded besides is there in this database only.
    relation: async (sql) =>
      attached.length > 0 || config.extensions
        ? undefined
        : using((connection) => inPlaceRelation(connection, sql, config.database), sql),
    stream: async (sql, options) => streamQuery(await connect(), sql, { ...options, of }),
    catalog: () => using(readCatalog),
    copyToParquet: async (sql, path, options) =>
      copyQuery(await connect(), sql, path, { ...options, of }),
    close: () => shared.close(),
  };
}

function openDatabase(
  config: DuckdbConfig,
  attached: readonly { readonly name: string; readonly file: string }[],
  context: SourceContext,
): Promise<DuckDbDatabase> {
  const { temporaryDirectory, timeZone } = context;
  return DuckDbDatabase.open({
    file: config.database,
    directories: [
      ...(temporaryDirectory === undefined ? [] : [temporaryDirectory]),
      ...(config.allow ?? []),
    ],
    temporaryDirectory,
    timeZone,
    async prepare(connection) {
      for (const extension of config.extensions ?? []) {
        await loadExtension(connection, extension, context.name);
      }
      for (const { name, file } of attached) {
        await connection.run(`ATTACH ${quoteText(file)} AS ${quoteIdentifier(name)} (READ_ONLY)`);
      }
    },
  });
}

/** Nothing is fetched from the network: what is not installed is an error. */
async function loadExtension(
  connection: DuckDbConnection,
  extension: string,
  source: string,
): Promise<void> {
  try {
    await connection.run(`LOAD ${quoteIdentifier(extension)}`);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new SourceError(
      createDiagnostic("duckdb-extension-missing", { source, extension }, { detail }),
    );
  }
}
