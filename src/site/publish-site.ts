/**
 * A project with its current results as a static site:
 *
 *   project + manifest ─ are the results current? ─▶ results, documents, viewer, pages
 *                                                    in a new folder ─▶ in the old one's place
 *
 *   index.html, d/<dashboard>/index.html, 404.html
 *   data/site.json, data/dashboards/<id>.json    documents, see contract/pages/
 *   data/results/<hash>.bin                      gzip of JSON or Arrow, named by content
 *   assets/                                      the viewer
 *
 * Equal input gives equal bytes: nothing of the run, the machine or the time is in it but when the
 * rows were read.
 */
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../contract/diagnostic.js";
import type { ArtifactColumn, Manifest } from "../contract/manifest.js";
import { pageFolder } from "../contract/page-folder.js";
import type { SiteDashboard } from "../contract/pages/dashboard.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { OpenedRun } from "../engine/opened-run.js";
import type { ProjectSecret } from "../project/project-secrets.js";
import { createScrubber } from "../diagnostics/scrub.js";
import type { Project } from "../project/project.js";
import { notFoundHtml, pageHtml } from "./page-html.js";
import { refuseOldResults } from "./required-results.js";
import { buildSite, type SiteContent } from "./site.js";
import { replaceFolder } from "./target-folder.js";
import { writeResults, type WrittenResult } from "./write-results.js";
import { copyViewer, readViewerPage } from "./write-viewer.js";
import { oldest } from "./drawn.js";

export interface PublishOptions {
  /** Names the results; undefined when nothing has been run yet. */
  readonly manifest: Manifest | undefined;
  /** Absolute; whatever is there is replaced. */
  readonly folder: string;
  /** Folder of the built viewer. */
  readonly viewer: string;
  readonly signal: AbortSignal;
}

/** One object whose rows everybody can read who reads the site. */
export interface PublicResult {
  readonly kind: "trace" | "model";
  readonly name: string;
  readonly dashboards: readonly string[];
  readonly rows: number;
  readonly columns: readonly ArtifactColumn[];
  /** Whether the names of cohorts, which are values too, are in the file. */
  readonly cohorts: boolean;
  readonly builtAt: string;
  /** Path from the site's folder, with `/`. */
  readonly file: string;
  /** Of the file; objects with the same rows share one. */
  readonly bytes: number;
}

/** What was written. Paths of files start at the site's folder and have `/` as separator. */
export interface PublishedSite {
  readonly pages: readonly { readonly dashboard: string; readonly file: string }[];
  /** When the oldest of the rows were read. */
  readonly asOf?: string;
  readonly files: number;
  readonly bytes: number;
  readonly results: readonly PublicResult[];
}

/** Publishes a project, or says why it cannot be; then nothing is changed. */
export async function publishSite(
  opened: OpenedRun,
  options: PublishOptions,
): Promise<PublishedSite | { readonly refused: readonly Diagnostic[] }> {
  const { project, state } = opened;
  const { manifest, viewer, signal } = options;
  if (project.dashboards.length === 0) {
    return { refused: [createDiagnostic("site-without-dashboards", {})] };
  }
  const served = buildSite(project, manifest, { frame: noProblems });
  const { drawn } = served;
  const refused = [
    ...refuseSecrets(served, opened.secrets()),
    ...refuseLongNames(served),
    ...(await refuseOldResults(opened, drawn, manifest)),
  ];
  if (refused.length > 0) return { refused };
  const page = await readViewerPage(viewer);
  if (page === undefined) {
    return { refused: [createDiagnostic("viewer-missing", { folder: viewer })] };
  }
  return replaceFolder(options.folder, async (folder) => {
    const { embedded } = await opened.readers();
    const results = await writeResults(drawn, { folder, state, embedded, signal });
    const content = publishedContent(project, manifest, results);
    await writeDocuments(folder, content);
    await copyViewer(viewer, folder, traceTypes(content));
    const pages = await writePages(folder, page, content);
    const asOf = oldest(drawn);
    return {
      pages,
      ...(asOf !== undefined && { asOf }),
      ...(await measure(folder)),
      results: results.map((result) => publicResult(result, content)),
    };
  });
}

/** Shorter ones may stand in a text by chance. */
const SHORTEST_SECRET = 8;

