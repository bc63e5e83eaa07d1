/** Filters and switches of a published project, below a path of a host that only has files. */
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CubePlan, StoredResult } from "../../src/contract/cube.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { drawnTraces } from "../support/chart-page.js";
import { runCommand } from "../support/command.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { writeFiles } from "../support/project.js";
import { serveSite } from "../support/site-fixture.js";
import { hostFolder, type StaticHost } from "../support/static-host.js";

const PATH = "/team/reports/";
const WIDE = { viewport: { width: 1440, height: 1800 } };
const PHONE = { viewport: { width: 390, height: 844 } };

const ORDERS = `id,region,country,ordered_at,amount,quantity
1,EU,France,2023-11-20,100.00,4
2,EU,France,2024-01-05,10.50,1
3,US,Texas,2024-01-20,20.00,12
4,EU,Spain,2024-02-03,5.25,23
5,,Nowhere,2024-02-10,7.00,34
6,US,Ohio,2024-02-11,0.25,8
`;

const PROJECT = `
name: Shop
sources:
  - { name: files, type: csv, file: orders.csv }
  - { name: lite, type: sqlite, database: shop.db }
models:
  - { name: orders, source: ref(files) }
  - { name: visits, source: ref(lite), sql: select * from visits }
  - name: places
    source: ref(lite)
    sql: >-
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
      select 'place ' || i as place, i as guests from n
inputs:
  - { name: region, label: Region }
  - { name: country, label: Country }
  - { name: period, label: Period, column: ordered_at, type: range, by: month, default: last 2 months }
  - { name: quantity, label: Quantity, type: range, step: 10 }
  - { name: place, label: Place }
  - { name: grain, label: Grain, values: { By month: month, By year: year }, default: By month }
traces:
  - name: total
    model: ref(orders)
    inputs: [ref(region), ref(country), ref(period), ref(quantity)]
    props: { type: indicator, value: "?{ sum(amount) }" }
  - name: by time
    model: ref(orders)
    inputs: [ref(region), ref(country), ref(period), ref(quantity)]
    order_by: ["?{ date_trunc('\${grain}', ordered_at) }"]
    props: { type: bar, x: "?{ date_trunc('\${grain}', ordered_at) }", y: "?{ sum(amount) }" }
  - name: by region
    model: ref(orders)
    inputs: [ref(region), ref(country), ref(period), ref(quantity)]
    cohort_on: "?{ region }"
    props: { type: scatter, x: "?{ id }", y: "?{ amount }" }
  - name: visits by region
    model: ref(visits)
    inputs: [ref(region)]
    order_by: ["?{ region }"]
    props: { type: bar, x: "?{ region }", y: "?{ sum(visits) }" }
  - name: all guests
    model: ref(places)
    inputs: [ref(place)]
    props: { type: indicator, value: "?{ sum(guests) }" }
charts:
  - { name: Guests, traces: [ref(all guests)] }
  - { name: Amount, traces: [ref(total)] }
  - { name: Over time, traces: [ref(by time)] }
  - { name: Orders, traces: [ref(by region)] }
  - { name: Visits, traces: [ref(visits by region)] }
tables:
  - { name: Rows, traces: [ref(by time)] }
  - { name: Log, model: ref(orders), inputs: [ref(region), ref(period)] }
dashboards:
  - name: Sales
    rows:
      - { height: compact, items: [{ chart: ref(Amount) }] }
      - { height: small, items: [{ chart: ref(Over time) }, { chart: ref(Orders) }, { chart: ref(Visits) }] }
      - { items: [{ table: ref(Rows) }, { table: ref(Log) }] }
  - name: Visitors
    rows:
      - { height: compact, items: [{ markdown: "[To the sales](/d/Sales)" }] }
      - { height: small, items: [{ chart: ref(Visits) }] }
  - { name: Places, rows: [{ height: compact, items: [{ chart: ref(Guests) }] }] }
`;

