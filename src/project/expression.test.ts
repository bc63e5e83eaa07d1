import { expect, test } from "vitest";
import { parseExpression } from "./expression.js";

const text = { kind: "text" };
const reference = (name: string, rest = "") => ({ kind: "reference", name, rest });

test.each([
  ["ref(a)", reference("a")],
  ["ref (a)", reference("a")],
  ["${ ref ( a ) }", reference("a")],
  ["ref( a b )", reference("a b")],
  ["ref('a')", reference("a")],
  ['ref("a (b)")', reference("a (b)")],
  ["ref(it's)", reference("it's")],
  ["  ref(a)\n", reference("a")],
  ["${ref(a)}", reference("a")],
  ["${ ref( 'a, b' ) }", reference("a, b")],
  ["${ref(a).props.x}", reference("a", ".props.x")],
  ["${project.models[0]}", { kind: "path", path: "project.models[0]" }],
  ["${ project.charts[0].traces[1] }", { kind: "path", path: "project.charts[0].traces[1]" }],
])("%s is a reference", (written, expected) => {
  expect(parseExpression(written)).toEqual(expected);
});

test.each([
  ["?{ day }", "day"],
  ["?{day}  \n", "day"],
  ["?{\n  case when a then '}'\n  end\n}\n", "case when a then '}'\n  end"],
  ["query(sum(x))", "sum(x)"],
  ["query( ')' || x )", "')' || x"],
  ["?{}", ""],
])("%s is a query", (written, sql) => {
  expect(parseExpression(written)).toEqual({ kind: "query", sql });
});

test.each([
  ["column(a)", { name: "a" }],
  ["column( 'a b' )", { name: "a b" }],
  ["column(a)[0]", { name: "a", index: 0 }],
  ["column(a)[-1]", { name: "a", index: -1 }],
  ["column(a)[1:3]", { name: "a", slice: [1, 3] }],
  ["column(a)[:-1]", { name: "a", slice: [null, -1] }],
  ["column(a)[2:]", { name: "a", slice: [2, null] }],
  ["column(a) [ 1 : ]", { name: "a", slice: [1, null] }],
  ["column(a)[:]", { name: "a", slice: [null, null] }],
  ["${columns.a}", { name: "a" }],
  ["${ columns.a b[0] }", { name: "a b", index: 0 }],
])("%s is a column", (written, expected) => {
  expect(parseExpression(written)).toEqual({ kind: "column", ...expected });
});

test.each([
  "",
  "plain",
  "reference",
  "query",
  "query(a) and query(b)",
  "the query(a)",
  "ref(a) and ref(b)",
  "column(s) of data",
  "columns",
  "$,.2f",
  "${nothing}",
  "%{x}",
  "? {a}",
])("%j is text", (written) => {
  expect(parseExpression(written)).toEqual(text);
});

test.each([
  ["?{ a", "`?{` is not closed by a `}` at the end of the value."],
  ["?{ a } desc", "`?{` is not closed by a `}` at the end of the value."],
  ["query(a", "`query(` is not closed by a `)`."],
  ["ref(a", "`ref(` is not closed by a `)`."],
  ["column(a)[x]", "`[x]` is neither a position such as `[0]` nor a range such as `[0:3]`."],
  ["column(a)[]", "`[]` is neither a position such as `[0]` nor a range such as `[0:3]`."],
])("%s breaks off", (written, reason) => {
  expect(parseExpression(written)).toEqual({ kind: "broken", reason });
});
