import type { FramedDiagnostic } from "../../contract/diagnostic.js";
import type { Artifact, Manifest } from "../../contract/manifest.js";
import type { InputSettings } from "../../contract/input.js";
import { formatPath } from "../../contract/property-path.js";
import type {
  SiteChart,
  SiteDashboard,
  SiteData,
  SiteItem,
  SiteItemContent,
  SiteModel,
  SiteObject,
  SiteRow,
  SiteSelector,
  SiteTable,
  SiteTableColumn,
  SiteTrace,
  SwitchedTrace,
} from "../../contract/pages/dashboard.js";
import { descendants } from "../../engine/plan.js";
import type {
  Chart,
  Dashboard,
  Item,
  Model,
  Row,
  Selector,
  Table,
  TableColumn,
  Trace,
} from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import { filtersOf } from "../../project/filters-of.js";
import { drawnTogether, type DataPlace, type Drawn } from "../drawn.js";
import type { Framing } from "../../diagnostics/framing.js";
import { followedModel } from "../../engine/followed-model.js";
import { textValueFault } from "../../engine/text-values.js";
import { stateOf } from "../object-state.js";
import { chartTitle } from "./chart-title.js";
import { clickedInput } from "./clicked-input.js";
import { originsOf } from "./origins.js";
import { sqlName } from "./sql-name.js";

/** A dashboard's page, and whose rows it draws. */
export interface DashboardContent {
  readonly dashboard: SiteDashboard;
  /** Each object once. */
  readonly drawn: readonly Drawn[];
  /** Objects on it that have nothing to show, and objects that show old rows. */
  readonly failing: number;
  readonly stale: number;
}

export interface DashboardOptions {
  readonly project: Pick<Project, "defaults" | "objects">;
  readonly manifest: Manifest | undefined;
  readonly frame: Framing;
  readonly dataPlace: DataPlace;
  /** Whether readers may know the names of sources and models. */
  readonly named: boolean;
}

interface Context extends DashboardOptions {
  readonly charts: Map<string, SiteChart>;
  readonly tables: Map<string, SiteTable>;
  readonly selectors: Map<string, SiteSelector>;
  readonly inputs: Map<string, InputSettings>;
  readonly traces: Map<string, SiteTrace>;
  /** By id. */
  readonly drawn: Map<string, Drawn>;
  failing: number;
  stale: number;
}

/**
 * Builds the page of an internal dashboard field by field; what is not named here never leaves the
 * project.
 */
