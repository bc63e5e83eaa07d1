import { expect, test } from "vitest";
import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import type { SqlModel, Trace } from "../../project/objects.js";
import { SourceError, type Column } from "../../sources/contract.js";
import { explainTraceFailure } from "./query-failure.js";
import { subjectOf } from "./refusal.js";

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
  queries: [
    { path: ["x"], sql: "region", at: place(11) },
    { path: ["y"], sql: "sum(amuont)", at: place(12) },
  ],
  columns: [],
  bindings: [],
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

test("a table that only the model names is placed at the model's SQL", async () => {
  const found = await explainTraceFailure(refusal("no such table: orders"), trace, "SENT", fail);
  expect(found.at).toEqual(place(2));
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

test("a message that names nothing has no subject", () => {
  expect(subjectOf("canceling statement due to statement timeout")).toBeUndefined();
});

function fail(): Promise<Column[]> {
  throw new Error("must not be asked");
}
