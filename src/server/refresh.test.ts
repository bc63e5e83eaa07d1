import { expect, test } from "vitest";
import { parseSelection } from "../project/selection-term.js";
import { bothOf, createAskByHand, selectionOf, type Refresh } from "./refresh.js";

test("whoever asks within a minute of another gets what that one got", () => {
  let now = 1_000_000;
  const ask = createAskByHand(() => now);
  expect(ask("a").since).toBe(1_000_000);
  now += 59_000;
  expect(ask("b").since).toBe(1_000_000);
  now += 1_000;
  expect(ask("a").since).toBe(1_060_000);
});

const sales: Refresh = { dashboards: new Set(["sales"]), since: 1, byClock: false };
const costs: Refresh = { dashboards: new Set(["costs"]), since: 2, byClock: true };
const all: Refresh = { since: 3, byClock: true };

test("two that ask at once get what satisfies both", () => {
  const both = { dashboards: new Set(["sales", "costs"]), since: 2, byClock: false };
  expect(bothOf(sales, costs)).toEqual(both);
  expect(bothOf(sales, all)).toEqual({ since: 3, byClock: false });
});

test("a refresh selects the dashboards, whatever they are called, and what they need", () => {
  const dashboards = new Set(["a, b", 'say "c"', "d+"]);
  const parsed = parseSelection(selectionOf({ ...sales, dashboards }) ?? "");
  const terms = "terms" in parsed ? parsed.terms : [];
  expect(terms.map(({ method, name, up }) => [method, name, up])).toEqual(
    [...dashboards].map((name) => ["dashboard", name, Infinity]),
  );
  expect(selectionOf(all)).toBeUndefined();
});
