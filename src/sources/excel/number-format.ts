/** What a number is by the format in which Excel shows it. */

/**
 * `date`: shown with a year, month or day; `time`: with hours, minutes or seconds alone; `duration`:
 * with hours, minutes or seconds that run on beyond a day, such as `[h]:mm`.
 */
export type TemporalFormat = "date" | "time" | "duration";

/** Formats that a workbook uses by number without writing them out; others are numbers. */
const BUILT_IN: readonly (readonly [from: number, to: number, format: TemporalFormat])[] = [
  [14, 17, "date"],
  [18, 21, "time"],
  [22, 22, "date"],
  // Of East Asian versions.
  [27, 31, "date"],
  [32, 33, "time"],
  [34, 36, "date"],
  [45, 45, "time"],
  [46, 46, "duration"],
  [47, 47, "time"],
  [50, 58, "date"],
  // Of the Thai version.
  [71, 74, "date"],
  [75, 76, "time"],
  [77, 77, "date"],
  [78, 78, "time"],
  [79, 79, "duration"],
  [80, 80, "time"],
  [81, 81, "date"],
];

/** Undefined for what shows numbers or text. */
export function builtInFormat(id: number): TemporalFormat | undefined {
  return BUILT_IN.find(([from, to]) => id >= from && id <= to)?.[2];
}

/**
 * The same for a format that is written out, such as `dd/mm/yyyy;@`. Letters in quotes, behind a
 * backslash or in brackets (colours, conditions, languages) are shown as they are, or not at all.
 */
export function temporalFormat(code: string): TemporalFormat | undefined {
  const kinds = code.split(splitOutsideQuotes).map(sectionFormat);
  return kinds.find((kind) => kind !== undefined);
}

const splitOutsideQuotes = /;(?=(?:[^"]*"[^"]*")*[^"]*$)/;

function sectionFormat(section: string): TemporalFormat | undefined {
  const bare = section
    .replaceAll(/"[^"]*"?/g, "")
    .replaceAll(/\\.|_.|\*./gs, "")
    .replaceAll(/General/gi, "");
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return "duration";
  const letters = bare
    .replaceAll(/\[[^\]]*\]/g, "")
    // Powers of ten.
    .replaceAll(/e[+-]/gi, "");
  // Years, also of the Japanese and the Buddhist calendar, days and names of days.
  if (/[ydegb]|aaa/i.test(letters)) return "date";
  if (/[hs]/i.test(letters)) return "time";
  return /m/i.test(letters) ? "date" : undefined;
}
