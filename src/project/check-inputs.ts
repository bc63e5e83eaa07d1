/** What of a trace cannot follow its inputs, as far as no source has to be asked. */
import type { Diagnostic } from "../contract/diagnostic.js";
import { compileCube } from "../sql/cube/compile-cube.js";
import { createClassifier } from "../sql/trace/classify.js";
import { filtersOf } from "./filters-of.js";
import type { Trace } from "./objects.js";
import type { Defaults } from "./project.js";
import type { SourceTypes } from "./source-types.js";

/** Errors of one trace; none where it follows no inputs, or its dialect is not known. */
export function checkInputs(
  trace: Trace,
  { aggregates, compat, timeZone }: Defaults,
  sourceTypes: SourceTypes,
): Diagnostic[] {
  const { model } = trace;
  const inputs = filtersOf(trace).map((input) => ({ input }));
  if (inputs.length === 0 || !model) return [];
  const dialect =
    model.type === "sql" ? sourceTypes.get(model.source?.type ?? "")?.dialect : "duckdb";
  if (!dialect) return [];
  const classifier = createClassifier({ aggregates });
  const base = { sql: "select 1" };
  const { diagnostics } = compileCube(trace, base, inputs, {
    dialect,
    classifier,
    compat,
    timeZone,
  });
  return diagnostics.filter(({ code }) => code.startsWith("input-"));
}
