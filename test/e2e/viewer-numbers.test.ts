/** The same number reads the same on a card, in a table, in labels, tooltips and at axes. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteItem } from "../../src/contract/pages/dashboard.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { drawnTraces } from "../support/chart-page.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { serveSite, type FixtureServer } from "../support/site-fixture.js";

const HUGE = "12345678901234567890.125";
const MONEY = "$,.2f";

let browser: Browser;
let server: FixtureServer;
let page: Page;
let faults: string[];

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await startBrowser();
  const builder = dashboard();
  server = await serveSite(filesOf([{ builder, dashboard: builder.build() }]));
  const viewport = { width: 1200, height: 4200 };
  ({ page, faults } = await openPage(browser, server.origin, { viewport }));
  await page.goto(`${server.origin}/d/Numbers`);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

function dashboard(): DashboardBuilder {
  const builder = new DashboardBuilder("Numbers");
  const amounts = [
    "decimal(38,3)",
    ["9007199254740993000.5", HUGE, "12345678901234567892.675"],
  ] as const;
  const days = ["text", ["a", "b", "c"]] as const;
  const card = builder.chart("Card", [
    builder.trace(
      "card",
      "indicator",
      { mode: "number+delta", number: { valueformat: MONEY } },
      result("card", {
        "props.value": ["decimal(38,3)", [HUGE]],
        "props.delta.reference": ["decimal(38,3)", ["12345678901234567890.000"]],
      }),
    ),
  ]);
  const text = { x: days, y: amounts, text: amounts };
  const columns = Object.fromEntries(
    Object.entries(text).map(([key, column]) => [`props.${key}`, column]),
  );
  const bars = builder.chart(
    "Bars",
    [
      builder.trace(
        "bars",
        "bar",
        { texttemplate: `%{text:${MONEY}}`, hovertemplate: `%{x}: %{y:${MONEY}}` },
        result("bars", columns),
      ),
    ],
    { yaxis: { tickformat: "$,.0f" } },
  );
  const labels = builder.chart("Labels", [
    builder.trace(
      "labels",
      "bar",
      { texttemplate: `%{y:${MONEY}}` },
      result("labels", { "props.x": days, "props.y": amounts }),
    ),
  ]);
  const marks = builder.chart("Marks", [
    builder.trace("marks", "bar", {}, result("marks", columns)),
  ]);
  const pie = builder.chart("Pie", [
    builder.trace(
      "pie",
      "pie",
      { textinfo: "label+value" },
      result("pie", {
        "props.labels": ["text", ["a", "b", "a"]],
        "props.values": ["int64", ["9007199254740993", "9007199254740995", 2]],
      }),
    ),
  ]);
  builder.row(128, card);
  const charts = [bars, labels, marks, pie, ...otherKinds(builder), ...scales(builder)];
  for (const chart of charts) builder.row(300, chart);
  return builder;
}

/** Types that write numbers of more than one row, or none of a mark. */
function otherKinds(builder: DashboardBuilder): SiteItem[] {
  const big = ["int64", ["9007199254740993", 2, "9007199254740995"]] as const;
  const days = ["text", ["a", "b", "c"]] as const;
  const gauge = builder.trace(
    "gauge",
    "indicator",
    { mode: "gauge+number+delta", number: { valueformat: MONEY } },
    result("gauge", {
      "props.value": ["decimal(38,3)", [HUGE]],
      "props.delta.reference": ["decimal(38,3)", ["12345678901234567890.000"]],
    }),
  );
  const parts = ["9007199254740993", "9007199254740995", "9007199254740997"];
  const tree = builder.trace(
    "tree",
    "sunburst",
    { textinfo: "label+value" },
    result("tree", {
      "props.labels": days,
      "props.parents": ["text", [null, "a", "a"]],
      "props.values": ["int64", parts],
    }),
  );
  const steps = builder.trace(
    "steps",
    "waterfall",
    { textposition: "outside", texttemplate: "%{delta:,d} makes %{final:,d}" },
    result("steps", { "props.x": days, "props.y": big }),
  );
  const cells = builder.trace(
    "cells",
    "heatmap",
    { texttemplate: "%{z:,d}" },
    result("cells", { "props.x": days, "props.y": ["text", ["k", "k", "k"]], "props.z": big }),
  );
  return [
    builder.chart("Gauge", [gauge]),
    builder.chart("Tree", [tree]),
    builder.chart("Steps", [steps]),
    builder.chart("Cells", [cells]),
  ];
}

/** Numbers along axes, and shares. */
function scales(builder: DashboardBuilder): SiteItem[] {
  const days = ["text", ["a", "b", "c"]] as const;
  const years = builder.trace(
    "years",
    "bar",
    {},
    result("years", {
      "props.x": ["int32", [2022, 2023, 2024]],
      "props.y": ["int32", [1, 2, 2]],
    }),
  );
  const amounts = ["float64", [1_234_567.891, 1_000, 2_000_000]] as const;
  const money = builder.trace(
    "money",
    "bar",
    {},
    result("money", { "props.x": days, "props.y": amounts }),
  );
  const tiny = builder.trace(
    "tiny",
    "bar",
    {},
    result("tiny", { "props.x": days, "props.y": ["float64", [1e6, 1e-6, 0]] }),
  );
  const plane = builder.trace(
    "plane",
    "heatmap",
    { texttemplate: "%{z}" },
    result("plane", { "props.x": days, "props.y": ["text", ["k", "k", "k"]], "props.z": amounts }),
  );
  const nearly = builder.trace(
    "nearly",
    "pie",
    {},
    result("nearly", { "props.labels": days, "props.values": ["float64", [1e6, 1e-4, 0]] }),
  );
  const shares = builder.trace(
    "shares",
    "treemap",
    { textinfo: "value+percent parent" },
    result("shares", {
      "props.labels": days,
      "props.parents": ["text", [null, "a", "a"]],
      "props.values": ["int64", [0, 1, 2]],
    }),
  );
  return [
    builder.chart("Years", [years]),
    builder.chart("Money", [money]),
    builder.chart("Tiny", [tiny]),
    builder.chart("Plane", [plane]),
    builder.chart("Nearly", [nearly]),
    builder.chart("Shares", [shares]),
  ];
}

