import { pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { DuckDbDatabase } from "./database.js";
import { streamQuery } from "./stream-query.js";

test("after an interrupt no statement starts, though none ran when it came", async () => {
  const database = await DuckDbDatabase.open({});
  const connection = await database.connect();
  connection.interrupt();
  await expect(connection.stream("select 1")).rejects.toThrow("INTERRUPT");
  await expect(connection.rows("select 1")).rejects.toThrow("INTERRUPT");
  connection.close();
  database.close();
});

test("rows that break off before their end are a failure, not an end", async () => {
  const database = await DuckDbDatabase.open({});
  const broken = (value: string) =>
    `select case when i = 300000 then ${value} else i::text end::int as n from range(500000) t(i)`;
  async function read(sql: string): Promise<number> {
    const stream = await streamQuery(await database.connect(), sql, {
      signal: new AbortController().signal,
      of: "engine",
    });
    let rows = 0;
    for await (const batch of stream.batches) rows += batch.rows;
    return rows;
  }
  expect(await read(broken("'7'"))).toBe(500_000);
  await expect(read(broken("'x'"))).rejects.toThrow("Could not convert string 'x' to INT32");
  expect(await read("select 1 where false")).toBe(0);
  database.close();
});

test("a statement that waits for one of Node's threads is stopped too", async () => {
  const database = await DuckDbDatabase.open({});
  const connection = await database.connect();
  onTestFinished(() => {
    connection.close();
    database.close();
  });
  // All of them are busy for a while.
  const busy = Array.from({ length: 8 }, () => promisify(pbkdf2)("a", "b", 300_000, 32, "sha256"));
  const slow = connection.rows(
    "SELECT sum(a.range * b.range * c.range) FROM range(20000) a, range(20000) b, range(20000) c",
  );
  connection.interrupt();
  await expect(slow).rejects.toThrow("INTERRUPT");
  await Promise.all(busy);
});
