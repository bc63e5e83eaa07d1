import { expect, test } from "vitest";
import { legQuery } from "../../leg-query.js";
import type { Predicate } from "../../push-down/predicate.js";
import { createClassifier } from "../../trace/classify.js";
import { trino } from "./dialect.js";

/** Tokens as text: `w` word, `q` quoted name, `l` literal, `s` symbol. */
function read(sql: string): string | undefined {
  return trino
    .tokenize(sql)
    ?.map(({ kind, text }) => `${kind[0]}:${text}`)
    .join(" ");
}

test.each([
  ["a -- sum(b)\r\n + c", "w:a s:+ w:c"],
  ["a / b /* sum(c) */ / d", "w:a s:/ w:b s:/ w:d"],
  [String.raw`'a\' || 'it''s'`, String.raw`l:'a\' s:| s:| l:'it''s'`],
  [String.raw`U&'\0041' X'00FF' u&'b'`, String.raw`l:U&'\0041' l:X'00FF' l:u&'b'`],
  ["0xFF 0b01 1_000 1e-5 .5 1.", "l:0xFF l:0b01 l:1_000 l:1e-5 l:.5 l:1."],
  ['"A""b".c', 'q:A"b s:. w:c'],
  ["filter(a, x -> x > 1)[1]", "w:filter s:( w:a s:, w:x s:- s:> w:x s:> l:1 s:) s:[ l:1 s:]"],
  ["größe ? x", "w:größe s:? w:x"],
])("%s", (sql, tokens) => {
  expect(read(sql)).toBe(tokens);
});

test.each(["'open", '"open', "/* open", "/* /* */ a */", "`a`", "a \\ b"])(
  "%s cannot be read",
  (sql) => expect(read(sql)).toBeUndefined(),
);

test.each([
  ["count_if(a)", "aggregate"],
  ["approx_percentile(a, 0.5)", "aggregate"],
  ["sum(a) filter (where b)", "aggregate"],
  ["listagg(a, ', ') within group (order by a)", "aggregate"],
  ["sum(a) over (partition by b)", "window"],
  ["date_trunc('month', a)", "row"],
  ["'sum(a)'", "constant"],
])("%s is %s", (sql, kind) => {
  expect(createClassifier({ aggregates: [] }).classify(sql, "trino").kind).toBe(kind);
});

const COLUMNS = [
  { name: "id", type: "int64", nativeType: "bigint", exact: true },
  { name: "amount", type: "decimal(12,2)", nativeType: "decimal(12,2)", exact: true },
  { name: "rate", type: "float64", nativeType: "double", exact: true },
  { name: "small", type: "float32", nativeType: "real", exact: true },
  { name: "label", type: "text", nativeType: "varchar(25)", exact: true },
  { name: "code", type: "text", nativeType: "char(3)", exact: true },
  { name: "day", type: "date", nativeType: "date", exact: true },
  { name: "at", type: "timestamp", nativeType: "timestamp(6)", exact: true },
  { name: "moment", type: "instant", nativeType: "timestamp(3) with time zone", exact: true },
  { name: "finer", type: "timestamp", nativeType: "timestamp(9)", exact: true },
  { name: "key", type: "uuid", nativeType: "uuid", exact: true },
] as const;

function where(predicate: Predicate): string | undefined {
  const request = { sql: "select 1;", dialect: "trino", columns: COLUMNS, wanted: [0] } as const;
  return legQuery({ ...request, predicate }).where;
}

const compare = (
  column: number,
  comparison: "=" | "<>" | "<" | "<=" | ">" | ">=",
  kind: "number" | "double" | "text" | "date" | "timestamp" | "instant" | "uuid",
  text: string,
): Predicate => ({ is: "compare", column, comparison, constant: { kind, text } });

test.each<[string, Predicate, string | undefined]>([
  ["a number", compare(0, ">=", "number", "-12"), "id >= -12"],
  ["a number with a point", compare(1, "=", "number", "-12.50"), "amount = decimal '-12.50'"],
  ["a number of 39 digits", compare(0, "=", "number", "1".repeat(39)), undefined],
  ["a double below", compare(2, "<", "double", "1e300"), "rate < double '1e300'"],
  [
    "a double above, where NaN is greatest",
    compare(2, ">", "double", "0.5"),
    "(rate > double '0.5' or is_nan(rate))",
  ],
  ["no number", compare(2, "=", "double", "NaN"), undefined],
  ["a rounded double", compare(3, "<", "double", "0.1"), undefined],
  ["a text", compare(4, "<", "text", String.raw`it's \ `), String.raw`label < 'it''s \ '`],
  ["a padded text", compare(5, "=", "text", "ab"), undefined],
  ["a date", compare(6, "<=", "date", "2024-02-29"), "day <= date '2024-02-29'"],
  ["a date before Christ", compare(6, ">", "date", "0044-03-15 (BC)"), undefined],
  [
    "a time",
    compare(7, "=", "timestamp", "2024-01-02 03:04:05.5"),
    "at = timestamp '2024-01-02 03:04:05.5'",
  ],
  [
    "an instant",
    compare(8, ">", "instant", "2024-01-02 03:04:05"),
    "moment > timestamp '2024-01-02 03:04:05 UTC'",
  ],
  ["a time of nanoseconds", compare(9, "=", "timestamp", "2024-01-02 03:04:05"), undefined],
  [
    "a uuid",
    compare(10, "=", "uuid", "12151fd2-7586-11e9-8f9e-2a86e4085a59"),
    "key = uuid '12151fd2-7586-11e9-8f9e-2a86e4085a59'",
  ],
  [
    "the start of a text",
    { is: "prefix", column: 4, prefix: String.raw`5%_\'` },
    String.raw`label like '5\%\_\\''%' escape '\'`,
  ],
  ["NULL", { is: "null", column: 7 }, "at is null"],
  [
    "one of some",
    {
      is: "in",
      column: 0,
      constants: [
        { kind: "number", text: "1" },
        { kind: "number", text: "12345678901234567890" },
      ],
    },
    "id in (1, decimal '12345678901234567890')",
  ],
])("a condition on %s", (_what, predicate, expected) => {
  expect(where(predicate)).toBe(expected);
});

test("a step of a `real` is calculated as a double, others as they are", () => {
  expect(trino.cutToStep("x", "0.5", "decimal(5,2)")).toBe("x - mod(mod(x, 0.5) + 0.5, 0.5)");
  expect(trino.cutToStep("x", "10", "float32")).toContain("cast(x as double)");
  expect(trino.cutToStep("x", "0.5", "float64")).toBeUndefined();
});
