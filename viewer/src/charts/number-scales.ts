/** How a trace's own scales write numbers: bars of colours, and axes that are side by side. */
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { Column } from "../data/column.js";
import { isNumberFormat } from "../format/format-kind.js";
import type { NumberFormatter } from "../format/number.js";
import { axisFormat, plotlyFormat } from "../format/own-formats.js";
import type { Props } from "./bind.js";
import { listOf, partOf } from "./computed.js";
import { numbersOf } from "./numbers-along.js";
import type { TraceType } from "./trace-types.js";

/** Properties that a bar of colours explains, and the part of the trace that has it. */
const COLOURED: readonly (readonly [property: string, holder: string])[] = [
  ["z", ""],
  ["marker.color", "marker"],
  ["marker.colors", "marker"],
  ["line.color", "line"],
];
/** What an author may have said of ticks. */
const WRITTEN = ["tickformat", "tickvals", "dtick", "tickmode", "exponentformat"];

/** Properties in the place of those whose ticks would stand between whole numbers. */
export function numberScales(
  type: TraceType,
  { bindings, names, formats }: SiteTrace,
  bound: Props,
  columns: ReadonlyMap<string, Column>,
  numbers: NumberFormatter,
): Props {
  const formatAt = (property: string): string | undefined => {
    const binding = bindings.find(({ path }) => path.join(".") === property);
    const column = binding && columns.get(binding.column);
    if (!column || !isNumeric(column.type)) return undefined;
    const own = formats?.[column.name];
    if (own !== undefined && isNumberFormat(own)) return plotlyFormat(numbers, own, "inside");
    const isPlace = type === "parcoords";
    return axisFormat({ ...numbersOf(column, names?.[column.name], isPlace), ticks: "inside" });
  };
  if (type === "parcoords") return { dimensions: sideBySide(bound, formatAt) };
  if (type === "histogram2d" || type === "histogram2dcontour") {
    const isCount = !("z" in bound) && !("histnorm" in bound);
    const format = axisFormat({ naming: false, whole: isCount, ticks: "inside" });
    return { colorbar: withFormat(bound["colorbar"], format) };
  }
  const scales = COLOURED.flatMap(([property, holder]) => {
    const format = formatAt(property);
    if (format === undefined) return [];
    const part = partOf(holder === "" ? bound : bound[holder]);
    const colorbar = withFormat(part["colorbar"], format);
    return [holder === "" ? { colorbar } : { [holder]: { ...part, colorbar } }];
  });
  return Object.assign({}, ...scales) as Props;
}

function sideBySide(bound: Props, formatAt: (property: string) => string | undefined): Props[] {
  return Array.from(listOf(bound["dimensions"]) ?? [], (one, index) => {
    const format = formatAt(`dimensions.${index}.values`);
    return format === undefined ? partOf(one) : withFormat(one, format);
  });
}

function withFormat(scale: unknown, tickformat: string): Props {
  const written = partOf(scale);
  return WRITTEN.some((key) => key in written) ? written : { ...written, tickformat };
}
