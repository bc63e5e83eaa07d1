/** A statement of the user, from its text to its batches. */
import type { Batch } from "../../rows/batch.js";
import type { Column } from "../../rows/stream.js";
import { tokenizeTrino } from "../../sql/dialects/trino/tokens.js";
import { withoutSemicolons } from "../../sql/statement.js";
import { withoutRows } from "../server/failure.js";
import { ProtocolSurprise, RefusedByServer } from "../server/refusal.js";
import { resultShape, type ResultShape } from "../server/result-shape.js";
import type { RunningStatement, TextRow } from "../server/server-type.js";
import { isMapping } from "./answer.js";
import { withLinesLess } from "./refusals.js";
import { RowDecoder, type Row } from "./rows.js";
import type { Session } from "./session.js";
import { isQuery } from "./statement.js";
import { typeOf, type TrinoType } from "./types.js";

/**
 * The columns of a statement. A query is asked for no row, of which the server makes a plan that
 * reads nothing; other statements that are sent only tell something, and are run.
 */
export async function describe(session: Session, sql: string, source: string): Promise<Column[]> {
  const own = withoutSemicolons(sql, tokenizeTrino);
  if (!isQuery(own)) {
    const shape = shapeOf(await session.start(own), source);
    await untilEnd(session);
    return [...shape.columns];
  }
  try {
    const columns = await session.start(`SELECT * FROM (\n${own}\n) LIMIT 0`);
    const shape = shapeOf(columns, source);
    await untilEnd(session);
    return [...shape.columns];
  } catch (error) {
    if (!(error instanceof RefusedByServer)) throw error;
    throw new RefusedByServer(withLinesLess(error.refusal, 1));
  }
}

/** Runs a statement; resolves when its columns are known. */
export async function execute(
  session: Session,
  sql: string,
  source: string,
  asText: ReadonlySet<number> | undefined,
): Promise<RunningStatement> {
  const columns = await session.start(withoutSemicolons(sql, tokenizeTrino));
  const shape = shapeOf(columns, source, asText);
  const decoder = new RowDecoder(shape);
  let began = false;
  async function* batches(): AsyncGenerator<Batch, void, undefined> {
    for (let rows = await session.rows(); rows; rows = await session.rows()) {
      began = true;
      yield* decoder.add(rows);
    }
    yield* decoder.rest();
  }
  const { warnings } = shape;
  return {
    columns: shape.columns,
    warnings,
    batches: batches(),
    began: () => began,
    staysOpen: true,
  };
}

/** Runs a statement of our own; the values come as text. */
export async function command(session: Session, sql: string): Promise<TextRow[]> {
  return (await session.run(sql)).map((row) => row.map(textOf));
}

function textOf(cell: unknown): string | null {
  if (cell === null || cell === undefined) return null;
  return typeof cell === "string" ? cell : JSON.stringify(cell);
}

async function untilEnd(session: Session): Promise<void> {
  let rows: readonly Row[] | undefined;
  do rows = await session.rows();
  while (rows);
}

function shapeOf(
  columns: readonly unknown[] | undefined,
  source: string,
  asText?: ReadonlySet<number>,
): ResultShape<TrinoType> {
  if (columns === undefined || columns.length === 0) throw withoutRows(source);
  const types = columns.map((column, index) => {
    const type = typeOf(column, asText?.has(index));
    if (!type) throw new ProtocolSurprise("it describes a column without its type");
    return type;
  });
  return resultShape(columns.map(fieldOf), types);
}

function fieldOf(column: unknown): { readonly name: string } {
  const name = isMapping(column) ? column["name"] : undefined;
  return { name: typeof name === "string" ? name : "" };
}