let browser: Browser;
let host: StaticHost;
let folder: string;
let sales: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  folder = await realpath(await mkdtemp(join(tmpdir(), "headwater-inputs-")));
  await writeFiles(folder, { "headwater.yml": PROJECT, "orders.csv": ORDERS });
  const database = new DatabaseSync(join(folder, "shop.db"));
  database.exec("create table visits (region text, visits integer)");
  database.exec("insert into visits values ('EU', 5), ('US', 7), ('EU', 1), ('MEA', 2)");
  database.close();
  const args = ["dist", "--run", "--trust", "-o", join(folder, "public"), "--project-dir", folder];
  const { code, stderr } = await runCommand(args, {
    env: { XDG_STATE_HOME: join(folder, "state") },
  });
  if (code !== 0) throw new Error(stderr);
  host = await hostFolder(join(folder, "public"), PATH);
  sales = `${host.origin}${PATH}d/Sales/`;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await host?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function open(query = "", options: BrowserContextOptions = WIDE) {
  const watched = await openPage(browser, host.origin, options);
  await watched.page.goto(sales + query);
  await watched.page.getByRole("group", { name: "Filters" }).waitFor();
  return watched;
}

const amount = (page: Page): Locator =>
  page.getByRole("region", { name: "Amount" }).locator(".kpi-value");
const chip = (page: Page, name: string): Locator =>
  page.getByRole("button", { name: new RegExp(`^${name} \\S`) });
const query = (page: Page): string => new URL(page.url()).search;

async function shows(page: Page, number: string): Promise<void> {
  await expect.poll(() => amount(page).textContent()).toBe(number);
}

test.skipIf(!hasBrowser)(
  "a choice changes every card that follows it, and Back undoes it",
  async () => {
    const { page, faults, requests, close } = await open();
    await shows(page, "43");
    expect(await chip(page, "Period").textContent()).toBe("PeriodLast 2 months: 2024-01–2024-02");
    expect((await drawnTraces(page, "Over time"))[0]?.y).toEqual([30.5, 12.5]);
    expect((await drawnTraces(page, "Visits"))[0]?.y).toEqual([6, 2, 7]);

    const rows = page.getByRole("region", { name: "Rows", exact: true }).getByRole("row");
    const log = page.getByRole("region", { name: "Log", exact: true });
    await rows.nth(1).waitFor();
    await log.getByRole("row").nth(1).waitFor();

    await chip(page, "Region").click();
    const asked = requests.length;
    await page.getByLabel("(null)", { exact: true }).uncheck();
    await shows(page, "36");
    await page.getByLabel("US", { exact: true }).uncheck();
    await shows(page, "15.75");
    expect(query(page)).toBe("?region=EU&region=MEA");
    await expect
      .poll(async () => (await drawnTraces(page, "Over time"))[0]?.y)
      .toEqual([10.5, 5.25]);
    await expect.poll(async () => (await drawnTraces(page, "Visits"))[0]?.y).toEqual([6, 2]);
    await rows.getByText("5.25").waitFor();
    expect(await rows.count()).toBe(3);
    await log.getByText("2 rows", { exact: true }).waitFor();
    // Code for what may come is loaded while the page is at rest.
    expect(requests.slice(asked).filter((path) => path.includes("/data/"))).toEqual([]);

    await page.keyboard.press("Escape");
    await page.goBack();
    await shows(page, "43");
    expect(query(page)).toBe("");
    await page.goForward();
    await shows(page, "15.75");
    await page.reload();
    await shows(page, "15.75");
    await page.getByRole("button", { name: "Reset all" }).click();
    await shows(page, "43");
    expect(query(page)).toBe("");
    expect(faults).toEqual([]);
    await close();
  },
);

