import { expect, test } from "vitest";
import type { JsonObject } from "../../../src/contract/json-value.js";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { ReferenceLine } from "../../../src/contract/reference-line.js";
import type { Value } from "../../../src/contract/result.js";
import { loadedFrom } from "../data/column.js";
import { createFormatter } from "../format/value.js";
import type { Props } from "./bind.js";
import { createFigure } from "./figure.js";
import type { LoadedTrace } from "./loaded-trace.js";
import { LINE_LABEL, lineLayout } from "./line-layout.js";
import { lineWords } from "./reference-lines.js";

const FORMATTER = createFormatter({ timeZone: "Europe/Berlin" });

function trace(x: readonly [LogicalType, readonly Value[]], formats?: SiteTrace["formats"]) {
  const [type, values] = x;
  const columns = [
    { name: "x", type, values },
    { name: "y", type: "decimal(9,2)", values: values.map(() => "12.50") },
  ] as const;
  const bindings = columns.map(({ name }) => ({ path: [name], column: name }));
  const object = {
    name: "t",
    type: "bar",
    props: {},
    status: "ok",
    problems: [],
    bindings,
  } as const;
  const rows = values.length;
  const cohorts = [{ name: "t", rows }];
  const loaded: LoadedTrace = {
    object: { ...object, ...(formats && { formats }) },
    result: loadedFrom({ rows, columns, cohorts }),
  };
  return loaded;
}

const DATES = trace(["date", ["2026-01-01", "2026-02-01"]], { x: "%b %Y", y: "usd" });
const NAMES = trace(["text", ["north", null]]);

function draw(
  of: LoadedTrace,
  lines: readonly ReferenceLine[],
  layout: JsonObject = {},
): Props & { readonly notices: readonly string[] } {
  const figure = createFigure([of], {
    formatter: FORMATTER,
    attributes: () => ({}),
    layout,
    lines,
    palette: ["c1"],
    isColour: () => false,
    compat: false,
  });
  return { notices: figure.notices, ...lineLayout(figure.lines, layout, (name) => name) };
}

test("lines and bands reach across the drawing at their places", () => {
  const { shapes, notices } = draw(DATES, [
    { axis: "y", from: 15, label: "target" },
    { axis: "x", from: "2026-01-15", color: "teal" },
    { axis: "x", from: "2026-01-01T23:30:00Z", to: "2026-01-10" },
  ]);
  expect(notices).toEqual([]);
  expect(shapes).toMatchObject([
    { type: "line", yref: "y", y0: 15, y1: 15, xref: "x domain", x0: 0, x1: 1 },
    { type: "line", xref: "x", x0: "2026-01-15", yref: "y domain", line: { color: "teal" } },
    // Instants lie where the project's clock shows them.
    { type: "rect", x0: "2026-01-02T00:30:00", x1: "2026-01-10", layer: "below" },
  ]);
});

test("labels stand beside and above the drawing, which makes room for them", () => {
  const lines = [
    { axis: "y", from: 15, label: "target" },
    { axis: "y", from: 10, to: 20 },
    { axis: "x", from: "2026-01-15", label: "a launch of many products at once" },
  ];
  const { annotations, margin, yaxis } = draw(DATES, lines, { annotations: [{ text: "own" }] });
  expect(annotations).toMatchObject([
    { text: "own" },
    { name: LINE_LABEL, text: "target", xref: "paper", x: 1, xanchor: "left", y: 15 },
    { text: "$10.00 to $20.00", y: 15 },
    { text: "a launch…at once", hovertext: "a launch of many products at once", y: 0.92 },
  ]);
  expect(margin).toEqual({ r: 114 });
  expect(yaxis).toEqual({ domain: [0, 0.92] });
});

test("the author's margin, domain and further axes are left alone", () => {
  const lines = [
    { axis: "y", from: 15, label: "target" },
    { axis: "x", from: "2026-01-15" },
  ];
  const own = draw(DATES, lines, { margin: { r: 4 }, yaxis: { domain: [0.5, 1] } });
  expect(own).not.toHaveProperty("margin");
  expect(own).not.toHaveProperty("yaxis");
  const two = draw(DATES, lines, { yaxis2: { overlaying: "y" } });
  expect(two).not.toHaveProperty("margin");
  expect(two["annotations"]).toMatchObject([{ xanchor: "right", bgcolor: "--surface" }, {}]);
});

test("on a logarithmic axis a label stands at the line", () => {
  const layout = { yaxis: { type: "log" } };
  const { shapes, annotations, notices } = draw(
    DATES,
    [
      { axis: "y", from: 100 },
      { axis: "y", from: -1 },
    ],
    layout,
  );
  expect(shapes).toMatchObject([{ y0: 100 }]);
  expect(annotations).toMatchObject([{ y: 2 }]);
  expect(notices).toEqual(["The line at y = −$1.00 is not drawn: yaxis is logarithmic."]);
});

test("a line that has no place is told with the reason", () => {
  const { notices, shapes } = draw(
    NAMES,
    [
      { axis: "x", from: "north" },
      { axis: "x", from: "(null)" },
      { axis: "x", from: "south", label: "<b>new</b>" },
      { axis: "y", from: "high" },
      { axis: "y2", from: 1 },
      { axis: "y", from: 100 },
    ],
    { yaxis: { range: [0, 20] } },
  );
  expect(shapes).toMatchObject([{ x0: "north" }, { x0: "(null)" }]);
  expect(notices).toEqual([
    "The line new at x = south is not drawn: xaxis has no such category.",
    "The line at y = high is not drawn: yaxis has numbers.",
    "The line at y2 = 1 is not drawn: no trace lies along yaxis2.",
    "The line at y = 100 is not drawn: it is outside of the range of yaxis.",
  ]);
  const dates = draw(DATES, [
    { axis: "x", from: 3 },
    { axis: "x", from: "soon" },
  ]);
  expect(dates.notices).toHaveLength(2);
});

test("lines are said in words, as their axes write them", () => {
  const lines = [
    { axis: "y", from: 15, label: "target" },
    { axis: "x", from: "2026-01-01", to: "2026-02-01", label: "winter" },
  ];
  expect(lineWords(lines, [DATES], {}, FORMATTER)).toEqual([
    "target at y = $15.00",
    "winter at x = Jan 2026 to Feb 2026",
  ]);
});
