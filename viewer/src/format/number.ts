/**
 * The one number formatter of charts, tables and indicators. Exact digits are never rounded unless
 * a format asks for it.
 */
import { formatLocale, type FormatLocale } from "d3-format";

export interface NumberFormatter {
  /** Decimal and grouping mark, in Plotly's `separators` order. */
  readonly separators: string;
  /** All digits of an exact number; floats to at most six decimals. */
  readonly plain: (value: number | string) => string;
  /**
   * With a d3-format specifier, such as `,.1%`; an unknown specifier falls back to {@link plain}.
   */
  readonly withFormat: (value: number | string, specifier: string) => string;
  /** Short enough for a headline: at most two decimals. */
  readonly headline: (value: number | string) => string;
}

const EXACT = /^([-+]?)(\d+)(\.\d+)?$/;

/** `locale` is a BCP 47 name; an unknown one means English. */
export function createNumberFormatter(locale?: string): NumberFormatter {
  const integers = numberFormat(locale, 0);
  const decimals = numberFormat(locale, 6);
  const short = numberFormat(locale, 2);
  const parts = decimals.formatToParts(-1_234_567.5);
  const decimal = parts.find(({ type }) => type === "decimal")?.value ?? ".";
  const group = parts.find(({ type }) => type === "group")?.value ?? ",";
  const d3 = formatLocale({
    decimal,
    thousands: group,
    grouping: [3],
    currency: ["", ""],
    minus: "−",
  });
  const compiled = new Map<string, ((value: number) => string) | undefined>();

  function exact(value: string): string {
    const [, sign = "", whole = "", fraction = ""] = EXACT.exec(value) ?? [];
    if (whole === "") return value;
    const grouped = integers.format(BigInt(whole));
    return `${sign === "-" ? "−" : ""}${grouped}${fraction.replace(".", decimal)}`;
  }

  function plain(value: number | string): string {
    if (typeof value === "string") return exact(value);
    if (Number.isInteger(value)) return minus(integers.format(value));
    const size = Math.abs(value);
    return size > 0 && size < 1e-6 ? minus(value.toExponential(3)) : minus(decimals.format(value));
  }

  return {
    separators: decimal + group,
    plain,
    withFormat(value, specifier) {
      if (!compiled.has(specifier)) compiled.set(specifier, compile(d3, specifier));
      const format = compiled.get(specifier);
      const number = Number(value);
      return format && Number.isFinite(number) ? format(number) : plain(value);
    },
    headline(value) {
      const number = Number(value);
      if (!Number.isFinite(number)) return plain(value);
      if (Number.isInteger(number)) return plain(value);
      return Math.abs(number) < 1 ? minus(precise(number, decimal)) : minus(short.format(number));
    },
  };
}

/** Intl writes a hyphen; charts and tables write the minus sign. */
function minus(text: string): string {
  return text.replace("-", "−");
}

function precise(value: number, decimal: string): string {
  return String(Number(value.toPrecision(3))).replace(".", decimal);
}

function compile(locale: FormatLocale, specifier: string): ((value: number) => string) | undefined {
  try {
    return locale.format(specifier);
  } catch {
    return undefined;
  }
}

function numberFormat(
  locale: string | undefined,
  maximumFractionDigits: number,
): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale ?? "en-US", { maximumFractionDigits });
  } catch {
    return new Intl.NumberFormat("en-US", { maximumFractionDigits });
  }
}
