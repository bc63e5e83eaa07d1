/** Dates in templates are Unix seconds; they are written in UTC, with English names. */

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

const DAY = 86_400_000;

/** One entry per directive of C's `strftime` that does not depend on a locale. */
const DIRECTIVES: Readonly<Record<string, (date: Date, micros: number) => string>> = {
  Y: (date) => String(date.getUTCFullYear()),
  y: (date) => two(date.getUTCFullYear() % 100),
  m: (date) => two(date.getUTCMonth() + 1),
  B: (date) => MONTHS[date.getUTCMonth()] ?? "",
  b: (date) => (MONTHS[date.getUTCMonth()] ?? "").slice(0, 3),
  d: (date) => two(date.getUTCDate()),
  e: (date) => String(date.getUTCDate()).padStart(2),
  j: (date) => String(dayOfYear(date) + 1).padStart(3, "0"),
  H: (date) => two(date.getUTCHours()),
  I: (date) => two(date.getUTCHours() % 12 || 12),
  p: (date) => (date.getUTCHours() < 12 ? "AM" : "PM"),
  M: (date) => two(date.getUTCMinutes()),
  S: (date) => two(date.getUTCSeconds()),
  f: (_, micros) => String(micros).padStart(6, "0"),
  A: (date) => DAYS[date.getUTCDay()] ?? "",
  a: (date) => (DAYS[date.getUTCDay()] ?? "").slice(0, 3),
  u: (date) => String(date.getUTCDay() || 7),
  w: (date) => String(date.getUTCDay()),
  U: (date) => two(Math.floor((dayOfYear(date) + 7 - date.getUTCDay()) / 7)),
  W: (date) => two(Math.floor((dayOfYear(date) + 7 - ((date.getUTCDay() + 6) % 7)) / 7)),
  V: (date) => two(isoWeek(date).week),
  G: (date) => String(isoWeek(date).year),
  F: (date) => date.toISOString().slice(0, 10),
  T: (date) => date.toISOString().slice(11, 19),
  D: (date) =>
    `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${two(date.getUTCFullYear() % 100)}`,
  R: (date) => date.toISOString().slice(11, 16),
  s: (date) => String(Math.floor(date.getTime() / 1000)),
  z: () => "+0000",
  Z: () => "UTC",
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
};

/**
 * Formats Unix seconds; `%-d` leaves out the padding. Throws on an unknown directive or an
 * impossible date.
 */
export function strftime(seconds: number, format: string): string {
  const { date, micros } = dateOf(seconds);
  return format.replaceAll(/%(-?)([\s\S]|$)/g, (_, bare: string, letter: string) => {
    const directive = Object.hasOwn(DIRECTIVES, letter) ? DIRECTIVES[letter] : undefined;
    if (!directive) throw new RangeError(`\`%${letter}\` is not a directive of date formats`);
    const text = directive(date, micros);
    return bare ? text.replace(/^[0 ]+(?=\d)/, "") : text;
  });
}

/**
 * `2024-01-31` at midnight, else `2024-01-31T12:30:00+00:00`, with microseconds when there are any.
 */
export function isoText(seconds: number): string {
  const { date, micros } = dateOf(seconds);
  const text = date.toISOString();
  if (date.getTime() % DAY === 0 && micros === 0) return text.slice(0, 10);
  const fraction = micros === 0 ? "" : `.${String(micros).padStart(6, "0")}`;
  return `${text.slice(0, 19)}${fraction}+00:00`;
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[-+]\d{2}(?::?\d{2})?)?)?$/i;

/** Unix seconds of a date in ISO or a common English form; without a zone it is UTC. */
export function unixSeconds(text: string): number {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  const seconds = iso ? isoSeconds(iso) : otherSeconds(trimmed);
  if (Number.isNaN(seconds)) throw new RangeError("the text is not a date that can be read");
  return seconds;
}

function isoSeconds(match: RegExpExecArray): number {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const midnight = Date.UTC(year, month - 1, day);
  if (new Date(midnight).getUTCDate() !== day || month > 12) return Number.NaN;
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const fraction = Number(`0.${match[7] ?? "0"}`);
  return midnight / 1000 + hour * 3600 + minute * 60 + second + fraction - zoneSeconds(match[8]);
}

function zoneSeconds(zone: string | undefined): number {
  const match = /^([-+])(\d{2}):?(\d{2})?$/.exec(zone ?? "");
  if (!match) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3] ?? 0) * 60;
  return match[1] === "-" ? -seconds : seconds;
}

/** `Dec 31, 2024` and the like, which must not be read in the computer's own zone. */
function otherSeconds(text: string): number {
  if (!/[a-z]|\//i.test(text)) return Number.NaN;
  const zoned = /(?:\b(?:UTC|GMT|[ECMP][SD]T)\b|[-+]\d{2}:?\d{2}$|Z$)/.test(text);
  return Date.parse(zoned ? text : `${text} UTC`) / 1000;
}

function dateOf(seconds: number): { date: Date; micros: number } {
  const whole = Math.floor(seconds);
  const date = new Date(whole * 1000);
  if (Number.isNaN(date.getTime())) throw new RangeError("the number is not a date");
  return { date, micros: Math.min(999_999, Math.round((seconds - whole) * 1e6)) };
}

function dayOfYear(date: Date): number {
  const midnight = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return Math.round((midnight - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY);
}

function isoWeek(date: Date): { year: number; week: number } {
  const day = date.getUTCDay() || 7;
  const thursday = new Date(
    Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + 4 - day),
  );
  return { year: thursday.getUTCFullYear(), week: Math.floor(dayOfYear(thursday) / 7) + 1 };
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
