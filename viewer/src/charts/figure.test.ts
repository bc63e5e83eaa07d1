import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/contract/json-value.js";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Result, Value } from "../../../src/contract/result.js";
import { loadedFrom } from "../data/column.js";
import { plotlyFormat } from "../format/own-formats.js";
import { createFormatter } from "../format/value.js";
import { createFigure, type FigureOptions } from "./figure.js";
import { readKpi } from "./kpi.js";
import type { LoadedTrace } from "./loaded-trace.js";
import { createSeriesPlaces } from "./series-places.js";

type Columns = Readonly<Record<string, readonly [LogicalType, readonly Value[]]>>;

const OPTIONS: FigureOptions = {
  formatter: createFormatter({ timeZone: "Europe/Berlin" }),
  attributes: () => ({ marker: { color: { valType: "color", arrayOk: true } } }),
  layout: {},
  palette: ["c1", "c2", "c3"],
  isColour: (text) => ["red", "blue"].includes(text),
  compat: false,
};

/** Columns are bound to the properties of their names. */
function trace(
  type: string,
  columns: Columns,
  props: JsonObject = {},
  extra: Partial<SiteTrace & Result> = {},
): LoadedTrace {
  const list = Object.entries(columns).map(([name, [kind, values]]) => ({
    name,
    type: kind,
    values,
  }));
  const rows = list[0]?.values.length ?? 0;
  const name = extra.name ?? "t";
  const { cohorts = [{ name, rows }], cohortType, order, ordered, formats } = extra;
  return {
    object: {
      name,
      type,
      props,
      bindings: list.map((column) => ({ path: column.name.split("."), column: column.name })),
      status: "ok",
      problems: [],
      ...(ordered && { ordered }),
      ...(formats && { formats }),
    },
    result: loadedFrom({
      rows,
      columns: list,
      cohorts,
      ...(cohortType && { cohortType }),
      ...(order && { order }),
    }),
  };
}

function figure(traces: readonly LoadedTrace[], options: Partial<FigureOptions> = {}) {
  return createFigure(traces, { ...OPTIONS, ...options });
}

const NUMBERS = ["int32", [1, 2, 3]] as const;

test.each<[string, LogicalType, readonly Value[], string, readonly unknown[]]>([
  ["codes", "text", ["010", "10", "1e3"], "category", ["010", "10", "1e3"]],
  [
    "a total among months",
    "text",
    ["2024-01", "2024-02", "Total"],
    "category",
    ["2024-01", "2024-02", "Total"],
  ],
  ["months", "text", ["2024-01", "2024-02", null], "date", ["2024-01", "2024-02", null]],
  ["NULL and empty", "text", [null, "", "(null)"], "category", ["(null)", "(empty)", '"(null)"']],
  ["booleans", "bool", [true, false, null], "category", ["true", "false", "(null)"]],
  [
    "times",
    "time",
    ["10:00:00", "24:00:00", null],
    "date",
    ["1970-01-01T10:00:00", "1970-01-02T00:00:00", null],
  ],
  ["numbers", "int32", [2023, 2024, null], "linear", [2023, 2024, null]],
  ["dates", "date", ["2024-01-01", null, "2024-01-03"], "date", ["2024-01-01", null, "2024-01-03"]],
  [
    "names of Plotly's objects",
    "text",
    ["constructor", "a&lt;b", "a<b"],
    "category",
    ["constructor\u200B", "a&amp;lt;b", "a&lt;b"],
  ],
])("%s lie along the axis of their type", (_, type, values, axis, drawn) => {
  for (const kind of ["bar", "heatmap", "box", "histogram"]) {
    const { data, axes } = figure([trace(kind, { x: [type, values], y: NUMBERS })]);
    expect(axes["xaxis"]).toMatchObject({ type: axis });
    expect(data[0]?.["x"]).toEqual(drawn);
  }
});

test("polar, spatial and second axes follow their columns too", () => {
  const codes = ["text", ["1", "01", "2"]] as const;
  const polar = figure([trace("barpolar", { theta: codes, r: NUMBERS }, { subplot: "polar2" })]);
  expect(polar.axes["polar2"]).toMatchObject({
    angularaxis: { type: "category" },
    radialaxis: { type: "linear" },
  });
  const space = figure([trace("scatter3d", { x: codes, y: NUMBERS, z: NUMBERS })]);
  expect(space.axes["scene"]).toMatchObject({ xaxis: { type: "category" } });
  const second = figure([trace("bar", { x: codes, y: NUMBERS }, { xaxis: "x2" })]);
  expect(second.axes["xaxis2"]).toEqual({ type: "category" });
  const lying = figure([trace("box", { y: codes, x: NUMBERS })]);
  expect(lying.data[0]).toMatchObject({ orientation: "h" });
});

