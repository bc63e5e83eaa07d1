import { expect, test } from "vitest";
import type { DashboardSummary } from "../../../src/contract/pages/home.js";
import { entriesOf, findPages } from "./find-pages.js";

const none = { tags: [], rows: [], cards: [], failing: 0, stale: 0 };
const dashboards: DashboardSummary[] = [
  { ...none, name: "Sales", description: "What the shops sold", tags: ["weekly"] },
  { ...none, name: "Costs & sales/day", url: "x" },
  { ...none, name: "Board pack", href: "https://example.com/board" },
  {
    ...none,
    name: "Customers",
    cards: [
      { kind: "chart", name: "by region", title: "<b>Sales</b> by region" },
      { kind: "table", name: "top ten", description: "Largest accounts" },
    ],
    inputs: [{ name: "area code", label: "Area" }],
  },
];
const entries = entriesOf(dashboards, (title) => title.replaceAll(/<[^>]*>/g, ""));
const titles = (text: string) => findPages(entries, text).map(({ title }) => title);

test("without a text everything is found, dashboards first", () => {
  expect(titles("")).toEqual(entries.map(({ title }) => title));
});

test("the nearest come first", () => {
  expect(titles("sales")).toEqual(["Sales", "Sales by region", "Costs & sales/day"]);
  expect(titles("re sal")).toEqual(["Sales by region"]);
  expect(titles("ales")).toEqual(["Sales", "Costs & sales/day", "Sales by region"]);
});

test("words may be in a description, a tag or the dashboard's name", () => {
  expect(titles("WEEKLY")).toEqual(["Sales"]);
  expect(titles("largest customers")).toEqual(["top ten"]);
  expect(titles("input code")).toEqual(["Area"]);
  expect(titles("nothing like that")).toEqual([]);
});

test("each leads somewhere", () => {
  const paths = findPages(entries, "").map(({ path, external }) => [path, external]);
  expect(paths).toEqual([
    ["d/Sales/", false],
    ["d/Costs%20%26%20sales~2fday/", false],
    ["https://example.com/board", true],
    ["d/Customers/", false],
    ["d/Customers/#chart:by%20region", false],
    ["d/Customers/#table:top%20ten", false],
    ["d/Customers/#input:area%20code", false],
  ]);
});

test("models and sources lead to each card that draws them", () => {
  const orders = { kind: "model", name: "orders" } as const;
  const shop = { kind: "source", name: "shop" } as const;
  const [sales] = dashboards;
  const drawn = entriesOf(
    [
      {
        ...none,
        ...sales,
        name: "Sales",
        cards: [
          { kind: "chart", name: "by day", title: "<i>Day</i> by day", reads: [orders, shop] },
          { kind: "table", name: "all", reads: [orders] },
        ],
      },
    ],
    (title) => title.replaceAll(/<[^>]*>/g, ""),
  );
  const found = (text: string) => findPages(drawn, text).map(({ note, path }) => [note, path]);
  expect(found("orders")).toEqual([
    ["Model drawn in Day by day · Sales", "d/Sales/#chart:by%20day"],
    ["Model drawn in all · Sales", "d/Sales/#table:all"],
  ]);
  expect(found("source")).toEqual([
    ["Source drawn in Day by day · Sales", "d/Sales/#chart:by%20day"],
  ]);
});
