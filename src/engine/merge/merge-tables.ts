import type { Diagnostic } from "../../contract/diagnostic.js";
import type { MergeLeg } from "../../contract/manifest.js";
import type { EngineTable } from "../../rows/relation.js";
import type { FetchedLeg } from "./fetch-leg.js";
import type { LegChild } from "./merge-children.js";
import type { MergePlan } from "./plan-legs.js";

/** What a merge reads in the end. */
export interface MergeTables {
  readonly tables: readonly EngineTable[];
  readonly legs: readonly MergeLeg[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The tables of a plan whose legs have been fetched. */
export function mergeTables(
  plan: MergePlan,
  fetched: ReadonlyMap<number, FetchedLeg>,
  tableOf: (child: LegChild, leg: FetchedLeg) => EngineTable,
): MergeTables {
  const tables: EngineTable[] = [];
  const legs: MergeLeg[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [at, child] of plan.children.entries()) {
    const leg = fetched.get(at);
    diagnostics.push(...child.renamed);
    if (child.kind === "leg" && leg) {
      tables.push(tableOf(child, leg));
      legs.push(leg.report);
      // A model that is moved whole tells of its names itself, but not whose they are.
      diagnostics.push(...leg.diagnostics.filter(({ code }) => code !== "column-renamed"));
    } else if (child.kind === "present") {
      tables.push(child.table);
      legs.push({ model: child.model.id, how: "present" });
      if (child.table.kind === "scan") diagnostics.push(...(child.table.warnings ?? []));
    }
  }
  return { tables, legs, diagnostics };
}
