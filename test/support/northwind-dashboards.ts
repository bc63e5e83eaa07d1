/** The dashboards of the Northwind fixture. */
import type { Value } from "../../src/contract/result.js";
import type { SiteDashboard } from "../../src/contract/pages/dashboard.js";
import type { DashboardSummary } from "../../src/contract/pages/home.js";
import { DashboardBuilder, filesOf, result, wide } from "./northwind.js";
import type { SiteFiles } from "./site-fixture.js";

const MONTHS = Array.from(
  { length: 12 },
  (_, index) => `2024-${String(index + 1).padStart(2, "0")}-01`,
);

/** The overview that the design's pictures show. */
export function overview(): { builder: DashboardBuilder; dashboard: SiteDashboard } {
  const builder = new DashboardBuilder("Company overview");
  builder.row(0, {
    width: 1,
    problems: [],
    content: { kind: "selector", selector: "Category" },
  });
  addNumbers(builder);
  addRevenue(builder);
  addDetails(builder);
  addProducts(builder);
  const dashboard = builder.build({
    description: "Revenue, margin and growth for the leadership weekly.",
    tags: ["Executive", "Weekly"],
    selectors: {
      Category: {
        name: "Category",
        type: "multiple",
        options: [{ kind: "trace", name: "products" }],
      },
    },
  });
  return { builder, dashboard };
}

function addNumbers(builder: DashboardBuilder): void {
  const numbers = [
    [
      "Net revenue",
      11_670_000,
      10_676_000,
      { prefix: "€", valueformat: ".4s" },
      { relative: true },
    ],
    ["Gross margin", 0.482, 0.468, { valueformat: ".1%" }, { valueformat: ".1%" }],
    ["Active customers", 84_210, 80_970, {}, { relative: true }],
    [
      "Return rate",
      0.046,
      0.041,
      { valueformat: ".1%" },
      { valueformat: ".1%", increasing: { color: "var(--err)" } },
    ],
  ] as const;
  builder.row(
    0,
    ...numbers.map(([name, value, reference, number, delta]) =>
      builder.chart(
        name,
        [
          builder.trace(
            name,
            "indicator",
            {
              mode: "number+delta",
              value: null,
              number: { ...number },
              delta: { reference, ...delta },
            },
            result(name, { "props.value": ["decimal(12,3)", [String(value)]] }),
          ),
        ],
        {},
        { description: "vs prior 12 mo" },
      ),
    ),
  );
}

function addRevenue(builder: DashboardBuilder): void {
  const current = [742, 768, 831, 812, 884, 921, 903, 948, 1012, 1064, 1321, 1466];
  const prior = [689, 702, 741, 760, 801, 838, 842, 861, 905, 958, 1178, 1402];
  const line = (name: string, values: readonly number[], props: object) =>
    builder.trace(
      name,
      "scatter",
      { mode: "lines", ...props },
      result(name, {
        "props.x": ["date", MONTHS],
        "props.y": ["decimal(12,2)", values.map((value) => (value * 1_000).toFixed(2))],
      }),
    );
  const regions: [string, number][] = [
    ["Iberia", 812],
    ["Benelux", 1044],
    ["France", 1498],
    ["UK & Ireland", 1730],
    ["Nordics", 2860],
    ["DACH", 3726],
  ];
  builder.row(
    396,
    wide(
      builder.chart(
        "Revenue by month",
        [
          line("This year", current, {}),
          line("Prior year", prior, { line: { dash: "dot", width: 1.6 } }),
        ],
        {
          yaxis: { tickprefix: "€", tickformat: "~s", rangemode: "tozero", nticks: 6 },
          xaxis: { tickformat: "%b", dtick: "M1" },
        },
        { description: "Net of returns, with prior year" },
      ),
      2,
    ),
    builder.chart(
      "Revenue by region",
      [
        builder.trace(
          "regions",
          "bar",
          { orientation: "h", textposition: "outside", cliponaxis: false },
          result("regions", {
            "props.y": ["text", regions.map(([name]) => name)],
            "props.x": ["int64", regions.map(([, value]) => value)],
            "props.text": ["text", regions.map(([, value]) => value.toLocaleString("en-US"))],
          }),
        ),
      ],
      { xaxis: { visible: false } },
      { description: "Last 12 months, € thousand" },
    ),
  );
}

function addDetails(builder: DashboardBuilder): void {
  builder.row(320, channelMix(builder), repeatPurchase(builder), products(builder));
}

function channelMix(builder: DashboardBuilder) {
  const channels: Record<string, number[]> = {
    Online: [46, 46, 47, 47, 48, 48, 49, 49, 50, 50, 53, 54],
    Retail: [31, 31, 30, 30, 29, 28, 28, 28, 27, 27, 25, 24],
    Market: [15, 15, 15, 15, 15, 16, 15, 15, 15, 15, 15, 15],
    Wholesale: [8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 7, 7],
  };
  const names = Object.keys(channels);
  const data = result(
    "channels",
    {
      "props.x": ["date", names.flatMap(() => MONTHS)],
      "props.y": ["int32", Object.values(channels).flat()],
    },
    names.map((name) => ({ name, rows: 12 })),
  );
  return builder.chart(
    "Channel mix",
    [builder.trace("channels", "bar", {}, data)],
    { barmode: "stack", yaxis: { ticksuffix: "%", nticks: 5 }, xaxis: { tickformat: "%b" } },
    { description: "Share of revenue by month" },
  );
}

