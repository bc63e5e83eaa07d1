import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/contract/json-value.js";
import { chartLayout, layoutNotices } from "./layout.js";

function layout(written: JsonObject, ...types: readonly string[]) {
  const data = types.map((type) => ({ type }));
  const figure = {
    data,
    rows: data.map(() => 1),
    axes: {},
    places: [...data.keys()],
    cards: [],
    lines: [],
    notices: [],
  };
  const options = { token: (name: string) => name, separators: ".,", touch: false, identity: "x" };
  return chartLayout(written, figure, options);
}

test("every map has an empty ground", () => {
  const blank = { version: 8, sources: {}, layers: [] };
  expect(layout({}, "scattermap")).toMatchObject({ map: { style: blank } });
  const written = { map: { zoom: 3, style: "open-street-map" }, map2: { zoom: 4 } };
  expect(layout(written, "scattermap")).toMatchObject({
    map: { zoom: 3, style: blank },
    map2: { zoom: 4, style: blank },
  });
  expect(layoutNotices(written)).toEqual([
    "Map tiles are not fetched; the map has an empty ground.",
  ]);
  const own = { version: 8, sources: {}, layers: [{ id: "sea", type: "background" }] };
  expect(layout({ map: { style: own } }, "scattermap")).toMatchObject({ map: { style: own } });
  expect(layoutNotices({ map: { style: own } })).toEqual([]);
});

test("an author's margin goes over the one that suits the type", () => {
  const template = (written: JsonObject, type: string) => ({
    written: layout(written, type)["margin"],
    template: (layout(written, type)["template"] as { layout: JsonObject }).layout["margin"],
  });
  expect(template({}, "scatterpolar").template).toMatchObject({ t: 44 });
  expect(template({}, "pie").template).toMatchObject({ t: 6, l: 6 });
  expect(template({}, "bar").template).toMatchObject({ l: 44 });
  expect(template({ margin: { l: 130 } }, "pie").written).toEqual({ l: 130 });
});

test("an axis over another has round ticks of its own", () => {
  const overlaid = { overlaying: "y", side: "right" };
  expect(layout({ yaxis2: overlaid }, "scatter", "scatter")).toMatchObject({
    yaxis2: { ...overlaid, tickmode: "auto", showgrid: false },
  });
  for (const own of [{ tickmode: "sync" }, { dtick: 5 }, { tickvals: [1, 2] }]) {
    const written = { ...overlaid, ...own };
    expect(layout({ yaxis2: written }, "scatter", "scatter")["yaxis2"]).toEqual(written);
  }
});

test("tooltips of flows have their value, which stands where others have a name", () => {
  const hover = (type: string) =>
    (layout({}, type)["template"] as { layout: { hoverlabel: JsonObject } }).layout.hoverlabel;
  expect(hover("sankey")["namelength"]).toBe(-1);
  expect(hover("bar")["namelength"]).toBe(0);
});
