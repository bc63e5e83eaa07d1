/**
 * What a reader sees when an object is missing or a request fails: the code, a sentence and what to
 * do, never nothing.
 */
import type { Browser, Locator, Page, Route } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { hasBrowser, openPage, startBrowser, type WatchedPage } from "../support/browser.js";
import { drawnTraces } from "../support/chart-page.js";
import { failingSite } from "../support/failing-dashboard.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { serveSite, type FixtureServer } from "../support/site-fixture.js";

let browser: Browser;
let server: FixtureServer;
let watched: WatchedPage;

beforeAll(async () => {
  if (hasBrowser) browser = await startBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  if (!hasBrowser) return;
  server = await serveSite(failingSite());
  watched = await openPage(browser, server.origin, { viewport: { width: 1440, height: 2400 } });
});
afterEach(async () => {
  await watched?.close();
  await server?.close();
});

const SITE = "**/data/site.json";
const DASHBOARD = "**/data/dashboards/*.json";
const ORDERS = "**/data/Failing-orders.json";

const INTERNAL = {
  diagnostics: [
    { code: "internal-error", severity: "error", message: "The disk of the server is gone." },
  ],
};

function failing(body = "The server failed to answer.\n"): (route: Route) => Promise<void> {
  return (route) => route.fulfill({ status: 500, body });
}

function open(path = "/d/Failing"): Promise<unknown> {
  return watched.page.goto(server.origin + path);
}

function card(page: Page, name: string): Locator {
  return page.getByRole("region", { name, exact: true });
}

/** Waits for each text in a part of the page. */
async function says(part: Locator, ...texts: readonly (string | RegExp)[]): Promise<void> {
  for (const text of texts) await part.getByText(text).first().waitFor();
}

test.skipIf(!hasBrowser)("a table that is not published says so, as a chart does", async () => {
  await open();
  await says(
    card(watched.page, "Missing"),
    "This table could not be built",
    "viewer-missing-object",
    "is not part of what was published",
    "Reload the page",
  );
  await says(
    card(watched.page, "Unknown trace"),
    "This table could not be built",
    "viewer-missing-object",
  );
});

test.skipIf(!hasBrowser)("a table says why its model has no rows, or old ones", async () => {
  const { page } = watched;
  await open();
  await says(card(page, "Failed model"), "This table could not be built", "query-failed");
  await says(card(page, "Model to come"), "Waiting for its first run");
  const stale = card(page, "Stale model");
  await says(stale, "2 rows");
  await stale.getByRole("button", { name: /Data from/ }).click();
  await says(stale, "query-failed");
});

test.skipIf(!hasBrowser)(
  "a table without one of its traces says that it is not whole",
  async () => {
    const half = card(watched.page, "Half a table");
    await open();
    await says(half, "2 rows");
    await half.getByRole("button", { name: "Incomplete" }).click();
    await says(half, "query-failed", "does not exist");
  },
);

