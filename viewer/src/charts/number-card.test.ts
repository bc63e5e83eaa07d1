import { expect, test } from "vitest";
import type { NumberCard } from "../../../src/contract/number-card.js";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Value } from "../../../src/contract/result.js";
import { loadedFrom } from "../data/column.js";
import { createFormatter } from "../format/value.js";
import { readKpi } from "./kpi.js";
import { cardRows } from "./number-card.js";

const FORMATTER = createFormatter({ timeZone: "UTC" });
const OVER: NumberCard = { over: "columns.month", good: "up", sparkline: true };
const MONTHS = ["2026-01-01", "2026-02-01", "2026-03-01"];

interface Options {
  readonly card?: Partial<NumberCard>;
  readonly type?: LogicalType;
  readonly format?: string;
  readonly months?: readonly Value[];
  readonly monthType?: LogicalType;
}

function read(values: readonly Value[], options: Options = {}) {
  const { type = "decimal(38,3)", format, months = MONTHS, monthType = "date" } = options;
  const rows = values.length;
  const result = loadedFrom({
    rows,
    columns: [
      { name: "columns.month", type: monthType, values: months.slice(0, rows) },
      { name: "props.value", type, values },
      { name: "columns.plan", type: "decimal(38,3)", values: values.map(() => "100.000") },
    ],
    cohorts: [{ name: "t", rows }],
  });
  const trace: SiteTrace = {
    name: "t",
    type: "indicator",
    props: {},
    bindings: [{ path: ["value"], column: "props.value" }],
    formats: { "columns.month": "%b %Y", ...(format !== undefined && { "props.value": format }) },
    card: { ...OVER, ...options.card },
    status: "ok",
    problems: [],
  };
  const found = cardRows(trace, result, { start: 0, end: rows }, FORMATTER);
  const number = format === undefined ? {} : { number: { valueformat: format } };
  const { delta, ...kpi } = readKpi({ value: values, ...number }, FORMATTER, found);
  const { judgement, word } = delta ?? {};
  return {
    written: [kpi.value, delta && `${delta.direction} ${delta.text}`, kpi.than],
    ...(judgement && { judgement }),
    ...(word && { word }),
    ...(kpi.place !== undefined && { place: kpi.place }),
    line: kpi.line?.map(({ number }) => number),
    undrawn: Object.fromEntries(found?.undrawn ?? []),
    notes: found?.notes,
  };
}

test("the last row is the number, the one before what it is compared with", () => {
  expect(read(["1.000", "12345678901234567890.123", "12345678901234567890.125"])).toEqual({
    written: ["12,345,678,901,234,567,890.125", "up 0.0%", "vs Feb 2026"],
    judgement: "good",
    line: [1, Number("12345678901234567890.123"), Number("12345678901234567890.125")],
    undrawn: {},
    notes: [],
  });
  const difference = { card: { change: "difference" } } as const;
  expect(read(["0", "12345678901234567890.123", "12345678901234567890.125"], difference)).toEqual(
    expect.objectContaining({
      written: ["12,345,678,901,234,567,890.125", "up 0.002", "vs Feb 2026"],
    }),
  );
});

test("rows are read in the order of their places, not of the result", () => {
  const months = ["2026-03-01", "2026-01-01", "2026-02-01"];
  expect(read(["115.500", "1.000", "100.000"], { months })).toEqual(
    expect.objectContaining({
      written: ["115.500", "up 15.5%", "vs Feb 2026"],
      line: [1, 100, 115.5],
    }),
  );
});

test("up may be bad, and then a word says so", () => {
  const down = { card: { good: "down" } } as const;
  expect(read(["100.000", "90.000"], down)).toMatchObject({ judgement: "good", word: "better" });
  expect(read(["100.000", "110.000"], down)).toMatchObject({ judgement: "bad", word: "worse" });
  const neither = read(["100.000", "110.000"], { card: { good: "neither" } });
  expect(neither).not.toHaveProperty("judgement");
  expect(read(["100.000", "100.000"]).written[1]).toBe("level 0.0%");
});

test("shares are compared in percentage points", () => {
  const shares = { type: "decimal(9,4)", format: "pct1" } as const;
  expect(read(["0.4680", "0.4820"], shares).written).toEqual(["48.2%", "up 1.4 pp", "vs Jan 2026"]);
  const percent = { ...shares, card: { change: "percent" } } as const;
  expect(read(["0.4680", "0.4820"], percent).written[1]).toBe("up 3.0%");
});

test("zero before has no percentage, a negative number one of its size", () => {
  expect(read(["0.000", "12.500"], { format: "usd" }).written).toEqual([
    "$12.50",
    "up $12.50",
    "vs Jan 2026",
  ]);
  expect(read(["-100.000", "-50.000"]).written[1]).toBe("up 50.0%");
});

test("what is missing is said instead of compared", () => {
  expect(read(["5.000"])).toMatchObject({
    written: ["5.000", undefined, "no earlier value"],
    line: undefined,
  });
  expect(read([null, "5.000"]).written).toEqual(["5.000", undefined, "vs Jan 2026: –"]);
  expect(read(["5.000", null]).written).toEqual(["–", undefined, undefined]);
  expect(read(["1.000", null, "5.000"])).toMatchObject({
    written: ["5.000", undefined, "vs Feb 2026: –"],
    line: [1, undefined, 5],
    undrawn: {},
  });
  expect(read([], {}).written).toEqual(["–", undefined, undefined]);
  expect(read(["NaN", "NaN"], { type: "float64" }).written[1]).toBeUndefined();
});

test("a target is a number or a column of the last row", () => {
  const fixed = { card: { target: { digits: "120.5" } }, format: "num1" } as const;
  expect(read(["1.000", "241.000"], fixed).written).toEqual([
    "241.0",
    "up 100.0%",
    "vs target 120.5",
  ]);
  const column = { card: { target: { column: "columns.plan" } } } as const;
  expect(read(["1.000", "90.000"], column).written).toEqual([
    "90.000",
    "down 10.0%",
    "vs plan 100.000",
  ]);
  const labelled = { card: { label: "vs last year" } };
  expect(read(["1.000", "2.000"], labelled).written[2]).toBe("vs last year");
});

test("rows that are not in the card are counted with the reason", () => {
  const months = ["2026-01-01", null, "2026-02-01"];
  expect(read(["1.000", "7.000", "2.000"], { months })).toMatchObject({
    written: ["2.000", "up 100.0%", "vs Jan 2026"],
    undrawn: { "no month": 1 },
  });
  const plain = { card: { sparkline: false } };
  expect(read(["1.000", "7.000", "2.000"], plain).undrawn).toEqual({
    "only the last rows are numbers": 1,
  });
  const twice = { months: ["2026-01-01", "2026-02-01", "2026-02-01"] };
  expect(read(["1.000", "7.000", "2.000"], twice).notes).toEqual([
    "Several rows of t share one month.",
  ]);
});

test("a number says of which place it is where its comparison does not let that be told", () => {
  const place = (card: Partial<NumberCard>, values: readonly Value[] = [1, 2]) =>
    read(values, { card }).place;
  expect(place({})).toBe(undefined);
  expect(place({ target: { digits: "10" } })).toBe("Feb 2026");
  expect(place({ label: "vs last month" })).toBe("Feb 2026");
  expect(place({}, [1])).toBe("Jan 2026");
});
