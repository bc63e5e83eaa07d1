/**
 * The gallery as its reader sees it: every type of chart is drawn as itself by the real server's
 * page.
 */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteDashboard } from "../../src/contract/pages/dashboard.js";
import type { Site } from "../../src/contract/pages/home.js";
import { attributeTable } from "../../src/project/plotly/attribute-table.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { copyExample } from "../support/flights-demo.js";
import { openPictureReader, type Box, type PictureReader } from "../support/picture.js";
import { serve } from "../support/serve.js";

/** What a driver without a graphics card says about its own speed. */
const SOFTWARE_DRAWING = /GL Driver Message|willReadFrequently/;
/** Types that are drawn in greys: what must be there instead of colour. */
const GREY: Readonly<Record<string, string>> = {
  carpet: ".carpetlayer path",
  table: ".cell-text",
};
const DRAWN = { timeout: 60_000, interval: 600 };

let browser: Browser;
let pictures: PictureReader;

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await startBrowser();
  pictures = await openPictureReader(browser);
});

afterAll(async () => {
  await browser?.close();
});

test.skipIf(!hasBrowser)(
  "every type of the gallery is drawn as itself",
  async () => {
    const demo = copyExample("gallery");
    expect(await demo.headwater(["run"])).toMatchObject({ code: 0 });
    const served = await serve(demo.directory);
    const { dashboards } = await served.json<Site>("/data/site.json");
    const seen = new Set<string>();
    for (const { name, url = "" } of dashboards) {
      const dashboard = await served.json<SiteDashboard>(url);
      for (const type of await checkDashboard(served.url, name, dashboard)) seen.add(type);
    }
    expect([...seen].toSorted()).toEqual([...attributeTable().traceTypes].toSorted());
    await served.stop();
    demo.remove();
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
  await page.goto(`${origin}/d/${encodeURIComponent(name)}`);
  const drawn = Object.values(charts)
    .map((chart) => ({
      title: chart.name,
      types: chart.traces.map((trace) => traces[trace]?.type ?? ""),
      numbers: chart.traces.every((trace) => isNumber(traces[trace]?.props["mode"])),
    }))
    .filter(({ types, numbers }) => !(types.includes("indicator") && numbers));
  for (const { title, types } of drawn) {
    await expect
      .poll(() => drawnTypes(plotOf(page, title)), { message: title, ...DRAWN })
      .toEqual(types);
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
  expect(await page.locator(".failure, .card-note").allTextContents()).toEqual([]);
  expect(faults.filter((fault) => !SOFTWARE_DRAWING.test(fault))).toEqual([]);
  await close();
  return drawn.flatMap(({ types }) => types);
}

/** Numbers without a gauge are text of the page, which other tests look at. */
function isNumber(mode: unknown): boolean {
  return typeof mode !== "string" || !mode.includes("gauge");
}

function plotOf(page: Page, title: string): Locator {
  return page.getByRole("region", { name: title, exact: true }).locator(".js-plotly-plot");
}

async function drawnTypes(plot: Locator): Promise<string[]> {
  return plot.evaluate((element) => {
    if (element.textContent.includes("WebGL is not supported")) return ["nothing"];
    // Plotly keeps what it understood of the traces on the element.
    const { _fullData: data } = element as unknown as { _fullData?: { type: string }[] };
    return [...new Set(data?.map(({ type }) => type) ?? [])];
  });
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
