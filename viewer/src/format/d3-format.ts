/**
 * The part of d3-format that Plotly asks for: the build puts it in that package's place, so that
 * axes, labels and tooltips write a number as cards and tables do.
 */
import { DOLLAR } from "./currency.js";
import { numberFormat, type NumberMarks, type WriteNumber } from "./number-format.js";
import { readAxisFormat, readLiteral, readWordFormat } from "./own-formats.js";

/** What Plotly knows of a language. */
interface Locale {
  readonly decimal?: string;
  readonly thousands?: string;
  readonly grouping?: readonly number[];
  readonly currency?: readonly [string, string];
}

/** Throws for a text that is no format, upon which Plotly writes plain numbers. */
export function formatLocale({ decimal, thousands, grouping, currency }: Locale): {
  format: (specifier: string) => WriteNumber;
} {
  return {
    format(specifier) {
      const literal = readLiteral(specifier);
      if (literal !== undefined) return () => literal;
      const marks: NumberMarks = {
        decimal: decimal ?? ".",
        thousands: thousands ?? "",
        groups: grouping ?? [],
        currency: currency ?? DOLLAR,
      };
      const write =
        readWordFormat(specifier, marks) ??
        readAxisFormat(specifier, marks) ??
        numberFormat(specifier, marks);
      if (!write) throw new Error(`invalid format: ${specifier}`);
      return write;
    },
  };
}

/** In English. */
export function format(specifier: string): WriteNumber {
  return formatLocale({ thousands: ",", grouping: [3] }).format(specifier);
}
