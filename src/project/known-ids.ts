import type { Model, Trace } from "./objects.js";
import type { Project } from "./project.js";

/** Ids of all objects, and of those that stand for other values of switches. */
export function knownIds({ objects, traces }: Pick<Project, "objects" | "traces">): Set<string> {
  const ids = new Set(objects.keys());
  const open: (Trace | Model)[] = traces.flatMap(({ variants = [] }) =>
    variants.map(({ trace }) => trace),
  );
  for (let object = open.pop(); object; object = open.pop()) {
    if (ids.has(object.id)) continue;
    ids.add(object.id);
    if (object.kind === "trace") open.push(...(object.model ? [object.model] : []));
    else if (object.type === "merge") open.push(...object.models);
  }
  return ids;
}
