/** The search of the top bar: by mouse and by keyboard, over dashboards and what is on them. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { hasBrowser, openPage, startBrowser, type WatchedPage } from "../support/browser.js";
import { serveForAll, type Served } from "../support/serve.js";

let browser: Browser;
let served: Served;

beforeAll(async () => {
  if (!hasBrowser) return;
  [browser, served] = await Promise.all([startBrowser(), serveSought()]);
});

afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

const CHARTS = Array.from({ length: 9 }, (_, index) => `part ${index + 1}`);

async function serveSought(): Promise<Served> {
  const serving = await serveForAll({
    "sold.csv": "day,amount\n2026-01-01,3\n2026-01-02,4\n",
    "headwater.yml": JSON.stringify({
      name: "sought",
      sources: [{ name: "sold", type: "csv", file: "sold.csv" }],
      models: [{ name: "days", source: "ref(sold)", sql: "select day, amount from sold" }],
      inputs: [{ name: "day", label: "Which day" }],
      traces: [
        {
          name: "amounts",
          inputs: ["ref(day)"],
          model: "ref(days)",
          props: { type: "bar", x: "?{ day }", y: "?{ amount }" },
        },
      ],
      tables: [{ name: "All days", model: "ref(days)" }],
      dashboards: [
        { name: "Overview", description: "What everybody looks at", rows: [] },
        { name: "Board pack", href: "https://example.com/board" },
        {
          name: "Details",
          tags: ["weekly"],
          rows: [
            ...CHARTS.map((name) => ({ items: [{ chart: { name, traces: ["ref(amounts)"] } }] })),
            { items: [{ table: "ref(All days)" }] },
          ],
        },
      ],
    }),
  });
  await serving.event(({ type }) => type === "published");
  return serving;
}

async function open(path = "/"): Promise<WatchedPage> {
  const watched = await openPage(browser, served.url);
  onTestFinished(() => watched.close());
  await watched.page.goto(served.url + path);
  await watched.page.getByRole("button", { name: "Search" }).waitFor();
  return watched;
}

const box = (page: Page) =>
  page.getByRole("combobox", { name: "Dashboard, chart, table, filter, model or source" });
const found = (page: Page) => page.getByRole("option").allTextContents();

test.skipIf(!hasBrowser)(
  "Ctrl and K, some letters and Enter lead to a card on its page",
  async () => {
    const { page, faults } = await open();
    await page.keyboard.press("Control+k");
    await box(page).pressSequentially("part 8");
    expect(await found(page)).toEqual([
      "part 8Details",
      "daysModel drawn in part 8 · Details",
      "soldSource drawn in part 8 · Details",
    ]);
    await page.keyboard.press("Enter");
    const card = page.getByRole("region", { name: "part 8", exact: true });
    await card.waitFor();
    expect(page.url()).toMatch(/\/d\/Details\/#chart:part%208$/);
    const isInView = () =>
      card.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight;
      });
    await expect.poll(isInView).toBe(true);
    await page.keyboard.press("Tab");
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(await focused()).toBe("View part 8 as table");
    await page.goBack();
    await page.getByRole("heading", { name: "Dashboards" }).waitFor();
    expect(faults).toEqual([]);
  },
);

test.skipIf(!hasBrowser)("the arrows go round, and Escape leaves the page as it was", async () => {
  const { page } = await open("/d/Overview/");
  await page.keyboard.press("/");
  await box(page).waitFor();
  expect((await found(page)).slice(0, 4)).toEqual([
    "OverviewDashboard",
    "Board packOpens a new tab",
    "DetailsDashboard",
    "part 1Details",
  ]);
  const chosen = () => page.locator('[role=option][aria-selected="true"]').textContent();
  expect(await chosen()).toBe("OverviewDashboard");
  await page.keyboard.press("ArrowUp");
  // Behind the cards stand the models and sources that they draw.
  expect(await chosen()).toBe("soldSource drawn in All days · Details");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  expect(await chosen()).toBe("DetailsDashboard");
  await page.keyboard.press("Escape");
  await box(page).waitFor({ state: "detached" });
  expect(page.url()).toMatch(/\/d\/Overview\/$/);
});

test.skipIf(!hasBrowser)("the mouse opens it and chooses; a miss says so", async () => {
  const { page } = await open();
  await page.getByRole("button", { name: "Search" }).click();
  await box(page).fill("everybody");
  expect(await found(page)).toEqual(["OverviewDashboard"]);
  await box(page).fill("no such thing");
  await page.getByText("Nothing is called “no such thing” here.").waitFor();
  await box(page).fill("all days");
  await page.getByRole("option", { name: "All days Details" }).click();
  await page.getByRole("region", { name: "All days" }).waitFor();
  expect(page.url()).toMatch(/#table:All%20days$/);
});

test.skipIf(!hasBrowser)("a source leads to a card that draws it", async () => {
  const { page } = await open();
  await page.keyboard.press("Control+k");
  await box(page).pressSequentially("sold all");
  expect(await found(page)).toEqual(["soldSource drawn in All days · Details"]);
  await page.keyboard.press("Enter");
  await page.locator(".meant").getByRole("heading", { name: "All days" }).waitFor();
});

test.skipIf(!hasBrowser)("an address that names a card opens at it", async () => {
  const { page } = await open("/d/Details/#chart:part%209");
  const card = page.getByRole("region", { name: "part 9", exact: true });
  await card.waitFor();
  await expect
    .poll(() => card.evaluate((element) => element.getBoundingClientRect().top))
    .toBeLessThan(720);
});

test.skipIf(!hasBrowser)(
  "an input is found and has the focus, on a phone in its sheet",
  async () => {
    const { page, faults } = await open();
    const seek = async () => {
      await page.keyboard.press("/");
      await box(page).fill("which");
      expect(await found(page)).toEqual(["Which dayFilter · Details"]);
      await page.keyboard.press("Enter");
    };
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
    await seek();
    await expect.poll(focused).toBe("Which dayAll");
    expect(new URL(page.url()).hash).toBe("#input:day");
    await page.goBack();
    await page.setViewportSize({ width: 390, height: 800 });
    await seek();
    await page.getByRole("dialog", { name: "Filters" }).waitFor();
    await expect
      .poll(() =>
        page.evaluate(() => document.activeElement?.closest("fieldset")?.textContent ?? ""),
      )
      .toContain("Which day");
    expect(faults).toEqual([]);
  },
);

test.skipIf(!hasBrowser)("what is typed before the box is there is in it", async () => {
  const { page, faults } = await open();
  let load: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (load = resolve));
  await page.route("**/SearchBox*.js", async (route) => {
    await asked;
    await route.continue();
  });
  await page.reload();
  await page.locator(".search-open").waitFor();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("part 9");
  load();
  await expect.poll(() => box(page).inputValue()).toBe("part 9");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "part 9" }).waitFor();
  expect(faults).toEqual([]);
});
