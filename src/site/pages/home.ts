import type { JobStatus, Manifest } from "../../contract/manifest.js";
import type {
  CardSummary,
  DashboardSummary,
  Site,
  SiteRun,
  ThumbnailItem,
  ThumbnailRow,
} from "../../contract/pages/home.js";
import { levelOf } from "../../project/dashboard-level.js";
import type { Dashboard, Item, ItemContent, Row } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { chartTitle } from "./chart-title.js";

export interface HomeOptions {
  readonly dashboards: readonly DashboardSummary[];
  /** Of the run that the page describes; absent: it describes none. */
  readonly manifest?: Manifest | undefined;
  /** URL of the event stream. */
  readonly events?: string | undefined;
}

/**
 * The document of the home page: the dashboards of a project in its order, and what every page must
 * know.
 */
export function buildHome(
  { name, defaults }: Project,
  { dashboards, manifest, events }: HomeOptions,
): Site {
  const { timeZone, locale, levels, compat } = defaults;
  return {
    project: name,
    timeZone,
    ...(locale !== undefined && { locale }),
    ...(compat && { compat }),
    levels: levels.map(({ title, description }) => ({ title, description })),
    dashboards,
    ...(manifest && { run: siteRun(manifest) }),
    ...(events !== undefined && { events }),
  };
}

/** What the home page says of a dashboard that has no results yet. */
export function summarise(dashboard: Dashboard, project: Project): DashboardSummary {
  const { name, description, tags, rows, href } = dashboard;
  const level = levelOf(dashboard, project.defaults.levels);
  return {
    name,
    ...(description !== undefined && { description }),
    tags,
    ...(level !== undefined && { level }),
    ...(href !== undefined && { href }),
    rows: rows.map(thumbnailRow),
    cards: cardsOf(rows),
    failing: 0,
    stale: 0,
  };
}

function cardsOf(rows: readonly Row[]): CardSummary[] {
  const cards = new Map<string, CardSummary>();
  for (const content of contentsOf(rows)) {
    if (content.kind !== "chart" && content.kind !== "table") continue;
    const object = content.kind === "chart" ? content.chart : content.table;
    const title = content.kind === "chart" ? chartTitle(content.chart) : undefined;
    const { id, name, description } = object;
    cards.set(id, {
      kind: content.kind,
      name,
      ...(title !== undefined && title !== name && { title }),
      ...(description !== undefined && { description }),
    });
  }
  return [...cards.values()];
}

/** Nested rows in their place. */
function contentsOf(rows: readonly Row[]): ItemContent[] {
  return rows.flatMap(({ items }) =>
    items.flatMap(({ content }) => (content.kind === "rows" ? contentsOf(content.rows) : content)),
  );
}

/**
 * A row of a dashboard in small: cells with the types of what they draw. Nested rows are one cell.
 */
function thumbnailRow({ height, items }: Row): ThumbnailRow {
  return { height, items: items.map(thumbnailItem) };
}

function thumbnailItem({ width, content }: Item): ThumbnailItem {
  if (content.kind === "chart") {
    const traceTypes = [...new Set(content.chart.traces.map(({ type }) => type))];
    return { kind: "chart", width, traceTypes };
  }
  if (content.kind !== "rows") return { kind: content.kind, width };
  const inner = content.rows.flatMap(({ items }) => items).map(thumbnailItem);
  const first = inner.find(({ kind }) => kind !== "empty") ?? { kind: "empty" as const };
  return { ...first, width };
}

function siteRun({ id, startedAt, finishedAt, objects }: Manifest): SiteRun {
  const statuses = Object.values(objects).map(({ status }) => status);
  const count = (...wanted: readonly JobStatus[]) =>
    statuses.filter((status) => wanted.includes(status)).length;
  return {
    id,
    startedAt,
    finishedAt,
    built: count("built"),
    reused: count("reused"),
    failed: count("failed", "stale"),
    skipped: count("skipped", "cancelled"),
    total: statuses.length,
  };
}
