import type { FilterInput } from "../contract/input.js";
import type { Trace } from "./objects.js";

/** The filters that a trace follows, in the order in which it lists them. */
export function filtersOf({ inputs }: Pick<Trace, "inputs">): FilterInput[] {
  return inputs.flatMap(({ settings }) => (settings.is === "switch" ? [] : [settings]));
}
