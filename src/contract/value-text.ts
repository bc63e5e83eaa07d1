/**
 * How stored values become the one text form that `Value` (in `result.ts`) describes; shared by
 * engine and viewer.
 */

/** Days and microseconds that stand for infinity in results; their negatives for -infinity. */
const INFINITE_DAYS = 2_147_483_647;
const INFINITE_MICROSECONDS = 9_223_372_036_854_775_807n;

const DAY = 86_400_000_000;

/** An integer beyond the safe range is a string, any other a number. */
export function integerValue(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

/** NaN and the infinities are strings, because JSON has no other word for them. */
export function floatValue(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** The shortest number that is the same float32: 0.1, not 0.10000000149011612. */
export function float32Value(value: number): number | string {
  if (!Number.isFinite(value)) return String(value);
  // A text of digits would lose the sign.
  if (value === 0) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

/** `unscaled` × 10^-scale with exactly `scale` digits after the point. */
export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return unscaled.toString();
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const point = digits.length - scale;
  return `${unscaled < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * ISO date of a count of days since 1970-01-01; years outside 0–9999 as ISO's expanded form,
 * `infinity`, `-infinity`.
 */
export function dateText(days: number): string {
  if (days >= INFINITE_DAYS) return "infinity";
  if (days <= -INFINITE_DAYS) return "-infinity";
  // Days to year, month and day in the proleptic Gregorian calendar, by eras of 400 years that
  // begin in March.
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear =
    ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const day = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${yearText(year)}-${two(month)}-${two(day)}`;
}

/**
 * `HH:MM:SS` and as many digits of the second's fraction as are not zero; 24:00:00 is midnight at
 * the day's end.
 */
export function timeText(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  const fraction = microseconds - seconds * 1_000_000;
  const minutes = Math.floor(seconds / 60);
  const clock = `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(seconds % 60)}`;
  if (fraction === 0) return clock;
  return `${clock}.${String(fraction).padStart(6, "0").replace(/0+$/, "")}`;
}

/** ISO date and time of microseconds since 1970-01-01T00:00:00, `infinity`, `-infinity`. */
export function timestampText(microseconds: bigint): string {
  if (microseconds >= INFINITE_MICROSECONDS) return "infinity";
  if (microseconds <= -INFINITE_MICROSECONDS) return "-infinity";
  const number = Number(microseconds);
  if (Number.isSafeInteger(number)) {
    const days = Math.floor(number / DAY);
    return `${dateText(days)}T${timeText(number - days * DAY)}`;
  }
  const day = BigInt(DAY);
  const rest = ((microseconds % day) + day) % day;
  return `${dateText(Number((microseconds - rest) / day))}T${timeText(Number(rest))}`;
}

/** As {@link timestampText}, with `Z` after every finite instant. */
export function instantText(microseconds: bigint): string {
  const text = timestampText(microseconds);
  return text.endsWith("infinity") ? text : `${text}Z`;
}

/** Years outside 0–9999 in ISO's expanded form. */
export function yearText(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, "0");
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
