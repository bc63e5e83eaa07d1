import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteDashboard } from "../../src/contract/pages/dashboard.js";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { drawnTraces } from "../support/chart-page.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { serveSite, type FixtureServer, type SiteFiles } from "../support/site-fixture.js";
import { arrowResult } from "../support/arrow-result.js";

const NUMBERS = [3, 1, 4, 1, 5, 9, 2, 6];
const LETTERS = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** One chart of each type, with the columns that it needs. */
const TYPES: Readonly<Record<string, { props?: object; columns: Parameters<typeof result>[1] }>> = {
  scatter: { columns: { "props.x": ["int32", NUMBERS], "props.y": ["int32", NUMBERS] } },
  bar: { columns: { "props.x": ["text", LETTERS], "props.y": ["int32", NUMBERS] } },
  pie: { columns: { "props.labels": ["text", LETTERS], "props.values": ["int32", NUMBERS] } },
  histogram: { columns: { "props.x": ["int32", NUMBERS] } },
  box: { columns: { "props.y": ["int32", NUMBERS] } },
  heatmap: {
    columns: {
      "props.x": ["text", LETTERS],
      "props.y": ["text", LETTERS],
      "props.z": ["int32", NUMBERS],
    },
  },
  indicator: { props: { mode: "gauge+number" }, columns: { "props.value": ["int32", [42]] } },
  scattergeo: {
    columns: { "props.lon": ["float64", [-73.8, -87.9]], "props.lat": ["float64", [40.6, 41.9]] },
  },
  table: {
    props: { header: { values: ["Letter"] } },
    columns: { "props.cells.values.0": ["text", LETTERS] },
  },
};

let browser: Browser;
const servers: FixtureServer[] = [];

beforeAll(async () => {
  if (hasBrowser) browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
  for (const server of servers) await server.close();
});

/** A page with one dashboard, made by `fill`. */
async function openDashboard(
  fill: (builder: DashboardBuilder) => Partial<SiteDashboard> | void,
  site: object = {},
) {
  const builder = new DashboardBuilder("Charts");
  const extra = fill(builder) ?? {};
  const files: SiteFiles = filesOf([{ builder, dashboard: builder.build(extra) }], site);
  const server = await serveSite(files);
  servers.push(server);
  const watched = await openPage(browser, server.origin, {
    viewport: { width: 1200, height: 2400 },
  });
  await watched.page.goto(`${server.origin}/d/Charts`);
  return watched;
}

test.skipIf(!hasBrowser)("every type is drawn as itself, and nothing leaves the page", async () => {
  const { page, faults, requests, close } = await openDashboard((builder) => {
    for (const [type, { props = {}, columns }] of Object.entries(TYPES)) {
      builder.row(
        300,
        builder.chart(`A ${type}`, [
          builder.trace(type, type, { ...props }, result(type, columns)),
        ]),
      );
    }
  });
  for (const type of Object.keys(TYPES)) {
    expect(await drawnTraces(page, `A ${type}`)).toMatchObject([{ type }]);
  }
  const coast = page.getByRole("img", { name: /^A scattergeo/ }).locator(".coastlines path");
  await expect
    .poll(async () => ((await coast.getAttribute("d")) ?? "").length)
    .toBeGreaterThan(1_000);
  expect(requests.filter((path) => path.includes("map-outlines"))).toHaveLength(1);
  expect(faults).toEqual([]);
  await close();
});

