/** What charts and cards say in words: formats, comparisons, lines, values in texts. */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteItem } from "../../src/contract/pages/dashboard.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { drawnTraces } from "../support/chart-page.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { serveSite, type FixtureServer } from "../support/site-fixture.js";

type Box = NonNullable<Awaited<ReturnType<Locator["boundingBox"]>>>;

let browser: Browser;
let server: FixtureServer;
let page: Page;
let faults: string[];

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await startBrowser();
  const builder = dashboard();
  server = await serveSite(filesOf([{ builder, dashboard: builder.build() }]));
  const viewport = { width: 1200, height: 3000 };
  ({ page, faults } = await openPage(browser, server.origin, { viewport }));
  await page.goto(`${server.origin}/d/Words`);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

function dashboard(): DashboardBuilder {
  const builder = new DashboardBuilder("Words");
  const money = builder.trace(
    "money",
    "bar",
    { texttemplate: "%{y}" },
    result("money", {
      "props.x": ["date", ["2024-01-01", "2024-02-01", "2024-03-01"]],
      "props.y": ["decimal(18,3)", ["9007199254740993.675", "2.675", "1000.000"]],
    }),
    { formats: { "props.x": "%b %Y", "props.y": "usd" } },
  );
  const shares = builder.trace(
    "shares",
    "bar",
    {},
    result("shares", {
      "props.x": ["text", ["a", "b"]],
      "props.y": ["float64", [0.003, 0.0051]],
    }),
    { formats: { "props.y": "pct0" } },
  );
  const total = builder.trace(
    "total",
    "indicator",
    {},
    result("total", { "props.value": ["decimal(18,2)", ["11670000.00"]] }),
    { formats: { "props.value": "eur_compact" } },
  );
  const returns = builder.trace(
    "returns",
    "indicator",
    {},
    result("returns", {
      "props.value": ["decimal(9,4)", ["0.0460", "0.0410", "0.0400"]],
      "columns.month": ["date", ["2024-03-01", "2024-02-01", "2024-01-01"]],
    }),
    {
      formats: { "props.value": "pct1", "columns.month": "%b %Y" },
      card: { over: "columns.month", good: "down", sparkline: true },
    },
  );
  builder.trace(
    "facts",
    "scatter",
    {},
    result("facts", {
      "props.y": ["decimal(38,2)", ["9007199254740993.50"]],
      "columns.best": ["text", ["<b>Ann</b> & *Bo*"]],
      "columns.site": ["text", ["javascript:alert(1)"]],
      "columns.none": ["int64", [null]],
    }),
    { formats: { "props.y": "usd" } },
  );
  builder.trace("many", "scatter", {}, result("many", { "props.y": ["int32", [1, 2]] }));
  builder.row(
    0,
    text("Revenue is **<1>**, best was `<2>` and <2>, see [it](<3>); <4> returns.", [
      ["facts", "props.y"],
      ["facts", "columns.best"],
      ["facts", "columns.site"],
      ["facts", "columns.none"],
    ]),
  );
  builder.row(0, text("Many: <1>", [["many", "props.y"]]));
  builder.row(128, builder.chart("Total", [total]), builder.chart("Returns", [returns]));
  builder.row(300, builder.chart("Money", [money]));
  builder.row(300, builder.chart("Shares", [shares]));
  const plan = builder.trace(
    "plan",
    "scatter",
    { mode: "lines" },
    result("plan", {
      "props.x": ["date", ["2024-01-01", "2024-02-01", "2024-03-01"]],
      "props.y": ["decimal(18,2)", ["10.00", "20.00", "30.00"]],
    }),
    { formats: { "props.y": "usd0" } },
  );
  const lines = [
    { axis: "y", from: 100, label: "target" },
    { axis: "y", from: 99, label: "last year" },
    { axis: "x", from: "2024-02-01", label: "launch" },
    { axis: "x", from: "2024-02-02", label: "new prices" },
    { axis: "y", from: "high" },
  ];
  builder.row(400, builder.chart("Plan", [plan], {}, { lines }));
  return builder;
}

/** A text in which `<1>` is the first of some values, and so on. */
function text(markdown: string, values: readonly (readonly [string, string])[]): SiteItem {
  const places = [...markdown.matchAll(/<(\d)>/g)].map(({ 0: mark, 1: number, index }) => {
    const [trace = "", column = ""] = values[Number(number) - 1] ?? [];
    return { start: index, end: index + mark.length, trace, column };
  });
  const content = { kind: "markdown", markdown, values: places, align: "left", justify: "start" };
  return { width: 1, content, problems: [] } as SiteItem;
}

async function textsOf(title: string, selector: string): Promise<string[]> {
  await drawnTraces(page, title);
  return page.getByRole("img", { name: title }).locator(selector).allTextContents();
}

