import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { hasBrowser, openPage, startBrowser, type WatchedPage } from "../support/browser.js";
import { drawnTraces } from "../support/chart-page.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { serveSite, type FixtureServer, type SiteFiles } from "../support/site-fixture.js";

let browser: Browser;
let server: FixtureServer;
let watched: WatchedPage;

beforeAll(async () => {
  if (hasBrowser) browser = await startBrowser();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  if (!hasBrowser) return;
  server = await serveSite(siteWith([1, 2, 3]));
  watched = await openPage(browser, server.origin);
  await watched.page.goto(`${server.origin}/d/Live`);
  await drawnTraces(watched.page, "Numbers");
  await expect.poll(() => server.listeners()).toBe(1);
});
afterEach(async () => {
  await watched?.close();
  await server?.close();
});

/** A site whose one chart draws these values; other values have another address, as content has. */
function siteWith(values: readonly number[]): SiteFiles {
  const builder = new DashboardBuilder("Live");
  const name = `numbers ${values.join(" ")}`;
  const data = result(name, {
    "props.x": ["int32", values.map((_, place) => place)],
    "props.y": ["int32", values],
  });
  builder.row(300, builder.chart("Numbers", [builder.trace(name, "scatter", {}, data)]));
  return filesOf([{ builder, dashboard: builder.build() }]);
}

function replaceFiles(files: SiteFiles): void {
  for (const [path, body] of files) server.files.set(path, body);
}

test.skipIf(!hasBrowser)(
  "what is published appears in the same chart without a reload",
  async () => {
    const { page, faults } = watched;
    await page.evaluate(() => {
      document.querySelector(".js-plotly-plot")?.setAttribute("data-same", "yes");
    });
    replaceFiles(siteWith([5, 6, 7]));
    server.send({ type: "published", run: "r2" });
    await expect.poll(async () => (await drawnTraces(page, "Numbers"))[0]?.y).toEqual([5, 6, 7]);
    expect(await page.locator(".js-plotly-plot[data-same=yes]").count()).toBe(1);
    expect(faults).toEqual([]);
  },
);

test.skipIf(!hasBrowser)(
  "results whose address has not changed are not fetched again",
  async () => {
    const { page, requests } = watched;
    const before = requests.filter((path) => path.includes("numbers")).length;
    const sites = () => requests.filter((path) => path.endsWith("site.json")).length;
    server.send({ type: "published", run: "r2" });
    await expect.poll(sites).toBe(2);
    await page.waitForLoadState("networkidle");
    expect(requests.filter((path) => path.includes("numbers"))).toHaveLength(before);
  },
);

test.skipIf(!hasBrowser)("problems lie over the last good page until they are mended", async () => {
  const { page } = watched;
  server.send({
    type: "problems",
    problems: [
      {
        code: "unknown-key",
        severity: "error",
        message: "`trases` is not a key of a chart.",
        hint: "Did you mean `traces`?",
        at: { file: "headwater.yml", start: { line: 7, column: 5 }, end: { line: 7, column: 11 } },
        frame: {
          firstLine: 6,
          lines: ["  - name: Numbers", "    trases:", "      - ref(numbers)"],
        },
      },
    ],
  });
  const panel = page.getByRole("complementary", { name: "Problems in the project" });
  await panel.getByText("is not a key of a chart").waitFor();
  expect(await panel.locator("mark").textContent()).toBe("trases");
  expect(await drawnTraces(page, "Numbers")).toHaveLength(1);
  await panel.getByRole("button", { name: "Hide" }).click();
  expect(await panel.getByText("is not a key of a chart").count()).toBe(0);
  server.send({ type: "problems", problems: [] });
  await panel.waitFor({ state: "detached" });
});

test.skipIf(!hasBrowser)("progress of a run is shown and goes away", async () => {
  const { page } = watched;
  server.send({ type: "progress", done: 3, total: 12 });
  await page.getByText("Building 3 of 12").waitFor();
  server.send({ type: "published" });
  await page.getByText("Building 3 of 12").waitFor({ state: "detached" });
});

test.skipIf(!hasBrowser)(
  "a hidden page lets go of the connection and catches up when it is seen again",
  async () => {
    const { page } = watched;
    await setVisibility(page, "hidden");
    await expect.poll(() => server.listeners()).toBe(0);
    replaceFiles(siteWith([8, 9]));
    await setVisibility(page, "visible");
    await expect.poll(async () => (await drawnTraces(page, "Numbers"))[0]?.y).toEqual([8, 9]);
  },
);

async function setVisibility(page: Page, state: "hidden" | "visible"): Promise<void> {
  await page.evaluate((value) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => value });
    document.dispatchEvent(new Event("visibilitychange"));
  }, state);
}
