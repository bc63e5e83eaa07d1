/** The numbers of the parts of a tree, each with those below it, as the rows have them. */
import type { Value } from "../../../src/contract/result.js";
import type { NumberFormatter } from "../format/number.js";
import type { Props } from "./bind.js";
import { listOf } from "./computed.js";
import { partTemplates, type Flags } from "./part-templates.js";
import { sum } from "./slice-labels.js";

export const TREE_FLAGS: Flags = {
  templates: new Map([
    ["label", "%{label}"],
    ["text", "%{text}"],
    ["value", "%{value}"],
    ["current path", "%{currentPath}"],
    ["percent root", "%{percentRoot:.3~p} of %{root}"],
    ["percent entry", "%{percentEntry:.3~p} of %{entry}"],
    ["percent parent", "%{percentParent:.3~p} of %{parent}"],
  ]),
  hover: "label+text+value+name",
};

/** Templates for each row, where a sunburst, treemap or icicle writes values at all. */
export function treeLabels(
  bound: Props,
  values: readonly Value[] | undefined,
  numbers: NumberFormatter,
): Props {
  if (!values) return {};
  const totals = bound["branchvalues"] === "total" ? values : withBranches(bound, values);
  const variable = { values: totals, plain: numbers.plain, formatted: numbers.withFormat };
  return partTemplates(bound, new Map([["value", variable]]), TREE_FLAGS);
}

/** Each value with all those below it; as it is where the rows are no tree. */
function withBranches(bound: Props, values: readonly Value[]): Value[] {
  const names = Array.from(listOf(bound["ids"]) ?? listOf(bound["labels"]) ?? [], String);
  const below = new Map<string, number[]>();
  Array.from(listOf(bound["parents"]) ?? [], String).forEach((parent, row) => {
    below.set(parent, [...(below.get(parent) ?? []), row]);
  });
  return values.map((own, start) => {
    const rows = new Set([start]);
    for (const row of rows) for (const one of below.get(names[row] ?? "") ?? []) rows.add(one);
    return rows.size === 1 ? own : sum(Array.from(rows, (row) => values[row] ?? null));
  });
}
