import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import type { Source } from "../project/objects.js";
import type { Project } from "../project/project.js";

/** The source that a name means, whatever its case, or why there is none. */
export function findSource({ sources }: Project, name: string): Source | Diagnostic {
  const found =
    sources.find((source) => source.name === name) ??
    sources.find((source) => source.name.toLowerCase() === name.toLowerCase());
  if (found) return found;
  const hint = suggest(
    name,
    sources.map((source) => source.name),
  );
  return createDiagnostic("unknown-source", { name }, { hint });
}
