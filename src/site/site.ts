/** Project + manifest → the typed documents that pages read. Made by allow-list: no field is copied that is not named. */
import { createHash } from "node:crypto";
import type { Artifact, JobStatus, Manifest } from "../contract/manifest.js";
import type { DashboardSummary, Site, SiteDashboard, SiteData, SiteRun } from "../contract/site.js";
import { levelOf } from "../project/dashboard-level.js";
import type { Dashboard } from "../project/objects.js";
import type { Project } from "../project/project.js";
import type { Framing } from "../diagnostics/framing.js";
import { pageFormat } from "./result-files.js";
import { buildDashboard, drawnTogether, type DataPlace, type Drawn } from "./site-dashboard.js";
import { thumbnailRows } from "./thumbnail.js";

/** All documents of a site, by the URL under which pages ask for them. */
export interface SiteContent {
  readonly site: Site;
  readonly dashboards: ReadonlyMap<string, SiteDashboard>;
  /** Results that some page draws, by the URL under which it asks for them. */
  readonly artifacts: ReadonlyMap<string, Artifact>;
  /** Whose rows the pages draw, each object once. */
  readonly drawn: readonly Drawn[];
}

export interface SiteOptions {
  readonly frame: Framing;
  /** URL of the event stream, under `serve`. */
  readonly events?: string;
  /** Given for a published site: it stands by itself, below whatever folder, and tells nothing of runs. */
  readonly published?: {
    /** URLs are relative to the site's own folder. */
    readonly dataPlace: DataPlace;
  };
}

/** The documents of a project as it stands with the results of a manifest; without one every card is pending. */
export function buildSite(
  project: Project,
  manifest: Manifest | undefined,
  options: SiteOptions,
): SiteContent {
  const dashboards = new Map<string, SiteDashboard>();
  const artifacts = new Map<string, Artifact>();
  const drawn = new Map<string, Drawn>();
  const { published } = options;
  const summaries = project.dashboards.map((dashboard): DashboardSummary => {
    const summary = summarise(dashboard, project);
    if (dashboard.href !== undefined) return { ...summary, href: dashboard.href };
    const url = `${published ? "" : "/"}${dashboardPath(dashboard)}`;
    const dataPlace = published?.dataPlace ?? servedPlace;
    const content = buildDashboard(dashboard, manifest, options.frame, dataPlace);
    dashboards.set(url, content.dashboard);
    for (const one of content.drawn) {
      const { object, artifact } = one;
      if (artifact) artifacts.set(dataPlace(artifact, object).url, artifact);
      drawn.set(object.id, drawnTogether(drawn.get(object.id), one));
    }
    const asOf = oldest(content.drawn);
    const { failing, stale } = content;
    return { ...summary, url, failing, stale, ...(asOf !== undefined && { asOf }) };
  });
  const { timeZone, locale } = project.defaults;
  const site: Site = {
    project: project.name,
    timeZone,
    ...(locale !== undefined && { locale }),
    levels: project.defaults.levels.map(({ title, description }) => ({ title, description })),
    dashboards: summaries,
    ...(manifest && !published && { run: siteRun(manifest) }),
    ...(options.events !== undefined && { events: options.events }),
  };
  return { site, dashboards, artifacts, drawn: [...drawn.values()] };
}

/** When the oldest of some results was read. */
export function oldest(drawn: readonly Drawn[]): string | undefined {
  return drawn.flatMap(({ artifact }) => artifact?.builtAt ?? []).toSorted()[0];
}

function summarise(dashboard: Dashboard, project: Project): DashboardSummary {
  const { name, description, tags, rows } = dashboard;
  const level = levelOf(dashboard, project.defaults.levels);
  return {
    name,
    ...(description !== undefined && { description }),
    tags,
    ...(level !== undefined && { level }),
    rows: thumbnailRows(rows),
    failing: 0,
    stale: 0,
  };
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

/** Names never become paths. */
function dashboardPath({ id }: Dashboard): string {
  const hash = createHash("sha256").update(id).digest("hex").slice(0, 16);
  return `data/dashboards/${hash}.json`;
}

function servedPlace(artifact: Artifact): Pick<SiteData, "url" | "format"> {
  return { url: `/data/objects/${artifact.hash}`, format: pageFormat(artifact) };
}
