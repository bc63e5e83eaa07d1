/** Tables of many rows: what is drawn of them, and how a reader gets to the rest. */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { longTable } from "../support/long-table.js";
import { serveSite, type FixtureServer } from "../support/site-fixture.js";

const ROWS = 100_000;

let browser: Browser;
let server: FixtureServer;

beforeAll(async () => {
  if (!hasBrowser) return;
  [browser, server] = await Promise.all([startBrowser(), serveSite(longTable(ROWS))]);
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

interface OpenTable {
  readonly page: Page;
  readonly table: Locator;
  readonly foot: Locator;
}

async function openTable({ width = 1280, height = 900 } = {}): Promise<OpenTable> {
  const { page, faults, close } = await openPage(browser, server.origin, {
    viewport: { width, height },
  });
  onTestFinished(async () => {
    await close();
    expect(faults).toEqual([]);
  });
  await page.goto(`${server.origin}/d/Long`);
  const foot = page.locator(".table-foot [role=status]");
  await expect.poll(() => foot.textContent()).toBe("100,000 rows");
  return { page, table: page.getByRole("grid", { name: "Rows of Items" }), foot };
}

function nameOf(table: Locator, index: number): Locator {
  return table.locator(`tr[aria-rowindex="${index}"] td`).first();
}

/** Left, top, right and bottom of what is seen of an element. */
async function edges(of: Locator): Promise<{ left: number; top: number; bottom: number }> {
  const box = await of.boundingBox();
  if (!box) throw new Error("It is not in sight.");
  return { left: box.x, top: box.y, bottom: box.y + box.height };
}

test.skipIf(!hasBrowser)("of many rows those in sight are drawn, and all are reached", async () => {
  const { page, table } = await openTable();
  const area = page.locator(".table-area");
  expect(await table.getAttribute("aria-rowcount")).toBe(String(ROWS + 1));
  expect(await table.locator("tbody tr").count()).toBeLessThan(60);
  const head = await edges(table.locator("thead"));

  await area.evaluate((element) => element.scrollTo(0, element.scrollHeight / 2));
  await nameOf(table, 50_001).waitFor();
  expect(await nameOf(table, 50_001).textContent()).toBe("item 49999");
  await area.evaluate((element) => element.scrollTo(0, element.scrollHeight));
  const last = nameOf(table, ROWS + 1);
  await last.waitFor();
  expect(await last.textContent()).toBe("item 99999");
  expect(await table.locator("tbody tr").count()).toBeLessThan(60);
  const [lastRow, room] = await Promise.all([edges(last), edges(area)]);
  expect(Math.abs(lastRow.bottom - room.bottom)).toBeLessThan(2);
  expect((await edges(table.locator("thead"))).top).toBe(head.top);
});

test.skipIf(!hasBrowser)("arrow keys walk through all cells and keep them in sight", async () => {
  const { page, table } = await openTable({ width: 390 });
  await table.focus();
  const cell = async () => {
    const id = (await table.getAttribute("aria-activedescendant")) ?? "";
    return page.locator(`[id="${id}"]`);
  };
  await page.keyboard.press("ArrowDown");
  expect(await (await cell()).textContent()).toBe("item 0");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("ArrowUp");
  const before = Number((await (await cell()).textContent())?.slice(5));
  expect(before).toBeGreaterThan(3);
  await page.keyboard.press("Control+End");
  await expect.poll(async () => (await cell()).textContent()).toBe("2025-06-22");
  const [active, area] = await Promise.all([
    edges(await cell()),
    edges(page.locator(".table-area")),
  ]);
  expect(active.bottom).toBeLessThanOrEqual(area.bottom + 1);
  // The name of the row stands beside it.
  const first = await edges(nameOf(table, ROWS + 1));
  expect(first.left).toBe(area.left);
  expect(active.left).toBeGreaterThan(first.left);
  await page.keyboard.press("Control+Home");
  await expect.poll(async () => (await cell()).textContent()).toBe("item 0");
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(overflow).toBe(false);
});

test.skipIf(!hasBrowser)("many rows are searched, filtered, sorted and grouped", async () => {
  const { page, table, foot } = await openTable();
  const search = page.getByRole("searchbox", { name: "Search in Items" });
  await search.fill("ITEM 9999");
  await expect.poll(() => foot.textContent()).toBe("11 rows (filtered from 100,000)");
  expect(await table.locator("tbody td:first-child").allTextContents()).toEqual([
    "item 9999",
    ...Array.from({ length: 10 }, (_, index) => `item ${99_990 + index}`),
  ]);
  await search.fill("");
  await expect.poll(() => foot.textContent()).toBe("100,000 rows");

  // Texts as people read them, NULL last either way.
  const regions = table.locator("tbody td:nth-child(2)");
  await table.getByRole("button", { name: "Region" }).click();
  await expect.poll(() => regions.first().textContent()).toBe("east");
  await table.getByRole("button", { name: "Region" }).click();
  await expect.poll(() => regions.first().textContent()).toBe("west");
  await page.locator(".table-area").evaluate((element) => element.scrollTo(0, 1e9));
  await expect.poll(() => regions.last().textContent()).toBe("(null)");

  await page.getByRole("button", { name: "Filter the columns of Items" }).click();
  await page.getByRole("searchbox", { name: "Filter Units" }).fill("> 997");
  await expect.poll(() => foot.textContent()).toBe("200 rows (filtered from 100,000)");
  await page.getByRole("button", { name: /^Group/ }).click();
  await page.getByRole("checkbox", { name: "Units" }).check();
  await page.keyboard.press("Escape");
  await expect.poll(() => foot.textContent()).toBe("2 lines, 200 rows (filtered from 100,000)");
});

test.skipIf(!hasBrowser)("columns are resized with the mouse and with keys", async () => {
  const { page, table } = await openTable();
  const width = async () =>
    (await table.getByRole("columnheader").nth(1).boundingBox())?.width ?? 0;
  const edge = table.getByRole("separator", { name: "Width of Region" });
  const start = await width();
  const box = await edge.boundingBox();
  if (!box) throw new Error("The edge is not in sight.");
  await page.mouse.move(box.x + box.width / 2, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 60, box.y + 10, { steps: 3 });
  await page.mouse.up();
  await expect.poll(width).toBeCloseTo(start + 60, -0.5);
  await edge.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Shift+ArrowLeft");
  await expect.poll(width).toBeCloseTo(start, -0.5);
  await page.keyboard.press("Home");
  await expect.poll(width).toBe(48);
  expect(await edge.getAttribute("aria-valuenow")).toBe("48");
  await page.keyboard.press("Enter");
  await expect.poll(width).toBeGreaterThan(60);
});

test.skipIf(!hasBrowser)(
  "a long table has an end where its row is as tall as its content",
  async () => {
    const own = await serveSite(longTable(1_000, undefined, 0));
    const { page, faults, close } = await openPage(browser, own.origin);
    onTestFinished(async () => {
      await close();
      await own.close();
      expect(faults).toEqual([]);
    });
    await page.goto(`${own.origin}/d/Long`);
    await page.getByText("1,000 rows").waitFor();
    expect((await page.locator(".table-area").boundingBox())?.height).toBe(640);
    expect(await page.locator(".table-area tbody tr").count()).toBeLessThan(60);
  },
);

test.skipIf(!hasBrowser)("paper has a thousand rows and tells how many it lacks", async () => {
  const { page, table, foot } = await openTable();
  await page.emulateMedia({ media: "print" });
  await expect
    .poll(() => foot.textContent())
    .toBe("1–1,000 of 100,000 rows; 99,000 are not printed");
  expect(await table.locator("tbody tr").count()).toBe(1_000);
  await page.emulateMedia({ media: "screen" });
  await expect.poll(() => foot.textContent()).toBe("100,000 rows");
});

/** How much lighter one of two colours is, by WCAG 2.2. */
async function contrast(cell: Locator): Promise<number> {
  return cell.evaluate((element) => {
    const { color, backgroundColor } = getComputedStyle(element);
    const lightness = (text: string) => {
      const numbers = (text.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
      const [red = 0, green = 0, blue = 0] = text.startsWith("color(")
        ? numbers
        : numbers.map((number) => number / 255);
      const linear = (part: number) =>
        part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    };
    const [a, b] = [lightness(color), lightness(backgroundColor)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  });
}

for (const colorScheme of ["light", "dark"] as const) {
  test.skipIf(!hasBrowser)(
    `bars, colours and totals stand beside numbers, ${colorScheme}`,
    async () => {
      const own = await serveSite(
        longTable(1_000, [
          { key: "name", total: "count", show: "bar" },
          { key: "units", show: "scale", total: "avg" },
          { key: "amount", format: "$,.2f", show: "bar", total: "sum" },
          { key: "change", show: "diverging", total: "max" },
          { key: "day", total: "min" },
        ]),
      );
      const { page, faults, close } = await openPage(browser, own.origin, {
        viewport: { width: 390, height: 900 },
        colorScheme,
      });
      onTestFinished(async () => {
        await close();
        await own.close();
        expect(faults).toEqual([]);
      });
      await page.goto(`${own.origin}/d/Long`);
      const table = page.getByRole("grid", { name: "Rows of Items" });
      const totals = table.locator("tfoot td");
      await expect
        .poll(() => totals.allTextContents())
        .toEqual(["count 1,000", "avg 499.5", "$4,995.00", "max 1", "min 2020-01-01"]);
      expect(await table.getAttribute("aria-rowcount")).toBe("1002");
      expect(await table.locator("tfoot tr").getAttribute("aria-rowindex")).toBe("1002");
      const area = await edges(page.locator(".table-area"));
      expect(Math.abs((await edges(totals.first())).bottom - area.bottom)).toBeLessThan(2);

      await page.getByRole("button", { name: "1 warning" }).click();
      await page.getByText("viewer-column-without-numbers").waitFor();
      await page.getByText("show: bar needs numbers, and name is of type text.").waitFor();

      // Of the strongest colours too.
      await page.locator(".table-area").evaluate((element) => element.scrollTo(0, 1e9));
      await table.locator('tr[aria-rowindex="1001"]').waitFor();
      await table.locator('tr[aria-rowindex="1001"] td').nth(1).hover();
      expect(await contrast(table.locator('tr[aria-rowindex="1001"] td').nth(1))).toBeGreaterThan(
        4.5,
      );
      await page.locator(".table-area").evaluate((element) => element.scrollTo(0, 0));
      const low = table.locator('tr[aria-rowindex="2"] td.scale.below');
      await low.waitFor();
      expect(await contrast(low)).toBeGreaterThan(4.5);

      await page.getByRole("searchbox", { name: "Search in Items" }).fill("item 99");
      await expect
        .poll(() => totals.allTextContents())
        .toEqual(["count 11", "avg 913.090909", "$100.44", "max 0.95", "min 2020-04-09"]);
    },
  );
}
