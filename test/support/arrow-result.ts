import * as arrow from "@uwdata/flechette";
import type { LogicalType } from "../../src/contract/logical-type.js";
import { ARROW_METADATA_KEY, type Cohort } from "../../src/contract/result.js";

const TYPES: Partial<Record<LogicalType, arrow.DataType>> = {
  int32: arrow.int32(),
  int64: arrow.int64(),
  float64: arrow.float64(),
  text: arrow.utf8(),
  date: arrow.dateDay(),
  time: arrow.timeMicrosecond(),
  timestamp: arrow.timestamp(arrow.TimeUnit.MICROSECOND),
  instant: arrow.timestamp(arrow.TimeUnit.MICROSECOND),
};

/**
 * A result in the form that large ones are stored in. Dates are given as JavaScript dates, 64-bit
 * integers as bigint. `order` as in `Result`.
 */
export function arrowResult(
  columns: Readonly<Record<string, readonly [LogicalType, readonly unknown[]]>>,
  cohorts: readonly Cohort[],
  order?: readonly number[],
): Uint8Array {
  const places = ["int32", order ?? []] as const;
  const entries = Object.entries(order ? { ...columns, order: places } : columns);
  const ordered = order ? { ordered: true } : {};
  const types = entries.map(([, [type]]) => type);
  const built = entries.map(([, [type, values]]) =>
    arrow.columnFromArray([...values], TYPES[type] ?? arrow.utf8()),
  );
  const table = new arrow.Table(
    {
      version: arrow.Version.V5,
      endianness: arrow.Endianness.Little,
      fields: entries.map(([name], index) =>
        arrow.field(name, built[index]?.type ?? arrow.utf8(), true),
      ),
      metadata: new Map([
        [
          ARROW_METADATA_KEY,
          JSON.stringify({
            types: types.slice(0, Object.keys(columns).length),
            cohorts,
            ...ordered,
          }),
        ],
      ]),
    },
    built,
  );
  const bytes = arrow.tableToIPC(table, { format: "stream" });
  if (!bytes) throw new Error("The table could not be written.");
  return bytes;
}
