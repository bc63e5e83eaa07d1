/** Puts the columns of a result where a trace's properties ask for them. */
import type { Binding } from "../../../src/contract/binding.js";
import type { PropertyPath } from "../../../src/contract/property-path.js";
import type { JsonObject } from "../../../src/contract/json-value.js";
import type { DrawnValues } from "./drawn-values.js";

/** Properties as Plotly takes them: JSON with arrays of values in it. */
export interface Props {
  [key: string]: unknown;
}

/**
 * A copy of `props` with every binding filled in. `read` gives the values of a binding's column,
 * undefined when the result lacks it (the hole stays). Where no position and no range is written, `fit` gives all
 * values the shape that the property takes.
 */
export function bindProps(
  props: JsonObject,
  bindings: readonly Binding[],
  read: (binding: Binding) => DrawnValues | undefined,
  fit: (path: PropertyPath, values: DrawnValues) => unknown,
): Props {
  const bound: Props = structuredClone(props);
  for (const binding of bindings) {
    const values = read(binding);
    if (values) setAt(bound, binding.path, select(values, binding, fit));
  }
  return bound;
}

function select(
  values: DrawnValues,
  { path, index, slice }: Binding,
  fit: (path: PropertyPath, values: DrawnValues) => unknown,
): unknown {
  if (index !== undefined) return values[index < 0 ? values.length + index : index] ?? null;
  if (slice) return values.slice(slice[0] ?? 0, slice[1] ?? undefined);
  return fit(path, values);
}

/** Sets a value below `target`, making the maps and lists on the way that are missing. */
function setAt(target: Props, path: PropertyPath, value: unknown): void {
  const last = path.at(-1);
  if (last === undefined) return;
  let holder = target;
  path.slice(0, -1).forEach((key, depth) => {
    const next = holder[key];
    if (typeof next !== "object" || next === null) {
      holder[key] = typeof path[depth + 1] === "number" ? [] : {};
    }
    // Just made or checked to be a map or a list; both are indexed alike.
    holder = holder[key] as Props;
  });
  holder[last] = value;
}
