/** What can be done with a card: its menu, its own page, pictures, rows, its link and its query. */
import { buffer } from "node:stream/consumers";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { SiteQueries } from "../../src/contract/pages/queries.js";
import type { Site } from "../../src/contract/pages/home.js";
import { hasBrowser, openPage, startBrowser, type WatchedPage } from "../support/browser.js";
import { drawnTraces } from "../support/chart-page.js";
import { DashboardBuilder, filesOf, result, summaryOf } from "../support/northwind.js";
import { northwind } from "../support/northwind-dashboards.js";
import { serveSite, type FixtureServer } from "../support/site-fixture.js";

const LARGE = { viewport: { width: 1440, height: 2400 } };
/** A bar without a length, and a trace that has failed. */
function gaps() {
  const builder = new DashboardBuilder("Gaps");
  const data = result("half", { "props.x": ["text", ["a", "b"]], "props.y": ["int32", [1, null]] });
  builder.row(
    320,
    builder.chart("Half", [
      builder.trace("half", "bar", {}, data),
      builder.trace("lost", "bar", {}, data, {
        status: "failed",
        problems: [{ code: "query-failed", severity: "error", message: "It is away." }],
      }),
    ]),
  );
  const { data: _, ...lost } = builder.traces["lost"] ?? {};
  Object.assign(builder.traces, { lost });
  return { builder, dashboard: builder.build() };
}

const PATH = "/d/Company%20overview/";
const POINTS = "Order value against lead time";
const QUERIES: SiteQueries = {
  charts: {
    [POINTS]: [
      {
        of: { kind: "trace", name: "products", file: "traces/products.yml", line: 3 },
        model: { kind: "model", name: "orders", file: "models.yml", line: 12 },
        how: "sent",
        source: { name: "shop", type: "postgresql" },
        sql: "select lead_time, value\nfrom orders",
      },
    ],
  },
  tables: {},
};

let browser: Browser;
let server: FixtureServer;

beforeAll(async () => {
  if (!hasBrowser) return;
  const files = northwind();
  for (const [path, body] of filesOf([gaps()])) {
    if (path !== "data/site.json") files.set(path, body);
  }
  const site = files.get("data/site.json") as Site;
  files.set("data/queries/overview.json", QUERIES);
  files.set("data/site.json", {
    ...site,
    dashboards: [
      ...site.dashboards.map((one) =>
        one.name === "Company overview" ? { ...one, queries: "data/queries/overview.json" } : one,
      ),
      summaryOf(gaps().dashboard),
    ],
  });
  [browser, server] = await Promise.all([startBrowser(), serveSite(files)]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function open(path: string, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, server.origin, { ...LARGE, ...options });
  onTestFinished(() => watched.close());
  await watched.page.goto(server.origin + path);
  return watched;
}

const button = (page: Page, title: string) =>
  page.getByRole("button", { name: `More actions for ${title}` });
const entries = (page: Page) => page.getByRole("menuitem").allTextContents();
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent);

async function choose(page: Page, title: string, entry: string): Promise<void> {
  await button(page, title).click();
  await page.getByRole("menuitem", { name: entry }).click();
}

async function saved(page: Page, title: string, entry: string): Promise<[string, Buffer]> {
  const download = page.waitForEvent("download");
  await choose(page, title, entry);
  const file = await download;
  return [file.suggestedFilename(), await buffer(await file.createReadStream())];
}

test.skipIf(!hasBrowser)("the menu is used by keyboard alone", async () => {
  const { page, faults } = await open(PATH);
  await drawnTraces(page, POINTS);
  const menu = page.getByRole("menu", { name: `More actions for ${POINTS}` });
  await button(page, POINTS).focus();
  expect(await button(page, POINTS).getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("Enter");
  await menu.waitFor();
  expect(await button(page, POINTS).getAttribute("aria-expanded")).toBe("true");
  expect(await entries(page)).toEqual([
    "Full page",
    "Download PNG",
    "Download SVG",
    "Download CSV",
    "Show query",
    "Copy link",
  ]);
  await expect.poll(() => focused(page)).toBe("Full page");
  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toBe("Download PNG");
  await page.keyboard.press("End");
  expect(await focused(page)).toBe("Copy link");
  await page.keyboard.press("ArrowDown");
  expect(await focused(page)).toBe("Full page");
  await page.keyboard.press("ArrowUp");
  expect(await focused(page)).toBe("Copy link");
  await page.keyboard.press("d");
  expect(await focused(page)).toBe("Download PNG");
  await page.keyboard.press("Escape");
  await menu.waitFor({ state: "hidden" });
  const isFocused = () =>
    button(page, POINTS).evaluate((element) => element === document.activeElement);
  expect(await isFocused()).toBe(true);
  await page.keyboard.press("Space");
  await expect.poll(() => focused(page)).toBe("Full page");
  await page.keyboard.press("Shift+Tab");
  await menu.waitFor({ state: "hidden" });
  expect(await page.evaluate(() => document.activeElement?.getAttribute("title"))).toBe(
    "View as table",
  );
  expect(faults).toEqual([]);
});

test.skipIf(!hasBrowser)(
  "a card has a page of its own, which fills the window and leads back",
  async () => {
    const { page, faults } = await open(`${PATH}?Category=Bags,Apparel`);
    await drawnTraces(page, POINTS);
    await choose(page, POINTS, "Full page");
    await page.getByRole("heading", { level: 1, name: POINTS }).waitFor();
    const own = "/d/Company%20overview/chart/Order%20value%20against%20lead%20time/";
    expect(page.url()).toBe(`${server.origin}${own}?Category=Bags,Apparel`);
    expect(await page.title()).toBe(`${POINTS} · Company overview · Northwind`);
    expect((await drawnTraces(page, POINTS)).map(({ name }) => name)).toEqual(["Bags", "Apparel"]);

    await page.reload();
    await drawnTraces(page, POINTS);
    const size = await page.locator(".js-plotly-plot").boundingBox();
    expect([size && size.width > 1300, size && size.height > 2000]).toEqual([true, true]);
    expect(await page.getByRole("heading").allTextContents()).toEqual([POINTS]);

    // On the dashboard this selector has a place of its own.
    await page.getByRole("button", { name: /^Category \S/ }).click();
    await page.getByLabel("Apparel", { exact: true }).uncheck();
    await expect.poll(() => new URL(page.url()).search).toBe("?Category=Bags");
    await page.getByRole("link", { name: "Back to dashboard" }).click();
    await page.getByRole("heading", { level: 1, name: "Company overview" }).waitFor();
    expect(page.url()).toBe(`${server.origin}${PATH}?Category=Bags`);
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: POINTS }).waitFor();
    await page.goBack();
    await expect.poll(() => new URL(page.url()).search).toBe("?Category=Bags,Apparel");

    await page.goto(`${server.origin}/d/Company%20overview/table/Top%20products/`);
    await page.getByText("1–7 of 28 rows").waitFor();
    await page.goto(`${server.origin}/d/Company%20overview/chart/nothing/`);
    await page.getByRole("heading", { name: "There is no such chart" }).waitFor();
    await page.getByRole("link", { name: "Back to dashboard" }).click();
    await page.getByRole("heading", { level: 1, name: "Company overview" }).waitFor();
    expect(faults).toEqual([]);
  },
);

