/** The column of an input as a cube has it: its values, first days of grains, or ends of steps. */
import type { FilterInput } from "../../contract/input.js";
import { isNumeric, type LogicalType } from "../../contract/logical-type.js";
import type { Dialect } from "../dialect.js";

/** An input that a trace follows, and what is known of its column. */
export interface FollowedInput {
  readonly input: FilterInput;
  /** Absent while the model's columns are not known, as when nothing is asked yet. */
  readonly column?: { readonly name: string; readonly type: LogicalType };
}

/** What an input needs of its column, in words. */
export const NEEDED = {
  choice: "values that can be told apart",
  period: "dates",
  span: "numbers",
} as const satisfies Record<FilterInput["is"], string>;

/** Undefined where the column is of a type that the input cannot cut. */
export function inputColumnSql(
  { input, column }: FollowedInput,
  dialect: Dialect,
  zone: string,
): string | undefined {
  const name = dialect.quoteIdentifier(column?.name ?? input.column);
  switch (input.is) {
    case "choice":
      return column && UNCHOOSABLE.has(column.type) ? undefined : name;
    case "period":
      return dialect.cutToGrain(name, input.by, column?.type ?? "date", zone);
    default:
      return isNumeric(column?.type ?? "int64")
        ? dialect.cutToStep(name, input.step, column?.type ?? "decimal")
        : undefined;
  }
}

const UNCHOOSABLE: ReadonlySet<LogicalType> = new Set(["bytes", "json", "list", "struct"]);
