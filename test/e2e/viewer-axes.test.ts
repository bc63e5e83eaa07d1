/** Places, categories and names of charts as Plotly has computed them, against the rows. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hasBrowser, openPage, startBrowser } from "../support/browser.js";
import { drawnPlot } from "../support/chart-page.js";
import { DashboardBuilder, filesOf, result } from "../support/northwind.js";
import { serveSite } from "../support/site-fixture.js";

let browser: Browser;

beforeAll(async () => {
  if (hasBrowser) browser = await startBrowser();
});

afterAll(async () => {
  await browser?.close();
});

test.skipIf(!hasBrowser)("every row has the place that its type says", async () => {
  const builder = new DashboardBuilder("Axes");
  const numbers = ["int32", [1, 2, 3]] as const;
  const add = (
    title: string,
    type: string,
    columns: Parameters<typeof result>[1],
    props: Parameters<DashboardBuilder["trace"]>[2] = {},
  ) =>
    builder.row(
      300,
      builder.chart(title, [builder.trace(title, type, props, result(title, columns))]),
    );
  const codes = ["text", ["010", "10", "1238"]] as const;
  for (const type of ["bar", "box", "heatmap", "histogram", "scattergl", "funnel"]) {
    const funnel = type === "funnel" ? { orientation: "v" } : {};
    add(
      `Codes ${type}`,
      type,
      {
        "props.x": codes,
        "props.y": numbers,
        ...(type === "heatmap" ? { "props.z": numbers } : {}),
      },
      funnel,
    );
  }
  add("Dates", "bar", {
    "props.x": ["text", ["2024-01", "2024-02", "2024-13"]],
    "props.y": numbers,
  });
  add("Missing", "bar", { "props.x": ["text", [null, "", "(null)"]], "props.y": numbers });
  add("Clock", "bar", {
    "props.x": ["time", ["10:00:00", "12:30:00", "23:59:59"]],
    "props.y": numbers,
  });
  add("Flags", "bar", { "props.x": codes, "props.y": ["bool", [true, false, true]] });
  add("Plane", "heatmap", {
    "props.x": codes,
    "props.y": ["text", ["a", "a", "a"]],
    "props.z": ["bool", [true, false, true]],
  });
  add("Slices", "pie", { "props.labels": ["text", ["a", null, ""]], "props.values": numbers });
  add("Objects", "bar", {
    "props.x": ["text", ["constructor", "toString", "a"]],
    "props.y": numbers,
  });
  add("Colours", "bar", {
    "props.x": codes,
    "props.y": numbers,
    "props.marker.color": ["text", ["north", "south", null]],
  });
  const server = await serveSite(filesOf([{ builder, dashboard: builder.build() }], {}));
  const { page, faults, close } = await openPage(browser, server.origin, {
    viewport: { width: 1200, height: 6000 },
  });
  await page.goto(`${server.origin}/d/Axes`);
  for (const type of ["bar", "box", "heatmap", "histogram", "scattergl", "funnel"]) {
    const { axes } = await drawnPlot(page, `Codes ${type}`);
    expect([type, axes["xaxis"]]).toEqual([type, { type: "category", categories: codes[1] }]);
  }
  expect((await drawnPlot(page, "Dates")).points).toEqual([
    { place: 0, size: 1 },
    { place: 1, size: 2 },
    { place: 2, size: 3 },
  ]);
  const missing = await drawnPlot(page, "Missing");
  expect(missing.axes["xaxis"]?.categories).toEqual(["(null)", "(empty)", '"(null)"']);
  expect(missing.points.map(({ size }) => size)).toEqual([1, 2, 3]);
  const clock = await drawnPlot(page, "Clock");
  expect(clock.points.map(({ place }) => place)).toEqual([36_000_000, 45_000_000, 86_399_000]);
  expect((await drawnPlot(page, "Flags")).points.map(({ size }) => size)).toEqual([1, 0, 1]);
  expect((await drawnPlot(page, "Plane")).planes).toEqual([[[1, 0, 1]]]);
  expect((await drawnPlot(page, "Slices")).labels).toEqual(["(empty)", "(null)", "a"]);
  expect((await drawnPlot(page, "Objects")).points.map(({ place }) => place)).toEqual([0, 1, 2]);
  const { colours } = await drawnPlot(page, "Colours");
  expect(new Set(colours).size).toBe(3);
  expect(faults).toEqual([]);
  await close();
  await server.close();
});

/** The cells of a heatmap's first line that have a value: where they begin and end. */
async function cellsOf(page: Page, title: string, series = 0): Promise<number[][]> {
  const plot = page
    .getByRole("img", { name: new RegExp(`^${title}`) })
    .locator(".js-plotly-plot[data-painted]");
  await plot.waitFor({ state: "attached" });
  return plot.evaluate((element, at) => {
    // Plotly keeps what it computed on the element.
    const { calcdata } = element as unknown as {
      calcdata: { x: number[]; z: (number | undefined)[][] }[][];
    };
    const { x = [], z = [] } = calcdata[at]?.[0] ?? {};
    return (z[0] ?? []).flatMap((value, index) =>
      typeof value === "number" ? [[x[index] ?? Number.NaN, x[index + 1] ?? Number.NaN]] : [],
    );
  }, series);
}

