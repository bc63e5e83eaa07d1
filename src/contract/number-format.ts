/** The grammar of number formats: `[[fill]align][sign][symbol][0][width][,][.precision][~][type]`. */

/** How numbers are written, in d3-format's terms; texts are empty where nothing is asked. */
export interface NumberFormat {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  /** `$` for the currency, `#` for the prefix of a base. */
  readonly symbol: string;
  readonly zero: boolean;
  readonly width: number;
  readonly grouped: boolean;
  readonly precision: number | undefined;
  readonly trimmed: boolean;
  /** A letter of {@link NUMBER_FORMAT_TYPES}, another one, or nothing. */
  readonly type: string;
}

/** The letters that mean a notation. */
export const NUMBER_FORMAT_TYPES = "%bcdefgnoprsxX";

const GRAMMAR = /^(?:(.)?([<>=^]))?([+\-( ])?([$#])?(0)?(\d+)?(,)?(?:\.(\d+))?(~)?([a-z%])?$/i;

/** Undefined for a text that is no number format. */
export function parseNumberFormat(specifier: string): NumberFormat | undefined {
  const match = GRAMMAR.exec(specifier);
  if (!match) return undefined;
  const [, fill, align, sign, symbol, zero, width, comma, precision, tilde, type] = match;
  return {
    fill: fill ?? " ",
    align: align ?? ">",
    sign: sign ?? "-",
    symbol: symbol ?? "",
    zero: zero !== undefined,
    width: Number(width ?? 0),
    grouped: comma !== undefined,
    precision: precision === undefined ? undefined : Number(precision),
    trimmed: tilde !== undefined,
    type: type ?? "",
  };
}
