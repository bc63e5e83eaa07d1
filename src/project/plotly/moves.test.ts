import { expect, test } from "vitest";
import { projectOf, told } from "../../../test/support/project-text.js";
import type { TextOptions } from "../../../test/support/project-text.js";

async function load(props: string, layout: string, options: TextOptions = {}) {
  const project = await projectOf(
    `models: [{ name: m, args: [a] }]
traces: [{ name: t, model: ref(m), props: ${props} }]
charts: [{ name: c, layout: ${layout} }]`,
    options,
  );
  return { trace: project.traces[0], layout: project.charts[0]?.layout, told: told(project) };
}

test("a title that is a text is drawn as one, and what stood beside it moves below it", async () => {
  const { trace, layout, told } = await load(
    "{ type: pie, title: Shares, titlefont: { size: 9 }, titleposition: top left }",
    "{ titlefont: { size: 20 }, title: Sales, xaxis2: { title: 2024 }, legend: { title: Year } }",
  );
  expect(trace?.props).toEqual({
    title: { text: "Shares", font: { size: 9 }, position: "top left" },
  });
  expect(layout).toEqual({
    title: { text: "Sales", font: { size: 20 } },
    xaxis2: { title: { text: 2024 } },
    legend: { title: { text: "Year" } },
  });
  expect(told.map((line) => line.split(" ")[2])).toEqual(Array(3).fill("moved-property:"));
});

test("a number in the place of a text is drawn with the digits that were written", async () => {
  const { trace, layout, told } = await load(
    "{ type: bar, name: 1.10, text: [2.50, a], width: 1.50 }",
    "{ title: 1.10, xaxis: { title: { text: 0o17 } }, annotations: [{ text: 10 }] }",
  );
  expect(trace?.props).toEqual({ name: "1.10", text: ["2.50", "a"], width: 1.5 });
  expect(layout).toEqual({
    title: { text: "1.10" },
    xaxis: { title: { text: "0o17" } },
    annotations: [{ text: 10 }],
  });
  expect(told).toEqual([]);
});

test("an expression moves with its property, while its result keeps the name that was written", async () => {
  const { trace } = await load(
    '{ type: bar, bardir: "?{ max(d) }", marker: { colorbar: { title: "?{ max(t) }", titlefont: { color: "?{ max(c) }" } } } }',
    "{}",
  );
  expect(trace?.bindings).toEqual([
    { path: ["orientation"], column: "props.bardir" },
    { path: ["marker", "colorbar", "title", "text"], column: "props.marker.colorbar.title" },
    {
      path: ["marker", "colorbar", "title", "font", "color"],
      column: "props.marker.colorbar.titlefont.color",
    },
  ]);
  expect(trace?.queries.map(({ path }) => path.join("."))).toEqual([
    "bardir",
    "marker.colorbar.title",
    "marker.colorbar.titlefont.color",
  ]);
});

test("maps that were drawn by Mapbox become maps, with what is below them", async () => {
  const { trace, layout } = await load(
    "{ type: scattermapbox, subplot: mapbox3 }",
    "{ mapbox: { zoom: 3 }, mapbox3: { layers: [{ symbol: { textfont: { size: 9 } } }] } }",
  );
  expect(trace).toMatchObject({ type: "scattermap", props: { subplot: "map3" } });
  expect(layout).toEqual({
    map: { zoom: 3 },
    map3: { layers: [{ symbol: { textfont: { size: 9 } } }] },
  });
});

test("what is given under both names is read from the newer one", async () => {
  const { trace, layout, told } = await load(
    "{ type: bar, bardir: h, orientation: v }",
    "{ mapbox: { zoom: 3 }, map: { zoom: 4 } }",
  );
  expect(trace?.props).toMatchObject({ orientation: "v" });
  expect(layout).toMatchObject({ map: { zoom: 4 } });
  expect(told).toEqual([
    "2:56 warning removed-property: `bardir` is no longer known to Plotly and is ignored. (Remove it: `orientation` is given as well.)",
    "3:31 warning removed-property: `mapbox` is no longer known to Plotly and is ignored. (Remove it: `map` is given as well.)",
  ]);
});

test("keys of a surface's colours move only where they are no keys of their own", async () => {
  const surface = await load("{ type: surface, zmin: 1 }", "{}");
  expect(surface.trace?.props).toEqual({ cmin: 1 });
  const heatmap = await load("{ type: heatmap, zmin: 1 }", "{}");
  expect(heatmap).toMatchObject({ told: [], trace: { props: { zmin: 1 } } });
  const mesh = await load("{ type: mesh3d, zmin: 1 }", "{}");
  expect(mesh.told).toEqual([
    "2:59 error unknown-property: `zmin` is not a property of a `mesh3d` trace. (Did you mean `cmin`?)",
  ]);
});

test("text from the environment becomes the value that it spells", async () => {
  const variables = {
    LEGEND: "true",
    SIZE: "12",
    HOVER: "false",
    RESOLUTION: "50",
    COLOUR: "teel",
  };
  const { trace, layout, told } = await load(
    '{ type: scatter, showlegend: "${env.LEGEND}", opacity: "${env.MISSING}", marker: { size: "${env.SIZE}" } }',
    '{ hovermode: "${env.HOVER}", geo: { resolution: "${env.RESOLUTION}" }, paper_bgcolor: "${env.COLOUR}" }',
    { variables },
  );
  expect(trace?.props).toMatchObject({ showlegend: true, marker: { size: "12" } });
  expect(layout).toMatchObject({ hovermode: false, geo: { resolution: 50 } });
  expect(told.map((line) => line.split(" ")[2])).toEqual(["missing-variable:", "wrong-colour:"]);
});

test("colours keep their digits when the mark before them is missing", async () => {
  const { trace, layout, told } = await load(
    '{ type: bar, marker: { color: [ff8800, "112233", red], line: { color: FFF } } }',
    "{ colorway: [teal, abc], paper_bgcolor: abcd }",
  );
  expect(trace?.props).toEqual({
    marker: { color: ["#ff8800", "112233", "red"], line: { color: "#FFF" } },
  });
  expect(layout).toMatchObject({ colorway: ["teal", "#abc"] });
  expect(told).toEqual([
    "3:69 error wrong-colour: `abcd` is not a colour, which `paper_bgcolor` needs. (Write a name such as `teal`, `#1f77b4` or `rgb(31, 119, 180)`.)",
  ]);
});

test("values that are left empty are as if they were not written", async () => {
  const { told } = await load("{ type: bar, marker: , opacity: null }", "{ xaxis: null }");
  expect(told).toEqual([]);
});
