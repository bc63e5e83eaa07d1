/** What holds of an input: what the address says of it, else its default. */
import type {
  FilterChoice,
  FilterInput,
  InputSettings,
  SwitchInput,
} from "../../../src/contract/input.js";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import { ALL, readChoice, type WrittenChoice } from "../../../src/fold/choice-text.js";
import { defaultChoice } from "../../../src/fold/default-choices.js";

/** The different values of the columns on which an input acts, over all results of the page. */
export interface InputValues {
  readonly type: LogicalType;
  readonly values: readonly Value[];
  /** No further ones are on their way. */
  readonly complete: boolean;
}

/** What defaults are counted from; `values` may start loading them. */
export interface ChosenFrom {
  /** The day of the run, as an ISO date. */
  readonly today: string;
  readonly values: () => InputValues;
}

export interface ChosenFilter {
  readonly is: "filter";
  /** Undefined: all. */
  readonly choice: FilterChoice | undefined;
  /** What holds where the address says nothing. */
  readonly fallback: FilterChoice | undefined;
  readonly isDefault: boolean;
  /** What the address says and cannot be chosen. */
  readonly unknown: readonly string[];
  /** Whether more values would change nothing of this. */
  readonly settled: boolean;
}

export interface ChosenSwitch {
  readonly is: "switch";
  /** A place among the values. */
  readonly place: number;
  readonly isDefault: boolean;
  readonly unknown: readonly string[];
}

export type ChosenInput = ChosenFilter | ChosenSwitch;

export function isSwitch(input: InputSettings): input is SwitchInput {
  return input.is === "switch";
}

/** Unknown labels fall back to the default. */
export function chosenSwitch(
  { values, default: fallback }: SwitchInput,
  written: WrittenChoice | undefined,
): ChosenSwitch {
  const [text] = written?.texts ?? [];
  const found = values.findIndex(({ label }) => label === text);
  const place = found < 0 ? fallback : found;
  const unknown = found < 0 && text !== undefined ? [text] : [];
  return { is: "switch", place, isDefault: place === fallback, unknown };
}

/** Values that are nowhere are left out; where nothing else is written, the default holds. */
export function chosenFilter(
  input: FilterInput,
  written: WrittenChoice | undefined,
  from: ChosenFrom,
): ChosenFilter {
  const values = () => from.values().values;
  const fallback = defaultChoice(input, { today: from.today, values });
  const counts = input.is === "period" && input.default?.is === "last";
  const state = (choice: FilterChoice | undefined, unknown: readonly string[] = []) => ({
    is: "filter" as const,
    choice,
    fallback,
    isDefault: isSameChoice(choice, fallback),
    unknown,
    settled: !counts || from.values().complete,
  });
  if (!written) return state(fallback);
  const read = readChoice(input, written);
  if (read !== ALL && read.is === "unreadable") {
    return state(fallback, [written.texts.join(", ")]);
  }
  if (read === ALL) return { ...state(undefined), settled: true };
  if (read.is !== "values") return { ...state(read), settled: true };
  return { ...knownValues(read.values, state, fallback, from), settled: from.values().complete };
}

function knownValues(
  chosen: readonly Value[],
  state: (choice: FilterChoice | undefined, unknown?: readonly string[]) => ChosenFilter,
  fallback: FilterChoice | undefined,
  from: ChosenFrom,
): ChosenFilter {
  const { values, complete } = from.values();
  const ofDefault = fallback?.is === "values" ? fallback.values : [];
  const texts = new Set([...values, ...ofDefault].map(textOf));
  const isKnown = (value: Value) => !complete || texts.has(textOf(value));
  const known = chosen.filter(isKnown);
  const unknown = chosen.filter((value) => !isKnown(value)).map((value) => textOf(value) ?? "NULL");
  const isNothing = known.length === 0 && unknown.length > 0;
  const unique = [...new Map(known.map((value) => [textOf(value), value])).values()];
  return state(isNothing ? fallback : { is: "values", values: unique }, unknown);
}

/** Whether two choices let the same rows pass, as far as their form tells. */
export function isSameChoice(
  one: FilterChoice | undefined,
  other: FilterChoice | undefined,
): boolean {
  return formOf(one) === formOf(other);
}

function formOf(choice: FilterChoice | undefined): string {
  if (choice?.is !== "values") return JSON.stringify(choice ?? null);
  const texts = choice.values.map((value) => JSON.stringify(textOf(value)));
  return `values ${[...new Set(texts)].toSorted().join()}`;
}

/** Values of one column are told apart by their text; NULL is no text. */
export function textOf(value: Value): string | null {
  return value === null ? null : String(value);
}
