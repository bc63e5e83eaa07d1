/** Where a table's rows come from: one cohort of one trace at a time, or a model. */
import type { SiteTableColumn, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { cohortLabel } from "../data/cohorts.js";
import type { Loaded } from "../data/loaded.js";
import type { LoadedResult } from "../data/column.js";
import type { Formatter } from "../format/value.js";
import { tableColumns } from "./table-columns.js";
import { createTableRows, type TableRows } from "./table-rows.js";

/** Rows that a table can show. */
export interface TableSource {
  /** What a reader chooses it by; unique among the sources of a table. */
  readonly label: string;
  readonly rows: TableRows;
}

/**
 * One source per cohort, in order; a label that two traces share begins with the trace's name.
 */
export function traceSources(
  loaded: readonly Loaded<SiteTrace>[],
  columnsOf: (trace: string) => readonly SiteTableColumn[] | undefined,
  formatter: Formatter,
): TableSource[] {
  const seen = new Map<string, number>();
  for (const { result } of loaded) {
    for (const series of result.series) {
      const label = cohortLabel(series, result, formatter);
      seen.set(label, (seen.get(label) ?? 0) + 1);
    }
  }
  return loaded.flatMap(({ object: trace, result }) => {
    const columns = tableColumns(result, formatted(trace, result, columnsOf), formatter);
    return result.series.map((series) => {
      const label = cohortLabel(series, result, formatter);
      const shared = (seen.get(label) ?? 0) > 1;
      return {
        label: shared ? `${trace.name}: ${label}` : label,
        rows: createTableRows(columns, series.start, series.end),
      };
    });
  });
}

/** The columns that are shown, those without a format of their own in that of the trace. */
function formatted(
  { name, formats }: SiteTrace,
  { columns }: LoadedResult,
  columnsOf: (trace: string) => readonly SiteTableColumn[] | undefined,
): readonly SiteTableColumn[] | undefined {
  const shown = columnsOf(name);
  if (!formats) return shown;
  return (shown ?? columns.map((column) => ({ key: column.name }))).map((column) => {
    const format = formats[column.key];
    return format === undefined ? column : { format, ...column };
  });
}

/** All rows of a model as one source. */
export function modelSource(
  name: string,
  result: LoadedResult,
  columns: readonly SiteTableColumn[] | undefined,
  formatter: Formatter,
): TableSource {
  return {
    label: name,
    rows: createTableRows(tableColumns(result, columns, formatter), 0, result.rows),
  };
}
