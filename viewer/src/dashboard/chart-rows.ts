/**
 * The rows behind a chart as one table: a row per place on the axis and a column per series where
 * that holds every row, else a row per row with the name of its series.
 */
import type { JsonObject, JsonValue } from "../../../src/contract/json-value.js";
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Value } from "../../../src/contract/result.js";
import { stripMarkup } from "../format/markup.js";
import { cohortLabel } from "../data/cohorts.js";
import type { Column, LoadedResult, Series } from "../data/column.js";
import { comparison, isTemporal } from "../data/compare.js";
import type { Loaded } from "../data/loaded.js";
import type { Formatter } from "../format/value.js";
import { headerOf, tableColumns } from "../tables/table-columns.js";
import { createTableRows, type TableRows } from "../tables/table-rows.js";

/** A drawn series and what its columns are called. */
interface Part {
  readonly name: string;
  readonly series: Series;
  readonly columns: readonly NamedColumn[];
  /** Set when its rows are no more than places on an axis, each with a value. */
  readonly pair?: { readonly place: NamedColumn; readonly value: NamedColumn };
}

interface NamedColumn {
  readonly header: string;
  readonly column: Column;
  readonly format: string | undefined;
}

/** Columns of rows that are put together from several results. */
interface Gathered {
  readonly header: string;
  readonly format: string | undefined;
  /** The column of a result that it shows; absent: none. */
  readonly shown?: string;
  readonly type: LogicalType;
  readonly values: readonly Value[];
}

export interface ChartRows extends TableRows {
  /** For each column the name of the one that it shows of a result. */
  readonly shown: readonly (string | undefined)[];
}

/** `loaded` has only the series that are shown. */
export function chartRows(
  loaded: readonly Loaded<SiteTrace>[],
  layout: JsonObject,
  formatter: Formatter,
): ChartRows {
  const parts = partsOf(loaded, layout, formatter);
  const [only] = parts;
  const columns = (parts.length === 1 && only ? asTheyAre(only) : wide(parts)) ?? long(parts);
  const rows = columns[0]?.values.length ?? 0;
  const result: LoadedResult = { rows, columns: columns.map(columnOf), series: [] };
  const defined = columns.map(({ header, format }, index) => ({
    key: `${index} ${header}`,
    header,
    ...(format !== undefined && { format }),
  }));
  return {
    ...createTableRows(tableColumns(result, defined, formatter), 0, rows),
    shown: columns.map((column) => column.shown),
  };
}

function columnOf({ header, type, values }: Gathered, index: number): Column {
  const numeric = isNumeric(type);
  return {
    // Two columns may have one header.
    name: `${index} ${header}`,
    type,
    length: values.length,
    value: (row) => values[row] ?? null,
    number: (row) => (numeric && values[row] !== null ? Number(values[row]) : Number.NaN),
  };
}

function asTheyAre({ columns, series }: Part): Gathered[] {
  return columns.map(({ header, column, format }) => ({
    header,
    format,
    shown: column.name,
    type: column.type,
    values: valuesOf(column, series),
  }));
}

/** Undefined where a place has two rows in a series, or rows have more than a place and a value. */
function wide(parts: readonly Part[]): Gathered[] | undefined {
  const places = new Map<string, Value>();
  const cells: Map<string, Value>[] = [];
  const order: string[] = [];
  const type = commonType(parts.flatMap(({ pair }) => pair?.place.column.type ?? []));
  const sorted = isNumeric(type) || isTemporal(type);
  for (const { pair, series } of parts) {
    if (!pair) return undefined;
    const own = new Map<string, Value>();
    let after = -1;
    for (let row = series.start; row < series.end; row += 1) {
      const place = pair.place.column.value(row);
      const key = JSON.stringify(place);
      if (own.has(key)) return undefined;
      own.set(key, pair.value.column.value(row));
      // What only a later series has stands behind the place that it follows there.
      if (!places.has(key)) order.splice(sorted ? order.length : after + 1, 0, key);
      places.set(key, place);
      if (!sorted) after = order[after + 1] === key ? after + 1 : order.indexOf(key);
    }
    cells.push(own);
  }
  const value = (key: string): Value => places.get(key) ?? null;
  if (sorted) sortBy(order, value, type);
  return [
    {
      header: parts[0]?.pair?.place.header ?? "",
      format: commonFormat(parts.flatMap(({ pair }) => pair?.place ?? [])),
      shown: parts[0]?.pair?.place.column.name ?? "",
      type,
      values: order.map(value),
    },
    ...parts.map(({ name, pair }, index) => ({
      header: name,
      format: pair?.value.format,
      type: pair?.value.column.type ?? "text",
      values: order.map((key) => cells[index]?.get(key) ?? null),
    })),
  ];
}