test.skipIf(!hasBrowser)("of choices faster than charts are drawn the last one stays", async () => {
  const { page, close } = await open();
  expect((await drawnTraces(page, "Visits"))[0]?.y).toEqual([6, 2, 7]);
  await page.evaluate(async () => {
    const choices = ["EU", "US", "MEA", "EU", "US", "MEA", "US", "EU"];
    for (const region of choices) {
      history.pushState(null, "", `?region=${region}`);
      dispatchEvent(new PopStateEvent("popstate"));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  expect((await drawnTraces(page, "Over time"))[0]?.y).toEqual([10.5, 5.25]);
  expect((await drawnTraces(page, "Visits"))[0]?.y).toEqual([6]);
  expect((await drawnTraces(page, "Orders")).map(({ name }) => name)).toEqual(["EU"]);
  await close();
});

test.skipIf(!hasBrowser)("periods, spans and NULL are in the address, all is spelled", async () => {
  const { page, close } = await open("?region:null=1&period=all");
  await shows(page, "7");
  await chip(page, "Region").click();
  await page.getByRole("button", { name: "All", exact: true }).click();
  await shows(page, "143");
  expect(query(page)).toBe("?period=all");
  await page.keyboard.press("Escape");
  await chip(page, "Period").click();
  await page.getByLabel("To").selectOption("2024-01");
  await shows(page, "130.5");
  expect(query(page)).toBe("?period=2023-11..2024-01");
  await page.keyboard.press("Escape");
  await chip(page, "Quantity").click();
  await page.getByLabel("From").fill("3");
  await page.getByLabel("Below").fill("12");
  await page.keyboard.press("Tab");
  await shows(page, "130.5");
  expect(query(page)).toBe("?period=2023-11..2024-01&quantity=0..20");
  await chip(page, "Quantity").click();
  await page.getByLabel("Below").fill("10");
  await page.keyboard.press("Enter");
  await shows(page, "110.5");
  await close();
});

test.skipIf(!hasBrowser)("a switch shows what was asked ahead for its value", async () => {
  const { page, close } = await open("?region=EU");
  expect((await drawnTraces(page, "Over time"))[0]?.y).toEqual([10.5, 5.25]);
  await page.getByText("By year", { exact: true }).click();
  await expect.poll(async () => (await drawnTraces(page, "Over time"))[0]?.y).toEqual([15.75]);
  expect(query(page)).toBe("?region=EU&grain=By+year");
  await page.goBack();
  await expect.poll(async () => (await drawnTraces(page, "Over time"))[0]?.y).toEqual([10.5, 5.25]);
  await close();
});

test.skipIf(!hasBrowser)("options that the other choices leave empty say so", async () => {
  const { page, close } = await open("?region=US");
  await chip(page, "Country").click();
  const options = page.getByRole("dialog", { name: "Country" }).locator(".choice");
  expect(await options.allTextContents()).toEqual([
    "Franceno rows",
    "Nowhereno rows",
    "Ohio",
    "Spainno rows",
    "Texas",
  ]);
  await close();
});

test.skipIf(!hasBrowser)("what an old link chooses and is gone is left out, and told", async () => {
  const { page, close } = await open("?region=EU&region=Mars&quantity=a..b&grain=By+second");
  await shows(page, "15.75");
  const notice = page.getByRole("status").filter({ hasText: "viewer-choice-unknown" });
  for (const text of ["Mars", "a..b", "By second"]) await notice.getByText(text).waitFor();
  await close();
});

test.skipIf(!hasBrowser)("a series keeps its colour whatever is chosen", async () => {
  const colours = async (page: Page) =>
    new Map((await drawnTraces(page, "Orders")).map(({ name, colour }) => [name, colour]));
  const all = await open("?period=all");
  const before = await colours(all.page);
  expect([...before.keys()]).toEqual(["EU", "US", "(null)"]);
  await all.close();
  const some = await open("?period=all&region=US&region:null=1");
  const after = await colours(some.page);
  expect([...after]).toEqual([...before].slice(1));
  await some.close();
});

test.skipIf(!hasBrowser)("the keyboard alone chooses, and comes back to the chip", async () => {
  const { page, close } = await open();
  await chip(page, "Region").focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Region" });
  await dialog.waitFor();
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  while ((await focused()) !== "None") await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect.poll(() => query(page)).toBe("?region:none=1");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await shows(page, "15.75");
  expect(query(page)).toBe("?region=EU");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });
  expect(await focused()).toBe("RegionEU");
  await close();
});

test.skipIf(!hasBrowser)("a panel closes when the keyboard leaves it", async () => {
  const { page, close } = await open();
  await chip(page, "Region").focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Region" });
  await dialog.waitFor();
  const isInside = () =>
    page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null);
  await page.keyboard.press("Tab");
  expect(await isInside()).toBe(true);
  expect(await dialog.isVisible()).toBe(true);
  while (await isInside()) await page.keyboard.press("Tab");
  await dialog.waitFor({ state: "hidden" });
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("CountryAll");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Country" }).waitFor();
  await close();
});

