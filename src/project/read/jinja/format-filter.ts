/** `'%s of %d' | format(a, b)`: the part of Python's `%` that templates use. */

const DIRECTIVE = /%(?:\((\w+)\))?([-+ 0#]*)(\d+)?(?:\.(\d+))?([\s\S]|$)/g;

/** Throws when a value is missing, left over or not of the directive's type. */
export function formatText(
  format: string,
  values: readonly unknown[],
  named: ReadonlyMap<string, unknown>,
): string {
  let next = 0;
  const text = format.replaceAll(
    DIRECTIVE,
    (
      _,
      name: string | undefined,
      flags: string,
      width: string | undefined,
      precision: string | undefined,
      letter: string,
    ) => {
      if (letter === "%") return "%";
      const value = name === undefined ? values[next++] : named.get(name);
      if (value === undefined) throw new RangeError("`format` has fewer values than directives");
      return pad(directive(letter, value, flags, precision), flags, Number(width ?? 0));
    },
  );
  if (next < values.length) throw new RangeError("`format` has more values than directives");
  return text;
}

function directive(
  letter: string,
  value: unknown,
  flags: string,
  precision: string | undefined,
): string {
  switch (letter) {
    case "s":
    case "r":
      return precision === undefined ? String(value) : String(value).slice(0, Number(precision));
    case "d":
    case "i":
    case "u":
      return signed(Math.trunc(numberOf(value)), flags, (number) => String(number));
    case "f":
    case "F":
      return signed(numberOf(value), flags, (number) => number.toFixed(Number(precision ?? 6)));
    case "e":
      return signed(numberOf(value), flags, (number) =>
        number.toExponential(Number(precision ?? 6)).replace(/e([-+])(\d)$/, "e$10$2"),
      );
    case "g":
      return signed(numberOf(value), flags, (number) =>
        String(Number(number.toPrecision(Math.max(1, Number(precision ?? 6))))),
      );
    case "x":
      return signed(Math.trunc(numberOf(value)), flags, (number) => number.toString(16));
    case "X":
      return signed(Math.trunc(numberOf(value)), flags, (number) =>
        number.toString(16).toUpperCase(),
      );
    case "o":
      return signed(Math.trunc(numberOf(value)), flags, (number) => number.toString(8));
    default:
      throw new RangeError(`\`%${letter}\` is not a directive of \`format\``);
  }
}

function signed(value: number, flags: string, text: (magnitude: number) => string): string {
  const sign = value < 0 ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : "";
  return sign + text(Math.abs(value));
}

function numberOf(value: unknown): number {
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number")
    throw new RangeError("`format` needs a number for this directive");
  return number;
}

function pad(text: string, flags: string, width: number): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0")) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}