test("an axis type that the author has written wins", () => {
  const bar = [trace("bar", { x: ["text", ["1", "2", ""]], y: NUMBERS })];
  const linear = figure(bar, { layout: { xaxis: { type: "linear" } } });
  expect(linear.axes["xaxis"]).not.toHaveProperty("type");
  expect(linear.data[0]?.["x"]).toEqual(["1", "2", ""]);
  const numbers = [trace("bar", { x: ["int32", [1, null, 3]], y: NUMBERS })];
  const names = figure(numbers, { layout: { xaxis: { type: "category" } } });
  expect(names.data[0]?.["x"]).toEqual(["1", "(null)", "3"]);
});

test("compat mode leaves the axes to Plotly and tells what falls together", () => {
  const bar = [trace("bar", { x: ["text", ["010", "10", null]], y: NUMBERS })];
  const { axes, data, notices } = figure(bar, { compat: true });
  expect(axes).toEqual({});
  expect(data[0]?.["x"]).toEqual(["010", "10", null]);
  expect(notices).toEqual([
    "010 and 10 of t are drawn in one place, as Visivo 1.0 did: they look like one number.",
  ]);
});

test("true is 1 and false 0 where a number is meant, and lengths of texts are told", () => {
  const flags = ["bool", [true, false, null]] as const;
  const bar = figure([trace("bar", { x: ["text", ["a", "b", "c"]], y: flags })]);
  expect(bar.data[0]?.["y"]).toEqual([1, 0, null]);
  expect(bar.axes["yaxis"]).toMatchObject({ type: "linear" });
  const times = figure([trace("bar", { x: NUMBERS, y: ["time", ["10:00:00", null, null]] })]);
  expect(times.axes["yaxis"]).toMatchObject({
    type: "date",
    autorangeoptions: { include: "1970-01-01" },
  });
  const text = figure([trace("bar", { x: NUMBERS, y: ["text", ["3", "1", "x"]] })]);
  expect(text.notices).toEqual([
    "The y of t is text, so that its lengths mean nothing: cast it to a number.",
  ]);
});

test("slices and parts of a whole have names, rows at the top no parent", () => {
  const labels = ["text", ["a", null, ""]] as const;
  const pie = figure([trace("pie", { labels, values: NUMBERS })]);
  expect(pie.data[0]?.["labels"]).toEqual(["a", "(null)", "(empty)"]);
  const list = figure([trace("sankey", { "node.label": ["list", ['["a","b"]']] })]);
  expect(list.data[0]).toMatchObject({ node: { label: [["a", "b"]] } });
  const parents = ["text", ["", null, "(null)"]] as const;
  const tree = figure([trace("treemap", { labels, parents, values: NUMBERS })]);
  expect(tree.data[0]).toMatchObject({
    labels: ["a", "(null)", "(empty)"],
    parents: ["", "", '"(null)"'],
  });
});

test("categories of several series follow the order of the query's rows", () => {
  const columns = { x: ["text", ["Jan", "Mar", "Feb"]], y: NUMBERS } as const;
  const cohorts = [
    { name: "north", rows: 2 },
    { name: "south", rows: 1 },
  ];
  const extra = { cohorts, cohortType: "text", order: [0, 2, 1], ordered: true } as const;
  const { axes } = figure([trace("scatter", columns, {}, extra)]);
  expect(axes["xaxis"]).toEqual({
    type: "category",
    categoryorder: "array",
    categoryarray: ["Jan", "Feb", "Mar"],
  });
  const layout = { xaxis: { categoryorder: "total descending" } };
  const written = figure([trace("scatter", columns, {}, extra)], { layout });
  expect(written.axes["xaxis"]).toEqual({ type: "category" });
});

