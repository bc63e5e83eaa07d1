/** Data that is older than its author has said it may become. */
import type { SiteObject } from "../../../src/contract/pages/dashboard.js";

/**
 * One sentence about the oldest of what is overdue; undefined when nothing is. `now` in milliseconds
 * since 1970.
 */
export function overdueText(objects: readonly SiteObject[], now: number): string | undefined {
  const all = objects.flatMap(({ data }) =>
    data ? [{ age: now - Date.parse(data.builtAt), freshFor: data.freshFor ?? Infinity }] : [],
  );
  const late = all.filter(({ age, freshFor }) => age > freshFor);
  const [oldest] = late.toSorted((one, other) => other.age - one.age);
  if (!oldest) return undefined;
  const what = late.length === all.length ? "Data" : "Some of the data";
  return `${what} is ${ageText(oldest.age)} old; it should be renewed ${periodText(oldest.freshFor)}.`;
}

const UNITS = [
  { name: "day", size: 86_400_000 },
  { name: "hour", size: 3_600_000 },
  { name: "minute", size: 60_000 },
  { name: "second", size: 1_000 },
] as const;

/** In the largest unit of which there are two. */
function ageText(age: number): string {
  const unit = UNITS.find(({ size }) => age >= 2 * size);
  return unit ? `${Math.floor(age / unit.size)} ${unit.name}s` : "a second";
}

/** In the largest unit that leaves no rest. */
function periodText(freshFor: number): string {
  const unit = UNITS.find(({ size }) => freshFor % size === 0);
  if (!unit) return "all the time";
  const count = freshFor / unit.size;
  return count === 1 ? `every ${unit.name}` : `every ${count} ${unit.name}s`;
}
