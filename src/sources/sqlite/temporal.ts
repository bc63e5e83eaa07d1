/** ISO dates and times in SQLite's text, exact or not at all. */
const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const MINUTE = 60_000_000;
const DAY = 1440 * MINUTE;

export type TemporalKind = "date" | "timestamp" | "instant";

interface Temporal {
  readonly kind: TemporalKind;
  /** Since 1970-01-01. */
  readonly days: number;
  /** Since midnight; beyond a day when an offset leads there. */
  readonly microseconds: number;
}

/** Whether a text is a date, a wall-clock time or, with a zone, a point in time; undefined when it is none exactly. */
export function temporalKind(text: string): TemporalKind | undefined {
  return parseTemporal(text)?.kind;
}

/** Days since 1970-01-01, when the text is a date. */
export function parseDate(text: string): number | undefined {
  const parsed = parseTemporal(text);
  return parsed?.kind === "date" ? parsed.days : undefined;
}

/** Microseconds since 1970-01-01, when the text is of that kind. */
export function parseTime(text: string, kind: TemporalKind): bigint | undefined {
  const parsed = parseTemporal(text);
  if (parsed?.kind !== kind) return undefined;
  return BigInt(parsed.days) * BigInt(DAY) + BigInt(parsed.microseconds);
}

function parseTemporal(text: string): Temporal | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = "0", fraction = "", zone] = match;
  const days = daysOf(Number(year), Number(month), Number(day));
  if (days === undefined) return undefined;
  if (hour === undefined) return { kind: "date", days, microseconds: 0 };
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const minutes = Number(hour) * 60 + Number(minute) - offsetMinutes(zone);
  const microseconds =
    minutes * MINUTE + Number(second) * 1_000_000 + Number(fraction.padEnd(6, "0"));
  return { kind: zone === undefined ? "timestamp" : "instant", days, microseconds };
}

/** Undefined for days that the calendar does not have. */
function daysOf(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() / 86_400_000 : undefined;
}

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith("-") ? -minutes : minutes;
}
