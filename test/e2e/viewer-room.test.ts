/** The data gets the room: legends, labels and ticks of crowded charts. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { serveSite, type FixtureServer, type SiteFiles } from "../support/site-fixture.js";

let browser: Browser;
let server: FixtureServer;

beforeAll(async () => {
  if (!hasBrowser) return;
  [browser, server] = await Promise.all([startBrowser(), serveSite(crowded())]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const longName = (number: number) =>
  `Department of very long names, number ${number}, with its subtitle and seat`;

/** Bars of so many series. */
function addSeries(builder: DashboardBuilder, name: string, count: number, label: string): string {
  const places = [0, 1, 2, 3];
  const cohorts = Array.from({ length: count }, (_, index) => `${label} ${index}`);
  const rows = result(
    name,
    {
      "props.x": ["int32", cohorts.flatMap(() => places)],
      "props.y": ["int32", cohorts.flatMap((_, index) => places.map((place) => place + index))],
    },
    cohorts.map((cohort) => ({ name: cohort, rows: places.length })),
  );
  return builder.trace(name, "bar", {}, rows);
}

function crowded(): SiteFiles {
  const builder = new DashboardBuilder("Crowded");
  const series = (name: string, count: number, label: string) =>
    addSeries(builder, name, count, label);
  const stack = { barmode: "stack" };
  builder.row(396, builder.chart("Seven", [series("seven", 7, "Department number")], stack));
  builder.row(
    396,
    builder.chart("Sixty", [series("sixty", 60, "Cohort")], stack, { selector: "Cohorts" }),
  );
  const names = [1, 2, 3, 4, 5, 6, 7].map(longName);
  const lying = result("lying", {
    "props.x": ["int32", [1, 2, 3, 4, 5, 6, 7]],
    "props.y": ["text", names],
  });
  const left = result("left", { "props.x": ["int32", [0, 9]], "props.y": ["int32", [0, 81]] });
  const right = result("right", { "props.x": ["int32", [0, 9]], "props.y": ["int32", [100, 91]] });
  builder.row(
    396,
    builder.chart("Long", [builder.trace("lying", "bar", { orientation: "h" }, lying)]),
    builder.chart(
      "Two axes",
      [
        builder.trace("left", "scatter", {}, left),
        builder.trace("right", "scatter", { yaxis: "y2" }, right),
      ],
      { yaxis2: { overlaying: "y", side: "right" } },
    ),
  );
  const parts = result("parts", {
    "props.labels": ["text", names.slice(0, 2)],
    "props.values": ["int32", [2, 1]],
  });
  const flows = result("flows", {
    "props.link.source": ["text", names.slice(0, 2)],
    "props.link.target": ["text", names.slice(2, 4)],
    "props.link.value": ["int32", [2, 1]],
  });
  const outside = { textinfo: "label+percent", textposition: "outside" };
  builder.row(
    396,
    builder.chart("Slices", [builder.trace("parts", "pie", outside, parts)]),
    builder.chart("Flows", [builder.trace("flows", "sankey", {}, flows)]),
  );
  const dashboard = builder.build({
    selectors: {
      Cohorts: { name: "Cohorts", type: "multiple", options: [{ kind: "trace", name: "sixty" }] },
    },
  });
  return filesOf([{ builder, dashboard }, told(), ofSeries("Few", 3), ofSeries("Many", 20)]);
}

/** One chart of so many series. */
function ofSeries(name: string, count: number) {
  const builder = new DashboardBuilder(name);
  const stack = { barmode: "stack" };
  builder.row(396, builder.chart("Series", [addSeries(builder, "all", count, "Cohort")], stack));
  return { builder, dashboard: builder.build({}) };
}

/** A chart that has something to say below its drawing. */
function told() {
  const builder = new DashboardBuilder("Told");
  const rows = result("tangled", {
    "props.x": ["int32", [1, 2, 1, 2]],
    "props.y": ["int32", [1, 2, 3, 4]],
  });
  const trace = builder.trace("tangled", "scatter", { mode: "lines" }, rows);
  builder.row(396, builder.chart("Tangled", [trace]));
  return { builder, dashboard: builder.build({}) };
}

async function open(
  width: number,
): Promise<{ page: Page; faults: string[]; close: () => Promise<void> }> {
  const { page, faults, close } = await openPage(browser, server.origin, {
    viewport: { width, height: 2400 },
  });
  await page.goto(`${server.origin}/d/Crowded`);
  await expect.poll(() => page.locator(".nsewdrag").count()).toBe(4);
  return { page, faults, close };
}

/** Of a card, the share of its height that the data has. */
async function shareOfData(page: Page, title: string): Promise<number> {
  const card = page.getByRole("region", { name: title, exact: true });
  const [whole, data] = await Promise.all([
    card.boundingBox(),
    card.locator(".nsewdrag").first().boundingBox(),
  ]);
  return (data?.height ?? 0) / (whole?.height ?? 1);
}

for (const width of [1440, 390]) {
  test.skipIf(!hasBrowser)(`the data has most of its card at ${width} pixels`, async () => {
    const { page, faults, close } = await open(width);
    for (const title of ["Seven", "Sixty"]) {
      await expect.poll(() => shareOfData(page, title), { message: title }).toBeGreaterThan(0.55);
    }
    expect(faults).toEqual([]);
    await close();
  });
}

