import { buffer } from "node:stream/consumers";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { northwind } from "../support/northwind-dashboards.js";
import { serveSite, type FixtureServer } from "../support/site-fixture.js";

let browser: Browser;
let server: FixtureServer;

beforeAll(async () => {
  if (!hasBrowser) return;
  [browser, server] = await Promise.all([
    startBrowser(),
    serveSite(northwind(), { compress: true }),
  ]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const VIEWS = (["light", "dark"] as const).flatMap((colorScheme) =>
  [1440, 390].map((width) => ({ colorScheme, width })),
);

for (const { colorScheme, width } of VIEWS) {
  for (const path of ["/", "/d/Company%20overview", "/d/Card%20states"]) {
    test.skipIf(!hasBrowser)(
      `${path} is whole at ${width} pixels in the ${colorScheme} theme`,
      async () => {
        const { page, faults, close } = await openPage(browser, server.origin, {
          colorScheme,
          viewport: { width, height: 900 },
        });
        await page.goto(server.origin + path);
        await page.getByRole("heading", { level: 1 }).waitFor();
        if (path !== "/") await page.locator(".main-svg").first().waitFor({ state: "attached" });
        expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe(
          colorScheme,
        );
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        expect(faults).toEqual([]);
        await close();
      },
    );
  }
}

test.skipIf(!hasBrowser)(
  "the home page finds dashboards by words and tags, and keeps them in the address",
  async () => {
    const { page, close } = await openPage(browser, server.origin);
    await page.goto(server.origin);
    await page.getByPlaceholder("Filter by name or tag").fill("warehouse load");
    const cards = page.locator(".dashboard-card h3");
    await expect.poll(() => cards.allTextContents()).toEqual(["Fulfilment operations"]);
    expect(new URL(page.url()).search).toBe("?filter=warehouse+load");
    await page.getByPlaceholder("Filter by name or tag").fill("");
    await page.getByRole("button", { name: /^Tag/ }).click();
    await page.getByLabel("Support").check();
    await expect.poll(() => cards.allTextContents()).toEqual(["Customer support"]);
    await page.reload();
    await expect.poll(() => cards.allTextContents()).toEqual(["Customer support"]);
    await close();
  },
);

test.skipIf(!hasBrowser)(
  "a dashboard is reached by keyboard and the theme is remembered",
  async () => {
    const { page, faults, close } = await openPage(browser, server.origin, {
      colorScheme: "light",
    });
    await page.goto(server.origin);
    await page.getByRole("heading", { name: "Dashboards" }).waitFor();
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
    await page.getByRole("link", { name: /Company overview/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Company overview" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/d/Company%20overview/");
    await page.getByRole("button", { name: "Use the dark theme" }).click();
    await page.reload();
    await page.getByRole("button", { name: "Use the light theme" }).waitFor();
    await page.goBack();
    await page.getByRole("heading", { name: "Dashboards" }).waitFor();
    expect(faults).toEqual([]);
    await close();
  },
);

test.skipIf(!hasBrowser)("an unknown dashboard says so and leads home", async () => {
  const { page, close } = await openPage(browser, server.origin);
  await page.goto(`${server.origin}/d/nothing`);
  await page.getByRole("heading", { name: "There is no such dashboard" }).waitFor();
  await page.getByRole("link", { name: "All dashboards" }).click();
  await page.getByRole("heading", { name: "Dashboards" }).waitFor();
  await close();
});

test.skipIf(!hasBrowser)("each card shows its own state", async () => {
  const { page, close } = await openPage(browser, server.origin, {
    viewport: { width: 1440, height: 1200 },
  });
  await page.goto(`${server.origin}/d/Card%20states`);
  const card = (name: string) => page.getByRole("region", { name });
  await card("Never run").getByText("Waiting for its first run").waitFor();
  const failed = card("Cost per acquisition");
  await failed.getByText("This chart could not be built").waitFor();
  expect(await failed.locator("mark").textContent()).toBe("?{ sum(spend_eur) }");
  expect(await failed.getByText("Did you mean").textContent()).toContain("spend_usd");
  await card("Orders by region").getByText("No rows").waitFor();
  await card("Ticket volume")
    .getByRole("button", { name: /Data from/ })
    .click();
  await card("Ticket volume").getByText("does not exist in").waitFor();
  await card("Two sources").locator(".main-svg").first().waitFor({ state: "attached" });
  await card("Two sources").getByRole("button", { name: "Incomplete" }).waitFor();
  await close();
});

test.skipIf(!hasBrowser)("markdown is formatted and cannot run anything", async () => {
  const { page, close } = await openPage(browser, server.origin);
  await page.goto(`${server.origin}/d/Card%20states`);
  const markdown = page.locator(".markdown");
  // Below the title of the page, and none left out.
  await markdown.getByRole("heading", { level: 2, name: "How to read this" }).waitFor();
  await markdown.getByRole("heading", { level: 3, name: "In short" }).waitFor();
  expect(await markdown.locator("script, img, [onerror]").count()).toBe(0);
  expect(await markdown.getByRole("link", { name: "Docs" }).getAttribute("rel")).toBe(
    "noopener noreferrer",
  );
  await close();
});

test.skipIf(!hasBrowser)("a table is searched, sorted, turned and exported", async () => {
  const { page, close } = await openPage(browser, server.origin, {
    viewport: { width: 1440, height: 2000 },
  });
  await page.goto(`${server.origin}/d/Company%20overview`);
  const table = page.getByRole("region", { name: "Top products" });
  const firstColumn = table.locator("tbody td:first-child");
  await table.getByText("1–7 of 28 rows").waitFor();
  expect(await firstColumn.count()).toBe(7);
  await table.getByRole("button", { name: "Revenue (€)" }).click();
  expect(await table.locator("tbody td:nth-child(4)").first().textContent()).toBe("1,284,300.00");
  await table.getByRole("button", { name: "vs last year" }).click();
  await table.getByRole("button", { name: "vs last year" }).click();
  expect(await table.locator("tbody td:nth-child(5)").first().textContent()).toBe("−4.2%");
  await table.getByRole("button", { name: "Next page" }).click();
  await table.getByText("8–14 of 28 rows").waitFor();
  await table.getByRole("searchbox").fill("daypack");
  await table.getByText("4 rows (filtered from 28)").waitFor();
  const download = page.waitForEvent("download");
  await table.getByRole("button", { name: "More actions for Top products" }).click();
  await page.getByRole("menuitem", { name: "Download CSV" }).click();
  const bytes = await buffer(await (await download).createReadStream());
  const csv = bytes.toString();
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(csv.split("\r\n").slice(0, 2)).toEqual([
    "\ufeffProduct,Category,First sold,Revenue (€),vs last year",
    "Canvas Daypack,Bags,2021-06-15,598740.00,-0.042",
  ]);
  await close();
});

test.skipIf(!hasBrowser)(
  "a selector narrows its chart, is kept in the address and keeps colours",
  async () => {
    const { page, close } = await openPage(browser, server.origin, {
      viewport: { width: 1440, height: 2000 },
    });
    await page.goto(`${server.origin}/d/Company%20overview`);
    const legend = page
      .getByRole("img", { name: /Order value against lead time/ })
      .locator(".legendtext");
    await expect
      .poll(() => legend.allTextContents())
      .toEqual(["Footwear", "Outerwear", "Bags", "Apparel"]);
    await page.getByRole("button", { name: /^Category \S/ }).click();
    await page.getByLabel("Footwear", { exact: true }).uncheck();
    await page.getByLabel("Apparel", { exact: true }).uncheck();
    await expect.poll(() => legend.allTextContents()).toEqual(["Outerwear", "Bags"]);
    expect(new URL(page.url()).search).toBe("?Category=Outerwear,Bags");
    await page.reload();
    await expect.poll(() => legend.allTextContents()).toEqual(["Outerwear", "Bags"]);
    const colour = await page
      .getByRole("img", { name: /Order value against lead time/ })
      .locator(".legendpoints path")
      .first()
      .evaluate((element) => getComputedStyle(element).fill);
    const second = await page.evaluate(() => {
      const probe = document.createElement("i");
      probe.style.color = "var(--c2)";
      document.body.append(probe);
      return getComputedStyle(probe).color;
    });
    expect(colour).toBe(second);
    await page.getByRole("button", { name: /^Category \S/ }).click();
    await page.getByRole("button", { name: "None", exact: true }).click();
    await page.getByText("Nothing is selected").waitFor();
    await page.getByRole("button", { name: "Show all" }).click();
    await expect.poll(() => new URL(page.url()).search).toBe("");
    await close();
  },
);

test.skipIf(!hasBrowser)("a chart can be read as a table", async () => {
  const { page, close } = await openPage(browser, server.origin, {
    viewport: { width: 1440, height: 2000 },
  });
  await page.goto(`${server.origin}/d/Company%20overview`);
  const chart = page.getByRole("region", { name: "Revenue by month" });
  await chart.getByRole("button", { name: "View Revenue by month as table" }).click();
  await chart.getByText("12 rows").waitFor();
  expect(await chart.locator("tbody tr").first().locator("td").allTextContents()).toEqual([
    "2024-01-01",
    "742,000.00",
    "689,000.00",
  ]);
  expect(await chart.locator("thead th").allTextContents()).toEqual([
    "x",
    "This year",
    "Prior year",
  ]);
  await close();
});
