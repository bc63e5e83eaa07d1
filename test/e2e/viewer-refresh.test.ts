/** Refresh on a page: who may, what is shown while it goes on, and what comes of it. */
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { hasBrowser, openPage, startBrowser, type WatchedPage } from "../support/browser.js";
import { temporaryFolder, writeProject } from "../support/project.js";
import { serve } from "../support/serve.js";

/** Prints the number that a file holds, as soon as another file lets it. */
const PRINTER = `
const { existsSync, readFileSync } = require("node:fs");
const [number, gate] = process.argv.slice(2);
setInterval(() => {
  if (!existsSync(gate)) return;
  console.log("n\\n" + readFileSync(number, "utf8"));
  process.exit();
}, 20);
`;

let browser: Browser;

beforeAll(async () => {
  if (hasBrowser) browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

/** A served table with one number, which comes from outside of what `serve` watches. */
async function numberTable() {
  const outside = await temporaryFolder();
  const [number, gate] = [join(outside, "number"), join(outside, "gate")];
  const say = (text: string) => writeFile(number, text);
  await say("41");
  await writeFile(gate, "");
  const cwd = await writeProject({
    "print.cjs": PRINTER,
    "headwater.yml": JSON.stringify({
      name: "refreshed",
      models: [{ name: "numbers", args: ["node", "print.cjs", number, gate] }],
      tables: [{ name: "Number", model: "ref(numbers)" }],
      dashboards: [{ name: "Now", rows: [{ items: [{ table: "ref(Number)" }] }] }],
    }),
  });
  const served = await serve(cwd, { HEADWATER_TRUST: "1" });
  await served.event(({ type }) => type === "published");
  return { ...served, say, close: () => rm(gate), open: () => writeFile(gate, "") };
}

/** The only dashboard is what the home page opens. */
async function openAt(url: string, only: string): Promise<WatchedPage> {
  const watched = await openPage(browser, new URL(url).origin);
  onTestFinished(() => watched.close());
  await watched.page.goto(url);
  await watched.page.getByRole("heading", { level: 1, name: only }).waitFor();
  return watched;
}

const refresh = ({ page }: WatchedPage) => page.getByRole("button", { name: /^Refresh/ });

function cell({ page }: WatchedPage) {
  return page.getByRole("region", { name: "Number" }).locator("tbody td");
}

test.skipIf(!hasBrowser)("the browser that opened the link asks for new rows", async () => {
  const { loginUrl, say, close, open } = await numberTable();
  const watched = await openAt(loginUrl, "Now");
  const { page, faults } = watched;
  await cell(watched).getByText("41").waitFor();
  expect(page.url()).not.toContain("login");
  await say("42");
  await close();
  await refresh(watched).click();
  await page.getByText("Refreshing 0 of 1").waitFor();
  await open();
  await cell(watched).getByText("42").waitFor();
  await page.getByText("Refreshing").waitFor({ state: "hidden" });
  await page.reload();
  await refresh(watched).waitFor();
  expect(faults).toEqual([]);
});

test.skipIf(!hasBrowser)(
  "a card whose rows are of another time than the page's says so",
  async () => {
    const cwd = await writeProject({
      "a.csv": "n\n1\n",
      "b.csv": "n\n2\n",
      "headwater.yml": JSON.stringify({
        name: "times",
        sources: ["a", "b"].map((name) => ({ name, type: "csv", file: `${name}.csv` })),
        models: ["a", "b"].map((name) => ({
          name: `rows ${name}`,
          source: `ref(${name})`,
          sql: `select n from ${name}`,
        })),
        traces: [
          {
            name: "total",
            model: "ref(rows b)",
            props: { type: "indicator", value: "?{ sum(n) }" },
          },
        ],
        tables: ["a", "b"].map((name) => ({ name: `Table ${name}`, model: `ref(rows ${name})` })),
        dashboards: [
          {
            name: "Now",
            rows: [
              { items: [{ chart: { name: "Sum", traces: ["ref(total)"] } }] },
              { items: [{ table: "ref(Table a)" }, { table: "ref(Table b)" }] },
            ],
          },
        ],
      }),
    });
    const served = await serve(cwd);
    await served.event(({ type }) => type === "published");
    const { page, close } = await openPage(browser, served.url);
    onTestFinished(close);
    // As if the rows of `a` had been read an hour before the others.
    await page.route("**/data/**/*.json", async (route) => {
      const response = await route.fetch();
      const text = (await response.text()).replace(
        /("name":"rows a","data":[^}]*"builtAt":")([^"]*)/,
        older,
      );
      await route.fulfill({ response, body: text.replace(/("asOf":")([^"]*)/, older) });
    });
    await page.route("**/data/site.json", async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: text.replace(/("asOf":")([^"]*)/, older) });
    });
    await page.goto(`${served.url}/d/Now/`);
    const times = (name: string) =>
      page.getByRole("region", { name }).locator(".data-time").allTextContents();
    await page.getByRole("region", { name: "Table b" }).locator(".data-time").waitFor();
    expect(await times("Table b")).toEqual([expect.stringMatching(/^as of \d\d:\d\d UTC$/)]);
    await expect.poll(() => times("Sum")).toHaveLength(1);
    expect(await times("Table a")).toEqual([]);
  },
);

function older(_: string, before: string, instant: string): string {
  return before + new Date(Date.parse(instant) - 3_600_000).toISOString();
}

test.skipIf(!hasBrowser)(
  "a refresh that takes too long is stopped, and nothing is lost",
  async () => {
    const { loginUrl, say, close } = await numberTable();
    const watched = await openAt(loginUrl, "Now");
    await cell(watched).getByText("41").waitFor();
    await say("42");
    await close();
    await refresh(watched).click();
    await watched.page.getByRole("button", { name: "Stop" }).click();
    await refresh(watched).waitFor();
    await cell(watched).getByText("41").waitFor();
    expect(watched.faults).toEqual([]);
  },
);

test.skipIf(!hasBrowser)(
  "other browsers look, and are told when they bring a used link",
  async () => {
    const { url, loginUrl } = await numberTable();
    const first = await openAt(loginUrl, "Now");
    await refresh(first).waitFor();
    const viewer = await openAt(url, "Now");
    await cell(viewer).getByText("41").waitFor();
    expect(await refresh(viewer).count()).toBe(0);
    const late = await openAt(loginUrl, "Now");
    const panel = late.page.getByRole("complementary", { name: "New rows were not asked for" });
    await panel.getByText("This browser may not ask the sources for new rows.").waitFor();
    expect(await panel.textContent()).toContain("viewer-not-let-in");
    expect(await refresh(late).count()).toBe(0);
  },
);

test.skipIf(!hasBrowser)("a key of a server that was started again is no key", async () => {
  const { loginUrl } = await numberTable();
  const watched = await openAt(loginUrl, "Now");
  await refresh(watched).waitFor();
  await watched.page.evaluate(() => localStorage.setItem("headwater-key", "of another"));
  await watched.page.reload();
  await refresh(watched).click();
  await watched.page.getByText("This browser may not ask the sources").waitFor();
  await refresh(watched).waitFor({ state: "detached" });
});
