/**
 * The home page: all dashboards, by level. Its document, `data/site.json`, also holds what every
 * page must know.
 */
import type { LogicalType } from "../logical-type.js";
import type { Origin } from "../origin.js";
import type { Value } from "../result.js";
import type { PageAddress } from "./page.js";

export const HOME_ADDRESS: PageAddress<object> = {
  path: () => "",
  parse: (path) => (path === "" || path === "index.html" ? {} : undefined),
};

export interface SiteLevel {
  readonly title: string;
  readonly description: string;
}

/** One cell of a thumbnail: what it holds and how wide it is among its row's cells. */
export interface ThumbnailItem {
  readonly kind: "chart" | "table" | "selector" | "input" | "markdown" | "empty";
  readonly width: number;
  /** Plotly types of the chart's traces. */
  readonly traceTypes?: readonly string[];
}

export interface ThumbnailRow {
  /** CSS pixels; 0 means as tall as its content. */
  readonly height: number;
  readonly items: readonly ThumbnailItem[];
}

/** A chart or a table of a dashboard, for those who look for it. */
export interface CardSummary {
  readonly kind: "chart" | "table";
  readonly name: string;
  /** Of a chart, where it is another than its name. */
  readonly title?: string;
  readonly description?: string;
  /** The models and sources whose rows it draws; absent where queries are not for readers. */
  readonly reads?: readonly ReadSummary[];
}

/** What readers choose on a dashboard, for those who look for it. */
export interface InputSummary {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
}

/** A model or a source, for those who look for what is drawn of it. */
export interface ReadSummary {
  readonly kind: "model" | "source";
  readonly name: string;
}

/** A value as it is written by itself. */
export interface NamedValue {
  readonly value: Value;
  readonly type: LogicalType;
  /** What its SQL calls it: integers that name things, such as years, are written without marks. */
  readonly column: string;
  /** As in a trace's `formats`. */
  readonly format?: string;
}

/** A number with which a dashboard begins, as the last run has it. */
export interface HeadlineNumber extends NamedValue {
  readonly label: string;
  /** Of which month, or whatever its rows lie along, it is; absent where they lie along nothing. */
  readonly place?: NamedValue;
  readonly prefix?: string;
  readonly suffix?: string;
}

/** What the home page shows of a dashboard. */
export interface DashboardSummary {
  readonly name: string;
  readonly description?: string;
  readonly tags: readonly string[];
  /** Index into {@link Site.levels}; absent when the dashboard names none. */
  readonly level?: number;
  /** Set for external dashboards, which open in a new tab. */
  readonly href?: string;
  /** URL of the dashboard's document; absent for external ones. */
  readonly url?: string;
  /** URL of its `SiteQueries`; absent where queries are not for readers. */
  readonly queries?: string;
  readonly rows: readonly ThumbnailRow[];
  /** In their order, each once. */
  readonly cards: readonly CardSummary[];
  /** In order of first use; absent where it has none. */
  readonly inputs?: readonly InputSummary[];
  /** Whose rows its cards show; absent where there are none. */
  readonly origins?: readonly Origin[];
  /** Absent when it has none, or no run has come to them. */
  readonly numbers?: readonly HeadlineNumber[];
  /** Failing and stale objects that the dashboard shows. */
  readonly failing: number;
  readonly stale: number;
  /** Oldest `builtAt` among its data. */
  readonly asOf?: string;
}

/** How the last run went: its objects, counted by what became of them. */
export interface SiteRun {
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly built: number;
  readonly reused: number;
  /** With the tables that cannot follow their inputs, which are none of the objects. */
  readonly failed: number;
  readonly skipped: number;
  readonly total: number;
}

/** The document. */
export interface Site {
  readonly project: string;
  /** IANA name in which dates are drawn. */
  readonly timeZone: string;
  readonly locale?: string;
  /** The project is drawn as Visivo 1.0 drew it. */
  readonly compat?: true;
  readonly levels: readonly SiteLevel[];
  readonly dashboards: readonly DashboardSummary[];
  readonly run?: SiteRun;
  /** URL of the event stream under `serve`; absent in a published site. */
  readonly events?: string;
}
