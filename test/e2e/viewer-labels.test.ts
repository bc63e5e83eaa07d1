/** What is written inside shapes can be read: WCAG's AA, on every colour and in both themes. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { drawnTraces } from "../support/chart-page.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { serveSite, type FixtureServer } from "../support/site-fixture.js";

/** Of text below 18 points. */
const AA = 4.5;
const NAMES = ["a", "b", "c", "d", "e", "f", "g", "h"];
/** The shapes of a type, and the texts in them, in one order. */
const TYPES: Readonly<Record<string, readonly [shapes: string, texts: string]>> = {
  pie: [".slice path.surface", ".slice .slicetext text"],
  bar: [".point > path", ".point .bartext"],
  treemap: [".slice path.surface", ".slice .slicetext text"],
  sunburst: [".slice path.surface", ".slice .slicetext text"],
};

let browser: Browser;
let server: FixtureServer;

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await startBrowser();
  const builder = new DashboardBuilder("Labels");
  const sizes = ["int32", NAMES.map(() => 5)] as const;
  const names = ["text", NAMES] as const;
  for (const type of Object.keys(TYPES)) {
    const columns =
      type === "bar"
        ? { "props.x": names, "props.y": sizes, "props.text": names, "props.marker.color": names }
        : { "props.labels": names, "props.values": sizes };
    const parents = ["text", NAMES.map(() => "")] as const;
    const isTree = type === "treemap" || type === "sunburst";
    const data = result(type, { ...columns, ...(isTree && { "props.parents": parents }) });
    const props = type === "bar" ? { textposition: "inside" } : { textinfo: "label" };
    builder.row(320, builder.chart(type, [builder.trace(type, type, props, data)]));
  }
  server = await serveSite(filesOf([{ builder, dashboard: builder.build() }]));
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

test.skipIf(!hasBrowser).each(["light", "dark"] as const)(
  "labels differ enough from their shapes, %s",
  async (colorScheme) => {
    const viewport = { width: 1200, height: 1500 };
    const { page, close } = await openPage(browser, server.origin, { viewport, colorScheme });
    await page.goto(`${server.origin}/d/Labels`);
    for (const [type, [shapes, texts]] of Object.entries(TYPES)) {
      await drawnTraces(page, type);
      const card = page.getByRole("region", { name: type, exact: true });
      const ground = await page.evaluate(() =>
        getComputedStyle(document.documentElement).getPropertyValue("--surface"),
      );
      const fills = await card.locator(shapes).evaluateAll((all) =>
        all.map((shape) => {
          const { fill, fillOpacity, opacity } = getComputedStyle(shape);
          return { fill, opacity: Number(fillOpacity) * Number(opacity) };
        }),
      );
      const inks = await card
        .locator(texts)
        .evaluateAll((all) =>
          all.map((text) => ({ ink: getComputedStyle(text).fill, text: text.textContent.trim() })),
        );
      expect(inks.length, type).toBeGreaterThanOrEqual(NAMES.length);
      // Trees have a part for the root, without a label of its own.
      const labelled = fills.slice(fills.length - inks.length);
      const ratios = labelled.flatMap(({ fill, opacity }, index) => {
        const { ink = "", text } = inks[index] ?? {};
        return text === "" ? [] : [contrast(rgb(ink), over(rgb(fill), opacity, rgb(ground)))];
      });
      expect(Math.min(...ratios), `${type}: ${ratios.join(" ")}`).toBeGreaterThanOrEqual(AA);
    }
    await close();
  },
);

type Colour = readonly number[];

/** `rgb(1, 2, 3)` or `#010203`. */
function rgb(text: string): Colour {
  const hex = /#(..)(..)(..)/.exec(text);
  if (hex) return hex.slice(1).map((part) => Number.parseInt(part, 16));
  return (text.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
}

function over(colour: Colour, opacity: number, ground: Colour): Colour {
  return colour.map((part, index) => part * opacity + (ground[index] ?? 0) * (1 - opacity));
}

function contrast(a: Colour, b: Colour): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: Colour): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
