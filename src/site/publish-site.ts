/**
 * A project with its current results as a static site:
 *
 *   project + manifest ─ are the results current? ─▶ results, documents, viewer, pages
 *                                                    in a new folder ─▶ in the old one's place
 *
 *   index.html, d/<dashboard>/index.html, 404.html
 *   d/<dashboard>/{chart,table}/<name>/index.html
 *   data/site.json, data/dashboards/<id>.json    documents, see contract/pages/
 *   data/queries/<id>.json                       where they are wanted
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
import type { Origin } from "../contract/origin.js";
import { CARD_ADDRESS } from "../contract/pages/card.js";
import { DASHBOARD_ADDRESS, type SiteDashboard } from "../contract/pages/dashboard.js";
import type { DefinedAt } from "../contract/pages/queries.js";
import { HOME_ADDRESS } from "../contract/pages/home.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { OpenedRun } from "../engine/opened-run.js";
import type { ProjectSecret } from "../project/project-secrets.js";
import { createScrubber } from "../diagnostics/scrub.js";
import { filtersOf } from "../project/filters-of.js";
import type { Project } from "../project/project.js";
import { valuesInId } from "../project/switches.js";
import { notFoundHtml, pageHtml, type PageHtml } from "./page-html.js";
import { cardsOf } from "./pages/cards.js";
import { originsOf } from "./pages/origins.js";
import { refuseOldResults } from "./required-results.js";
import { buildQueries } from "./pages/queries.js";
import { cardPlaces, preloadsOf, type Preload } from "./preloads.js";
import { createResultReader } from "./result-files.js";
import { buildSite, withNumbers, type SiteContent } from "./site.js";
import { replaceFolder } from "./target-folder.js";
import { writeResults, type WrittenResult } from "./write-results.js";
import { readViewerParts } from "./viewer-parts.js";
import { copyViewer, readViewerPage } from "./write-viewer.js";
import { drawnParts } from "./drawn-parts.js";
import { oldest } from "./drawn.js";

export interface PublishOptions {
  /** Names the results; undefined when nothing has been run yet. */
  readonly manifest: Manifest | undefined;
  /** Absolute; whatever is there is replaced. */
  readonly folder: string;
  /** Folder of the built viewer. */
  readonly viewer: string;
  /** Publish the queries too, and where they are written. */
  readonly withQueries: boolean;
  readonly signal: AbortSignal;
}

/** One object whose rows everybody can read who reads the site. */
export interface PublicResult {
  readonly kind: "trace" | "model";
  readonly name: string;
  /** Of which values of its switches, as in `grain=Weeks`. Absent: their defaults, or it has none. */
  readonly switches?: string;
  readonly dashboards: readonly string[];
  readonly rows: number;
  readonly columns: readonly ArtifactColumn[];
  /** Whether the names of cohorts, which are values too, are in the file. */
  readonly cohorts: boolean;
  /** Columns of the model by which its rows are stored besides, to follow inputs. Absent: none. */
  readonly inputs?: readonly string[];
  readonly builtAt: string;
  /** Path from the site's folder, with `/`. */
  readonly file: string;
  /** Of the file; objects with the same rows share one. */
  readonly bytes: number;
}

/** A trace or a model whose query everybody can read who reads the site. */
export type PublicQuery = DefinedAt;

/** What was written. Paths of files start at the site's folder and have `/` as separator. */
export interface PublishedSite {
  readonly pages: readonly { readonly dashboard: string; readonly file: string }[];
  /** When the oldest of the rows were read. */
  readonly asOf?: string;
  readonly files: number;
  readonly bytes: number;
  readonly results: readonly PublicResult[];
  /**
   * Whose rows its cards show: of what types they are, and where queries are published their names.
   */
  readonly origins: readonly Origin[];
  /** Each once; absent where queries are not published. */
  readonly queries?: readonly PublicQuery[];
}

