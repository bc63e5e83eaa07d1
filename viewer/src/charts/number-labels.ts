/**
 * Numbers that Plotly would write from a double are written by the page's own formatter: labels and
 * tooltips say what tables say.
 */
import type { JsonObject } from "../../../src/contract/json-value.js";
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Value } from "../../../src/contract/result.js";
import type { Column } from "../data/column.js";
import type { NumberFormatter } from "../format/number.js";
import type { Props } from "./bind.js";
import type { DrawnRows } from "./drawn-values.js";
import { exactValues, exceedDoubles, isExact, isWritten } from "./exact-values.js";
import { sliceLabels } from "./slice-labels.js";
import { stepsOf } from "./step-labels.js";
import { fillTemplate, type Variable } from "./template-text.js";
import type { TraceType } from "./trace-types.js";
import { formatAt, withPlain } from "./trace-formats.js";
import { treeLabels } from "./tree-labels.js";
import type { TraceAttributes } from "./value-slots.js";

/** Types that write the numbers of one row for each mark. */
const ROW_TYPES = new Set<TraceType>([
  "bar",
  "barpolar",
  "choropleth",
  "choroplethmap",
  "funnel",
  "scatter",
  "scatter3d",
  "scattergeo",
  "scattergl",
  "scattermap",
  "scatterpolar",
  "scatterpolargl",
  "scatterternary",
  "waterfall",
]);
const TREES = new Set<TraceType>(["sunburst", "treemap", "icicle"]);
const TEMPLATES = ["hovertemplate", "texttemplate"] as const;

/** A trace whose properties are filled. */
export interface LabelledTrace {
  readonly trace: SiteTrace;
  readonly type: TraceType;
  readonly bound: Props;
  readonly columns: ReadonlyMap<string, Column>;
  readonly rows: DrawnRows;
}

export interface LabelOptions {
  readonly numbers: NumberFormatter;
  readonly attributes: TraceAttributes | undefined;
  /** The author's layout, whose axes may have formats. */
  readonly layout: JsonObject;
}

/** Types of which nothing else than this writes numbers. */
const OTHERS = new Set<TraceType>(["pie", "funnelarea", "heatmap", "indicator", "table"]);

/** Whether tooltips of a trace write numbers from doubles that do not have all of their digits. */
export function losesDigits(labelled: LabelledTrace): boolean {
  const { trace, type, columns } = labelled;
  if (ROW_TYPES.has(type) || TREES.has(type) || OTHERS.has(type)) return false;
  return trace.bindings.some(({ path, column: name }) => {
    const column = columns.get(name);
    if (!column || !isExact(column.type) || isWritten(path)) return false;
    const values = valuesOf(labelled, path.join("."));
    return values !== undefined && exceedDoubles(values);
  });
}

/** Properties in the place of those that would write a double. */
export function numberLabels(labelled: LabelledTrace, options: LabelOptions): Props {
  const { trace, type, bound } = labelled;
  const format = formatAt(trace, "values");
  const numbers = withPlain(options.numbers, format);
  if (type === "pie" || type === "funnelarea") {
    return sliceLabels(bound, valuesOf(labelled, "values"), numbers);
  }
  if (TREES.has(type)) {
    const isOwn = format !== undefined || exactColumn(labelled, "values") !== undefined;
    return isOwn ? treeLabels(bound, valuesOf(labelled, "values"), numbers) : {};
  }
  if (type === "heatmap") return cellLabels(labelled, options.numbers);
  const shares = bound["groupnorm"] ?? options.layout["barnorm"];
  if (!ROW_TYPES.has(type) || (typeof shares === "string" && shares !== "")) return {};
  const variables = variablesOf(labelled, options);
  if (variables.size === 0) return {};
  return {
    ...defaultHover(type, bound, variables),
    ...templates(bound, variables, options.attributes),
  };
}

/** The values of a column of numbers that fills a property. */
export function numbersAt(labelled: LabelledTrace, property: string): Value[] | undefined {
  const binding = labelled.trace.bindings.find(({ path }) => path.join(".") === property);
  const column = binding && labelled.columns.get(binding.column);
  return column && isNumeric(column.type) ? valuesOf(labelled, property) : undefined;
}

function valuesOf({ trace, columns, rows }: LabelledTrace, property: string): Value[] | undefined {
  const binding = trace.bindings.find(
    ({ path, index, slice }) => path.join(".") === property && index === undefined && !slice,
  );
  const column = binding && columns.get(binding.column);
  return column && exactValues(column, rows);
}

function exactColumn({ trace, columns }: LabelledTrace, property: string): Column | undefined {
  const binding = trace.bindings.find(({ path }) => path.join(".") === property);
  const column = binding && columns.get(binding.column);
  return column && isExact(column.type) ? column : undefined;
}

const CELL = /%\{z(?::([^{}]*))?\}/g;