test.skipIf(!hasBrowser)("a panel stays inside of the window", async () => {
  for (const [width, height] of [
    [760, 700],
    [820, 320],
    [900, 700],
  ] as const) {
    const { page, close } = await open("", { viewport: { width, height } });
    for (const name of ["Region", "Country", "Period", "Quantity"]) {
      await chip(page, name).click();
      const dialog = page.getByRole("dialog", { name });
      const within = () =>
        dialog.evaluate((panel) => {
          const { left, right, top, bottom } = panel.getBoundingClientRect();
          const [widest, tallest] = [globalThis.innerWidth, globalThis.innerHeight];
          return left >= 0 && right <= widest && top >= 0 && bottom <= tallest;
        });
      await expect.poll(within, { message: `${name} at ${width} px` }).toBe(true);
      await page.keyboard.press("Escape");
    }
    await close();
  }
});

test.skipIf(!hasBrowser)("of many values those that a search finds are chosen alone", async () => {
  const { page, close } = await open();
  await page.goto(sales.replace("Sales", "Places"));
  await chip(page, "Place").click();
  const search = page.getByRole("searchbox", { name: "Search in Place" });
  expect(await search.getAttribute("placeholder")).toBe("Search 1,200 values");
  await expect.poll(() => search.evaluate((box) => box === document.activeElement)).toBe(true);
  await page.keyboard.type("place 119");
  await page.getByRole("button", { name: "Only these 11" }).click();
  const card = page.getByRole("region", { name: "Guests" });
  await card.getByText("12,064", { exact: true }).waitFor();
  await search.fill("place 1200");
  await search.press("Enter");
  await card.getByText("1,200", { exact: true }).waitFor();
  expect(query(page)).toBe("?place=place+1200");
  // The first one clears the box.
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Placeplace 1200");
  await close();
});

test.skipIf(!hasBrowser)("what both dashboards have goes along from one to the other", async () => {
  const { page, faults, close } = await open("?region=EU&period=all&quantity=0..10");
  await shows(page, "110.5");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").waitFor();
  await page.keyboard.type("visitors");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Visitors" }).waitFor();
  expect(query(page)).toBe("?region=EU");
  await chip(page, "Region").waitFor();
  expect(await chip(page, "Region").textContent()).toBe("RegionEU");
  await expect
    .poll(async () => (await drawnTraces(page, "Visits")).map(({ x, y }) => [x, y]))
    .toEqual([[["EU"], [6]]]);
  await chip(page, "Region").click();
  await page.getByLabel("US", { exact: true }).check();
  await expect.poll(() => query(page)).toBe("?region=EU&region=US");
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "To the sales" }).click();
  await page.getByRole("heading", { name: "Sales" }).waitFor();
  expect(query(page)).toBe("?region=EU&region=US");
  await shows(page, "36");
  await page.goBack();
  await page.goBack();
  await page.goBack();
  await shows(page, "110.5");
  expect(query(page)).toBe("?region=EU&period=all&quantity=0..10");
  expect(faults).toEqual([]);
  await close();
});

test.skipIf(!hasBrowser)(
  "on phones the filters are in a sheet, one step back each time",
  async () => {
    const { page, faults, close } = await open("?region=EU", PHONE);
    const button = page.getByRole("button", { name: /^Filters/ });
    expect(await button.textContent()).toBe("Filters (1)");
    await button.click();
    const sheet = page.getByRole("dialog", { name: "Filters" });
    await sheet.getByLabel("US", { exact: true }).check();
    await sheet.getByLabel("All", { exact: true }).first().check();
    await sheet.getByRole("button", { name: "Done" }).click();
    await shows(page, "136");
    expect(await button.textContent()).toBe("Filters (2)");
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(PHONE.viewport.width);
    await page.goBack();
    await shows(page, "15.75");
    expect(faults).toEqual([]);
    await close();
  },
);

