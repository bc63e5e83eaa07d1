/** What the selectors of a dashboard offer, what is chosen, and what that shows. */
import type {
  SelectorTarget,
  SiteDashboard,
  SiteItemContent,
  SiteRow,
  SiteSelector,
} from "../../../src/contract/pages/dashboard.js";
import { readChoice } from "../controls/query.js";

/** What can be chosen, and what is. */
export interface Choice {
  readonly options: readonly string[];
  readonly chosen: ReadonlySet<string>;
  readonly isDefault: boolean;
}

/** A selector of cohorts narrows traces; any other one shows and hides what it names. */
export function choosesCohorts({ options }: SiteSelector): boolean {
  return options.every(({ kind }) => kind === "trace");
}

/** The traces whose cohorts a selector offers: those it names, else those of all that follow it. */
export function tracesOf(selector: SiteSelector, dashboard: SiteDashboard): string[] {
  if (selector.options.length > 0) return selector.options.map(({ name }) => name);
  const charts = Object.values(dashboard.charts)
    .filter((chart) => chart.selector === selector.name)
    .flatMap(({ traces }) => traces);
  const tables = Object.values(dashboard.tables)
    .filter((table) => table.selector === selector.name)
    .flatMap(({ traces }) => traces.map(({ trace }) => trace));
  return [...new Set([...charts, ...tables])];
}

/**
 * Without a choice in the address everything is shown, or the first option where only one can be.
 */
export function chooseFrom(
  options: readonly string[],
  { name, type }: SiteSelector,
  query: string,
): Choice {
  const written = readChoice(query, name);
  const fallback = type === "single" ? options.slice(0, 1) : options;
  const known = written?.filter((value) => options.includes(value));
  const chosen = known === undefined ? fallback : type === "single" ? known.slice(0, 1) : known;
  const meant = type === "single" && chosen.length === 0 ? fallback : chosen;
  return {
    options,
    chosen: new Set(meant),
    isDefault: meant.length === fallback.length && fallback.every((value) => meant.includes(value)),
  };
}

/** What the address shall say for these values: nothing when they are the default. */
export function writtenChoice(
  values: readonly string[] | undefined,
  options: readonly string[],
  { type }: SiteSelector,
): readonly string[] | undefined {
  if (values === undefined) return undefined;
  const fallback = type === "single" ? options.slice(0, 1) : options;
  const isDefault =
    values.length === fallback.length && fallback.every((value) => values.includes(value));
  return isDefault ? undefined : values;
}

/** Whether no selector that names the object leaves it out. */
export function isShown(
  dashboard: SiteDashboard,
  query: string,
  kind: SelectorTarget,
  name: string | undefined,
): boolean {
  if (name === undefined) return true;
  return Object.values(dashboard.selectors).every((selector) => {
    if (choosesCohorts(selector)) return true;
    if (!selector.options.some((option) => option.kind === kind && option.name === name))
      return true;
    const options = selector.options.map((option) => option.name);
    return chooseFrom(options, selector, query).chosen.has(name);
  });
}

/** Selectors that have an item of their own; the others stand in the heads of what follows them. */
export function placedSelectors(rows: readonly SiteRow[]): Set<string> {
  const contents = contentsOf(rows);
  return new Set(contents.flatMap((one) => (one.kind === "selector" ? one.selector : [])));
}

/** Inputs that have an item of their own; the others stand in the bar under the title. */
export function placedInputs(rows: readonly SiteRow[]): Set<string> {
  return new Set(contentsOf(rows).flatMap((one) => (one.kind === "input" ? one.input : [])));
}

function contentsOf(rows: readonly SiteRow[]): SiteItemContent[] {
  return rows.flatMap(({ items }) =>
    items.flatMap(({ content }) =>
      content.kind === "rows" ? contentsOf(content.rows) : [content],
    ),
  );
}

/** An inline selector without a name is called after its owner, beside which it stands. */
export function labelOf(name: string): string {
  return name.endsWith(".selector") ? "Series" : name;
}
