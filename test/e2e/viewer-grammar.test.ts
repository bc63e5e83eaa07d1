/** What the grammar says of pages, seen in the browser: a project is served and looked at. */
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { hasBrowser, openPage, startBrowser, type WatchedPage } from "../support/browser.js";
import { serveForAll, type Served } from "../support/serve.js";

const FILES = Object.fromEntries(
  ["headwater.yml", "sales.csv"].map((name) => [
    name,
    readFileSync(new URL(`grammar-project/${name}`, import.meta.url), "utf8"),
  ]),
);

let browser: Browser;
let served: Served;

beforeAll(async () => {
  if (!hasBrowser) return;
  [browser, served] = await Promise.all([startBrowser(), serveForAll(FILES)]);
});

afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

/** A page of the project at this path; what is chosen on it stays in its address. */
async function open(path: string): Promise<WatchedPage & { url: string }> {
  const { url } = served;
  const watched = await openPage(browser, url, { viewport: { width: 1200, height: 1600 } });
  onTestFinished(() => watched.close());
  await watched.page.goto(url + path);
  return { ...watched, url };
}

function card(page: Page, name: string): Locator {
  return page.getByRole("region", { name, exact: true });
}

/** What Plotly understood of the traces of a chart. */
async function fullData(page: Page, title: string): Promise<Record<string, never>[]> {
  const plot = card(page, title).locator(".js-plotly-plot[data-painted]");
  await plot.waitFor({ state: "attached" });
  return plot.evaluate((element) => {
    const { _fullData: data } = element as unknown as { _fullData: Record<string, unknown>[] };
    const plain = (_key: string, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<unknown>) : value;
    const known = data.map((trace) =>
      Object.fromEntries(Object.entries(trace).filter(([key]) => !key.startsWith("_"))),
    );
    return JSON.parse(JSON.stringify(known, plain)) as Record<string, never>[];
  });
}

async function names(page: Page, title: string): Promise<string[]> {
  return (await fullData(page, title)).map(({ name }) => String(name));
}

test.skipIf(!hasBrowser)("selectors choose series, rows, items, charts and tables", async () => {
  const { page, faults, url } = await open("/d/Selectors");
  expect(await names(page, "Days")).toEqual(["North", "South", "West"]);

  // One selector for two charts, as an item of its own.
  await page.getByRole("button", { name: /^Region \S/ }).click();
  await page.getByRole("checkbox", { name: "South" }).uncheck();
  for (const title of ["Days", "Products"]) {
    await expect.poll(() => names(page, title)).toEqual(["North", "West"]);
  }
  expect(new URL(page.url()).search).toBe("?Region=North,West");
  await page.keyboard.press("Escape");

  // One of its own in the head of a card, for one series at a time.
  expect(await names(page, "One region")).toEqual(["North"]);
  await card(page, "One region").getByRole("radio", { name: "West" }).check({ force: true });
  await expect.poll(() => names(page, "One region")).toEqual(["West"]);
  expect(new URL(page.url()).search).toBe("?Region=North,West&Only=West");

  // One for objects of four kinds.
  const parts = page.getByRole("button", { name: /^Parts/ });
  for (const [option, gone] of [
    ["days row", "Days"],
    ["hidden item", "One region"],
    ["Products", "Products"],
    ["All sales", "All sales"],
  ] as const) {
    await parts.click();
    await page.getByRole("checkbox", { name: option }).uncheck();
    await page.keyboard.press("Escape");
    await card(page, gone).waitFor({ state: "detached" });
  }
  expect(new URL(page.url()).searchParams.get("Parts")).toBe("");

  await page.goto(`${url}/d/Selectors?Parts=Products&Region=South`);
  expect(await names(page, "Products")).toEqual(["South"]);
  expect(await card(page, "Days").count()).toBe(0);
  expect(faults).toEqual([]);
});

