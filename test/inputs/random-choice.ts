/**
 * Random inputs and what is chosen of them, each choice also as the condition that it stands for,
 * written by hand for every database.
 */
import type { FilterChoice, FilterInput, Grain } from "../../src/contract/input.js";
import { GRAINS } from "../../src/contract/input.js";
import type { Value } from "../../src/contract/result.js";
import type { Random } from "../merges/random.js";
import {
  literal,
  pickColumn,
  type Place,
  type RandomTable,
  type TableColumn,
} from "./random-table.js";

const DAY = 86_400_000;

/** One to three inputs of a table; `single`: of each one value or all is chosen. */
export function randomInputs(table: RandomTable, random: Random, single: boolean): FilterInput[] {
  const count = random.pick([1, 1, 1, 2, 2, 3]);
  return Array.from({ length: count }, (_, at) => randomInput(table, random, `in${at}`, single));
}

function randomInput(
  table: RandomTable,
  random: Random,
  name: string,
  single: boolean,
): FilterInput {
  const { pick, chance } = random;
  const column = pickColumn(table, random);
  const called = { name, label: name, column: column.name };
  const isNumber = ["int", "big", "decimal", "bare", "exact", "double"].includes(column.kind);
  const isDay = ["date", "timestamp", "instant"].includes(column.kind);
  if (single || chance(40) || !(isNumber || isDay)) {
    return { is: "choice", ...called, multiple: !single && chance(70) };
  }
  if (isDay) return { is: "period", ...called, by: pick(GRAINS) };
  const isDecimal = column.kind === "decimal" || column.kind === "bare";
  return { is: "span", ...called, step: pick(isDecimal ? DECIMAL_STEPS : WHOLE_STEPS) };
}

const WHOLE_STEPS = ["1", "2", "3", "7", "50"];
const DECIMAL_STEPS = [...WHOLE_STEPS, "0.5", "0.1", "2.5", "0.03"];

/** What a trace is asked for: undefined is all. `values` are those that a page offers. */
export function randomChoice(
  input: FilterInput,
  values: readonly Value[],
  kind: TableColumn["kind"],
  random: Random,
): FilterChoice | undefined {
  const { pick, below, chance } = random;
  if (chance(25)) return undefined;
  // What leaves one row or none tells nothing of groups and their order.
  const isWide = chance(60);
  switch (input.is) {
    case "choice": {
      const count = input.multiple ? below(4) : 1;
      const offered = Array.from({ length: values.length > 0 ? count : 0 }, () => pick(values));
      if (isWide && input.multiple) {
        return { is: "values", values: values.filter(() => chance(80)) };
      }
      const chosen = chance(10) ? [...offered, NOWHERE[kind]] : offered;
      return { is: "values", values: [...new Set(chosen)].slice(0, input.multiple ? 9 : 1) };
    }
    case "period": {
      const finite = values.filter(
        (value): value is string => typeof value === "string" && /^\d{4}-/.test(value),
      );
      const day = (): string =>
        cutDay(chance(60) && finite.length > 0 ? pick(finite) : pick(SOME_DAYS), input.by);
      const days = isWide ? finite.map((one) => cutDay(one, input.by)) : [];
      const [from = "", ...later] = [day(), day(), ...days].toSorted();
      const to = later.at(-1) ?? from;
      return { is: "between", from, to };
    }
    default: {
      const step = scaled(input.step);
      const ends = [below(12) - 6, below(12) - 6].toSorted((a, b) => a - b);
      const [low = 0, to = 0] = chance(10) ? [50_000, 50_001] : ends;
      const from = isWide && to < 50_000 ? -300 : low;
      return {
        is: "span",
        from: stepText(from, step),
        to: stepText(to === from ? to + 1 : to, step),
      };
    }
  }
}

const SOME_DAYS = [
  "2023-12-30",
  "2024-02-10",
  "2024-03-31",
  "2025-01-01",
  "1970-01-01",
  "2090-06-06",
];

