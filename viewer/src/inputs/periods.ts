/** Periods that are worth a click, and what they are called. */
import type {
  FilterChoice,
  Grain,
  PeriodDefault,
  PeriodInput,
} from "../../../src/contract/input.js";
import { defaultChoice, type DefaultsFrom } from "../../../src/fold/default-choices.js";

export interface Preset {
  readonly label: string;
  /** Undefined: all. */
  readonly choice: FilterChoice | undefined;
}

/** So many grains up to the newest that has rows. */
const OFTEN: Readonly<Record<Grain, readonly number[]>> = {
  day: [7, 30, 90],
  week: [4, 13, 52],
  month: [3, 6, 12],
  quarter: [4, 8],
  year: [2, 5],
};

/** All, then from short to long the default and what is shorter than all. */
export function presetsOf(input: PeriodInput, from: DefaultsFrom): Preset[] {
  const starts = [...from.values(input.name)].filter((value) => typeof value === "string");
  const [first = ""] = starts.toSorted();
  const often = OFTEN[input.by].map((count): PeriodDefault => ({
    is: "last",
    count,
    grain: input.by,
  }));
  const own = input.default;
  const named = own && own.is !== "between" ? [own] : [];
  const presets = [...named, ...often].map((period, index) => ({
    label: periodName(period),
    choice: defaultChoice({ ...input, default: period }, from),
    isOwn: index < named.length,
  }));
  const start = ({ choice }: Preset) => (choice?.is === "between" ? choice.from : "");
  const shorter = presets.filter((preset) => preset.isOwn || start(preset) > first);
  const unique = [...new Map(shorter.map((preset) => [preset.label, preset])).values()];
  const sorted = unique.toSorted((one, other) => (start(one) < start(other) ? 1 : -1));
  return [{ label: "All", choice: undefined }, ...sorted];
}

/** `Last 12 months`, `This year`. */
function periodName(period: PeriodDefault): string {
  if (period.is === "between") return "";
  const { is, count, grain } = period;
  if (is === "past" && count === 1) return `This ${grain}`;
  return `${is === "past" ? "Past" : "Last"} ${count} ${grain}${count === 1 ? "" : "s"}`;
}