/** Publishes a project, or says why it cannot be; then nothing is changed. */
export async function publishSite(
  opened: OpenedRun,
  options: PublishOptions,
): Promise<PublishedSite | { readonly refused: readonly Diagnostic[] }> {
  const { project, state } = opened;
  const { manifest, viewer, withQueries, signal } = options;
  if (project.dashboards.length === 0) {
    return { refused: [createDiagnostic("site-without-dashboards", {})] };
  }
  const served = buildSite(project, manifest, { frame: noProblems, queries: withQueries });
  const { drawn } = served;
  const refused = [
    ...refuseSecrets(served, opened.secrets()),
    ...refuseLongNames(served),
    ...(await refuseOldResults(opened, drawn, manifest)),
  ];
  if (refused.length > 0) return { refused };
  const page = await readViewerPage(viewer);
  const parts = await readViewerParts(viewer);
  if (page === undefined || parts === undefined) {
    return { refused: [createDiagnostic("viewer-missing", { folder: viewer })] };
  }
  return replaceFolder(options.folder, async (folder) => {
    const { embedded } = await opened.readers();
    const results = await writeResults(drawn, { folder, state, embedded, signal });
    const built = publishedContent(project, manifest, results, withQueries);
    const content = await withNumbers(built, project, manifest, createResultReader(state));
    await writeDocuments(folder, content);
    const queries = await writeQueries(folder, content, opened);
    await copyViewer(viewer, folder, parts, drawnParts(content.dashboards.values()));
    const pages = await writePages(folder, page, content, preloadsOf(content, parts, ""));
    const asOf = oldest(drawn);
    return {
      pages,
      ...(asOf !== undefined && { asOf }),
      ...(await measure(folder)),
      results: results.map((result) => publicResult(result, content)),
      origins: originsOf(
        project.dashboards.flatMap(({ rows }) => cardsOf(rows)),
        project,
        withQueries,
      ),
      ...(withQueries && { queries }),
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
  const paged = [...dashboards.values()].flatMap((dashboard) => [
    { kind: "dashboard", name: dashboard.name },
    ...cardPlaces(dashboard).map(({ kind, name }) => ({ kind, name })),
  ]);
  const long = paged.filter(({ name }) => Buffer.byteLength(pageFolder(name)) > LONGEST_NAME);
  return [...new Map(long.map((one) => [`${one.kind} ${one.name}`, one])).values()].map((one) =>
    createDiagnostic("site-page-name-too-long", one),
  );
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
  queries: boolean,
): SiteContent {
  const byObject = new Map(results.map((result) => [result.object.id, result]));
  return buildSite(project, manifest, {
    frame: noProblems,
    queries,
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

/** Resolves to what they are of. Their secrets are taken out where they are made. */
async function writeQueries(
  folder: string,
  { queries }: SiteContent,
  opened: OpenedRun,
): Promise<PublicQuery[]> {
  const written = new Map<string, PublicQuery>();
  for (const [file, dashboard] of queries) {
    const document = await buildQueries(dashboard, opened);
    await writeBelow(folder, file, `${JSON.stringify(document)}\n`);
    const cards = [...Object.values(document.charts), ...Object.values(document.tables)];
    for (const { of } of cards.flat()) written.set(`${of.kind} ${of.name}`, of);
  }
  return [...written.values()];
}

async function writePages(
  folder: string,
  built: string,
  { site, dashboards }: SiteContent,
  preloads: ReadonlyMap<string, readonly Preload[]>,
): Promise<PublishedSite["pages"]> {
  const write = (file: string, address: string, head: Omit<PageHtml, "preloads">) =>
    writeBelow(folder, file, pageHtml(built, { ...head, preloads: preloads.get(address) ?? [] }));
  await write("index.html", HOME_ADDRESS.path({}), { root: "", title: site.project });
  await writeBelow(folder, "404.html", notFoundHtml(site.project));
  const pages: { dashboard: string; file: string }[] = [];
  for (const dashboard of dashboards.values()) {
    const { name, description } = dashboard;
    const place = `d/${pageFolder(name)}`;
    const file = `${place}/index.html`;
    const title = `${name} · ${site.project}`;
    await write(file, DASHBOARD_ADDRESS.path({ name }), { root: "../../", title, description });
    pages.push({ dashboard: name, file });
    for (const card of cardPlaces(dashboard)) {
      const page = { root: "../../../../", title: `${card.name} · ${title}` };
      const cardFile = `${place}/${card.kind}/${pageFolder(card.name)}/index.html`;
      await write(cardFile, CARD_ADDRESS.path(card), page);
    }
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
  const inputs = kind === "trace" ? filtersOf(object).map(({ column }) => column) : [];
  const switches = valuesInId(object);
  return {
    kind,
    name,
    ...(switches !== "" && { switches }),
    ...(inputs.length > 0 && { inputs }),
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
