/** The marks of a picture against the rows of its result. */
import type { SiteTrace } from "../../src/contract/pages/dashboard.js";
import type { Result, ResultColumn, Value } from "../../src/contract/result.js";
import type { Drawn, Mark } from "./drawn-marks.js";

/** How many rows are in a picture. */
export function rowsDrawn({ marks }: Drawn): number {
  return marks.reduce((sum, { rows = 1 }) => sum + rows, 0);
}

/** Marks that are not what the result has rows for; each row may be drawn once. */
export function strangers(trace: SiteTrace, result: Result, { type, marks }: Drawn): string[] {
  const rows = expected(trace, result, type, marks);
  const near = type in GRIDS ? nearness(rows) : undefined;
  const left = new Map<string, number>();
  for (const key of rows.map(keyOf)) left.set(key, (left.get(key) ?? 0) + 1);
  return marks.flatMap((mark) => {
    const key = keyOf(mark);
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0 || near?.(mark) ? [] : [key];
  });
}

/** Types with columns and lines of cells. */
const GRIDS = { heatmap: 1, contour: 1, contourcarpet: 1, carpet: 1 };
/** Plotly puts columns together that are less than this part of the axis apart: a tenth of a pixel. */
const CLOSE = 1e-4;

/** Whether a mark is a row within a part of a pixel. */
function nearness(rows: readonly Mark[]): (mark: Mark) => boolean {
  const places = (property: string) => rows.map((row) => placeNumber(row[property]));
  const reach = (property: string) => {
    const all = places(property).filter(Number.isFinite);
    return (Math.max(...all) - Math.min(...all)) * CLOSE;
  };
  return (mark) =>
    rows.some((row) =>
      Object.entries(mark).every(([property, value]) => {
        if (value === row[property]) return true;
        const distance = Math.abs(placeNumber(value) - placeNumber(row[property]));
        return property !== "z" && distance <= reach(property);
      }),
    );
}

/** NaN for the name of a category. */
function placeNumber(value: string | number | undefined): number {
  return typeof value === "string" ? Date.parse(value) : (value ?? Number.NaN);
}

/** What the rows would be drawn as. */
function expected(
  { bindings }: SiteTrace,
  { rows, columns }: Result,
  type: string,
  marks: readonly Mark[],
): Mark[] {
  const properties = Object.keys(marks[0] ?? {}).filter((property) => property !== "rows");
  const found = properties.flatMap((property) => {
    const binding = bindings.find(({ path }) => path.join(".") === property);
    const column = columns.find(({ name }) => name === binding?.column);
    return column ? [{ property, column }] : [];
  });
  const all = Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      found.map(({ property, column }) => [property, placeOf(column, row, property, type)]),
    ),
  );
  if (type === "pie" || type === "funnelarea") return slices(all);
  return type === "scatterternary" ? all.map(shares) : all;
}

/** Rows that share a label are one slice: their sum. */
function slices(all: readonly Mark[]): Mark[] {
  const sums = new Map<string, { sum: number; rows: number }>();
  for (const { labels, values } of all) {
    if (typeof values !== "number" || typeof labels !== "string") continue;
    const { sum, rows } = sums.get(labels) ?? { sum: 0, rows: 0 };
    sums.set(labels, { sum: sum + values, rows: rows + 1 });
  }
  return [...sums].map(([labels, { sum, rows }]) => ({ labels, values: sum, rows }));
}

/** Ternary plots show the shares of three numbers in their sum. */
function shares({ a, b, c }: Mark): Mark {
  const sum = Number(a) + Number(b) + Number(c);
  return { a: Number(a) / sum, b: Number(b) / sum, c: Number(c) / sum };
}

function placeOf(
  { type, values }: ResultColumn,
  row: number,
  property: string,
  traceType: string,
): string | number | undefined {
  const value: Value = values[row] ?? null;
  if (traceType === "table") return cellOf(value);
  if (type === "text") return property === "parents" ? String(value ?? "") : nameOf(value);
  if (value === null) return undefined;
  if (type === "list") return JSON.stringify(JSON.parse(String(value)));
  if (type === "date") return `${String(value)}T00:00:00.000Z`;
  // Plotly's arithmetic overflows at larger numbers: they must be named instead.
  const number = Number(value);
  return Math.abs(number) <= 1e100 ? number : undefined;
}

/** As tables write a float: with an exponent where it would have more than 21 digits. */
function cellOf(value: Value): string {
  if (value === null) return "–";
  if (typeof value !== "number") return String(value).replace("-", "−");
  const isLarge = Math.abs(value) >= 1e21;
  return (isLarge ? value.toExponential() : value.toLocaleString("en-US")).replace("-", "−");
}

function nameOf(value: Value): string {
  if (value === null) return "(null)";
  return value === "" ? "(empty)" : String(value);
}

/** Doubles are compared by six digits: scenes of three dimensions scale them. */
function keyOf(mark: Mark): string {
  const parts = Object.entries(mark).map(([property, value]) => {
    const written = typeof value === "number" ? (value + 0).toPrecision(6) : String(value);
    return `${property} ${written}`;
  });
  return parts.toSorted().join(", ");
}
