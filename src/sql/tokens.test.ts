import { expect, test } from "vitest";
import type { DialectName } from "./dialect.js";
import { dialects } from "./dialects.js";

/** Tokens as text: `w` word, `q` quoted name, `l` literal, `s` symbol. */
function read(dialect: DialectName, sql: string): string | undefined {
  return dialects[dialect]
    .tokenize(sql)
    ?.map(({ kind, text }) => `${kind[0]}:${text}`)
    .join(" ");
}

test.each<[string, string]>([
  ["a#b", "w:a s:# w:b"],
  ["@sum(x)", "s:@ w:sum s:( w:x s:)"],
  ['"""a""b"', 'q:"a"b'],
  ["/*+ hint */ a /* b /* c */ d */ e", "w:a w:e"],
  ["1 --x\r+ 2", "l:1 s:+ l:2"],
  ["a+--b\nc */* d */ e", "w:a s:+ w:c s:* w:e"],
  [String.raw`E'it\'s;' e'\\' 'a\' z`, String.raw`l:E'it\'s;' l:e'\\' l:'a\' w:z`],
  ["e'a' -- b\n\t'c\\'' d", "l:e'a' -- b\n\t'c\\'' w:d"],
  ["$t$ ; $$ $T$ $t$ y $$;$$", "l:$t$ ; $$ $T$ $t$ w:y l:$$;$$"],
  ["a$$b 1$$c$$", "w:a$$b l:1 l:$$c$$"],
  ["else'a' n'b' U&'c'", "w:else l:'a' l:n'b' l:U&'c'"],
  ["1e5 1.5 .5 1. 1_000 a.1", "l:1e5 l:1.5 l:.5 l:1. l:1_000 w:a l:.1"],
  ["größe + 😀", "w:größe s:+ w:😀"],
])("PostgreSQL and DuckDB read %j alike", (sql, tokens) => {
  expect(read("postgresql", sql)).toBe(tokens);
  expect(read("duckdb", sql)).toBe(tokens);
});

test.each(["'open", '"open', "/* /* open */", "$$open", "$a$ open $A$", "e'open\\'", "a \\ b"])(
  "PostgreSQL and DuckDB cannot read %j",
  (sql) => {
    expect(read("postgresql", sql)).toBeUndefined();
    expect(read("duckdb", sql)).toBeUndefined();
  },
);

test.each<[string, string]>([
  ['[a;b] `c``d` "e"', "q:a;b q:c`d q:e"],
  ["/* a /* b */ c", "w:c"],
  ["a /* open", "w:a"],
  ["1 --x\r+ 2\n, 3", "l:1 s:, l:3"],
  [String.raw`'a\' x'00' e'b'`, String.raw`l:'a\' l:x'00' w:e l:'b'`],
  ["@sum + ?1 - :a$b", "w:@sum s:+ s:? l:1 s:- w::a$b"],
  ["a\u00a0b", "w:a\u00a0b"],
])("SQLite reads %j", (sql, tokens) => {
  expect(read("sqlite", sql)).toBe(tokens);
});

test("a variable of SQLite that may hold any text is not read", () => {
  expect(read("sqlite", "1 + $a(; ')")).toBeUndefined();
  expect(read("sqlite", "1 + $a::b")).toBeUndefined();
});

test("two slashes divide in DuckDB, and are not guessed at elsewhere, where they may begin a comment", () => {
  expect(read("duckdb", "a // b")).toBe("w:a s:/ s:/ w:b");
  expect(read("duckdb", "a //* c */ b")).toBe("w:a s:/ w:b");
  for (const dialect of ["mysql", "postgresql", "sqlite"] as const) {
    expect(read(dialect, "a // b")).toBeUndefined();
    expect(read(dialect, "a / b / c")).toBe("w:a s:/ w:b s:/ w:c");
  }
});
