/** What is wrong with a project in the light of its results: no other check can know it before. */
import type { Diagnostic } from "../contract/diagnostic.js";
import type { Manifest } from "../contract/manifest.js";
import type { Project } from "../project/project.js";
import { followedModelFaults } from "./followed-model.js";
import { textValueFaults } from "./text-values.js";

/**
 * Errors of texts and tables that show the results of a manifest; `isMeant` says of which results, by
 * the ids of their objects. A run tells those of its own, a page shows them in the place of what is
 * wrong, and no site is published with one.
 */
export function resultFaults(
  project: Pick<Project, "dashboards" | "tables" | "defaults">,
  manifest: Manifest,
  isMeant: (id: string) => boolean,
): Diagnostic[] {
  return [
    ...textValueFaults(project, manifest, isMeant),
    ...followedModelFaults(project, manifest, isMeant),
  ];
}