test("a line without an order runs along its x, or says that it cannot", () => {
  const line = (x: Columns[string], extra = {}) =>
    figure([trace("scatter", { x, y: ["int32", [1, 2, 3, 4]] }, { mode: "lines" }, extra)]);
  const days = ["date", ["2024-01-03", null, "2024-01-01", "2024-01-02"]] as const;
  const sorted = line(days);
  expect(sorted.data[0]).toMatchObject({
    x: ["2024-01-01", "2024-01-02", "2024-01-03", null],
    y: [3, 4, 1, 2],
  });
  expect(sorted.notices).toEqual([]);
  expect(line(days, { ordered: true }).data[0]).toMatchObject({ y: [1, 2, 3, 4] });
  const tangled = line(["float64", [2, 1, 2, 3]]);
  expect(tangled.data[0]).toMatchObject({ x: [2, 1, 2, 3] });
  expect(tangled.notices).toEqual([
    "The line of t follows its rows, several of which share one x: `order_by` puts them in order.",
  ]);
  expect(line(["text", ["b", "a", "c", "d"]]).data[0]).toMatchObject({ y: [1, 2, 3, 4] });
});

test("colours are taken as they are, names get the palette's, NULL the series' own", () => {
  const bar = (colours: readonly Value[]) =>
    figure([trace("bar", { x: NUMBERS, y: NUMBERS, "marker.color": ["text", colours] })]);
  expect(bar(["red", null, "blue"]).data[0]).toMatchObject({
    marker: { color: ["red", "c1", "blue"] },
  });
  expect(bar(["north", "south", "north"]).data[0]).toMatchObject({
    marker: { color: ["c1", "c2", "c1"] },
  });
  expect(bar(["north", null, "red"]).data[0]).toMatchObject({
    marker: { color: ["c2", "c1", "c3"] },
  });
});

test("a series keeps its place among the colours when others fail, are hidden or new", () => {
  const one = (name: string, ...names: string[]) =>
    trace(
      "bar",
      { x: ["int32", names.map((_, row) => row)] },
      {},
      {
        name,
        cohorts: names.map((cohort) => ({ name: cohort, rows: 1 })),
      },
    );
  const order = ["a", "b"];
  const [a, b] = [one("a", "k", "l"), one("b", "x", "y", "z")];
  const visit = () => createSeriesPlaces();
  // On a visit while `a` fails, and on one when it is there.
  const failing = visit();
  failing.learn(order, [b], 8);
  expect(figure([b], { places: failing }).places).toEqual([1, 3, 5]);
  const whole = visit();
  whole.learn(order, [a, b], 8);
  expect(figure([a, b], { places: whole }).places).toEqual([0, 2, 1, 3, 5]);
  // While the page is open.
  failing.learn(order, [a, one("b", "x", "new", "z")], 8);
  expect(figure([a, one("b", "x", "new", "z")], { places: failing }).places).toEqual([
    0, 2, 1, 7, 5,
  ]);
});

test("no two series share a colour while there are enough", () => {
  const names = ["1", "2", "3", "4", "5", "6", "7"];
  const many = trace(
    "bar",
    { x: ["int32", names.map(Number)] },
    {},
    { name: "many", cohorts: names.map((name) => ({ name, rows: 1 })) },
  );
  const lone = trace("bar", { x: ["int32", [1]] }, {}, { name: "lone" });
  const { places } = figure([many, lone], { palette: ["1", "2", "3", "4", "5", "6", "7", "8"] });
  expect(new Set(places).size).toBe(8);
  expect(Math.max(...places)).toBe(7);
});

test("the smallest slices of many are drawn as one, which says how many they are", () => {
  const labels = Array.from({ length: 60 }, (_, row) => `kind ${row}`);
  const pie = (compat: boolean) =>
    figure(
      [
        trace("pie", {
          labels: ["text", [...labels, "kind 0"]],
          values: ["int64", [...labels.map((_, row) => row + 1), 100]],
          text: ["text", [...labels, "again"]],
        }),
      ],
      { compat },
    );
  const { data, notices } = pie(false);
  const names = data[0]?.["labels"] as string[];
  expect(new Set(names).size).toBe(13);
  expect(names.filter((name) => name === "48 more")).toHaveLength(48);
  expect([names[0], names[60], names[1]]).toEqual(["kind 0", "kind 0", "48 more"]);
  expect(data[0]?.["text"]).toMatchObject({ 0: "kind 0", 1: "" });
  expect(notices).toEqual(["The 48 smallest slices of t are drawn as one."]);
  expect(pie(true).notices).toEqual([]);
});

