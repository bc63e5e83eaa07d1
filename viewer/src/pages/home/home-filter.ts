import type { DashboardSummary, SiteLevel } from "../../../../src/contract/pages/home.js";

/** What a reader looks for. */
export interface HomeFilter {
  readonly text: string;
  /** A dashboard with all of them is shown. */
  readonly tags: readonly string[];
}

/** The dashboards of one level. */
export interface LevelGroup {
  /** Absent for dashboards that name no level. */
  readonly title?: string;
  readonly description?: string;
  readonly dashboards: readonly DashboardSummary[];
}

/** Every word of the text must be in the name, the description or a tag. */
export function matches(dashboard: DashboardSummary, { text, tags }: HomeFilter): boolean {
  if (!tags.every((tag) => dashboard.tags.includes(tag))) return false;
  const haystack = [dashboard.name, dashboard.description ?? "", ...dashboard.tags]
    .join(" ")
    .toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

/** In the order of the levels, those without one last; empty levels are left out. */
export function groupByLevel(
  dashboards: readonly DashboardSummary[],
  levels: readonly SiteLevel[],
): LevelGroup[] {
  const groups: LevelGroup[] = levels.map(({ title, description }, index) => ({
    title,
    description,
    dashboards: dashboards.filter(({ level }) => level === index),
  }));
  const rest = dashboards.filter(({ level }) => level === undefined || !levels[level]);
  const named = groups.filter((group) => group.dashboards.length > 0);
  if (rest.length === 0) return named;
  return [...named, named.length > 0 ? { title: "Other", dashboards: rest } : { dashboards: rest }];
}

/** Every tag once, in alphabetical order. */
export function tagsOf(dashboards: readonly DashboardSummary[]): string[] {
  return [...new Set(dashboards.flatMap(({ tags }) => tags))].toSorted((a, b) =>
    a.localeCompare(b),
  );
}