/**
 * Secrets never get into a page by themselves; a template can put one into a title. One diagnostic
 * for each page.
 */
function refuseSecrets(
  { site, dashboards }: SiteContent,
  secrets: readonly ProjectSecret[],
): Diagnostic[] {
  const { dashboards: summaries, ...home } = site;
  const pages = [
    { page: "The home page", texts: [home] },
    ...summaries.map(({ url = "", ...summary }) => ({
      page: `The dashboard \`${summary.name}\``,
      texts: [summary, dashboards.get(url)],
    })),
  ];
  const looked = secrets
    .filter(({ value }) => value.length >= SHORTEST_SECRET)
    .map(({ value, of }) => ({ scrubber: createScrubber([value]), of }));
  return pages.flatMap(({ page, texts }) => {
    const text = JSON.stringify(texts);
    const shown = looked.find(({ scrubber }) => scrubber.text(text) !== text);
    return shown ? [createDiagnostic("site-shows-secret", { page, of: shown.of })] : [];
  });
}

/** Bytes of a file's name on the usual file systems. */
const LONGEST_NAME = 255;

function refuseLongNames({ dashboards }: SiteContent): Diagnostic[] {
  return [...dashboards.values()]
    .filter(({ name }) => Buffer.byteLength(pageFolder(name)) > LONGEST_NAME)
    .map(({ name }) => createDiagnostic("site-page-name-too-long", { name }));
}

/**
 * What is wrong keeps a site from being published; warnings, which name files and queries, are for
 * the publisher alone.
 */
function noProblems(): [] {
  return [];
}

function publishedContent(
  project: Project,
  manifest: Manifest | undefined,
  results: readonly WrittenResult[],
): SiteContent {
  const byObject = new Map(results.map((result) => [result.object.id, result]));
  return buildSite(project, manifest, {
    frame: noProblems,
    published: {
      dataPlace(_, { id }) {
        const result = byObject.get(id);
        if (!result) throw new Error(`${id} was not written`);
        return { url: result.file, format: result.format };
      },
    },
  });
}

async function writeDocuments(folder: string, { site, dashboards }: SiteContent): Promise<void> {
  for (const [file, document] of [["data/site.json", site], ...dashboards] as const) {
    await writeBelow(folder, file, `${JSON.stringify(document)}\n`);
  }
}

function traceTypes({ dashboards }: SiteContent): Set<string> {
  return new Set(
    [...dashboards.values()].flatMap(({ traces }) => Object.values(traces).map(({ type }) => type)),
  );
}

async function writePages(
  folder: string,
  built: string,
  { site, dashboards }: SiteContent,
): Promise<PublishedSite["pages"]> {
  await writeBelow(folder, "index.html", pageHtml(built, { root: "", title: site.project }));
  await writeBelow(folder, "404.html", notFoundHtml(site.project));
  const pages: { dashboard: string; file: string }[] = [];
  for (const { name, description } of dashboards.values()) {
    const file = `d/${pageFolder(name)}/index.html`;
    const title = `${name} · ${site.project}`;
    await writeBelow(folder, file, pageHtml(built, { root: "../../", title, description }));
    pages.push({ dashboard: name, file });
  }
  return pages;
}

async function writeBelow(folder: string, file: string, text: string): Promise<void> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

async function measure(folder: string): Promise<Pick<PublishedSite, "files" | "bytes">> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  let bytes = 0;
  for (const path of paths) bytes += (await stat(path)).size;
  return { files: paths.length, bytes };
}

function publicResult(
  { object, file, columns, rows, bytes, builtAt }: WrittenResult,
  { dashboards }: SiteContent,
): PublicResult {
  const { kind, name } = object;
  return {
    kind,
    name,
    dashboards: [...dashboards.values()]
      .filter((dashboard) => isDrawnOn(dashboard, kind, name))
      .map((dashboard) => dashboard.name),
    rows,
    columns,
    cohorts: kind === "trace" && object.cohortOn !== undefined,
    builtAt,
    file,
    bytes,
  };
}

function isDrawnOn({ traces, tables }: SiteDashboard, kind: string, name: string): boolean {
  return kind === "trace"
    ? Object.hasOwn(traces, name)
    : Object.values(tables).some(({ model }) => model?.name === name);
}