test("integers that one double stands for keep a place each", () => {
  const ids = ["9007199254740992", "9007199254740993"];
  const [{ data, axes }] = [figure([trace("bar", { x: ["int64", ids], y: ["int32", [1, 2]] })])];
  expect(data[0]?.["x"]).toEqual(ids);
  expect(axes["xaxis"]).toMatchObject({ type: "category" });
  const apart = figure([trace("bar", { x: ["int64", [ids[0] ?? "", 5]], y: ["int32", [1, 2]] })]);
  expect(apart.axes["xaxis"]).toMatchObject({ type: "linear" });
});

test("ids are things, lengths and values along a line are numbers, however long", () => {
  const ids = ["9007199254740992", "9007199254740993"];
  const bar = figure([trace("bar", { x: ["text", ["a", "b"]], y: ["int64", ids] })]);
  expect(bar.axes["yaxis"]).toMatchObject({ type: "linear" });
  expect(bar.notices).toEqual([]);
  const line = figure([trace("scatter", { x: ["int64", ids], y: ["int64", ids] })]);
  expect(line.axes).toMatchObject({ xaxis: { type: "linear" }, yaxis: { type: "linear" } });
  const paths = { "dimensions.0.values": ["int64", ids] } as const;
  expect(figure([trace("parcats", paths)]).data[0]).toMatchObject({
    dimensions: { 0: { values: ids } },
  });
});

test("numbers along axes are written as in tables, unless the author says how", () => {
  const years = ["int32", [2023, 2024, null]] as const;
  const bar = [trace("bar", { x: years, y: ["float64", [1000, 2, 3]] })];
  const { axes } = figure(bar);
  expect(axes).toMatchObject({
    xaxis: { tickformat: "=number|naming|whole|edge", hoverformat: "=number|naming" },
    yaxis: { tickformat: "=number|edge", hoverformat: "=number" },
  });
  const mixed = figure([...bar, trace("bar", { x: ["int32", [1, 2, 3]], y: NUMBERS })]);
  expect(mixed.axes).toMatchObject({ xaxis: { tickformat: "=number|whole|edge" } });
  for (const written of [{ tickformat: "~s" }, { separatethousands: true }]) {
    const { yaxis } = figure(bar, { layout: { yaxis: written } }).axes;
    expect(yaxis).toEqual({ type: "linear" });
  }
  const shares = figure(bar, { layout: { barnorm: "percent" } });
  expect(shares.axes).toMatchObject({ yaxis: { tickformat: "=number|edge" } });
  expect(figure([trace("histogram", { x: years })]).axes).toMatchObject({
    yaxis: { tickformat: "=number|whole|edge" },
  });
  expect(figure(bar, { compat: true }).axes).toEqual({});
});

test.each<[string, LogicalType, readonly Value[], object]>([
  ["days", "date", ["2024-06-01", null, "2024-06-03"], { dtick: 86_400_000 }],
  ["a day and never", "date", ["2024-06-01", "9999-12-31", null], { dtick: 86_400_000 }],
  ["months", "text", ["2024-01", "2024-03", "2024-02"], { dtick: "M1" }],
  [
    "cut months",
    "timestamp",
    ["2024-03-01T00:00:00", "2024-01-01T00:00:00", null],
    { dtick: "M1" },
  ],
  ["quarters", "date", ["2024-01-01", "2024-10-01", null], { dtick: "M3" }],
  ["years", "date", ["2020-01-01", "2023-01-01", null], { dtick: "M12" }],
  [
    "weeks",
    "date",
    ["2024-06-10", "2024-06-03", "2024-07-08"],
    { dtick: 7 * 86_400_000, tick0: "2024-06-03" },
  ],
  [
    "every other week",
    "date",
    ["2024-06-10", "2024-06-03", "2024-07-15"],
    { dtick: 14 * 86_400_000, tick0: "2024-06-03" },
  ],
  [
    "a single moment",
    "timestamp",
    ["2024-06-01T10:00:00", null, "2024-06-01T10:00:00"],
    { tickmode: "array", tickvals: ["2024-06-01T10:00:00"], tickformat: "%H:%M\n%b %-d, %Y" },
  ],
])("ticks stand at %s where nothing else lies along an axis", (_, type, values, ticks) => {
  const { axes } = figure([trace("bar", { x: [type, values], y: NUMBERS })]);
  expect(axes["xaxis"]).toEqual({ type: "date", ...ticks });
});

