/** Traces of a dashboard's page, with all states that its switches can give them. */
import { formatPath } from "../../contract/property-path.js";
import type { SiteTableColumn, SwitchedTrace } from "../../contract/pages/dashboard.js";
import { filtersOf } from "../../project/filters-of.js";
import type { Trace } from "../../project/objects.js";
import { stateOf } from "../object-state.js";
import { clickedInput } from "./clicked-input.js";
import { addInput, countStatus, siteData, type PageParts } from "./page-parts.js";
import { sqlName } from "./sql-name.js";

/**
 * `columns` are those that are shown of it in this place; absent: all, as a chart's rows can be
 * read as a table.
 */
export function addTrace(
  trace: Trace,
  parts: PageParts,
  columns?: readonly SiteTableColumn[],
): string {
  const { status, artifact, problems } = stateOf(trace, parts.manifest);
  const shown = columns && new Set(columns.map(({ key }) => key));
  const data = siteData(trace, artifact, parts, shown);
  const switched = switchedTrace(trace, parts, shown);
  if (parts.traces.has(trace.name)) return trace.name;
  const filters = filtersOf(trace);
  const clicks = clickedInput(trace);
  countStatus(status, parts);
  parts.traces.set(trace.name, {
    name: trace.name,
    type: trace.type,
    props: trace.props,
    bindings: trace.bindings,
    names: namesOf(trace),
    ...(trace.formats.size > 0 && { formats: Object.fromEntries(trace.formats) }),
    ...(trace.card && { card: trace.card }),
    ...(trace.orderBy.length > 0 && { ordered: true }),
    ...(filters.length > 0 && { inputs: filters.map((input) => addInput(input, parts)) }),
    ...(clicks && { clicks }),
    ...(data && { data }),
    ...(switched && { switched }),
    status,
    problems: parts.frame(problems),
  });
  return trace.name;
}

/** The states for all values of its switches; that of their defaults is the trace's own. */
function switchedTrace(
  trace: Trace,
  parts: PageParts,
  shown: ReadonlySet<string> | undefined,
): SwitchedTrace | undefined {
  const { switches = [], variants = [] } = trace;
  if (switches.length === 0) return undefined;
  const own = { places: switches.map((one) => one.default), trace };
  const states = [own, ...variants].map(({ places, trace: variant }) => {
    const { status, artifact, problems } = stateOf(variant, parts.manifest);
    const data = siteData(variant, artifact, parts, shown);
    const clicks = clickedInput(variant);
    const state = {
      ...(clicks && { clicks }),
      ...(data && { data }),
      status,
      problems: parts.frame(problems),
      names: namesOf(variant),
    };
    return [places.join(), state] as const;
  });
  return {
    switches: switches.map((one) => addInput(one, parts)),
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