test.skipIf(!hasBrowser)(
  "instants and dates are drawn as written in the project's zone, wherever the reader is",
  async () => {
    for (const timezoneId of ["Asia/Tokyo", "America/Los_Angeles"]) {
      const builder = new DashboardBuilder("Charts");
      const item = builder.chart("Times", [
        builder.trace(
          "instants",
          "scatter",
          {},
          result("instants", {
            "props.x": ["instant", ["2013-01-01T10:15:00Z", "2013-07-01T10:15:00.25Z"]],
            "props.y": ["int32", [1, 2]],
          }),
        ),
        builder.trace(
          "days",
          "scatter",
          {},
          result("days", {
            "props.x": ["date", ["2013-01-01", "2013-07-01"]],
            "props.y": ["int32", [1, 2]],
          }),
        ),
      ]);
      builder.row(300, item);
      const server = await serveSite(
        filesOf([{ builder, dashboard: builder.build() }], { timeZone: "America/New_York" }),
      );
      servers.push(server);
      const { page, close } = await openPage(browser, server.origin, { timezoneId });
      await page.goto(`${server.origin}/d/Charts`);
      const [instants, days] = await drawnTraces(page, "Times");
      expect(instants?.x).toEqual(["2013-01-01T05:15:00", "2013-07-01T06:15:00.25"]);
      expect(days?.x).toEqual(["2013-01-01", "2013-07-01"]);
      await close();
    }
  },
);

test.skipIf(!hasBrowser)("colours are taken in every form that CSS has", async () => {
  const written = {
    rebeccapurple: "rgb(102, 51, 153)",
    "#0a8": "rgb(0, 170, 136)",
    "rgb(10 20 30 / 50%)": "rgb(10, 20, 30)",
    "hsl(120, 100%, 25%)": "rgb(0, 128, 0)",
    "hwb(60 0% 0%)": "rgb(255, 255, 0)",
    "lab(50% 0 0)": "rgb(119, 119, 119)",
    "lch(50% 0 0)": "rgb(119, 119, 119)",
    "oklab(60% 0 0)": "rgb(128, 128, 128)",
    "oklch(60% 0 0)": "rgb(128, 128, 128)",
    "color(srgb 1 0 0)": "rgb(255, 0, 0)",
    "color(display-p3 0.5 0.5 0.5)": "rgb(128, 128, 128)",
    "color(xyz-d65 0 0 0)": "rgb(0, 0, 0)",
  };
  const colours = Object.keys(written);
  const { page, faults, close } = await openDashboard((builder) => {
    const data = result("bars", {
      "props.x": ["text", colours],
      "props.y": ["int32", colours.map(() => 1)],
    });
    const props = { marker: { color: colours } };
    builder.row(300, builder.chart("Colours", [builder.trace("bars", "bar", props, data)]));
  });
  await drawnTraces(page, "Colours");
  const drawn = await page
    .locator(".barlayer .point > path")
    .evaluateAll((bars) => bars.map((bar) => getComputedStyle(bar).fill));
  expect(drawn).toEqual(Object.values(written));
  expect(faults).toEqual([]);
  await close();
});

test.skipIf(!hasBrowser)("data cannot write markup, links or pictures into a chart", async () => {
  const hostile = '<a href="https://evil.example" target="_top">click</a><b>bold</b>';
  const { page, faults, close } = await openDashboard((builder) => {
    const data = result(
      "hostile",
      {
        "props.x": ["text", [hostile, "fine"]],
        "props.y": ["int32", [1, 2]],
        "props.text": [
          "text",
          [hostile, '<span style="background:url(https://evil.example/x.png)">x</span>'],
        ],
      },
      [
        { name: hostile, rows: 1 },
        { name: null, rows: 1 },
      ],
    );
    builder.row(
      400,
      builder.chart("Hostile", [builder.trace("hostile", "bar", {}, data)], {
        images: [{ source: "https://evil.example/pixel.png", x: 0, y: 1 }],
      }),
    );
  });
  const traces = await drawnTraces(page, "Hostile");
  expect(traces.map(({ name }) => name)).toEqual([hostile.replaceAll("<", "&lt;"), "(null)"]);
  const chart = page.getByRole("img", { name: /^Hostile/ });
  expect(await chart.locator("a").count()).toBe(0);
  expect(await chart.locator(".legendtext").first().textContent()).toContain(
    '<a href="https://evil.example"',
  );
  await page.getByText("Pictures from other hosts are not loaded.").waitFor();
  expect(faults).toEqual([]);
  await close();
});

