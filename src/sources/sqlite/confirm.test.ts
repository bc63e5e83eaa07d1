import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, expect, test } from "vitest";
import { sqlite } from "./config.js";
import { sqliteSource } from "./index.js";

const folder = mkdtempSync(join(tmpdir(), "headwater-confirm-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** Whether a column of a declared type is certain of it, with these values. */
async function isExact(declared: string, values: string, query = "select v from t") {
  const file = join(folder, `${files++}.sqlite`);
  const database = new DatabaseSync(file);
  database.exec(`create table t(v ${declared})`);
  if (values !== "") database.exec(`insert into t values ${values}`);
  database.close();
  const source = await sqliteSource.open(sqlite.config.parse({ database: file }), {
    name: "s",
    queryTag: "headwater/tests",
    secrets: [],
  });
  return (await source.confirm?.(query))?.[0]?.exact;
}

test.each([
  ["integer", "(1), (null), (9007199254740993)", true],
  ["integer", "(1), ('x')", false],
  ["integer", "(1), (2.5)", false],
  ["integer", "", true],
  ["text", "('a'), (null)", true],
  ["varchar(5)", "('a'), (x'00')", false],
  ["real", "(1.5), (2)", true],
  ["decimal(8,2)", "(1.5), (9007199254740993)", false],
  ["numeric", "(1.5)", false],
  ["boolean", "(0), (1), (null)", true],
  ["boolean", "(0), (2)", false],
  ["date", "('2024-02-29'), (null)", true],
  ["date", "('2024-02-30')", false],
  ["date", "('2024-02-29 10:00')", false],
  ["datetime", "('2024-02-29 10:00:00'), ('2024-02-29T10:00:00.25')", true],
  ["datetime", "('2024-02-29 10:00:00Z')", false],
  ["datetime", "('2024-02-29')", false],
  ["", "(1)", false],
])("a column `%s` with the values %s: %s", async (declared, values, exact) => {
  expect(await isExact(declared, values)).toBe(exact);
});

test("an expression has no type to be certain of", async () => {
  expect(await isExact("integer", "(1)", "select v + 1 from t; -- plus one")).toBe(false);
});
