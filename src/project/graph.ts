import type { ProjectObject } from "./objects.js";

/** Who uses whom. Edges go from consumer to dependency; there are no cycles. */
export interface Graph {
  /** Direct dependencies, in the order in which they are written. */
  dependencies(id: string): readonly ProjectObject[];
  /** Direct consumers, in the order in which they are written. */
  dependents(id: string): readonly ProjectObject[];
}
