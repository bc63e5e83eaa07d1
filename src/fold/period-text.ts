/** Periods as text: two ends such as `2024-01..2024-06`, or words such as `last 12 months`. */
import { GRAINS, type FilterChoice, type Grain, type PeriodDefault } from "../contract/input.js";
import { addGrains, grainText, readGrain } from "./grain.js";
import { unreadable, type Unreadable } from "./unreadable.js";

type Between = Extract<FilterChoice, { is: "between" }>;

/**
 * Whole grains from the first end to the second; one end alone is both. An end may be a longer part of
 * the calendar that is made of whole ones, such as a year of an input of months: it is all of it.
 */
export function readPeriod(text: string, by: Grain): Between | Unreadable {
  const [from = "", to = from, ...more] = text.split("..");
  if (more.length > 0) return unreadable(`\`${text}\` has more than two ends`);
  const [start, end] = [readEnd(from, by), readEnd(to, by)];
  if (start.is === "unreadable") return start;
  if (end.is === "unreadable") return end;
  if (start.from > end.to) return unreadable(`\`${from.trim()}\` is after \`${to.trim()}\``);
  return { is: "between", from: start.from, to: end.to };
}

function readEnd(text: string, by: Grain): Between | Unreadable {
  const own = readGrain(text, by);
  if (own !== undefined) return { is: "between", from: own, to: own };
  const grain = GRAINS.find((one) => readGrain(text, one) !== undefined);
  const from = grain && readGrain(text, grain);
  if (!grain || from === undefined) return unreadable(`\`${text.trim()}\` is no ${by}`);
  return (
    fault(grain, by) ?? { is: "between", from, to: addGrains(addGrains(from, grain, 1), by, -1) }
  );
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
  return (
    fault(grain, by) ?? {
      is: is.toLowerCase() === "last" ? "last" : "past",
      count: Number(count),
      grain,
    }
  );
}

/** Why each of one grain is no number of whole ones of another; weeks make up nothing. */
function fault(grain: Grain, by: Grain): Unreadable | undefined {
  if (grain === by || by === "day") return undefined;
  const isMade = grain !== "week" && by !== "week" && GRAINS.indexOf(grain) > GRAINS.indexOf(by);
  return isMade ? undefined : unreadable(`a ${grain} is not made of whole ${by}s`);
}