test.skipIf(!hasBrowser)("a large result comes as Arrow and is thinned with a notice", async () => {
  const rows = 120_000;
  const { page, faults, close } = await openDashboard((builder) => {
    const x = Array.from({ length: rows }, (_, row) => row);
    const y = x.map((row) => (row === 77_777 ? 1_000 : row % 100));
    for (const mode of ["markers", "lines"]) {
      const name = `Many ${mode}`;
      builder.row(
        300,
        builder.chart(name, [
          builder.trace(
            mode,
            "scatter",
            { mode },
            result(mode, {
              "props.x": ["int32", []],
              "props.y": ["float64", []],
            }),
            {
              data: {
                url: "data/large.arrow",
                format: "arrow",
                rows,
                builtAt: "2024-12-02T13:02:00Z",
              },
            },
          ),
        ]),
      );
    }
    builder.files.set(
      "data/large.arrow",
      arrowResult({ "props.x": ["int32", x], "props.y": ["float64", y] }, [{ name: "all", rows }]),
    );
  });
  await page.getByText("Showing 50,000 of 120,000 points, sampled evenly.").waitFor();
  await page
    .getByText("120,000 points drawn by the extremes of short intervals; no peak is lost.")
    .waitFor();
  const [markers] = await drawnTraces(page, "Many markers");
  expect(markers?.x).toHaveLength(50_000);
  const [lines] = await drawnTraces(page, "Many lines");
  expect(lines?.x?.length).toBeLessThan(40_001);
  expect(lines?.y).toContain(1_000);
  expect(faults).toEqual([]);
  await close();
});

test.skipIf(!hasBrowser)("compressed files of a static host are opened by the page", async () => {
  const { gzipSync } = await import("node:zlib");
  const { page, close } = await openDashboard((builder) => {
    builder.row(
      300,
      builder.chart("Packed", [
        builder.trace("packed", "bar", {}, result("packed", TYPES["bar"]?.columns ?? {})),
      ]),
    );
    for (const [path, body] of builder.files)
      builder.files.set(path, gzipSync(JSON.stringify(body)));
  });
  expect(await drawnTraces(page, "Packed")).toMatchObject([
    { type: "bar", x: LETTERS, y: NUMBERS },
  ]);
  await close();
});

test.skipIf(!hasBrowser)(
  "numbers without a gauge are text, with their exact digits where they are asked for",
  async () => {
    const { page, requests, close } = await openDashboard((builder) => {
      const value = result("flights", { "props.value": ["int64", [336_776]] });
      builder.row(
        128,
        builder.chart("Flights", [
          builder.trace("flights", "indicator", { title: { text: "All <b>flights</b>" } }, value),
        ]),
      );
    });
    const card = page.getByRole("region", { name: "Flights" });
    await card.getByText("336,776").waitFor();
    expect(await card.locator(".kpi-label").textContent()).toBe("All flights");
    expect(requests.filter((path) => path.includes("plotly"))).toEqual([]);
    await close();
  },
);

test.skipIf(!hasBrowser)("a change of the theme redraws charts in its colours", async () => {
  const { page, close } = await openDashboard((builder) => {
    builder.row(
      300,
      builder.chart("Bars", [
        builder.trace("bars", "bar", {}, result("bars", TYPES["bar"]?.columns ?? {})),
      ]),
    );
  });
  const before = await colourOf(page);
  await page.getByRole("button", { name: "Use the dark theme" }).click();
  await expect.poll(() => colourOf(page)).not.toBe(before);
  expect([before, await colourOf(page)]).toEqual(["#2456d3", "#5b7fff"]);
  await close();
});

async function colourOf(page: Page): Promise<unknown> {
  return (await drawnTraces(page, "Bars"))[0]?.colour;
}
