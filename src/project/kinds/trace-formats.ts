import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { formatFault } from "../plotly/format-fault.js";
import type { CheckedField } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import { placeOf } from "../schema/place.js";
import { columnKeys, columnMeant, type ColumnsOfTrace } from "./result-columns.js";

/** The `formats` of a trace by the columns of its result; what is wrong is reported and left out. */
export function checkFormats(
  field: CheckedField<ReadonlyMap<string, string>> | undefined,
  trace: ColumnsOfTrace,
  checker: Checker,
): Map<string, string> {
  const formats = new Map<string, string>();
  const keys = new Map<string, string>();
  const entries = field?.node.kind === "map" ? field.node.entries : [];
  for (const { key, keyStart, keyEnd, value } of entries) {
    const format = field?.value?.get(key);
    if (format === undefined) continue;
    const keyAt = value.file.locate(keyStart, keyEnd);
    const column = columnMeant(key, trace);
    const first = column === undefined ? undefined : keys.get(column);
    const hint = formatFault(format);
    if (column === undefined) {
      const hint = suggest(key, columnKeys(trace)) ?? "Formats are for columns of the result.";
      checker.report("unknown-format-column", { key }, { at: keyAt, hint });
    } else if (first !== undefined) {
      checker.report("column-formatted-twice", { key, first }, { at: keyAt });
    } else if (hint !== undefined) {
      const words = { field: `formats.${key}`, format };
      checker.add(createDiagnostic("wrong-format", words, { at: placeOf(value), hint }));
    } else {
      formats.set(column, format);
      keys.set(column, key);
    }
  }
  return formats;
}
