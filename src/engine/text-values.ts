/** Values in texts of dashboards: only a trace of one row has one. */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { Manifest } from "../contract/manifest.js";
import { createDiagnostic } from "../diagnostics/index.js";
import { filtersOf } from "../project/filters-of.js";
import type { Row, TextValue } from "../project/objects.js";
import type { Project } from "../project/project.js";

/** What is wrong with a value as a manifest has it; a trace without rows has none, which is fine. */
export function textValueFault(
  { trace, at }: TextValue,
  manifest: Manifest | undefined,
): Diagnostic | undefined {
  // How many rows there are of what is chosen, the page alone knows.
  if (filtersOf(trace).length > 0) return undefined;
  const rows = manifest?.objects[trace.id]?.artifact?.rows ?? 0;
  if (rows <= 1) return undefined;
  return createDiagnostic("value-of-several-rows", { trace: trace.name, rows }, { at });
}

/** The same of all texts of a project, whose traces are meant. */
export function textValueFaults(
  { dashboards }: Pick<Project, "dashboards">,
  manifest: Manifest,
  isMeant: (id: string) => boolean,
): Diagnostic[] {
  return dashboards
    .flatMap(({ rows }) => valuesIn(rows))
    .filter(({ trace }) => isMeant(trace.id))
    .flatMap((value) => textValueFault(value, manifest) ?? []);
}

function valuesIn(rows: readonly Row[]): TextValue[] {
  return rows.flatMap(({ items }) =>
    items.flatMap(({ content }) => {
      if (content.kind === "rows") return valuesIn(content.rows);
      return content.kind === "markdown" ? content.values : [];
    }),
  );
}
