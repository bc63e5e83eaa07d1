/** The proleptic Gregorian calendar, without objects of dates: rows come by the million. */
const MONTH_DAYS = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970-01-01; undefined when there is no such day. The year before 1 is 0. */
export function daysOfDate(year: number, month: number, day: number): number | undefined {
  if (day < 1 || day > (MONTH_DAYS[month] ?? 0)) return undefined;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2 && day === 29 && !leap) return undefined;
  // Years begin in March, so that the leap day is the last one.
  const years = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return years * 365 + leapDays + dayOfYear - 719_468;
}
