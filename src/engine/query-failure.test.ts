import { expect, test } from "vitest";
import type { Diagnostic, SourceRange } from "../contract/diagnostic.js";
import type { SqlModel, Trace } from "../project/objects.js";
import { SourceError, type Column } from "../rows/stream.js";
import { explainModelFailure, explainTraceFailure } from "./query-failure.js";
import { subjectOf, underCaret } from "./refusal.js";

const place = (line: number): SourceRange => ({
  file: "headwater.yml",
  start: { line, column: 1 },
  end: { line, column: 9 },
});

const model: SqlModel = {
  id: "model:m",
  kind: "model",
  type: "sql",
  name: "m",
  tags: [],
  at: place(1),
  problems: [],
  locate: () => place(2),
  columns: [],
  sql: "select region, amount from orders",
  sqlAt: (start, end) => ({
    file: "headwater.yml",
    start: { line: 2, column: start + 1 },
    end: { line: 2, column: end + 1 },
  }),
  usesDefaultSource: false,
};

const trace: Trace = {
  id: "trace:t",
  kind: "trace",
  name: "t",
  tags: [],
  at: place(10),
  problems: [],
  locate: () => place(10),
  model,
  type: "bar",
  props: {},
  formats: new Map(),
  queries: [
    { path: ["x"], sql: "region", at: place(11) },
    { path: ["y"], sql: "sum(amuont)", at: place(12) },
  ],
  columns: [],
  bindings: [],
  inputs: [],
  orderBy: [],
  filters: [{ sql: "regional > 1", at: place(13) }],
};

const columns: Column[] = ["region", "amount"].map((name) => ({
  name,
  type: "text",
  nativeType: "text",
  exact: true,
}));

function refusal(reason: string): Diagnostic {
  return {
    code: "query-failed",
    severity: "error",
    message: `\`db\` refused the query: ${reason}`,
  };
}

test.each([
  ['column "amuont" does not exist'],
  ["column hw_base.amuont does not exist"],
  ["no such column: amuont"],
  ["no such column: amuont."],
  ["no such column: hw_base.amuont."],
  ["Unknown column 'amuont' in 'field list'"],
  ['Binder Error: Referenced column "amuont" not found in FROM clause!'],
])("the column of %j is found in its expression, with near names and the SQL", async (reason) => {
  const found = await explainTraceFailure(refusal(reason), trace, "SENT", async () => columns);
  expect(found.at).toEqual(place(12));
  expect(found.hint).toBe("Did you mean `amount`?");
  expect(found.detail).toBe("SENT");
});

test("when the model itself cannot be described, the fault lies in its SQL", async () => {
  const found = await explainTraceFailure(refusal("no such column: z"), trace, "SENT", async () => {
    throw new SourceError(refusal("no such column: z"));
  });
  expect(found.at).toEqual(place(2));
});

test("a table that only the model names is placed where the model's SQL names it", async () => {
  const found = await explainTraceFailure(refusal("no such table: orders"), trace, "SENT", fail);
  expect(found.at).toEqual(model.sqlAt(27, 33));
});

test.each([
  ['Referenced column "amount" not found', "amount"],
  ['relation "orders" does not exist', "orders"],
  ["Table 'shop.orders' doesn't exist", "orders"],
  ['near "from": syntax error', "from"],
])("%s: the word is found in a model's SQL, and not in its comments and texts", (reason, word) => {
  const sql = "/* 'amount' from orders */ select 'orders', amount from orders";
  const { at } = explainModelFailure(refusal(reason), { ...model, sql });
  expect(at?.start.column).toBe(sql.lastIndexOf(word) + 1);
});

test("a message about no word is told at the whole SQL", () => {
  const found = explainModelFailure(refusal('syntax error at or near "."'), model);
  expect(found.at).toEqual(place(2));
  expect(explainModelFailure(refusal("out of memory"), model).at).toEqual(place(2));
});

test("a server's caret tells which of several places is meant", () => {
  const twice = { ...model, sql: "select a a from t a" };
  const refused = {
    ...refusal('near "a"'),
    detail: "LINE 1: select a a from t a\n                          ^",
  };
  expect(explainModelFailure(refused, twice).at).toEqual(model.sqlAt(18, 19));
});

test("a word that stands in several places says nothing about the place of a syntax error", () => {
  const twice = { ...model, sql: "select a a from t a" };
  expect(explainModelFailure(refusal('syntax error at or near "a"'), twice).at).toEqual(place(2));
});

test("a syntax error is placed at the expression that has the token", async () => {
  const found = await explainTraceFailure(
    refusal('near "regional": syntax error'),
    trace,
    "S",
    fail,
  );
  expect(found.at).toEqual(place(13));
});

test("a failure that is not about SQL is placed at the trace and keeps its text", async () => {
  const dead = { code: "connection-refused", severity: "error", message: "gone" } as const;
  expect(await explainTraceFailure(dead, trace, "SENT", fail)).toEqual({ ...dead, at: place(10) });
});

test.each([
  ["LINE 2: from t where a b\n                       ^", "b"],
  ["line 1: select\ta,\n              \t^", "a"],
  ["LINE 2: ....m t where a b\n                        ^", "b"],
])("what a caret points to is found in the SQL: %j", (detail, word) => {
  const sql = "select\ta,\nfrom t where a b";
  const { start = 0, end = 0 } = underCaret(detail, sql) ?? {};
  expect(sql.slice(start, end)).toBe(word);
});

test("a caret in another text, or at the end, points to no word", () => {
  expect(underCaret("LINE 1: select b\n               ^", "select a")).toBeUndefined();
  expect(underCaret("LINE 7: select b\n               ^", "select b")).toBeUndefined();
  expect(underCaret("out of memory", "select b")).toBeUndefined();
  const end = "select b,".length;
  expect(underCaret("LINE 1: select b,\n                 ^", "select b,")).toEqual({
    start: end,
    end,
  });
});

test("a message that names nothing has no subject", () => {
  expect(subjectOf("canceling statement due to statement timeout")).toBeUndefined();
});

function fail(): Promise<Column[]> {
  throw new Error("must not be asked");
}
