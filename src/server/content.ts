import type { Artifact } from "../contract/manifest.js";
import type { State } from "../engine/state/state.js";
import type { Project } from "../project/project.js";
import type { Framing } from "../site/framing.js";
import { createBody, type Body } from "./respond.js";
import { buildSite } from "../site/site.js";

/** Everything that pages can fetch at one moment, by URL path. A request takes one and keeps to it. */
export interface Content {
  readonly documents: ReadonlyMap<string, Body>;
  readonly artifacts: ReadonlyMap<string, Artifact>;
}

/** The project whose pages are shown. A new object per reload. */
export interface ShownProject {
  readonly project: Project;
  readonly frame: Framing;
}

/** Resolves the current manifest anew at each call; documents are built again only when it or the project changed. */
export function createContentSource(
  shown: () => ShownProject,
  state: Pick<State, "current">,
  events: string,
): () => Promise<Content> {
  let last: { shown: ShownProject; run: string | undefined; content: Content } | undefined;
  return async () => {
    const manifest = await state.current();
    const now = shown();
    if (last?.shown === now && last.run === manifest?.id) return last.content;
    const built = buildSite(now.project, manifest, { frame: now.frame, events });
    const documents = new Map<string, Body>();
    for (const [url, document] of [["/data/site.json", built.site], ...built.dashboards] as const) {
      documents.set(url, createBody(JSON.stringify(document), "application/json"));
    }
    const content = { documents, artifacts: built.artifacts };
    last = { shown: now, run: manifest?.id, content };
    return content;
  };
}