test("Plotly's ticks stay for hours, for many days and where the author has chosen", () => {
  const bar = (values: readonly Value[], layout = {}) =>
    figure([trace("bar", { x: ["timestamp", values], y: NUMBERS })], { layout }).axes["xaxis"];
  const date = { type: "date" };
  expect(bar(["2024-06-01T10:00:00", "2024-06-01T11:00:00", null])).toEqual(date);
  expect(bar(["2024-06-01T00:00:00", "2024-06-20T00:00:00", null])).toEqual(date);
  expect(bar(["2024-06-03T00:00:00", "2024-12-09T00:00:00", null])).toEqual(date);
  expect(bar(["2010-01-01T00:00:00", "2024-01-01T00:00:00", null])).toEqual(date);
  const written = { xaxis: { nticks: 3 } };
  expect(bar(["2024-06-01T10:00:00", null, null], written)).toEqual(date);
});

test("a tooltip writes a text as its template does", () => {
  const y = ["decimal(18,2)", ["1234.50", null, "20.00"]] as const;
  const props = { texttemplate: "%{text:$,.2f}" };
  const attributes = () => ({ hovertext: {} });
  const { data } = figure([trace("bar", { x: NUMBERS, y, text: y }, props)], { attributes });
  expect(data[0]).toMatchObject({ hovertext: ["$1,234.50", "", "$20.00"] });
});

test("amounts between 1,000 and 2,999 are no years", () => {
  const amounts = ["int32", [1000, 2000, null]] as const;
  const { axes, data } = figure([trace("bar", { x: amounts, y: amounts, text: amounts })]);
  expect(axes).toMatchObject({
    xaxis: { tickformat: "=number|naming|whole|edge" },
    yaxis: { tickformat: "=number|whole|edge" },
  });
  expect(data[0]?.["text"]).toEqual(["1,000", "2,000", ""]);
});

test.each<[string, LogicalType, Value, unknown]>([
  ["a date", "date", "2024-03-01", "2024-03-01"],
  ["an instant", "instant", "2024-03-01T10:00:00Z", "2024-03-01 11:00"],
  ["a truth value", "bool", true, "true"],
  ["NaN", "float64", "NaN", "NaN"],
  ["a text", "text", "a-b", "a-b"],
  ["nothing", "date", null, "–"],
])("a card writes %s as a table does", (_, type, value, written) => {
  const { data } = figure([trace("indicator", { value: [type, [value]] })], { asText: true });
  expect(readKpi(data[0] ?? {}, OPTIONS.formatter).value).toBe(written);
});

test("a card of a year has no marks between thousands", () => {
  const card = trace("indicator", { year: ["int32", [2024]] });
  const bindings = [{ path: ["value"], column: "year" }];
  const named = { ...card, object: { ...card.object, bindings } };
  const { data } = figure([named], { asText: true });
  expect(readKpi(data[0] ?? {}, OPTIONS.formatter).value).toBe("2024");
});

test("a tooltip of long digits says where its mark is, where nothing else does", () => {
  const long = ["int64", ["9007199254740993", 2]] as const;
  const names = ["text", ["a", "b"]] as const;
  const hover = (type: string, columns: Columns, props = {}) =>
    figure([trace(type, columns, props)]).data[0]?.["hovertemplate"];
  const number = "9,007,199,254,740,993";
  expect(hover("bar", { x: names, y: long })).toEqual([number, "2"]);
  expect(hover("bar", { x: long, y: names }, { orientation: "h" })).toEqual([
    `(${number}, %{y})`,
    "(2, %{y})",
  ]);
  expect(hover("scatter", { x: names, y: long }, { mode: "markers" })).toEqual([
    `(%{x}, ${number})`,
    "(%{x}, 2)",
  ]);
});

test("a format of a column is that of its axis, its tooltips and its labels", () => {
  const amounts = ["decimal(9,3)", ["1234.675", "2.675", null]] as const;
  const columns = { x: ["date", ["2024-01-01", "2024-02-01", "2024-03-01"]], y: amounts } as const;
  const formats = { x: "%b %Y", y: "usd", text: "pct1" };
  const schema = { xhoverformat: {}, yhoverformat: {}, texttemplate: { arrayOk: true } };
  const text = ["float64", [0.5, 0.25, 0.123]] as const;
  const bars = trace("bar", { ...columns, text }, { texttemplate: "%{y}" }, { formats });
  const { numbers } = OPTIONS.formatter;
  const { data, axes, notices } = figure([bars], { attributes: () => schema });
  expect(axes["xaxis"]).toMatchObject({ tickformat: "%b %Y", hoverformat: "%b %Y" });
  expect(axes["yaxis"]).toMatchObject({
    tickformat: plotlyFormat(numbers, "usd", "edge"),
    hoverformat: plotlyFormat(numbers, "usd"),
  });
  // From the digits of the rows, where the double 2.675 would be $2.67.
  expect(data[0]).toMatchObject({
    hovertemplate: ["$1,234.68<br>%{text}", "$2.68<br>%{text}", "<br>%{text}"],
    texttemplate: ["$1,234.68", "$2.68", "%{y}"],
    text: ["50.0%", "25.0%", "12.3%"],
    xhoverformat: "%b %Y",
  });
  expect(notices).toEqual([]);
});

