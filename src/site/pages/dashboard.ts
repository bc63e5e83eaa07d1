import type {
  SiteChart,
  SiteDashboard,
  SiteItem,
  SiteItemContent,
  SiteModel,
  SiteRow,
  SiteTable,
  SiteTableColumn,
} from "../../contract/pages/dashboard.js";
import { followedModel } from "../../engine/followed-model.js";
import { textValueFault } from "../../engine/text-values.js";
import { filtersOf } from "../../project/filters-of.js";
import type {
  Chart,
  Dashboard,
  Item,
  Model,
  Row,
  Selector,
  Table,
  TableColumn,
} from "../../project/objects.js";
import type { Drawn } from "../drawn.js";
import { stateOf } from "../object-state.js";
import { chartTitle } from "./chart-title.js";
import { originsOf } from "./origins.js";
import {
  addInput,
  countedProblems,
  countStatus,
  siteData,
  type DashboardOptions,
  type PageParts,
} from "./page-parts.js";
import { addTrace } from "./traces.js";

/** A dashboard's page, and whose rows it draws. */
export interface DashboardContent {
  readonly dashboard: SiteDashboard;
  /** Each object once. */
  readonly drawn: readonly Drawn[];
  /** Objects on it that have nothing to show, and objects that show old rows. */
  readonly failing: number;
  readonly stale: number;
}

/**
 * Builds the page of an internal dashboard field by field; what is not named here never leaves the
 * project.
 */
export function buildDashboard(dashboard: Dashboard, options: DashboardOptions): DashboardContent {
  const parts: PageParts = {
    ...options,
    charts: new Map(),
    tables: new Map(),
    selectors: new Map(),
    inputs: new Map(),
    traces: new Map(),
    drawn: new Map(),
    failing: 0,
    stale: 0,
  };
  const rows = dashboard.rows.map((row) => siteRow(row, parts));
  return {
    dashboard: {
      name: dashboard.name,
      ...(dashboard.description !== undefined && { description: dashboard.description }),
      tags: dashboard.tags,
      rows,
      charts: Object.fromEntries(parts.charts),
      tables: Object.fromEntries(parts.tables),
      selectors: Object.fromEntries(parts.selectors),
      ...(parts.inputs.size > 0 && { inputs: [...parts.inputs.values()] }),
      traces: Object.fromEntries(parts.traces),
    },
    drawn: [...parts.drawn.values()],
    failing: parts.failing,
    stale: parts.stale,
  };
}

function siteRow({ name, height, items }: Row, parts: PageParts): SiteRow {
  return {
    ...(name !== undefined && { name }),
    height,
    items: items.map((item) => siteItem(item, parts)),
  };
}

function siteItem({ name, width, content, problems }: Item, parts: PageParts): SiteItem {
  const values = content.kind === "markdown" ? content.values : [];
  const faults = values.flatMap((value) => textValueFault(value, parts.manifest) ?? []);
  return {
    ...(name !== undefined && { name }),
    width,
    content: siteContent(content, parts),
    problems: countedProblems([...problems, ...faults], parts),
  };
}

function siteContent(content: Item["content"], parts: PageParts): SiteItemContent {
  const { kind } = content;
  if (kind === "chart") return { kind, chart: addChart(content.chart, parts) };
  if (kind === "table") return { kind, table: addTable(content.table, parts) };
  if (kind === "selector") return { kind, selector: addSelector(content.selector, parts) };
  if (kind === "input") return { kind, input: addInput(content.input.settings, parts) };
  if (kind === "rows") return { kind, rows: content.rows.map((row) => siteRow(row, parts)) };
  if (kind === "empty") return { kind };
  const { markdown, align, justify } = content;
  const values = content.values.map(({ start, end, trace, column }) => ({
    start,
    end,
    trace: addTrace(trace, parts, [{ key: column }]),
    column,
  }));
  return { kind, markdown, ...(values.length > 0 && { values }), align, justify };
}

function addChart(chart: Chart, parts: PageParts): string {
  if (parts.charts.has(chart.name)) return chart.name;
  const title = chartTitle(chart);
  parts.charts.set(chart.name, {
    name: chart.name,
    ...(title !== undefined && { title }),
    ...(chart.description !== undefined && { description: chart.description }),
    traces: chart.traces.map((trace) => addTrace(trace, parts)),
    layout: chart.layout,
    ...(chart.lines.length > 0 && { lines: chart.lines }),
    ...(chart.selector && { selector: addSelector(chart.selector, parts) }),
    ...originsIn(chart, parts),
    problems: countedProblems(chart.problems, parts),
  });
  return chart.name;
}

function addTable(table: Table, parts: PageParts): string {
  if (parts.tables.has(table.name)) return table.name;
  const { name, description, rowsPerPage, model } = table;
  parts.tables.set(name, {
    name,
    ...(description !== undefined && { description }),
    ...(rowsPerPage !== undefined && { rowsPerPage }),
    traces: table.traces.map((trace) => {
      const columns = table.columnDefs.get(trace.name)?.map(siteColumn);
      return { trace: addTrace(trace, parts, columns), ...(columns && { columns }) };
    }),
    ...(model && { model: tableModel(table, model, parts) }),
    ...(table.selector && { selector: addSelector(table.selector, parts) }),
    ...originsIn(table, parts),
    problems: countedProblems(table.problems, parts),
  });
  return name;
}

function originsIn(
  card: Chart | Table,
  { project, named }: PageParts,
): Pick<SiteChart | SiteTable, "origins"> {
  const origins = originsOf([card], project, named);
  return origins.length > 1 ? { origins } : {};
}

function tableModel(table: Table, model: Model, parts: PageParts): SiteModel {
  const { status, artifact, problems } = stateOf(model, parts.manifest);
  const columns = table.columnDefs.get(model.name)?.map(siteColumn);
  const shown = columns && new Set(columns.map(({ key }) => key));
  const { follows, problems: faults } = artifact
    ? followedModel(table, artifact.columns, parts.project.defaults.timeZone)
    : { follows: [], problems: [] };
  const read = shown && new Set([...shown, ...follows.map(({ column }) => column)]);
  const data = siteData(model, artifact, parts, read);
  for (const input of filtersOf(table)) addInput(input, parts);
  // Rows that cannot follow would be taken for what is chosen.
  const shownStatus = faults.length > 0 ? "failed" : status;
  countStatus(shownStatus, parts);
  return {
    name: model.name,
    ...(data && faults.length === 0 && { data }),
    ...(columns && { columns }),
    ...(follows.length > 0 && { follows }),
    status: shownStatus,
    problems: parts.frame([...problems, ...faults]),
  };
}

function addSelector({ name, type, options }: Selector, parts: PageParts): string {
  parts.selectors.set(name, {
    name,
    type,
    options: options.map((option) => ({ kind: option.kind, name: option.name })),
  });
  return name;
}

function siteColumn(column: TableColumn): SiteTableColumn {
  const { key, header, format, aggregation, markdown, show, total } = column;
  return {
    key,
    ...(header !== undefined && { header }),
    ...(format !== undefined && { format }),
    ...(aggregation !== undefined && { aggregation }),
    ...(markdown && { markdown }),
    ...(show !== undefined && { show }),
    ...(total !== undefined && { total }),
  };
}