test.skipIf(!hasBrowser)(
  "what failed covers neither the title nor the line of a number",
  async () => {
    const builder = new DashboardBuilder("Old");
    const months = ["2024-10-01", "2024-11-01"];
    const data = result("kept", {
      "props.value": ["int32", [1, 2]],
      "columns.month": ["date", months],
    });
    builder.trace("kept", "indicator", {}, data, {
      status: "stale",
      card: { over: "columns.month", good: "up", sparkline: true },
      problems: [{ code: "query-failed", severity: "error", message: "It is away." }],
    });
    const items = ["Active customers", "Returned goods", "Orders paid", "Open tickets"];
    builder.row(128, ...items.map((name) => builder.chart(name, ["kept"])));
    const site = await serveSite(filesOf([{ builder, dashboard: builder.build() }]));
    const { page, close } = await openPage(browser, site.origin, {
      viewport: { width: 1200, height: 700 },
    });
    await page.goto(`${site.origin}/d/Old`);
    const number = card(page, "Active customers");
    const pill = number.getByRole("button", { name: /^Failed · Data from/ });
    const boxOf = async (one: Locator) =>
      (await one.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    const covered = await boxOf(pill);
    const text = number.getByText(/^Active customers/);
    const title = await text.evaluate((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect().right;
    });
    expect(title).toBeLessThan(covered.x);
    const line = await boxOf(number.getByRole("img"));
    expect(line.y).toBeGreaterThanOrEqual(covered.y + covered.height - 1);
    await close();
    await site.close();
  },
);

for (const { what, url, path, title, sentence } of [
  {
    what: "the site",
    url: SITE,
    path: "/",
    title: "The dashboards cannot be loaded",
    sentence: "The list of dashboards could not be loaded: the server answered 500.",
  },
  {
    what: "a dashboard",
    url: DASHBOARD,
    path: "/d/Failing",
    title: "The dashboard Failing cannot be shown",
    sentence: "could not be loaded: the server answered 500.",
  },
] as const) {
  test.skipIf(!hasBrowser)(
    `a request for ${what} that fails is shown and tried again`,
    async () => {
      const { page } = watched;
      await page.route(url, failing());
      await open(path);
      const notice = page.getByRole("alert");
      await notice.getByRole("heading", { name: title }).waitFor();
      await says(notice, "viewer-load-failed", sentence, "The terminal of");
      await page.unroute(url);
      await page.getByRole("button", { name: "Try again" }).click();
      // The only dashboard is what the home page opens.
      await page.getByRole("heading", { name: "Failing", exact: true }).waitFor();
      expect(await notice.count()).toBe(0);
    },
  );

  test.skipIf(!hasBrowser)(`what the server itself says of ${what} is shown instead`, async () => {
    const { page } = watched;
    await page.route(url, failing(JSON.stringify(INTERNAL)));
    await open(path);
    const notice = page.getByRole("alert");
    await says(notice, "internal-error", "The disk of the server is gone.", sentence);
    await says(notice, "The terminal of");
  });
}

test.skipIf(!hasBrowser)("a result that fails is told in its card and tried again", async () => {
  const { page, requests } = watched;
  await page.route(ORDERS, failing());
  await open();
  const orders = card(page, "Orders");
  await says(orders, "This table could not be loaded", "viewer-load-failed", "answered 500");
  await page.waitForLoadState("networkidle");
  expect(requests.filter((url) => url.endsWith("Failing-orders.json"))).toHaveLength(1);
  await page.unroute(ORDERS);
  await orders.getByRole("button", { name: "Try again" }).click();
  await says(orders, "2 rows");
});

test.skipIf(!hasBrowser)(
  "a page that cannot be brought up to date stays, says so, and is mended",
  async () => {
    const { page } = watched;
    await open();
    await drawnTraces(page, "Numbers");
    await expect.poll(() => server.listeners()).toBe(1);
    await page.route(SITE, failing(JSON.stringify(INTERNAL)));
    server.send({ type: "published" });
    const panel = page.getByRole("complementary", { name: "The page is not up to date" });
    await says(panel, "internal-error", "The disk of the server is gone.");
    expect(await drawnTraces(page, "Numbers")).toHaveLength(1);
    await page.unroute(SITE);
    await page.route(DASHBOARD, failing());
    await panel.getByRole("button", { name: "Try again" }).click();
    await says(panel, "viewer-load-failed");
    await page.unroute(DASHBOARD);
    await panel.getByRole("button", { name: "Try again" }).click();
    await panel.waitFor({ state: "detached" });
  },
);

test.skipIf(!hasBrowser)("a page that hears of nothing says so until it does again", async () => {
  const { page } = watched;
  await page.route("**/data/events", failing());
  await open();
  const panel = page.getByRole("complementary", { name: "The page is not up to date" });
  await says(panel, "viewer-not-live", "no longer hears of new results");
  await page.unroute("**/data/events");
  await panel.waitFor({ state: "detached" });
  expect(server.listeners()).toBe(1);
});

test.skipIf(!hasBrowser)("a page whose server has gone says so until it is back", async () => {
  const { page } = watched;
  const own = await serveSite(failingSite());
  const { port } = new URL(own.origin);
  await page.goto(`${own.origin}/d/Failing`);
  await expect.poll(own.listeners).toBe(1);
  await own.close();
  const panel = page.getByRole("complementary", { name: "The page is not up to date" });
  await says(panel, "viewer-not-live", "no longer hears of new results");
  const back = await serveSite(failingSite(), { port: Number(port) });
  await panel.waitFor({ state: "detached" });
  await back.close();
});

test.skipIf(!hasBrowser)("no answer, no document and no code are told apart", async () => {
  const { page } = watched;
  await page.route(SITE, (route) => route.abort());
  await open("/");
  await says(page.getByRole("alert"), "viewer-no-answer", "the server does not answer");
  await page.unroute(SITE);
  await page.route(DASHBOARD, (route) => route.fulfill({ body: "<html>" }));
  await open();
  await says(page.getByRole("alert"), "viewer-unreadable", "cannot be read");
  await page.unroute(DASHBOARD);
  await page.route("**/assets/dashboard-*.js", (route) => route.abort());
  await open();
  await says(page.getByRole("alert"), "viewer-part-missing", "Reload the page");
});

test.skipIf(!hasBrowser)("a chart that Plotly cannot draw says so", async () => {
  const { page } = watched;
  const builder = new DashboardBuilder("Map");
  const places = result("places", { "props.lat": ["int32", [60]], "props.lon": ["int32", [10]] });
  builder.row(320, builder.chart("Places", [builder.trace("places", "scattergeo", {}, places)]));
  for (const [path, body] of filesOf([{ builder, dashboard: builder.build() }])) {
    server.files.set(path, body);
  }
  await page.route("**/assets/map-outlines-*/**", failing());
  await open("/d/Map");
  await says(card(page, "Places"), "This chart cannot be drawn", "viewer-draw-failed");
});
