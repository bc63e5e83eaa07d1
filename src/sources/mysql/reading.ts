/** A running statement: its columns, its batches, and what had to change on the way. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Batch } from "../../rows/batch.js";
import type { Column } from "../../rows/stream.js";
import { RefusedByServer } from "./failure.js";
import type { Field } from "./packets.js";
import { shapeOf, type Shape } from "./prepared.js";
import { RowDecoder } from "./row-decoder.js";
import type { Session } from "./session.js";
import { columnsOf, command, execute, query, type Statement } from "./statement.js";
import type { Zone } from "./zone.js";

export interface Reading {
  readonly columns: readonly Column[];
  /** Ends when the server has ended the statement; rejects with its refusal. */
  readonly batches: AsyncIterable<Batch>;
  /** Whether a row has come. */
  began(): boolean;
  /** Complete after the last batch. */
  readonly warnings: Diagnostic[];
}

/** Warnings of the server that are passed on, of one statement. */
const MOST_WARNINGS = 5;

/** Runs a prepared statement, or SQL that can only be run as text; undefined when it has ended without rows. */
export async function startReading(
  session: Session,
  statement: Statement | string,
  zone: Zone,
  asText?: ReadonlySet<number>,
): Promise<Reading | undefined> {
  const protocol = typeof statement === "string" ? "text" : "binary";
  let shape: Shape = shapeOf([], protocol);
  let decoder = new RowDecoder([], [], protocol, zone);
  const onColumns = (fields: readonly Field[]): RowDecoder => {
    shape = shapeOf(fields, protocol, asText);
    decoder = new RowDecoder(shape.columns, shape.types, protocol, zone);
    return decoder;
  };
  if (typeof statement === "string") query(session, statement, onColumns);
  else execute(session, statement, onColumns);
  if (!(await columnsOf(session))) return undefined;
  const warnings = [...shape.warnings];
  const { columns } = shape;
  const batches = batchesOf(session, decoder, warnings);
  return { columns, warnings, batches, began: () => decoder.began };
}

async function* batchesOf(
  session: Session,
  decoder: RowDecoder,
  warnings: Diagnostic[],
): AsyncGenerator<Batch, void, undefined> {
  for (;;) {
    const event = await session.next();
    if (event.type === "refused") throw new RefusedByServer(event.refusal);
    if (event.type === "batch") yield event.batch;
    if (event.type === "end") {
      const last = decoder.finish();
      if (last) yield last;
      warnings.push(...changesOf(decoder));
      if (event.ending.warnings > 0) warnings.push(...(await serverWarnings(session)));
      return;
    }
  }
}

function changesOf({ columns, changes }: RowDecoder): Diagnostic[] {
  return columns.flatMap(({ name: column }, index) => {
    const dates = changes.impossibleDates[index] ?? 0;
    const times = changes.ambiguousTimes[index] ?? 0;
    const texts = changes.repairedTexts[index] ?? 0;
    return [
      ...(dates > 0 ? [createDiagnostic("dates-impossible", { column, count: dates })] : []),
      ...(times > 0 ? [createDiagnostic("times-ambiguous", { column, count: times })] : []),
      ...(texts > 0 ? [createDiagnostic("text-repaired", { column })] : []),
    ];
  });
}

/** What the server notes of values that it cut or could not reckon: GROUP_CONCAT, divisions by zero, texts as numbers. */
async function serverWarnings(session: Session): Promise<Diagnostic[]> {
  const rows = await command(session, "SHOW WARNINGS");
  const texts = new Set(
    rows.flatMap(([level, , text]) => (level === "Note" || !text ? [] : [text])),
  );
  return [...texts]
    .slice(0, MOST_WARNINGS)
    .map((text) => createDiagnostic("query-warned", { reason: text }));
}