test("the formats of a layout and of a trace's own properties win", () => {
  const columns = { x: ["text", ["a"]], y: ["float64", [1.5]] } as const;
  const formats = { y: "usd" };
  const schema = { yhoverformat: {} };
  const layout = { yaxis: { tickformat: ".1f" } };
  const written = figure([trace("bar", columns, {}, { formats })], {
    layout,
    attributes: () => schema,
  });
  expect(written.axes["yaxis"]).toEqual({ type: "linear" });
  expect(written.data[0]).not.toHaveProperty("yhoverformat");
  const own = trace("bar", columns, { yhoverformat: ".3f" }, { formats });
  expect(figure([own], { attributes: () => schema }).data[0]?.["yhoverformat"]).toBe(".3f");
});

test("an axis takes a format on which its traces agree, and shares have none", () => {
  const columns = { x: ["text", ["a"]], y: ["float64", [1.5]] } as const;
  const money = trace("bar", columns, {}, { name: "a", formats: { y: "usd" } });
  const plain = trace("bar", columns, {}, { name: "b" });
  const shares = trace("bar", columns, {}, { name: "c", formats: { y: "pct" } });
  const tickformat = (...traces: LoadedTrace[]) =>
    (figure(traces).axes["yaxis"] as JsonObject)["tickformat"];
  const specifier = (word: string, tick?: "edge" | "inside") =>
    plotlyFormat(OPTIONS.formatter.numbers, word, tick);
  expect(tickformat(money, plain)).toBe(specifier("usd", "edge"));
  expect(tickformat(money, shares)).toBe(tickformat(plain));
  const percent = figure([money], { layout: { barnorm: "percent" } }).axes["yaxis"];
  expect(percent).not.toHaveProperty("tickformat", specifier("usd", "edge"));
});

test("a format that does not fit the values is said, and not used", () => {
  const columns = { x: ["text", ["a"]], y: ["float64", [1.5]] } as const;
  const { axes, notices } = figure([
    trace("bar", columns, {}, { formats: { x: "usd", y: "%b %Y" } }),
  ]);
  expect(axes["xaxis"]).not.toHaveProperty("tickformat");
  expect(notices).toEqual([
    "The format usd of x in t is for numbers, which it has not.",
    "The format %b %Y of y in t is for dates, which it has not.",
  ]);
});

test("slices, parts, cells, ramps and gauges have the format of their values", () => {
  const values = ["decimal(9,2)", ["2.50"]] as const;
  const labels = ["text", ["a"]] as const;
  const formats = { values: "usd", z: "usd", value: "usd" };
  const pie = trace("pie", { labels, values }, { textinfo: "value" }, { formats });
  expect(figure([pie]).data[0]?.["texttemplate"]).toEqual(["$2.50"]);
  const parents = ["text", [""]] as const;
  const tree = trace("treemap", { labels, parents, values }, { textinfo: "value" }, { formats });
  expect(figure([tree]).data[0]?.["texttemplate"]).toEqual(["$2.50"]);
  const plane = { x: labels, y: labels, z: values };
  const cells = figure([trace("heatmap", plane, { texttemplate: "%{z}" }, { formats })]).data[0];
  expect(cells?.["text"]).toEqual(["$2.50"]);
  const specifier = (word: string, tick?: "edge" | "inside") =>
    plotlyFormat(OPTIONS.formatter.numbers, word, tick);
  expect(cells?.["colorbar"]).toEqual({ tickformat: specifier("usd", "inside") });
  const mode = "gauge+number";
  const gauge = figure([trace("indicator", { value: values }, { mode }, { formats })]).data[0];
  expect(gauge?.["gauge"]).toEqual({ axis: { tickformat: specifier("usd", "inside") } });
  const card = trace("indicator", { value: values }, {}, { formats });
  const [number] = figure([card], { asText: true }).data;
  expect(readKpi(number ?? {}, OPTIONS.formatter).value).toBe("$2.50");
});
