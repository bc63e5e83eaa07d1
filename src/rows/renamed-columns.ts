import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { uniqueColumnNames } from "./column-names.js";

interface RenamedContext {
  /** Whose columns they are. */
  readonly model?: string;
  /** What the columns are called. */
  readonly unique?: readonly string[];
}

/** Tells which columns are called otherwise, because the same name came before. */
export function renamedColumns(
  names: readonly string[],
  { model, unique = uniqueColumnNames(names) }: RenamedContext = {},
): Diagnostic[] {
  return unique.flatMap((name, index) => {
    const column = names[index] ?? "";
    if (name === column || column === "") return [];
    const before = names.find((other) => other.toLowerCase() === column.toLowerCase()) ?? column;
    return [createDiagnostic("column-renamed", { column, name, before, model })];
  });
}
