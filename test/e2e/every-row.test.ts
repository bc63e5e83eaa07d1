/**
 * Rows drawn + rows named on the card = rows of the result: for every type of trace, over the
 * gallery and over rows that charts have trouble with. Drawn rows are counted in the browser, in
 * what Plotly computed.
 */
import { fileURLToPath } from "node:url";
import type { Browser, Locator } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { JsonObject } from "../../src/contract/json-value.js";
import type { SiteDashboard } from "../../src/contract/pages/dashboard.js";
import type { Site } from "../../src/contract/pages/home.js";
import { attributeTable } from "../../src/project/plotly/attribute-table.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { runCli } from "../support/cli.js";
import { copyExample } from "../support/flights-demo.js";
import { nastyQuery } from "../support/nasty-rows.js";
import { writeProject } from "../support/project.js";
import { serve, type Served } from "../support/serve.js";

const SOFTWARE_DRAWING = /GL Driver Message|willReadFrequently/;
/** What Plotly says of rows that are no tree or no grid; the card says it too. */
const PLOTLY_WARNING = /^console warning: (WARN: )?/;

const LINES = 'mode: lines, x: "?{ d }", y: "?{ a }"';
const SPACE = 'x: "?{ a }", y: "?{ b }", z: "?{ c }"';
const TREE = 'labels: "?{ t }", parents: "?{ u }", values: "?{ a }"';
const PRICES = 'x: "?{ d }", open: "?{ a }", high: "?{ b }", low: "?{ c }", close: "?{ e }"';
const DIMENSIONS = 'dimensions: [{ label: A, values: "?{ a }" }, { label: B, values: "?{ b }" }]';

/** Properties of each type, and its layout. */
const TYPES: Readonly<Record<string, readonly [props: string, layout?: string]>> = {
  bar: ['x: "?{ t }", y: "?{ a }"', "{ yaxis: { type: log } }"],
  barpolar: ['r: "?{ a }", theta: "?{ t }"'],
  box: ['x: "?{ t }", y: "?{ a }"'],
  candlestick: [PRICES],
  carpet: ['a: "?{ a }", b: "?{ b }", y: "?{ c }"'],
  choropleth: ['locationmode: country names, locations: "?{ t }", z: "?{ a }"'],
  choroplethmap: [
    'locations: "?{ t }", z: "?{ a }", geojson: { type: FeatureCollection, features: [{ type: Feature, id: a, geometry: { type: Polygon, coordinates: [[[9.9, 53.5], [10, 53.5], [10, 53.6], [9.9, 53.5]]] } }] }',
  ],
  cone: [`${SPACE}, u: "?{ e }", v: "?{ f }", w: "?{ g }"`],
  contour: ['x: "?{ b }", y: "?{ c }", z: "?{ a }"'],
  contourcarpet: ['a: "?{ a }", b: "?{ b }", z: "?{ c }"'],
  densitymap: ['lon: "?{ a }", lat: "?{ b }", z: "?{ c }"'],
  funnel: ['x: "?{ a }", y: "?{ t }"'],
  funnelarea: ['labels: "?{ t }", values: "?{ a }"'],
  heatmap: ['x: "?{ d }", y: "?{ t }", z: "?{ a }"'],
  histogram: ['x: "?{ a }"'],
  histogram2d: ['x: "?{ a }", y: "?{ b }"'],
  histogram2dcontour: ['x: "?{ a }", y: "?{ b }"'],
  icicle: [TREE],
  image: ['z: "?{ list_value(list_value(1, 2, 3)) }"'],
  indicator: ['mode: gauge+number, value: "?{ a }"'],
  isosurface: [`${SPACE}, value: "?{ e }"`],
  mesh3d: [SPACE],
  ohlc: [PRICES],
  parcats: [DIMENSIONS.replaceAll(/\{ [ab] \}/g, "{ t }")],
  parcoords: [DIMENSIONS],
  pie: ['labels: "?{ t }", values: "?{ a }"'],
  quiver: ['x: "?{ a }", y: "?{ b }", u: "?{ c }", v: "?{ e }"'],
  sankey: ['link: { source: "?{ t }", target: "?{ u }", value: "?{ a }" }'],
  scatter: ['mode: markers, x: "?{ a }", y: "?{ b }"', "{ xaxis: { type: log } }"],
  scatter3d: [`mode: markers, ${SPACE}`],
  scattercarpet: ['mode: markers, a: "?{ a }", b: "?{ b }"'],
  scattergeo: ['mode: markers, lon: "?{ a }", lat: "?{ b }"'],
  scattergl: [LINES],
  scattermap: ['mode: markers, lon: "?{ a }", lat: "?{ b }"'],
  scatterpolar: ['mode: markers, r: "?{ a }", theta: "?{ t }"'],
  scatterpolargl: ['mode: markers, r: "?{ a }", theta: "?{ b }"'],
  scattersmith: ['mode: markers, real: "?{ a }", imag: "?{ b }"'],
  scatterternary: ['mode: markers, a: "?{ a }", b: "?{ b }", c: "?{ c }"'],
  splom: [DIMENSIONS],
  streamtube: [`${SPACE}, u: "?{ e }", v: "?{ f }", w: "?{ g }"`],
  sunburst: [TREE],
  surface: ['z: "?{ list_value(1, 2, 3) }"'],
  table: ['header: { values: [A] }, cells: { values: ["?{ a }"] }'],
  treemap: [TREE],
  violin: ['x: "?{ t }", y: "?{ a }"'],
  volume: [`${SPACE}, value: "?{ e }"`],
  waterfall: ['x: "?{ d }", y: "?{ a }"'],
};
/** One mark for each row of these types. */
const MARKS: Readonly<Record<string, string>> = {
  scatter: ".scatterlayer .points path",
  scatterpolar: ".scatterlayer .points path",
  scattergeo: ".scattergeo path.point",
  sankey: ".sankey-link",
};
/** More of those that draw with the graphics card would push each other out of it. */
const CHARTS_OF_A_PAGE = 8;

