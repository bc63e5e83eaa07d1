/** The numbers with which a dashboard begins, as the last run has them, for its card on the home page. */
import type { Artifact, Manifest } from "../../contract/manifest.js";
import { isNumeric } from "../../contract/logical-type.js";
import type { HeadlineNumber, NamedValue } from "../../contract/pages/home.js";
import type { Result, ResultColumn, Value } from "../../contract/result.js";
import type { StoredResult } from "../../contract/cube.js";
import { FoldFault } from "../../fold/fold-fault.js";
import { foldResult } from "../../fold/fold-result.js";
import { dayIn } from "../../fold/grain.js";
import { filtersOf } from "../../project/filters-of.js";
import type { Chart, Dashboard, Trace } from "../../project/objects.js";
import { cardsOf } from "./cards.js";
import { chartTitle } from "./chart-title.js";
import { sqlName } from "./sql-name.js";

/** More do not fit beside each other on a card. */
const MOST = 3;

export interface HeadlineOptions {
  readonly manifest: Manifest | undefined;
  /** Reads the result of an artifact that is kept as JSON; undefined when it is not to be had. */
  readonly read: (artifact: Artifact) => Promise<StoredResult | undefined>;
  /** Of the project: an IANA name. */
  readonly timeZone: string;
}

/** The first that have a value, for the defaults of inputs. */
export async function headlineNumbers(
  dashboard: Dashboard,
  options: HeadlineOptions,
): Promise<HeadlineNumber[]> {
  const traces = cardsOf(dashboard.rows)
    .flatMap((card) => (card.kind === "chart" && card.traces.every(isNumber) ? [card] : []))
    .flatMap((chart) => chart.traces.map((trace) => ({ chart, trace })))
    .filter(({ trace }) => trace.cohortOn === undefined);
  const numbers: HeadlineNumber[] = [];
  for (const { chart, trace } of traces) {
    if (numbers.length === MOST) break;
    const value = await valueOf(trace, options);
    if (value !== undefined) numbers.push({ label: labelOf(chart, trace), ...value });
  }
  return numbers;
}

function isNumber({ type, props }: Trace): boolean {
  const { mode = "number" } = props;
  return type === "indicator" && typeof mode === "string" && /^number(\+delta)?$/.test(mode);
}

/** As the dashboard does: one number bears the chart's title, several bear their own. */
function labelOf(chart: Chart, { name, props }: Trace): string {
  const title = chart.traces.length > 1 ? titleOf(props["title"]) : undefined;
  if (title !== undefined) return title;
  return chart.traces.length > 1 ? name : (chartTitle(chart) ?? chart.name);
}

function titleOf(title: unknown): string | undefined {
  const text = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  return typeof text === "string" && text !== "" ? text : undefined;
}

/** Undefined also where the dashboard would say that there are more rows than the number shows. */
async function valueOf(
  trace: Trace,
  { manifest, read, timeZone }: HeadlineOptions,
): Promise<Omit<HeadlineNumber, "label"> | undefined> {
  const artifact = manifest?.objects[trace.id]?.artifact;
  const bound = trace.bindings.find(({ path }) => path.join(".") === "value");
  if (!artifact || !bound || artifact.format !== "json") return undefined;
  const stored = await read(artifact);
  const today = dayIn(artifact.builtAt, timeZone);
  const result = stored && folded(stored, trace, today);
  const column = result?.columns.find(({ name }) => name === bound.column);
  if (!result || !column || !isNumeric(column.type)) return undefined;
  const over = result.columns.find(({ name }) => name === trace.card?.over);
  const row = over ? lastRow(over) : (bound.index ?? bound.slice?.[0] ?? onlyRow(result));
  const value = row === undefined ? undefined : Array.from(column.values).at(row);
  if (row === undefined || value === undefined || value === null) return undefined;
  const { number } = trace.props;
  const texts: object = typeof number === "object" && number !== null ? number : {};
  const { valueformat, prefix, suffix } = texts as Readonly<Record<string, unknown>>;
  const format = valueformat ?? trace.formats.get(column.name);
  const sql = trace.queries.find(({ path }) => path.join(".") === "value")?.sql;
  return {
    value,
    type: column.type,
    column: (sql && sqlName(sql)) ?? column.name,
    ...(typeof format === "string" && { format }),
    ...(typeof prefix === "string" && { prefix }),
    ...(typeof suffix === "string" && { suffix }),
    ...(over && { place: placeAt(over, row, trace) }),
  };
}

/** Undefined where the page would say why there is nothing. */
function folded(stored: StoredResult, trace: Trace, today: string): Result | undefined {
  try {
    return foldResult(stored, filtersOf(trace), new Map(), today);
  } catch (error) {
    if (error instanceof FoldFault) return undefined;
    throw error;
  }
}

function onlyRow({ rows }: Result): number | undefined {
  return rows === 1 ? 0 : undefined;
}

/** The row with the greatest value of a column; undefined where several have it. */
function lastRow({ type, values }: ResultColumn): number | undefined {
  const isNumber = isNumeric(type);
  let last: number | undefined;
  let most: Value = null;
  for (const [row, value] of Array.from(values).entries()) {
    if (value === null) continue;
    const [one, other] = isNumber ? [Number(value), Number(most)] : [String(value), String(most)];
    if (most === null || one > other) [last, most] = [row, value];
    else if (one === other) last = undefined;
  }
  return last;
}

function placeAt(
  { name, type, values }: ResultColumn,
  row: number,
  { formats }: Trace,
): NamedValue {
  const format = formats.get(name);
  return {
    value: Array.from(values).at(row) ?? null,
    type,
    column: name.replace(/^columns\./, ""),
    ...(format !== undefined && { format }),
  };
}
