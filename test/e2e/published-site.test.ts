/** The demo published by `headwater dist`, on a host that only has files, below a path. */
import { readdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { drawnTraces } from "../support/chart-page.js";
import { publishExample } from "../support/ran-example.js";
import { hostFolder, type StaticHost } from "../support/static-host.js";

const PATH = "/team/reports/";
const LARGE = { viewport: { width: 1440, height: 2600 } };

let browser: Browser;
let folder: string;
let host: StaticHost;
let home: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  folder = await publishExample("flights");
  host = await hostFolder(folder, PATH);
  home = host.origin + PATH;
  browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  await host?.close();
  await rm(folder, { recursive: true });
});

test.skipIf(!hasBrowser)("a site ships the code and the maps of its own charts", () => {
  const files = readdirSync(folder, {
    recursive: true,
    withFileTypes: true,
  }).filter((entry) => entry.isFile());
  const sizes = files.map(({ parentPath, name }) => statSync(join(parentPath, name)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(3_000_000);
  const maps = files.filter(({ name }) => /_\d+m\.json$/.test(name)).map(({ name }) => name);
  expect(maps).toEqual(["usa_110m.json"]);
});

test.skipIf(!hasBrowser)(
  "home leads to a dashboard, whose address can be opened anew",
  async () => {
    const { page, faults, requests, close } = await openPage(browser, host.origin, LARGE);
    await page.goto(home);
    await page.getByRole("link", { name: /The fleet/ }).click();
    expect(page.url()).toBe(`${home}d/The%20fleet/`);
    const [bars] = await drawnTraces(page, "Departures by age of the aircraft");
    expect(bars?.type).toBe("bar");
    await page.reload();
    expect((await drawnTraces(page, "Departures by age of the aircraft"))[0]?.y).toEqual(bars?.y);
    await page.getByRole("link", { name: "Dashboards" }).first().click();
    await page.getByRole("link", { name: /New York flights 2013/ }).waitFor();
    expect(page.url()).toBe(home);
    expect(faults).toEqual([]);
    expect(requests.filter((path) => !path.startsWith(PATH))).toEqual([]);
    await close();
  },
);

test.skipIf(!hasBrowser)(
  "a deep link draws every chart, also maps with their outlines",
  async () => {
    const { page, faults, requests, close } = await openPage(browser, host.origin, {
      viewport: { width: 1440, height: 6000 },
    });
    await page.goto(`${home}d/New%20York%20flights%202013/index.html`);
    for (const title of [
      "Departures by month",
      "Delays grow through the day",
      "Most flights land early",
    ]) {
      expect((await drawnTraces(page, title)).length).toBeGreaterThan(0);
    }
    const geo = page.locator(".js-plotly-plot .geolayer path").first();
    await geo.waitFor({ state: "attached" });
    await page.waitForLoadState("networkidle");
    expect(await page.getByText("could not be loaded").count()).toBe(0);
    expect(requests.some((path) => path.includes("/map-outlines-"))).toBe(true);
    expect(requests.filter((path) => !path.startsWith(PATH))).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  },
);

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test.skipIf(!hasBrowser)(`nothing jumps while a page loads, ${width} pixels wide`, async () => {
    const { page, close } = await openPage(browser, host.origin, { viewport: { width, height } });
    await page.addInitScript(() => {
      const shifts: { value: number }[] = [];
      Object.assign(globalThis, { shifts });
      // What Chromium counts: parts of the window times the way that its content has moved.
      new PerformanceObserver((list) => {
        // The library of the browser's types does not know this kind of entry.
        for (const entry of list.getEntries()) shifts.push(entry as unknown as { value: number });
      }).observe({ type: "layout-shift", buffered: true });
    });
    // The code of inputs and of texts comes late, as over a slow line.
    await page.route(/assets\/(?:inputs|markdown-html)-/, async (route) => {
      await new Promise((done) => setTimeout(done, 300));
      await route.continue();
    });
    await page.goto(`${home}d/New%20York%20flights%202013/`);
    await page.getByRole("group", { name: "Filters" }).getByRole("button").first().waitFor();
    await page.getByText("336,776 flights in four places").waitFor();
    await page.getByText("vs Nov").first().waitFor();
    await drawnTraces(page, "Where they went");
    const moved = await page.evaluate(() => {
      const { shifts } = globalThis as unknown as { shifts: { value: number }[] };
      return shifts.reduce((sum, { value }) => sum + value, 0);
    });
    expect(moved).toBeLessThan(0.02);
    await close();
  });
}

test.skipIf(!hasBrowser)("what readers choose stays in the address", async () => {
  const { page, faults, close } = await openPage(browser, host.origin, LARGE);
  await page.goto(`${home}d/New%20York%20flights%202013/`);
  const title = "Departures by month";
  expect((await drawnTraces(page, title)).map(({ name }) => name)).toEqual(["EWR", "JFK", "LGA"]);
  await page
    .getByRole("button", { name: /^Airport \S/ })
    .first()
    .click();
  await page.getByLabel("JFK", { exact: true }).uncheck();
  await expect.poll(() => new URL(page.url()).search).toBe("?airport=EWR&airport=LGA");
  await page.reload();
  expect((await drawnTraces(page, title)).map(({ name }) => name)).toEqual(["EWR", "LGA"]);
  expect(faults).toEqual([]);
  await close();
});

test.skipIf(!hasBrowser)("pages bring their content policy along", async () => {
  const { page, faults, close } = await openPage(browser, host.origin);
  await page.goto(home);
  await page.getByRole("link", { name: /The fleet/ }).waitFor();
  expect(faults).toEqual([]);
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'inline'";
    document.head.append(script);
    const answer = await fetch("http://127.0.0.1:9/").catch(() => "refused");
    return [document.title === "inline", answer];
  });
  expect(ran).toEqual([false, "refused"]);
  const violations = () => faults.filter((fault) => fault.startsWith("policy: ")).toSorted();
  await expect
    .poll(violations, { timeout: 20_000 })
    .toEqual(["policy: connect-src http://127.0.0.1:9/", "policy: script-src-elem inline"]);
  await close();
});