function repeatPurchase(builder: DashboardBuilder) {
  const cohorts = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"].toReversed();
  const x: Value[] = [];
  const y: Value[] = [];
  const z: Value[] = [];
  cohorts.forEach((cohort, row) => {
    for (let month = 0; month <= row; month += 1) {
      x.push(`M${month + 1}`);
      y.push(cohort);
      z.push(Math.max(8, Math.round(42 - month * 4.3 + ((row * 7 + month * 5) % 6) - 2)));
    }
  });
  return builder.chart(
    "Repeat purchase by cohort",
    [
      builder.trace(
        "repeat",
        "heatmap",
        { xgap: 2, ygap: 2, showscale: false, texttemplate: "%{z}" },
        result("repeat", {
          "props.x": ["text", x],
          "props.y": ["text", y],
          "props.z": ["int32", z],
        }),
      ),
    ],
    {},
    { description: "% of cohort ordering again" },
  );
}

function products(builder: DashboardBuilder) {
  const random = numbersFrom(11);
  const categories = ["Footwear", "Outerwear", "Bags", "Apparel"];
  const x: Value[] = [];
  const y: Value[] = [];
  categories.forEach((_, place) => {
    for (let index = 0; index < 62; index += 1) {
      const along = random() + random() + random();
      x.push(Number((1.5 + place * 0.9 + along * 1.7).toFixed(1)));
      y.push(
        Math.round(
          ([62, 118, 48, 34][place] ?? 0) + along * ([18, 34, 14, 12][place] ?? 0) + random() * 16,
        ),
      );
    }
  });
  const data = result(
    "products",
    { "props.x": ["float64", x], "props.y": ["int32", y] },
    categories.map((name) => ({ name, rows: 62 })),
  );
  return builder.chart(
    "Order value against lead time",
    [builder.trace("products", "scatter", { mode: "markers", marker: { opacity: 0.72 } }, data)],
    { yaxis: { tickprefix: "€", nticks: 6 }, xaxis: { ticksuffix: " d", showgrid: true } },
    { description: "Each point is one product, 248 products", selector: "Category" },
  );
}

function addProducts(builder: DashboardBuilder): void {
  const names = [
    "Trail Runner 3",
    "Summit Shell Jacket",
    "Everyday Tote",
    "Merino Base Layer",
    "Alpine Down Vest",
    "Canvas Daypack",
    "Field Sock 3-pack",
  ];
  const categories = ["Footwear", "Outerwear", "Bags", "Apparel", "Outerwear", "Bags", "Apparel"];
  const revenue = [
    "1284300.00",
    "1102950.00",
    "846120.50",
    "731480.00",
    "655200.00",
    "598740.00",
    "402310.00",
  ];
  const changes = [0.124, 0.081, 0.03, -0.018, 0.159, -0.042, null];
  builder.trace(
    "top products",
    "scatter",
    {},
    result("top products", {
      "columns.product": ["text", Array.from({ length: 28 }, (_, i) => names[i % 7] ?? "")],
      "columns.category": ["text", Array.from({ length: 28 }, (_, i) => categories[i % 7] ?? "")],
      "columns.first_sold": [
        "date",
        Array.from({ length: 28 }, (_, i) => `2021-0${1 + (i % 9)}-1${i % 10}`),
      ],
      "columns.revenue": [
        "decimal(12,2)",
        Array.from({ length: 28 }, (_, i) => revenue[i % 7] ?? "0"),
      ],
      "columns.change": ["float64", Array.from({ length: 28 }, (_, i) => changes[i % 7] ?? null)],
    }),
  );
  Object.assign(builder.tables, {
    "Top products": {
      name: "Top products",
      description: "Last 12 months",
      rowsPerPage: 7,
      problems: [],
      traces: [
        {
          trace: "top products",
          columns: [
            { key: "columns.product" },
            { key: "columns.category" },
            { key: "columns.first_sold" },
            { key: "columns.revenue", header: "Revenue (€)" },
            { key: "columns.change", header: "vs last year", format: "+.1%" },
          ],
        },
      ],
    },
  });
  builder.row(0, { width: 1, problems: [], content: { kind: "table", table: "Top products" } });
}

