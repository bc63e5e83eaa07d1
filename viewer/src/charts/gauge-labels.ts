/** The number of a gauge and the difference on it, as cards without a gauge write them. */
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Column } from "../data/column.js";
import { literalFormat } from "../format/own-formats.js";
import type { Formatter } from "../format/value.js";
import type { Props } from "./bind.js";
import { partOf } from "./computed.js";
import type { DrawnRows } from "./drawn-values.js";
import { exactValues } from "./exact-values.js";
import { readKpi } from "./kpi.js";

/** The properties in the place of those that would write doubles; none without a column. */
export function gaugeLabels(
  { bindings }: SiteTrace,
  bound: Props,
  columns: ReadonlyMap<string, Column>,
  rows: DrawnRows,
  formatter: Formatter,
): Props {
  const read = (path: string) => {
    const binding = bindings.find((one) => one.path.join(".") === path);
    const column = binding && columns.get(binding.column);
    if (!binding || !column || !isNumeric(column.type) || binding.slice) return undefined;
    return exactValues(column, rows).at(binding.index ?? 0);
  };
  const [value, reference] = [read("value"), read("delta.reference")];
  if (value === undefined || value === null) return {};
  const [number, delta] = [partOf(bound["number"]), partOf(bound["delta"])];
  const kpi = readKpi(
    { ...bound, value, delta: { ...delta, ...(reference === undefined ? {} : { reference }) } },
    formatter,
  );
  const text = (written: string) => ({
    prefix: "",
    suffix: "",
    valueformat: literalFormat(written),
  });
  return {
    ...(kpi.value === "" ? {} : { number: { ...number, ...text(kpi.value) } }),
    ...(kpi.delta
      ? {
          delta: { ...delta, ...text(kpi.delta.text), ...below(kpi.delta.direction, bound, delta) },
        }
      : {}),
  };
}

/** Of two values that are one double Plotly says that nothing changed: its reference is moved. */
function below(direction: "up" | "down" | "level", { value }: Props, { reference }: Props): Props {
  if (direction === "level" || typeof value !== "number" || value !== reference) return {};
  const step = Math.abs(value) * 1e-9;
  return { reference: direction === "up" ? value - step : value + step };
}
