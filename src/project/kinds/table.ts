import type { SourceRange } from "../../contract/diagnostic.js";
import { formatPath } from "../../contract/property-path.js";
import { suggest } from "../../diagnostics/index.js";
import type { Selector, Table, TableColumn, Trace } from "../objects.js";
import { isMisspelt } from "../schema/check-fields.js";
import type { Checker } from "../schema/checker.js";
import type { KindDefinition } from "../schema/declaration.js";
import { defined } from "../schema/defined.js";
import type { Fields, FieldValues } from "../schema/field.js";
import { target, targets } from "../schema/linked.js";
import { nodeAt, placeOf, placeOfKey, placeOfStart } from "../schema/place.js";
import type { YamlMap } from "../yaml-node.js";
import { NAMED_FIELDS } from "./named-fields.js";

const AGGREGATIONS = [
  "count",
  "extent",
  "max",
  "mean",
  "median",
  "min",
  "sum",
  "unique",
  "uniqueCount",
] as const;

const COLUMN_DEF_FIELDS = {
  trace_name: {
    type: { is: "text" },
    description: "The trace that has these columns.",
    example: "sales",
    default: "the only trace of the table, or its model",
  },
  columns: {
    type: {
      is: "list",
      of: {
        is: "object",
        what: "table column",
        fields: {
          key: {
            type: { is: "text" },
            description: "`columns.name` or `props.path` of the trace, or a column of the model.",
            example: "columns.total",
            required: true,
          },
          header: { type: { is: "text" }, description: "Title of the column.", example: "Total" },
          format: {
            type: { is: "text" },
            description: "How values are written, in the form of d3-format or d3-time-format.",
            example: '",.2f"',
          },
          aggregation: {
            type: { is: "choice", values: AGGREGATIONS },
            description: "What a group of rows shows.",
          },
          markdown: {
            type: { is: "boolean" },
            description: "Whether values are Markdown.",
            default: "`false`",
          },
        },
      },
    },
    description: "The columns, in this order.",
    example: "[{ key: columns.total, header: Total }]",
    required: true,
  },
} as const satisfies Fields;

export const TABLE_FIELDS = {
  ...NAMED_FIELDS,
  traces: {
    type: { is: "list", of: { is: "reference", to: ["trace"], inline: true } },
    description: "Traces whose rows it shows, one series at a time.",
    example: "[ref(sales)]",
  },
  model: {
    type: { is: "reference", to: ["model"], inline: true },
    description: "A model whose rows it shows.",
  },
  column_defs: {
    type: {
      is: "list",
      of: { is: "object", what: "column definition", fields: COLUMN_DEF_FIELDS },
    },
    description: "Which columns are shown, and how.",
    default: "all columns",
    example: '[{ columns: [{ key: columns.total, header: Total, format: ",.2f" }] }]',
  },
  rows_per_page: {
    type: { is: "number", whole: true, least: 1, most: 1000 },
    description: "Rows on a page.",
    default: "50",
    example: "25",
  },
  selector: {
    type: { is: "reference", to: ["selector"], inline: true },
    description: "Chooses the series that is shown.",
  },
} as const satisfies Fields;

const ROWS_PER_PAGE = 50;

export const TABLE: KindDefinition<Table> = {
  kind: "table",
  list: "tables",
  check(map, checker) {
    const values = checker.fields(map, TABLE_FIELDS, "table");
    checkData(map, checker);
    return (base) => {
      const traces = targets(values.traces, "trace");
      const model = target(values.model, "model");
      const selector = target(values.selector, "selector");
      warnOfMultiple(selector, map, checker);
      return {
        ...base,
        traces,
        columnDefs: columnDefsOf(values, map, model?.name, traces, checker),
        rowsPerPage: values.rows_per_page ?? ROWS_PER_PAGE,
        ...defined({ model, selector }),
      };
    };
  },
};

/** Both is shown at the second of them. */
function checkData(map: YamlMap, checker: Checker): void {
  const [first, second] = map.entries.filter(({ key }) => key === "traces" || key === "model");
  if (second) checker.report("table-with-both", {}, { at: placeOfKey(map, second) });
  const isTold = ["traces", "model"].some((key) => isMisspelt(map, TABLE_FIELDS, key));
  if (first || isTold) return;
  checker.report("table-without-data", {}, { at: placeOfStart(map) });
}

function warnOfMultiple(selector: Selector | undefined, map: YamlMap, checker: Checker): void {
  if (selector?.type !== "multiple") return;
  const at = placeOf(nodeAt(map, ["selector"]) ?? map);
  checker.report("table-with-multiple", { selector: selector.name }, { at });
}

function columnDefsOf(
  values: FieldValues<typeof TABLE_FIELDS>,
  map: YamlMap,
  model: string | undefined,
  traces: readonly Trace[],
  checker: Checker,
): Map<string, readonly TableColumn[]> {
  const shown = [...traces.map(({ name }) => name), ...(model === undefined ? [] : [model])];
  // A trace that could not be resolved was reported; what is said about it is not judged.
  const complete = shown.length > 0 && traces.length === (values.traces?.length ?? 0);
  const defs = new Map<string, readonly TableColumn[]>();
  for (const [index, { trace_name, columns }] of (values.column_defs ?? []).entries()) {
    const name = trace_name ?? (shown.length === 1 ? shown[0] : undefined);
    const at = placeOfDef(map, index);
    if (name === undefined) {
      if (complete) checker.report("column-defs-without-trace", {}, { at });
    } else if (complete && !shown.includes(name)) {
      checker.report("column-defs-of-other-trace", { name }, { at, hint: suggest(name, shown) });
    } else {
      const trace = traces.find((trace) => trace.name === name);
      defs.set(name, [...(defs.get(name) ?? []), ...columnsOf(columns ?? [])]);
      if (trace) warnOfUnknownKeys(trace, columns ?? [], map, index, checker);
    }
  }
  return defs;
}

/** The place of `trace_name`, else where the definition begins. */
function placeOfDef(map: YamlMap, index: number): SourceRange {
  const def = nodeAt(map, ["column_defs", index]);
  if (def?.kind !== "map") return placeOf(def ?? map);
  const name = def.get("trace_name")?.value;
  return name ? placeOf(name) : placeOfStart(def);
}

type ColumnValues = FieldValues<(typeof COLUMN_DEF_FIELDS)["columns"]["type"]["of"]["fields"]>;

function columnsOf(columns: readonly ColumnValues[]): TableColumn[] {
  return columns.flatMap(({ key, header, format, aggregation, markdown = false }) =>
    key === undefined ? [] : [{ key, markdown, ...defined({ header, format, aggregation }) }],
  );
}

function warnOfUnknownKeys(
  trace: Trace,
  columns: readonly ColumnValues[],
  map: YamlMap,
  index: number,
  checker: Checker,
): void {
  if (trace.problems.length > 0) return;
  const keys = [
    ...trace.columns.map(({ name }) => `columns.${name}`),
    ...trace.queries.map(({ path }) => `props.${formatPath(path)}`),
  ];
  for (const [position, { key }] of columns.entries()) {
    if (key === undefined || keys.includes(key)) continue;
    const at = placeOf(nodeAt(map, ["column_defs", index, "columns", position, "key"]) ?? map);
    const own = `columns.${key}`;
    const hint = keys.includes(own) ? `Did you mean \`${own}\`?` : suggest(key, keys);
    checker.report("unknown-table-column", { key, trace: trace.name }, { at, hint });
  }
}
