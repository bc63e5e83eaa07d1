/** Names of months and days in a language, in the form that d3 and Plotly take. */

export interface DateNames {
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  /** From Sunday. */
  readonly days: readonly string[];
  readonly shortDays: readonly string[];
}

/** `locale` is a BCP 47 name; an unknown one means English. */
export function dateNames(locale?: string): DateNames {
  return {
    months: names(locale, 12, { month: "long" }),
    shortMonths: names(locale, 12, { month: "short" }),
    days: names(locale, 7, { weekday: "long" }),
    shortDays: names(locale, 7, { weekday: "short" }),
  };
}

function names(
  locale: string | undefined,
  count: number,
  field: { readonly month: "long" | "short" } | { readonly weekday: "long" | "short" },
): string[] {
  const format = dateFormat(locale, { ...field, timeZone: "UTC" });
  // 4 January 1970 was a Sunday.
  return Array.from({ length: count }, (_, index) =>
    format.format("month" in field ? Date.UTC(1970, index, 15) : Date.UTC(1970, 0, 4 + index)),
  );
}

function dateFormat(
  locale: string | undefined,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale ?? "en-US", options);
  } catch {
    return new Intl.DateTimeFormat("en-US", options);
  }
}