export function buildDashboard(dashboard: Dashboard, options: DashboardOptions): DashboardContent {
  const context: Context = {
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
  const rows = dashboard.rows.map((row) => siteRow(row, context));
  return {
    dashboard: {
      name: dashboard.name,
      ...(dashboard.description !== undefined && { description: dashboard.description }),
      tags: dashboard.tags,
      rows,
      charts: Object.fromEntries(context.charts),
      tables: Object.fromEntries(context.tables),
      selectors: Object.fromEntries(context.selectors),
      ...(context.inputs.size > 0 && { inputs: [...context.inputs.values()] }),
      traces: Object.fromEntries(context.traces),
    },
    drawn: [...context.drawn.values()],
    failing: context.failing,
    stale: context.stale,
  };
}

function siteRow({ name, height, items }: Row, context: Context): SiteRow {
  return {
    ...(name !== undefined && { name }),
    height,
    items: items.map((item) => siteItem(item, context)),
  };
}

function siteItem({ name, width, content, problems }: Item, context: Context): SiteItem {
  const values = content.kind === "markdown" ? content.values : [];
  const faults = values.flatMap((value) => textValueFault(value, context.manifest) ?? []);
  return {
    ...(name !== undefined && { name }),
    width,
    content: siteContent(content, context),
    problems: countedProblems([...problems, ...faults], context),
  };
}

function siteContent(content: Item["content"], context: Context): SiteItemContent {
  const { kind } = content;
  if (kind === "chart") return { kind, chart: addChart(content.chart, context) };
  if (kind === "table") return { kind, table: addTable(content.table, context) };
  if (kind === "selector") return { kind, selector: addSelector(content.selector, context) };
  if (kind === "input") return { kind, input: addInput(content.input.settings, context) };
  if (kind === "rows") return { kind, rows: content.rows.map((row) => siteRow(row, context)) };
  if (kind === "empty") return { kind };
  const { markdown, align, justify } = content;
  const values = content.values.map(({ start, end, trace, column }) => ({
    start,
    end,
    trace: addTrace(trace, context, [{ key: column }]),
    column,
  }));
  return { kind, markdown, ...(values.length > 0 && { values }), align, justify };
}

function addChart(chart: Chart, context: Context): string {
  if (context.charts.has(chart.name)) return chart.name;
  const title = chartTitle(chart);
  context.charts.set(chart.name, {
    name: chart.name,
    ...(title !== undefined && { title }),
    ...(chart.description !== undefined && { description: chart.description }),
    traces: chart.traces.map((trace) => addTrace(trace, context)),
    layout: chart.layout,
    ...(chart.lines.length > 0 && { lines: chart.lines }),
    ...(chart.selector && { selector: addSelector(chart.selector, context) }),
    ...originsIn(chart, context),
    problems: countedProblems(chart.problems, context),
  });
  return chart.name;
}

function addTable(table: Table, context: Context): string {
  if (context.tables.has(table.name)) return table.name;
  const { name, description, rowsPerPage, model } = table;
  context.tables.set(name, {
    name,
    ...(description !== undefined && { description }),
    ...(rowsPerPage !== undefined && { rowsPerPage }),
    traces: table.traces.map((trace) => {
      const columns = table.columnDefs.get(trace.name)?.map(siteColumn);
      return { trace: addTrace(trace, context, columns), ...(columns && { columns }) };
    }),
    ...(model && { model: tableModel(table, model, context) }),
    ...(table.selector && { selector: addSelector(table.selector, context) }),
    ...originsIn(table, context),
    problems: countedProblems(table.problems, context),
  });
  return name;
}

function originsIn(
  card: Chart | Table,
  { project, named }: Context,
): Pick<SiteChart | SiteTable, "origins"> {
  const origins = originsOf([card], project, named);
  return origins.length > 1 ? { origins } : {};
}

function tableModel(table: Table, model: Model, context: Context): SiteModel {
  const { status, artifact, problems } = stateOf(model, context.manifest);
  const columns = table.columnDefs.get(model.name)?.map(siteColumn);
  const shown = columns && new Set(columns.map(({ key }) => key));
  const { follows, problems: faults } = artifact
    ? followedModel(table, artifact.columns, context.project.defaults.timeZone)
    : { follows: [], problems: [] };
  const read = shown && new Set([...shown, ...follows.map(({ column }) => column)]);
  const data = siteData(model, artifact, context, read);
  for (const input of filtersOf(table)) addInput(input, context);
  // Rows that cannot follow would be taken for what is chosen.
  const shownStatus = faults.length > 0 ? "failed" : status;
  countStatus(shownStatus, context);
  return {
    name: model.name,
    ...(data && faults.length === 0 && { data }),
    ...(columns && { columns }),
    ...(follows.length > 0 && { follows }),
    status: shownStatus,
    problems: context.frame([...problems, ...faults]),
  };
}

/**
 * `columns` are those that are shown of it in this place; absent: all, as a chart's rows can be
 * read as a table.
 */
function addTrace(trace: Trace, context: Context, columns?: readonly SiteTableColumn[]): string {
  const { status, artifact, problems } = stateOf(trace, context.manifest);
  const shown = columns && new Set(columns.map(({ key }) => key));
  const data = siteData(trace, artifact, context, shown);
  const switched = switchedTrace(trace, context, shown);
  if (context.traces.has(trace.name)) return trace.name;
  const filters = filtersOf(trace);
  const clicks = clickedInput(trace);
  countStatus(status, context);
  context.traces.set(trace.name, {
    name: trace.name,
    type: trace.type,
    props: trace.props,
    bindings: trace.bindings,
    names: namesOf(trace),
    ...(trace.formats.size > 0 && { formats: Object.fromEntries(trace.formats) }),
    ...(trace.card && { card: trace.card }),
    ...(trace.orderBy.length > 0 && { ordered: true }),
    ...(filters.length > 0 && { inputs: filters.map((input) => addInput(input, context)) }),
    ...(clicks && { clicks }),
    ...(data && { data }),
    ...(switched && { switched }),
    status,
    problems: context.frame(problems),
  });
  return trace.name;
}

/** The states for all values of its switches; that of their defaults is the trace's own. */
function switchedTrace(
  trace: Trace,
  context: Context,
  shown: ReadonlySet<string> | undefined,
): SwitchedTrace | undefined {
  const { switches = [], variants = [] } = trace;
  if (switches.length === 0) return undefined;
  const own = { places: switches.map((one) => one.default), trace };
  const states = [own, ...variants].map(({ places, trace: variant }) => {
    const { status, artifact, problems } = stateOf(variant, context.manifest);
    const data = siteData(variant, artifact, context, shown);
    const clicks = clickedInput(variant);
    const state = {
      ...(clicks && { clicks }),
      ...(data && { data }),
      status,
      problems: context.frame(problems),
      names: namesOf(variant),
    };
    return [places.join(), state] as const;
  });
  return {
    switches: switches.map((one) => addInput(one, context)),
    states: Object.fromEntries(states),
  };
}

/** Of whole properties, not of places in lists; columns of `columns` have their name already. */
function namesOf({ queries }: Trace): Record<string, string> {
  return Object.fromEntries(
    queries.flatMap(({ path, sql }) => {
      const whole = path.every((key) => typeof key === "string");
      const name = whole ? sqlName(sql) : undefined;
      return name === undefined ? [] : [[`props.${formatPath(path)}`, name]];
    }),
  );
}

function addSelector({ name, type, options }: Selector, context: Context): string {
  context.selectors.set(name, {
    name,
    type,
    options: options.map((option) => ({ kind: option.kind, name: option.name })),
  });
  return name;
}

/** The texts of a switch are SQL, which pages do not need. */
function addInput(settings: InputSettings, context: Context): string {
  const shown =
    settings.is === "switch"
      ? { ...settings, values: settings.values.map(({ label }) => ({ label, text: label })) }
      : settings;
  context.inputs.set(settings.name, shown);
  return settings.name;
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

function siteData(
  object: Trace | Model,
  artifact: Artifact | undefined,
  context: Context,
  shown: ReadonlySet<string> | undefined,
): SiteData | undefined {
  const drawn = { object, ...(artifact && { artifact }), ...(shown && { columns: shown }) };
  context.drawn.set(object.id, drawnTogether(context.drawn.get(object.id), drawn));
  if (!artifact) return undefined;
  const { rows, builtAt } = artifact;
  const freshFor = freshForOf(object);
  return {
    ...context.dataPlace(artifact, object),
    rows,
    builtAt,
    ...(freshFor !== undefined && { freshFor }),
  };
}

/** The shortest that holds for what it is made of. */
function freshForOf(object: Trace | Model): number | undefined {
  const model = object.kind === "trace" ? object.model : object;
  const below = model?.type === "merge" ? descendants(model) : [];
  const spans = [model, ...below].flatMap((one) => one?.freshFor ?? []);
  return spans.length === 0 ? undefined : Math.min(...spans);
}

function countedProblems(problems: Item["problems"], context: Context): FramedDiagnostic[] {
  if (problems.some(({ severity }) => severity === "error")) context.failing += 1;
  return context.frame(problems);
}

function countStatus(status: SiteObject["status"], context: Context): void {
  if (status === "failed") context.failing += 1;
  if (status === "stale") context.stale += 1;
}
