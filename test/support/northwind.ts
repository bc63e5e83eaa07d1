/**
 * A hand-written site with every kind of item and every state of a card. The numbers are those of
 * the design's pictures.
 */
import type { LogicalType } from "../../src/contract/logical-type.js";
import type { Cohort, Result, Value } from "../../src/contract/result.js";
import type { JsonObject } from "../../src/contract/json-value.js";
import type {
  SiteChart,
  SiteDashboard,
  SiteItem,
  SiteRow,
  SiteTrace,
} from "../../src/contract/pages/dashboard.js";
import type { DashboardSummary, Site } from "../../src/contract/pages/home.js";
import type { SiteFiles } from "./site-fixture.js";

export const BUILT_AT = "2024-12-02T13:02:00.000Z";

type Columns = Readonly<Record<string, readonly [LogicalType, readonly Value[]]>>;

/** A result from its columns, as one series unless cohorts are given. */
export function result(name: string, columns: Columns, cohorts?: readonly Cohort[]): Result {
  const list = Object.entries(columns).map(([column, [type, values]]) => ({
    name: column,
    type,
    values,
  }));
  const rows = list[0]?.values.length ?? 0;
  return { rows, columns: list, cohorts: cohorts ?? (rows === 0 ? [] : [{ name, rows }]) };
}

/** Collects traces, charts and results of one dashboard. */
export class DashboardBuilder {
  readonly files: SiteFiles = new Map();
  readonly charts: Record<string, SiteChart> = {};
  readonly tables: SiteDashboard["tables"] = {};
  readonly traces: Record<string, SiteTrace> = {};
  readonly selectors: SiteDashboard["selectors"] = {};
  readonly rows: SiteRow[] = [];
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  /** Adds a trace with its result; columns named `props.…` are bound where they say. */
  trace(
    name: string,
    type: string,
    props: JsonObject,
    data: Result,
    extra: Partial<SiteTrace> = {},
  ): string {
    const url = `data/${this.#name}-${name.replaceAll(" ", "-")}.json`;
    this.files.set(url, data);
    this.traces[name] = {
      name,
      type,
      props,
      bindings: data.columns
        .filter((column) => column.name.startsWith("props."))
        .map((column) => ({ path: pathOf(column.name), column: column.name })),
      data: { url, format: "json", rows: data.rows, builtAt: BUILT_AT },
      status: "ok",
      problems: [],
      ...extra,
    };
    return name;
  }

  chart(
    name: string,
    traces: readonly string[],
    layout: JsonObject = {},
    extra: Partial<SiteChart> = {},
  ): SiteItem {
    this.charts[name] = { name, traces, layout, problems: [], ...extra };
    return { width: 1, content: { kind: "chart", chart: name }, problems: [] };
  }

  row(height: number, ...items: readonly SiteItem[]): void {
    this.rows.push({ height, items });
  }

  build(extra: Partial<SiteDashboard> = {}): SiteDashboard {
    const { charts, tables, traces, selectors, rows } = this;
    return { name: this.#name, tags: [], rows, charts, tables, selectors, traces, ...extra };
  }
}

function pathOf(column: string): (string | number)[] {
  return column
    .slice("props.".length)
    .split(".")
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
}

export function wide(item: SiteItem, width: number): SiteItem {
  return { ...item, width };
}

/** A site around dashboards. */
export function siteOf(dashboards: readonly DashboardSummary[], extra: Partial<Site> = {}): Site {
  return {
    project: "Northwind",
    timeZone: "Europe/Berlin",
    levels: [
      { title: "Leadership", description: "" },
      { title: "Department", description: "" },
    ],
    dashboards,
    run: {
      id: "r1",
      startedAt: "2024-12-02T13:01:40.000Z",
      finishedAt: BUILT_AT,
      built: 40,
      reused: 4,
      failed: 2,
      skipped: 2,
      total: 48,
    },
    events: "data/events",
    ...extra,
  };
}

/** What the home page says of a dashboard. */
export function summaryOf(
  dashboard: SiteDashboard,
  extra: Partial<DashboardSummary> = {},
): DashboardSummary {
  return {
    name: dashboard.name,
    tags: dashboard.tags,
    level: 0,
    url: `data/dashboards/${encodeURIComponent(dashboard.name)}.json`,
    failing: 0,
    stale: 0,
    asOf: BUILT_AT,
    cards: [
      ...Object.values(dashboard.charts).map(({ name, title }) => ({
        kind: "chart" as const,
        name,
        ...(title !== undefined && { title }),
      })),
      ...Object.keys(dashboard.tables).map((name) => ({ kind: "table" as const, name })),
    ],
    rows: dashboard.rows.map(({ height, items }) => ({
      height,
      items: items.map(({ width, content }) => ({
        width,
        kind: content.kind === "rows" ? "empty" : content.kind,
        ...(content.kind === "chart"
          ? {
              traceTypes: (dashboard.charts[content.chart]?.traces ?? []).map(
                (trace) => dashboard.traces[trace]?.type ?? "scatter",
              ),
            }
          : {}),
      })),
    })),
    ...(dashboard.description === undefined ? {} : { description: dashboard.description }),
    ...extra,
  };
}

/** The files of a site whose dashboards are these. */
export function filesOf(
  built: readonly {
    builder: DashboardBuilder;
    dashboard: SiteDashboard;
    summary?: Partial<DashboardSummary>;
  }[],
  extra: Partial<Site> = {},
  others: readonly DashboardSummary[] = [],
): SiteFiles {
  const files: SiteFiles = new Map();
  const summaries = built.map(({ builder, dashboard, summary }) => {
    for (const [path, body] of builder.files) files.set(path, body);
    files.set(`data/dashboards/${dashboard.name}.json`, dashboard);
    return summaryOf(dashboard, summary);
  });
  files.set("data/site.json", siteOf([...summaries, ...others], extra));
  return files;
}
