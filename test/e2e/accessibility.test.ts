/**
 * axe on every kind of page, in both themes and at both widths: WCAG 2.2 AA, and headings in order.
 */
import { rm } from "node:fs/promises";
import axe, { type AxeResults, type RunOptions } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Site } from "../../src/contract/pages/home.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { northwind } from "../support/northwind-dashboards.js";
import { publishExample } from "../support/ran-example.js";
import { serveSite, type FixtureServer } from "../support/site-fixture.js";
import { hostFolder, type StaticHost } from "../support/static-host.js";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
/** All cards are in sight, so that they are loaded. */
const HEIGHT = 2600;
const HEADINGS = { "heading-order": { enabled: true }, "page-has-heading-one": { enabled: true } };
/** Rules about colours: the only ones for which the theme makes a difference. */
const COLOURS = ["color-contrast", "link-in-text-block"];
const EXAMPLES = ["flights", "gallery"] as const;

type Example = (typeof EXAMPLES)[number];

let browser: Browser;
let server: FixtureServer;
const folders: string[] = [];
const hosts = new Map<Example, StaticHost>();

beforeAll(async () => {
  if (!hasBrowser) return;
  [browser, server] = await Promise.all([startBrowser(), serveSite(northwindWithQueries())]);
  await Promise.all(EXAMPLES.map(publish));
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  for (const host of hosts.values()) await host.close();
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function publish(name: Example): Promise<void> {
  const folder = await publishExample(name);
  folders.push(folder);
  hosts.set(name, await hostFolder(folder, "/"));
}

function northwindWithQueries() {
  const files = northwind();
  const site = files.get("data/site.json") as Site;
  const url = "data/queries/all.json";
  const of = { kind: "trace", name: "regions", file: "traces.yml", line: 3 } as const;
  const query = { of, how: "sent", sql: "select region, sum(amount) from orders" } as const;
  files.set(url, { charts: { "Revenue by region": [query] }, tables: {} });
  files.set("data/site.json", {
    ...site,
    dashboards: site.dashboards.map((one) => ({ ...one, queries: url })),
  });
  return files;
}

/** A page that is looked at. */
interface Place {
  readonly name: string;
  readonly on: "northwind" | Example;
  readonly path: string;
  /** Shown when it is there. */
  readonly shows: string;
  readonly prepare?: (page: Page) => Promise<void>;
  /** What can be opened on it, by its name, and is looked at too: the Escape key closes it. */
  readonly opens?: Readonly<Record<string, (page: Page) => Promise<void>>>;
}

/** How a page is looked at. */
interface Look {
  readonly width: 1440 | 390;
  readonly colorScheme: "light" | "dark";
}

type Turn = (look: Look) => Look;
const turnWidth: Turn = (look) => ({ ...look, width: look.width === 390 ? 1440 : 390 });
const turnTheme: Turn = (look) => ({
  ...look,
  colorScheme: look.colorScheme === "light" ? "dark" : "light",
});

const OVERVIEW = "/d/Company%20overview/";

async function openMenu(page: Page): Promise<void> {
  await page.getByRole("button", { name: "More actions for Revenue by region" }).click();
  await page.getByRole("menu", { name: "More actions for Revenue by region" }).waitFor();
}

const PLACES: readonly Place[] = [
  { name: "home", on: "northwind", path: "/", shows: ".dashboard-card" },
  {
    name: "a dashboard",
    on: "northwind",
    path: OVERVIEW,
    shows: "[data-painted]",
    opens: {
      "a choice": async (page) => {
        await page.getByRole("button", { name: /^Category \S/ }).click();
        await page.getByLabel("Bags", { exact: true }).waitFor();
      },
      "a menu": openMenu,
      "a query": async (page) => {
        await openMenu(page);
        await page.getByRole("menuitem", { name: "Show query" }).click();
        await page.locator(".query pre").waitFor();
      },
      "the search": async (page) => {
        await page.keyboard.press("Control+k");
        await page.getByRole("option").first().waitFor();
      },
    },
  },
  {
    name: "a chart as a table",
    on: "northwind",
    path: "/d/Company%20overview/chart/Revenue%20by%20month/",
    shows: "[data-painted]",
    prepare: async (page) => {
      await page.getByRole("button", { name: "View Revenue by month as table" }).click();
      await page.getByText("12 rows", { exact: true }).waitFor();
    },
  },
  {
    name: "a chart on its page",
    on: "northwind",
    path: "/d/Company%20overview/chart/Channel%20mix/",
    shows: "[data-painted]",
  },
  {
    name: "a table on its page",
    on: "northwind",
    path: "/d/Company%20overview/table/Top%20products/",
    shows: ".data-table",
  },
  {
    name: "a number on its page",
    on: "northwind",
    path: `${OVERVIEW}chart/Net%20revenue/`,
    shows: ".kpi-value",
  },
  {
    name: "cards in all states",
    on: "northwind",
    path: "/d/Card%20states/",
    shows: ".failure",
    opens: {
      "the reasons of what is old": (page) =>
        page
          .getByRole("button", { name: /Data from/ })
          .first()
          .click(),
    },
  },
  { name: "no such dashboard", on: "northwind", path: "/d/nothing/", shows: ".notice" },
  { name: "no such page", on: "northwind", path: "/d/a/b/c", shows: ".notice" },
  {
    name: "no answer",
    on: "northwind",
    path: "/",
    shows: ".load-notice",
    prepare: async (page) => page.unroute("**/data/site.json"),
  },
  {
    name: "flights",
    on: "flights",
    path: "/d/New%20York%20flights%202013/",
    shows: "[data-painted]",
  },
  { name: "the fleet", on: "flights", path: "/d/The%20fleet/", shows: "[data-painted]" },
  { name: "the gallery", on: "gallery", path: "/d/Basics/", shows: "[data-painted]" },
];

test.skipIf(!hasBrowser)(
  "everybody can use the pages at both widths in both themes",
  async () => {
    let look: Look = { width: 1440, colorScheme: "light" };
    const viewport = { width: look.width, height: HEIGHT };
    const { page, close } = await openPage(browser, server.origin, {
      reducedMotion: "reduce",
      viewport,
    });
    const found: Record<string, readonly string[]> = {};
    for (const [index, { name, on, path, shows, prepare, opens = {} }] of PLACES.entries()) {
      const origin = on === "northwind" ? server.origin : hosts.get(on)?.origin;
      if (name === "no answer") await page.route("**/data/site.json", (route) => route.abort());
      await page.goto(`${origin}${path}`);
      await page.locator(shows).first().waitFor();
      await prepare?.(page);
      // A page is loaded as the one before it was left: in turn at both widths and in both themes.
      const [turn, other] = index % 2 === 0 ? [turnTheme, turnWidth] : [turnWidth, turnTheme];
      for (const [at, next] of [look, turn(look), other(turn(look)), other(look)].entries()) {
        look = next;
        await page.setViewportSize({ width: look.width, height: HEIGHT });
        await page.emulateMedia({ colorScheme: look.colorScheme });
        await page.locator(`html[data-theme="${look.colorScheme}"]`).waitFor();
        await allPainted(page);
        // The first and the third look are of both widths and of both themes.
        const about = at % 2 === 0 ? "all" : "colours";
        const seen = `${name}, ${look.width}, ${look.colorScheme}`;
        found[seen] = await violationsOn(page, about);
        for (const [opened, open] of Object.entries(opens)) {
          await open(page);
          await allPainted(page);
          found[`${opened} on ${seen}`] = await violationsOn(page, about);
          await page.keyboard.press("Escape");
        }
      }
    }
    await close();
    expect(Object.entries(found).filter(([, violations]) => violations.length > 0)).toEqual([]);
    const states = PLACES.flatMap(({ name, opens = {} }) => [name, ...Object.keys(opens)]);
    expect(Object.keys(found)).toHaveLength(4 * states.length);
  },
  240_000,
);

/** Waits until all charts in sight are drawn, in the colours of the theme and as wide as their cards. */
async function allPainted(page: Page): Promise<void> {
  // What follows from the theme and the width is asked for within a frame.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  await expect
    .poll(() =>
      page.locator(".plot > div").evaluateAll(
        (plots) =>
          plots.filter((plot) => {
            const width = plot.querySelector(".main-svg")?.getAttribute("width");
            // Plotly rounds down.
            const isFit = !width || Math.abs(Number(width) - plot.clientWidth) <= 1;
            return !isFit || !plot.matches("[data-painted]");
          }).length,
      ),
    )
    .toBe(0);
}

/** What axe says by all rules or those about colours, with the elements it is about. */
async function violationsOn(page: Page, about: "all" | "colours"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const which = {
    all: { runOnly: { type: "tag", values: TAGS }, rules: HEADINGS },
    colours: { runOnly: { type: "rule", values: COLOURS } },
  } as const;
  const { violations } = await page.evaluate((options): Promise<AxeResults> => {
    const { axe: loaded } = globalThis as unknown as { axe: typeof axe };
    // Of what is right it would collect every element, too.
    return loaded.run(document, { ...options, resultTypes: ["violations"] });
  }, which[about] as RunOptions);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary = "" }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
