import type { ColumnLook, ColumnTotal } from "../../contract/pages/dashboard.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { Input, Selector, Table, TableColumn, Trace } from "../objects.js";
import { formatFault } from "../plotly/format-fault.js";
import { isMisspelt } from "../schema/check-fields.js";
import { valuesOf } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { CheckedFields, Fields, ValueOf } from "../schema/field.js";
import type { KindDefinition } from "../schema/kind-definition.js";
import { target, targets } from "../schema/linked.js";
import { placeOfStart } from "../schema/place.js";
import type { YamlMap } from "../yaml-node.js";
import { NAMED_FIELDS } from "./named-fields.js";
import { resultColumns } from "./result-columns.js";

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

const LOOKS = ["bar", "scale", "diverging"] as const satisfies readonly ColumnLook[];
const TOTALS = ["sum", "avg", "min", "max", "count"] as const satisfies readonly ColumnTotal[];

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
          header: {
            type: { is: "text" },
            description: "Title of the column.",
            example: "Total",
            plain: true,
          },
          format: {
            type: { is: "text" },
            description:
              "How values are written: a word such as `usd0` or `pct1`, d3-format or d3-time-format.",
            default: "that of the trace's `formats`",
            example: "usd0",
          },
          aggregation: {
            type: { is: "choice", values: AGGREGATIONS },
            description: "What a group of rows shows.",
            default: "what `total` says",
          },
          markdown: {
            type: { is: "boolean" },
            description: "Whether values are Markdown.",
            default: "`false`",
          },
          show: {
            type: { is: "choice", values: LOOKS },
            description:
              "What stands behind the numbers: a `bar` from zero, a colour that grows with the number (`scale`), or one of two colours for numbers below and above zero (`diverging`).",
            default: "nothing",
          },
          total: {
            type: { is: "choice", values: TOTALS },
            description:
              "What the last row says of the rows that search and filters leave. NULL and NaN do not count, not in `count` either.",
            default: "nothing",
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
  inputs: {
    type: { is: "list", of: { is: "reference", to: ["input"], inline: true } },
    description: "Choices that the rows of `model` follow; traces have their own.",
    example: "[ref(region)]",
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
    default: "no pages: all rows scroll; 50 in compat mode, and where columns are Markdown",
    example: "25",
  },
  selector: {
    type: { is: "reference", to: ["selector"], inline: true },
    description: "Chooses the series that is shown.",
  },
} as const satisfies Fields;

/** Of version 1.0. */
const COMPAT_ROWS_PER_PAGE = 50;

export const TABLE: KindDefinition<Table> = {
  kind: "table",
  list: "tables",
  check(map, checker) {
    const fields = checker.fields(map, TABLE_FIELDS, "table");
    checkData(fields, map, checker);
    return {
      fields,
      build(base) {
        const traces = targets(fields.traces?.value, "trace");
        const model = target(fields.model?.value, "model");
        const selector = target(fields.selector?.value, "selector");
        const compatRows = checker.setting.compat ? COMPAT_ROWS_PER_PAGE : undefined;
        const rowsPerPage = fields.rows_per_page?.value ?? compatRows;
        warnOfMultiple(selector, fields.selector, checker);
        return {
          ...base,
          traces,
          inputs: filtersAmong(fields.inputs, checker),
          columnDefs: columnDefsOf(fields, model?.name, traces, checker),
          ...defined({ model, selector, rowsPerPage }),
        };
      },
    };
  },
};

type TableFields = CheckedFields<typeof TABLE_FIELDS>;

/** Both is shown at the second of them. */
function checkData(fields: TableFields, map: YamlMap, checker: Checker): void {
  const data = Object.entries(fields).filter(([key]) => key === "traces" || key === "model");
  const [, second] = data[1] ?? [];
  if (second) checker.report("table-with-both", {}, { at: second.keyAt });
  if (fields.inputs && fields.traces) {
    checker.report("table-inputs-of-traces", {}, { at: fields.inputs.keyAt });
  }
  const isReported = ["traces", "model"].some((key) => isMisspelt(map, TABLE_FIELDS, key));
  if (data.length > 0 || isReported) return;
  checker.report("table-without-data", {}, { at: placeOfStart(map) });
}

