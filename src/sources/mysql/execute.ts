/** A statement of the user, from its text to its batches. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Batch } from "../../rows/batch.js";
import type { Column } from "../../rows/stream.js";
import type { SourceContext } from "../contract.js";
import { withoutRows } from "../server/failure.js";
import { ProtocolSurprise, RefusedByServer } from "../server/refusal.js";
import type { RunningStatement } from "../server/server-type.js";
import { parse, shapeOf, tagged } from "./prepared.js";
import type { Session } from "./session.js";
import { columnsOf, query, runPrepared, runText, untilEnd } from "./statement.js";
import { rollback } from "./transaction.js";
import type { Field } from "./wire/packets.js";
import { createRows, type Rows } from "./wire/row-decoder.js";

/** Warnings of the server that are passed on, of one statement. */
const MOST_WARNINGS = 5;

export interface UserStatement {
  readonly sql: string;
  readonly context: SourceContext;
}

/** The columns of a statement, which runs only where the server cannot name them otherwise. */
export async function describe(
  session: Session,
  { sql, context }: UserStatement,
): Promise<Column[]> {
  const { name, queryTag } = context;
  const statement = await parse(session, name, sql, queryTag);
  if (statement) return [...shapeOf(statement.fields, "binary").columns];
  // Such statements only tell; the server knows their columns when it has run them.
  runText(session, tagged(sql, queryTag), () => undefined);
  const fields = await columnsOf(session);
  if (!fields) throw withoutRows(name);
  await untilEnd(session);
  return [...shapeOf(fields, "text").columns];
}

/**
 * Runs a statement as a prepared one, or as text where it can only be run so. The columns are known
 * with the first rows.
 */
export async function execute(
  session: Session,
  { sql, context }: UserStatement,
  asText: ReadonlySet<number> | undefined,
): Promise<RunningStatement> {
  const { name, queryTag } = context;
  const statement = await parse(session, name, sql, queryTag);
  const protocol = statement ? "binary" : "text";
  let shape = shapeOf([], protocol);
  let rows = createRows(shape, protocol, session.zone);
  const onColumns = (fields: readonly Field[]) => {
    shape = shapeOf(fields, protocol, asText);
    rows = createRows(shape, protocol, session.zone);
    return rows.decoder;
  };
  if (statement) runPrepared(session, statement, onColumns);
  else runText(session, tagged(sql, queryTag), onColumns);
  if (!(await columnsOf(session))) {
    if (!statement) throw withoutRows(name);
    const columns = statement.fields.length;
    throw new ProtocolSurprise(`it announced ${columns} columns and sent no result`);
  }
  const warnings = [...shape.warnings];
  const { decoder } = rows;
  const batches = batchesOf(session, rows, warnings);
  return { columns: shape.columns, warnings, batches, began: () => decoder.began };
}

async function* batchesOf(
  session: Session,
  { decoder, changes }: Rows,
  warnings: Diagnostic[],
): AsyncGenerator<Batch, void, undefined> {
  for (;;) {
    const event = await session.next();
    if (event.type === "refused") throw new RefusedByServer(event.refusal);
    if (event.type === "batch") yield event.batch;
    if (event.type === "end") {
      const last = decoder.finish();
      if (last) yield last;
      warnings.push(...changesOf(decoder.columns, changes));
      if (event.ending.warnings > 0) warnings.push(...(await serverWarnings(session)));
      return rollback(session);
    }
  }
}

function changesOf(columns: readonly Column[], changes: Rows["changes"]): Diagnostic[] {
  return columns.flatMap(({ name: column }, index) => {
    const dates = changes.impossibleDates[index] ?? 0;
    const times = changes.ambiguousTimes[index] ?? 0;
    return [
      ...(dates > 0 ? [createDiagnostic("dates-impossible", { column, count: dates })] : []),
      ...(times > 0 ? [createDiagnostic("times-ambiguous", { column, count: times })] : []),
      ...(changes.repairedTexts.has(index) ? [createDiagnostic("text-repaired", { column })] : []),
    ];
  });
}

/**
 * What the server notes of values that it cut or could not reckon: GROUP_CONCAT, divisions by zero,
 * texts as numbers.
 */
async function serverWarnings(session: Session): Promise<Diagnostic[]> {
  const rows = await query(session, "SHOW WARNINGS");
  const texts = new Set(
    rows.flatMap(([level, , text]) => (level === "Note" || !text ? [] : [text])),
  );
  return [...texts]
    .slice(0, MOST_WARNINGS)
    .map((text) => createDiagnostic("query-warned", { reason: text }));
}