let browser: Browser;
/** The page's own count, as a script. */
let counting: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await startBrowser();
  const entry = fileURLToPath(new URL("../support/count-rows.ts", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry, formats: ["iife"], name: "headwaterCount" } },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  const [file] = bundle && "output" in bundle ? bundle.output : [];
  counting = file && "code" in file ? file.code : "";
});

afterAll(async () => {
  await browser?.close();
});

/** A chart as its card shows it. */
interface Picture {
  readonly drawn: number;
  /** Rows that the card says are not drawn. */
  readonly named: number;
  /** The card says that there is nothing to see. */
  readonly isBlank: boolean;
}

/** Opens a dashboard and checks each of its charts; what a reader would call broken. */
async function checkDashboard(
  { url }: Served,
  name: string,
  { charts, traces }: SiteDashboard,
): Promise<string[]> {
  const viewport = { width: 1000, height: 460 * Object.keys(charts).length };
  const { page, faults, close } = await openPage(browser, url, { viewport });
  await page.addInitScript({
    content: `${counting};globalThis.drawnRows=headwaterCount.drawnRows`,
  });
  await page.goto(`${url}/d/${encodeURIComponent(name)}`);
  const wrong: object[] = [];
  for (const { name: title, traces: names } of Object.values(charts)) {
    const drawn = names.flatMap((one) => traces[one] ?? []);
    const rows = drawn.reduce((sum, { data }) => sum + (data?.rows ?? 0), 0);
    const card = page.getByRole("region", { name: title, exact: true });
    if (rows === 0) {
      await expect.poll(() => card.innerText(), { message: title }).toMatch(/No rows|–/);
      continue;
    }
    const types = drawn.map(({ type, props }) => (isNumber(type, props) ? "number" : type));
    // Neither a number nor a picture of one row's own lists draws a row each.
    if (types.some((type) => type === "number" || type === "image")) continue;
    const balanced = { rows, isTold: true };
    await expect
      .poll(() => balance(card, rows), { timeout: 8_000 })
      .toEqual(balanced)
      .catch(async () => wrong.push({ title, now: await balance(card, rows), balanced }));
    const mark = title.startsWith("c-") ? MARKS[types[0] ?? ""] : undefined;
    if (mark === undefined) continue;
    const { drawn: counted } = await pictureOf(card);
    const marks = await card.locator(mark).count();
    if (marks !== counted) wrong.push({ title, marks, counted });
  }
  await close();
  if (wrong.length > 0) faults.push(JSON.stringify(wrong));
  return faults.filter((fault) => !SOFTWARE_DRAWING.test(fault) && !PLOTLY_WARNING.test(fault));
}

