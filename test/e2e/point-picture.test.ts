/**
 * Many points of a scatter trace are one picture, which looks as the elements that Plotly would make
 * of them: those of a trace beside it that is not clipped, which stay elements.
 */
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { openPictureReader, type Box, type PictureReader } from "../support/picture.js";
import { serveSite } from "../support/site-fixture.js";

/** A few more than those of which a picture is made. */
const POINTS = 2100;
/** Numbers between 0 and 1 that look random and are the same in each run. */
function scattered(seed: number): number[] {
  let state = seed;
  return Array.from({ length: POINTS }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(state / 65_536) / 32_768;
  });
}
const BOUND = {
  "props.x": ["float64", scattered(1)],
  "props.y": ["float64", scattered(20_011)],
} as const;
const SIZES = ["float64", scattered(300_007).map((value) => value * 300)] as const;
const NAMES = [
  "text",
  scattered(4_000_037).map((value) => ["a", "b", "c"][Math.floor(value * 3)] ?? null),
] as const;

const DAYS = [
  "date",
  scattered(50_021).map((value) => new Date(value * 1e12).toISOString().slice(0, 10)),
] as const;

interface Case {
  readonly marker?: object;
  readonly trace?: object;
  readonly layout?: Parameters<DashboardBuilder["chart"]>[2];
  readonly bound?: Parameters<typeof result>[1];
}

const CASES: Readonly<Record<string, Case>> = {
  Plain: { marker: {} },
  Clear: {
    marker: { opacity: 0.5, line: { width: 2, color: "rgba(0, 80, 0, 0.5)" }, size: 9 },
  },
  Scale: { marker: { colorscale: "Viridis" }, bound: { "props.marker.color": SIZES } },
  Bubbles: {
    marker: { sizemode: "area" },
    bound: { "props.marker.size": SIZES, "props.marker.color": NAMES },
  },
  Open: { marker: { symbol: "diamond-open", size: 8 } },
  Dots: { marker: { symbol: "star-triangle-up-dot", size: 11, line: { width: 1.5 } } },
  Lines: { marker: { symbol: "x-thin", size: 8, angle: 20, line: { width: 2, color: "teal" } } },
  Logarithms: { layout: { xaxis: { type: "log" } } },
  Days: { bound: { "props.x": DAYS } },
  Categories: { bound: { "props.x": NAMES } },
  "Error bars": { trace: { error_y: { type: "constant", value: 0.02 } } },
  Selected: {
    trace: {
      selectedpoints: Array.from({ length: 1000 }, (_, place) => place * 2),
      selected: { marker: { color: "teal", size: 8 } },
      unselected: { marker: { opacity: 0.3 } },
    },
  },
};

let browser: Browser;
let reader: PictureReader;

beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await startBrowser();
  reader = await openPictureReader(browser);
});

afterAll(async () => {
  await browser?.close();
});

async function plotOf(page: Page, title: string): Promise<Locator> {
  const plot = page
    .getByRole("img", { name: new RegExp(`^${title}($|:| \\()`) })
    .locator(".js-plotly-plot[data-painted]");
  await plot.waitFor({ state: "attached" });
  return plot;
}

/** Where it is on a picture of its page. */
async function boxOf(plot: Locator, scale: number): Promise<Box> {
  const box = await plot.boundingBox();
  if (!box) throw new Error("It is not on the page.");
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map((side) =>
    Math.round(side * scale),
  ) as [number, number, number, number];
  return { x, y, width, height };
}

/** A dashboard of a picture and elements for each case. */
async function openCases(scale: number, cases: readonly string[]) {
  const builder = new DashboardBuilder("Points");
  for (const name of cases) {
    const { marker = {}, trace, layout = {}, bound } = CASES[name] ?? {};
    const chart = (title: string, more: object) => {
      const props = { mode: "markers", marker, ...trace, ...more };
      const data = result(title, { ...BOUND, ...bound });
      return builder.chart(
        title,
        [builder.trace(title, "scatter", props as Parameters<typeof builder.trace>[2], data)],
        layout,
      );
    };
    builder.row(300, chart(name, {}), chart(`${name} elements`, { cliponaxis: false }));
  }
  const server = await serveSite(filesOf([{ builder, dashboard: builder.build() }], {}));
  const opened = await openPage(browser, server.origin, {
    viewport: { width: 1200, height: 400 * cases.length },
    deviceScaleFactor: scale,
  });
  await opened.page.goto(`${server.origin}/d/Points`);
  return {
    ...opened,
    close: async () => {
      await opened.close();
      await server.close();
    },
  };
}