/** One card in each state. */
export function states(): { builder: DashboardBuilder; dashboard: SiteDashboard } {
  const builder = new DashboardBuilder("Card states");
  const line = result("line", {
    "props.x": ["date", MONTHS],
    "props.y": ["int32", MONTHS.map((_, i) => 700 + i * i * 6)],
  });
  const problem = {
    code: "unknown-column",
    severity: "error" as const,
    message: "Column `spend_eur` does not exist in `staging.ad_spend`.",
    hint: "Did you mean `spend_usd`?",
    detail: 'ERROR: column "spend_eur" does not exist\nSELECT sum(spend_eur) AS c0 FROM base',
    at: {
      file: "traces/marketing.yml",
      start: { line: 14, column: 10 },
      end: { line: 14, column: 29 },
    },
    frame: {
      firstLine: 12,
      lines: [
        "    props:",
        "      type: bar",
        "      y: ?{ sum(spend_eur) }",
        "      x: ?{ channel }",
      ],
    },
  };
  builder.row(
    300,
    builder.chart("Never run", [builder.trace("never", "bar", {}, line, { status: "pending" })]),
    builder.chart(
      "Revenue by month",
      [builder.trace("fine", "scatter", { mode: "lines" }, line)],
      {},
      { description: "Net of returns" },
    ),
    builder.chart(
      "Cost per acquisition",
      [builder.trace("broken", "bar", {}, line, { status: "failed", problems: [problem] })],
      {},
      { description: "By channel, last 12 months" },
    ),
  );
  builder.row(
    300,
    builder.chart("Orders by region", [
      builder.trace(
        "empty",
        "bar",
        {},
        result("empty", { "props.x": ["text", []], "props.y": ["int32", []] }),
      ),
    ]),
    builder.chart(
      "Ticket volume",
      [builder.trace("stale", "bar", {}, line, { status: "stale", problems: [problem] })],
      {},
      { description: "Per day" },
    ),
    builder.chart("Two sources", [builder.trace("whole", "bar", {}, line), "broken"]),
  );
  builder.row(0, {
    width: 1,
    problems: [],
    content: {
      kind: "markdown",
      align: "left",
      justify: "start",
      markdown:
        "# How to read this\n#### In short\nEvery card owns **its own state**. [Docs](https://example.com) `code`\n\n<script>alert(1)</script><img src=x onerror=alert(1)>\n\n- one\n- two",
    },
  });
  const dashboard = builder.build({ description: "Every chart and table owns its own state." });
  for (const name of ["never", "broken"]) {
    const { data: _data, ...rest } = builder.traces[name] ?? {};
    Object.assign(builder.traces, { [name]: rest });
  }
  return { builder, dashboard };
}

/** The whole fixture. */
export function northwind(): SiteFiles {
  const others: DashboardSummary[] = [
    {
      name: "Board pack",
      tags: ["Executive"],
      level: 0,
      href: "https://docs.example.com/board",
      rows: [],
      cards: [],
      failing: 0,
      stale: 0,
    },
    ...["Marketing funnel", "Fulfilment operations", "Customer support", "Product usage"].map(
      (name, index): DashboardSummary => ({
        name,
        description:
          [
            "Channel mix, cost per acquisition and conversion",
            "Order lead time, late shipments and warehouse load",
            "Ticket volume, first response and satisfaction",
            "Weekly actives, feature adoption and session depth",
          ][index] ?? "",
        tags: [["Growth", "Paid"], ["Ops"], ["Support"], ["Product"]][index] ?? [],
        level: 1,
        cards: [],
        failing: index === 0 ? 2 : 0,
        stale: index === 2 ? 1 : 0,
        asOf: "2024-12-02T13:02:00.000Z",
        rows:
          [
            [
              {
                height: 0,
                items: [1, 2, 3].map(() => ({
                  kind: "chart" as const,
                  width: 1,
                  traceTypes: ["indicator"],
                })),
              },
              {
                height: 396,
                items: [
                  { kind: "chart" as const, width: 1, traceTypes: ["pie"] },
                  { kind: "chart" as const, width: 1, traceTypes: ["bar"] },
                ],
              },
            ],
            [
              {
                height: 396,
                items: [
                  { kind: "chart" as const, width: 2, traceTypes: ["scattergeo"] },
                  { kind: "table" as const, width: 1 },
                ],
              },
            ],
            [
              {
                height: 256,
                items: [
                  { kind: "chart" as const, width: 1, traceTypes: ["scatter"] },
                  { kind: "chart" as const, width: 1, traceTypes: ["box"] },
                ],
              },
              {
                height: 256,
                items: [
                  { kind: "chart" as const, width: 2, traceTypes: ["histogram"] },
                  { kind: "markdown" as const, width: 1 },
                ],
              },
            ],
            [
              { height: 128, items: [{ kind: "selector" as const, width: 1 }] },
              {
                height: 396,
                items: [
                  { kind: "chart" as const, width: 1, traceTypes: ["heatmap"] },
                  { kind: "chart" as const, width: 1, traceTypes: ["scatter"] },
                ],
              },
            ],
          ][index] ?? [],
      }),
    ),
  ];
  return filesOf([overview(), { ...states(), summary: { failing: 2, stale: 1 } }], {}, others);
}

/** Always the same numbers between 0 and 1 for the same seed. */
export function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
