import type { CatalogSchema, CheckStage, Relation, Source, SourceContext } from "../contract.js";
import { SourceError } from "../contract.js";
import type { DuckDbConnection } from "./connection.js";
import { copyQuery } from "./copy-query.js";
import { DuckDbDatabase } from "./database.js";
import { duckDbFailure } from "./failure.js";
import { fileVersion, findFiles, folderOf } from "./files.js";
import { identifier, parenthesised } from "./quote.js";
import { SharedDatabase } from "./shared-database.js";
import { requireQuery } from "./statement.js";
import { publicColumn, streamQuery } from "./stream-query.js";

export interface FileSourceOptions {
  /** Absolute path or pattern. */
  readonly file: string;
  /** The SELECT that reads the found files; the connection may look into them. */
  readonly table: (files: readonly string[], connection: DuckDbConnection) => Promise<string>;
}

/** The file is a database with one table, named after the source, and `data`. */
const SECOND_NAME = "data";

/** A source whose rows lie in files that DuckDB reads in place. */
export function createFileSource(options: FileSourceOptions, context: SourceContext): Source {
  const { file } = options;
  const of = { source: context.name };
  const names = [...new Set([context.name, SECOND_NAME].map((name) => name.toLowerCase()))];
  /** The SELECT for the last version of the files: what it costs to find out is paid once. */
  let table = "";
  let tableVersion: string | undefined;
  const shared = new SharedDatabase(
    (version) =>
      DuckDbDatabase.open({
        directories: [
          folderOf(file),
          ...(context.temporaryDirectory === undefined ? [] : [context.temporaryDirectory]),
        ],
        temporaryDirectory: context.temporaryDirectory,
        timeZone: context.timeZone,
        prepare: async (connection) => {
          if (tableVersion !== version) {
            table = await options.table(await findFiles(connection, file), connection);
            tableVersion = version;
          }
          for (const name of names) {
            await connection.run(`CREATE VIEW ${identifier(name)} AS ${table}`);
          }
        },
      }),
    () => fileVersion(file),
  );
  async function connect(): Promise<DuckDbConnection> {
    try {
      return await shared.connect();
    } catch (error) {
      throw duckDbFailure(error, of);
    }
  }
  async function using<T>(use: (connection: DuckDbConnection) => Promise<T>): Promise<T> {
    const connection = await connect();
    try {
      return await use(connection);
    } finally {
      connection.close();
    }
  }

  return {
    async *check(): AsyncGenerator<CheckStage> {
      yield { stage: "settings", ok: true, detail: file };
      try {
        await fileVersion(file);
        yield { stage: "resolve", ok: true };
        const rows = await using((connection) =>
          connection.rows(`SELECT count(*) FROM ${identifier(SECOND_NAME)}`),
        );
        yield { stage: "query", ok: true, detail: `${String(rows[0]?.[0] ?? 0)} rows` };
      } catch (error) {
        const { diagnostic } = duckDbFailure(error, of);
        yield { stage: error instanceof SourceError ? "resolve" : "query", ok: false, diagnostic };
      }
    },
    async describe(sql) {
      return using(async (connection) => {
        try {
          await requireQuery(connection, sql);
          return (await connection.describe(sql)).map(publicColumn);
        } catch (error) {
          throw duckDbFailure(error, of, sql);
        }
      });
    },
    async stream(sql, streamOptions) {
      return streamQuery(await connect(), sql, { ...streamOptions, of });
    },
    async catalog(): Promise<CatalogSchema[]> {
      const columns = await using((connection) =>
        connection.describe(`FROM ${identifier(SECOND_NAME)}`),
      );
      const described = columns.map(({ name, native, type }) => ({
        name,
        nativeType: native,
        type,
      }));
      return [
        { name: "main", tables: [{ name: context.name, kind: "table", columns: described }] },
      ];
    },
    async relation(sql): Promise<Relation> {
      // Connecting reads the files' columns, and with them `table`.
      return using(async (connection) => {
        await requireQuery(connection, sql);
        const [first = SECOND_NAME, ...others] = names.map(identifier);
        const ctes = [
          `${first} AS ${parenthesised(table)}`,
          ...others.map((name) => `${name} AS (FROM ${first})`),
        ];
        return {
          sql: `WITH ${ctes.join(", ")}\nSELECT * FROM ${parenthesised(sql)}`,
          directories: [folderOf(file)],
        };
      });
    },
    async copyToParquet(sql, path, streamOptions) {
      return copyQuery(await connect(), sql, path, { ...streamOptions, of });
    },
    async close() {
      shared.close();
      return Promise.resolve();
    },
  };
}
