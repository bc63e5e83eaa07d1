/** Notations of a number without its sign: of a double as JavaScript writes it, of exact digits. */
import { roundedUnits, type Decimal } from "./decimal.js";

/** The first digits of a number: `123` with the exponent 0 is 1.23. */
export interface Significant {
  readonly digits: string;
  readonly exponent: number;
}

/** A number that is not negative. Halves are rounded up. */
export interface Magnitude {
  /** With so many digits after the point. */
  readonly fixed: (places: number) => string;
  /** Undefined for what has no digits: NaN and infinity. */
  readonly significant: (count: number) => Significant | undefined;
  /** The nearest whole number. */
  readonly whole: (base: number) => string;
  readonly hundredfold: () => Magnitude;
  /** With the digits that it has. */
  readonly plain: () => string;
}

export function doubleMagnitude(value: number): Magnitude {
  return {
    fixed: (places) => value.toFixed(places),
    significant(count) {
      const [mantissa = "", exponent] = value.toExponential(count - 1).split("e");
      if (exponent === undefined) return undefined;
      return { digits: mantissa.replace(".", ""), exponent: Number(exponent) };
    },
    whole(base) {
      const rounded = Math.round(value);
      return base === 10 && rounded >= 1e21 && Number.isFinite(rounded)
        ? rounded.toLocaleString("en", { useGrouping: false })
        : rounded.toString(base);
    },
    hundredfold: () => doubleMagnitude(value * 100),
    plain: () => String(value),
  };
}

export function exactMagnitude({ units, scale }: Omit<Decimal, "negative">): Magnitude {
  return {
    fixed: (places) => withPoint(roundedUnits(units, scale - places), places),
    significant(count) {
      const length = units === 0n ? 1 : String(units).length;
      const digits = String(roundedUnits(units, length - count)).padEnd(count, "0");
      const exponent = length - 1 - (units === 0n ? 0 : scale);
      // Rounding up may have made one digit more: 9.99 is 10.0.
      return digits.length > count
        ? { digits: digits.slice(0, count), exponent: exponent + 1 }
        : { digits, exponent };
    },
    whole: (base) => roundedUnits(units, scale).toString(base),
    hundredfold: () => exactMagnitude({ units: units * 100n, scale }),
    plain: () => withPoint(units, scale),
  };
}

function withPoint(units: bigint, places: number): string {
  const digits = String(units).padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}
