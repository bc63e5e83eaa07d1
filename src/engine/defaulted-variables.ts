import type { Model, Source } from "../project/objects.js";
import type { Project } from "../project/project.js";
import { envValuesIn } from "../project/schema/config-value.js";
import { descendants, planRun } from "./plan.js";
import { sourceOf } from "./run-sources.js";

/**
 * The variables that a run of everything shown would take from their defaults, because neither an
 * environment file nor the process sets them. Whose text a template's default became is not known,
 * so these count always.
 */
export function defaultedVariables(project: Project, chosen: Source | undefined): string[] {
  const { environment, sourceTypes } = project;
  const { jobs } = planRun(project, { source: chosen, sourceTypes });
  const models = new Set(jobs.flatMap(({ object }) => modelsBelow(object)));
  const used = [...models].flatMap((model) => {
    if (model.type === "script") return envValuesIn(model.env ?? {});
    const source = model.type === "sql" ? sourceOf(model, chosen) : model.engine;
    return source ? envValuesIn(source.config) : [];
  });
  const defaulted = used.flatMap(({ parts }) =>
    parts.flatMap((part) =>
      typeof part !== "string" && environment.get(part.variable) === undefined
        ? [part.variable]
        : [],
    ),
  );
  return [...new Set([...defaulted, ...environment.defaulted])];
}

function modelsBelow(object: ReturnType<typeof planRun>["jobs"][number]["object"]): Model[] {
  const model = object.kind === "trace" ? object.model : object;
  if (!model) return [];
  return model.type === "merge" ? [model, ...descendants(model)] : [model];
}
