import { DatabaseSync } from "@photostructure/sqlite";
import { expect, onTestFinished, test } from "vitest";
import { RowCursor } from "./row-cursor.js";

function cursor(rows: number, bytes: number): RowCursor {
  const database = new DatabaseSync(":memory:");
  onTestFinished(() => database.close());
  const statement = database.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    SELECT i, zeroblob(${bytes}) FROM n`,
  );
  statement.setReturnArrays(true);
  return new RowCursor(statement);
}

test("rows are read until there are enough of them", () => {
  const rows = cursor(2500, 10);
  expect([rows.read(1000).length, rows.read(1000).length, rows.ended]).toEqual([1000, 1000, false]);
  expect([rows.read(1000).length, rows.ended]).toEqual([500, true]);
  expect(rows.read(1000)).toEqual([]);
});

test("long rows are read a few at a time, and none is lost", () => {
  const rows = cursor(1000, 100_000);
  const read: unknown[] = [];
  for (let block = rows.read(16_384); block.length > 0; block = rows.read(16_384)) {
    expect(block.length).toBeLessThan(200);
    read.push(...block.map(([number]) => number));
  }
  expect(read).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
  expect(rows.ended).toBe(true);
});