test.skipIf(!hasBrowser)(
  "a picture of many points looks as elements do",
  async () => {
    const all = Object.keys(CASES);
    // Where points lie has nothing to do with how finely they are drawn.
    const finer = all.filter((name) => CASES[name]?.marker !== undefined);
    for (const [scale, names] of [
      [1, all],
      [2, finer],
    ] as const) {
      const { page, faults, close } = await openCases(scale, names);
      const pairs: [Box, Box][] = [];
      for (const name of names) {
        const picture = await plotOf(page, name);
        const elements = await plotOf(page, `${name} elements`);
        expect(await elements.locator(".points path").count(), name).toBe(POINTS);
        expect(await picture.locator(".points path").count(), name).toBe(0);
        expect(await picture.locator(".points image").count(), name).toBe(1);
        pairs.push([await boxOf(picture, scale), await boxOf(elements, scale)]);
      }
      // One of all: each of a few thousand elements takes its time anew.
      const compared = await reader.compared(await page.screenshot(), pairs);
      for (const [at, name] of names.entries()) {
        const { mean = 255, most = 255, drawn = 0 } = compared[at] ?? {};
        expect(drawn, name).toBeGreaterThan(0.02);
        expect({ name, scale, mean, most }, name).toSatisfy(() => mean < 4 && most < 128);
      }
      expect(faults).toEqual([]);
      await close();
    }
  },
  120_000,
);

test.skipIf(!hasBrowser)(
  "points of a picture have tooltips, can be zoomed into and follow the theme",
  async () => {
    const { page, faults, close } = await openCases(1, ["Plain"]);
    const plot = await plotOf(page, "Plain");
    const image = plot.locator(".points image");
    const before = await image.getAttribute("href");
    const drag = plot.locator(".nsewdrag");
    const place = await plot.evaluate((element) => {
      const { calcdata, _fullLayout: layout } = element as unknown as {
        calcdata: { x: number; y: number; mrc: number }[][];
        _fullLayout: Record<string, { c2p: (value: number) => number }>;
      };
      const { x = 0, y = 0, mrc } = calcdata[0]?.at(-1) ?? {};
      return { x: layout["xaxis"]?.c2p(x) ?? 0, y: layout["yaxis"]?.c2p(y) ?? 0, radius: mrc };
    });
    expect(place.radius).toBe(3);
    await drag.hover({ position: { x: place.x, y: place.y }, force: true });
    await expect.poll(() => plot.locator(".hoverlayer").textContent()).toMatch(/\d/);

    const box = await drag.boundingBox();
    if (!box) throw new Error("Nothing to drag.");
    await page.mouse.move(box.x + box.width / 4, box.y + box.height / 4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => image.getAttribute("href")).not.toBe(before);
    expect(Number(await image.getAttribute("width"))).toBeGreaterThan(box.width);

    const zoomed = await image.getAttribute("href");
    await page.emulateMedia({ colorScheme: "dark" });
    await expect.poll(() => image.getAttribute("href")).not.toBe(zoomed);
    expect(faults).toEqual([]);
    await close();
  },
);

test.skipIf(!hasBrowser)("many points of a graphics card get the screen's own pixels", async () => {
  const builder = new DashboardBuilder("Cards");
  const chart = (title: string, copies: number) => {
    const many = (values: readonly number[]) => Array.from({ length: copies }, () => values).flat();
    const bound = {
      "props.x": ["float64", many(BOUND["props.x"][1])],
      "props.y": ["float64", many(BOUND["props.y"][1])],
    } as const;
    return builder.chart(title, [
      builder.trace(title, "scattergl", { mode: "markers" }, result(title, bound)),
    ]);
  };
  builder.row(300, chart("Few", 1), chart("Many", 10));
  const server = await serveSite(filesOf([{ builder, dashboard: builder.build() }], {}));
  for (const [scale, ratio] of [
    [1, 1],
    [1.5, 1.5],
    [3, 2],
  ] as const) {
    const { page, faults, close } = await openPage(browser, server.origin, {
      viewport: { width: 1200, height: 400 },
      deviceScaleFactor: scale,
    });
    await page.goto(`${server.origin}/d/Cards`);
    const ratioOf = async (title: string) => {
      const canvas = (await plotOf(page, title)).locator("canvas").first();
      const { width } = (await canvas.boundingBox()) ?? { width: Number.NaN };
      return canvas.evaluate(
        (element, across) => (element as HTMLCanvasElement).width / across,
        width,
      );
    };
    expect(await ratioOf("Few"), `${scale}`).toBeCloseTo(2, 1);
    expect(await ratioOf("Many"), `${scale}`).toBeCloseTo(ratio, 1);
    expect(faults).toEqual([]);
    await close();
  }
  await server.close();
});