/** A table shows its model for the defaults of switches. */
function filtersAmong(field: TableFields["inputs"], checker: Checker): Input[] {
  const inputs = [...new Set(targets(field?.value, "input"))];
  for (const { name, settings } of inputs) {
    if (settings.is === "switch") {
      checker.report("table-with-switch", { name }, { at: field?.at });
    }
  }
  return inputs.filter(({ settings }) => settings.is !== "switch");
}

function warnOfMultiple(
  selector: Selector | undefined,
  field: TableFields["selector"],
  checker: Checker,
): void {
  if (selector?.type !== "multiple" || !field) return;
  checker.report("table-with-multiple", { selector: selector.name }, { at: field.at });
}

function columnDefsOf(
  fields: TableFields,
  model: string | undefined,
  traces: readonly Trace[],
  checker: Checker,
): Map<string, readonly TableColumn[]> {
  const shown = [...traces.map(({ name }) => name), ...(model === undefined ? [] : [model])];
  // A trace that could not be resolved was reported; what is said about it is not judged.
  const complete = shown.length > 0 && traces.length === (fields.traces?.value?.length ?? 0);
  const defs = new Map<string, readonly TableColumn[]>();
  for (const def of fields.column_defs?.value ?? []) {
    const { trace_name: written, columns = [] } = valuesOf(def.fields);
    const name = written ?? (shown.length === 1 ? shown[0] : undefined);
    const at = def.fields.trace_name?.at ?? placeOfStart(def.node);
    if (name === undefined) {
      if (complete) checker.report("column-defs-without-trace", {}, { at });
    } else if (complete && !shown.includes(name)) {
      checker.report("column-defs-of-other-trace", { name }, { at, hint: suggest(name, shown) });
    } else {
      const trace = traces.find((trace) => trace.name === name);
      defs.set(name, [...(defs.get(name) ?? []), ...columnsOf(columns)]);
      if (trace) checkKeys(trace, columns, checker);
      for (const { fields } of columns) {
        checkColumnFormat(fields.format, checker);
        checkNumbers(fields, checker);
      }
    }
  }
  return defs;
}

type Columns = ValueOf<(typeof COLUMN_DEF_FIELDS)["columns"]["type"]>;

function columnsOf(columns: Columns): TableColumn[] {
  return columns.flatMap(({ fields }) => {
    const { key, markdown = false, ...rest } = valuesOf(fields);
    return key === undefined ? [] : [{ key, markdown, ...defined(rest) }];
  });
}

function checkKeys(trace: Trace, columns: Columns, checker: Checker): void {
  if (trace.problems.length > 0) return;
  const keys = resultColumns(trace);
  for (const { fields } of columns) {
    const key = fields.key?.value;
    if (key === undefined || keys.includes(key)) continue;
    const own = `columns.${key}`;
    const hint = keys.includes(own) ? `Did you mean \`${own}\`?` : suggest(key, keys);
    const code = checker.setting.compat ? "empty-table-column" : "unknown-table-column";
    checker.report(code, { key, of: trace.name }, { at: fields.key?.at, hint });
  }
}

/** Types are known after a run only; the page tells of other columns without numbers. */
function checkNumbers(
  { markdown, show, total }: Columns[number]["fields"],
  checker: Checker,
): void {
  if (markdown?.value !== true) return;
  const isText = total?.value !== "sum" && total?.value !== "avg";
  for (const [field, checked] of Object.entries({ show, ...(isText ? {} : { total }) })) {
    if (checked) checker.report("markdown-without-numbers", { field }, { at: checked.at });
  }
}

/** Version 1.0 wrote values without a format that it could not read. */
function checkColumnFormat(field: Columns[number]["fields"]["format"], checker: Checker): void {
  const format = field?.value;
  const hint = format === undefined ? undefined : formatFault(format);
  if (!field || format === undefined || hint === undefined) return;
  const fault = createDiagnostic(
    "wrong-format",
    { field: "format", format },
    { at: field.at, hint },
  );
  if (!checker.setting.compat) checker.add(fault);
  else checker.report("property-value-ignored", { reason: fault.message }, { at: field.at, hint });
}
