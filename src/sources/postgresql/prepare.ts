import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError, type Column } from "../../rows/stream.js";
import {
  addCustomTypes,
  customTypesQuery,
  unknownTypes,
  type CustomTypes,
} from "./custom-types.js";
import type { Field } from "./messages.js";
import type { Session } from "./session.js";
import { command, describe, untilReady } from "./transaction.js";
import { SYNC } from "./messages.js";
import { asTextType, wireType, type WireType } from "./types.js";

/** A statement that the server has parsed, and how its columns will come. */
export interface Prepared {
  readonly columns: readonly Column[];
  readonly types: readonly WireType[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Has the server parse the statement. Of types that are not built in the server's catalogue is asked, once each;
 * `asText` are the positions of columns whose values did not fit.
 */
export async function prepare(
  session: Session,
  source: string,
  sql: string,
  custom: CustomTypes,
  asText?: ReadonlySet<number>,
): Promise<Prepared> {
  const fields = await parse(session, source, sql);
  const unknown = unknownTypes(fields, custom);
  if (unknown.length > 0) {
    session.send(SYNC);
    await untilReady(session);
    addCustomTypes(unknown, await command(session, customTypesQuery(unknown)), custom);
    // A statement in between makes the server forget the one that was parsed.
    await parse(session, source, sql);
  }
  const types = fields.map((field, index) => {
    const type = wireType(field, custom);
    return asText?.has(index) ? asTextType(type) : type;
  });
  return { columns: columnsOf(fields, types), types, warnings: warningsOf(fields, types) };
}

async function parse(session: Session, source: string, sql: string): Promise<Field[]> {
  const fields = await describe(session, sql);
  if (fields) return fields;
  throw new SourceError(createDiagnostic("statement-without-rows", { source }));
}

function columnsOf(fields: readonly Field[], types: readonly WireType[]): Column[] {
  return types.map(({ logical, native }, index) => ({
    name: fields[index]?.name ?? "",
    type: logical,
    nativeType: native,
    exact: true,
  }));
}

function warningsOf(fields: readonly Field[], types: readonly WireType[]): Diagnostic[] {
  return types.flatMap(({ known, native }, index) =>
    known
      ? []
      : createDiagnostic("column-type-unknown", {
          column: fields[index]?.name ?? "",
          type: native,
        }),
  );
}