async function textsOf(title: string, selector: string): Promise<string[]> {
  await drawnTraces(page, title);
  const plot = page.getByRole("img", { name: new RegExp(`^${title}($|:| \\()`) });
  return plot.locator(selector).allTextContents();
}

test.skipIf(!hasBrowser)("a card and the difference on it are exact", async () => {
  const card = page.getByRole("region", { name: "Card" });
  await card.getByText("$12,345,678,901,234,567,890.13").waitFor();
  expect(await card.locator(".kpi-delta .num").textContent()).toBe("▲ up $0.13");
});

test.skipIf(!hasBrowser)("labels are exact, whatever they are made from", async () => {
  const money = [
    "$9,007,199,254,740,993,000.50",
    "$12,345,678,901,234,567,890.13",
    "$12,345,678,901,234,567,892.68",
  ];
  expect(await textsOf("Bars", ".bartext")).toEqual(money);
  expect(await textsOf("Labels", ".bartext")).toEqual(money);
  expect(await textsOf("Marks", ".bartext")).toEqual([
    "9,007,199,254,740,993,000.5",
    "12,345,678,901,234,567,890.125",
    "12,345,678,901,234,567,892.675",
  ]);
});

test.skipIf(!hasBrowser)("gauges, trees, steps and cells are exact", async () => {
  expect(await textsOf("Gauge", "text.number")).toEqual(["$12,345,678,901,234,567,890.13"]);
  expect(await textsOf("Gauge", "text.delta")).toEqual(["▲$0.13"]);
  expect(new Set(await textsOf("Tree", ".slicetext"))).toEqual(
    new Set(["a27,021,597,764,222,985", "b9,007,199,254,740,995", "c9,007,199,254,740,997"]),
  );
  expect(await textsOf("Steps", ".bartext")).toEqual([
    "9,007,199,254,740,993 makes 9,007,199,254,740,993",
    "2 makes 9,007,199,254,740,995",
    "9,007,199,254,740,995 makes 18,014,398,509,481,990",
  ]);
  expect(new Set(await textsOf("Cells", ".heatmap-label text"))).toEqual(
    new Set(["9,007,199,254,740,993", "2", "9,007,199,254,740,995"]),
  );
});

test.skipIf(!hasBrowser)("axes draw the currency and all of its digits", async () => {
  const ticks = await textsOf("Bars", ".ytick text");
  expect(ticks).toContain("$10,000,000,000,000,000,000");
});

test.skipIf(!hasBrowser)("along axes numbers read as in tables, years as years", async () => {
  expect(await textsOf("Years", ".xtick text")).toEqual(["2022", "2023", "2024"]);
  expect(await textsOf("Years", ".ytick text")).toEqual(["0", "1", "2"]);
  expect(await textsOf("Money", ".ytick text")).toContain("1,000,000");
  expect(new Set(await textsOf("Plane", ".heatmap-label text"))).toEqual(
    new Set(["1,234,567.891", "1,000", "2,000,000"]),
  );
});

test.skipIf(!hasBrowser)("a slice of nearly all is drawn, and shares are percentages", async () => {
  await drawnTraces(page, "Nearly");
  const whole = page.getByRole("img", { name: "Nearly" }).locator("path.surface").first();
  expect((await whole.boundingBox())?.width).toBeGreaterThan(100);
  expect(new Set(await textsOf("Shares", ".slicetext"))).toEqual(
    new Set(["a", "133.3% of a", "266.7% of a"]),
  );
});

test.skipIf(!hasBrowser)(
  "a bar that is shorter than a pixel is one pixel long, nought none",
  async () => {
    await drawnTraces(page, "Tiny");
    const bars = page.getByRole("img", { name: "Tiny" }).locator(".bars .point path");
    const heights = await bars.evaluateAll((paths) =>
      paths.map((path) => Math.round((path as SVGPathElement).getBBox().height)),
    );
    expect(heights.slice(1)).toEqual([1, 0]);
  },
);

test.skipIf(!hasBrowser)("slices write the exact sums of their rows", async () => {
  const texts = new Set(await textsOf("Pie", ".slicetext"));
  expect([...texts].toSorted()).toEqual(["a9,007,199,254,740,995", "b9,007,199,254,740,995"]);
});

test.skipIf(!hasBrowser)("tooltips are exact", async () => {
  expect(await hover("Bars", 1)).toContain("b: $12,345,678,901,234,567,890.13");
  expect(await hover("Marks", 1)).toContain("12,345,678,901,234,567,890.125");
  expect(await hover("Money", 0)).toContain("1,234,567.891");
  expect(faults).toEqual([]);
});

/** The tooltip of one bar. */
async function hover(title: string, bar: number): Promise<string> {
  const plot = page.getByRole("img", { name: new RegExp(`^${title}($|:| \\()`) });
  await plot.scrollIntoViewIfNeeded();
  const box = await plot.locator(".bars .point").nth(bar).boundingBox();
  if (!box) throw new Error("No bar.");
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const label = plot.locator(".hoverlayer");
  await expect.poll(() => label.textContent()).not.toBe("");
  return (await label.textContent()) ?? "";
}
