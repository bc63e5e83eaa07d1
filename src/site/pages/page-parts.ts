/** What the parts of a dashboard's page gather while it is built. */
import type { Diagnostic, FramedDiagnostic } from "../../contract/diagnostic.js";
import type { InputSettings } from "../../contract/input.js";
import type { Artifact, Manifest } from "../../contract/manifest.js";
import type {
  SiteChart,
  SiteData,
  SiteObject,
  SiteSelector,
  SiteTable,
  SiteTrace,
} from "../../contract/pages/dashboard.js";
import type { Framing } from "../../diagnostics/framing.js";
import { descendants } from "../../engine/plan.js";
import type { Model, Trace } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { drawnTogether, type DataPlace, type Drawn } from "../drawn.js";

export interface DashboardOptions {
  readonly project: Pick<Project, "defaults" | "objects">;
  readonly manifest: Manifest | undefined;
  readonly frame: Framing;
  readonly dataPlace: DataPlace;
  /** Whether readers may know the names of sources and models. */
  readonly named: boolean;
}

export interface PageParts extends DashboardOptions {
  readonly charts: Map<string, SiteChart>;
  readonly tables: Map<string, SiteTable>;
  readonly selectors: Map<string, SiteSelector>;
  readonly inputs: Map<string, InputSettings>;
  readonly traces: Map<string, SiteTrace>;
  /** By id. */
  readonly drawn: Map<string, Drawn>;
  failing: number;
  stale: number;
}

/** The texts of a switch are SQL, which pages do not need. */
export function addInput(settings: InputSettings, parts: PageParts): string {
  const shown =
    settings.is === "switch"
      ? { ...settings, values: settings.values.map(({ label }) => ({ label, text: label })) }
      : settings;
  parts.inputs.set(settings.name, shown);
  return settings.name;
}

export function siteData(
  object: Trace | Model,
  artifact: Artifact | undefined,
  parts: PageParts,
  shown: ReadonlySet<string> | undefined,
): SiteData | undefined {
  const drawn = { object, ...(artifact && { artifact }), ...(shown && { columns: shown }) };
  parts.drawn.set(object.id, drawnTogether(parts.drawn.get(object.id), drawn));
  if (!artifact) return undefined;
  const { rows, builtAt } = artifact;
  const freshFor = freshForOf(object);
  return {
    ...parts.dataPlace(artifact, object),
    rows,
    builtAt,
    ...(freshFor !== undefined && { freshFor }),
  };
}

/** The shortest that holds for what it is made of. */
function freshForOf(object: Trace | Model): number | undefined {
  const model = object.kind === "trace" ? object.model : object;
  const below = model?.type === "merge" ? descendants(model) : [];
  const spans = [model, ...below].flatMap((one) => one?.freshFor ?? []);
  return spans.length === 0 ? undefined : Math.min(...spans);
}

export function countedProblems(
  problems: readonly Diagnostic[],
  parts: PageParts,
): FramedDiagnostic[] {
  if (problems.some(({ severity }) => severity === "error")) parts.failing += 1;
  return parts.frame(problems);
}

export function countStatus(status: SiteObject["status"], parts: PageParts): void {
  if (status === "failed") parts.failing += 1;
  if (status === "stale") parts.stale += 1;
}
