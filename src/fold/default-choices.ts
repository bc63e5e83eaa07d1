/** What holds until somebody chooses. */
import type {
  FilterChoice,
  FilterInput,
  GivenChoice,
  PeriodDefault,
  PeriodInput,
} from "../contract/input.js";
import type { Value } from "../contract/result.js";
import { addGrains, firstDay } from "./grain.js";

/** What defaults that hang on data or time are counted from. */
export interface DefaultsFrom {
  /** The day of the run in the project's time zone, as an ISO date. */
  readonly today: string;
  /** Values of an input's column: first days of its grains, and NULL. */
  readonly values: (input: string) => Iterable<Value>;
}

/** Undefined where all is chosen. */
export function defaultChoice(input: FilterInput, from: DefaultsFrom): FilterChoice | undefined {
  if (input.default === undefined) return undefined;
  switch (input.is) {
    case "choice":
      return { is: "values", values: input.default };
    case "span":
      return { is: "span", ...input.default };
    default:
      return periodOf(input, input.default, from);
  }
}

/** What is given of an input, else its default; undefined where all is chosen. */
export function settledChoice(
  input: FilterInput,
  given: GivenChoice | undefined,
  from: DefaultsFrom,
): FilterChoice | undefined {
  if (given === undefined) return defaultChoice(input, from);
  if (given === "all") return undefined;
  if (!("count" in given)) return given;
  return input.is === "period" ? periodOf(input, given, from) : undefined;
}

function periodOf(
  { name, by }: PeriodInput,
  period: PeriodDefault,
  { today, values }: DefaultsFrom,
): FilterChoice {
  if (period.is === "between") return period;
  const { count, grain } = period;
  const last = period.is === "past" ? today : (latest(values(name), today) ?? today);
  const end = firstDay(last, grain);
  const behind = addGrains(end, grain, 1);
  return {
    is: "between",
    from: firstDay(addGrains(end, grain, 1 - count), by),
    to: addGrains(firstDay(behind, by), by, -1),
  };
}

/** The greatest date that is not after `today`; infinity is none. */
function latest(values: Iterable<Value>, today: string): string | undefined {
  let found: string | undefined;
  for (const value of values) {
    if (typeof value !== "string" || !/^\d{4}-/.test(value) || value > today) continue;
    if (found === undefined || value > found) found = value;
  }
  return found;
}