test.skipIf(!hasBrowser)("data go into properties of every shape", async () => {
  const { page, faults } = await open("/d/Bindings");
  expect((await fullData(page, "Total"))[0]).toMatchObject({
    type: "indicator",
    value: 100,
    title: { text: "Sold: 100" },
    gauge: { axis: { range: [0, 200] }, bar: { color: "#112233" } },
  });
  expect((await fullData(page, "Points"))[0]).toMatchObject({
    x: ["2024-03-01", "2024-03-01", "2024-03-02", "2024-03-02"],
    y: [10, 20, 5, 15],
    text: ["#112233", "#abcdef", "fixed"],
    marker: { color: expect.arrayContaining(["#112233", "#abcdef"]) as unknown, size: 20 },
    line: { color: "#778899" },
  });
  expect((await fullData(page, "Lists"))[0]).toMatchObject({
    z: [
      [5, 15, 8],
      [10, 20, 12, 30],
    ],
  });
  expect((await fullData(page, "Rows"))[0]).toMatchObject({
    z: [
      [10, 20, 5, 15, 12, 8, 30, null],
      [2.5, 2.4, 4.1, 4, 2.55, 4.2, 2.45, 3],
    ],
  });
  const [flows] = await fullData(page, "Flows");
  expect(flows).toMatchObject({
    node: { label: ["North", "Tea", "Coffee"] },
    link: { target: [1, 1, 2, 2, 1, 2, 1], value: [10, 20, 5, 15, 12, 8, 30] },
  });
  const said = card(page, "Flows").getByText("1 of 8 rows");
  expect(await said.textContent()).toBe("1 of 8 rows is not drawn: no value.");
  expect(faults).toEqual([]);
});

test.skipIf(!hasBrowser)("tables have columns, formats, Markdown and pages", async () => {
  const { page, faults } = await open("/d/Tables");
  const table = card(page, "Regions");
  const cells = (row: number) => table.locator("tbody tr").nth(row).locator("td").allInnerTexts();
  await table.getByText("01. März 2024").waitFor();
  expect(await table.locator("thead th").allTextContents()).toEqual([
    "Day",
    "Product",
    "Amount",
    "Note",
  ]);
  expect(await cells(0)).toEqual(["01. März 2024", "Tea", "10,0", "new"]);
  expect(await table.locator("tbody strong").textContent()).toBe("new");
  expect(await table.locator("tbody tr").count()).toBe(2);
  await table.getByRole("button", { name: "Next page" }).click();
  expect(await cells(0)).toEqual(["03. März 2024", "Tea", "12,0", ""]);

  // One series at a time.
  await table.getByRole("button", { name: /^Show/ }).click();
  await page.getByRole("radio", { name: "West" }).check();
  await page.keyboard.press("Escape");
  await expect.poll(() => cells(1)).toEqual(["05. Oktober 2024", "Cocoa", "–", "none sold"]);
  const download = page.waitForEvent("download");
  await table.getByRole("button", { name: /^More actions/ }).click();
  await page.getByRole("menuitem", { name: "Download CSV" }).click();
  expect((await download).suggestedFilename()).toMatch(
    /^Regions West, data as of [\d .-]+ GMT\+9\.csv$/,
  );
  expect(await text(await (await download).createReadStream())).toBe(
    "Day,Product,Amount,Note\r\n2024-10-04,Tea,30,last\r\n2024-10-05,Cocoa,,none sold\r\n",
  );
  expect(faults).toEqual([]);
});

test.skipIf(!hasBrowser)("tables are put into groups and filtered, also by keyboard", async () => {
  const { page, faults } = await open("/d/Tables");
  const table = card(page, "All sales");
  const lines = async () =>
    Promise.all(
      (await table.locator("tbody tr").all()).map((row) => row.locator("th, td").allTextContents()),
    );
  await table.getByText("1–7 of 8 rows").waitFor();

  await table.getByRole("button", { name: /^Group/ }).click();
  await page.getByRole("checkbox", { name: "Product" }).check();
  await page.keyboard.press("Escape");
  await expect.poll(lines).toEqual([
    ["Tea4", "3", "72", "2,48", "01 Mär – 04 Okt"],
    ["Coffee3", "2", "28", "4,10", "02 Mär – 03 Mär"],
    ["Cocoa1", "1", "–", "3,00", "05 Okt – 05 Okt"],
  ]);

  const coffee = table.getByRole("button", { name: /^Coffee/ });
  await coffee.focus();
  await page.keyboard.press("Enter");
  expect(await coffee.getAttribute("aria-expanded")).toBe("true");
  expect((await lines()).slice(2, 5)).toEqual([
    ["Coffee", "North", "5", "4,10", "02 Mär"],
    ["Coffee", "South", "15", "4,00", "02 Mär"],
    ["Coffee", "South", "8", "4,20", "03 Mär"],
  ]);
  await page.keyboard.press("Enter");

  // Groups are ordered by what they show.
  await table.getByRole("button", { name: "Price", exact: true }).click();
  await expect
    .poll(async () => (await lines()).map(([first]) => first))
    .toEqual(["Coffee3", "Cocoa1", "Tea4"]);

  await table.getByRole("button", { name: /^Filter the columns/ }).click();
  await table.getByLabel("Filter Amount").fill(">= 10");
  await expect
    .poll(async () => (await lines()).map((line) => line.slice(0, 3)))
    .toEqual([
      ["Coffee1", "1", "15"],
      ["Tea4", "3", "72"],
    ]);
  await table.getByText("2 lines, 5 rows (filtered from 8)").waitFor();
  await table.getByRole("button", { name: /^Filter the columns/ }).click();
  await table.getByText("3 lines, 8 rows").waitFor();
  expect(faults).toEqual([]);
});

