import type { Binding } from "../../contract/binding.js";
import { formatPath, type PropertyPath } from "../../contract/property-path.js";

/** What of a trace becomes columns of its result. */
export interface ColumnsOfTrace {
  readonly queries: readonly { readonly path: PropertyPath }[];
  readonly bindings: readonly Binding[];
  readonly columns: readonly { readonly name: string }[];
}

/** The columns of the result of a trace: `columns.total`, `props.y`. */
export function resultColumns({ queries, columns }: ColumnsOfTrace): string[] {
  return [
    ...columns.map(({ name }) => `columns.${name}`),
    ...queries.map(({ path }) => `props.${formatPath(path)}`),
  ];
}

/**
 * The column that is meant by the path of a property which it fills, by a name of `columns`, or by
 * its own name; undefined when there is none.
 */
export function columnMeant(key: string, trace: ColumnsOfTrace): string | undefined {
  const binding = trace.bindings.find(({ path }) => formatPath(path) === key);
  if (binding) return binding.column;
  const all = resultColumns(trace);
  return all.find((column) => column === `columns.${key}` || column === key);
}

/** The ways to write a column, the shortest of each. */
export function columnKeys({ bindings, columns }: ColumnsOfTrace): string[] {
  return [
    ...new Set([
      ...bindings.map(({ path }) => formatPath(path)),
      ...columns.map(({ name }) => name),
    ]),
  ];
}
