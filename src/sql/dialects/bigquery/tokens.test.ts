import { expect, test } from "vitest";
import { firstStatement } from "../../statement.js";
import { createClassifier } from "../../trace/classify.js";
import { tokenizeBigquery } from "./tokens.js";

/** Tokens as text: `w` word, `q` quoted name, `l` literal, `s` symbol. */
function read(sql: string): string | undefined {
  return tokenizeBigquery(sql)
    ?.map(({ kind, text }) => `${kind[0]}:${text}`)
    .join(" ");
}

test.each([
  ["sum(`a b`) # sum(c)", "w:sum s:( q:a b s:)"],
  ["`my-project.shop.items`", "q:my-project.shop.items"],
  ["my-project.shop", "w:my s:- w:project s:. w:shop"],
  ["`a\\`b`", "q:a\\`b"],
  ["a -- sum(x)\n+ 1", "w:a s:+ l:1"],
  ["a--sum(x)", "w:a"],
  ["a /* sum(x) /* */ + 1", "w:a s:+ l:1"],
  ["a // b", "w:a s:/ s:/ w:b"],
  [`'it\\'s' "a""b"`, `l:'it\\'s' l:"a" l:"b"`],
  ["''''", undefined],
  ["'''it's\n\"x\"''' + a", "l:'''it's\n\"x\"''' s:+ w:a"],
  ["''''a'''", "l:''''a'''"],
  ["'' + ''", "l:'' s:+ l:''"],
  ['"""#; -- """', 'l:"""#; -- """'],
  [String.raw`r'\' + sum(x) + '`, String.raw`l:r'\' + sum(x) + '`],
  [String.raw`R"\d+" rb'x' Br"x" b'\x00'`, String.raw`l:R"\d+" l:rb'x' l:Br"x" l:b'\x00'`],
  ["0xFF 1e-5 .5 1. 7", "l:0xFF l:1e-5 l:.5 l:1. l:7"],
  ["@p + @@time_zone + ?", "w:@p s:+ w:@@time_zone s:+ s:?"],
  ["a[safe_offset(0)]", "w:a s:[ w:safe_offset s:( l:0 s:) s:]"],
  ["größe", "w:größe"],
])("%s", (sql, tokens) => {
  expect(read(sql)).toBe(tokens);
});

test.each(["'open", '"open', "`open", "/* open", "'a\nb'", "'''open''", "a \\ b"])(
  "%s cannot be read",
  (sql) => {
    expect(read(sql)).toBeUndefined();
  },
);

test.each([
  ["count(*)", "aggregate"],
  ["countif(a > 1)", "aggregate"],
  ["approx_quantiles(a, 2)[offset(1)]", "aggregate"],
  ["hll_count.merge(a)", "aggregate"],
  ["array_agg(a ignore nulls order by b limit 1)", "aggregate"],
  ["percentile_cont(a, 0.5) over ()", "window"],
  ["date_trunc(d, month)", "row"],
  ["a # sum(b)", "row"],
  ['"sum(a)"', "constant"],
  ["(select max(a) from t)", "row"],
])("%s is %s", (sql, kind) => {
  const classifier = createClassifier({ aggregates: [] });
  expect(classifier.classify(sql, "bigquery").kind).toBe(kind);
});

test("a statement ends at its semicolon, wherever texts and comments have others", () => {
  const sql = 'select \';\', """;""", `;` # ;\nfrom t; -- the end;';
  expect(firstStatement(sql, tokenizeBigquery)).toEqual({
    text: 'select \';\', """;""", `;` # ;\nfrom t',
    word: "SELECT",
    count: 1,
  });
});
