/** Rows of random numbers, the same at each run: of all sizes, negative, NULL, with digits. */

/** `kind` is what the dialects make of it: see `ENGINES`. */
export const COLUMNS = [
  { name: "g", kind: "int" },
  { name: "h", kind: "int" },
  { name: "i", kind: "int" },
  { name: "b", kind: "bigint" },
  { name: "w", kind: "bigint" },
  { name: "d", kind: "cents" },
  { name: "e", kind: "millionths" },
  { name: "q", kind: "double" },
  { name: "x", kind: "double" },
  { name: "k", kind: "int" },
] as const;

/** Groups of one to three rows; `HEADWATER_ARITHMETIC_GROUPS=100000` has many. */
export const GROUPS = Number(process.env["HEADWATER_ARITHMETIC_GROUPS"] ?? 500);

/** Milliseconds in which all of them are compared. */
export const ENOUGH_TIME = 60_000 + GROUPS * 30;

const NULL = "null";

/** Numbers as SQL has them, in the order of {@link COLUMNS}. `binary`: sums of them are exact as doubles. */
export function randomRows(groups: number, options: { readonly binary: boolean }): string[][] {
  const random = generator(7);
  const below = (end: number): number => Math.floor(random() * end);
  const sign = (): number => (random() < 0.35 ? -1 : 1);
  const some = (make: () => string): string => (random() < 0.06 ? NULL : make());
  const decimal = (digits: number, scale: number): string => {
    const units = sign() * below(10 ** (1 + below(digits)));
    if (options.binary) return double(units / 2 ** scale);
    const text = String(Math.abs(units)).padStart(scale + 1, "0");
    return `${units < 0 ? "-" : ""}${text.slice(0, -scale)}.${text.slice(-scale)}`;
  };
  /** Some with few digits, among them halves, since these are rounded. */
  const anyDouble = (): number => {
    switch (below(5)) {
      case 0:
        return sign() * random() * 10 ** (below(12) - 4);
      case 1:
        return (sign() * below(100_000)) / 100;
      case 2:
        return (sign() * below(100_000)) / 1000;
      case 3:
        return sign() * (below(1000) + 0.5);
      default:
        return sign() * below(1000) * 1.005;
    }
  };
  return Array.from({ length: groups }, (_, group) =>
    Array.from({ length: 1 + below(3) }, () => [
      String(group),
      String(below(3)),
      some(() => String(sign() * below(10 ** (1 + below(5))))),
      some(() => String(sign() * below(10 ** (1 + below(9))))),
      some(() => String(sign() * below(2 ** 31) * below(10 ** (1 + below(6))))),
      some(() => decimal(9, 2)),
      some(() => decimal(12, 6)),
      some(() => double((sign() * below(10 ** (1 + below(6)))) / 4)),
      some(() => double(anyDouble())),
      String(below(6)),
    ]),
  ).flat();
}

/** With an exponent it is a double to every dialect. */
function double(value: number): string {
  const text = String(Object.is(value, -0) ? 0 : value);
  return text.includes("e") ? text : `${text}e0`;
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Statements that make the table `t`. */
export function tableOf(
  types: Readonly<Record<(typeof COLUMNS)[number]["kind"], string>>,
  rows: readonly (readonly string[])[],
): string[] {
  const columns = COLUMNS.map(({ name, kind }) => `${name} ${types[kind]}`).join(", ");
  const inserts: string[] = [];
  for (let from = 0; from < rows.length; from += 1000) {
    const values = rows.slice(from, from + 1000).map((row) => `(${row.join(", ")})`);
    inserts.push(`insert into t values ${values.join(", ")}`);
  }
  return [`create table t (${columns})`, ...inserts];
}
