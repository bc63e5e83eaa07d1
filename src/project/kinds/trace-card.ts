import type { NumberCard } from "../../contract/number-card.js";
import { formatPath } from "../../contract/property-path.js";
import { suggest } from "../../diagnostics/index.js";
import { valuesOf } from "../schema/checked-field.js";
import type { CheckedField } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { CheckedMap, Fields } from "../schema/field.js";
import type { TraceProps } from "./trace-props.js";

export const CARD_FIELDS = {
  over: {
    type: { is: "text" },
    description:
      "The name in `columns` along which its rows lie, such as the month: the last row is the number, the one before is what it is compared with, and all of them are its line.",
    example: "month",
  },
  target: {
    type: { is: "either", of: [{ is: "number" }, { is: "text" }] },
    description: "What it is compared with instead: a number, or a name in `columns`.",
    default: "the row before, with `over`",
    example: "120000",
  },
  change: {
    type: { is: "choice", values: ["percent", "difference"] },
    description: "How the comparison is written.",
    default: "`percent`, of shares (`pct`) the difference in percentage points",
  },
  good: {
    type: { is: "choice", values: ["up", "down", "neither"] },
    description: "Which way is good: the comparison is coloured by it.",
    default: "`up`",
  },
  sparkline: {
    type: { is: "boolean" },
    description: "Whether the rows are drawn as a small line.",
    default: "`true` with `over`",
  },
  label: {
    type: { is: "text" },
    description: "What stands behind the comparison.",
    default: "what it is compared with, such as `vs Feb 2026`",
    example: "vs last month",
    plain: true,
  },
} as const satisfies Fields;

/** The `card` of a trace; undefined without one, and when it fits neither trace nor properties. */
export function checkCard(
  field: CheckedField<CheckedMap<typeof CARD_FIELDS>> | undefined,
  props: TraceProps,
  columns: readonly string[],
  checker: Checker,
): NumberCard | undefined {
  const fields = field?.value?.fields;
  if (!field || !fields) return undefined;
  const misfit =
    misfitOf(props) ?? (fields.over || fields.target ? undefined : "needs `over` or `target`");
  if (misfit !== undefined) {
    checker.report("card-misfit", { misfit }, { at: field.keyAt });
    return undefined;
  }
  const columnOf = (part: CheckedField | undefined): string | undefined => {
    if (typeof part?.value !== "string") return undefined;
    if (columns.includes(part.value)) return `columns.${part.value}`;
    const hint = suggest(part.value, columns) ?? "Name the expression in `columns` of the trace.";
    checker.report("unknown-column", { column: part.value }, { at: part.at, hint });
    return undefined;
  };
  const [over, column] = [columnOf(fields.over), columnOf(fields.target)];
  const { target, change, good = "up", sparkline = true, label } = valuesOf(fields);
  const against = typeof target === "number" ? { digits: String(target) } : column && { column };
  return {
    ...defined({ over, target: against || undefined, change, label }),
    good,
    sparkline: sparkline && over !== undefined,
  };
}

/** Why a trace of these properties is no number with room for a comparison. */
function misfitOf({ type, props, bindings }: TraceProps): string | undefined {
  const { mode, delta } = props;
  const modes = typeof mode === "string" ? mode : "number";
  if (type !== "indicator" || modes.includes("gauge"))
    return "is for a trace of `type: indicator` without a gauge";
  const isOwn = delta !== undefined || modes.includes("delta");
  if (isOwn || bindings.some(({ path }) => path[0] === "delta"))
    return "makes the comparison, so that `props` need neither `delta` nor its `mode`";
  const value = bindings.find(({ path }) => formatPath(path) === "value");
  if (!value || value.index !== undefined || value.slice)
    return "takes its number from the rows of `value`, which is no whole column";
  return undefined;
}
