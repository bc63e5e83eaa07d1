import { expect, test } from "vitest";
import { legQuery } from "../../leg-query.js";
import type { Predicate } from "../../push-down/predicate.js";
import { createClassifier } from "../../trace/classify.js";
import { snowflake } from "./dialect.js";

/** Tokens as text: `w` word, `q` quoted name, `l` literal, `s` symbol. */
function read(sql: string): string | undefined {
  return snowflake
    .tokenize(sql)
    ?.map(({ kind, text }) => `${kind[0]}:${text}`)
    .join(" ");
}

test.each([
  ["a // sum(b)\n + c", "w:a s:+ w:c"],
  ["a -- sum(b)\r\n + c", "w:a s:+ w:c"],
  ["a --sum(b)\r + c", "w:a s:+ w:c"],
  ["a / b /* sum(c) */ / d", "w:a s:/ w:b s:/ w:d"],
  ["$$a;'b\"$$ $1 $var", "l:$$a;'b\"$$ w:$1 w:$var"],
  ["v:a.b::int", "w:v s:: w:a s:. w:b s:: s:: w:int"],
  [String.raw`'it\'s (' || 'it''s'`, String.raw`l:'it\'s (' s:| s:| l:'it''s'`],
  ['"A""b".c', 'q:A"b s:. w:c'],
  [
    "table(f(a => 1)) @stage ->> x'00FF' 1e-5",
    "w:table s:( w:f s:( w:a s:= s:> l:1 s:) s:) s:@ w:stage s:- s:> s:> l:x'00FF' l:1e-5",
  ],
  ["größe", "w:größe"],
])("%s", (sql, tokens) => {
  expect(read(sql)).toBe(tokens);
});

test.each(["'open", '"open', "/* open", "/* /* */ a */", "$$ open", "a \\ b"])(
  "%s cannot be read",
  (sql) => expect(read(sql)).toBeUndefined(),
);

test.each([
  ["count_if(a)", "aggregate"],
  ["listagg(a, ', ') within group (order by a)", "aggregate"],
  ["sum(a) over (partition by b)", "window"],
  ["a // sum(b)", "row"],
  ["$$sum(a)$$", "constant"],
])("%s is %s", (sql, kind) => {
  expect(createClassifier({ aggregates: [] }).classify(sql, "snowflake").kind).toBe(kind);
});

test("names keep their case, and a backslash in a text is one", () => {
  expect(snowflake.quoteIdentifier('a "B"')).toBe('"a ""B"""');
  expect(snowflake.quoteText(String.raw`it's \n`)).toBe(String.raw`'it''s \\n'`);
});

const COLUMNS = [
  { name: "ID", type: "int64", nativeType: "number(38,0)", exact: true },
  { name: "rate", type: "float64", nativeType: "float", exact: true },
  { name: "label", type: "text", nativeType: "varchar", exact: true },
  { name: "day", type: "date", nativeType: "date", exact: true },
  { name: "at", type: "timestamp", nativeType: "timestamp_ntz(9)", exact: true },
  { name: "moment", type: "instant", nativeType: "timestamp_tz(9)", exact: true },
  { name: "ok", type: "bool", nativeType: "boolean", exact: true },
  { name: "doc", type: "json", nativeType: "variant", exact: true },
] as const;

function where(predicate: Predicate): string | undefined {
  const request = {
    sql: "select 1;",
    dialect: "snowflake",
    columns: COLUMNS,
    wanted: [0],
  } as const;
  return legQuery({ ...request, predicate }).where;
}

const compare = (
  column: number,
  comparison: "=" | "<>" | "<" | "<=" | ">" | ">=",
  kind: "number" | "double" | "text" | "date" | "timestamp" | "instant" | "bool",
  text: string,
): Predicate => ({ is: "compare", column, comparison, constant: { kind, text } });

test.each<[string, Predicate, string | undefined]>([
  ["a number", compare(0, ">=", "number", "-12.50"), "ID >= -12.50"],
  ["a number of 39 digits", compare(0, "=", "number", "1".repeat(39)), undefined],
  ["a double", compare(1, "<", "double", "-Infinity"), "rate < '-inf'::float"],
  ["equal texts", compare(2, "=", "text", String.raw`a\'b`), String.raw`label = 'a\\''b'`],
  ["ordered texts, which a collation would narrow", compare(2, "<", "text", "b"), undefined],
  ["other texts, too", compare(2, "<>", "text", "b"), undefined],
  ["a date", compare(3, "<=", "date", "2024-02-29"), "day <= date_from_parts(2024, 2, 29)"],
  ["a date before Christ", compare(3, ">", "date", "0044-03-15 (BC)"), undefined],
  [
    "a time that nanoseconds are cut to",
    compare(4, "=", "timestamp", "2024-01-02 03:04:05.5"),
    "(at >= timestamp_ntz_from_parts(2024, 1, 2, 3, 4, 5, 500000000) and at < timestampadd(microsecond, 1, timestamp_ntz_from_parts(2024, 1, 2, 3, 4, 5, 500000000)))",
  ],
  [
    "an instant up to which",
    compare(5, "<=", "instant", "2024-01-02 03:04:05"),
    "moment < timestampadd(microsecond, 1, timestamp_tz_from_parts(2024, 1, 2, 3, 4, 5, 0, 'UTC'))",
  ],
  ["a truth value", compare(6, "=", "bool", "true"), "ok = true"],
  ["a document", compare(7, "=", "text", "{}"), undefined],
  ["the start of a text", { is: "prefix", column: 2, prefix: "a😀" }, "left(label, 2) = 'a😀'"],
  ["NULL", { is: "null", column: 4 }, "at is null"],
  [
    "one of some",
    {
      is: "in",
      column: 2,
      constants: [
        { kind: "text", text: "a" },
        { kind: "text", text: "b" },
      ],
    },
    "label in ('a', 'b')",
  ],
  [
    "one of some times, as their range",
    {
      is: "in",
      column: 4,
      constants: [
        { kind: "timestamp", text: "2024-01-02 00:00:00" },
        { kind: "timestamp", text: "2023-01-02 00:00:00" },
      ],
    },
    "(at >= timestamp_ntz_from_parts(2023, 1, 2, 0, 0, 0, 0) and at < timestampadd(microsecond, 1, timestamp_ntz_from_parts(2024, 1, 2, 0, 0, 0, 0)))",
  ],
])("a condition on %s", (_what, predicate, expected) => {
  expect(where(predicate)).toBe(expected);
});

test("a leg names its columns once and reads a quoted case", () => {
  const request = { sql: "select 1; -- x", dialect: "snowflake", columns: COLUMNS } as const;
  expect(legQuery({ ...request, wanted: [1] }).sql).toBe(
    'with hw_leg (hw_c0, hw_c1, hw_c2, hw_c3, hw_c4, hw_c5, hw_c6, hw_c7) as (\nselect 1 -- x\n)\nselect hw_c1 as "rate"\nfrom hw_leg',
  );
});