/** A value that no table has. */
const NOWHERE: Readonly<Record<TableColumn["kind"], Value>> = {
  int: 77,
  big: "9223372036854775806",
  decimal: "0.0000001",
  bare: "0.0000001",
  exact: 0.015625,
  double: 3.5,
  text: "nowhere",
  bool: null,
  date: "2001-01-01",
  timestamp: "2001-01-01T00:00:00",
  instant: "2001-01-01T00:00:00Z",
};

function scaled(step: string): { units: number; scale: number } {
  const [whole = "", fraction = ""] = step.split(".");
  return { units: Number(whole + fraction), scale: fraction.length };
}

/** So many steps as a decimal text. */
function stepText(count: number, { units, scale }: { units: number; scale: number }): string {
  const total = Math.abs(count * units);
  const digits = String(total).padStart(scale + 1, "0");
  const text =
    scale === 0 ? digits : `${digits.slice(0, digits.length - scale)}.${digits.slice(-scale)}`;
  return count < 0 ? `-${text}` : text;
}

/** The condition in SQL; undefined where all rows pass. */
export function conditionOf(
  place: Place,
  input: FilterInput,
  choice: FilterChoice | undefined,
  column: TableColumn,
  timeZone: string,
): string | undefined {
  if (!choice) return undefined;
  switch (choice.is) {
    case "values": {
      const texts = choice.values.filter((value) => value !== null);
      const some = texts.map((value) => literal(place, column, valueText(value, column)));
      const parts = [
        ...(some.length > 0 ? [`${column.name} in (${some.join(", ")})`] : []),
        ...(choice.values.includes(null) ? [`${column.name} is null`] : []),
      ];
      return parts.length > 0 ? parts.join(" or ") : "1 = 0";
    }
    case "between": {
      const by = input.is === "period" ? input.by : "day";
      const behind = nextDay(choice.to, by);
      const day = dayIn(place, column, timeZone);
      const from = `${day} >= ${literal(place, { kind: "date" }, choice.from)}`;
      // The calendars of these two end there.
      const ends = behind.startsWith("+") && (place === "sqlite" || place === "mysql");
      return ends ? from : `${from} and ${day} < ${literal(place, { kind: "date" }, behind)}`;
    }
    default: {
      const isDouble = place === "duckdb" && ["exact", "double"].includes(column.kind);
      const number = (text: string) => (isDouble ? `cast(${text} as double)` : text);
      return `${column.name} >= ${number(choice.from)} and ${column.name} < ${number(choice.to)}`;
    }
  }
}

/** Truth is 1 and 0 in some databases. */
function valueText(value: Exclude<Value, null>, { kind }: TableColumn): string {
  if (kind === "bool") return String(value === true || value === 1);
  return String(value);
}

/** The day in which a value lies, as the database compares days. */
function dayIn(place: Place, { name, kind }: TableColumn, timeZone: string): string {
  if (place === "sqlite") return `date(${name})`;
  if (kind !== "instant" || place === "mysql") return name;
  return `(${name} at time zone '${timeZone}')`;
}

/** The first day of the grain of a day. */
function cutDay(day: string, grain: Grain): string {
  const time = Date.parse(`${day}T00:00Z`);
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (grain) {
    case "day":
      return iso(time);
    case "week":
      return iso(time - ((date.getUTCDay() + 6) % 7) * DAY);
    case "month":
      return iso(utc(year, month));
    case "quarter":
      return iso(utc(year, month - (month % 3)));
    default:
      return iso(utc(year, 0));
  }
}

/** The first day of the grain behind the one that begins with this day. */
function nextDay(first: string, grain: Grain): string {
  const time = Date.parse(`${first}T00:00Z`);
  if (grain === "day" || grain === "week") return iso(time + (grain === "week" ? 7 : 1) * DAY);
  const date = new Date(time);
  const months = { month: 1, quarter: 3, year: 12 }[grain];
  return iso(utc(date.getUTCFullYear(), date.getUTCMonth() + months));
}

/** `Date.UTC` takes years below 100 for others. */
function utc(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month, 1);
}

function iso(time: number): string {
  return new Date(time).toISOString().split("T")[0] ?? "";
}
