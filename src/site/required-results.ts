import type { Diagnostic } from "../contract/diagnostic.js";
import type { Manifest } from "../contract/manifest.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { OpenedRun } from "../engine/opened-run.js";
import { outdatedResults } from "../engine/keys/outdated-results.js";
import { resultFaults } from "../engine/result-faults.js";
import type { Drawn } from "./drawn.js";

/**
 * What keeps a site from being published: drawn results that are missing, failed or older than what
 * they are made of, and what is wrong with what shows the others.
 */
export async function refuseOldResults(
  opened: OpenedRun,
  drawn: readonly Drawn[],
  manifest: Manifest | undefined,
): Promise<Diagnostic[]> {
  const { project, state } = opened;
  const needing = project.dashboards.filter(({ href }) => href === undefined);
  const outdated = manifest ? await outdatedResults(opened, needing, manifest) : new Set<string>();
  const names = { missing: [] as string[], failed: [] as string[], outdated: [] as string[] };
  for (const { object } of drawn) {
    const entry = manifest?.objects[object.id];
    const isThere = entry?.artifact && (await state.condition(entry.artifact)) === "whole";
    if (entry && OF_NO_USE.has(entry.status)) names.failed.push(object.name);
    else if (!isThere) names.missing.push(object.name);
    else if (outdated.has(object.id)) names.outdated.push(object.name);
  }
  const ids = new Set(drawn.map(({ object }) => object.id));
  const isMeant = (id: string) => ids.has(id) && !outdated.has(id);
  const { missing, failed } = names;
  return [
    ...(failed.length > 0 ? [createDiagnostic("site-results-failed", { names: failed })] : []),
    ...(missing.length > 0 ? [createDiagnostic("site-results-missing", { names: missing })] : []),
    ...(names.outdated.length > 0
      ? [createDiagnostic("site-results-outdated", { names: names.outdated })]
      : []),
    ...(manifest ? resultFaults(project, manifest, isMeant) : []),
  ];
}

/** How the last run of an object may have ended without new rows. */
const OF_NO_USE: ReadonlySet<string> = new Set(["failed", "skipped", "stale", "cancelled"]);
