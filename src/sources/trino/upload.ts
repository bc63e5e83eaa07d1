/**
 * Tables for the time of a query, the one declared exception to reading only:
 *
 *   sweep ─▶ create ─▶ insert … ─▶ read back and compare ─▶ use ─▶ drop
 *
 * Each statement is of our own words and of rows as one literal, and goes outside of the read-only
 * transactions in which all else is asked. What is dropped are these tables and such as `isLeftBehind`.
 */
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { columnValues } from "../../rows/column-values.js";
import { RowSum } from "../../rows/row-sum.js";
import { SourceError, TypeContradiction } from "../../rows/stream.js";
import { dialects } from "../../sql/dialects.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";
import type { SentTexts } from "../../sql/sent-form.js";
import { sentTexts, type Refused } from "../../sql/sent-rows.js";
import { createTable, insertRows, uploadedAsQuery } from "../../sql/uploaded-rows.js";
import type { UploadTable, UploadTables, WithTables } from "../contract.js";
import { asError, sentence } from "../network-failure.js";
import { cancel } from "../server/cancel.js";
import { connect } from "../server/connect.js";
import { connectFailure, queryFailure } from "../server/failure.js";
import { ConnectionLost, RefusedByServer } from "../server/refusal.js";
import type { ServerType } from "../server/server-type.js";
import { isLeftBehind, UPLOAD_PREFIX } from "../upload-names.js";
import { command, execute } from "./execute.js";
import { withoutPlace } from "./refusals.js";
import type { Session } from "./session.js";
import type { UploadPlace } from "./upload-place.js";

const TRINO = dialects.trino;
/** Characters of one statement: Trino takes 1,000,000 unless it is set up otherwise. */
const STATEMENT = 900_000;
/** Milliseconds in which tables are dropped; whoever has cancelled waits no longer. */
const PATIENCE = 3000;

/** Of one source. The first upload drops what earlier runs have left there. */
export function createUploads(type: ServerType<Session>, place: UploadPlace) {
  let swept: Promise<void> | undefined;
  return async <T>(request: UploadTables, use: () => Promise<T>): Promise<WithTables<T>> => {
    const { tables, signal } = request;
    const made: UploadTable[] = [];
    let left: readonly Diagnostic[] = [];
    try {
      await inSession(type, signal, async (session) => {
        swept ??= sweep(session, place);
        await swept.catch((error: unknown) => {
          swept = undefined;
          throw error;
        });
        for (const table of tables) {
          made.push(table);
          await upload(session, table, { type, place, ...request });
        }
      });
      const outcome = await use();
      left = await dropAll(type, place, made);
      made.length = 0;
      return { made: outcome, warnings: left };
    } finally {
      if (made.length > 0) await dropAll(type, place, made);
    }
  };
}

interface Upload extends UploadTables {
  readonly type: ServerType<Session>;
  readonly place: UploadPlace;
}

/** Makes and fills one table, and looks whether it holds what was written. */
async function upload(session: Session, table: UploadTable, options: Upload): Promise<void> {
  const { type, place } = options;
  const { source } = type.target;
  const { columns, model } = table;
  const path = pathOf(place, table.name);
  const words = { source, model, place: `${place.catalog}.${place.schema}` };
  try {
    await session.change(orRefused(createTable(path, columns, TRINO), words));
    const written = new RowSum(columns.length);
    let bytes = 0;
    for await (const texts of textsOf(table, words)) {
      for (const row of texts) written.add(row);
      for (const part of parts(texts)) {
        const sql = orRefused(insertRows(path, columns, part, TRINO), words);
        bytes += Buffer.byteLength(sql);
        if (bytes > place.maxBytes) {
          throw new SourceError(
            createDiagnostic("upload-too-large", { source, model, limit: place.maxBytes }),
          );
        }
        await session.change(sql);
        options.onProgress(written.rows, bytes);
      }
    }
    const read = await readBack(session, orRefused(uploadedAsQuery(path, columns, TRINO), words), {
      ...table,
      source,
    });
    const other = written.differsFrom(read);
    if (other === undefined) return;
    throw new SourceError(
      createDiagnostic("upload-changed", { ...words, column: columns[other]?.name }),
    );
  } catch (error) {
    if (error instanceof TypeContradiction) {
      throw new SourceError(
        createDiagnostic("upload-changed", { ...words, column: columns[error.column]?.name }),
      );
    }
    if (!(error instanceof RefusedByServer)) throw error;
    const meaning = type.refusals.ofStatement(error.refusal);
    if (meaning === "timed-out" || meaning === "session-ended") throw error;
    const { message, hint, detail } = error.refusal;
    const more = { ...(hint !== undefined && { hint }), ...(detail !== undefined && { detail }) };
    const reason = sentence(withoutPlace(message));
    throw new SourceError(createDiagnostic("upload-refused", { ...words, reason }, more));
  }
}