test.skipIf(!hasBrowser)(
  "a picture has twice the pixels, the theme, and says what it shows of when",
  async () => {
    const { page, faults } = await open(`${PATH}?Category=Bags,Apparel`, { colorScheme: "dark" });
    await drawnTraces(page, POINTS);
    const [svgName, svgBytes] = await saved(page, POINTS, "Download SVG");
    const svg = svgBytes.toString();
    expect(svgName).toBe(`${POINTS}.svg`);
    for (const text of [
      POINTS,
      "Each point is one product, 248 products",
      ">Apparel<",
      "Category: Bags, Apparel",
      "Northwind · Company overview",
      "Data as of 2 Dec 2024, 14:02 GMT+1",
    ]) {
      expect(svg).toContain(text);
    }
    const surface = await page.evaluate(() =>
      getComputedStyle(document.documentElement).getPropertyValue("--surface").trim(),
    );
    expect(surface).toBe("#161a21");
    const [, width = 0, height = 0] = (
      /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? []
    ).map(Number);
    expect(svg).toContain(`<rect width="${width}" height="${height}" fill="${surface}"/>`);
    const marks = await page.locator(".scatterlayer .point").count();
    expect(svg.match(/class="point"/g)).toHaveLength(marks);

    const [pngName, png] = await saved(page, POINTS, "Download PNG");
    expect(pngName).toBe(`${POINTS}.png`);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * width, 2 * height]);
    expect(faults).toEqual([]);
  },
);

test.skipIf(!hasBrowser)(
  "a picture has the legend that a phone has beside the drawing",
  async () => {
    const { page, faults } = await open(PATH, { viewport: { width: 390, height: 900 } });
    await button(page, "Channel mix").scrollIntoViewIfNeeded();
    await drawnTraces(page, "Channel mix");
    await page.getByRole("group", { name: "Series of Channel mix" }).waitFor();
    const [, bytes] = await saved(page, "Channel mix", "Download SVG");
    for (const name of ["Online", "Retail", "Market", "Wholesale"]) {
      expect(String(bytes)).toContain(`>${name}</text>`);
    }
    expect(faults).toEqual([]);
  },
);

