import { expect, test } from "vitest";
import { projectOf, told } from "../../test/support/project-text.js";

const WHOLE = `
name: shop
defaults:
  source_name: main
  time_zone: Europe/Berlin
  levels:
    - title: Company
      description: For everyone
sources:
  - name: main
    type: server
    database: shop
  - name: weather
    type: csv
    file: data/weather.csv
models:
  - name: orders
    description: All orders
    tags: [finance]
    sql: "select * from orders;  "
  - name: days
    source: ref(weather)
  - name: both
    sql: select * from orders join days using (day)
    models: [ref(orders), "\${ref(days)}"]
  - name: airports
    args: [node, scripts/airports.js]
traces:
  - name: per day
    model: ref(both)
    columns:
      total: ?{ sum(amount) }
      label: day
    props:
      type: bar
      x: ?{ day }
      y: column(total)
      text: ["a", "?{ max(day) }"]
      marker: { color: "column(total)[0]", cmin: 3 }
    cohort_on: ?{ region }
    filters: ["?{ amount > 0 }"]
    order_by: ["?{ day desc nulls last }"]
charts:
  - name: sales chart
    layout: { title: { text: Sales } }
    selector:
      name: regions
    traces:
      - ref(per day)
      - model: ref('airports')
        props: { type: scattergeo, lat: "?{ lat }" }
tables:
  - name: rows
    model: ref(orders)
    column_defs:
      - columns: [{ key: amount, header: Amount, aggregation: sum, format: ",.2f" }]
dashboards:
  - name: Overview
    level: Company
    rows:
      - height: small
        name: top
        items:
          - width: 2
            chart: ref(sales chart)
          - rows:
              - height: 200
                items:
                  - markdown: "# Hello"
                    align: center
              - items: [{ table: ref(rows) }]
  - name: Elsewhere
    href: https://example.com/
`;

test("a whole project is resolved without a word", async () => {
  const project = await projectOf(WHOLE);
  expect(told(project)).toEqual([]);
  expect([...project.objects.keys()]).toEqual([
    "source:main",
    "source:weather",
    "model:orders",
    "model:days",
    "model:both",
    "model:airports",
    "trace:per day",
    "chart:sales chart",
    "selector:regions",
    "trace:sales chart.traces[1]",
    "table:rows",
    "dashboard:Overview",
    "dashboard:Elsewhere",
  ]);
});

test("objects are typed and point at each other", async () => {
  const project = await projectOf(WHOLE);
  const [day, inline] = project.traces;
  expect(day).toMatchObject({
    kind: "trace",
    type: "bar",
    props: { x: null, y: null, text: ["a", null], marker: { color: null, cmin: 3 } },
    queries: [
      { path: ["x"], sql: "day" },
      { path: ["text", 1], sql: "max(day)" },
    ],
    columns: [
      { name: "total", sql: "sum(amount)" },
      { name: "label", sql: "day" },
    ],
    bindings: [
      { path: ["x"], column: "props.x" },
      { path: ["y"], column: "columns.total" },
      { path: ["text", 1], column: "props.text.1" },
      { path: ["marker", "color"], column: "columns.total", index: 0 },
    ],
    cohortOn: { sql: "region" },
    filters: [{ sql: "amount > 0" }],
    orderBy: [{ sql: "day desc nulls last" }],
  });
  const both = project.models.find(({ name }) => name === "both");
  expect(day?.model).toBe(both);
  expect(both).toMatchObject({
    type: "merge",
    models: [
      {
        name: "orders",
        description: "All orders",
        tags: ["finance"],
        sql: "select * from orders;",
        usesDefaultSource: true,
        source: { name: "main", type: "server", config: { database: "shop" } },
      },
      { name: "days", sql: 'select * from "weather"', usesDefaultSource: false },
    ],
  });
  expect(inline?.model).toMatchObject({
    type: "script",
    args: ["node", "scripts/airports.js"],
    directory: "/project",
    tableName: "model",
    timeout: 300_000,
    allowEmpty: false,
  });
  expect(project.selectors[0]?.options).toEqual([
    { kind: "trace", name: "per day" },
    { kind: "trace", name: "sales chart.traces[1]" },
  ]);
  expect(project.tables[0]?.columnDefs.get("orders")).toEqual([
    { key: "amount", header: "Amount", aggregation: "sum", format: ",.2f", markdown: false },
  ]);
  expect(project.dashboards[0]).toMatchObject({
    level: "Company",
    rows: [
      {
        name: "top",
        height: 256,
        items: [
          { width: 2, content: { kind: "chart", chart: { name: "sales chart" } } },
          {
            width: 1,
            content: {
              kind: "rows",
              rows: [
                { height: 200, items: [{ content: { kind: "markdown", align: "center" } }] },
                { height: 396, items: [{ content: { kind: "table", table: { name: "rows" } } }] },
              ],
            },
          },
        ],
      },
    ],
  });
  expect(project.dashboards[1]).toMatchObject({ href: "https://example.com/", rows: [] });
  expect(project.defaults).toMatchObject({
    sourceName: "main",
    timeZone: "Europe/Berlin",
    timeZoneGiven: true,
    threads: 8,
    levels: [{ title: "Company", description: "For everyone" }],
  });
});

test("the graph knows both directions, in the order written", async () => {
  const { graph } = await projectOf(WHOLE);
  const names = (objects: readonly { name: string }[]) => objects.map(({ name }) => name);
  expect(names(graph.dependencies("model:both"))).toEqual(["orders", "days"]);
  expect(names(graph.dependencies("chart:sales chart"))).toEqual([
    "regions",
    "per day",
    "sales chart.traces[1]",
  ]);
  expect(names(graph.dependents("model:orders"))).toEqual(["both", "rows"]);
  expect(names(graph.dependents("source:main"))).toEqual(["orders"]);
  expect(graph.dependents("dashboard:Overview")).toEqual([]);
  expect(graph.dependencies("nobody")).toEqual([]);
});

test("a property is located by its path, the nearest above it when it is not written", async () => {
  const project = await projectOf(WHOLE);
  const trace = project.traces[0];
  const start = (path: (string | number)[]) => trace?.locate(path).start;
  expect(trace?.at.start).toEqual({ line: 29, column: 11 });
  expect(start(["props", "marker", "color"])).toEqual({ line: 39, column: 24 });
  expect(start(["props", "marker", "opacity"])).toEqual({ line: 39, column: 15 });
  expect(start(["props", "text", 1])).toEqual({ line: 38, column: 19 });
  expect(start(["order"])).toEqual({ line: 29, column: 11 });
});

test("an empty folder yields an empty project", async () => {
  const project = await projectOf("");
  expect(told(project)).toEqual([]);
  expect(project.objects.size).toBe(0);
  expect(project.name).toBe("project");
});
