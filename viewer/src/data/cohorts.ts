import { groupName } from "../format/group-name.js";
import type { Formatter } from "../format/value.js";
import type { LoadedResult, Series } from "./column.js";

/** What the page calls a series: its cohort, or the trace where there are no cohorts. */
export function cohortLabel(
  { name }: Pick<Series, "name">,
  { cohortType }: Pick<LoadedResult, "cohortType">,
  formatter: Formatter,
): string {
  return name !== null && cohortType === undefined
    ? name
    : groupName(name, cohortType ?? "text", formatter);
}

/** What the page calls the series of several results, in order of first appearance. */
export function cohortLabels(results: Iterable<LoadedResult>, formatter: Formatter): string[] {
  const labels = new Set<string>();
  for (const result of results) {
    for (const series of result.series) labels.add(cohortLabel(series, result, formatter));
  }
  return [...labels];
}