/** Along the axis; NULL is last. */
function sortBy(keys: string[], value: (key: string) => Value, type: LogicalType): void {
  const compare = comparison(type);
  keys.sort((a, b) => {
    const [first, second] = [value(a), value(b)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return compare(first, second);
  });
}

/** All rows below each other; columns of the same name are one. */
function long(parts: readonly Part[]): Gathered[] {
  const headers = [...new Set(parts.flatMap(({ columns }) => columns.map(({ header }) => header)))];
  const named = parts.map(({ columns }) => new Map(columns.map((one) => [one.header, one])));
  const names: Gathered = {
    header: headers.includes("Series") ? "Series name" : "Series",
    format: undefined,
    type: "text",
    values: parts.flatMap(({ name, series }) => rowsOf(series).map(() => name)),
  };
  const columns = headers.map((header): Gathered => {
    const same = named.flatMap((columns) => columns.get(header) ?? []);
    const types = same.map(({ column }) => column.type);
    return {
      header,
      format: commonFormat(same),
      shown: same[0]?.column.name ?? "",
      type: commonType(types),
      values: parts.flatMap(({ series }, index) => {
        const column = named[index]?.get(header)?.column;
        return column ? valuesOf(column, series) : rowsOf(series).map(() => null);
      }),
    };
  });
  return [names, ...columns];
}

function partsOf(
  loaded: readonly Loaded<SiteTrace>[],
  layout: JsonObject,
  formatter: Formatter,
): Part[] {
  const parts = loaded.flatMap(({ object, result }) => {
    const columns = namedColumns(object, result, layout);
    const pair = pairOf(object, result, columns);
    const [first] = result.series;
    const written = object.props["name"];
    return result.series.map((series) => ({
      trace: object.name,
      name:
        series === first && result.series.length === 1 && typeof written === "string"
          ? stripMarkup(written)
          : cohortLabel(series, result, formatter),
      series,
      columns,
      ...(pair && { pair }),
    }));
  });
  return parts.map(({ trace, name, ...part }) => {
    const shared = parts.filter((one) => one.name === name).length > 1;
    return { ...part, name: shared && trace !== name ? `${trace}: ${name}` : name };
  });
}

/**
 * Columns with unlike headers, that of the places before the values; `(y)` tells apart what SQL calls
 * the same.
 */
function namedColumns(trace: SiteTrace, result: LoadedResult, layout: JsonObject): NamedColumn[] {
  const place = trace.bindings.find(({ path }) => path.join() === axesOf(trace).place)?.column;
  const named = inOrder(trace, result, layout);
  return [
    ...named.filter(({ column }) => column.name === place),
    ...named.filter(({ column }) => column.name !== place),
  ];
}

/** The property along which a trace's rows lie, and that of their values. */
function axesOf({ props }: SiteTrace): { readonly place: string; readonly value: string } {
  return props["orientation"] === "h" ? { place: "y", value: "x" } : { place: "x", value: "y" };
}

function inOrder(trace: SiteTrace, result: LoadedResult, layout: JsonObject): NamedColumn[] {
  const headers = result.columns.map(({ name }) => headerIn(trace, name, layout));
  return result.columns.map((column, index) => {
    const header = headers[index] ?? column.name;
    const shared = headers.filter((one) => one === header).length > 1;
    const format = trace.formats?.[column.name];
    return { column, format, header: shared ? `${header} (${headerOf(column.name)})` : header };
  });
}

/** The title of the axis along which a column is drawn, else what its SQL calls it. */
function headerIn({ bindings, props, names }: SiteTrace, name: string, layout: JsonObject): string {
  const bound = bindings.find(({ column, path }) => column === name && path.length === 1);
  const letter = bound?.path[0];
  const axis = letter === "x" || letter === "y" ? props[`${letter}axis`] : undefined;
  const number = typeof axis === "string" ? axis.slice(1) : "";
  const title = letter === "x" || letter === "y" ? layout[`${letter}axis${number}`] : undefined;
  return (
    titleOf(title) ??
    names?.[name] ??
    (name.startsWith("columns.") ? name.slice(8) : headerOf(name))
  );
}

function titleOf(axis: JsonValue | undefined): string | undefined {
  const title = isObject(axis) ? axis["title"] : undefined;
  const text = isObject(title) ? title["text"] : title;
  const plain = typeof text === "string" ? stripMarkup(text) : "";
  return plain === "" ? undefined : plain;
}

function pairOf(
  trace: SiteTrace,
  { columns }: LoadedResult,
  named: readonly NamedColumn[],
): Part["pair"] {
  const { place, value } = axesOf(trace);
  const find = (property: string) => {
    const whole = trace.bindings.find(
      ({ path, index, slice }) =>
        path.length === 1 && path[0] === property && index === undefined && !slice,
    );
    return named.find(({ column }) => column.name === whole?.column);
  };
  const [placed, valued] = [find(place), find(value)];
  return placed && valued && placed !== valued && columns.length === 2
    ? { place: placed, value: valued }
    : undefined;
}

/** The one that all of them have. */
function commonFormat(columns: readonly NamedColumn[]): string | undefined {
  const [format, ...others] = new Set(columns.map((column) => column.format));
  return others.length === 0 ? format : undefined;
}

/** Exact whatever the parts are: numbers stay numbers, all else is text. */
function commonType(types: readonly LogicalType[]): LogicalType {
  const [first = "text", ...rest] = new Set(types);
  if (rest.length === 0) return first;
  return types.every(isNumeric) ? "decimal" : "text";
}

function valuesOf(column: Column, series: Series): Value[] {
  return rowsOf(series).map((row) => column.value(row));
}

function rowsOf({ start, end }: Series): number[] {
  return Array.from({ length: end - start }, (_, index) => start + index);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
