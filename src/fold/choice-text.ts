/**
 * Choices as text, in addresses and on the command line: each value by itself, a range as
 * `2024-01..2024-06` or `0..50`. NULL has no text: it is said beside.
 */
import type {
  FilterChoice,
  FilterInput,
  GivenChoice,
  Grain,
  InputSettings,
  SpanInput,
  SwitchInput,
} from "../contract/input.js";
import type { Value } from "../contract/result.js";
import { compareScaled, parseScaled, rescaled, type Scaled } from "./exact-number.js";
import { periodText, readPeriod, readPeriodDefault } from "./period-text.js";
import { unreadable, type Unreadable } from "./unreadable.js";

/** What is written of one input. */
export interface WrittenChoice {
  readonly texts: readonly string[];
  /** NULL is chosen as well. */
  readonly withNull?: boolean;
}

/** `all` of a range, and of values. */
export const ALL = "all";

/** What is chosen, `all` where it is everything, or why the text cannot be read. */
export function readChoice(
  input: FilterInput,
  written: WrittenChoice,
): FilterChoice | typeof ALL | Unreadable {
  if (input.is === "choice") return readValues(input.multiple, written);
  const range = rangeText(written);
  if (typeof range !== "string" || range === ALL) return range;
  return input.is === "period" ? readPeriod(range, input.by) : readSpan(range, input);
}

/** As {@link readChoice}, and of dates also words such as `last 12 months`. */
export function readGivenChoice(
  input: FilterInput,
  written: WrittenChoice,
): GivenChoice | Unreadable {
  if (input.is !== "period") return readChoice(input, written);
  const range = rangeText(written);
  return typeof range !== "string" || range === ALL ? range : readPeriodDefault(range, input.by);
}

/** The place of the value that is called so, or why there is none. */
export function readSwitch(
  { values }: SwitchInput,
  { texts, withNull = false }: WrittenChoice,
): number | Unreadable {
  if (withNull) return unreadable("a switch is never NULL");
  if (texts.length !== 1) return unreadable(`it takes one value, not ${texts.length}`);
  const place = values.findIndex(({ label }) => label === texts[0]);
  const labels = values.map(({ label }) => `\`${label}\``).join(", ");
  return place < 0 ? unreadable(`it is one of ${labels}`) : place;
}

/** `all` alone is everything; written twice it is a value of that name. */
function readValues(
  multiple: boolean,
  { texts, withNull = false }: WrittenChoice,
): FilterChoice | typeof ALL | Unreadable {
  if (texts.length === 1 && texts[0] === ALL) return ALL;
  const values: readonly Value[] = [...new Set(texts), ...(withNull ? [null] : [])];
  if (!multiple && values.length > 1) {
    return unreadable(`it takes one value, not ${values.length}`);
  }
  return { is: "values", values };
}

/** The only text of a range. */
function rangeText({ texts, withNull = false }: WrittenChoice): string | Unreadable {
  const [text = ""] = texts;
  if (withNull) return unreadable("NULL passes a range only where `all` does");
  if (texts.length > 1) return unreadable(`it takes one range, not ${texts.length}`);
  return text.trim() === "" ? unreadable("nothing is written") : text.trim();
}

function readSpan(
  text: string,
  { step }: SpanInput,
): Extract<FilterChoice, { is: "span" }> | Unreadable {
  const parts = text.split("..");
  if (parts.length !== 2) return unreadable("a range of numbers has two ends");
  const [from = "", to = ""] = parts.map((part) => part.trim());
  const [low, high] = [parseScaled(from), parseScaled(to)];
  if (!low) return unreadable(`\`${from}\` is no number`);
  if (!high) return unreadable(`\`${to}\` is no number`);
  if (!isWhole(low, step)) return unreadable(`\`${from}\` is no multiple of the step ${step}`);
  if (!isWhole(high, step)) return unreadable(`\`${to}\` is no multiple of the step ${step}`);
  if (compareScaled(low, high) >= 0) return unreadable(`\`${from}\` is not below \`${to}\``);
  return { is: "span", from, to };
}

/** Whether a number is one of whole steps: what lies between two of them is not told apart. */
function isWhole(number: Scaled, step: string): boolean {
  const size = parseScaled(step);
  if (!size) return false;
  const scale = Math.max(number.scale, size.scale);
  return rescaled(number, scale) % rescaled(size, scale) === 0n;
}

/** What {@link readChoice} reads as this choice. */
export function writeChoice(input: FilterInput, choice: FilterChoice | typeof ALL): WrittenChoice {
  if (choice === ALL) return { texts: [ALL] };
  switch (choice.is) {
    case "values":
      return {
        texts: choice.values.flatMap((value) => (value === null ? [] : [String(value)])),
        withNull: choice.values.includes(null),
      };
    case "between":
      return { texts: [periodText(choice, input.is === "period" ? input.by : "day")] };
    default:
      return { texts: [`${choice.from}..${choice.to}`] };
  }
}

/** Something that can be chosen, for hints. */
export function exampleChoice(input: InputSettings): string {
  switch (input.is) {
    case "choice":
      return "EU";
    case "switch":
      return input.values[0]?.label ?? "";
    case "period":
      return EXAMPLES[input.by];
    default:
      return `0..${input.step}`;
  }
}

const EXAMPLES = {
  day: "2024-01-01..2024-03-31",
  week: "2024-W01..2024-W13",
  month: "2024-01..2024-06",
  quarter: "2024-Q1..2024-Q2",
  year: "2023..2024",
} as const satisfies Record<Grain, string>;