test.skipIf(!hasBrowser)(
  "a word is on the card, at the axis and in labels, all exact",
  async () => {
    await page.getByRole("region", { name: "Total" }).getByText("€11.7M").waitFor();
    expect(await textsOf("Money", ".bartext")).toEqual([
      "$9,007,199,254,740,993.68",
      "$2.68",
      "$1,000.00",
    ]);
    expect(await textsOf("Money", ".xtick text")).toEqual(["Jan 2024", "Feb 2024", "Mar 2024"]);
    expect(await textsOf("Money", ".ytick text")).toContain("$2,000T");
    expect(faults).toEqual([]);
  },
);

test.skipIf(!hasBrowser)("a card says in words what its colour and its line show", async () => {
  const card = page.getByRole("region", { name: "Returns" });
  await card.getByText("4.6%", { exact: true }).waitFor();
  expect(await card.locator(".kpi-delta").textContent()).toBe("▲ up 0.5 pp worsevs Feb 2024");
  const line = card.getByRole("img", {
    name: "Returns from Jan 2024 to Mar 2024: lowest 4.0% (Jan 2024), highest 4.6% (Mar 2024)",
  });
  expect(await line.locator(".line").getAttribute("d")).toMatch(/^M3,\d+(\.\d)?L.+L89,3$/);
  expect(await card.locator(".card-note").count()).toBe(0);
});

test.skipIf(!hasBrowser)("no two ticks have the same text", async () => {
  expect(await textsOf("Shares", ".ytick text")).toEqual(["0%"]);
});

test.skipIf(!hasBrowser)("a tooltip writes the words of its columns", async () => {
  const plot = page.getByRole("img", { name: "Money" });
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.locator(".bars .point").first().boundingBox();
  if (!box) throw new Error("No bar.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const tooltip = plot.locator(".hoverlayer");
  await tooltip.getByText("$9,007,199,254,740,993.68").waitFor();
  expect(await tooltip.textContent()).toContain("Jan 2024");
});

test.skipIf(!hasBrowser)("the rows behind a chart have them too", async () => {
  await page.getByRole("button", { name: "View Money as table" }).click();
  const table = page.getByRole("region", { name: "Money" }).getByRole("grid");
  await table.getByText("$2.68").waitFor();
  expect(await table.getByRole("row").nth(1).textContent()).toContain("Jan 2024");
});

test.skipIf(!hasBrowser)("an axis grows to its lines, whose labels lie on nothing", async () => {
  const card = page.getByRole("region", { name: "Plan" });
  const plot = card.getByRole("img", {
    name: /^Plan \(target at y = \$100; last year at y = \$99/,
  });
  await plot.locator("g.annotation").nth(3).waitFor();
  expect(await textsOf("Plan", ".ytick text")).toContain("$100");
  const boxOf = async (label: Locator) => {
    const box = await label.boundingBox();
    if (!box) throw new Error("No label.");
    return box;
  };
  const labels = plot.locator("g.annotation");
  const boxes = await Promise.all([0, 1, 2, 3].map((index) => boxOf(labels.nth(index))));
  const drawing = await boxOf(plot.locator(".nsewdrag").first());
  const meet = (one: Box, other: Box) =>
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height;
  for (const [index, box] of boxes.entries()) {
    expect(meet(box, drawing), `label ${index} on the drawing`).toBe(false);
    for (const other of boxes.slice(index + 1)) expect(meet(box, other)).toBe(false);
  }
  const note = card.locator(".card-note");
  expect(await note.allTextContents()).toEqual([
    "The line at y = high is not drawn: yaxis has numbers.",
  ]);
});

test.skipIf(!hasBrowser)("the table behind a chart has its lines in words", async () => {
  await page.getByRole("button", { name: "View Plan as table" }).click();
  await page.getByText("Lines of the chart: target at y = $100; last year").waitFor();
});

test.skipIf(!hasBrowser)("values in a text are exact, and text whatever they hold", async () => {
  const item = page.locator(".markdown-text").filter({ hasText: "Revenue is" });
  await item.getByText("$9,007,199,254,740,993.50").waitFor();
  expect((await item.textContent())?.trim()).toBe(
    "Revenue is $9,007,199,254,740,993.50, best was <b>Ann</b> & *Bo* and <b>Ann</b> & *Bo*, see it; – returns.",
  );
  expect(await item.locator("strong").allTextContents()).toEqual(["$9,007,199,254,740,993.50"]);
  expect(await item.locator("b, em").count()).toBe(0);
  expect(await item.locator("a").getAttribute("href")).toBe("javascript%3Aalert(1)");
});

test.skipIf(!hasBrowser)("a value of several rows says so in its place", async () => {
  const text = page.locator(".markdown-text").filter({ hasText: "Many: –" });
  const problems = page.locator(".item-frame").filter({ has: text }).getByRole("group");
  await problems.getByText("has 2 rows").waitFor();
  expect(await problems.textContent()).toContain("viewer-several-rows");
  // Its own type and spacing, not those of a text of the author.
  expect(await problems.getByRole("list").evaluate((list) => getComputedStyle(list).padding)).toBe(
    "0px",
  );
  expect(faults).toEqual([]);
});
