/**
 * Choices as text, in addresses and on the command line: each value by itself, a range as
 * `2024-01..2024-06` or `0..50`. NULL has no text: it is said beside.
 */
import type { FilterChoice, FilterInput, Grain, PeriodDefault } from "../contract/input.js";
import { GRAINS } from "../contract/input.js";
import type { Value } from "../contract/result.js";
import { compareScaled, parseScaled, rescaled, type Scaled } from "./exact-number.js";
import { grainText, readGrain } from "./grain.js";

/** What is written of one input. */
export interface WrittenChoice {
  readonly texts: readonly string[];
  /** NULL is chosen as well. */
  readonly withNull?: boolean;
}

/** `all` of a range, and of values. */
export const ALL = "all";

/** Undefined where the text cannot be read; `all` where everything is chosen. */
export function readChoice(
  input: FilterInput,
  { texts, withNull = false }: WrittenChoice,
): FilterChoice | typeof ALL | undefined {
  const [first = ""] = texts;
  if (input.is === "choice") {
    if (texts.length === 1 && first === ALL) return ALL;
    const values: readonly Value[] = withNull ? [...texts, null] : texts;
    return { is: "values", values: input.multiple ? values : values.slice(0, 1) };
  }
  if (first === ALL) return ALL;
  if (texts.length !== 1) return undefined;
  if (input.is === "period") return readPeriod(first, input.by);
  const [from = "", to = from] = ends(first) ?? [];
  const [low, high] = [parseScaled(from), parseScaled(to)];
  const isRange = low && high && compareScaled(low, high) < 0;
  return isRange && isWhole(low, input.step) && isWhole(high, input.step)
    ? { is: "span", from: from.trim(), to: to.trim() }
    : undefined;
}

/** Whether a number is one of whole steps: what lies between two of them is not told apart. */
function isWhole(number: Scaled, step: string): boolean {
  const size = parseScaled(step);
  if (!size) return false;
  const scale = Math.max(number.scale, size.scale);
  return rescaled(number, scale) % rescaled(size, scale) === 0n;
}

/** One grain, or two ends; undefined where there are more. */
function ends(text: string): readonly string[] | undefined {
  const parts = text.split("..");
  return parts.length <= 2 ? parts : undefined;
}

function readPeriod(text: string, by: Grain): Extract<FilterChoice, { is: "between" }> | undefined {
  const [from = "", to = from] = ends(text) ?? [];
  const [start, end] = [readGrain(from, by), readGrain(to, by)];
  if (start === undefined || end === undefined || start > end) return undefined;
  return { is: "between", from: start, to: end };
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
    case "between": {
      const by = input.is === "period" ? input.by : "day";
      const [from, to] = [grainText(choice.from, by), grainText(choice.to, by)];
      return { texts: [from === to ? from : `${from}..${to}`] };
    }
    default:
      return { texts: [`${choice.from}..${choice.to}`] };
  }
}

/** Something that {@link readChoice} reads, for hints. */
export function exampleChoice(input: FilterInput): string {
  switch (input.is) {
    case "choice":
      return "EU";
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

/** Reads `last 12 months`, `this year`, `past 3 weeks`, or a range; undefined where it is neither. */
export function readPeriodDefault(text: string, by: Grain): PeriodDefault | undefined {
  const words = /^(last|past)\s+(\d+)\s+(\w+?)s?$|^this\s+(\w+)$/i.exec(text.trim());
  if (words) {
    const [, is = "past", count = "1", several, one] = words;
    const grain = GRAINS.find((name) => name === (several ?? one)?.toLowerCase());
    const isWhole = grain && Number(count) > 0 && isMadeOf(grain, by);
    return isWhole
      ? { is: is.toLowerCase() === "last" ? "last" : "past", count: Number(count), grain }
      : undefined;
  }
  const range = readPeriod(text, by);
  return range;
}

/** Whether each of one grain is a number of whole ones of another; weeks make up nothing. */
function isMadeOf(grain: Grain, by: Grain): boolean {
  if (grain === by || by === "day") return true;
  return grain !== "week" && by !== "week" && GRAINS.indexOf(grain) > GRAINS.indexOf(by);
}
