import type { Diagnostic } from "../../contract/diagnostic.js";
import type { LogicalType } from "../../contract/logical-type.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Column } from "../../rows/stream.js";

/** How one column comes on the wire; types add what their decoders need. */
export interface ColumnType {
  readonly logical: LogicalType;
  /** The server's own short name for the type. */
  readonly native: string;
  /** False when nothing is known of the type, so that text is only the last resort. */
  readonly known: boolean;
}

/** The columns of a result. */
export interface ResultShape<Type extends ColumnType> {
  readonly columns: readonly Column[];
  /** One per column. */
  readonly types: readonly Type[];
  /** Columns of which nothing is known. */
  readonly warnings: readonly Diagnostic[];
}

/** The shape of a result from its fields and their types, which are as many. */
export function resultShape<Type extends ColumnType>(
  fields: readonly { readonly name: string }[],
  types: readonly Type[],
): ResultShape<Type> {
  const columns = types.map(({ logical, native }, index) => ({
    name: fields[index]?.name ?? "",
    type: logical,
    nativeType: native,
    exact: true,
  }));
  const warnings = types.flatMap(({ known, native }, index) => {
    const column = fields[index]?.name ?? "";
    return known ? [] : createDiagnostic("column-type-unknown", { column, type: native });
  });
  return { columns, types, warnings };
}
