/** The formats that an author gave to columns of a trace: where Plotly writes their values. */
import type { JsonObject } from "../../../src/contract/json-value.js";
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Column } from "../data/column.js";
import { isTemporal } from "../data/compare.js";
import { isNumberFormat } from "../format/format-kind.js";
import type { NumberFormatter } from "../format/number.js";
import { plotlyFormat } from "../format/own-formats.js";
import { writtenAt, type AxisPlan } from "./axis-plan.js";
import type { Props } from "./bind.js";
import { partOf } from "./computed.js";
import type { LoadedTrace } from "./loaded-trace.js";
import type { TraceType } from "./trace-types.js";
import type { TraceAttributes } from "./value-slots.js";

/** The format of the column that fills a property. */
export function formatAt({ bindings, formats }: SiteTrace, property: string): string | undefined {
  if (!formats) return undefined;
  const binding = bindings.find(({ path }) => path.join(".") === property);
  return binding && formats[binding.column];
}

/** A formatter whose plain numbers have this format. */
export function withPlain(numbers: NumberFormatter, format: string | undefined): NumberFormatter {
  if (format === undefined) return numbers;
  return { ...numbers, plain: (value) => numbers.withFormat(value, format) };
}

interface FormattedTrace {
  readonly trace: SiteTrace;
  readonly type: TraceType;
  readonly bound: Props;
  readonly columns: ReadonlyMap<string, Column>;
}

interface Surroundings {
  readonly schema: TraceAttributes | undefined;
  readonly plan: AxisPlan;
  /** The author's. */
  readonly layout: JsonObject;
  readonly numbers: NumberFormatter;
}

/** Properties by which Plotly writes formatted columns in tooltips, but those of the author. */
export function formattedTooltips(
  { trace, type, bound, columns }: FormattedTrace,
  { schema, plan, layout, numbers }: Surroundings,
): Props {
  if (!trace.formats) return {};
  const specifierAt = (property: string): string | undefined => {
    const format = formatAt(trace, property);
    const binding = trace.bindings.find(({ path }) => path.join(".") === property);
    const column = binding && columns.get(binding.column);
    if (format === undefined || !column || !fits(format, column.type)) return undefined;
    return plotlyFormat(numbers, format);
  };
  const along = ["x", "y", "z"].flatMap((letter) => {
    const key = `${letter}hoverformat`;
    const path = plan.of(trace, letter)?.path;
    const specifier = specifierAt(letter);
    if (specifier === undefined || key in bound || !schema || !(key in schema)) return [];
    const isAuthors = ["hoverformat", "tickformat"].some(
      (property) => path && writtenAt(layout, [...path, property]) !== undefined,
    );
    return isAuthors ? [] : [[key, specifier] as const];
  });
  return { ...Object.fromEntries(along), ...ofType(type, bound, specifierAt) };
}

/** Types that have a property of their own for it, or none. */
function ofType(
  type: TraceType,
  bound: Props,
  specifierAt: (property: string) => string | undefined,
): Props {
  if (type === "sankey") {
    const specifier = specifierAt("link.value");
    return specifier === undefined || "valueformat" in bound ? {} : { valueformat: specifier };
  }
  if (type !== "choropleth" && type !== "choroplethmap") return {};
  const specifier = specifierAt("z");
  const isOwn = ["hovertemplate", "hoverinfo", "hovertext", "text"].some((key) => key in bound);
  return specifier === undefined || isOwn
    ? {}
    : { hovertemplate: `%{location}<br>%{z:${specifier}}` };
}

/** The number of an indicator and the axis of its gauge; `asText`: drawn by the page itself. */
export function formattedNumber(
  { trace, type, bound }: Omit<FormattedTrace, "columns">,
  numbers: NumberFormatter,
  asText: boolean,
): Props {
  const format = type === "indicator" ? formatAt(trace, "value") : undefined;
  if (format === undefined || !isNumberFormat(format)) return {};
  const [number, gauge] = [partOf(bound["number"]), partOf(bound["gauge"])];
  const axis = partOf(gauge["axis"]);
  const written = asText ? format : plotlyFormat(numbers, format);
  return {
    ...("valueformat" in number ? {} : { number: { ...number, valueformat: written } }),
    ...(asText || "tickformat" in axis
      ? {}
      : {
          gauge: {
            ...gauge,
            axis: { ...axis, tickformat: plotlyFormat(numbers, format, "inside") },
          },
        }),
  };
}

/** Formats that do not fit the values of their columns, which are then written as without them. */
export function formatNotices(traces: readonly LoadedTrace[]): string[] {
  return traces.flatMap(({ object: { name, formats = {} }, result }) =>
    result.columns.flatMap(({ name: column, type }) => {
      const format = formats[column];
      if (format === undefined || fits(format, type)) return [];
      const meant = isNumberFormat(format) ? "numbers" : "dates";
      const key = column.replace(/^(props|columns)\./, "");
      return [`The format ${format} of ${key} in ${name} is for ${meant}, which it has not.`];
    }),
  );
}

function fits(format: string, type: LogicalType): boolean {
  return isNumberFormat(format) ? isNumeric(type) : isTemporal(type);
}