function isNumber(type: string, { mode }: JsonObject): boolean {
  return type === "indicator" && !(typeof mode === "string" && mode.includes("gauge"));
}

/** All rows that are accounted for; a picture of none of them says so. */
async function balance(card: Locator, all: number): Promise<{ rows: number; isTold: boolean }> {
  const { drawn, named, isBlank } = await pictureOf(card);
  // Plotly itself threw, and the card says so in the place of the picture.
  if ((await card.locator(".failure").count()) > 0) return { rows: all, isTold: true };
  return { rows: drawn + named, isTold: isBlank === (drawn === 0) };
}

async function pictureOf(card: Locator): Promise<Picture> {
  const said = (await card.locator(".card-note, .card-state").allInnerTexts()).join("\n");
  const [, named = "0"] = /([\d,]+) of [\d,]+ rows? (?:is|are) not drawn/.exec(said) ?? [];
  const drawn = await card.locator(".plot > div").evaluate((element) => {
    const { drawnRows } = globalThis as unknown as { drawnRows: (element: Element) => number };
    return "calcdata" in element ? drawnRows(element) : Number.NaN;
  });
  return {
    drawn,
    named: Number(named.replaceAll(",", "")),
    isBlank: said.includes("Nothing to draw"),
  };
}

/** Each dashboard of a project in a page of its own. */
async function checkProject(directory: string): Promise<void> {
  const served = await serve(directory);
  const { dashboards } = await served.json<Site>("/data/site.json");
  const faults: string[] = [];
  for (const { name, url = "" } of dashboards) {
    faults.push(...(await checkDashboard(served, name, await served.json(url))));
  }
  expect(faults).toEqual([]);
  await served.stop();
}

/** All types over rows of this seed, a few charts to a dashboard. */
function nastyProject(seed: number): string {
  const types = Object.entries(TYPES);
  const rows = (index: number) => [12, 1, 30, 2, 0][(index + seed) % 5] ?? 12;
  const each = (write: (type: string, props: string, layout: string, index: number) => string) =>
    types.map(([type, [props, layout = "{}"]], index) => write(type, props, layout, index));
  const pages = each((type) => `          - { height: small, items: [{ chart: ref(c-${type}) }] }`);
  return [
    "name: nasty",
    "sources: [{ name: files, type: csv, file: one.csv }]",
    "models:",
    ...each(
      (type, _props, _layout, index) =>
        `  - { name: m-${type}, source: ref(files), sql: ${JSON.stringify(nastyQuery(seed * 100 + index, rows(index)))} }`,
    ),
    "traces:",
    ...each(
      (type, props) =>
        `  - { name: t-${type}, model: ref(m-${type}), group_by: false, props: { type: ${type}, ${props} } }`,
    ),
    "charts:",
    ...each(
      (type, _props, layout) =>
        `  - { name: c-${type}, traces: [ref(t-${type})], layout: ${layout} }`,
    ),
    "dashboards:",
    ...pages.flatMap((page, index) =>
      index % CHARTS_OF_A_PAGE === 0
        ? [`  - name: Page ${index / CHARTS_OF_A_PAGE}`, "    rows:", page]
        : [page],
    ),
  ].join("\n");
}

test.skipIf(!hasBrowser)(
  "all rows of the gallery are drawn or named",
  async () => {
    const demo = copyExample("gallery");
    onTestFinished(() => demo.remove());
    expect(await demo.headwater(["run"])).toMatchObject({ code: 0 });
    await checkProject(demo.directory);
  },
  300_000,
);

test("rows that charts have trouble with are made for every type", () => {
  expect(Object.keys(TYPES).toSorted()).toEqual([...attributeTable().traceTypes].toSorted());
});

test.skipIf(!hasBrowser).each([1])(
  "rows that charts have trouble with are drawn or named, seed %i",
  async (seed) => {
    const files = { "headwater.yml": nastyProject(seed), "one.csv": "n\n1\n" };
    const cwd = await writeProject(files);
    expect(await runCli(["run"], { cwd })).toMatchObject({ code: 0 });
    await checkProject(cwd);
  },
  300_000,
);
