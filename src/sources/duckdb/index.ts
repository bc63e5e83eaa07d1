import { createDiagnostic } from "../../diagnostics/index.js";
import type {
  CatalogSchema,
  CatalogTable,
  CheckStage,
  Source,
  SourceContext,
  SourceType,
} from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { copyQuery } from "../../duckdb/copy-query.js";
import { DuckDbDatabase } from "../../duckdb/database.js";
import { duckDbFailure } from "../../duckdb/failure.js";
import { fileVersion } from "../../rows/file-version.js";
import { openRetrying } from "../../duckdb/open-retrying.js";
import { SharedDatabase } from "../../duckdb/shared-database.js";
import { requireQuery } from "../../duckdb/statement.js";
import { publicColumn, streamQuery } from "../../duckdb/stream-query.js";
import type { DuckdbConfig } from "./config.js";
import { inPlaceRelation } from "./in-place.js";
import { unreadableFile } from "./unreadable-file.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

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
  const shared = new SharedDatabase(
    () => openRetrying(config.database, () => openDatabase(config, attached, context)),
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
      }
    },
    describe: (sql) =>
      using(async (connection) => {
        await requireQuery(connection, sql);
        return (await connection.describe(sql)).map(publicColumn);
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
    close() {
      shared.close();
      return Promise.resolve();
    },
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

/** Schemas of attached databases are called `<database>.<schema>`. */
async function readCatalog(connection: DuckDbConnection): Promise<CatalogSchema[]> {
  const rows = await connection.rows(`
    SELECT t.database, t.schema, t.name, t.kind
    FROM (
      SELECT database_name AS database, schema_name AS schema, table_name AS name, 'table' AS kind, internal FROM duckdb_tables()
      UNION ALL
      SELECT database_name, schema_name, view_name, 'view', internal FROM duckdb_views()
    ) t
    WHERE NOT t.internal AND t.database NOT IN ('system', 'temp')
    ORDER BY t.database <> current_database(), t.database, t.schema, t.name`);
  const main = await connection.text("SELECT current_database()");
  const schemas = new Map<string, CatalogTable[]>();
  for (const [database, schema, name, kind] of rows.map((row) => row.map(String))) {
    const title = database === main ? String(schema) : `${database}.${schema}`;
    const path = [database, schema, name].map((part) => quoteIdentifier(String(part))).join(".");
    const columns = await connection.describe(`FROM ${path}`);
    const tables = schemas.get(title) ?? [];
    tables.push({
      name: String(name),
      kind: kind === "view" ? "view" : "table",
      columns: columns.map((column) => ({
        name: column.name,
        nativeType: column.native,
        type: column.type,
      })),
    });
    schemas.set(title, tables);
  }
  return [...schemas].map(([name, tables]) => ({ name, tables }));
}
