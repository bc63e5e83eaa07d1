import type { JobStatus, Manifest } from "../../contract/manifest.js";
import type {
  CardSummary,
  DashboardSummary,
  ReadSummary,
  Site,
  SiteRun,
  ThumbnailItem,
  ThumbnailRow,
} from "../../contract/pages/home.js";
import { resultFaults } from "../../engine/result-faults.js";
import { levelOf } from "../../project/dashboard-level.js";
import type { Chart, Dashboard, Item, Model, Row, Source, Table } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { cardsOf } from "./cards.js";
import { chartTitle } from "./chart-title.js";
import { modelsOf, originsOf, withModelsBelow } from "./origins.js";

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
export function buildHome(project: Project, { dashboards, manifest, events }: HomeOptions): Site {
  const { timeZone, locale, levels, compat } = project.defaults;
  return {
    project: project.name,
    timeZone,
    ...(locale !== undefined && { locale }),
    ...(compat && { compat }),
    levels: levels.map(({ title, description }) => ({ title, description })),
    dashboards,
    ...(manifest && { run: siteRun(project, manifest) }),
    ...(events !== undefined && { events }),
  };
}

/**
 * What the home page says of a dashboard that has no results yet; `withReads` names the models and
 * sources of its cards.
 */
export function summarise(
  dashboard: Dashboard,
  project: Project,
  withReads: boolean,
): DashboardSummary {
  const { name, description, tags, rows, href } = dashboard;
  const level = levelOf(dashboard, project.defaults.levels);
  const cards = cardsOf(rows);
  const origins = originsOf(cards, project, withReads);
  return {
    name,
    ...(description !== undefined && { description }),
    tags,
    ...(level !== undefined && { level }),
    ...(href !== undefined && { href }),
    rows: rows.map(thumbnailRow),
    cards: cards.map((card) => ({
      ...cardSummary(card),
      ...(withReads && { reads: readsOf(card) }),
    })),
    ...(origins.length > 0 && { origins }),
    failing: 0,
    stale: 0,
  };
}

function cardSummary(card: Chart | Table): CardSummary {
  const { kind, name, description } = card;
  const title = kind === "chart" ? chartTitle(card) : undefined;
  return {
    kind,
    name,
    ...(title !== undefined && title !== name && { title }),
    ...(description !== undefined && { description }),
  };
}

/** Each once, those that are nearer to the card first. */
function readsOf(card: Chart | Table): ReadSummary[] {
  const all = new Set(modelsOf(card).flatMap(withModelsBelow));
  const sources = new Set([...all].flatMap(sourceOfModel));
  return [...all, ...sources].map(({ kind, name }) => ({ kind, name }));
}

function sourceOfModel(model: Model): Source[] {
  if (model.type === "script") return [];
  const source = model.type === "merge" ? model.engine : model.source;
  return source ? [source] : [];
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

function siteRun(project: Project, manifest: Manifest): SiteRun {
  const { id, startedAt, finishedAt, objects } = manifest;
  const statuses = Object.values(objects).map(({ status }) => status);
  const count = (...wanted: readonly JobStatus[]) =>
    statuses.filter((status) => wanted.includes(status)).length;
  return {
    id,
    startedAt,
    finishedAt,
    built: count("built"),
    reused: count("reused"),
    failed: count("failed", "stale") + resultFaults(project, manifest, () => true).length,
    skipped: count("skipped", "cancelled"),
    total: statuses.length,
  };
}
