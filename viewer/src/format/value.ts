/** The one formatter for values in tables, indicators and labels. */
import { timeFormatLocale, type TimeLocale } from "d3-time-format";
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import type { CurrencyMarks } from "./currency.js";
import { dateNames, type DateNames } from "./date-names.js";
import { createNumberFormatter, type NumberFormatter } from "./number.js";
import { NULL_TEXT } from "./text-form.js";
import { createZone, type Zone } from "./zone.js";

/** In the form that Plotly takes. */
export type Language = DateNames & {
  readonly currency: CurrencyMarks;
  readonly grouping: readonly number[];
};

export interface Formatter {
  readonly numbers: NumberFormatter;
  readonly zone: Zone;
  /** What charts need to know of the project's language. */
  readonly language: Language;
  /** What a person reads; `format` is a d3-format or d3-time-format specifier. */
  readonly value: (value: Value, type: LogicalType, format?: string) => string;
}

/**
 * `locale` is a BCP 47 name, where an unknown one means English; `timeZone` an IANA name, where an
 * unknown one means UTC.
 */
export function createFormatter(options: { locale?: string; timeZone: string }): Formatter {
  const numbers = createNumberFormatter(options.locale);
  const zone = createZone(options.timeZone);
  const dates = dateNames(options.locale);
  const times = timeFormatLocale({
    dateTime: "%x, %X",
    date: "%Y-%m-%d",
    time: "%H:%M:%S",
    periods: ["AM", "PM"],
    ...dates,
  });
  return {
    numbers,
    zone,
    language: { ...dates, currency: numbers.currency, grouping: numbers.groups },
    value(value, type, format) {
      if (value === null) return NULL_TEXT;
      if (isNumeric(type) && typeof value !== "boolean") {
        return format === undefined ? numbers.plain(value) : numbers.withFormat(value, format);
      }
      if (isTemporal(type)) return temporalText(zone, times, String(value), format);
      return String(value);
    },
  };
}

function isTemporal(type: LogicalType): boolean {
  return type === "date" || type === "timestamp" || type === "instant";
}

/** `2013-01-01 05:15`: as written, in the project's zone, without seconds that say nothing. */
function temporalText(
  zone: Zone,
  times: TimeLocale,
  iso: string,
  format: string | undefined,
): string {
  const local = zone.local(iso);
  if (format !== undefined) {
    const date = new Date(local.length > 10 ? `${local.replace(" ", "T")}Z` : `${local}T00:00:00Z`);
    if (!Number.isNaN(date.getTime())) return times.utcFormat(format)(date);
  }
  return local.replace("T", " ").replace(/^(\S+ \d\d:\d\d):00$/, "$1");
}
