/**
 * Rows drawn + rows named on the card = rows of the result, and each drawn place, length, label and
 * number is that of a row: for every type of trace, over the gallery and over rows that charts have
 * trouble with. What is drawn is read in the browser from what Plotly computed, and compared with
 * the result as the server hands it out.
 *
 * `HEADWATER_SEEDS=20 npx vitest run every-row` tries more rows.
 */
import { fileURLToPath } from "node:url";
import type { Browser, Locator } from "playwright-core";
import { build } from "vite";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { JsonObject } from "../../src/contract/json-value.js";
import type { SiteDashboard, SiteTrace } from "../../src/contract/pages/dashboard.js";
import type { Site } from "../../src/contract/pages/home.js";
import type { Result } from "../../src/contract/result.js";
import { attributeTable } from "../../src/project/plotly/attribute-table.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { runCommand } from "../support/command.js";
import type { Drawn } from "../support/drawn-marks.js";
import { copyExample } from "../support/flights-demo.js";
import { nastyQuery } from "../support/nasty-rows.js";
import { writeProject } from "../support/project.js";
import { rowsDrawn, strangers } from "../support/rows-of-picture.js";
import { serve, type Served } from "../support/serve.js";
import { TYPES } from "../support/type-props.js";

const SOFTWARE_DRAWING = /GL Driver Message|willReadFrequently/;
/** What Plotly says of rows that are no tree or no grid; the card says it too. */
const PLOTLY_WARNING = /^console warning: (WARN: )?/;

/** One mark for each row of these types. */
const MARKS: Readonly<Record<string, string>> = {
  scatter: ".scatterlayer .points path",
  scatterpolar: ".scatterlayer .points path",
  scattergeo: ".scattergeo path.point",
  sankey: ".sankey-link",
};
/** More of those that draw with the graphics card would push each other out of it. */
const CHARTS_OF_A_PAGE = 8;
const SEEDS = Array.from(
  { length: Number(process.env["HEADWATER_SEEDS"] ?? 2) },
  (_, at) => at + 1,
);

let browser: Browser;
/** Reads marks in the page, as a script. */
let reading: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await startBrowser();
  const entry = fileURLToPath(new URL("../support/drawn-marks.ts", import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry, formats: ["iife"], name: "headwaterMarks" } },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  const [file] = bundle && "output" in bundle ? bundle.output : [];
  reading = file && "code" in file ? file.code : "";
});

afterAll(async () => {
  await browser?.close();
});

/** A chart as its card shows it. */
interface Picture {
  readonly drawn: readonly Drawn[];
  /** Rows that the card says are not drawn. */
  readonly named: number;
  /** The card says that there is nothing to see. */
  readonly isBlank: boolean;
  /** The card says that Plotly failed, or that a row is missing for no reason that it knows. */
  readonly isBroken: boolean;
}

/** Opens a dashboard and checks each of its charts; what a reader would call broken. */
async function checkDashboard(
  served: Served,
  name: string,
  { charts, traces }: SiteDashboard,
): Promise<string[]> {
  const { url } = served;
  const viewport = { width: 1000, height: 460 * Object.keys(charts).length };
  const { page, faults, close } = await openPage(browser, url, { viewport });
  await page.addInitScript({
    content: `${reading};globalThis.drawnMarks=headwaterMarks.drawnMarks`,
  });
  await page.goto(`${url}/d/${encodeURIComponent(name)}`);
  const wrong: object[] = [];
  for (const { name: title, traces: names } of Object.values(charts)) {
    const own = names.flatMap((one) => traces[one] ?? []);
    const rows = own.reduce((sum, { data }) => sum + (data?.rows ?? 0), 0);
    const card = page.getByRole("region", { name: title, exact: true });
    if (rows === 0) {
      await expect.poll(() => card.innerText(), { message: title }).toMatch(/No rows|–/);
      continue;
    }
    // A number is text of the page, not a mark.
    if (own.some(({ type, props }) => isNumber(type, props))) continue;
    const balanced = { rows, isBlank: false, isBroken: false };
    await expect
      .poll(() => balance(card))
      .toEqual(balanced)
      .catch(async () => wrong.push({ title, balanced, now: await pictureOf(card) }));
    if (!title.startsWith("c-")) continue;
    wrong.push(...(await compare(served, card, title, own)));
  }
  await close();
  if (wrong.length > 0) faults.push(JSON.stringify(wrong));
  return faults.filter((fault) => !SOFTWARE_DRAWING.test(fault) && !PLOTLY_WARNING.test(fault));
}

