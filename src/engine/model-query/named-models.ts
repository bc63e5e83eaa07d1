import type { Model } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { dialects } from "../../sql/dialects.js";

/**
 * The models that SQL of the embedded engine may read: those whose name, or the `table_name` of a
 * script, is one of its words or quoted names. SQL that cannot be split into words names none.
 */
export function namedModels(sql: string, { models }: Pick<Project, "models">): Model[] {
  const tokens = dialects.duckdb.tokenize(sql) ?? [];
  const names = new Set(
    tokens
      .filter(({ kind }) => kind === "word" || kind === "quoted")
      .map(({ text }) => text.toLowerCase()),
  );
  return models.filter(
    (model) =>
      names.has(model.name.toLowerCase()) ||
      (model.type === "script" && names.has(model.tableName.toLowerCase())),
  );
}
