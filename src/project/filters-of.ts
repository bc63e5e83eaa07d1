import type { FilterInput } from "../contract/input.js";
import type { Table, Trace } from "./objects.js";

/** The filters that a trace or a table follows, in the order in which it lists them. */
export function filtersOf({ inputs }: Pick<Trace | Table, "inputs">): FilterInput[] {
  return inputs.flatMap(({ settings }) => (settings.is === "switch" ? [] : [settings]));
}
