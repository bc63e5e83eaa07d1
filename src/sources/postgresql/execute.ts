/** A statement of the user, from its text to its batches. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Column } from "../../rows/stream.js";
import { cutColumns } from "./questdb-times.js";
import type { Batch } from "../../rows/batch.js";
import { withoutRows } from "../server/failure.js";
import { mendText } from "../server/mend-text.js";
import { RefusedByServer } from "../server/refusal.js";
import { resultShape, type ResultShape } from "../server/result-shape.js";
import type { RowDecoder } from "../server/row-decoder.js";
import type { RunningStatement } from "../server/server-type.js";
import type { Session } from "./session.js";
import { describe, query, refusalOf, start, sync } from "./transaction.js";
import {
  addCustomTypes,
  customTypesQuery,
  unknownTypes,
  type CustomTypes,
} from "./wire/custom-types.js";
import type { Field } from "./wire/messages.js";
import { createRowDecoder } from "./wire/row-decoder.js";
import { asTextType, wireType, type WireType } from "./wire/types.js";

export interface Statement {
  /** Name of the source. */
  readonly source: string;
  readonly sql: string;
  /** Types that are not built in, which grow here. */
  readonly types: CustomTypes;
  /** Positions of columns whose values did not fit. */
  readonly asText?: ReadonlySet<number> | undefined;
}

/**
 * The server does not describe its types. They count as unknown from here on, and the transaction
 * is to be begun again, since a refusal may have spoilt it.
 */
export class TypesUntold extends Error {
  override readonly name = "TypesUntold";
}

/**
 * Has the server parse a statement. The server's catalogue is asked for types that are not built
 * in, once each.
 */
export async function prepare(
  session: Session,
  statement: Statement,
): Promise<ResultShape<WireType>> {
  const { types: custom, asText } = statement;
  const fields = await parse(session, statement);
  const unknown = unknownTypes(fields, custom);
  if (unknown.length > 0) {
    await sync(session);
    const rows = await query(session, customTypesQuery(unknown)).catch((error: unknown) => {
      if (!(error instanceof RefusedByServer) || session.closed) throw error;
      addCustomTypes(unknown, [], custom);
      throw new TypesUntold(error.message);
    });
    addCustomTypes(unknown, rows, custom);
    // A statement in between makes the server forget the one that was parsed.
    await parse(session, statement);
  }
  const types = fields.map((field, index) => {
    const type = wireType(field, custom);
    return asText?.has(index) ? asTextType(type) : type;
  });
  return resultShape(fields, types);
}

/** Prepares a statement and runs it; its transaction is closed behind it. */
export async function execute(session: Session, statement: Statement): Promise<RunningStatement> {
  const { columns, types, warnings: unknown } = await prepare(session, statement);
  const warnings = [...unknown, ...(await cutTimes(session, statement, columns))];
  const mend = mendText((index) => {
    const column = columns[index]?.name ?? "";
    warnings.push(createDiagnostic("text-repaired", { column }));
  });
  const decoder = createRowDecoder(columns, types, mend);
  session.onRow = (bytes, start, end) => decoder.add(bytes, start, end);
  session.onRows = (bytes, at) => decoder.addMany(bytes, at);
  const binary = types.map((type) => type.binary);
  const ends = start(session, binary);
  return {
    columns,
    warnings,
    batches: batchesOf(session, decoder, ends),
    began: () => decoder.began,
  };
}

/** Warnings of times that have lost what is finer than a microsecond before they come. */
async function cutTimes(
  session: Session,
  statement: Statement,
  columns: readonly Column[],
): Promise<Diagnostic[]> {
  if (!session.tellsTimes || !columns.some(({ type }) => type === "timestamp")) return [];
  await sync(session);
  const cut = await cutColumns(session, statement.sql, columns).catch((error: unknown) => {
    if (!(error instanceof RefusedByServer) || session.closed) throw error;
    session.tellsTimes = false;
    throw new TypesUntold(error.message);
  });
  await parse(session, statement);
  return cut.map((column) => createDiagnostic("nanoseconds-cut", { column, stored: true }));
}

async function parse(session: Session, { source, sql }: Statement): Promise<readonly Field[]> {
  const fields = await describe(session, sql);
  if (!fields) throw withoutRows(source);
  return fields;
}

/**
 * The batches among the session's events, until the server has ended both the statement and the
 * transaction. Rejects with its refusal, at once when it closes the connection, else when it is
 * ready again.
 */
async function* batchesOf(
  session: Session,
  decoder: RowDecoder,
  ends: 1 | 2,
): AsyncGenerator<Batch, void, undefined> {
  let refusal: RefusedByServer | undefined;
  try {
    for (let ready = 0; ready < ends;) {
      const event = await session.next();
      if (event.type === "batch") yield event.batch;
      else if (event.type === "refused") {
        const error = refusalOf(session, event.error);
        refusal ??= error;
        if (session.closed) throw refusal;
      } else if (event.type === "ready") {
        ready += 1;
        const last = ready === 1 && !refusal ? decoder.finish() : undefined;
        if (last) yield last;
      }
    }
  } finally {
    session.onRow = undefined;
    session.onRows = undefined;
  }
  if (session.singleUse) session.end();
  if (refusal) throw refusal;
}
