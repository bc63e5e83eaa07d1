import type { Artifact, Manifest } from "../contract/manifest.js";
import type { ReadProject } from "../project/disclosure.js";
import type { State } from "../engine/state/state.js";
import { createBody, type Body } from "./respond.js";
import type { Dashboard } from "../project/objects.js";
import { buildQueries } from "../site/pages/queries.js";
import { preloadsOf, type Preload } from "../site/preloads.js";
import { createResultReader } from "../site/result-files.js";
import { buildSite, withNumbers } from "../site/site.js";
import type { ViewerParts } from "../site/viewer-parts.js";

/**
 * Everything that pages can fetch at one moment, by URL path. A request takes one and keeps to it.
 */
export interface Content {
  readonly documents: ReadonlyMap<string, Body>;
  /** Documents that are made when somebody first asks for them. */
  readonly later: ReadonlyMap<string, () => Promise<Body>>;
  readonly artifacts: ReadonlyMap<string, Artifact>;
  /** By path of a page without the slash before it. */
  readonly preloads: ReadonlyMap<string, readonly Preload[]>;
}

/**
 * Resolves the current manifest anew at each call; documents are built again only when it or the
 * project, which is a new object at each reload, has changed. Without `viewer` pages name nothing
 * ahead.
 */
export function createContentSource(
  shown: () => ReadProject,
  state: Pick<State, "current" | "objectPath">,
  events: string,
  viewer: ViewerParts | undefined,
): () => Promise<Content> {
  async function build(now: ReadProject, manifest: Manifest | undefined): Promise<Content> {
    const site = buildSite(now.project, manifest, {
      frame: now.frameForPages,
      events,
      queries: true,
    });
    const built = await withNumbers(site, now.project, manifest, createResultReader(state));
    const documents = new Map<string, Body>();
    for (const [url, document] of [["/data/site.json", built.site], ...built.dashboards] as const) {
      documents.set(url, createBody(JSON.stringify(document), "application/json"));
    }
    const later = new Map(
      [...built.queries].map(([url, dashboard]) => [url, once(() => queriesBody(dashboard, now))]),
    );
    const preloads = viewer ? preloadsOf(built, viewer, "/") : new Map();
    return { documents, later, artifacts: built.artifacts, preloads };
  }

  let last: { shown: ReadProject; run: string | undefined; content: Promise<Content> } | undefined;
  return async () => {
    const manifest = await state.current();
    const now = shown();
    if (last?.shown === now && last.run === manifest?.id) return last.content;
    const content = build(now, manifest);
    const mine = { shown: now, run: manifest?.id, content };
    last = mine;
    content.catch(() => {
      if (last === mine) last = undefined;
    });
    return content;
  };
}

async function queriesBody(dashboard: Dashboard, { project, scrub }: ReadProject): Promise<Body> {
  // `serve` has no `--source`.
  const queries = await buildQueries(dashboard, { project, scrub, chosen: undefined });
  return createBody(JSON.stringify(queries), "application/json");
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