function isNumber(type: string, { mode }: JsonObject): boolean {
  return type === "indicator" && !(typeof mode === "string" && mode.includes("gauge"));
}

/** All rows that are accounted for; a picture of none of them says so, and no other one. */
async function balance(
  card: Locator,
): Promise<{ rows: number; isBlank: boolean; isBroken: boolean }> {
  const { drawn, named, isBlank, isBroken } = await pictureOf(card);
  const count = drawn.reduce((sum, one) => sum + rowsDrawn(one), 0);
  return { rows: count + named, isBlank: isBlank !== (count === 0), isBroken };
}

/** Marks of charts of one trace that no row explains, and elements of the page that no mark does. */
async function compare(
  served: Served,
  card: Locator,
  title: string,
  [trace]: readonly SiteTrace[],
): Promise<object[]> {
  const { drawn } = await pictureOf(card);
  const [only] = drawn;
  if (!trace?.data || !only) return [{ title, isMissing: true }];
  const strange = strangers(trace, await served.json<Result>(trace.data.url), only);
  const mark = MARKS[trace.type];
  const elements = mark === undefined ? undefined : await card.locator(mark).count();
  const isWhole = elements === undefined || elements === rowsDrawn(only);
  return [
    ...(strange.length > 0 ? [{ title, strange }] : []),
    ...(isWhole ? [] : [{ title, elements, marks: rowsDrawn(only) }]),
  ];
}

async function pictureOf(card: Locator): Promise<Picture> {
  const said = (await card.locator(".card-note, .card-state").allInnerTexts()).join("\n");
  const [, named = "0"] = /([\d,]+) of [\d,]+ rows? (?:is|are) not drawn/.exec(said) ?? [];
  const drawn = await card.locator(".plot > div").evaluate((element) => {
    const { drawnMarks } = globalThis as unknown as { drawnMarks: (element: Element) => Drawn[] };
    return "calcdata" in element ? drawnMarks(element) : [];
  });
  return {
    drawn,
    named: Number(named.replaceAll(",", "")),
    isBlank: said.includes("Nothing to draw"),
    isBroken:
      said.includes("no place in the chart") || (await card.locator(".failure").count()) > 0,
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

/** All types over rows of each seed, a few charts to a dashboard. */
function nastyProject(): string {
  const types = Object.entries(TYPES);
  const cases = SEEDS.flatMap((seed) =>
    types.map(([type, [props, layout = "{}"]], index) => {
      const rows = [12, 1, 30, 2, 0][(index + seed) % 5] ?? 12;
      const sql = nastyQuery(seed * 100 + index, rows);
      return { name: `${type}-${seed}`, type, props, layout, sql };
    }),
  );
  return [
    "name: nasty",
    "sources: [{ name: files, type: csv, file: one.csv }]",
    "models:",
    ...cases.map(
      ({ name, sql }) => `  - { name: m-${name}, source: ref(files), sql: ${JSON.stringify(sql)} }`,
    ),
    "traces:",
    ...cases.map(
      ({ name, type, props }) =>
        `  - { name: t-${name}, model: ref(m-${name}), group_by: false, props: { type: ${type}, ${props} } }`,
    ),
    "charts:",
    ...cases.map(
      ({ name, layout }) => `  - { name: c-${name}, traces: [ref(t-${name})], layout: ${layout} }`,
    ),
    "dashboards:",
    ...cases.flatMap(({ name }, index) => [
      ...(index % CHARTS_OF_A_PAGE === 0
        ? [`  - name: Page ${index / CHARTS_OF_A_PAGE}`, "    rows:"]
        : []),
      `      - { height: small, items: [{ chart: ref(c-${name}) }] }`,
    ]),
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

test.skipIf(!hasBrowser)(
  "rows that charts have trouble with are drawn or named, each as it is",
  async () => {
    const cwd = await writeProject({ "headwater.yml": nastyProject(), "one.csv": "n\n1\n" });
    expect(await runCommand(["run"], { cwd })).toMatchObject({ code: 0 });
    await checkProject(cwd);
  },
  300_000 + SEEDS.length * 100_000,
);
