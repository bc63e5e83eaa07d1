/**
 * A dashboard's page. Its document is a typed view model made by allow-list, never a dump of the
 * project; rows are in files of their own, addressed by content.
 */
import type { Binding } from "../binding.js";
import type { FollowedColumn } from "../cube.js";
import type { FramedDiagnostic } from "../diagnostic.js";
import type { InputSettings } from "../input.js";
import type { JsonObject } from "../json-value.js";
import type { NumberCard } from "../number-card.js";
import type { Origin } from "../origin.js";
import { nameInFolder, pageFolder } from "../page-folder.js";
import type { ReferenceLine } from "../reference-line.js";
import type { ResultFormat } from "../result.js";
import type { PageAddress } from "./page.js";

/** Its paths end in a slash, because a static host serves a folder and not every one adds it. */
export const DASHBOARD_ADDRESS: PageAddress<{ readonly name: string }> = {
  path: ({ name }) => `d/${encodeURIComponent(pageFolder(name))}/`,
  parse(path) {
    const [, folder] = /^d\/([^/]+)\/?(?:index\.html)?$/.exec(path) ?? [];
    return folder === undefined ? undefined : { name: nameInFolder(pathPart(folder)) };
  },
};

/** The part of an address that names a chart or a table on its page. */
export function cardAnchor(kind: "chart" | "table", name: string): string {
  return `#${kind}:${encodeURIComponent(name)}`;
}

/** The part of an address that names an input on its page. */
export function inputAnchor(name: string): string {
  return `#input:${encodeURIComponent(name)}`;
}

/** A part of a path without its encoding; one that is not encoded well is taken as it is written. */
export function pathPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Where the rows of an object are, and how many. */
export interface SiteData {
  readonly url: string;
  readonly format: ResultFormat;
  readonly rows: number;
  readonly builtAt: string;
  /** Milliseconds for which its authors take it for new; absent: they have not said. */
  readonly freshFor?: number;
}

/** An object whose rows a card shows, and what is known of them. */
export interface SiteObject {
  readonly name: string;
  /** Absent when there are none. */
  readonly data?: SiteData;
  /** `stale`: the last run brought no new rows; `pending`: no run has come to it yet. */
  readonly status: "ok" | "stale" | "failed" | "pending";
  readonly problems: readonly FramedDiagnostic[];
}

/** A trace: what it draws, and where its rows go in it. */
export interface SiteTrace extends SiteObject {
  /** Plotly trace type. */
  readonly type: string;
  /** Static properties; places that a binding fills are null. */
  readonly props: JsonObject;
  readonly bindings: readonly Binding[];
  /** What the SQL calls columns of the result; those without a short name are left out. */
  readonly names?: Readonly<Record<string, string>>;
  /** By column of the result: a word such as `usd0`, d3-format or d3-time-format. */
  readonly formats?: Readonly<Record<string, string>>;
  /** Of a number that is compared with something. */
  readonly card?: NumberCard;
  /** The author has said in which order the rows come. */
  readonly ordered?: true;
  /** Filters that its rows follow: its result is stored with a plan to fold it. */
  readonly inputs?: readonly string[];
  /** Set where a click on a mark chooses. */
  readonly clicks?: ClickedInput;
  /** Set where switches stand in its SQL; what is beside holds for their defaults. */
  readonly switched?: SwitchedTrace;
}

/** A choice input that is set to the value of a column of the result. */
export interface ClickedInput {
  readonly input: string;
  readonly column: string;
}

/** What there is of a trace for each combination of values of its switches. */
export interface SwitchedTrace {
  /** Their names, in the order of the parts of a key. */
  readonly switches: readonly string[];
  /** By the places of the values, joined with commas: `0,2`. All combinations are here. */
  readonly states: Readonly<
    Record<string, Pick<SiteTrace, "data" | "status" | "problems" | "names" | "clicks">>
  >;
}

/** A model whose rows a table shows as they are. */
export interface SiteModel extends SiteObject {
  readonly columns?: readonly SiteTableColumn[];
  /** Filters that its rows follow, each by one of its columns. */
  readonly follows?: readonly FollowedColumn[];
}

/** A chart: its traces by name, in the order in which they are drawn. */
export interface SiteChart {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
  readonly traces: readonly string[];
  readonly layout: JsonObject;
  readonly lines?: readonly ReferenceLine[];
  readonly selector?: string;
  /** Whose rows it draws; absent where they come from one place. */
  readonly origins?: readonly Origin[];
  readonly problems: readonly FramedDiagnostic[];
}

/** How the numbers of a column look. */
export type ColumnLook = "bar" | "scale" | "diverging";

/** What the last row of a table says of a column. */
export type ColumnTotal = "sum" | "avg" | "min" | "max" | "count";

export interface SiteTableColumn {
  /** `columns.name` or `props.path`, or a column of the model. */
  readonly key: string;
  readonly header?: string;
  readonly format?: string;
  readonly aggregation?: string;
  readonly markdown?: boolean;
  readonly show?: ColumnLook;
  readonly total?: ColumnTotal;
}

/** A table of the rows of traces, or of a model. */
export interface SiteTable {
  readonly name: string;
  readonly description?: string;
  /** Absent: all rows, which scroll. */
  readonly rowsPerPage?: number;
  /** Traces whose cohorts the table shows, one at a time. */
  readonly traces: readonly {
    readonly trace: string;
    readonly columns?: readonly SiteTableColumn[];
  }[];
  /** Set instead of traces when the table shows a model's rows. */
  readonly model?: SiteModel;
  readonly selector?: string;
  /** Whose rows it shows; absent where they come from one place. */
  readonly origins?: readonly Origin[];
  readonly problems: readonly FramedDiagnostic[];
}

/** What a selector may show or hide. */
export type SelectorTarget = "trace" | "row" | "item" | "chart" | "table";

export interface SiteSelector {
  readonly name: string;
  readonly type: "single" | "multiple";
  /**
   * Cohorts of the traces are the options when every option is a trace; else the names of the
   * objects, which show or hide.
   */
  readonly options: readonly { readonly kind: SelectorTarget; readonly name: string }[];
}

/** The value of a trace of one row, in the place of a part of a text. */
export interface SiteTextValue {
  readonly start: number;
  readonly end: number;
  readonly trace: string;
  /** Of the trace's result. */
  readonly column: string;
}

/** What stands in a place. */
export type SiteItemContent =
  | { readonly kind: "chart"; readonly chart: string }
  | { readonly kind: "table"; readonly table: string }
  | { readonly kind: "selector"; readonly selector: string }
  | { readonly kind: "input"; readonly input: string }
  | {
      readonly kind: "markdown";
      readonly markdown: string;
      /** What stands in the place of parts of it, in their order. */
      readonly values?: readonly SiteTextValue[];
      readonly align: string;
      readonly justify: string;
    }
  | { readonly kind: "rows"; readonly rows: readonly SiteRow[] }
  | { readonly kind: "empty" };

/** A place in a row; its problems are those of its own fields. */
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

/** The document. Rows name their charts, tables and selectors, and these their traces. */
export interface SiteDashboard {
  readonly name: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly rows: readonly SiteRow[];
  readonly charts: Readonly<Record<string, SiteChart>>;
  readonly tables: Readonly<Record<string, SiteTable>>;
  readonly selectors: Readonly<Record<string, SiteSelector>>;
  /** In order of first use; those that no item shows stand in a bar under the title. */
  readonly inputs?: readonly InputSettings[];
  readonly traces: Readonly<Record<string, SiteTrace>>;
}
