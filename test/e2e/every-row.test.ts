/**
 * Rows drawn + rows named on the card = rows of the result, and each drawn place, length, label and
 * number is that of a row: for every type of trace, over rows that charts have trouble with. What is
 * drawn is read in the browser from what Plotly computed, and compared with the result as the server
 * hands it out.
 *
 * `HEADWATER_SEEDS=20 npx vitest run every-row` tries more rows.
 */
import type { Browser, Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteDashboard, SiteTrace } from "../../src/contract/pages/dashboard.js";
import type { Site } from "../../src/contract/pages/home.js";
import type { Result } from "../../src/contract/result.js";
import { attributeTable } from "../../src/project/plotly/attribute-table.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { balance, isNumber, marksScript, pictureOf } from "../support/card-rows.js";
import { runCommand } from "../support/command.js";
import { nastyQuery } from "../support/nasty-rows.js";
import { writeProject } from "../support/project.js";
import { rowsDrawn, strangers } from "../support/rows-of-picture.js";
import { serve, type Served } from "../support/serve.js";
import { TYPES } from "../support/type-props.js";

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
const CHARTS_OF_A_PAGE = 14;
const SEEDS = Array.from(
  { length: Number(process.env["HEADWATER_SEEDS"] ?? 2) },
  (_, at) => at + 1,
);

let browser: Browser;
let reading: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await startBrowser();
  reading = await marksScript();
});

afterAll(async () => {
  await browser?.close();
});

/** Opens a dashboard and checks each of its charts; what a reader would call broken. */
async function checkDashboard(
  served: Served,
  name: string,
  { charts, traces }: SiteDashboard,
): Promise<string[]> {
  const { url } = served;
  const viewport = { width: 600, height: 460 * Object.keys(charts).length };
  const { page, faults, close } = await openPage(browser, url, { viewport });
  await page.addInitScript({ content: reading });
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
    if (own.some(isNumber)) continue;
    const balanced = { rows, isBlank: false, isBroken: false };
    await expect
      .poll(() => balance(card))
      .toEqual(balanced)
      .catch(async () => wrong.push({ title, balanced, now: await pictureOf(card) }));
    wrong.push(...(await compare(served, card, title, own)));
  }
  await close();
  if (wrong.length > 0) faults.push(JSON.stringify(wrong));
  return faults.filter((fault) => !PLOTLY_WARNING.test(fault));
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
  // Two of a type lie beside each other: a page loads the code of few types.
  const pairs = SEEDS.filter((seed) => seed % 2 === 1).map((seed) =>
    SEEDS.slice(seed - 1, seed + 1),
  );
  const cases = pairs.flatMap((seeds) =>
    types.flatMap(([type, [props, layout = "{}"]], index) =>
      seeds.map((seed) => {
        const rows = [12, 1, 30, 2, 0][(index + seed) % 5] ?? 12;
        const sql = nastyQuery(seed * 100 + index, rows);
        return { name: `${type}-${seed}`, type, props, layout, sql };
      }),
    ),
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
