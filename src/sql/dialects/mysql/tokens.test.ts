import { expect, test } from "vitest";
import { createClassifier } from "../../trace/classify.js";
import { tokenizeMysql } from "./tokens.js";

/** Tokens as text: `w` word, `q` quoted name, `l` literal, `s` symbol. */
function read(sql: string): string | undefined {
  return tokenizeMysql(sql)
    ?.map(({ kind, text }) => `${kind[0]}:${text}`)
    .join(" ");
}

test.each([
  ["sum(`a b`) # x", "w:sum s:( q:a b s:)"],
  ["`a``b`", "q:a`b"],
  ["5--sum(x)", "l:5 s:- s:- w:sum s:( w:x s:)"],
  ["5 -- sum(x)\n+ 1", "l:5 s:+ l:1"],
  ["a --", "w:a"],
  ["a#x\n+b", "w:a s:+ w:b"],
  ["a /* sum(x) */ + 1", "w:a s:+ l:1"],
  [`'it''s' "a""b" '#' '/*'`, `l:'it''s' q:a"b l:'#' l:'/*'`],
  [String.raw`'it\'s (' + 1`, String.raw`l:'it\'s (' s:+ l:1`],
  [String.raw`'a\' , sum(x)`, String.raw`l:'a\' s:, w:sum s:( w:x s:)`],
  ["x'ff' 0x1F b'01' N'é' 1e-5 .5 1.", "l:x'ff' l:0x1F l:b'01' l:N'é' l:1e-5 l:.5 l:1."],
  ["_utf8mb4'é'", "w:_utf8mb4 l:'é'"],
  ["@v := @@sql_mode + @`w`", "w:@v s:: s:= w:@@sql_mode s:+ w:@ q:w"],
  ["größe + 1st + a$b", "w:größe s:+ w:1st s:+ w:a$b"],
  ["a->>'$.x' || b", "w:a s:- s:> s:> l:'$.x' s:| s:| w:b"],
  ["a / b", "w:a s:/ w:b"],
  ["a\u00a0b 5--\u0001 c", "w:a\u00a0b l:5"],
])("%s", (sql, tokens) => {
  expect(read(sql)).toBe(tokens);
});

test.each(["'open", '"open', "`open", "/* open", "/*! sum(x) */ 1", "/*M! 1 */", "a \\ b"])(
  "%s cannot be read",
  (sql) => {
    expect(read(sql)).toBeUndefined();
  },
);

test("a backslash that makes two readings out of one text is not guessed at", () => {
  expect(read(String.raw`'a\' + sum(x) -- '`)).toBeUndefined();
  expect(read(String.raw`concat('a\\', 'C:\dir')`)).toBe(
    String.raw`w:concat s:( l:'a\\' s:, l:'C:\dir' s:)`,
  );
});

test.each([
  ["count(*)", "aggregate"],
  ["group_concat(distinct a order by b separator ', ')", "aggregate"],
  ["json_arrayagg(a)", "aggregate"],
  ["STD(a)", "aggregate"],
  ["sum(a) over (order by b)", "window"],
  ["percentile_cont(0.5) within group (order by a) over (partition by b)", "window"],
  ["5--sum(a)", "aggregate"],
  ["a # sum(b)", "row"],
  ["(select max(a) from t)", "row"],
  ['"a"', "row"],
  ["'a'", "constant"],
  ["-- sum(a)\n 1", "constant"],
  ["'a' = 'b' and 2", "constant"],
  ["@n := @n + 1", "row"],
  ["`sum` (a)", "aggregate"],
])("%s is %s", (sql, kind) => {
  const classifier = createClassifier({ aggregates: [] });
  expect(classifier.classify(sql, "mysql").kind).toBe(kind);
});
