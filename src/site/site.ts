/**
 * Project + manifest → the typed documents that pages read. Made by allow-list: no field is copied
 * that is not named.
 */
import { createHash } from "node:crypto";
import type { Artifact, Manifest } from "../contract/manifest.js";
import type { SiteDashboard, SiteData } from "../contract/pages/dashboard.js";
import type { DashboardSummary, Site } from "../contract/pages/home.js";
import type { Dashboard } from "../project/objects.js";
import type { Project } from "../project/project.js";
import type { Framing } from "../diagnostics/framing.js";
import { pageFormat } from "./result-files.js";
import { type DataPlace, type Drawn, drawnTogether, oldest } from "./drawn.js";
import { headlineNumbers, type HeadlineOptions } from "./pages/headline-numbers.js";
import { buildHome, summarise } from "./pages/home.js";
import { buildDashboard } from "./pages/dashboard.js";

/** All documents of a site, by the URL under which pages ask for them. */
export interface SiteContent {
  readonly site: Site;
  readonly dashboards: ReadonlyMap<string, SiteDashboard>;
  /** Whose queries can be seen, by the URL under which pages ask for them. */
  readonly queries: ReadonlyMap<string, Dashboard>;
  /** Results that some page draws, by the URL under which it asks for them. */
  readonly artifacts: ReadonlyMap<string, Artifact>;
  /** Whose rows the pages draw, each object once. */
  readonly drawn: readonly Drawn[];
}

export interface SiteOptions {
  readonly frame: Framing;
  /** URL of the event stream, under `serve`. */
  readonly events?: string;
  /** Readers may see queries, where they are written, and the names of models and sources. */
  readonly queries?: boolean;
  /** Of a published site: it stands by itself, below whatever folder, and says nothing of runs. */
  readonly published?: {
    /** URLs are relative to the site's own folder. */
    readonly dataPlace: DataPlace;
  };
}

/**
 * The documents of a project as it stands with the results of a manifest; without one every card is
 * pending.
 */
export function buildSite(
  project: Project,
  manifest: Manifest | undefined,
  options: SiteOptions,
): SiteContent {
  const dashboards = new Map<string, SiteDashboard>();
  const artifacts = new Map<string, Artifact>();
  const drawn = new Map<string, Drawn>();
  const queries = new Map<string, Dashboard>();
  const { published } = options;
  const root = published ? "" : "/";
  const summaries = project.dashboards.map((dashboard): DashboardSummary => {
    const summary = summarise(dashboard, project, options.queries === true);
    if (dashboard.href !== undefined) return summary;
    const url = root + documentPath("dashboards", dashboard);
    const asked = options.queries ? root + documentPath("queries", dashboard) : undefined;
    if (asked !== undefined) queries.set(asked, dashboard);
    const dataPlace = published?.dataPlace ?? servedPlace;
    const content = buildDashboard(dashboard, {
      project,
      manifest,
      frame: options.frame,
      dataPlace,
      named: options.queries === true,
    });
    dashboards.set(url, content.dashboard);
    for (const one of content.drawn) {
      const { object, artifact } = one;
      if (artifact) artifacts.set(dataPlace(artifact, object).url, artifact);
      drawn.set(object.id, drawnTogether(drawn.get(object.id), one));
    }
    const asOf = oldest(content.drawn);
    const { failing, stale } = content;
    const inputs = content.dashboard.inputs?.map(({ name, label, description }) => ({
      name,
      label,
      ...(description !== undefined && { description }),
    }));
    return {
      ...summary,
      ...(inputs && { inputs }),
      url,
      ...(asked !== undefined && { queries: asked }),
      failing,
      stale,
      ...(asOf !== undefined && { asOf }),
    };
  });
  const site = buildHome(project, {
    dashboards: summaries,
    ...(!published && { manifest }),
    events: options.events,
  });
  return { site, dashboards, queries, artifacts, drawn: [...drawn.values()] };
}

/** The same with the numbers with which dashboards begin. */
export async function withNumbers(
  content: SiteContent,
  project: Project,
  manifest: Manifest | undefined,
  read: HeadlineOptions["read"],
): Promise<SiteContent> {
  const options = { manifest, read, timeZone: project.defaults.timeZone };
  const byName = new Map(project.dashboards.map((dashboard) => [dashboard.name, dashboard]));
  const dashboards: DashboardSummary[] = [];
  for (const summary of content.site.dashboards) {
    const dashboard = byName.get(summary.name);
    const numbers = dashboard ? await headlineNumbers(dashboard, options) : [];
    dashboards.push({ ...summary, ...(numbers.length > 0 && { numbers }) });
  }
  return { ...content, site: { ...content.site, dashboards } };
}

/** Names never become paths. */
function documentPath(folder: "dashboards" | "queries", { id }: Dashboard): string {
  const hash = createHash("sha256").update(id).digest("hex").slice(0, 16);
  return `data/${folder}/${hash}.json`;
}

function servedPlace(artifact: Artifact): Pick<SiteData, "url" | "format"> {
  return { url: `/data/objects/${artifact.hash}`, format: pageFormat(artifact) };
}
