/**
 * What the head of a page names for the browser to fetch at once: its documents, the code that draws
 * it, and the rows of the cards that come first. Without it each of them would wait for the one
 * before.
 */
import { CARD_ADDRESS, type CardPlace } from "../contract/pages/card.js";
import {
  DASHBOARD_ADDRESS,
  type SiteDashboard,
  type SiteItemContent,
  type SiteObject,
  type SiteRow,
} from "../contract/pages/dashboard.js";
import { HOME_ADDRESS } from "../contract/pages/home.js";
import type { SiteContent } from "./site.js";
import type { ViewerParts } from "./viewer-parts.js";

/** A file that a page will ask for; `data` is asked for by `fetch`. */
export interface Preload {
  readonly as: "script" | "style" | "data";
  /** As the page asks for it: from the site's folder, or from the server's root. */
  readonly url: string;
}

/** CSS pixels of a dashboard whose rows are fetched ahead, and those of a row of its own height. */
const AHEAD = 800;
const UNSIZED_ROW = 120;

const SITE = "data/site.json";

/** By path of a page; `root` begins the addresses of the viewer's files and of `data/site.json`. */
export function preloadsOf(
  { dashboards }: Pick<SiteContent, "dashboards">,
  parts: ViewerParts,
  root: "" | "/",
): ReadonlyMap<string, readonly Preload[]> {
  const code = (files: readonly string[]): Preload[] =>
    files.map((file) => ({ as: file.endsWith(".css") ? "style" : "script", url: root + file }));
  const start: Preload = { as: "data", url: root + SITE };
  const pages = new Map([[HOME_ADDRESS.path({}), [start, ...code(parts.of.home)]]]);
  for (const [url, dashboard] of dashboards) {
    const put = (
      path: string,
      page: "dashboard" | "card",
      contents: readonly SiteItemContent[],
    ) => {
      const needs = needsOf(dashboard, contents);
      const files = [...parts.of[page], ...filesOf(parts, needs)];
      const rows = needs.objects.flatMap(({ data }) => data?.url ?? []);
      const data = [url, ...new Set(rows)].map((one): Preload => ({ as: "data", url: one }));
      pages.set(path, [start, ...code([...new Set(files)]), ...data]);
    };
    put(DASHBOARD_ADDRESS.path(dashboard), "dashboard", firstContents(dashboard.rows, AHEAD));
    for (const place of cardPlaces(dashboard))
      put(CARD_ADDRESS.path(place), "card", [content(place)]);
  }
  return pages;
}

/** The cards that have pages of their own. */
export function cardPlaces({ name, charts, tables }: SiteDashboard): CardPlace[] {
  const place = (kind: CardPlace["kind"]) => (card: string) => ({
    dashboard: name,
    kind,
    name: card,
  });
  return [...Object.keys(charts).map(place("chart")), ...Object.keys(tables).map(place("table"))];
}

function content({ kind, name }: CardPlace): SiteItemContent {
  return kind === "chart" ? { kind, chart: name } : { kind, table: name };
}

interface Needs {
  /** Whose rows are shown first. */
  readonly objects: readonly SiteObject[];
  /** Types that Plotly draws. */
  readonly types: ReadonlySet<string>;
  readonly table: boolean;
  readonly inputs: boolean;
}

function needsOf(
  { charts, tables, traces, inputs }: SiteDashboard,
  contents: readonly SiteItemContent[],
): Needs {
  const shown = contents.flatMap((one) => (one.kind === "table" ? (tables[one.table] ?? []) : []));
  const drawn = contents
    .flatMap((one) => (one.kind === "chart" ? (charts[one.chart]?.traces ?? []) : []))
    .flatMap((name) => traces[name] ?? []);
  const listed = shown.flatMap((table) => [
    ...table.traces.flatMap(({ trace }) => traces[trace] ?? []),
    ...(table.model ? [table.model] : []),
  ]);
  return {
    objects: [...drawn, ...listed],
    // Numbers alone are drawn without Plotly.
    types: new Set(drawn.map(({ type }) => type).filter((type) => type !== "indicator")),
    table: shown.length > 0,
    inputs: inputs !== undefined,
  };
}

function filesOf({ of, types }: ViewerParts, needs: Needs): string[] {
  const isLong = needs.objects.some(({ data }) => data?.format === "arrow");
  return [
    needs.inputs ? of.inputs : [],
    needs.table ? of.table : [],
    needs.types.size > 0 ? of.plot : [],
    ...[...needs.types].map((type) => types[type] ?? []),
    isLong ? of.arrow : [],
  ].flat();
}

/** What stands in the first rows, as many as are so high together. */
function firstContents(rows: readonly SiteRow[], room: number): SiteItemContent[] {
  const first: SiteItemContent[] = [];
  let top = 0;
  for (const { height, items } of rows) {
    if (top >= room) break;
    for (const { content: one } of items) {
      if (one.kind === "rows") first.push(...firstContents(one.rows, room - top));
      else first.push(one);
    }
    top += height || UNSIZED_ROW;
  }
  return first;
}