test.skipIf(!hasBrowser)("cells of a heatmap reach over no place without data", async () => {
  const builder = new DashboardBuilder("Cells");
  const heatmap = (name: string, x: Parameters<typeof result>[1][string]) =>
    builder.trace(
      name,
      "heatmap",
      {},
      result(name, {
        "props.x": x,
        "props.y": ["text", x[1].map(() => "a")],
        "props.z": ["int32", x[1].map((_, index) => index)],
      }),
    );
  builder.row(
    300,
    builder.chart("Hours", [heatmap("hours", ["int32", [1, 2, 6, 7, 9]])]),
    builder.chart("Days", [heatmap("days", ["date", ["2024-01-01", "2024-01-02", "2024-01-05"]])]),
  );
  builder.row(
    300,
    builder.chart("Names", [
      heatmap("three", ["text", ["a", "b", "c"]]),
      heatmap("two", ["text", ["a", "c"]]),
    ]),
  );
  const server = await serveSite(filesOf([{ builder, dashboard: builder.build() }], {}));
  const { page, faults, close } = await openPage(browser, server.origin, {
    viewport: { width: 1200, height: 1000 },
  });
  await page.goto(`${server.origin}/d/Cells`);
  const around = (places: readonly number[], half: number) =>
    places.map((place) => [place - half, place + half]);
  expect(await cellsOf(page, "Hours")).toEqual(around([1, 2, 6, 7, 9], 0.5));
  const days = ["2024-01-01", "2024-01-02", "2024-01-05"].map((day) => Date.parse(day));
  expect(await cellsOf(page, "Days")).toEqual(around(days, 43_200_000));
  expect(await cellsOf(page, "Names", 1)).toEqual(around([0, 2], 0.5));
  expect(faults).toEqual([]);
  await close();
  await server.close();
});

test.skipIf(!hasBrowser)(
  "series are named in the project's zone, in the legend and the selector",
  async () => {
    const builder = new DashboardBuilder("Series");
    const days = ["2024-10-26T22:00:00Z", "2024-10-27T23:00:00Z"];
    const data = {
      ...result(
        "days",
        { "props.x": ["instant", days], "props.y": ["int32", [3, 4]] },
        days.map((name) => ({ name, rows: 1 })),
      ),
      cohortType: "instant" as const,
    };
    const selectors = { Days: { name: "Days", type: "multiple", options: [] } } as const;
    builder.row(
      400,
      builder.chart("Per day", [builder.trace("days", "bar", {}, data)], {}, { selector: "Days" }),
    );
    const server = await serveSite(
      filesOf([{ builder, dashboard: builder.build({ selectors }) }], {}),
    );
    const { page, faults, close } = await openPage(browser, server.origin);
    await page.goto(`${server.origin}/d/Series`);
    const names = ["2024-10-27 00:00", "2024-10-28 00:00"];
    expect((await drawnPlot(page, "Per day")).names).toEqual(names);
    await page.getByRole("button", { name: /^Days / }).click();
    await expect.poll(() => page.locator(".choice").allTextContents()).toEqual(names);
    expect(faults).toEqual([]);
    await close();
    await server.close();
  },
);
