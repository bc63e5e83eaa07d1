import type { Model, SqlModel } from "../../project/objects.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import type { Column } from "../../rows/stream.js";
import type { LegColumn } from "../../sql/push-down/leg-query.js";
import type { EmbeddedRelation, PlannedTable } from "../../rows/relation.js";
import type { RunSource } from "../run-sources.js";
import { plannedType } from "./leg-view.js";

/** A SQL model below a merge whose rows lie in its source; what is needed of them will be moved. */
export interface LegChild {
  readonly kind: "leg";
  readonly model: SqlModel;
  readonly names: EmbeddedRelation["names"];
  readonly source: RunSource;
  readonly columns: readonly LegColumn[];
}

/** A model below a merge whose rows DuckDB can read already. */
export interface PresentChild {
  readonly kind: "present";
  readonly model: Model;
  readonly table: PlannedTable;
}

export type MergeChild = LegChild | PresentChild;

/** Columns as they will land: with names, each once. */
export function legColumns(described: readonly Column[]): LegColumn[] {
  const names = uniqueColumnNames(described.map(({ name }) => name));
  return described.map(({ type, nativeType, exact }, index) => ({
    name: names[index] ?? "",
    type,
    nativeType,
    exact,
  }));
}

/** A child as the planner knows it. */
export function plannedTable(child: MergeChild): PlannedTable {
  if (child.kind === "present") return child.table;
  const { dialect } = child.source.info;
  const columns = child.columns.map((column) => ({
    name: column.name,
    type: plannedType(column, dialect),
  }));
  return { names: child.names, columns };
}
