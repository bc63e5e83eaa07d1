/** Choices of a reader: in selectors and legends, in the address and in the browser's history. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { northwind } from "../support/northwind-dashboards.js";
import { serveSite, type FixtureServer } from "../support/site-fixture.js";

let browser: Browser;
let server: FixtureServer;

beforeAll(async () => {
  if (!hasBrowser) return;
  [browser, server] = await Promise.all([startBrowser(), serveSite(northwind())]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

async function openOverview(): Promise<{ page: Page; close: () => Promise<void> }> {
  const { page, close } = await openPage(browser, server.origin, {
    viewport: { width: 1440, height: 2000 },
  });
  await page.goto(`${server.origin}/d/Company%20overview`);
  return { page, close };
}

const chosenIn = (page: Page) => new URL(page.url()).search;

test.skipIf(!hasBrowser)("Back restores the choice before, a menu at a time", async () => {
  const { page, close } = await openOverview();
  const menu = page.getByRole("button", { name: /^Category \S/ });
  await menu.click();
  await page.getByLabel("Footwear", { exact: true }).uncheck();
  await page.getByLabel("Apparel", { exact: true }).uncheck();
  expect(chosenIn(page)).toBe("?Category=Outerwear,Bags");
  await page.keyboard.press("Escape");
  await menu.click();
  await page.getByLabel("Bags", { exact: true }).uncheck();
  expect(chosenIn(page)).toBe("?Category=Outerwear");
  await page.goBack();
  expect(chosenIn(page)).toBe("?Category=Outerwear,Bags");
  await page.getByRole("button", { name: "Category Outerwear, Bags" }).waitFor();
  await page.goBack();
  expect(chosenIn(page)).toBe("");
  await page.getByRole("button", { name: "Category All" }).waitFor();
  await page.goForward();
  await page.getByRole("button", { name: "Category Outerwear, Bags" }).waitFor();
  await close();
});

test.skipIf(!hasBrowser)("a click on the legend chooses as the selector does", async () => {
  const { page, close } = await openOverview();
  const chart = page.getByRole("img", { name: /Order value against lead time/ });
  const entry = (place: number) => chart.locator(".legendtoggle").nth(place);
  await entry(0).click();
  await expect.poll(() => chosenIn(page)).toBe("?Category=Outerwear,Bags,Apparel");
  await page.getByRole("button", { name: "Category Outerwear, Bags, Apparel" }).waitFor();
  await expect
    .poll(() => chart.locator(".legendtext").allTextContents())
    .toEqual(["Outerwear", "Bags", "Apparel"]);
  await entry(1).dblclick();
  await expect.poll(() => chosenIn(page)).toBe("?Category=Bags");
  expect(await page.locator(".plotly-notifier").count()).toBe(0);
  await close();
});
