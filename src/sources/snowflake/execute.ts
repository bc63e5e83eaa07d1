/** A statement of the user, from its text to its batches. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Batch } from "../../rows/batch.js";
import { SourceError, type Column } from "../../rows/stream.js";
import { withoutRows } from "../server/failure.js";
import { RefusedByServer } from "../server/refusal.js";
import { resultShape, type ResultShape } from "../server/result-shape.js";
import type { RunningStatement, TextRow } from "../server/server-type.js";
import { RowDecoder } from "./cells/row-decoder.js";
import { cellType, type CellType } from "./cells/types.js";
import { rawRows, unfit, type ResultColumn, type Statement } from "./driver.js";
import { isSessionEnd } from "./refusals.js";
import type { Rows, Session } from "./session.js";
import { judge } from "./statement.js";

/** What a statement needs beside its text. */
export interface Statements {
  /** Name of the source. */
  readonly source: string;
  /** Who logs in, for people. */
  readonly user: string;
  /** IANA zone that was asked for. */
  readonly zone: string | undefined;
  readonly parameters: () => Record<string, unknown>;
  /** Gives the session a connection that is logged in, in place of its own. */
  readonly renew: (session: Session) => Promise<void>;
}

/** The columns of a statement, which does not run. */
export async function describe(
  session: Session,
  sql: string,
  statements: Statements,
): Promise<Column[]> {
  admit(sql, statements.source);
  const statement = await send(session, sql, statements, true);
  return [...shapeOf(columnsOf(statement, statements.source)).columns];
}

/** Runs a statement; resolves when its columns are known. */
export async function execute(
  session: Session,
  sql: string,
  asText: ReadonlySet<number> | undefined,
  statements: Statements,
): Promise<RunningStatement> {
  const { source } = statements;
  admit(sql, source);
  const statement = await send(session, sql, statements, false);
  const columns = columnsOf(statement, source);
  if (!rawRows(statement, columns)) throw unfit(source);
  const shape = shapeOf(columns, asText);
  const decoder = new RowDecoder(shape);
  const warnings: Diagnostic[] = [...shape.warnings];
  const rows = session.rowsOf(statement);
  let began = false;
  async function* batches(): AsyncGenerator<Batch, void, undefined> {
    for await (const batch of batchesOf(rows, decoder)) {
      began = true;
      yield batch;
    }
    warnings.push(...decoder.warnings());
  }
  return { columns: shape.columns, warnings, batches: batches(), began: () => began };
}

/** Runs a statement of our own; the cells come as the service writes them. */
export async function command(
  session: Session,
  sql: string,
  statements: Statements,
): Promise<TextRow[]> {
  return (await table(session, sql, statements)).rows;
}

/** The same with the names of the columns, in lower case. */
export async function table(
  session: Session,
  sql: string,
  statements: Statements,
): Promise<{ readonly names: readonly string[]; readonly rows: TextRow[] }> {
  const statement = await send(session, sql, statements, false);
  const columns = columnsOf(statement, statements.source);
  if (!rawRows(statement, columns)) throw unfit(statements.source);
  const rows: TextRow[] = [];
  const source = session.rowsOf(statement);
  for (let next = await source.next(SOME); next; next = await source.next(SOME)) rows.push(...next);
  return { names: columns.map((column) => column.getName().toLowerCase()), rows };
}

const SOME = 1024;

async function* batchesOf(rows: Rows, decoder: RowDecoder): AsyncGenerator<Batch, void, undefined> {
  for (let next = await rows.next(decoder.room); next; next = await rows.next(decoder.room)) {
    const batch = decoder.add(next);
    if (batch) yield batch;
  }
  const last = decoder.finish();
  if (last) yield last;
}

/** Sends a statement, on a new session where the one that was shared has ended meanwhile. */
async function send(
  session: Session,
  sqlText: string,
  statements: Statements,
  describeOnly: boolean,
): Promise<Statement> {
  const options = () => ({
    sqlText,
    parameters: statements.parameters(),
    ...(describeOnly && { describeOnly }),
  });
  try {
    return await session.run(options());
  } catch (error) {
    if (!(error instanceof RefusedByServer)) throw error;
    const { refusal } = error;
    const { source, zone } = statements;
    if (zone !== undefined && /'?TIMEZONE'?/.test(refusal.message)) {
      const hint = "`timezone` takes a name such as `Europe/Berlin`.";
      throw new SourceError(createDiagnostic("source-zone-refused", { source, zone }, { hint }));
    }
    if (!isSessionEnd(refusal)) throw error;
    await statements.renew(session);
    return session.run(options());
  }
}

function admit(sql: string, source: string): void {
  const verdict = judge(sql);
  if (verdict === "reads") return;
  if (verdict === "nothing") throw withoutRows(source);
  const reason = verdict.refused;
  throw new SourceError(createDiagnostic("query-would-write", { source, reason }));
}

function columnsOf(statement: Statement, source: string): ResultColumn[] {
  const columns = statement.getColumns();
  if (columns === undefined || columns.length === 0) throw withoutRows(source);
  return columns;
}

/** The columns of a result; `asText` are the positions of those whose values did not fit. */
function shapeOf(
  columns: readonly ResultColumn[],
  asText?: ReadonlySet<number>,
): ResultShape<CellType> {
  const fields = columns.map((column) => ({
    name: column.getName(),
    type: column.getType().toLowerCase(),
    precision: column.getPrecision() ?? 38,
    scale: column.getScale() ?? 0,
  }));
  const types = fields.map((field, index) => cellType(field, asText?.has(index)));
  return resultShape(fields, types);
}
