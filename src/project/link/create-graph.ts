import type { Graph } from "../graph.js";
import type { ProjectObject } from "../objects.js";
import type { Declaration } from "../schema/declaration.js";
import { dependencyBehind } from "./dependency-order.js";

/** The graph of built objects. */
export function createGraph(declarations: readonly Declaration[]): Graph {
  const dependencies = new Map<string, ProjectObject[]>();
  const dependents = new Map<string, ProjectObject[]>();
  for (const declaration of declarations) {
    const { object } = declaration;
    if (!object) continue;
    const used = new Set<ProjectObject>();
    for (const reference of declaration.references) {
      const dependency = dependencyBehind(reference, declaration)?.object;
      if (dependency) used.add(dependency);
    }
    dependencies.set(object.id, [...used]);
    for (const dependency of used) {
      const consumers = dependents.get(dependency.id);
      if (consumers) consumers.push(object);
      else dependents.set(dependency.id, [object]);
    }
  }
  return {
    dependencies: (id) => dependencies.get(id) ?? [],
    dependents: (id) => dependents.get(id) ?? [],
  };
}