test.skipIf(!hasBrowser)("a picture names what is not in it", async () => {
  const { page } = await open("/d/Gaps/");
  await page.getByText("1 of 2 rows").waitFor();
  const [, bytes] = await saved(page, "Half", "Download SVG");
  expect(String(bytes)).toContain("1 of 2 rows is not drawn");
  expect(String(bytes)).toContain(">Incomplete: some of its data is missing<");
  await page.getByRole("button", { name: "View Half as table" }).click();
  await button(page, "Half").click();
  expect(await entries(page)).toEqual(["Full page", "Download CSV", "Copy link"]);
});

test.skipIf(!hasBrowser)("a picture that the browser cannot make is told in the card", async () => {
  const watched = await openPage(browser, server.origin, LARGE);
  onTestFinished(() => watched.close());
  const { page } = watched;
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.toBlob = (made) => made(null);
  });
  await page.goto(server.origin + PATH);
  await drawnTraces(page, POINTS);
  await choose(page, POINTS, "Download PNG");
  const card = page.getByRole("region", { name: POINTS });
  await card.getByText("viewer-picture-failed").waitFor();
  await card.getByText(`A picture of ${POINTS} cannot be made.`).waitFor();
  await card.getByRole("button", { name: "Close" }).click();
  await card.getByText("viewer-picture-failed").waitFor({ state: "detached" });
});

test.skipIf(!hasBrowser)("the rows behind a card are all in its file", async () => {
  const { page } = await open(`${PATH}?Category=Bags`);
  await drawnTraces(page, POINTS);
  const [name, bytes] = await saved(page, POINTS, "Download CSV");
  const lines = String(bytes).trim().split("\r\n");
  expect([name, lines.length]).toEqual([
    `${POINTS}, Category Bags, data as of 2024-12-02 14.02 GMT+1.csv`,
    63,
  ]);
  const [, table] = await saved(page, "Top products", "Download CSV");
  expect(String(table).trim().split("\r\n")).toHaveLength(29);
  // A number is no drawing, and has its exact digits.
  const [, number] = await saved(page, "Net revenue", "Download CSV");
  expect(String(number).trim().split("\r\n")[1]).toBe("11670000");
  await button(page, "Net revenue").click();
  expect(await entries(page)).toEqual(["Full page", "Download CSV", "Show query", "Copy link"]);
});

test.skipIf(!hasBrowser)("a card's link shows it as it is now", async () => {
  const { page } = await open(`${PATH}?Category=Bags`, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await drawnTraces(page, POINTS);
  await choose(page, POINTS, "Copy link");
  const card = page.getByRole("region", { name: POINTS });
  await card.getByText("Link copied").waitFor();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toBe(
    `${server.origin}${PATH}?Category=Bags#chart:Order%20value%20against%20lead%20time`,
  );
  await page.goto(link);
  await page.locator(".meant").getByRole("heading", { name: POINTS }).waitFor();
  expect((await drawnTraces(page, POINTS)).map(({ name }) => name)).toEqual(["Bags"]);
});

test.skipIf(!hasBrowser)(
  "where the clipboard is closed the link can be copied by hand",
  async () => {
    const watched = await openPage(browser, server.origin, LARGE);
    onTestFinished(() => watched.close());
    const { page } = watched;
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", {}));
    await page.goto(server.origin + PATH);
    await choose(page, "Top products", "Copy link");
    const box = page.getByRole("textbox", { name: "Link" });
    expect(await box.inputValue()).toBe(`${server.origin}${PATH}#table:Top%20products`);
    await page.getByRole("button", { name: "Close" }).click();

    // A card of a number is small.
    for (const width of [LARGE.viewport.width, 390]) {
      await page.setViewportSize({ ...LARGE.viewport, width });
      await choose(page, "Net revenue", "Copy link");
      const [link, card] = [
        await box.boundingBox(),
        await page.getByRole("region", { name: "Net revenue" }).boundingBox(),
      ];
      expect(link && card && link.x > card.x).toBe(true);
      expect(link && card && link.x + link.width < card.x + card.width).toBe(true);
      await page.getByRole("button", { name: "Close" }).click();
    }
  },
);

test.skipIf(!hasBrowser)("a query is shown with its place, where there is one to see", async () => {
  const { page, faults } = await open(PATH, {
    permissions: ["clipboard-read", "clipboard-write"],
  });
  await drawnTraces(page, POINTS);
  await choose(page, POINTS, "Show query");
  const panel = page.getByRole("dialog", { name: `Query of ${POINTS}` });
  await panel.getByText("Sent to shop (postgresql)").waitFor();
  expect(await panel.locator(".query-about p").first().textContent()).toBe(
    "trace products traces/products.yml:3 on model orders models.yml:12",
  );
  await panel.getByRole("button", { name: "Copy the query of products" }).click();
  await panel.getByText("Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    "select lead_time, value\nfrom orders",
  );
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  await page.goto(`${server.origin}/d/Card%20states/`);
  await button(page, "Ticket volume").click();
  expect(await entries(page)).not.toContain("Show query");
  expect(faults).toEqual([]);
});
