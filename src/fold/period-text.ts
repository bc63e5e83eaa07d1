/** Periods as text: two ends such as `2024-01..2024-06`, or words such as `last 12 months`. */
import { GRAINS, type FilterChoice, type Grain, type PeriodDefault } from "../contract/input.js";
import { grainText, readGrain } from "./grain.js";
import { unreadable, type Unreadable } from "./unreadable.js";

type Between = Extract<FilterChoice, { is: "between" }>;

/** Whole grains from the first end to the second; one end alone is both. */
export function readPeriod(text: string, by: Grain): Between | Unreadable {
  const [from = "", to = from, ...more] = text.split("..");
  if (more.length > 0) return unreadable(`\`${text}\` has more than two ends`);
  const [start, end] = [readGrain(from, by), readGrain(to, by)];
  if (start === undefined) return unreadable(`\`${from.trim()}\` is no ${by}`);
  if (end === undefined) return unreadable(`\`${to.trim()}\` is no ${by}`);
  if (start > end) return unreadable(`\`${from.trim()}\` is after \`${to.trim()}\``);
  return { is: "between", from: start, to: end };
}

/** As {@link readPeriod} reads it. */
export function periodText({ from, to }: Between, by: Grain): string {
  const [start, end] = [grainText(from, by), grainText(to, by)];
  return start === end ? start : `${start}..${end}`;
}

/** Words that are counted from the data or the run, or what {@link readPeriod} reads. */
export function readPeriodDefault(text: string, by: Grain): PeriodDefault | Unreadable {
  const words = /^(last|past)\s+(\d+)\s+(\w+?)s?$|^this\s+(\w+)$/i.exec(text.trim());
  if (!words) return readPeriod(text, by);
  const [, is = "past", count = "1", several, one] = words;
  const word = (several ?? one ?? "").toLowerCase();
  const grain = GRAINS.find((name) => name === word);
  if (!grain) return unreadable(`\`${word}\` is none of ${GRAINS.join(", ")}`);
  if (Number(count) === 0) return unreadable(`0 ${grain}s are no period`);
  if (!isMadeOf(grain, by)) return unreadable(`a ${grain} is not made of whole ${by}s`);
  return { is: is.toLowerCase() === "last" ? "last" : "past", count: Number(count), grain };
}

/** Whether each of one grain is a number of whole ones of another; weeks make up nothing. */
function isMadeOf(grain: Grain, by: Grain): boolean {
  if (grain === by || by === "day") return true;
  return grain !== "week" && by !== "week" && GRAINS.indexOf(grain) > GRAINS.indexOf(by);
}
