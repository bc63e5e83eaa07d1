/**
 * The gallery as its reader sees it: every type of chart is drawn as itself by the real server's
 * page, all rows are drawn or named, and all charts are drawn again in the other theme.
 */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteDashboard } from "../../src/contract/pages/dashboard.js";
import type { Site } from "../../src/contract/pages/home.js";
import { attributeTable } from "../../src/project/plotly/attribute-table.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { balance, isNumber, marksScript } from "../support/card-rows.js";
import { openPictureReader, type Box, type PictureReader } from "../support/picture.js";
import { ranExample } from "../support/ran-example.js";
import { serve } from "../support/serve.js";

/** Types that are drawn in greys: what must be there instead of colour. */
const GREY: Readonly<Record<string, string>> = {
  carpet: ".carpetlayer path",
  table: ".cell-text",
};
const DRAWN = { timeout: 60_000, interval: 600 };

let browser: Browser;
let pictures: PictureReader;
let reading: string;

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await startBrowser();
  pictures = await openPictureReader(browser);
  reading = await marksScript();
});

afterAll(async () => {
  await browser?.close();
});

test.skipIf(!hasBrowser)(
  "every type of the gallery is drawn as itself",
  async () => {
    const { directory } = await ranExample("gallery");
    const served = await serve(directory);
    const { dashboards } = await served.json<Site>("/data/site.json");
    const seen = new Set<string>();
    for (const { name, url = "" } of dashboards) {
      const dashboard = await served.json<SiteDashboard>(url);
      for (const type of await checkDashboard(served.url, name, dashboard)) seen.add(type);
    }
    expect([...seen].toSorted()).toEqual([...attributeTable().traceTypes].toSorted());
    await served.stop();
  },
  300_000,
);

/** Checks each chart of a dashboard; the types that were drawn. */
async function checkDashboard(
  origin: string,
  name: string,
  { charts, traces }: SiteDashboard,
): Promise<string[]> {
  const viewport = { width: 1200, height: 2200 };
  const { page, faults, close } = await openPage(browser, origin, { viewport });
  await page.addInitScript({ content: reading });
  await page.goto(`${origin}/d/${encodeURIComponent(name)}`);
  const drawn = Object.values(charts)
    .map((chart) => ({
      title: chart.name,
      own: chart.traces.flatMap((trace) => traces[trace] ?? []),
    }))
    // Numbers are text, which other tests look at.
    .filter(({ own }) => !own.some(isNumber))
    .map(({ title, own }) => ({
      title,
      types: own.map(({ type }) => type),
      rows: own.reduce((sum, { data }) => sum + (data?.rows ?? 0), 0),
    }));
  for (const { title, types, rows } of drawn) {
    await expect
      .poll(() => drawnTypes(plotOf(page, title)), { message: title, ...DRAWN })
      .toEqual(types);
    await expect
      .poll(() => balance(cardOf(page, title)), { message: title, ...DRAWN })
      .toEqual({ rows, isBlank: false, isBroken: false });
    for (const type of types.length === 1 ? types : []) {
      const mark = GREY[type];
      if (mark === undefined) continue;
      await expect.poll(() => plotOf(page, title).locator(mark).count(), DRAWN).toBeGreaterThan(20);
    }
  }
  const coloured = drawn.filter(({ types }) => types.some((type) => GREY[type] === undefined));
  await expect
    .poll(
      () =>
        withoutColour(
          page,
          coloured.map(({ title }) => title),
        ),
      DRAWN,
    )
    .toEqual([]);
  const light = await inks(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await expect
    .poll(async () => (await inks(page)).filter((ink) => ink === "" || light.includes(ink)), DRAWN)
    .toEqual([]);
  expect(await page.locator(".failure, .card-note").allTextContents()).toEqual([]);
  expect(faults).toEqual([]);
  await close();
  return drawn.flatMap(({ types }) => types);
}

function cardOf(page: Page, title: string): Locator {
  return page.getByRole("region", { name: title, exact: true });
}

function plotOf(page: Page, title: string): Locator {
  return cardOf(page, title).locator(".js-plotly-plot");
}

async function drawnTypes(plot: Locator): Promise<string[]> {
  return plot.evaluate((element) => {
    if (element.textContent.includes("WebGL is not supported")) return ["nothing"];
    // Plotly keeps what it understood of the traces on the element.
    const { _fullData: data } = element as unknown as { _fullData?: { type: string }[] };
    return [...new Set(data?.map(({ type }) => type) ?? [])];
  });
}

/** The colour of the text of each chart; none while it is being drawn. */
async function inks(page: Page): Promise<string[]> {
  return page.locator(".js-plotly-plot").evaluateAll((plots) =>
    plots.map((plot) => {
      const isPainted = plot instanceof HTMLElement && plot.dataset["painted"] !== undefined;
      const { _fullLayout: layout } = plot as unknown as {
        _fullLayout: { font: { color: string } };
      };
      return isPainted ? layout.font.color : "";
    }),
  );
}

/** Charts that look empty. */
async function withoutColour(page: Page, titles: readonly string[]): Promise<string[]> {
  const boxes: Box[] = [];
  for (const title of titles) {
    const box = await plotOf(page, title).boundingBox();
    expect(box, title).not.toBeNull();
    if (box) boxes.push(box);
  }
  const shares = await pictures.colourful(await page.screenshot(), boxes);
  return titles.filter((_, index) => (shares[index] ?? 0) < 0.002);
}