interface Words {
  readonly source: string;
  readonly model: string;
  readonly place: string;
}

function orRefused(query: { readonly sql: string } | Refused, words: Words): string {
  if ("sql" in query) return query.sql;
  throw new SourceError(createDiagnostic("upload-refused", { ...words, reason: query.refused }));
}

/** The rows as they are written. */
async function* textsOf(table: UploadTable, words: Words): AsyncGenerator<SentTexts> {
  const stream = await table.open();
  for await (const batch of stream.batches) {
    const columns = table.columns.map((column, at) => {
      const values = batch.columns[at];
      return { ...column, values: values ? columnValues(values, batch.rows) : [] };
    });
    const texts = sentTexts(columns, batch.rows, TRINO);
    if ("refused" in texts)
      throw new SourceError(
        createDiagnostic("upload-refused", { ...words, reason: texts.refused }),
      );
    yield texts.rows;
  }
}

/** Rows for one statement each; one row alone may be too long, which Trino then says. */
function* parts(rows: SentTexts): Generator<SentTexts> {
  let part: (string | null)[][] = [];
  let length = 0;
  for (const row of rows) {
    const own = JSON.stringify(row).replaceAll("'", "''").length + 2;
    if (length + own > STATEMENT && part.length > 0) {
      yield part;
      part = [];
      length = 0;
    }
    part.push([...row]);
    length += own;
  }
  if (part.length > 0) yield part;
}

async function readBack(
  session: Session,
  sql: string,
  { columns, source }: UploadTable & { readonly source: string },
): Promise<RowSum> {
  const sum = new RowSum(columns.length);
  const { batches } = await execute(session, sql, source, undefined);
  for await (const batch of batches) {
    const cells = columns.map((column, at) => {
      const values = batch.columns[at];
      return { ...column, values: values ? columnValues(values, batch.rows) : [] };
    });
    const texts = sentTexts(cells, batch.rows, TRINO);
    // What could not have been written is not what was.
    if ("refused" in texts) return new RowSum(columns.length);
    for (const row of texts.rows) sum.add(row);
  }
  return sum;
}

/** Others may have made some of them, and drop them. */
async function sweep(session: Session, { catalog, schema }: UploadPlace): Promise<void> {
  const sql = `select table_name from ${quoteIdentifier(catalog)}.information_schema.tables where table_schema = ${quoteText(schema.toLowerCase())} and table_name like ${quoteText(`${UPLOAD_PREFIX.replace("_", "!_")}%`)} escape '!'`;
  const now = new Date();
  try {
    for (const [name = ""] of await command(session, sql)) {
      if (name !== null && isLeftBehind(name, now))
        await drop(session, pathOf({ catalog, schema }, name));
    }
  } catch (error) {
    // What may not be listed or dropped is somebody else's; making a table says what is wrong.
    if (!(error instanceof RefusedByServer)) throw error;
  }
}

/** Warnings of those that could not be dropped. */
async function dropAll(
  type: ServerType<Session>,
  place: UploadPlace,
  tables: readonly UploadTable[],
): Promise<Diagnostic[]> {
  const open = new Set(tables.map(({ name }) => name));
  try {
    await inSession(type, AbortSignal.timeout(PATIENCE), async (session) => {
      for (const name of open) {
        await drop(session, pathOf(place, name));
        open.delete(name);
      }
    });
    return [];
  } catch (error) {
    const { source } = type.target;
    const reason = sentence(asError(error).message);
    const path = (name: string) => `${place.catalog}.${place.schema}.${name}`;
    return [...open].map((name) =>
      createDiagnostic("upload-left", { source, table: path(name), reason }),
    );
  }
}

async function drop(session: Session, path: string): Promise<void> {
  await session.change(`drop table if exists ${path}`);
}

function pathOf(
  { catalog, schema }: Pick<UploadPlace, "catalog" | "schema">,
  name: string,
): string {
  return [catalog, schema, name].map(quoteIdentifier).join(".");
}

/** A session of its own, without a transaction; aborting stops on the server what it runs. */
async function inSession(
  type: ServerType<Session>,
  signal: AbortSignal,
  work: (session: Session) => Promise<void>,
): Promise<void> {
  let session: Session;
  try {
    session = await connect(type, signal);
  } catch (error) {
    throw signal.aborted ? cancelled() : connectFailure(error, type);
  }
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping = cancel(type, session, new ConnectionLost("it was cancelled"));
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    if (signal.aborted) stop();
    await work(session);
  } catch (error) {
    throw signal.aborted ? cancelled() : queryFailure(error, type, "");
  } finally {
    signal.removeEventListener("abort", stop);
    await stopping;
    session.end();
  }
}

function cancelled(): SourceError {
  return new SourceError(createDiagnostic("read-cancelled", {}));
}
