import { expect, test } from "vitest";
import { dialects } from "./dialect.js";
import { withoutSemicolons } from "./statement-end.js";

test.each([
  ["select 1", "select 1"],
  ["select ';' -- ;", "select ';' -- ;"],
  ["select 1; -- the end;", "select 1 -- the end;"],
  ["select 1 ; /* a */ ;\n", "select 1  /* a */ \n"],
  ["select 1; select 2;", "select 1; select 2"],
  ["select 'open;", "select 'open;"],
])("%j becomes %j in every dialect", async (sql, expected) => {
  for (const { name } of Object.values(dialects)) {
    expect({ name, sql: await withoutSemicolons(sql, name) }).toEqual({ name, sql: expected });
  }
});

test("MySQL's comments count", async () => {
  expect(await withoutSemicolons("select 1; # the end; --", "mysql")).toBe(
    "select 1 # the end; --",
  );
});
