import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Model, SqlModel } from "../../project/objects.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import type { EngineTable, TableName } from "../../rows/relation.js";
import type { Column } from "../../rows/stream.js";
import type { RunSource } from "../run-sources.js";

/** A SQL model below a merge whose rows lie in its source; what is needed of them will be moved. */
export interface LegChild {
  readonly kind: "leg";
  readonly model: SqlModel;
  readonly names: readonly TableName[];
  readonly source: RunSource;
  readonly columns: readonly Column[];
  /** What its columns are called otherwise in the merge. */
  readonly renamed: readonly Diagnostic[];
}

/** A model below a merge whose rows the engine can read already. */
export interface PresentChild {
  readonly kind: "present";
  readonly model: Model;
  readonly table: EngineTable;
  readonly renamed: readonly Diagnostic[];
}

export type MergeChild = LegChild | PresentChild;

/** Columns as they will land: with names, each once. */
export function legColumns(described: readonly Column[]): Column[] {
  const names = uniqueColumnNames(described.map(({ name }) => name));
  return described.map((column, index) => ({ ...column, name: names[index] ?? "" }));
}

/** A leg's table before any of its rows is here. */
export function declaredTable({ names, model, columns, source }: LegChild): EngineTable {
  return { names, kind: "declared", id: model.id, columns, dialect: source.info.dialect };
}

/** A child as the planner knows it. */
export function plannedTable(child: MergeChild): EngineTable {
  return child.kind === "present" ? child.table : declaredTable(child);
}