test.skipIf(!hasBrowser)("rows and items have the heights, widths and places written", async () => {
  const { page, faults } = await open("/d/Shapes");
  await page.getByText("beside").waitFor();
  const box = async (locator: Locator) => {
    const found = await locator.boundingBox();
    if (!found) throw new Error("It is not shown.");
    return found;
  };
  const [one, three] = [
    page.locator(".markdown-text.center"),
    page.locator(".markdown-text.right"),
  ];
  expect((await box(one)).height).toBe(128);
  const [narrow, wide] = [await box(one), await box(three)];
  expect(Math.abs(wide.width / narrow.width - 3)).toBeLessThan(0.15);
  expect(await three.evaluate((element) => getComputedStyle(element).textAlign)).toBe("right");
  const paragraphs = three.locator("p");
  const space =
    (await box(paragraphs.last())).y -
    ((await box(paragraphs.first())).y + (await box(paragraphs.first())).height);
  expect(space).toBeGreaterThan(30);

  expect((await box(card(page, "Days"))).height).toBeGreaterThanOrEqual(210);
  const [above, beside, below] = await Promise.all(
    ["above", "beside", "below"].map((word) => box(page.getByText(word, { exact: true }))),
  );
  expect(above?.y).toBe(beside?.y);
  expect((beside?.x ?? 0) > (above?.x ?? 0)).toBe(true);
  expect((below?.y ?? 0) - (above?.y ?? 0)).toBeGreaterThan(80);
  expect((await box(card(page, "Products"))).height).toBeGreaterThan(200);
  expect((await box(card(page, "One region"))).height).toBe(1024);
  expect(faults).toEqual([]);
});

test.skipIf(!hasBrowser)("the home page knows levels, tags and pages elsewhere", async () => {
  const { page, faults } = await open("/");
  const sections = page.locator("main section");
  await expect
    .poll(() => sections.locator("h2").allTextContents())
    .toEqual(["Company 1For everyone", "Team 3For one team", "Other 1"]);
  expect(await sections.nth(1).locator("h3").allTextContents()).toEqual([
    "Bindings",
    "Tables",
    "Elsewhere",
  ]);
  const elsewhere = page.getByRole("link", { name: /Elsewhere/ });
  expect(await elsewhere.getAttribute("href")).toBe("https://example.org/reports");
  expect(await elsewhere.getAttribute("target")).toBe("_blank");
  await page.getByRole("button", { name: /^Tag/ }).click();
  await page.getByRole("checkbox", { name: "a" }).check();
  await expect
    .poll(() => sections.locator("h3").allTextContents())
    .toEqual(["Selectors", "Bindings"]);
  await page.getByRole("checkbox", { name: "b" }).check();
  await expect.poll(() => sections.locator("h3").allTextContents()).toEqual(["Selectors"]);
  expect(faults).toEqual([]);
});

test.skipIf(!hasBrowser)("axes name months in the language of the project", async () => {
  const { page } = await open("/d/Shapes");
  const ticks = card(page, "Days").locator(".xtick text");
  await expect.poll(async () => (await ticks.allTextContents()).join(" ")).toContain("Mai");
});
