/** A site of one dashboard, published by `headwater dist` below a path and then left alone. */
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { PublishedSite } from "../../src/site/publish-site.js";
import { hasBrowser, openPage, startBrowser, type WatchedPage } from "../support/browser.js";
import { runCommand } from "../support/command.js";
import { writeProject } from "../support/project.js";
import { hostFolder, type StaticHost } from "../support/static-host.js";

const PATH = "/team/sales/";
const DAY = 86_400_000;

let browser: Browser;

beforeAll(async () => {
  if (hasBrowser) browser = await startBrowser();
});

afterAll(() => browser?.close());

interface Published extends WatchedPage {
  readonly host: StaticHost;
  readonly home: string;
  /** Milliseconds since 1970. */
  readonly asOf: number;
}

/** `others` are dashboards besides. */
async function publish(others: readonly object[] = []): Promise<Published> {
  const cwd = await writeProject({
    "orders.csv": "day,amount\n2026-01-01,3\n2026-01-02,4\n",
    "headwater.yml": JSON.stringify({
      name: "shop",
      sources: [{ name: "files", type: "csv", file: "orders.csv", fresh_for: "1d" }],
      models: [
        { name: "orders", source: "ref(files)", sql: "select * from files" },
        { name: "history", source: "ref(files)", sql: "select day from files", fresh_for: "30d" },
      ],
      tables: [
        { name: "All orders", model: "ref(orders)" },
        { name: "All days", model: "ref(history)" },
      ],
      dashboards: [
        {
          name: "Sales",
          rows: [{ items: [{ table: "ref(All orders)" }, { table: "ref(All days)" }] }],
        },
        ...others,
      ],
    }),
  });
  const { code, stdout, stderr } = await runCommand(["dist", "--run", "--json"], { cwd });
  if (code !== 0) throw new Error(stderr);
  const { asOf = "" } = JSON.parse(stdout) as PublishedSite;
  const host = await hostFolder(join(cwd, "dist"), PATH);
  const watched = await openPage(browser, host.origin);
  onTestFinished(async () => {
    await watched.close();
    await host.close();
  });
  return { ...watched, host, home: host.origin + PATH, asOf: Date.parse(asOf) };
}

test.skipIf(!hasBrowser)(
  "the only dashboard is there at once, and the list is there for who asks",
  async () => {
    const { page, faults, requests, host, home } = await publish();
    await page.goto(`${host.origin}${PATH}404.html`);
    await page.goto(home);
    await page.getByRole("heading", { level: 1, name: "Sales" }).waitFor();
    expect(page.url()).toBe(`${home}d/Sales/`);
    await page.getByRole("navigation", { name: "Primary" }).getByText("Dashboards").click();
    await page.getByRole("heading", { level: 1, name: "Dashboards" }).waitFor();
    expect(page.url()).toBe(home);
    // Without levels they stand right below the title of the list.
    await page.getByRole("heading", { level: 2, name: "Sales" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Dashboards" }).waitFor();
    await page.getByRole("link", { name: /^Sales/ }).click();
    await page.getByRole("heading", { level: 1, name: "Sales" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Dashboards" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { level: 1, name: "Sales" }).waitFor();
    await page.goBack();
    await page.getByText("There is no such page").waitFor();
    expect(requests.filter((path) => !path.startsWith(PATH))).toEqual([]);
    expect(faults).toEqual([]);
  },
);

test.skipIf(!hasBrowser)("a page that is older than its sources allow says so", async () => {
  const { page, faults, home, asOf } = await publish();
  const line = page.getByRole("note");
  await page.clock.setFixedTime(asOf + DAY / 2);
  await page.goto(home);
  await page.getByText("2 rows", { exact: true }).first().waitFor();
  expect(await line.count()).toBe(0);
  await page.clock.setFixedTime(asOf + 3.5 * DAY);
  await page.reload();
  await line.waitFor();
  expect(await line.textContent()).toBe(
    "Some of the data is 3 days old; it should be renewed every day.",
  );
  await page.goto(`${home}d/Sales/table/All%20orders/`);
  await line.waitFor();
  expect(await line.textContent()).toBe("Data is 3 days old; it should be renewed every day.");
  await page.goto(`${home}d/Sales/table/All%20days/`);
  await page.getByText("2 rows", { exact: true }).first().waitFor();
  expect(await line.count()).toBe(0);
  expect(faults).toEqual([]);
});

test.skipIf(!hasBrowser)(
  "links of texts begin at the site, wherever it is published, or lead where they say",
  async () => {
    const links = {
      "a page": "/d/Sales/?page=2#table:All%20orders",
      "its folder": "/d/Sales",
      "all pages": "/",
      "beside it": "../Sales/",
      "another of this host": "/handbook/d/Sales",
      "another host": "https://example.com/d/Sales/",
      "without scheme": "//example.com/d/Sales/",
    };
    const markdown = Object.entries(links)
      .map(([text, href]) => `[${text}](${href})`)
      .join(" ");
    const { page, faults, host, home } = await publish([
      { name: "Words", rows: [{ items: [{ markdown }] }] },
    ]);
    await page.goto(`${home}d/Words/`);
    const link = (name: string) => page.locator("main").getByRole("link", { name, exact: true });
    await link("a page").waitFor();
    const led = await Promise.all(
      Object.keys(links).map(async (text) => [
        text,
        await link(text).evaluate((one) => (one as HTMLAnchorElement).href),
      ]),
    );
    expect(Object.fromEntries(led)).toEqual({
      "a page": `${home}d/Sales/?page=2#table:All%20orders`,
      "its folder": `${home}d/Sales/`,
      "all pages": home,
      "beside it": `${home}d/Sales/`,
      "another of this host": `${host.origin}/handbook/d/Sales`,
      "another host": "https://example.com/d/Sales/",
      "without scheme": "http://example.com/d/Sales/",
    });
    await link("its folder").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Sales" }).waitFor();
    // The link is gone with its page, and the keyboard goes on in the new one.
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe("main");
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Sales" }).waitFor();
    await page.goto(`${home}d/Words/`);
    await link("a page").click();
    await page.getByRole("heading", { level: 1, name: "Sales" }).waitFor();
    expect(faults).toEqual([]);
  },
);
