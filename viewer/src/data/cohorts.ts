import type { LoadedResult, Series } from "./column.js";

/** What the page calls the cohort of rows whose cohort is NULL. */
export const NULL_COHORT = "(null)";

/** What the page calls a cohort. */
export function cohortLabel({ name }: Pick<Series, "name">): string {
  return name ?? NULL_COHORT;
}

/** The cohorts of several results, in order of first appearance. */
/** What the page calls a cohort. */
export function cohortLabels(results: Iterable<LoadedResult>): string[] {
  const labels = new Set<string>();
  for (const { series } of results) for (const one of series) labels.add(cohortLabel(one));
  return [...labels];
}
