import { createDiagnostic } from "../../diagnostics/index.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { tokenizeSqlite } from "../../sql/dialects/sqlite/tokens.js";
import { firstStatement } from "../../sql/statement.js";
import { requireFile } from "../../rows/file-version.js";
import { SourceError } from "../../rows/stream.js";
import { fileKindOrText, otherKind } from "../files/file-kind.js";
import { authorizeQuery, authorizeSetup, type Authorizer } from "./authorizer.js";
import { loadBinding, type Binding, type Database } from "./binding.js";
import type { SqliteConfig } from "./config.js";
import { isNoDatabase, sqliteFailure } from "./failure.js";

/** Milliseconds to wait while another program writes. */
const BUSY_TIMEOUT = 5000;

export interface OpenDatabase {
  readonly database: Database;
  readonly binding: Binding;
}

/**
 * Opens the files read-only, attaches the further ones, runs `after_connect` and locks the
 * connection for queries. It is opened for each statement: a file that was replaced is seen, and
 * nothing stays locked.
 */
export async function openSqlite(config: SqliteConfig, source: string): Promise<OpenDatabase> {
  const attachments = config.attach.map(({ schema_name: schema, database, source: other }) => ({
    schema,
    file: database ?? other?.database ?? "",
  }));
  for (const file of [config.database, ...attachments.map((one) => one.file)]) {
    await requireFile(file);
  }
  const binding = await loadBinding(source);
  let file = config.database;
  let database: Database | undefined;
  try {
    database = binding.open(file, { readOnly: true, timeout: BUSY_TIMEOUT });
    touch(database, "main");
    for (const attachment of attachments) {
      ({ file } = attachment);
      database.prepare(`ATTACH ? AS ${quoteIdentifier(attachment.schema)}`).run(file);
      touch(database, attachment.schema);
    }
    ({ database: file } = config);
    if (config.after_connect !== undefined) runSetup(database, config.after_connect, source);
    authorize(database, authorizeQuery);
    return { database, binding };
  } catch (error) {
    database?.close();
    const failure = sqliteFailure(error, source, file);
    const kind = isNoDatabase(error) ? await fileKindOrText(file) : undefined;
    throw kind ? otherKind(file, kind, "a SQLite database") : failure;
  }
}

/** SQLite opens a file only when it needs it; this finds out at once whether it is a database. */
function touch(database: Database, schema: string): void {
  database.prepare(`SELECT count(*) FROM ${quoteIdentifier(schema)}.sqlite_schema`).get();
}

function runSetup(database: Database, sql: string, source: string): void {
  const { text, count } = firstStatement(sql, tokenizeSqlite) ?? { text: sql, count: 1 };
  if (count !== 1) throw new SourceError(createDiagnostic("not-one-statement", { count }));
  authorize(database, authorizeSetup);
  try {
    database.prepare(text).all();
  } catch (error) {
    const reason = error instanceof Error ? `${error.message}.` : String(error);
    throw new SourceError(createDiagnostic("source-setup-failed", { source, reason }));
  }
}

/**
 * Node's own SQLite has authorizers from 24.10 on; before that the check of the first word stands
 * alone.
 */
function authorize(database: Partial<Database>, authorizer: Authorizer): void {
  database.setAuthorizer?.(authorizer);
}