test.skipIf(!hasBrowser)("paper says what is chosen", async () => {
  const { page, close } = await open("?region=EU");
  await shows(page, "15.75");
  await page.emulateMedia({ media: "print" });
  await page.getByText("Region: EU", { exact: true }).waitFor();
  await page.getByText("Period: 2024-01–2024-02", { exact: true }).waitFor();
  expect(await page.getByRole("group", { name: "Filters" }).isVisible()).toBe(false);
  await close();
});

test.skipIf(!hasBrowser)(
  "a click on a mark chooses what it stands for, and its chart keeps the others",
  async () => {
    const { page, faults, close } = await open("?period=all");
    await shows(page, "143");
    const chart = page.getByRole("img", { name: /^Visits/ });
    const bars = chart.locator(".bars .point path");
    /** Plotly takes a click for the mark whose tooltip it shows. */
    const click = async (place: number, name: string, modifiers: "Control"[] = []) => {
      await bars.nth(place).hover({ force: true });
      await expect.poll(() => chart.locator(".hoverlayer").textContent()).toContain(name);
      await bars.nth(place).click({ force: true, modifiers });
    };
    const colours = () =>
      bars.evaluateAll((all) => all.map((bar) => getComputedStyle(bar).getPropertyValue("fill")));
    await expect.poll(() => bars.count()).toBe(3);
    const [before] = await colours();
    await click(2, "US");
    await shows(page, "20.25");
    expect(query(page)).toBe("?period=all&region=US");
    await expect
      .poll(async () => (await colours()).map((one) => one === before))
      .toEqual([false, false, true]);
    await click(0, "EU", ["Control"]);
    await shows(page, "136");
    expect(query(page)).toBe("?period=all&region=US&region=EU");
    await page.getByRole("button", { name: "Reset Region" }).click();
    await shows(page, "143");
    await expect.poll(async () => new Set(await colours()).size).toBe(1);
    await click(0, "EU");
    await shows(page, "115.75");
    await click(0, "EU");
    await shows(page, "143");
    expect(query(page)).toBe("?period=all");
    await page.getByRole("button", { name: "View Visits as table" }).click();
    const cell = page.getByRole("gridcell").getByRole("button", { name: "US" });
    await cell.focus();
    await page.keyboard.press("Enter");
    await shows(page, "20.25");
    expect(await cell.getAttribute("aria-pressed")).toBe("true");
    expect(faults).toEqual([]);
    await close();
  },
);

test.skipIf(!hasBrowser)("the card says what the source would refuse for a choice", async () => {
  const builder = new DashboardBuilder("Ratios");
  const ratio: CubePlan = {
    dialect: "postgresql",
    inputs: [{ input: "region", column: 0 }],
    keys: [],
    outputs: [
      {
        name: "props.value",
        value: {
          is: "call",
          call: "/",
          arguments: [
            { is: "sum", column: 1 },
            { is: "sum", column: 2 },
          ],
        },
      },
    ],
    cohortName: "ratio",
    having: [],
    order: [],
    ordered: false,
    dropNullCohort: false,
  };
  const stored: StoredResult = {
    ...result("ratio", {
      "inputs.region": ["text", ["EU"]],
      sum: ["int64", [1]],
      count: ["int64", [0]],
    }),
    cube: ratio,
  };
  const trace = builder.trace("ratio", "indicator", {}, stored, {
    bindings: [{ path: ["value"], column: "props.value" }],
    inputs: ["region"],
  });
  builder.row(200, builder.chart("Ratio", [trace]));
  const dashboard = builder.build({
    inputs: [{ is: "choice", name: "region", label: "Region", column: "region", multiple: true }],
  });
  const server = await serveSite(filesOf([{ builder, dashboard }]));
  const { page, close } = await openPage(browser, server.origin);
  await page.goto(`${server.origin}/d/Ratios`);
  const card = page.getByRole("region", { name: "Ratio" });
  await card.getByText("viewer-choice-refused").waitFor();
  await card.getByText(/has no rows for what is chosen/).waitFor();
  await close();
  await server.close();
});
