/** Parts of the calendar as ISO dates of their first days, and as readers write them. */
import { yearText } from "../contract/value-text.js";
import type { Grain } from "../contract/input.js";

const DAY = 86_400_000;

/** How one of each grain is written: `2024-03-09`, `2024-W10`, `2024-03`, `2024-Q1`, `2024`. */
const WRITTEN: Readonly<Record<Grain, RegExp>> = {
  day: /^(\d{4})-(\d\d)-(\d\d)$/,
  week: /^(\d{4})-?W(\d\d?)$/i,
  month: /^(\d{4})-(\d\d)$/,
  quarter: /^(\d{4})-?Q([1-4])$/i,
  year: /^(\d{4})$/,
};

/** The first day of a grain as a reader writes it, or of the one with that date; else undefined. */
export function readGrain(text: string, grain: Grain): string | undefined {
  const written = text.trim();
  const day = WRITTEN.day.exec(written);
  if (day) return isDate(written) ? firstDay(written, grain) : undefined;
  const match = WRITTEN[grain].exec(written);
  if (!match) return undefined;
  const [, year = "", part = ""] = match;
  if (grain === "week") return weekStart(Number(year), Number(part));
  const month = grain === "quarter" ? Number(part) * 3 - 2 : Number(part || "1");
  return month >= 1 && month <= 12 ? `${year}-${two(month)}-01` : undefined;
}

/** As {@link readGrain} reads it. `first` is the first day of a grain. */
export function grainText(first: string, grain: Grain): string {
  switch (grain) {
    case "day":
      return first;
    case "week": {
      // The year of a week is that of its Thursday.
      const thursday = isoDate(timeOf(first) + 3 * DAY);
      const year = Number(thursday.slice(0, 4));
      const week = Math.floor(
        (timeOf(thursday) - timeOf(`${thursday.slice(0, 4)}-01-01`)) / DAY / 7,
      );
      return `${String(year).padStart(4, "0")}-W${two(week + 1)}`;
    }
    case "month":
      return first.slice(0, 7);
    case "quarter":
      return `${first.slice(0, 4)}-Q${Math.ceil(Number(first.slice(5, 7)) / 3)}`;
    default:
      return first.slice(0, 4);
  }
}

/** The first day of the grain in which a date lies. */
export function firstDay(date: string, grain: Grain): string {
  const [year, month] = [date.slice(0, 4), Number(date.slice(5, 7))];
  switch (grain) {
    case "day":
      return date.slice(0, 10);
    case "week": {
      const time = timeOf(date.slice(0, 10));
      const fromMonday = (new Date(time).getUTCDay() + 6) % 7;
      return isoDate(time - fromMonday * DAY);
    }
    case "month":
      return `${year}-${two(month)}-01`;
    case "quarter":
      return `${year}-${two(Math.floor((month - 1) / 3) * 3 + 1)}-01`;
    default:
      return `${year}-01-01`;
  }
}

/** The first day of the grain that is `count` grains later, or earlier. */
export function addGrains(first: string, grain: Grain, count: number): string {
  if (grain === "day" || grain === "week") {
    return isoDate(timeOf(first) + count * (grain === "week" ? 7 : 1) * DAY);
  }
  const months = count * { month: 1, quarter: 3, year: 12 }[grain];
  const all = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + months;
  const year = Math.floor(all / 12);
  return `${String(year).padStart(4, "0")}-${two(all - year * 12 + 1)}-01`;
}

function weekStart(year: number, week: number): string | undefined {
  const fourth = firstDay(`${String(year).padStart(4, "0")}-01-04`, "week");
  const first = addGrains(fourth, "week", week - 1);
  // A year has 52 or 53 weeks.
  return grainText(first, "week").startsWith(String(year).padStart(4, "0")) ? first : undefined;
}

function isDate(text: string): boolean {
  const time = timeOf(text);
  return !Number.isNaN(time) && isoDate(time) === text;
}

function timeOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

function isoDate(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** The day of an instant in a zone, an IANA name; as results write it, of far years too. */
export function dayIn(instant: string, timeZone: string): string {
  // The runtime's tables of zones take longer to load than a command to start.
  if (timeZone === "UTC" && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(instant)) return instant.slice(0, 10);
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    era: "short",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(Date.parse(instant));
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const year = part("era").startsWith("B") ? 1 - Number(part("year")) : Number(part("year"));
  return `${yearText(year)}-${part("month")}-${part("day")}`;
}
