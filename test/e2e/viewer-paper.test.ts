/** The page on paper: every card whole, in the light theme, whatever was in sight before. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
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

/** What is in the cards at the moment at which the browser lays out the print. */
interface Printed {
  readonly paper: boolean;
  readonly theme: string | undefined;
  readonly cards: readonly {
    readonly title: string;
    readonly drawings: number;
    /** Drawn width of the chart, and of its place. */
    readonly widths: readonly [number, number];
    readonly rows: number;
    readonly clipped: boolean;
  }[];
  readonly skeletons: number;
  readonly overlays: number;
  readonly text: string;
}

/** Runs in the page; all that printing does not wait for has to be there already. */
function look(): Printed {
  const seen = (element: Element) => element.getClientRects().length > 0;
  const all = (scope: ParentNode, selector: string) => [...scope.querySelectorAll(selector)];
  return {
    paper: document.documentElement.classList.contains("paper"),
    theme: document.documentElement.dataset["theme"],
    cards: all(document, ".item-card").map((card) => {
      const plot = card.querySelector(".plot");
      const drawing = card.querySelector(".main-svg");
      const area = card.querySelector(".table-area");
      return {
        title: card.querySelector("h2")?.textContent ?? "",
        drawings: all(card, ".plot .main-svg").filter(seen).length,
        widths: [drawing?.getBoundingClientRect().width ?? 0, plot?.clientWidth ?? 0] as const,
        rows: all(card, "tbody tr").filter(seen).length,
        clipped: area !== null && seen(area) && getComputedStyle(area).overflowY !== "visible",
      };
    }),
    skeletons: all(document, ".skeleton").filter(seen).length,
    overlays: all(document, ".top-bar, .panels > *, .card-tools > *").filter(seen).length,
    text: document.body.innerText,
  };
}

/** Prints to PDF and tells what was laid out. */
async function print(page: Page): Promise<Printed> {
  // The listener comes after the page's own; what the page does later than in microtasks of its own
  // listener is not on paper.
  await page.evaluate(`window.look = ${look.toString()}`);
  await page.evaluate(() => {
    // Set just now.
    const run = Reflect.get(window, "look") as () => unknown;
    window.addEventListener("beforeprint", () => {
      const channel = { value: undefined as unknown };
      Reflect.set(window, "printed", channel);
      void afterMicrotasks(400).then(() => (channel.value = run()));
    });
    async function afterMicrotasks(count: number): Promise<void> {
      for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
    }
  });
  expect((await page.pdf()).subarray(0, 5).toString()).toBe("%PDF-");
  return page.evaluate(() => {
    const channel: unknown = Reflect.get(window, "printed");
    // Set by the listener above.
    return (channel as { value: Printed }).value;
  });
}

test.skipIf(!hasBrowser)("every card is whole on paper, also below what was in sight", async () => {
  const { page, faults, close } = await openPage(browser, server.origin, {
    viewport: { width: 1440, height: 500 },
    colorScheme: "dark",
  });
  await page.goto(`${server.origin}/d/Company%20overview`);
  await page.waitForLoadState("networkidle");
  await page.waitForTimeout(1_000);
  await page.waitForLoadState("networkidle");
  const before = await page.evaluate(look);
  expect(before.cards.some(({ drawings, rows }) => drawings === 0 && rows === 0)).toBe(true);

  const { paper, theme, cards, skeletons, overlays, text } = await print(page);
  expect({ paper, theme, skeletons, overlays }).toEqual({
    paper: true,
    theme: "light",
    skeletons: 0,
    overlays: 0,
  });
  expect(cards.length).toBe(before.cards.length);
  for (const { title, drawings, rows, clipped, widths } of cards) {
    expect({ title, shown: drawings > 0 || rows > 0, clipped }).toEqual({
      title,
      shown: true,
      clipped: false,
    });
    expect(Math.abs(widths[0] - widths[1]), title).toBeLessThan(2);
    expect(widths[1], title).toBeLessThan(720);
  }
  expect(cards.find(({ title }) => title === "Top products")?.rows).toBe(7);
  expect(text).toContain("Category: All");
  expect(text).toMatch(/Data as of 2 Dec 2024, \d\d:\d\d [A-Z0-9+]+$/m);

  expect(await page.evaluate(look)).toMatchObject({ paper: false, theme: "dark" });
  await expect
    .poll(async () => {
      const drawn = (await page.evaluate(look)).cards.find(({ drawings }) => drawings > 0);
      return drawn && Math.abs(drawn.widths[0] - drawn.widths[1]) < 2 && drawn.widths[1] !== 0;
    })
    .toBe(true);
  expect(faults).toEqual([]);
  await close();
});

test.skipIf(!hasBrowser)("a table of many pages is whole on paper, its end below it", async () => {
  const builder = new DashboardBuilder("Log");
  const numbers = Array.from({ length: 300 }, (_, index) => index);
  builder.trace("log", "scatter", {}, result("log", { "columns.line": ["int32", numbers] }));
  Object.assign(builder.tables, {
    Log: {
      name: "Log",
      problems: [],
      traces: [{ trace: "log", columns: [{ key: "columns.line" }] }],
    },
  });
  builder.row(400, { width: 1, problems: [], content: { kind: "table", table: "Log" } });
  const site = await serveSite(filesOf([{ builder, dashboard: builder.build() }]));
  const { page, close } = await openPage(browser, site.origin);
  await page.goto(`${site.origin}/d/Log`);
  await page.getByRole("grid", { name: "Log" }).waitFor();
  await page.evaluate(() => {
    window.addEventListener("beforeprint", () => {
      // After the page's own listener has drawn all lines.
      const channel = new Promise<unknown>((resolve) => {
        void (async () => {
          for (let turn = 0; turn < 400; turn += 1) await Promise.resolve();
          const box = (selector: string) =>
            document.querySelector(selector)?.getBoundingClientRect() ?? new DOMRect();
          resolve({
            lines: document.querySelectorAll("tbody tr").length,
            isBelow: box(".table-foot").top >= box(".data-table").bottom,
            isFramed: box(".item-card").bottom >= box(".data-table").bottom,
            // Where it is a button, Chromium repeats an empty head on the next page.
            head: getComputedStyle(document.querySelector("th button") ?? document.body).display,
          });
        })();
      });
      Reflect.set(window, "laid", channel);
    });
  });
  await page.pdf();
  expect(await page.evaluate("window.laid")).toEqual({
    lines: 300,
    isBelow: true,
    isFramed: true,
    head: "contents",
  });
  await close();
  await site.close();
});
