/**
 * What the viewer receives: typed view models made by allow-list, never a dump of the project.
 * `/data/site.json` is a {@link Site}; each dashboard is its own {@link SiteDashboard}.
 */
import type { FramedDiagnostic } from "./diagnostic.js";
import type { Binding } from "./binding.js";
import type { ResultFormat } from "./result.js";

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

export interface SiteLevel {
  readonly title: string;
  readonly description: string;
}

/** One cell of a thumbnail: what it holds and how wide it is among its row's cells. */
export interface ThumbnailItem {
  readonly kind: "chart" | "table" | "selector" | "markdown" | "empty";
  readonly width: number;
  /** Plotly types of the chart's traces. */
  readonly traceTypes?: readonly string[];
}

export interface ThumbnailRow {
  /** CSS pixels; 0 means as tall as its content. */
  readonly height: number;
  readonly items: readonly ThumbnailItem[];
}

export interface DashboardSummary {
  readonly name: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** Index into {@link Site.levels}; absent when the dashboard names none. */
  readonly level?: number;
  /** Set for external dashboards, which open in a new tab. */
  readonly href?: string;
  /** URL of the {@link SiteDashboard}; absent for external ones. */
  readonly url?: string;
  readonly rows: readonly ThumbnailRow[];
  /** Failing and stale objects that the dashboard shows. */
  readonly failing: number;
  readonly stale: number;
  /** Oldest `builtAt` among its data. */
  readonly asOf?: string;
}

export interface SiteRun {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly built: number;
  readonly reused: number;
  readonly failed: number;
  readonly skipped: number;
  readonly total: number;
}

export interface Site {
  readonly project: string;
  /** IANA name in which dates are drawn. */
  readonly timeZone: string;
  readonly locale?: string;
  readonly levels: readonly SiteLevel[];
  readonly dashboards: readonly DashboardSummary[];
  readonly run?: SiteRun;
  /** URL of the event stream under `serve`; absent in a published site. */
  readonly events?: string;
}

/** Loading state of the data behind a card. */
export interface SiteData {
  readonly url: string;
  readonly format: ResultFormat;
  readonly rows: number;
  readonly builtAt: string;
}

export interface SiteTrace {
  readonly name: string;
  /** Plotly trace type. */
  readonly type: string;
  /** Static properties; places that a binding fills are null. */
  readonly props: JsonObject;
  readonly bindings: readonly Binding[];
  readonly data?: SiteData;
  readonly status: "ok" | "stale" | "failed" | "pending";
  readonly problems: readonly FramedDiagnostic[];
}

export interface SiteChart {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly traces: readonly string[];
  readonly layout: JsonObject;
  readonly selector?: string;
  readonly problems: readonly FramedDiagnostic[];
}

export interface SiteTableColumn {
  /** `columns.name` or `props.path`, or a column of the model. */
  readonly key: string;
  readonly header?: string;
  readonly format?: string;
  readonly aggregation?: string;
  readonly markdown?: boolean;
}

export interface SiteTable {
  readonly name: string;
  readonly description?: string;
  readonly rowsPerPage: number;
  /** Traces whose cohorts the table shows, one at a time. */
  readonly traces: readonly {
    readonly trace: string;
    readonly columns?: readonly SiteTableColumn[];
  }[];
  /** Set instead of traces when the table shows a model's rows. */
  readonly model?: {
    readonly name: string;
    readonly data?: SiteData;
    readonly columns?: readonly SiteTableColumn[];
  };
  readonly selector?: string;
  readonly problems: readonly FramedDiagnostic[];
}

export type SelectorTarget = "trace" | "row" | "item" | "chart" | "table";

export interface SiteSelector {
  readonly name: string;
  readonly type: "single" | "multiple";
  /** Cohorts of the traces are the options when every option is a trace; else the names of the objects, which show or hide. */
  readonly options: readonly { readonly kind: SelectorTarget; readonly name: string }[];
}

export type SiteItemContent =
  | { readonly kind: "chart"; readonly chart: string }
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "selector"; readonly selector: string }
  | {
      readonly kind: "markdown";
      readonly markdown: string;
      readonly align: string;
      readonly justify: string;
    }
  | { readonly kind: "rows"; readonly rows: readonly SiteRow[] }
  | { readonly kind: "empty" };

export interface SiteItem {
  readonly name?: string;
  readonly width: number;
  readonly content: SiteItemContent;
  readonly problems: readonly FramedDiagnostic[];
}

export interface SiteRow {
  readonly name?: string;
  /** CSS pixels; 0 means as tall as its content. */
  readonly height: number;
  readonly items: readonly SiteItem[];
}

export interface SiteDashboard {
  readonly name: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly rows: readonly SiteRow[];
  readonly charts: Readonly<Record<string, SiteChart>>;
  readonly tables: Readonly<Record<string, SiteTable>>;
  readonly selectors: Readonly<Record<string, SiteSelector>>;
  readonly traces: Readonly<Record<string, SiteTrace>>;
}

/**
 * Messages of the event stream. They say what changed, never carry rows:
 * `published` — new results or a new layout: fetch site.json and the open dashboard again;
 * `problems` — the project cannot be read as it stands: the last good page stays, these lie over it (empty: mended).
 */
export type SiteEvent =
  | { readonly type: "published"; readonly run?: string }
  | { readonly type: "problems"; readonly problems: readonly FramedDiagnostic[] }
  | { readonly type: "progress"; readonly done: number; readonly total: number };
