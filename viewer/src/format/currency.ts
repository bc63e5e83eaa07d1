/** The money of a language's country, which `$` in a format draws. */

/** What stands before and behind an amount. */
export type CurrencyMarks = readonly [before: string, behind: string];

/** Of d3-format, where no language is set. */
export const DOLLAR: CurrencyMarks = ["$", ""];
const EURO = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK";
/** ISO 4217 by ISO 3166; a country that is missing keeps `$`. */
const CURRENCIES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(EURO.split(" ").map((country) => [country, "EUR"])),
  AE: "AED",
  AR: "ARS",
  AU: "AUD",
  BR: "BRL",
  CA: "CAD",
  CH: "CHF",
  CL: "CLP",
  CN: "CNY",
  CO: "COP",
  CZ: "CZK",
  DK: "DKK",
  EG: "EGP",
  GB: "GBP",
  HK: "HKD",
  HU: "HUF",
  ID: "IDR",
  IL: "ILS",
  IN: "INR",
  IS: "ISK",
  JP: "JPY",
  KE: "KES",
  KR: "KRW",
  LI: "CHF",
  MA: "MAD",
  MX: "MXN",
  MY: "MYR",
  NG: "NGN",
  NO: "NOK",
  NZ: "NZD",
  PE: "PEN",
  PH: "PHP",
  PK: "PKR",
  PL: "PLN",
  RO: "RON",
  RS: "RSD",
  RU: "RUB",
  SA: "SAR",
  SE: "SEK",
  SG: "SGD",
  TH: "THB",
  TR: "TRY",
  TW: "TWD",
  UA: "UAH",
  US: "USD",
  VN: "VND",
  ZA: "ZAR",
};

/** `locale` is a BCP 47 name; without one, and for a country that is not known, `$`. */
export function currencyMarks(locale: string | undefined): CurrencyMarks {
  const currency = locale === undefined ? undefined : CURRENCIES[countryOf(locale)];
  return currency === undefined ? DOLLAR : marksOf(locale, currency, "narrowSymbol");
}

/** Of ISO 4217, told apart from others with the same sign: the dollar of Canada is `CA$`. */
export function moneyMarks(locale: string | undefined, currency: string): CurrencyMarks {
  return marksOf(locale, currency, "symbol");
}

/** How many digits an amount has after its point: yen have none. */
export function moneyDigits(currency: string): number {
  const format = new Intl.NumberFormat("en-US", { style: "currency", currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

function marksOf(
  locale: string | undefined,
  currency: string,
  currencyDisplay: "symbol" | "narrowSymbol",
): CurrencyMarks {
  const parts = currencyFormat(locale, { style: "currency", currency, currencyDisplay });
  const at = parts.findIndex(({ type }) => type === "currency");
  const sign = parts[at]?.value ?? "";
  const isFirst = at < parts.findIndex(({ type }) => type === "integer");
  const gap = parts[isFirst ? at + 1 : at - 1];
  const space = gap?.type === "literal" ? gap.value : "";
  return isFirst ? [sign + space, ""] : ["", space + sign];
}

/** An unknown `locale` means English. */
function currencyFormat(
  locale: string | undefined,
  options: Intl.NumberFormatOptions,
): Intl.NumberFormatPart[] {
  try {
    return new Intl.NumberFormat(locale ?? "en-US", options).formatToParts(1);
  } catch {
    return new Intl.NumberFormat("en-US", options).formatToParts(1);
  }
}

/** `DE` of `de-DE`; where a name has no country, the one where most speak the language. */
function countryOf(locale: string): string {
  try {
    return new Intl.Locale(locale).maximize().region ?? "";
  } catch {
    return "";
  }
}