test.skipIf(!hasBrowser)("a legend on a phone is one line that hides and shows", async () => {
  const { page, close } = await open(390);
  const legend = page.getByRole("group", { name: "Series of Seven" });
  const entries = legend.getByRole("button");
  expect(await entries.count()).toBe(7);
  const bars = () =>
    page
      .getByRole("img", { name: /^Seven/ })
      .locator(".trace.bars")
      .count();
  expect(await bars()).toBe(7);
  await entries.first().focus();
  await page.keyboard.press("Enter");
  await expect.poll(bars).toBe(6);
  expect(await entries.first().getAttribute("aria-pressed")).toBe("false");
  await entries.first().click();
  await expect.poll(bars).toBe(7);
  await entries.nth(2).dblclick();
  await expect.poll(bars).toBe(1);
  await close();
});

test.skipIf(!hasBrowser)(
  "many series are a list that can be searched, one with the selector",
  async () => {
    const { page, close } = await open(1440);
    await page.getByRole("button", { name: /^60 series/ }).click();
    const list = page.getByRole("dialog", { name: "60 series" });
    await list.getByRole("searchbox").fill("cohort 59");
    await list.getByRole("checkbox").uncheck();
    await expect.poll(() => new URL(page.url()).search).toContain("Cohorts=Cohort+0,Cohort+1,");
    expect(new URL(page.url()).search).not.toContain("Cohort+59");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Cohorts 59 of 60" }).waitFor();
    await page.getByRole("button", { name: "60 series 59 of 60" }).waitFor();
    await close();
  },
);

test.skipIf(!hasBrowser)("long labels are cut and tell all of it to the pointer", async () => {
  const { page, close } = await open(1440);
  const chart = page.getByRole("img", { name: "Long", exact: true });
  const labels = await chart
    .locator(".ytick text")
    .evaluateAll((elements) =>
      elements.map((element) => [
        element.firstChild?.textContent,
        element.querySelector("title")?.textContent,
      ]),
    );
  expect(new Set(labels.map(([text]) => text)).size).toBe(7);
  expect(labels.every(([text]) => text?.includes("…"))).toBe(true);
  expect(labels.map(([, title]) => title)).toEqual([1, 2, 3, 4, 5, 6, 7].map(longName));
  const [card, data] = await Promise.all([
    chart.boundingBox(),
    chart.locator(".nsewdrag").first().boundingBox(),
  ]);
  expect((data?.width ?? 0) / (card?.width ?? 1)).toBeGreaterThan(0.6);
  await chart.locator(".nsewdrag").hover({ position: { x: 20, y: 20 } });
  await expect
    .poll(() => chart.locator(".hoverlayer").textContent())
    .toContain("of very long names, number 7, with its subtitle");
  await close();
});

test.skipIf(!hasBrowser)("labels of slices and flows stay inside on a phone", async () => {
  const { page, close } = await open(390);
  for (const [title, mark, count] of [
    ["Slices", "g.slicetext text", 2],
    ["Flows", ".node-label", 4],
  ] as const) {
    const chart = page.getByRole("img", { name: title, exact: true });
    await chart.scrollIntoViewIfNeeded();
    await expect.poll(() => chart.locator(mark).count()).toBe(count);
    const frame = await chart.boundingBox();
    for (const label of await chart.locator(mark).all()) {
      const box = await label.boundingBox();
      expect(box?.x ?? -1).toBeGreaterThanOrEqual((frame?.x ?? 0) - 1);
      const end = (frame?.x ?? 0) + (frame?.width ?? 0) + 1;
      expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(end);
      expect(await label.textContent()).toContain("…");
    }
  }
  const [node] = await page.locator(".node-label title").allTextContents();
  expect(node).toBe(longName(1));
  await close();
});

test.skipIf(!hasBrowser)("both axes of a chart have round ticks", async () => {
  const { page, close } = await open(1440);
  const chart = page.getByRole("img", { name: /^Two axes/ });
  expect(await chart.locator(".y2tick text").allTextContents()).toEqual([
    "92",
    "94",
    "96",
    "98",
    "100",
  ]);
  await close();
});

/** Opens a dashboard of one chart; the height of the chart's room and those that were drawn. */
async function drawnHeights(name: string, width: number): Promise<[number, number[]]> {
  const { page, faults, close } = await openPage(browser, server.origin, {
    viewport: { width, height: 1000 },
  });
  await page.addInitScript(() => {
    const heights: string[] = [];
    Object.assign(globalThis, { heights });
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        if (!(target instanceof Element) || !target.matches(".main-svg")) continue;
        const height = target.getAttribute("height") ?? "";
        if (heights.at(-1) !== height) heights.push(height);
      }
    }).observe(document, { attributes: true, attributeFilter: ["height"], subtree: true });
  });
  await page.goto(`${server.origin}/d/${name}`);
  await page.locator("[data-painted]").waitFor({ state: "attached" });
  // Whatever waits for the next frame has had its time.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  const room = await page.locator("[data-painted]").evaluate(({ clientHeight }) => clientHeight);
  const drawn = await page.evaluate(() => (globalThis as unknown as { heights: string[] }).heights);
  expect(faults).toEqual([]);
  await close();
  return [room, drawn.map((height) => Math.round(Number(height)))];
}

for (const [name, width, beside] of [
  ["Told", 1440, "a notice"],
  ["Few", 390, "its legend on a phone"],
  ["Many", 1440, "the list of its series"],
  ["Many", 390, "the list of its series on a phone"],
] as const) {
  test.skipIf(!hasBrowser)(`a chart is drawn once, in the room that ${beside} leaves`, async () => {
    const [room, drawn] = await drawnHeights(name, width);
    expect(drawn).toEqual([room]);
  });
}
