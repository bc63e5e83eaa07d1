import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/contract/json-value.js";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Value } from "../../../src/contract/result.js";
import { loadedFrom } from "../data/column.js";
import type { Loaded } from "../data/loaded.js";
import { createFormatter } from "../format/value.js";
import { chartRows } from "./chart-rows.js";

type Series = Readonly<Record<string, readonly (readonly Value[])[]>>;

/** A trace whose rows are `[x, y, …]`, by cohort. */
function trace(
  name: string,
  series: Series,
  types: readonly LogicalType[],
  extra: Partial<SiteTrace> = {},
): Loaded<SiteTrace> {
  const rows = Object.values(series).flat();
  const properties = ["x", "y", "text"].slice(0, types.length);
  const result = loadedFrom({
    rows: rows.length,
    columns: types.map((type, index) => ({
      name: `props.${properties[index]}`,
      type,
      values: rows.map((row) => row[index] ?? null),
    })),
    cohorts: Object.entries(series).map(([cohort, inside]) => ({
      name: cohort,
      rows: inside.length,
    })),
  });
  const bindings = properties.map((property) => ({
    path: [property],
    column: `props.${property}`,
  }));
  const object = { name, type: "bar", props: {}, bindings, status: "ok", problems: [] } as const;
  return { object: { ...object, ...extra }, result };
}

function table(loaded: readonly Loaded<SiteTrace>[], layout: JsonObject = {}): unknown[][] {
  const { columns, end } = chartRows(loaded, layout, createFormatter({ timeZone: "UTC" }));
  const rows = Array.from({ length: end }, (_, row) => columns.map(({ value }) => value(row)));
  return [columns.map(({ header }) => header), ...rows];
}

const NAMES = { names: { "props.x": "month", "props.y": "count(*)" } };

test("columns are called after the axes, else after their SQL", () => {
  const one = trace("t", { t: [["2024-01", 1]] }, ["text", "int64"], NAMES);
  expect(table([one], { yaxis: { title: { text: "<b>Departures</b>" } } })).toEqual([
    ["month", "Departures"],
    ["2024-01", 1],
  ]);
  const second = trace("t", { t: [["a", 1]] }, ["text", "int64"], { props: { yaxis: "y2" } });
  expect(table([second], { yaxis2: { title: "Right" } })[0]).toEqual(["x", "Right"]);
});

test("what lies has its places in front of its values, as what stands", () => {
  const lying = { ...NAMES, props: { orientation: "h" } };
  const one = trace("t", { t: [[7, "JFK", "note"]] }, ["int64", "text", "text"], lying);
  expect(table([one])).toEqual([
    ["count(*)", "month", "Text"],
    ["JFK", 7, "note"],
  ]);
  const two = trace(
    "t",
    {
      a: [
        [7, "JFK"],
        [6, "LGA"],
      ],
      b: [[8, "LGA"]],
    },
    ["int64", "text"],
    lying,
  );
  expect(table([two])).toEqual([
    ["count(*)", "a", "b"],
    ["JFK", 7, null],
    ["LGA", 6, 8],
  ]);
});

test("series stand side by side, a row per place in the order of the axis", () => {
  const days = trace(
    "t",
    {
      EWR: [["2024-03-01", 3]],
      JFK: [
        ["2024-01-01", 1],
        ["2024-03-01", 2],
      ],
    },
    ["date", "int64"],
    NAMES,
  );
  expect(table([days])).toEqual([
    ["month", "EWR", "JFK"],
    ["2024-01-01", null, 1],
    ["2024-03-01", 3, 2],
  ]);
  const names = trace(
    "t",
    {
      a: [
        ["Jan", 1],
        ["Mar", 2],
      ],
      b: [
        ["Jan", 3],
        ["Feb", 4],
        ["Mar", 5],
      ],
    },
    ["text", "int64"],
  );
  expect(
    table([names])
      .slice(1)
      .map(([place]) => place),
  ).toEqual(["Jan", "Feb", "Mar"]);
});

test("lying bars have their places on the vertical axis", () => {
  const lying = trace("t", { a: [[1, "Jan"]], b: [[2, "Jan"]] }, ["int64", "text"], {
    props: { orientation: "h" },
  });
  expect(table([lying])).toEqual([
    ["y", "a", "b"],
    ["Jan", 1, 2],
  ]);
});

test("no row is lost where a place comes twice or rows hold more", () => {
  const twice = trace(
    "t",
    {
      a: [
        ["Jan", 1],
        ["Jan", 2],
      ],
      b: [["Jan", 3]],
    },
    ["text", "int64"],
  );
  expect(table([twice])).toEqual([
    ["Series", "x", "y"],
    ["a", "Jan", 1],
    ["a", "Jan", 2],
    ["b", "Jan", 3],
  ]);
  const more = trace("u", { u: [["Jan", "1.5", "note"]] }, ["text", "decimal", "text"]);
  const all = table([twice, more]);
  expect(all[0]).toEqual(["Series", "x", "y", "Text"]);
  expect(all.at(-1)).toEqual(["u", "Jan", "1.5", "note"]);
});

test("series of one name are told apart by their traces", () => {
  const first = trace("t", { a: [["Jan", 1]] }, ["text", "int64"]);
  const second = trace("u", { a: [["Jan", 2]] }, ["text", "int64"]);
  expect(table([first, second])[0]).toEqual(["x", "t: a", "u: a"]);
});

test("cells have the formats of their columns, beside each other and below each other", () => {
  const texts = (loaded: readonly Loaded<SiteTrace>[]) =>
    chartRows(loaded, {}, createFormatter({ timeZone: "UTC" })).columns.map(({ text }) => text(0));
  const formats = { formats: { "props.x": "%b %Y", "props.y": "usd0" } };
  const money = trace("a", { a: [["2024-01-01", "1234.5"]] }, ["date", "decimal(9,2)"], formats);
  const plain = trace("b", { b: [["2024-01-01", "0.5"]] }, ["date", "decimal(9,2)"]);
  expect(texts([money])).toEqual(["Jan 2024", "$1,235"]);
  // Both lie along one axis, where only one has a format.
  expect(texts([money, plain])).toEqual(["2024-01-01", "$1,235", "0.5"]);
});
