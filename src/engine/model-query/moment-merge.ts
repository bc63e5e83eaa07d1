import type { Position, SourceRange } from "../../contract/diagnostic.js";
import type { Model } from "../../project/objects.js";
import type { MergeModelJob } from "../plan.js";

/** Stands for a file in the places of SQL that comes from the command line. */
export const GIVEN_SQL = "--models";

/**
 * A merge model for the moment, which is no object of the project. What lies below its merges is
 * not part of it: their rows are there.
 */
export function momentMerge(sql: string, models: readonly Model[]): MergeModelJob {
  const id = "query:models";
  const sqlAt = (start: number, end: number): SourceRange => ({
    file: GIVEN_SQL,
    start: positionOf(sql, start),
    end: positionOf(sql, end),
  });
  const at = sqlAt(0, sql.length);
  return {
    id,
    kind: "merge-model",
    label: { id, kind: "merge-model", name: GIVEN_SQL },
    inputs: [],
    object: {
      id,
      kind: "model",
      type: "merge",
      name: GIVEN_SQL,
      tags: [],
      columns: [],
      problems: [],
      at,
      locate: () => at,
      sql,
      sqlAt,
      models: models.map((model) => (model.type === "merge" ? { ...model, models: [] } : model)),
    },
  };
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