/** Cells have one template for all: their texts say what it would make of their numbers. */
function cellLabels(labelled: LabelledTrace, numbers: NumberFormatter): Props {
  const { bound, trace } = labelled;
  const own = formatAt(trace, "z");
  const values = exactColumn(labelled, "z") && valuesOf(labelled, "z");
  if (!values) return {};
  const isLong = own !== undefined || exceedDoubles(values);
  const { plain } = withPlain(numbers, own);
  const instead = (template: unknown, text: "text" | "hovertext"): Props | undefined => {
    if (typeof template !== "string" || bound[text] !== undefined) return undefined;
    const [found, ...others] = template.matchAll(CELL);
    if (!found || others.length > 0 || (found[1] === undefined && !isLong)) return undefined;
    const [, format] = found;
    const write = (value: string | number) =>
      format === undefined ? plain(value) : numbers.withFormat(value, format);
    return {
      [text === "text" ? "texttemplate" : "hovertemplate"]: template.replace(CELL, "%{text}"),
      [text]: values.map((value) => numberOr("", value, write)),
    };
  };
  const isOwnHover = bound["hoverinfo"] !== undefined || bound["text"] !== undefined;
  const usual = isLong && !isOwnHover ? "x: %{x}<br>y: %{y}<br>z: %{z}" : undefined;
  const label = instead(bound["texttemplate"], "text");
  const hover = instead(bound["hovertemplate"] ?? usual, "hovertext");
  return { ...label, ...hover };
}

/** What templates may name, of columns with exact digits. */
function variablesOf(labelled: LabelledTrace, options: LabelOptions): Map<string, Variable> {
  const { trace, columns, bound } = labelled;
  const { numbers, layout } = options;
  const variables = new Map<string, Variable>();
  for (const { path, column: name } of trace.bindings) {
    const column = columns.get(name);
    const property = path.join(".");
    if (!column || !isExact(column.type)) continue;
    const values = valuesOf(labelled, property);
    if (!values) continue;
    const written = axisFormat(property, bound, layout);
    const own = written === "" ? formatAt(trace, property) : undefined;
    const format = own ?? written;
    const write = (value: string | number) =>
      format === "" ? numbers.plain(value) : numbers.withFormat(value, format);
    const plain = own !== undefined || exceedDoubles(values) ? write : undefined;
    variables.set(property, { values, plain, formatted: numbers.withFormat });
  }
  const length = bound["orientation"] === "h" ? "x" : "y";
  const own = variables.get(length);
  const steps = own && labelled.type === "waterfall" ? stepsOf(bound, own.values) : undefined;
  if (own && steps) {
    for (const name of ["initial", "delta", "final"] as const) {
      variables.set(name, { ...own, values: steps[name] });
    }
  }
  return variables;
}

/** How the axis of a coordinate writes a number in a tooltip; empty where the author left it. */
function axisFormat(property: string, bound: Props, layout: JsonObject): string {
  const own = bound[`${property}hoverformat`];
  if (typeof own === "string") return own;
  const id = bound[`${property}axis`];
  const axis = layout[(typeof id === "string" ? id : property).replace(/^([xyz])/, "$1axis")];
  if (typeof axis !== "object" || axis === null || Array.isArray(axis)) return "";
  const format = axis["hoverformat"] ?? axis["tickformat"];
  return typeof format === "string" ? format : "";
}

/** A tooltip where Plotly's own would show other digits and the author has written none. */
function defaultHover(
  type: TraceType,
  bound: Props,
  variables: ReadonlyMap<string, Variable>,
): Props {
  const variable =
    variables.get("final") ?? variables.get(bound["orientation"] === "h" ? "x" : "y");
  const { plain, values } = variable ?? {};
  if (!plain || !values) return {};
  if (bound["hovertemplate"] !== undefined || bound["hoverinfo"] !== undefined) return {};
  const text = ["hovertext", "text"].find((key) => bound[key] !== undefined);
  const ending = text === undefined ? "" : `<br>%{${text}}`;
  const around = placeAround(type, bound);
  return {
    hovertemplate: values.map((value) => {
      const number = numberOr("", value, plain);
      return (around ? around(number) : number) + ending;
    }),
  };
}

/** With the place of a mark, where a tooltip is of this mark alone and nothing else names it. */
function placeAround(
  type: TraceType,
  { orientation, mode }: Props,
): ((number: string) => string) | undefined {
  if (type === "bar" && orientation === "h") return (number) => `(${number}, %{y})`;
  const isPoint = type === "scatter" || type === "scattergl";
  const isMarker = isPoint && typeof mode === "string" && !mode.includes("lines");
  return isMarker ? (number) => `(%{x}, ${number})` : undefined;
}

function templates(
  bound: Props,
  variables: ReadonlyMap<string, Variable>,
  attributes: TraceAttributes | undefined,
): Props {
  const filled = TEMPLATES.flatMap((key) => {
    const template = bound[key];
    const schema = attributes?.[key];
    const takesList = typeof schema === "object" && schema !== null && "arrayOk" in schema;
    if (typeof template !== "string" || !takesList || schema.arrayOk !== true) return [];
    const texts = fillTemplate(template, variables);
    return texts ? [[key, texts] as const] : [];
  });
  return Object.fromEntries(filled);
}

function numberOr(
  nothing: string,
  value: Value,
  write: (value: string | number) => string,
): string {
  return typeof value === "string" || typeof value === "number" ? write(value) : nothing;
}
